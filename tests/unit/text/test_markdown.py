from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings

from store.text.document import FOLDED_KINDS, Block, Document, Span
from store.text.markdown import parse, split_front_matter
from tests.unit.text.strategies import texts
from tests.unit.text.test_clean import is_harmless


def blocks(markdown: str) -> list[tuple[str, str]]:
    document = parse(markdown)
    return [(block.kind, document.block_text(block)) for block in document.blocks]


def block(markdown: str) -> Block:
    (only,) = parse(markdown).blocks
    return only


def spans(markdown: str) -> list[tuple[str, str, str]]:
    document = parse(markdown)
    return [(s.kind, document.text[s.start : s.end], s.value) for s in document.spans]


def assert_holds(document: Document) -> None:
    """Every invariant that ``store.text.document`` names."""
    text = document.text
    assert text == "\n\n".join(document.block_text(block) for block in document.blocks)
    assert unicodedata.is_normalized("NFC", text)
    assert "\t" not in text
    assert is_harmless(text)
    for each in document.blocks:
        assert (each.start == each.end) == (each.kind == "rule")
        assert each.folded == (each.kind in FOLDED_KINDS)
        assert (each.number is not None) <= each.ordered
        if each.kind not in {"code", "table", "rule"}:
            assert document.block_text(each) == document.block_text(each).strip()
            assert "\n\n" not in document.block_text(each)
    assert list(document.spans) == sorted(document.spans, key=lambda s: (s.start, -s.end))
    assert [s for each in document.blocks for s in document.spans_of(each)] == [*document.spans]
    for span in document.spans:
        around = document.blocks[document.block_index(span.start)]
        assert around.start <= span.start <= span.end <= around.end
        assert span.start < span.end or span.kind == "cell"
        assert is_harmless(span.value)
        assert "\n" not in span.value


@settings(max_examples=300, deadline=None)
@given(texts)
def test_the_invariants_hold_for_any_text(markdown: str) -> None:
    assert_holds(parse(markdown))


def test_blocks_of_every_kind() -> None:
    source = """
::: furniture
Share this

- Like
:::

::: byline
By Ada Moor
:::

# Harbour *lights*

Some text
goes on.

## Pilots

- one
- two

> quoted

```py
code()
```

| a | b |
|---|---|
| c | d |

::: caption
A quay
:::

::: contents
1. Pilots
:::

---

# Later
"""
    assert blocks(source) == [
        ("furniture", "Share this"),
        ("furniture", "Like"),
        ("byline", "By Ada Moor"),
        ("title", "Harbour lights"),
        ("paragraph", "Some text goes on."),
        ("heading", "Pilots"),
        ("list_item", "one"),
        ("list_item", "two"),
        ("quote", "quoted"),
        ("code", "code()"),
        ("table", "a | b\nc | d"),
        ("caption", "A quay"),
        ("contents", "Pilots"),
        ("rule", ""),
        ("heading", "Later"),
    ]
    folded = [each.kind for each in parse(source).blocks if each.folded]
    assert folded == ["furniture", "furniture", "contents"]


def test_a_title_stands_before_everything() -> None:
    assert blocks("text\n\n# Late")[1] == ("heading", "Late")
    assert blocks("## Two\n\n# One")[1] == ("heading", "One")
    assert blocks("> # Quoted")[0] == ("heading", "Quoted")
    assert blocks("One\n===\n\n# Two") == [("title", "One"), ("heading", "Two")]
    assert blocks("#\n\n# Real") == [("title", "Real")]
    assert [each.level for each in parse("# A\n\n### B\n\n# C").blocks] == [1, 3, 1]


def test_lists_nest_and_count() -> None:
    document = parse("- a\n  1. b\n\n     more\n\n     ```\n     code\n     ```\n  2. c\n- d")
    assert [(b.kind, b.level, b.number, b.indent) for b in document.blocks] == [
        ("list_item", 1, None, 0),
        ("list_item", 2, 1, 1),
        ("paragraph", 0, None, 2),
        ("code", 0, None, 2),
        ("list_item", 2, 2, 1),
        ("list_item", 1, None, 0),
    ]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [([1, 1, 1], [1, 2, 3]), ([5, 6, 7], [5, 6, 7]), ([10, 9, 8], [10, 9, 8]), ([3, 7], [3, 7])],
)
def test_numbers(typed: list[int], shown: list[int]) -> None:
    document = parse("\n".join(f"{number}. x" for number in typed))
    assert [each.number for each in document.blocks] == shown
    assert all(each.ordered for each in document.blocks)


def test_tasks() -> None:
    document = parse("- [x] done\n- [ ] **open**\n- [X] Done\n- \\[x] text\n- [x]\n- [y] text")
    assert [(each.task, document.block_text(each)) for each in document.blocks] == [
        (True, "done"),
        (False, "open"),
        (True, "Done"),
        (None, "[x] text"),
        (None, "[x]"),
        (None, "[y] text"),
    ]


def test_quotes_nest() -> None:
    document = parse("> a\n> > b\n> > - c\n> >\n> >   more\n>\n> ```\n> d\n> ```\n\n- > e")
    assert [(b.kind, b.level, b.quote, b.indent) for b in document.blocks] == [
        ("quote", 1, 1, 0),
        ("quote", 2, 2, 0),
        ("list_item", 1, 2, 0),
        ("paragraph", 0, 2, 1),
        ("code", 0, 1, 0),
        ("quote", 1, 1, 1),
    ]


def test_code_keeps_its_lines() -> None:
    document = parse(
        "```python title=x\n\n\ta  b\n\n  \tc\t&amp;\n\n```\n\n    indented\n\n``` {.rust}\n\n```"
    )
    assert [document.block_text(each) for each in document.blocks] == [
        "    a  b\n\n    c   &amp;",
        "indented",
    ]
    assert [each.label for each in document.blocks] == ["python", ""]
    assert block("~~~ {.rust}\nx\n~~~").label == ".rust"


def test_tables() -> None:
    source = "| **a** | b\\|c | d |\n|:--|:-:|--:|\n| [e](http://f) | | g<br>h |\n| | | |"
    assert blocks(source) == [("table", "a | b|c | d\ne |  | g h")]
    assert spans(source) == [
        ("cell", "a", "left"),
        ("strong", "a", ""),
        ("cell", "b|c", "center"),
        ("cell", "d", "right"),
        ("cell", "e", "left"),
        ("link", "e", "http://f"),
        ("cell", "", "center"),
        ("cell", "g h", "right"),
    ]
    assert blocks("| | |\n|-|-|\n| a | b |") == [("table", "a | b")]
    assert blocks("| | |\n|-|-|\n") == []


def test_footnotes_come_last() -> None:
    source = (
        "A[^b] and[^1] no[^x].\n\n[^1]: *First*\n    goes on.\n\n    More.\n\n[^b]: - item\n\nEnd."
    )
    document = parse(source)
    assert [(b.kind, b.label, document.block_text(b)) for b in document.blocks] == [
        ("paragraph", "", "A[b] and[1] no[^x]."),
        ("paragraph", "", "End."),
        ("paragraph", "1", "[1] First goes on."),
        ("paragraph", "", "More."),
        ("paragraph", "b", "[b]"),
        ("list_item", "", "item"),
    ]
    assert spans(source) == [
        ("footnote", "[b]", "b"),
        ("footnote", "[1]", "1"),
        ("emphasis", "First", ""),
    ]


def test_spans_of_every_kind() -> None:
    assert spans("**a *b*** ~~c~~ `d  e` [f `g`](https://h.i 't') <mailto:a@b.c>") == [
        ("strong", "a b", ""),
        ("emphasis", "b", ""),
        ("strike", "c", ""),
        ("code", "d e", ""),
        ("link", "f g", "https://h.i"),
        ("code", "g", ""),
        ("link", "mailto:a@b.c", "mailto:a@b.c"),
    ]


def test_images_are_their_alternative_text() -> None:
    source = "![a *b*](/c.png) ![](http://d) ![e](data:image/png;base64,xx) ![f](javascript:g)"
    assert blocks(source) == [("paragraph", "a b image e f")]
    assert [value for _, _, value in spans(source)] == ["/c.png", "http://d", "", ""]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "file:///etc", "/a", "#"]
)
def test_only_the_web_and_mail_are_followed(url: str) -> None:
    assert blocks(f"[text](<{url}>)") == [("paragraph", "text")]
    assert spans(f"[text](<{url}>)") == []


def test_a_place_in_the_text_is_a_link_too() -> None:
    assert spans("[text](#what-was-lost)") == [("link", "text", "#what-was-lost")]


def test_html_gives_its_text() -> None:
    assert blocks("a <b>b</b><br>c <!-- d --> <i title='>'>e</i> &lt;f&gt;") == [
        ("paragraph", "a b\nc e <f>")
    ]
    assert blocks("<div>\n<p>One &amp; <b>two</b>\nthree</p><p>four<br>five</p></div>") == [
        ("paragraph", "One & two three"),
        ("paragraph", "four\nfive"),
    ]
    assert blocks("<script>\nevil()\n\nmore\n</script>\n\n<style>a{}</style>\n\nx") == [
        ("paragraph", "x")
    ]
    assert blocks("a <script>evil()</script> b <style>open") == [("paragraph", "a b open")]
    assert blocks("<!-- a\n\nb -->\n\nc") == [("paragraph", "c")]
    assert spans('x <img src="http://a/b.png" alt="c &amp; d">') == [
        ("image", "c & d", "http://a/b.png")
    ]
    assert spans('<p><img alt="c"\nsrc=/d></p>') == [("image", "c", "/d")]


def test_html_takes_part_in_lists_and_quotes() -> None:
    source = "- <div>a</div>\n- <!-- x -->\n\n  b\n\n> <div>c</div>"
    assert blocks(source) == [("list_item", "a"), ("list_item", "b"), ("quote", "c")]


@settings(max_examples=80, deadline=None)
@given(texts)
def test_any_url_is_harmless(url: str) -> None:
    for source in (f"[a](<{url}>)", f"![a]({url})", f"<http://{url}>", f"[a]: http://{url}\n\n[a]"):
        assert_holds(parse(source))


def test_footnotes_in_furniture_stay_furniture() -> None:
    document = parse("::: furniture\na[^1]\n\n[^1]: b\n:::\n\nc")
    assert [(each.kind, document.block_text(each)) for each in document.blocks] == [
        ("furniture", "a[1]"),
        ("paragraph", "c"),
        ("furniture", "[1] b"),
    ]


def test_breaks() -> None:
    assert blocks("a\nb  \nc\\\nd<br><br>e  ") == [("paragraph", "a b\nc\nd\ne")]


def test_spans_stay_on_their_words_when_text_is_cleaned() -> None:
    source = (
        "e&#x301;t *e&#x301;* &#x202e;**bold** &zwnj;&shy; **x&#8203;y** [l\u00a0\u00a0m](http://n)"
    )
    assert blocks(source) == [("paragraph", "ét é bold \u200c xy l m")]
    assert [(kind, text) for kind, text, _ in spans(source)] == [
        ("emphasis", "é"),
        ("strong", "bold"),
        ("strong", "xy"),
        ("link", "l m"),
    ]


def test_escape_characters_never_come_through() -> None:
    for source in ("a&#27;[31mb", "a\x1b[31mb", "a&#x9b;31mb", "`\x1b]0;x\x07`", "![\x1b](\x07)"):
        assert_holds(parse(source))
    assert parse("a\x1b[31mb").text == "ab"
    assert parse("a&#x202e;b&#x200b;c").text == "abc"
    assert spans("[a](http://b/\x1b[0m&#x202e;c)")[0][2].startswith("http://b/")


def test_containers() -> None:
    assert [each.kind for each in parse("::: furniture\na\n\n# b\n\n---\n\n- c").blocks] == [
        "furniture"
    ] * 3
    assert blocks("::: aside\na\n:::") == [("paragraph", "::: aside a :::")]
    only = block("::: contents\n- - a\n:::")
    assert (only.kind, only.level, only.indent, only.folded) == ("contents", 2, 1, True)


@pytest.mark.parametrize(
    "markdown", ["", " \n\n ", "#", "- ", "> ", "```\n```", "[a]: http://b", "\x00"]
)
def test_nothing_is_nothing(markdown: str) -> None:
    assert parse(markdown) == Document("", ())


def test_deep_nesting_stays_text() -> None:
    for source in (">" * 60 + " deep", "- " * 60 + "deep", "[^a]: " * 60 + "deep"):
        document = parse(source)
        assert_holds(document)
        assert "deep" in document.text
    lists = "\n".join("  " * depth + f"- item {depth}" for depth in range(60))
    assert all(f"item {depth}" in parse(lists).text for depth in range(60))


HOSTILE = {
    "brackets": "[" * 20_000,
    "quotes": ">" * 5_000,
    "links": "[a](" * 20_000,
    "images": "![" * 10_000,
    "nested images": "![" * 500 + "a" + "](b)" * 500,
    "stars": "*a **a " * 10_000,
    "backticks": "".join("`" * n + "a" for n in range(300)),
    "lists": "\n".join(" " * n + "- a" for n in range(600)),
    "markers": "- " * 10_000 + "a",
    "numbers": "1. " * 10_000 + "a",
    "footnotes": "[^a]: " * 5_000,
    "footnote references": "[^a]: b\n\n" + "[^a]" * 10_000,
    "containers": "::: furniture\n" * 3_000,
    "colons": ":::" * 20_000,
    "comments": "<!-- " * 20_000,
    "tags": "<a " * 20_000,
    "tag quotes": "<div>" + "<a \"' " * 20_000,
    "cdata": "<![CDATA[" * 10_000,
    "entities": "&#27;" * 20_000,
    "tables": ("|a" * 200 + "\n" + "|-" * 200 + "\n" + "|\n" * 150 + "\n") * 100,
    "marks": "a" + "\u0301" * 50_000,
    "dirty spans": "*e&#x301;*\x1b " * 4_000,
    "escapes": "\x1b]" * 50_000,
    "surrogates": "\ud800\udc00" * 20_000,
    "emphasis": "_" * 20_000,
    "tildes": "~~a" * 10_000,
    "references": "[a]: b\n" * 5_000 + "[a]" * 5_000,
    "lines": "\n" * 100_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_neither_raises_nor_hangs(name: str) -> None:
    begun = time.process_time()
    document = parse(HOSTILE[name])
    assert time.process_time() - begun < 10
    assert_holds(document)


@pytest.mark.parametrize(
    ("source", "matter", "body"),
    [
        ("---\ntitle: a\n---\n\n# b\n", "title: a\n", "\n# b\n"),
        ("\ufeff---\r\ntitle: a\r\n---\r\nb", "title: a\r\n", "b"),
        ("---\n---\nb", "", "b"),
        ("---\na: b\n...\nc", "a: b\n", "c"),
        ("---\n# note\na: b\n---", "# note\na: b\n", ""),
        ("---\n\nProse.\n\n---\n\nmore", "", "---\n\nProse.\n\n---\n\nmore"),
        ("---\na: b\nno end", "", "---\na: b\nno end"),
        ("text\n---\na: b\n---\n", "", "text\n---\na: b\n---\n"),
        ("--- \na: |\n  ---\n---\t\nc", "a: |\n  ---\n", "c"),
        ("\ufeffx", "", "x"),
    ],
)
def test_front_matter(source: str, matter: str, body: str) -> None:
    assert split_front_matter(source) == (matter, body)


def test_a_document_finds_its_blocks_and_spans() -> None:
    document = parse("one *a*\n\n---\n\n`b` two")
    assert [document.block_index(at) for at in (0, 4, 5, 6, 7, 8, 9, 99)] == [
        0,
        0,
        0,
        0,
        1,
        1,
        2,
        2,
    ]
    assert document.spans_of(document.blocks[2]) == [Span("code", 9, 10)]
    assert len(document.sha256) == 64

"""Blocks made another kind: the text stays, the others stay, and there is a way back."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store import structure
from store.errors import UsageError
from store.structure import Kind, set_kind
from store.text.document import Block, Document
from store.text.markdown import parse
from tests.unit.text.articles import articles
from tests.unit.text.strategies import texts

KINDS = st.sampled_from(structure.KINDS)


def plain(block: Block) -> Block:
    """A block as it is compared: which heading of level 1 is the title is no matter."""
    return block._replace(kind="heading") if block.kind == "title" else block


def assert_only_these(before: Document, after: Document, indexes: range, kind: Kind) -> None:
    assert after.text == before.text
    assert len(after.blocks) == len(before.blocks)
    for index, (old, new) in enumerate(zip(before.blocks, after.blocks, strict=True)):
        if index not in indexes or old.kind == "rule":
            assert plain(new) == plain(old)
        else:
            assert plain(new).kind == kind


def changed(markdown: str, words: str, kind: Kind, level: int = 0) -> str:
    """``markdown`` with the block that holds ``words`` made ``kind``."""
    at = parse(markdown).text.index(words)
    return set_kind(markdown, at, at, kind, level=level)


def kinds(markdown: str) -> list[tuple[str, int, str]]:
    document = parse(markdown)
    return [(block.kind, block.level, document.block_text(block)) for block in document.blocks]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles, KINDS, st.data())
def test_only_the_block_changes_and_there_is_a_way_back(
    markdown: str, kind: Kind, data: st.DataObject
) -> None:
    before = parse(markdown)
    index = data.draw(st.integers(0, len(before.blocks) - 1))
    block = before.blocks[index]
    if block.kind == "rule":
        return
    try:
        there = set_kind(markdown, block.start, block.end, kind)
        after = parse(there)
        assert_only_these(before, after, range(index, index + 1), kind)
        if plain(block).kind in structure.KINDS:
            was: Kind = plain(block).kind  # type: ignore[assignment]
            back = parse(set_kind(there, block.start, block.end, was, level=block.level))
            assert_only_these(before, back, range(index, index + 1), was)
            if was == "heading":
                assert back.blocks[index].level == block.level
    except UsageError:
        # Refused, with nothing written: a footnote, code that keeps its blanks, odd nesting.
        return


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles, KINDS, st.data())
def test_several_blocks_change_together(markdown: str, kind: Kind, data: st.DataObject) -> None:
    before = parse(markdown)
    first = data.draw(st.integers(0, len(before.blocks) - 1))
    last = data.draw(st.integers(first, min(first + 4, len(before.blocks) - 1)))
    try:
        after = parse(set_kind(markdown, before.blocks[first].start, before.blocks[last].end, kind))
    except UsageError:
        return
    assert_only_these(before, after, range(first, last + 1), kind)


@settings(max_examples=150, deadline=None)
@given(texts, KINDS, st.integers(0, 60))
def test_any_text_is_changed_soundly_or_refused(markdown: str, kind: Kind, at: int) -> None:
    before = parse(markdown)
    try:
        after = parse(set_kind(markdown, at, at, kind))
    except UsageError:
        return
    index = before.block_index(at)
    assert_only_these(before, after, range(index, index + 1), kind)


def test_few_changes_of_ordinary_articles_are_refused() -> None:
    source = ARTICLE
    document = parse(source)
    for block in document.blocks:
        for kind in structure.KINDS:
            if block.kind != "rule" and block.label != "1":
                assert parse(set_kind(source, block.start, block.end, kind)).text == document.text


ARTICLE = """\
::: furniture

Share this

- Sign in

:::

# Harbour *lights*

::: byline
By Ada Moor
:::

Some [text](http://a.b/c) that
goes on.[^1]

## Pilots

1. one
2. two

   more of it

   - inner
   - innermost
3. [x] three

> quoted
>
> twice

| a | b |
|---|---|
| c | **d** |

::: caption
A quay
:::

Figure 2: a pier

::: contents

1. Pilots
2. Quays

:::

---

# Later

::: furniture

One

Two

Three

:::

[^1]: A note.
"""


def test_a_list_goes_on_around_what_leaves_it() -> None:
    source = changed(ARTICLE, "two", "paragraph")
    assert "1. one\n\ntwo\n\n- #\n\n   more of it" in source.replace("-  #", "- #")
    assert kinds(source)[6:12] == [
        ("list_item", 1, "one"),
        ("paragraph", 0, "two"),
        ("paragraph", 0, "more of it"),
        ("list_item", 2, "inner"),
        ("list_item", 2, "innermost"),
        ("list_item", 1, "three"),
    ]
    assert parse(source).blocks[11].number == 3
    assert parse(source).blocks[11].task is True


def test_a_container_is_parted_and_joined_again() -> None:
    source = changed(ARTICLE, "Two", "paragraph")
    assert "One\n\n:::\n\nTwo\n\n::: furniture\n\nThree\n\n:::\n" in source
    assert changed(source, "Two", "furniture") == ARTICLE
    first = changed(ARTICLE, "One", "caption")
    assert "::: caption\n\nOne\n\n:::\n\n::: furniture\n\nTwo" in first
    both = changed(first, "Two", "caption")
    assert "::: caption\n\nOne\n\nTwo\n\n:::\n\n::: furniture\n\nThree" in both


def test_a_run_of_furniture_becomes_paragraphs() -> None:
    document = parse(ARTICLE)
    start = document.text.index("One")
    source = set_kind(ARTICLE, start, start + len("One\n\nTwo\n\nThree"), "paragraph")
    assert "# Later\n\nOne\n\nTwo\n\nThree\n\n[^1]: A note." in source
    back = set_kind(source, start, start + len("One\n\nTwo\n\nThree"), "furniture")
    assert back == ARTICLE


def test_headings() -> None:
    source = changed("# A\n\n### B\n\ntext\\\nof two lines #\n", "text", "heading")
    assert source == "# A\n\n### B\n\n### text<br>of two lines \\#\n"
    for level in (4, 1, 2, 3):
        source = changed(source, "text", "heading")
        assert kinds(source)[-1] == ("heading", level, "text\nof two lines #")
    assert changed("one\n", "one", "heading") == "## one\n"
    assert changed("one\n", "one", "heading", 1) == "# one\n"
    assert kinds("# one\n") == [("title", 1, "one")]
    assert changed("# one\n", "one", "heading") == "## one\n"
    assert changed("###### six\n", "six", "heading") == "# six\n"


@pytest.mark.parametrize(
    ("source", "words", "kind", "wanted"),
    [
        ("# - one\n", "- one", "paragraph", "\\- one\n"),
        ("# 1. one\n", "1. one", "paragraph", "1\\. one\n"),
        ("[ ] one\n", "one", "list_item", "- \\[ ] one\n"),
        ("- [ ] one\n", "one", "paragraph", "one\n"),
        ("> one\n> two\n>\n> three\n", "one", "paragraph", "one\ntwo\n\n> three\n"),
        ("one\n\n    code\n", "one", "list_item", "- one\n\n<!-- -->\n\n    code\n"),
        ("- a\n  - b\n    - c\n", "b", "heading", "- a\n\n## b\n\n- - - c\n"),
        ("1. a\n1. b\n1. c\n", "a", "paragraph", "a\n\n2. b\n3. c\n"),
        ("```\na\nb\n```\n", "a", "paragraph", "a\\\nb\n"),
    ],
)
def test_ways_to_write_it(source: str, words: str, kind: Kind, wanted: str) -> None:
    assert changed(source, words, kind) == wanted


@pytest.mark.parametrize(
    ("source", "start", "end", "kind", "level", "why"),
    [
        ("", 0, 0, "paragraph", 0, "no text here"),
        ("---\n", 0, 0, "paragraph", 0, "no text here"),
        ("a[^1]\n\n[^1]: b\n", 7, 7, "heading", 0, "a footnote stays"),
        ("```\na  b\n```\n", 0, 0, "paragraph", 0, "without changing its text"),
        ("<p>a</p><p>b</p>\n", 0, 0, "heading", 0, "one piece of HTML"),
        ("a\n", 0, 0, "sonnet", 0, "no kind of block"),
        ("a\n", 0, 0, "heading", 7, "level 7"),
    ],
)
def test_what_is_refused(
    source: str, start: int, end: int, kind: Kind, level: int, why: str
) -> None:
    with pytest.raises(UsageError, match=why):
        set_kind(source, start, end, kind, level=level)


def test_what_is_so_already_is_left_byte_for_byte() -> None:
    source = "a  b\r\n\r\n\r\n*  c\n"
    assert set_kind(source, 0, 1, "paragraph") == source
    assert changed(source, "c", "list_item") == source

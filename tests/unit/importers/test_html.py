from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import SourceError
from store.importers import html, html_page, html_walk
from store.importers.metadata import Metadata, metadata
from store.importers.model import Imported, Source
from store.text.document import Document
from store.text.markdown import parse

PROSE = "<p>The purser keeps a kettle, and he says, to whoever asks, that the river remembers.</p>"


def read(body: str, head: str = "", origin: str = "/pages/page.html") -> Imported:
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    (imported,) = html.read(Source("page.html", page.encode(), origin))
    return imported


def document(body: str) -> Document:
    return parse(read(body).markdown)


def walked(body: str) -> str:
    page = html_page.parse(f"<html><body>{body}</body></html>")
    assert page is not None
    prepared = html_page.prepare(page, "https://shore.example/a/b")
    return "\n\n".join(piece.markdown for piece in html_walk.walk(prepared.body))


def about(head: str, body: str = "") -> Metadata:
    page = html_page.parse(f"<html lang=de><head>{head}</head><body>{body}<p>x</body></html>")
    assert page is not None
    return metadata(page)


@pytest.mark.parametrize(
    ("body", "markdown"),
    [
        ("<p>a <b>b</b> <i>c</i> <code>d</code> <del>e</del></p>", "a **b** *c* `d` ~~e~~"),
        ("<p><b> a </b>b<b></b></p>", "**a** b"),
        ("<p><b><i>a</i></b></p>", "***a***"),
        ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc"),
        ("<p>1. a<br># b</p>", "1\\. a\\\n\\# b"),
        ("<div>a<p>b</p>c</div>", "a\n\nb\n\nc"),
        ("<h2>Two <em>marks</em></h2>", "## Two *marks*"),
        ("<p><a href='../x y?q=1&amp;r'>t</a></p>", "[t](<https://shore.example/x%20y?q=1&r>)"),
        ("<p><a href='JavaScript:alert(1)'>t</a> <a href='#n'>u</a></p>", "t u"),
        ("<p><a href='java&#10;script:alert(1)'>t</a></p>", "t"),
        ("<p><a href='mailto:a@b.example'>t</a></p>", "[t](<mailto:a@b.example>)"),
        ("<p><img src='data:image/png;base64,AAAA' alt='a map'></p>", "![a map](<>)"),
        ("<p><img src='/m.png' alt='a map'></p>", "![a map](<https://shore.example/m.png>)"),
        ("<p>a<img src='/p.gif' width=1 height=1 alt=spy>b</p>", "ab"),
        ("<p>a<script>x</script><style>y</style><svg><text>z</text></svg>b</p>", "ab"),
        ("<p>a</p><p hidden>b</p><p style='display: none'>c</p>", "a"),
        ("<ul><li>a<ul><li>b</ul><li>c</ul>", "- a\n  - b\n- c"),
        ("<ol start=3><li>a<li value=7>b<li>c</ol>", "3. a\n7. b\n8. c"),
        ("<ul><li><input type=checkbox checked>a<li><input type=checkbox>b</ul>",
         "- [x] a\n- [ ] b"),
        ("<ul><li><p>a</p><p>b</p></ul>", "- a\n\n  b"),
        ("<blockquote><p>a</p><blockquote>b</blockquote></blockquote>", "> a\n>\n> > b"),
        ("<pre class='language-c'>a  *b*\n\n\tc</pre>", "```c\na  *b*\n\n\tc\n```"),
        ("<table><tr><th>a<th>b<tr><td>c|d<td><b>e</b></table>",
         "| a | b |\n| --- | --- |\n| c\\|d | **e** |"),
        ("<table><tr><td><p>a</p><ul><li>b</ul></table>", "a\n\n- b"),
        ("<figure><img src=/x.png><figcaption>a b</figcaption></figure>",
         "![image](<https://shore.example/x.png>)\n\n::: caption\n\na b\n\n:::"),
        ("<p>10<sup>6</sup> H<sub>2</sub>O 1<sup>st</sup></p>", "10⁶ H₂O 1st"),
        ("<ul>a<li>b</li>c<li>d</ul>", "a\n\n- b\n\n  c\n\n- d"),
        ("<dl><dt>a<dd>b</dl>", "**a**\n\nb"),
        ("<p>a</p><hr><p>b</p>", "a\n\n---\n\nb"),
        ("<p>&#27;[31ma&#x202e;b&lt;i&gt; &amp;amp; *c* _d_ [e]</p>",
         "ab\\<i> \\&amp; \\*c\\* \\_d\\_ \\[e\\]"),
        ("<h3>a <a class=headerlink href=#a>¶</a></h3>", "### a"),
        ("<p>``a`` <code>b`c</code></p>", "\\`\\`a\\`\\` ``b`c``"),
    ],
)  # fmt: skip
def test_walking(body: str, markdown: str) -> None:
    assert walked(body) == markdown


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "b", "i", "code", "del", "a", "b i", "a b"]),
            st.text(alphabet=st.sampled_from('ab *_`[]()<>&\\!#~|.1-\n\u0301"é'), max_size=8),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_no_inline_text_is_lost(runs: list[tuple[str, str]]) -> None:
    body = ""
    for tags, text in runs:
        safe = text.replace("&", "&amp;").replace("<", "&lt;")
        for tag in tags.split():
            safe = f"<{tag} href='https://x.example/'>{safe}</{tag}>"
        body += safe
    page = html_page.parse(f"<html><body><p>k {body} k</p></body></html>")
    assert page is not None
    expected = " ".join("".join(page.itertext()).split())
    prepared = html_page.prepare(page, "")
    text = parse("\n\n".join(p.markdown for p in html_walk.walk(prepared.body))).text
    assert unicodedata.normalize("NFC", "".join(text.split())) == unicodedata.normalize(
        "NFC", "".join(expected.split())
    )


def test_the_article_is_found_and_its_title_and_byline() -> None:
    furniture = "<nav><a href=/>Home</a></nav><footer>Imprint and such</footer>"
    found = document(
        f"{furniture}<article><h1>Harbour lights</h1><p class=by>By Ada Moor, 12 May 2024</p>"
        f"{PROSE * 3}<h2>Tolls</h2>{PROSE * 2}</article>"
    )
    assert [block.kind for block in found.blocks[:3]] == ["title", "byline", "paragraph"]
    assert "heading" in [block.kind for block in found.blocks]
    assert "Imprint" not in found.text
    assert "Home" not in found.text


def test_dropped_sub_headings_are_put_back_in_their_place() -> None:
    body = "".join(
        f"<h2 class='{name}'>{text}</h2>{PROSE}{PROSE}"
        for name, text in [("", "One"), ("widget promo", "Two"), ("sidebar-title", "Three")]
    )
    found = document(f"<article>{PROSE}{body}</article>")
    headings = [found.block_text(block) for block in found.blocks if block.kind == "heading"]
    assert headings == ["One", "Two", "Three"]


def test_headings_that_link_to_themselves_stay() -> None:
    found = document(
        f"<article>{PROSE}<h2 id=a><a href='#a'>One thing</a></h2>{PROSE * 2}"
        f"<h2 id=b><a href='#b'>Another</a> <a href='#b'>#</a></h2>{PROSE * 2}</article>"
    )
    headings = [found.block_text(block) for block in found.blocks if block.kind == "heading"]
    assert headings == ["One thing", "Another"]


def test_a_short_article_among_many_links_is_not_the_whole_page() -> None:
    others = "".join(
        f"<p><a href=/{n}>Another story, number {n}, of today</a></p>" for n in range(400)
    )
    found = document(f"<article>{PROSE * 10}</article><div class=river>{others}</div>")
    assert "Another story" not in found.text


def test_what_extraction_misses_is_taken_whole() -> None:
    items = "".join(f"<li><a href=/{n}>Entry number {n} of a long list</a></li>" for n in range(40))
    found = document(f"<nav>menu</nav><div><ul>{items}</ul></div><p>{'short words ' * 5}</p>")
    assert "Entry number 39" in found.text
    assert "menu" not in found.text


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<script>x</script>", "<p> </p>", "<!-- only -->", "<p>&#27;"]
)
def test_a_page_without_text_is_an_error(page: str) -> None:
    with pytest.raises(SourceError, match="no text"):
        html.read(Source("page.html", page.encode(), ""))


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("<title>Harbour lights | The Shore</title>"
         "<meta property='og:site_name' content='The Shore'>"), "Harbour lights"),
        (("<title>The Shore - Harbour lights</title>"
         "<meta property='og:site_name' content='The Shore'>"), "Harbour lights"),
        ("<title>Rope - and kettle</title>", "Rope - and kettle"),
        ("<title>x</title><meta property='og:title' content='Lights &amp; lamps'>",
         "Lights & lamps"),
        (("<script type='application/ld+json'>{\"@type\": \"NewsArticle\", \"headline\": "
         "\"Lights &amp; <i>lamps</i>\"}</script>"), "Lights & lamps"),
        ("<script type='application/ld+json'>{broken</script><title>Lamps</title>", "Lamps"),
        ("<title>La\x1b[31mmps&#27;[2J</title>", "Lamps"),
    ],
)  # fmt: skip
def test_titles(head: str, expected: str) -> None:
    assert about(head).title == expected


def test_metadata_in_the_order_of_trust() -> None:
    found = about(
        "<meta name=author content='By Ada Moor'><meta name=date content='2024-05-12'>"
        "<link rel=canonical href='https://shore.example/lamps'>"
        "<meta property='article:author' content='https://shore.example/ada'>"
    )
    assert (found.author, found.published) == ("Ada Moor", "2024-05-12")
    assert (found.url, found.language) == ("https://shore.example/lamps", "de")
    shown = about("", "<p class=byline>By Ole Brandt</p><time datetime=2020-01-02>then</time>")
    assert (shown.author, shown.published) == ("Ole Brandt", "2020-01-02")


def test_hostile_metadata_is_passed_over() -> None:
    deep = "[" * 50_000
    found = about(
        f"<script type='application/ld+json'>{deep}</script>"
        '<script type="application/ld+json">{"@type": ["Article", 7, null], "author": 5, '
        '"headline": ["A", {"name": "B"}, 3]}</script>'
        "<link rel=canonical href='javascript:alert(1)'><base href='http://[bad'>"
    )
    assert (found.title, found.author, found.url) == ("A, B", "", "")


def test_where_a_page_came_from() -> None:
    saved = "<!-- saved from url=(0030)https://shore.example/saved -->"
    (imported,) = html.read(Source("p.html", f"{saved}{PROSE}".encode(), "/p.html"))
    assert imported.source == "https://shore.example/saved"
    assert read(PROSE).source == "/pages/page.html"
    assert (
        read(PROSE, "<link rel=canonical href=https://a.example/>").source == "https://a.example/"
    )


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'<meta charset="windows-1251">', "windows-1251"),
        (b"<meta http-equiv=Content-Type content='text/html; charset=koi8-r'>", "koi8-r"),
        (b'<?xml version="1.0" encoding="iso-8859-2"?>', "iso-8859-2"),
        (b"<meta charset=utf-16>", "utf-8"),
        (b"<p>charset=none</p>", ""),
    ],
)
def test_declared_encodings(data: bytes, expected: str) -> None:
    assert html.declared(data) == expected


@pytest.mark.parametrize(
    "body",
    ["<div>" * 20_000 + "deep", "<ul><li>" * 1_000 + "deep", "<blockquote>q" * 500,
     "<b><i><a href=/x>" * 800 + "deep", "<table><tr><td>" * 200 + "deep",
     f"<div {' '.join(f'a{n}=1' for n in range(3_000))}>{PROSE}</div>"],
    ids=range(6),
)  # fmt: skip
def test_hostile_structure_ends(body: str) -> None:
    imported = read(PROSE * 3 + body)
    assert "The purser keeps" in parse(imported.markdown).text

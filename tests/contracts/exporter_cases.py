"""Articles for the exporters: a friendly library, and one where every text is hostile."""

from __future__ import annotations

from typing import Any

from store.exporters.model import ExportArticle
from store.model import Anchor, Annotations, Article, Highlight
from store.text.document import Block, BlockKind, Document

TIME = "2026-03-04T05:06:07Z"
LATER = "2026-03-05T05:06:07Z"

HOSTILE = (
    "[bold]markup[/bold] [$primary] [Foo]",
    "---",
    "- - -",
    "***",
    "# not a heading",
    "> not a quote",
    "=1+1",
    "+1",
    "-1 and - a list",
    "@sum(A1)",
    "1. not a list",
    "``` not a fence",
    "~~~",
    "    not code",
    "<!-- not a comment",
    "<script>alert('x')</script> & &amp; &#35;",
    "%% not hidden",
    "== not marked ==",
    "$$ not a formula $x$",
    "#nottag and C# and #1",
    "end of line ^h111111111",
    "^h111111111",
    "[[not a link]] ![[nor an image]] [a](http://b) ![c](d)",
    "|not|a|table|",
    "back\\slash \\# \\\\",
    "quotes \" ' “ ” , ; and commas",
    "::: furniture",
    "title: x",
    "*stars* _lines_ ~~strokes~~ `ticks`",
    "naïve 👩\u200d👩\u200d👧 e\u0301 漢字 עברית",
    "\tTAB and  two  blanks ",
    "ends in a backslash \\",
    "http://example.org/a_b_c?x=1&y=$2^3",
    "[^1]: no footnote[^1]",
)
"""Single lines that mean something to some format."""


def document(*blocks: tuple[BlockKind, str]) -> Document:
    """A document of blocks, each a kind and its text."""
    parts: list[Block] = []
    at = 0
    for kind, text in blocks:
        parts.append(Block(kind, at, at + len(text)))
        at += len(text) + 2
    return Document("\n\n".join(text for _, text in blocks), tuple(parts))


def highlight(key: str, doc: Document, quote: str, **given: Any) -> Highlight:
    """A highlight on the first place of ``quote``, or an unplaced one."""
    start = doc.text.find(quote)
    anchor = Anchor(start, start + len(quote), quote, text=doc.sha256)
    if start < 0:
        anchor = Anchor(40, 60, quote, "before ", " after", "unplaced", 12, "0" * 64)
    return Highlight(key, anchor, created=TIME, modified=LATER, **given)


def item(article: Article, doc: Document, *highlights: Highlight) -> ExportArticle:
    article = article._replace(length=len(doc.text), highlights=len(highlights))
    annotations = Annotations(
        article.id,
        article.title,
        article.source,
        tags=article.tags,
        note=article.note,
        highlights=highlights,
    )
    return ExportArticle(article, annotations, doc)


def lamps() -> ExportArticle:
    doc = document(
        ("title", "The lamps of the north quay"),
        ("paragraph", "The lamps went out at four. Nobody wrote it down."),
        ("paragraph", "Then the fog came, and the pilots stayed at home."),
        ("code", "def tide(hour):\n    return hour * 2"),
        ("paragraph", "A ledger is a kind of clock 🕯 for people who count ships."),
    )
    article = Article(
        "k3harbour7",
        "The lamps of the north quay",
        author="Ada Moor",
        source="https://example.org/lamps",
        published="2024-05-12",
        added=TIME,
        language="en",
        words=42,
        status="reading",
        starred=True,
        progress=40,
        tags=("history", "coast/north"),
        note="Read again *before* the trip.\n\n- ask about the ledger",
    )
    return item(
        article,
        doc,
        highlight("h111111111", doc, "The lamps went out at four."),
        highlight(
            "h222222222",
            doc,
            "Nobody wrote it down.\n\nThen the fog came",
            color="green",
            tags=("source", "to-read"),
            note="Compare with [the rolls](https://example.org/rolls).\n\n```\nopen fence",
        ),
        highlight("h333333333", doc, "    return hour * 2", color="blue", style="underline"),
        highlight("h444444444", doc, "clock 🕯 for", tags=("1984", "a b", "ça/là")),
        highlight("h555555555", doc, "a sentence since removed", note="Where did it go?"),
    )


def salt() -> ExportArticle:
    doc = document(("title", "The salt road"), ("paragraph", "It is long."))
    return item(Article("m4saltroad", "The salt road", added=TIME, status="done"), doc)


def hostile() -> ExportArticle:
    """Every hostile line as title, author, tag, quote and note."""
    doc = document(*(("paragraph", line) for line in HOSTILE))
    article = Article(
        "x9hostile0",
        " ".join(HOSTILE),
        author=HOSTILE[1],
        source="https://example.org/?q=[x]&y=<z>",
        added=TIME,
        tags=tuple(line.strip() for line in HOSTILE),
        note="\n".join(HOSTILE),
    )
    whole = highlight("h000000000", doc, "\n\n".join(HOSTILE), note="\n\n".join(HOSTILE))
    each = [
        highlight(f"h{index:09d}", doc, line, note=line, tags=(line.strip(),))
        for index, line in enumerate(HOSTILE, start=111111111)
    ]
    return item(article, doc, whole, *each)

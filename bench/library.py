"""Libraries for benches: written as files, then opened once, so that nothing is left to parse."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Writer, long_markdown
from store import article_file, files
from store.article_file import ArticleFile
from store.folders import Folders, find_folders
from store.ids import derived_id
from store.library import Library
from store.model import COLORS, Anchor, Highlight
from store.text.document import Document

HIGHLIGHTS = 1_000
WORD = "Zephyrine"
"""Stands once on the first screen of whatever is launched."""


class Made(NamedTuple):
    """A library on disk.

    Attributes:
        first: The id of the article that was added last, which lists show first.
        environ: What leads ``postil`` to it.
    """

    folders: Folders
    first: str
    environ: dict[str, str]


def long_article(size: int) -> str:
    """Markdown of about ``size`` characters that begins with ``WORD``."""
    title, _, rest = long_markdown(size).partition("\n\n")
    return f"{title}\n\n{WORD} is how it begins.\n\n{rest}"


def of_one(home: Path, markdown: str) -> Made:
    """A library in ``home`` with one article, parsed and in the catalogue."""
    made = ArticleFile(
        derived_id(markdown.encode()), "A long one", added="2026-01-01T00:00:00Z", markdown=markdown
    )
    return _make(home, iter([made]))


def make_highlights(document: Document, count: int = HIGHLIGHTS) -> list[Highlight]:
    """So many highlights, spread evenly, every eighth reaching over the next one."""
    step = max(len(document.text) // count, 2)
    found = []
    for index in range(count):
        start = index * step
        length = step + step // 2 if index % 8 == 0 else step * 2 // 3
        end = min(start + length, len(document.text))
        color = COLORS[index % len(COLORS)]
        anchor = Anchor(start, end, document.text[start:end])
        found.append(Highlight(f"h{index:05}", anchor, color=color))
    return found


def annotate(made: Made) -> None:
    """Give the first article of a library highlights, written once as a file of annotations."""
    with Library.open(made.folders) as opened:
        marks = tuple(make_highlights(opened.document(made.first)))
        opened._annotations.update(  # noqa: SLF001 - a thousand acts would take a minute
            made.first, lambda present: replace(present, highlights=marks)
        )


def of_many(home: Path, count: int) -> Made:
    """A library in ``home`` with ``count`` generated articles whose titles begin with ``WORD``."""
    return _make(home, _generated(count))


def _generated(count: int) -> Iterator[ArticleFile]:
    writer = Writer()
    for number in range(count):
        text = writer.article(number)
        yield ArticleFile(
            derived_id(f"{number}".encode()),
            f"{WORD} {text.title}",
            author=text.author,
            added=text.added,
            markdown=text.text,
        )


def _make(home: Path, articles: Iterator[ArticleFile]) -> Made:
    names = ("library", "cache", "config", "state")
    environ = {f"POSTIL_{name.upper()}": str(home / name) for name in names}
    folders = find_folders(None, environ)
    files.make_private_folder(folders.articles)
    for article in articles:
        path = folders.articles / f"{files.safe_name(article.title, article.id)}.md"
        path.write_bytes(article_file.render(article))
    with Library.open(folders) as opened:
        first = opened.articles()[0].id
        opened.document(first)
    return Made(folders, first, environ)

"""CSV (RFC 4180): one row an article and one row a highlight, UTF-8, CRLF.

Spreadsheets run cells that begin with ``=`` and the like as formulas, and articles come from
anywhere. So ``csv`` puts a ``'`` before such text; ``csv-exact`` leaves every text as it is, for
programs. Source: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from store.exporters.model import ExportArticle, Exporter
from store.model import Article, Highlight
from store.text.clean import clean_text

COLUMNS = (
    "kind", "article", "id", "title", "author", "source", "quote", "note", "tags",
    "color", "style", "state", "start", "end", "created", "modified",
)  # fmt: skip

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def render(items: Sequence[ExportArticle]) -> bytes:
    """The table with text that a spreadsheet would run made harmless by a ``'`` before it."""
    return _table([_guarded(clean_text(cell)) for cell in row] for row in _rows(items))


def render_exact(items: Sequence[ExportArticle]) -> bytes:
    """The table with every text as it is."""
    return _table(_rows(items))


def _table(rows: Iterator[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([clean_text(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8", "replace")


def _rows(items: Sequence[ExportArticle]) -> Iterator[list[str]]:
    for item in items:
        yield _article_row(item.article)
        for highlight in item.annotations.highlights:
            yield _highlight_row(item.article, highlight)


def _article_row(article: Article) -> list[str]:
    about = [article.title, article.author, article.source]
    made = ["", article.note, " ".join(article.tags)]
    return ["article", article.id, article.id, *about, *made, *[""] * 5, article.added, ""]


def _highlight_row(article: Article, highlight: Highlight) -> list[str]:
    anchor = highlight.anchor
    about = [article.title, article.author, article.source]
    made = [highlight.quote, highlight.note, " ".join(highlight.tags)]
    looks = [highlight.color, highlight.style, anchor.state]
    place = [str(anchor.start), str(anchor.end)]
    times = [highlight.created, highlight.modified]
    return ["highlight", article.id, highlight.id, *about, *made, *looks, *place, *times]


def _guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


EXPORTER = Exporter(
    "csv",
    "a table for spreadsheets; text that they would run gets a ' before it",
    ".csv",
    per_article=False,
    render=render,
)
EXACT = Exporter(
    "csv-exact",
    "the same table with every text as it is, for programs",
    ".csv",
    per_article=False,
    render=render_exact,
)

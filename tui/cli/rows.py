"""Articles, highlights and hits as lines for people."""

from __future__ import annotations

from collections.abc import Sequence

from store.model import Article, Highlight, Hit
from store.text.clean import clean_line
from tui.cli.cells import cut, width, wrap
from tui.cli.output import Cell, emphasized, fields, line, on_terminal, styled, terminal_width
from tui.cli.table import Column

ARTICLE_COLUMNS = (
    Column("id", styles=("dim",)),
    Column("title", least=24, styles=("bold",)),
    Column("author", least=14, rank=2),
    Column("words", right=True, rank=5),
    Column("status", rank=1),
    Column("marks", right=True, rank=4),
    Column("tags", least=14, rank=3, styles=("accent",)),
)
"""The columns of ``postil list``."""

QUOTE_LINES = 4
"""Lines of a quote or a snippet that people get to see."""


def article_cells(article: Article) -> list[Cell]:
    """One row of ``ARTICLE_COLUMNS``."""
    return [
        article.id,
        article.title,
        article.author,
        article.words,
        status_words(article),
        article.highlights,
        tag_words(article.tags),
    ]


def status_words(article: Article) -> str:
    """``reading starred`` and the like."""
    words: list[str] = [article.status]
    if article.starred:
        words.append("starred")
    if article.archived:
        words.append("archived")
    return " ".join(words)


def tag_words(tags: Sequence[str]) -> str:
    """``#history #coast/north``."""
    return " ".join(f"#{clean_line(tag)}" for tag in tags)


def article_line(article: Article) -> str:
    """Id, title and what is not plain about it, on one line."""
    parts = [article.id, clean_line(article.title), tag_words(article.tags)]
    return "  ".join(part for part in parts if part)


def highlight_line(article: Article, highlight: Highlight) -> str:
    """Id, quote, state unless it is placed, tags and article, on one line."""
    quote = cut(clean_line(highlight.quote), 60)
    parts = [
        highlight.id, f"“{quote}”", _state_words(highlight), tag_words(highlight.tags),
        clean_line(article.title),
    ]  # fmt: skip
    return "  ".join(part for part in parts if part)


def _state_words(highlight: Highlight) -> str:
    state = highlight.anchor.state
    return "" if state == "placed" else f"({state})"


def print_highlights(found: Sequence[tuple[Article, Highlight]]) -> None:
    """Under their articles' titles for people; one line each, with tabs, for programs."""
    if not on_terminal():
        for article, mark in found:
            place = (mark.anchor.start, mark.anchor.end)
            tags = " ".join(mark.tags)
            values = (mark.color, mark.anchor.state, tags, mark.quote, mark.note, article.title)
            fields(mark.id, article.id, *place, *values)
        return
    before = ""
    for article, mark in found:
        if article.id != before:
            line(("\n" if before else "") + _head(article.title, article.id))
            before = article.id
        _print_highlight(mark)


def _print_highlight(mark: Highlight) -> None:
    bar = styled("▌", mark.color)
    parts = (styled(mark.id, "dim"), styled(tag_words(mark.tags), "accent"), _state_words(mark))
    for text in _lines(mark.quote):
        line(f"  {bar} {text}")
    line("    " + "  ".join(part for part in parts if part))
    if mark.note:
        for number, text in enumerate(_lines(mark.note, 2)):
            line(f"    {'»' if number == 0 else ' '} {text}")


def _lines(text: str, indent: int = 0) -> list[str]:
    flat = clean_line(text, 2000)
    ranges = wrap(flat, terminal_width() - 6 - indent)
    lines = [flat[start:end] for start, end in ranges[:QUOTE_LINES]]
    if len(ranges) > QUOTE_LINES:
        lines[-1] += " …"
    return lines


def _head(title: str, identity: str) -> str:
    room = terminal_width() - width(identity) - 2
    return f"{styled(cut(clean_line(title), room), 'bold')}  {styled(identity, 'dim')}"


def print_hits(hits: Sequence[Hit]) -> None:
    """Passages under their article's title for people; one line each, with tabs, for programs."""
    if not on_terminal():
        for hit in hits:
            place = (hit.start, hit.end, f"{hit.score:.3f}")
            fields(hit.id, hit.kind, *place, hit.title, hit.snippet, " ".join(hit.why), hit.places)
        return
    before = ""
    for hit in hits:
        if hit.id != before:
            line(("\n" if before else "") + _head(hit.title, hit.id))
            before = hit.id
        _print_passage(hit)


def _print_passage(hit: Hit) -> None:
    """A passage with what matched in it, and why it is there unless that can be seen."""
    bar = styled("▌ ", "yellow") if hit.kind == "highlight" else "  "
    snippet = clean_line(hit.snippet, 2000)
    matches = hit.matches if snippet == hit.snippet else ()
    for start, end in wrap(snippet, terminal_width() - 4)[:QUOTE_LINES]:
        inside = [
            (max(a, start) - start, min(b, end) - start)
            for a, b in matches
            if a < end and b > start
        ]
        line(f"  {bar}{emphasized(snippet[start:end], inside, 'bold', 'warn')}")
    said = [] if hit.why in {("text",), ("quote",)} else list(hit.why)
    if hit.kind == "article" and hit.places > 1:
        said.append(f"{hit.places:,} places")
    if said:
        line(f"    {styled(' · '.join(said), 'dim')}")

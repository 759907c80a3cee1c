"""What is offered while nothing is typed: earlier searches, saved ones with their counts. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

SHOWN = 12
"""So many earlier searches are listed, at most."""


class Saved(NamedTuple):
    """A saved search.

    Attributes:
        articles: How many answer it; -1: it cannot be read, or was not counted.
    """

    name: str
    line: str
    articles: int = -1


class Start(NamedTuple):
    """All that is offered.

    Attributes:
        earlier: Lines that were searched for, the last one first.
        empty: There is no article in the library.
    """

    earlier: Sequence[str] = ()
    saved: Sequence[Saved] = ()
    empty: bool = False


_EXAMPLES = ('"toll house"', "salt -lamps", "tag:history", "is:unread", "added:2w..", "words:>1000")


class StartRow(NamedTuple):
    """A row: a heading, a search to take, or an example.

    Attributes:
        line: What is searched for; ``""``: it cannot be taken.
        about: What it finds.
    """

    title: str = ""
    line: str = ""
    tail: str = ""
    about: str = ""


def start_rows(start: Start, typed: str = "") -> list[StartRow]:
    """Saved searches below the earlier ones, each under a heading; those that have ``typed``."""
    rows: list[StartRow] = []
    words = typed.casefold().split()
    saved_lines = {each.line for each in start.saved}
    earlier = [line for line in start.earlier if line not in saved_lines and _has(words, line)]
    saved = [each for each in start.saved if _has(words, f"{each.name} {each.line}")]
    if earlier:
        rows.append(StartRow("Earlier searches"))
        rows += [StartRow(line, line) for line in earlier[:SHOWN]]
    if saved:
        if rows:
            rows.append(StartRow())
        rows.append(StartRow("Saved searches"))
        for each in saved:
            tail = f"{each.articles:,}" if each.articles >= 0 else ""
            about = each.line if each.line != each.name else ""
            rows.append(StartRow(each.name, each.line, tail, about))
    return rows


def example_rows() -> list[StartRow]:
    """A few examples of what can be asked, from the manual of the query language."""
    from store.search.language.manual import SECTIONS  # noqa: PLC0415 - with nothing typed only

    rules = {rule.typed: rule.finds for section in SECTIONS for rule in section.rules}
    found = [StartRow(typed, about=rules[typed]) for typed in _EXAMPLES if typed in rules]
    return [StartRow("What can be asked"), *found]


def _has(words: Sequence[str], text: str) -> bool:
    folded = text.casefold()
    return all(word in folded for word in words)

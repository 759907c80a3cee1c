"""What a list to choose from is made of; the list itself is loaded when one is shown."""

from __future__ import annotations

from typing import NamedTuple


class Item(NamedTuple):
    """One thing to choose.

    Attributes:
        title: Its first line.
        detail: Further lines, muted; wrapped to what the list gives.
        tail: At the right end of the first line.
        mark: A highlight colour, shown as its mark.
        also: More words that narrowing finds it by.
        indent: Cells before the title.
        about: Muted words left of the tail, which is a key then; all tails make a column.
        path: Before the title while the list is narrowed, instead of ``indent``.
        more: Muted words after the title.
    """

    title: str
    detail: str = ""
    tail: str = ""
    mark: str = ""
    also: str = ""
    indent: int = 0
    about: str = ""
    path: str = ""
    more: str = ""

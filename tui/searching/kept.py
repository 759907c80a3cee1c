"""The last search as it was left, so that it can be gone on with."""

from __future__ import annotations

from dataclasses import dataclass, field

from tui.searching.answers import Answer
from tui.searching.rows import Key


@dataclass(slots=True)
class KeptSearch:
    """What the search screen shows again.

    Attributes:
        line: What was typed.
        answer: What was found last; perhaps for an earlier line.
        key: The hit under the cursor.
        unfolded: The articles of which every hit is listed.
        top: The line of the list that was on top.
    """

    line: str = ""
    answer: Answer | None = None
    key: Key | None = None
    unfolded: set[str] = field(default_factory=set)
    top: int = 0

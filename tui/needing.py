"""Which highlights need a person to say where they are, and how many. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from store.errors import UsageError
from store.model import Highlight, State

STATE_WORDS: dict[State, str] = {"check": "to check", "unplaced": "unplaced"}
"""The states in which a highlight needs a person, in words."""


def needs_a_person(highlight: Highlight) -> bool:
    """Whether it is for its user to say where the highlight is."""
    return highlight.anchor.state in STATE_WORDS


def must_be_placed(highlight: Highlight) -> None:
    """Refuse what changes the passage of a highlight that has no sure one.

    Raises:
        UsageError: it needs a person first.
    """
    if needs_a_person(highlight):
        raise UsageError("this highlight has no sure place", hint="give it one first")


def counted(highlights: Iterable[Highlight]) -> str:
    """How many are to be checked and unplaced, in words; ``""``: none."""
    states = [highlight.anchor.state for highlight in highlights]
    found = ((states.count(state), words) for state, words in STATE_WORDS.items())
    return ", ".join(f"{count} {words}" for count, words in found if count)

"""The words of an index that are nearly the same as one word.

No lexicon is compared word by word: only what shares a part with the word is (``fuzzy.parts``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from store.search.engine import fuzzy
from store.search.engine.shelf import Shelf
from store.search.engine.view import View
from store.search.lexicon import Lexicon

MOST = 200
"""So many neighbours are given, the nearest ones."""


class Neighbour(NamedTuple):
    """A word near another one.

    Attributes:
        edits: How many letters differ.
        term: The word, folded.
    """

    edits: int
    term: str


def of(view: View, word: str, edits: int) -> list[Neighbour]:
    """The words that are at most ``edits`` from ``word`` (fewer if it is short), nearest first.

    Without the word itself. Some may stand in deleted documents only.
    """
    most = fuzzy.allowed(word, edits)
    if not most:
        return []
    parts = fuzzy.parts(word, most)
    seen: dict[bytes, int] = {word.encode(errors="replace"): 0}
    for lexicon in _lexicons(view.texts, view.notes):
        for term in _sharing(lexicon, word, most, parts):
            if term not in seen:
                seen[term] = fuzzy.distance(word, term.decode(), most)
    found = [Neighbour(far, term.decode()) for term, far in seen.items() if 0 < far <= most]
    return sorted(found)[:MOST]


def _lexicons(*shelves: Shelf) -> Iterator[Lexicon]:
    for shelf in shelves:
        for leaf in shelf.leaves.values():
            for field in sorted(leaf.texts):
                if field in leaf.lexicons:
                    yield leaf.lexicons[field]


def _sharing(lexicon: Lexicon, word: str, most: int, parts: list[fuzzy.Part]) -> Iterator[bytes]:
    """The terms that have one of the parts where the word has it, and about as many letters."""
    size = len(word.encode(errors="replace"))
    room = most if word.isascii() else 4 * most
    for part in parts:
        letters = part.letters.encode(errors="replace")
        if part.first:
            terms = lexicon.terms(*lexicon.beginning(letters))
        elif part.last:
            terms = lexicon.ending(letters)
        else:
            terms = lexicon.containing(letters)
        for term in terms:
            if abs(len(term) - size) <= room:
                yield term

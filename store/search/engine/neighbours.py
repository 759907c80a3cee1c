"""The words of an index that are nearly the same as one word.

No lexicon is compared word by word: only the few whose letters are those of the word (``letters``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from store.search.engine.shelf import Shelf
from store.search.engine.view import Neighbour, View
from store.search.files.lexicon import Lexicon
from store.search.words import fuzzy

MOST = 200
"""So many neighbours are given, the nearest ones."""


_KEPT = 200  # so many words' neighbours are kept: one types letter by letter


def of(view: View, word: str, edits: int) -> Sequence[Neighbour]:
    """The words that are at most ``edits`` from ``word`` (fewer if it is short), nearest first.

    Without the word itself. Some may stand in deleted documents only.
    """
    most = fuzzy.allowed(word, edits)
    if not most:
        return []
    key = (word, most)
    if key not in view.neighbours:
        if len(view.neighbours) >= _KEPT:
            view.neighbours.clear()
        view.neighbours[key] = _found(view, word, most)
    return view.neighbours[key]


def _found(view: View, word: str, most: int) -> Sequence[Neighbour]:
    seen: dict[bytes, int] = {word.encode(errors="replace"): 0}
    for lexicon in _lexicons(view.texts, view.notes):
        for term in lexicon.near(word, most):
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

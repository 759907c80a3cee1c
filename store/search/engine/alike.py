"""Hits for what is like a text: each article with the passage that has most of its key words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice

from store.model import Hit
from store.search.alike import Alike, KeyWord
from store.search.engine.answer import Texts
from store.search.engine.similar import counted, key_words, ranked
from store.search.engine.view import View
from store.search.language.nodes import Words
from store.search.texts.prepared import Prepared
from store.search.texts.seeking import Plain
from store.search.texts.snippets import WIDTH, Finder
from store.search.words import analysis

_SHOWN = 12
"""So many of the weightiest words choose the passage that is shown, and stand out in it."""

_LOOKED_AT = 20  # places of each word in a text


def alike(
    view: View, text: str, article: str, limit: int, texts: Texts, cancelled: Callable[[], bool]
) -> Alike:
    """See ``SearchIndex.similar``."""
    number = view.table.numbers.get(article)
    words = key_words(view, counted(text), number)
    order = ranked(view, words, number, cancelled)
    telling = words[:_SHOWN]
    finder = Finder([_leaf(each.word) for each in telling], "text", view.languages)
    rows = view.texts.rows
    best = [(rows[at], score) for at, score in islice(order, limit)]
    found = texts([row[0] for row, _ in best])
    hits: list[Hit] = []
    for row, score in best:
        if cancelled():
            return Alike()
        if row[0] in found:
            other = found[row[0]]
            anchor = heaviest(other, telling)
            shown = finder.around(other, *anchor) if anchor else finder.head(other)
            hits.append(
                Hit(
                    row[0], row[4], round(score, 3), shown.text, shown.start, shown.end,
                    matches=shown.matches,
                )
            )  # fmt: skip
    return Alike(tuple(hits), tuple(words), len(order))


def heaviest(text: str, words: Sequence[KeyWord]) -> tuple[int, int] | None:
    """The weightiest word in the passage whose words weigh most together; ``None``: there is none.

    Args:
        text: Any.
        words: Key words; each counts once in a passage.

    Returns:
        ``[start, end)`` in ``text``.
    """
    prepared = Prepared(text)
    places = sorted(
        (start, end, each)
        for each in words
        for start, end in Plain(each.word).places(prepared.folded, _LOOKED_AT)
    )
    best, most = None, 0.0
    low = 0
    for high in range(len(places)):
        while places[high][1] - places[low][0] > WIDTH:
            low += 1
        inside = places[low : high + 1]
        weight = sum(weight for _, weight in {each for _, _, each in inside})
        if weight > most:
            best, most = max(inside, key=lambda place: place[2].weight), weight
    return None if best is None else prepared.span(best[0], best[1])


def _leaf(word: str) -> Words:
    """What finds a word in a text; of a script without blanks, its characters in a row."""
    return Words(tuple(analysis.words(word)), typed=word)

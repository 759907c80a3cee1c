"""Hits for what is like a text: each article with the passage that has most of its key words."""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice

from store.model import Hit
from store.search import analysis
from store.search.alike import Alike
from store.search.engine.answer import Texts
from store.search.engine.similar import counted, key_words, ranked
from store.search.engine.view import View
from store.search.language.nodes import Words
from store.search.snippets import Finder

_PASSAGES_BY = 12
"""So many of the weightiest words choose the passage that is shown."""


def alike(
    view: View, text: str, article: str, limit: int, texts: Texts, cancelled: Callable[[], bool]
) -> Alike:
    """See ``SearchIndex.similar``."""
    number = view.table.numbers.get(article)
    words = key_words(view, counted(text), number)
    order = ranked(view, words, number, cancelled)
    finder = Finder([_leaf(each.word) for each in words[:_PASSAGES_BY]], "text")
    rows = view.texts.rows
    best = list(islice(order, limit))
    found = texts([rows[at][0] for at, _ in best])
    hits: list[Hit] = []
    for at, score in best:
        if cancelled():
            return Alike()
        key, title = rows[at][0], rows[at][4]
        if key in found:
            text = found[key]
            passage = (*finder.passages(text), finder.head(text))[0]
            hits.append(
                Hit(
                    key,
                    title,
                    round(score, 3),
                    passage.text,
                    passage.start,
                    passage.end,
                    matches=passage.matches,
                )
            )
    return Alike(tuple(hits), tuple(words), len(order))


def _leaf(word: str) -> Words:
    """What finds a word in a text; of a script without blanks, its characters in a row."""
    return Words(tuple(analysis.words(word)), exact=True)

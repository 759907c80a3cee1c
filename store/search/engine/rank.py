"""The order of the answers: titles first, then what weighs more, then what is newer.

Every article with all words in its title stands before every other one. Where the candidates
are few, each is scored (BM25 over the fields, with weights). Where they are many, only those are
scored that can lead: the words stand in the title, the tags or the notes, or especially often in
the text; the rest follow, newest first. So a single typed letter costs no more than a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from store.search.engine import bits
from store.search.engine.evaluate import all_words
from store.search.engine.view import View
from store.search.query import Clause, Query

FEW = 300
"""So many candidates are scored one by one."""

_LEADING = 100
_TITLE, _TAG, _AUTHOR, _NOTED = 6.0, 4.0, 3.0, 3.0
_EXACT = 0.5  # a word typed to its end beside longer ones that begin with it
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
_TITLE_FIRST = 1_000.0


@dataclass(frozen=True, slots=True)
class _Weighed:
    """One clause with the sets that its score needs."""

    clause: Clause
    rarity: float
    text: int
    title: int
    author: int
    tag: int
    noted: int


def ranked(view: View, query: Query, articles: int) -> Iterator[tuple[int, float]]:
    """The articles of a set in order, with their scores (larger is better, 0: by age only)."""
    weighed = [_weigh(view, clause) for clause in query.wanted]
    titled = articles if weighed else 0
    for each in weighed:
        titled &= each.title
    scored = articles
    if articles.bit_count() > FEW:
        scored = _leaders(view, weighed, articles, titled)
    ages = view.table.ages
    score_of = _Scorer(view, weighed, scored, titled)
    results = [(score_of(number), number) for number in bits.to_ids(scored)]
    results.sort(key=lambda result: (-result[0], ages[result[1]]))
    for score, number in results:
        yield number, score
    rest = articles & ~scored
    if rest:
        for number in _newest_of(view, rest):
            yield number, 0.0


def _weigh(view: View, clause: Clause) -> _Weighed:
    texts, notes = view.texts, view.notes
    text = all_words(texts, clause, "words")
    return _Weighed(
        clause,
        rarity=math.log(1 + texts.size / (1 + text.bit_count())),
        text=text,
        title=all_words(texts, clause, "title"),
        author=all_words(texts, clause, "author"),
        tag=view.articles(all_words(notes, clause, "tag")),
        noted=view.articles(all_words(notes, clause, "words")),
    )


def _leaders(view: View, weighed: list[_Weighed], articles: int, titled: int) -> int:
    """About ``FEW`` articles of a large set that may score best."""
    chosen = _bounded(view, titled)
    for groups in (
        [each.title for each in weighed],
        [each.tag | each.author for each in weighed],
        [each.noted for each in weighed],
        [view.texts.leading(word, _LEADING) for each in weighed for word in each.clause.words],
    ):
        for group in groups:
            chosen |= _bounded(view, group & articles & ~chosen)
            if chosen.bit_count() >= FEW:
                return chosen
    return chosen


def _bounded(view: View, articles: int) -> int:
    """The set, or its newest members if it has too many."""
    if articles.bit_count() <= FEW:
        return articles
    newest = _newest_of(view, articles)
    return bits.from_ids((next(newest) for _ in range(FEW)), view.texts.size)


def _newest_of(view: View, articles: int) -> Iterator[int]:
    """The members of a set, newest first, without sorting them all when they are many."""
    if articles.bit_count() * 20 < view.texts.size:
        yield from sorted(bits.to_ids(articles), key=view.table.ages.__getitem__)
        return
    flags = articles.to_bytes((view.texts.size + 7) >> 3, "little")
    for number in view.table.newest:
        if flags[number >> 3] >> (number & 7) & 1:
            yield number


class _Scorer:
    """Scores the members of one small set."""

    def __init__(self, view: View, weighed: list[_Weighed], scored: int, titled: int) -> None:
        self._lengths = view.table.lengths
        self._mean = view.table.mean_length
        size = (view.texts.size + 7) >> 3
        self._titled = (titled & scored).to_bytes(size, "little")
        self._clauses = [
            (
                _frequency(view, each.clause),
                each.clause.prefix,
                each.rarity,
                (each.text & scored).to_bytes(size, "little"),
                [
                    (weight, (found & scored).to_bytes(size, "little"))
                    for weight, found in (
                        (_TITLE, each.title),
                        (_TAG, each.tag),
                        (_AUTHOR, each.author),
                        (_NOTED, each.noted),
                    )
                    if found & scored
                ],
            )
            for each in weighed
        ]

    def __call__(self, number: int) -> float:
        byte, bit = number >> 3, 1 << (number & 7)
        length = _SATURATION * (
            1 - _LENGTH_SHARE + _LENGTH_SHARE * self._lengths[number] / self._mean
        )
        score = _TITLE_FIRST if self._titled[byte] & bit else 0.0
        for frequency_of, prefix, rarity, text, fields in self._clauses:
            strength = 0.0
            if text[byte] & bit:
                frequency = frequency_of(number)
                if prefix:  # it stands there at least once; the word typed so far counts more
                    frequency = 1 + frequency * (1 + _EXACT)
                strength = frequency / (frequency + length)
            for weight, found in fields:
                if found[byte] & bit:
                    strength += weight
            score += rarity * strength
        return score


def _frequency(view: View, clause: Clause) -> Callable[[int], float]:
    """What tells how often a word stands in a text; for a phrase its rarest word."""
    counters = [view.texts.counter(word) for word in clause.words]
    if len(counters) == 1:
        return counters[0]
    return lambda number: min(count(number) for count in counters)

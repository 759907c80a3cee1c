"""The order of the answers: titles first, then what weighs more, then what is newer.

Articles with everything that was asked for in their title stand before all others. Among those,
and among the others, each is scored by BM25F: how often a word stands in each field is put together
with the fields' weights (longer texts weigh less), and only then levelled off, so that a word in
title and text counts more than either, and less than two words (Robertson, Zaragoza, Taylor:
"Simple BM25 Extension to Multiple Weighted Fields", 2004; k1 and b are the usual ones of Robertson
and Zaragoza: "The Probabilistic Relevance Framework", 2009). The beginning of a word, another form
of it, and other accents than were typed weigh less than the word itself.

Where the candidates are many, only those are scored that can lead: the words stand in the title,
the tags or the notes, or weigh most in the text (champions); the rest follow, newest first. So a
single typed letter costs no more than a sentence.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from store.search.engine import bits
from store.search.engine.asked import Sought
from store.search.engine.view import View
from store.search.language.nodes import Near, Words

FEW = 400
"""So many candidates are scored one by one."""

K1, B = 1.2, 0.75
"""How soon more of the same word counts no more; how much a long text weighs less."""

FIELDS = {"title": 5.0, "tag": 4.0, "author": 3.0, "note": 2.5, "quote": 1.5, "source": 1.0}
"""What standing in a field weighs, beside once in a text of middle length."""

_PREFIX, _OTHER, _ACCENTS = 0.7, 0.4, 0.6
_LEADING = 100
_EXPANSIONS = 8
_TITLE_FIRST = 1_000.0


def by_relevance(
    view: View, leaves: Sequence[Sought], articles: int
) -> Iterator[tuple[int, float]]:
    """The articles of a set in order, with their scores (larger is better, 0: by age only)."""
    if not leaves:
        yield from ((number, 0.0) for number in newest_of(view, articles))
        return
    weighed = [_Weighed(view, each, articles) for each in leaves]
    titled = articles
    for each in weighed:
        titled &= each.fields["title"]
    scored = articles
    if articles.bit_count() > FEW:
        scored = _leaders(view, weighed, articles, titled)
    numbers = bits.to_ids(scored)
    scores = dict.fromkeys(numbers, 0.0)
    for each in weighed:
        each.add_to(scores, scored)
    for number in bits.to_ids(titled & scored):
        scores[number] += _TITLE_FIRST
    ages = view.table.ages
    numbers.sort(key=lambda number: (-scores[number], ages[number]))
    yield from ((number, scores[number]) for number in numbers)
    rest = articles & ~scored
    if rest:
        yield from ((number, 0.0) for number in newest_of(view, rest))


def newest_of(view: View, articles: int) -> Iterator[int]:
    """The members of a set, newest first, without sorting them all when they are many."""
    if articles.bit_count() * 20 < view.texts.size:
        yield from sorted(bits.to_ids(articles), key=view.table.ages.__getitem__)
    else:
        yield from in_order(view, articles, view.table.newest)


def in_order(view: View, articles: int, order: Sequence[int]) -> Iterator[int]:
    """The members of a set in an order of all articles."""
    flags = articles.to_bytes((view.texts.size + 8) >> 3, "little")
    for number in order:
        if flags[number >> 3] >> (number & 7) & 1:
            yield number


class _Weighed:
    """One leaf with what its score needs."""

    def __init__(self, view: View, sought: Sought, articles: int) -> None:
        self._view = view
        self._leaf = sought.leaf
        self._others = sought.others
        text = sought.texts("text", articles) if sought.where in ("", "text") else None
        self.text = text.typed if text else 0
        self._other = text.other & articles & ~text.typed if text else 0
        self.fields: dict[str, int] = {}
        for field in FIELDS:
            self.fields[field] = _in_field(view, sought, field, articles)
        frequent = self.text | self._other
        for held in self.fields.values():
            frequent |= held
        self.rarity = math.log(1 + view.texts.size / (1 + frequent.bit_count()))

    def add_to(self, scores: dict[int, float], scored: int) -> None:
        """Add the leaf's part to the scores of a set."""
        strength = dict.fromkeys(scores, 0.0)
        lengths, mean = self._view.table.lengths, self._view.table.mean_length
        for found, frequency, weight in self._in_text():
            for number in bits.to_ids(found & scored):
                share = 1 - B + B * lengths[number] / mean
                strength[number] += weight * frequency(number) / share
        for field, weight in FIELDS.items():
            held = self.fields[field] & scored
            if held:
                for number in bits.to_ids(held):
                    strength[number] += weight
        plain = self._otherwise_spelled() & scored
        if plain:
            for number in bits.to_ids(plain):
                strength[number] *= _ACCENTS
        rarity = self.rarity
        for number, often in strength.items():
            if often:
                scores[number] += rarity * often / (often + K1)

    def _in_text(self) -> Iterator[tuple[int, Callable[[int], float], float]]:
        """Articles, how often the leaf stands in the text of each, and what once weighs."""
        leaf, texts = self._leaf, self._view.texts
        if isinstance(leaf, Near) or leaf.is_phrase:
            sides = (leaf.left, leaf.right) if isinstance(leaf, Near) else (leaf,)
            words = [word for side in sides for word in side.words]
            counters = [texts.counter(word) for word in words]
            yield self.text, lambda number: max(1, min(count(number) for count in counters)), 1.0
        elif leaf.prefix:
            word = leaf.words[0]
            yield texts.having("text", word), texts.counter(word), 1.0
            longer = list(islice(texts.terms("text", word), _EXPANSIONS + 2))
            if len(longer) > _EXPANSIONS + 1:
                yield self.text, lambda _: 1.0, _PREFIX
            else:
                for term in longer:
                    if term != word:
                        yield texts.having("text", term), texts.counter(term), _PREFIX
        else:
            yield self.text, texts.counter(leaf.words[0]), 1.0
        for term in self._others:
            if self._other:
                yield texts.having("text", term), texts.counter(term), _OTHER

    def _otherwise_spelled(self) -> int:
        """The articles that have the word only with other accents than were typed."""
        leaf = self._leaf
        if isinstance(leaf, Near) or leaf.is_phrase or leaf.prefix or not self.text:
            return 0
        return self.text & ~self._view.texts.exactly("", leaf.typed or leaf.words[0])


def _in_field(view: View, sought: Sought, field: str, articles: int) -> int:
    """The articles in which a leaf stands in a field as it was typed."""
    if sought.where not in ("", field):
        return 0
    if field in {"title", "author", "source"}:
        return sought.texts(field, articles).typed & articles
    return view.articles(sought.notes(field, view.notes.live).typed) & articles


def _leaders(view: View, weighed: Sequence[_Weighed], articles: int, titled: int) -> int:
    """About ``FEW`` articles of a large set that may score best."""
    chosen = _bounded(view, titled)
    groups: list[int] = [each.fields["title"] for each in weighed]
    groups += [each.fields["tag"] | each.fields["author"] for each in weighed]
    groups += [each.fields["note"] | each.fields["quote"] for each in weighed]
    groups += [view.texts.leading(word, _LEADING) for each in weighed for word in _words(each)]
    for group in groups:
        chosen |= _bounded(view, group & articles & ~chosen)
        if chosen.bit_count() >= FEW:
            return chosen
    return chosen


def _words(weighed: _Weighed) -> Sequence[str]:
    leaf = weighed._leaf  # noqa: SLF001 - of this module
    if isinstance(leaf, Words):
        return leaf.words
    return (*leaf.left.words, *leaf.right.words)


def _bounded(view: View, articles: int) -> int:
    """The set, or its newest members if it has too many."""
    if articles.bit_count() <= FEW:
        return articles
    return bits.from_ids(islice(newest_of(view, articles), FEW), view.texts.size)

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
from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import or_

from store.search import bits
from store.search.engine.asked import Sought
from store.search.engine.view import View
from store.search.language.nodes import Near, Words

FEW = 256
"""So many candidates are scored one by one."""

K1, B = 1.2, 0.75
"""How soon more of the same word counts no more; how much a long text weighs less."""

OWN_FIELDS = {"title": 5.0, "author": 3.0, "source": 1.0}
NOTED = {"tag": 4.0, "note": 2.5, "quote": 1.5}
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
        titled &= each.own["title"]
    scored = articles
    if articles.bit_count() > FEW:
        scored = _leaders(view, weighed, articles, titled)
    candidates = _Candidates(view, scored)
    for each in weighed:
        each.add_to(candidates)
    for place in candidates.places(titled):
        candidates.scores[place] += _TITLE_FIRST
    ages = view.table.ages
    yield from (
        (number, -score)
        for score, _, number in sorted(
            (-score, ages[number], number)
            for score, number in zip(candidates.scores, candidates.numbers, strict=True)
        )
    )
    rest = articles & ~scored
    if rest:
        yield from ((number, 0.0) for number in newest_of(view, rest))


class _Candidates:
    """The articles that are scored, in rising order.

    Attributes:
        numbers: They.
        scores: What they have got so far.
        weights: What one word weighs in the text of each: less in a longer one.
    """

    def __init__(self, view: View, scored: int) -> None:
        self.bits = scored
        self.numbers = bits.to_ids(scored)
        self.scores = [0.0] * len(self.numbers)
        lengths, share = view.table.lengths, B / view.table.mean_length
        self.weights = [1 / (1 - B + share * lengths[number]) for number in self.numbers]
        self._place = {number: place for place, number in enumerate(self.numbers)}

    def places(self, found: int) -> Iterator[int]:
        """The places of those of a set."""
        return map(self._place.__getitem__, bits.to_ids(found & self.bits))


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
    """One leaf with what its score needs.

    Attributes:
        text: The articles in whose text it stands as it was typed.
        own: The same for other fields of the article.
        rarity: What it tells of an article to have it.
    """

    def __init__(self, view: View, sought: Sought, articles: int) -> None:
        self._view = view
        self._leaf = sought.leaf
        self._sought = sought
        text = sought.texts("text", articles) if sought.where in ("", "text") else None
        self.text = text.typed if text else 0
        self._other = text.other & articles & ~text.typed if text else 0
        self.own = {field: self._in_own(field, articles) for field in OWN_FIELDS}
        self._noted = {field: self._typed_notes(field) for field in NOTED}
        holding = reduce(or_, self.own.values(), self.text | self._other)
        often = max(map(int.bit_count, (holding, *self._noted.values())))
        self.rarity = math.log(1 + view.texts.size / (1 + min(often, view.texts.size)))

    def _in_own(self, field: str, articles: int) -> int:
        sought = self._sought
        return sought.texts(field, articles).typed & articles if sought.counts_in(field) else 0

    def _typed_notes(self, field: str) -> int:
        sought = self._sought
        live = self._view.notes.live
        return sought.notes(field, live).typed if sought.counts_in(field) else 0

    def noted(self, field: str, articles: int) -> int:
        """Those of some articles in whose tags, notes or quotes it stands as it was typed."""
        notes = self._noted[field]
        if notes and articles.bit_count() <= FEW:
            notes &= self._view.notes_of(articles)
        return self._view.articles(notes) & articles

    def add_to(self, candidates: _Candidates) -> None:
        """Add the leaf's part to the scores."""
        strength = self._in_text(candidates)
        for field, weight in OWN_FIELDS.items():
            for place in candidates.places(self.own[field]):
                strength[place] += weight
        for field, weight in NOTED.items():
            for place in candidates.places(self.noted(field, candidates.bits)):
                strength[place] += weight
        for place in candidates.places(self._otherwise_spelled()):
            strength[place] *= _ACCENTS
        rarity, scores = self.rarity, candidates.scores
        for place, often in enumerate(strength):
            if often:
                scores[place] += rarity * often / (often + K1)

    def _in_text(self, candidates: _Candidates) -> list[float]:
        """How much the leaf stands in the text of each candidate, by how long that is."""
        leaf, texts, numbers = self._leaf, self._view.texts, candidates.numbers
        found = [0.0] * len(numbers)
        if isinstance(leaf, Near) or leaf.is_phrase:
            sides = (leaf.left, leaf.right) if isinstance(leaf, Near) else (leaf,)
            words = [word for side in sides for word in side.words]
            rows = zip(*(texts.counts(word, "text", numbers) for word in words), strict=True)
            often = [max(1, min(row)) for row in rows]
            for place in candidates.places(self.text):
                found[place] = often[place] * candidates.weights[place]
        elif self.text & candidates.bits:
            word = leaf.words[0]
            terms = [(word, 1.0)]
            if leaf.prefix:
                longer = list(islice(texts.terms("text", word), _EXPANSIONS + 1))
                if len(longer) > _EXPANSIONS:
                    for place in candidates.places(self.text):
                        found[place] = _PREFIX * candidates.weights[place]
                else:
                    terms += [(term, _PREFIX) for term in longer if term != word]
            self._add(found, terms, candidates)
        if self._other & candidates.bits:
            self._add(found, [(term, _OTHER) for term in self._sought.others], candidates)
        return found

    def _add(
        self, found: list[float], terms: Sequence[tuple[str, float]], candidates: _Candidates
    ) -> None:
        texts, weights = self._view.texts, candidates.weights
        for term, weight in terms:
            if texts.having("text", term) & candidates.bits:
                for place, count in enumerate(texts.counts(term, "text", candidates.numbers)):
                    if count:
                        found[place] += weight * count * weights[place]

    def _otherwise_spelled(self) -> int:
        """The articles that have the word only with other accents than were typed."""
        leaf = self._leaf
        if isinstance(leaf, Near) or leaf.is_phrase or leaf.prefix or not self.text:
            return 0
        return self.text & ~self._view.texts.exactly("", leaf.typed or leaf.words[0])


def _leaders(view: View, weighed: Sequence[_Weighed], articles: int, titled: int) -> int:
    """About ``FEW`` articles of a large set that may score best."""
    chosen = _bounded(view, titled)
    for group in _groups(view, weighed, articles):
        chosen |= _bounded(view, group & articles & ~chosen)
        if chosen.bit_count() >= FEW:
            break
    return chosen


def _groups(view: View, weighed: Sequence[_Weighed], articles: int) -> Iterator[int]:
    """Sets of articles that may lead, the likeliest first."""
    for each in weighed:
        yield each.own["title"]
    for each in weighed:
        yield each.own["author"] | each.noted("tag", articles)
    for each in weighed:
        yield each.noted("note", articles) | each.noted("quote", articles)
    for each in weighed:
        for word in _words(each):
            yield view.texts.leading(word, _LEADING)


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

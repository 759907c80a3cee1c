"""Made-up words for benches, by rank: word 1 is the most frequent content word, and none is last.

A word is a stem with an ending, and many words share a stem, as ``walk``, ``walks``, ``walking``
do; some begin with a prefix (``re``, ``con``, ``un``), some are put together of two stems, some
are numbers, a few have accents. What a rank is called depends on nothing but the seed. Nothing is
anybody's text.
"""

from __future__ import annotations

import bisect
import functools
import itertools
import random
from collections.abc import Sequence


def _weighted(listed: str) -> tuple[list[str], list[int]]:
    """``a:3 b:1 -:5``: values with running weights; ``-`` is no letter at all."""
    pairs = [each.split(":") for each in listed.split()]
    values = ["" if value == "-" else value for value, _ in pairs]
    return values, list(itertools.accumulate(int(weight) for _, weight in pairs))


_FUNCTION_WORDS = (
    "the of and to a in that is was for it with as on by at from but not or are be this had "
    "which they have were one all their there been if more when will would who so no out up "
    "into them can only other some could time these two may then do first any my now such like "
    "our over me even most made after also did many off before must well back through years "
    "where much your way down should because long each just state people those too mr how "
    "little good world make very year still see own work men day get here between both life "
    "being under three never know same last another while us might great go come since against "
    "right came take used himself few house use during without again place around old however "
    "home small found thought went say part once general high upon school every does got united "
    "left number course until always away something fact water less public put think almost "
    "hand enough far took head yet government system set better told nothing night end why "
    "called didn eyes find going look asked later point knew city next program business give "
    "group toward days young let room president side social given present several order "
    "national second possible rather per face among form often important things early white "
    "case large became need big four within felt along children saw best church ever least "
    "power development light thing seemed family interest want members mind country area others "
    "done turned although open god service problem certain kind began different door thus help "
    "sense means whole matter"
)
FUNCTION_WORDS = _FUNCTION_WORDS.split()
"""The words that bind others, the most frequent first."""

_FIRST = _weighted(
    "-:18 s:7 c:7 p:6 d:6 r:6 m:6 b:6 t:5 f:5 h:4 l:4 g:4 w:3 n:3 v:2 k:1 j:1"
    " st:2 pr:2 tr:2 ch:2 sh:2 br:1 cl:1 cr:1 fl:1 gr:1 pl:1 sp:1 th:1 str:1 qu:1"
)
_ONSETS = _weighted("t:12 r:9 l:8 n:7 d:5 s:5 m:5 c:5 p:4 v:3 g:2 b:2 f:2 nd:1 nt:1 st:3 ct:1")
_NUCLEI = _weighted("a:9 e:10 i:8 o:8 u:4 ea:1 ai:1 ou:1")
_CODAS = _weighted("-:8 n:5 r:5 l:3 t:4 d:2 s:3 m:2 nd:1 nt:1 st:1 ck:1 rn:1 ss:1 x:1")
_PREFIXES = _weighted("-:86 con:2 re:2 in:2 de:1 pro:1 ex:1 un:1 dis:1 pre:1 com:1 inter:1")
_ENDINGS = _weighted(
    "-:22 s:20 ed:11 ing:11 er:5 ers:3 ly:5 ion:4 ions:2 al:3 ive:2 ness:2 ity:2 ment:2 able:2"
    " ist:1 ism:1 y:2 ful:1 less:1 ized:1 ation:1"
)
_ACCENTED = str.maketrans("aeioucn", "áéîöüçñ")

_CORE = 9_000
"""Frequencies fall with the rank up to here, and faster beyond: a language's common words, and
then names, terms of trades, numbers, slips."""

_SHIFT = 12.0
_TAIL = 1.75
_STEMS = 0.38
"""So many stems there are for one word."""


def _pick(rng: random.Random, weighted: tuple[list[str], list[int]]) -> str:
    values, sums = weighted
    return values[bisect.bisect(sums, rng.randrange(sums[-1]))]


class Vocabulary:
    """Words by rank (from 1), without end, and a way to draw them as often as texts use them.

    Attributes:
        sums: Running weights of the ranks 1 to ``len(sums) - 1``, and at last of all rarer ones.
    """

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        core = [1.0 / (rank + _SHIFT) for rank in range(1, _CORE + 1)]
        self.sums = list(itertools.accumulate([*core, core[-1] * _CORE / (_TAIL - 1)]))
        self.word = functools.lru_cache(maxsize=200_000)(self._word)
        self._stem_of = functools.lru_cache(maxsize=50_000)(self._stem)

    def draw(self, rng: random.Random) -> str:
        """A word, by its weight."""
        rank = bisect.bisect(self.sums, rng.random() * self.sums[-1]) + 1
        return self.word(rank) if rank <= _CORE else self.rare(rng)

    def rare(self, rng: random.Random) -> str:
        """One of the rarer words, by its weight."""
        return self.word(int(_CORE * (1 - rng.random()) ** (1 / (1 - _TAIL))) + 1)

    def first(self, count: int) -> Sequence[str]:
        """The most frequent words."""
        return [self.word(rank) for rank in range(1, count + 1)]

    def name(self, rng: random.Random) -> str:
        """What a person may be called: a stem with a capital."""
        return self._stem_of(rng.randrange(60, 4_000)).capitalize()

    def _word(self, rank: int) -> str:
        rng = random.Random(f"{self._seed} word {rank}")
        if rank > 400 and rng.random() < 0.07:
            return str(rng.choice((rng.randrange(1_780, 2_031), rng.randrange(100_000))))
        stem = self._stem_of(int((rank + 150) * _STEMS * rng.random() ** 0.9))
        if rng.random() < 0.1:
            stem += self._stem_of(rng.randrange(2_000))
        word = stem + _pick(rng, _ENDINGS)
        if rng.random() < 0.15:
            word += _pick(rng, _ENDINGS)
        if rng.random() < 0.004:
            word = word.translate(_ACCENTED)
        return word if len(word) > 2 else word + "an"

    def _stem(self, number: int) -> str:
        """Stem ``number``; the first ones are shorter."""
        rng = random.Random(f"{self._seed} stem {number}")
        more = min(1.0, number / 9_000)
        syllables = 1 + (rng.random() < 0.35 + 0.55 * more) + (rng.random() < 0.45 * more)
        stem = _pick(rng, _PREFIXES)
        for place in range(syllables):
            onset = _pick(rng, _ONSETS if place or stem else _FIRST)
            stem += onset + _pick(rng, _NUCLEI)
        return stem + (_pick(rng, _CODAS) or rng.choice("ntrlk"))

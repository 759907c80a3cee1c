"""What finds one leaf of a query in a folded text. Pure; made once for a query and many texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Literal, NamedTuple, Protocol

from store.search import analysis, compounds, forms
from store.search.engine import fuzzy
from store.search.language.nodes import Near, Words

Way = Literal["", "stemmed", "fuzzy"]
"""How a match differs from the words that were typed; ``""``: not."""

_MOST = 5_000  # matches of each side of a NEAR
_REMEMBERED = 50_000  # words that were compared
_WIDE = 100  # code points of a word with what stands around it, at most, to give up early
_IRREGULAR = frozenset({"die", "lie", "tie", "sky", "ski"})  # stems of dying, lying, tying, skies
_JOINTS = "-'"
_LETTER = re.compile(analysis.LETTER)
_LETTERS = re.compile(f"{analysis.LETTER}*")
_SPECIAL = "+#%"  # marks that belong to the word before them (``compounds``)
_VOICING = "\u3099\u309a"


class Match(NamedTuple):
    """One match in a folded text: ``[start, end)``, and how it differs."""

    start: int
    end: int
    way: Way = ""


class Seeker(Protocol):
    """Finds a leaf in folded texts."""

    def exact(self, folded: str) -> Iterator[Match]:
        """Where it stands as typed, in order."""
        ...

    def others(self, folded: str) -> Iterator[Match]:
        """Where it stands in other forms, in no order."""
        ...

    def quick(self, text: str, limit: int) -> list[tuple[int, int]]:
        """Some places as typed in a text that is not folded, if they are found easily."""
        ...


def seeker(leaf: Words | Near, languages: Sequence[str]) -> Seeker:
    """What finds ``leaf``; forms of a word are those of ``languages`` (``forms.LANGUAGES``)."""
    if isinstance(leaf, Near):
        return _Near(leaf, languages)
    if leaf.edits:
        return _Fuzzy(leaf)
    return _Phrase(leaf) if leaf.is_phrase else _Word(leaf, languages)


class _Word:
    """One word."""

    def __init__(self, leaf: Words, languages: Sequence[str]) -> None:
        self._word = leaf.words[0]
        self._prefix = leaf.prefix
        self._forms = None if leaf.exact else _Forms(self._word, languages)
        typed = (leaf.typed or self._word).lower()
        self._spellings = dict.fromkeys((typed, typed.capitalize()))

    def exact(self, folded: str) -> Iterator[Match]:
        return word_places(folded, self._word, prefix=self._prefix)

    def quick(self, text: str, limit: int) -> list[tuple[int, int]]:
        found = [
            match[:2]
            for spelling in self._spellings
            for match in islice(word_places(text, spelling, prefix=self._prefix), limit)
        ]
        found.sort()
        return found[:limit]

    def others(self, folded: str) -> Iterator[Match]:
        if self._forms is None:
            return
        for match in self._forms.places(folded):
            if not (self._prefix and folded.startswith(self._word, match.start)):
                yield match
        for joint in _JOINTS:
            if joint in folded and self._word.isalnum():
                for cut in range(1, len(self._word)):
                    parted = f"{self._word[:cut]}{joint}{self._word[cut:]}"
                    yield from word_places(folded, parted, prefix=self._prefix, way="stemmed")


class _Forms:
    """Words with the same stem as one word, in some languages."""

    def __init__(self, word: str, languages: Sequence[str]) -> None:
        keys = ((language, forms.stem_key(language, word)) for language in languages)
        self._keys = [(language, key) for language, key in keys if key]
        self._known = {word: False}  # the word itself is no other form
        begins = {_beginning(word, forms.stem_of(key)) for _, key in self._keys}
        least = {b for b in begins if not any(b != o and b.startswith(o) for o in begins)}
        either = "|".join(map(re.escape, sorted(least)))
        self._pattern = re.compile(f"(?:{either}){analysis.LETTER}*") if either else None

    def places(self, folded: str) -> Iterator[Match]:
        if self._pattern is None:
            return
        known = self._known
        for match in self._pattern.finditer(folded):
            word = match[0]
            same = known.get(word)
            if same is None:
                same = known[word] = self._is_one(word)
            if same and not _goes_on(folded, match.start()):
                yield Match(*match.span(), "stemmed")

    def _is_one(self, word: str) -> bool:
        return any(
            word == forms.stem_of(key) or forms.stem_key(language, word) == key
            for language, key in self._keys
        )


def _beginning(word: str, stemmed: str) -> str:
    """What every word with the stem ``stemmed`` begins with: a stem may have other last letters."""
    if stemmed in _IRREGULAR:
        return stemmed[0]
    sure = max(1, len(stemmed) - (2 if len(stemmed) > 4 else 1))
    same = 0
    for one, other in zip(word, stemmed[:sure], strict=False):
        if one != other:
            break
        same += 1
    return word[: max(1, same)]


class _Phrase:
    """Words in a row, with what has to stand between them."""

    def __init__(self, leaf: Words) -> None:
        self._pattern = re.compile(_source(leaf))
        self._bound = not analysis.is_unspaced(leaf.words[0])
        joined = bool(leaf.marks) and not leaf.exact and all(m and m in _JOINTS for m in leaf.marks)
        self._joined = "".join(leaf.words) if joined else ""
        self._prefix = leaf.prefix

    def exact(self, folded: str) -> Iterator[Match]:
        search = self._pattern.search
        match = search(folded)
        while match is not None:
            start, end = match.span()
            if self._bound and _goes_on(folded, start):
                match = search(folded, start + 1)
                continue
            yield Match(start, end)
            match = search(folded, end)

    def others(self, folded: str) -> Iterator[Match]:
        if self._joined:
            yield from word_places(folded, self._joined, prefix=self._prefix, way="stemmed")

    def quick(self, text: str, limit: int) -> list[tuple[int, int]]:
        return [match[:2] for match in islice(self.exact(text), limit)]


def _source(leaf: Words) -> str:
    """A pattern that begins with letters, so that it is quick; the caller looks what is before."""
    words = leaf.words
    source = re.escape(words[0]) + _cut_off(words[0])
    for at, (before, after) in enumerate(pairwise(words)):
        if leaf.marks and compounds.pair(before, leaf.marks[at], after):
            source += re.escape(leaf.marks[at])
        else:
            unspaced = analysis.is_unspaced(before) + analysis.is_unspaced(after)
            source += (r"[\W_]+", r"[\W_]*", r"\s*")[unspaced]
        source += re.escape(after) + _cut_off(after)
    if analysis.is_unspaced(words[-1]):
        return source
    return source + (f"{analysis.LETTER}*" if leaf.prefix else f"(?!{analysis.LETTER})")


def _cut_off(word: str) -> str:
    """What the index cut off an overlong word; and another voicing makes another character."""
    if analysis.is_unspaced(word):
        return f"(?![{_VOICING}])"
    return f"{analysis.LETTER}*" if len(word) == analysis.LONGEST else ""


class _Near:
    """Two leaves with few words between them."""

    def __init__(self, leaf: Near, languages: Sequence[str]) -> None:
        self._sides = (seeker(leaf.left, languages), seeker(leaf.right, languages))
        self._distance = leaf.distance

    def exact(self, folded: str) -> Iterator[Match]:
        left, right = (
            sorted(islice(chain(side.exact(folded), side.others(folded)), _MOST))
            for side in self._sides
        )
        if left and right:
            found = {*self._pairs(folded, left, right), *self._pairs(folded, right, left)}
            yield from sorted(found)

    def others(self, folded: str) -> Iterator[Match]:
        del folded
        return iter(())

    def quick(self, text: str, limit: int) -> list[tuple[int, int]]:
        del text, limit
        return []

    def _pairs(self, folded: str, some: list[Match], others: list[Match]) -> Iterator[Match]:
        """Those of ``some`` behind which one of ``others`` is near, and that one."""
        for one in some:
            at = bisect_left(others, (one.end,))
            if at < len(others) and self._is_near(folded, one.end, others[at].start):
                yield one
                yield others[at]

    def _is_near(self, folded: str, end: int, start: int) -> bool:
        if start - end > _WIDE * self._distance:
            return False
        return len(analysis.words(folded[end:start])) < self._distance


class _Fuzzy:
    """One word, and those that are nearly the same."""

    def __init__(self, leaf: Words) -> None:
        self._word = leaf.words[0]
        self._edits = fuzzy.allowed(self._word, leaf.edits)
        self._known: dict[str, bool] = {}

    def exact(self, folded: str) -> Iterator[Match]:
        return word_places(folded, self._word)

    def others(self, folded: str) -> Iterator[Match]:
        known = self._known
        if len(known) > _REMEMBERED:
            known.clear()
        for word in set(analysis.words(folded)):
            near = known.get(word)
            if near is None:
                near = fuzzy.distance(self._word, word, self._edits) <= self._edits
                known[word] = near
            if near and word != self._word:
                yield from word_places(folded, word, way="fuzzy")

    def quick(self, text: str, limit: int) -> list[tuple[int, int]]:
        del text, limit
        return []


def word_places(folded: str, word: str, *, prefix: bool = False, way: Way = "") -> Iterator[Match]:
    """Where a word stands, and for a ``prefix`` also the words that begin with it; in order."""
    size, at = len(word), -1
    bound = not analysis.is_unspaced(word[0])
    open_end = analysis.is_unspaced(word)
    whole = not prefix and size < analysis.LONGEST
    apart = _VOICING if open_end else "" if word[-1].isalnum() else _SPECIAL
    while (at := folded.find(word, at + 1)) >= 0:
        if bound and _goes_on(folded, at):
            continue
        end = at + size
        after = folded[end : end + 1]
        if after and after in apart:
            continue
        if not open_end and _is_letter(after):
            if whole:
                continue
            end = _end(folded, end)
        yield Match(at, end, way)


def _goes_on(folded: str, at: int) -> bool:
    """Whether the word that is there at ``at`` began before."""
    return at > 0 and _is_letter(folded[at - 1])


def _is_letter(character: str) -> bool:
    """Whether it is of a word that is written with blanks around it."""
    if character < "\u0900":
        return character.isalnum()
    return _LETTER.match(character) is not None


def _end(folded: str, at: int) -> int:
    found = _LETTERS.match(folded, at)
    return found.end() if found else at

"""What finds one leaf of a query in a text. Pure; made once for a query and many texts."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Literal, Protocol

from store.search.language.nodes import Near, Words
from store.search.texts.prepared import Prepared
from store.search.words import accents, analysis, compounds, forms, fuzzy

Way = Literal["", "stemmed", "fuzzy"]
"""How a match differs from the words that were typed; ``""``: not."""

Span = tuple[int, int]

_MOST, _SOME = 5_000, 100  # matches of each side of a NEAR
_REMEMBERED = 50_000  # words that were compared
_WIDE = 100  # code points of a word with what stands around it, at most, to give up early
_IRREGULAR = frozenset({"die", "lie", "tie", "sky", "ski"})  # stems of dying, lying, tying, skies
_LETTER = re.compile(analysis.LETTER)
_LETTERS = re.compile(f"{analysis.LETTER}*")
_SPECIAL = "+#%"  # marks that belong to the word before them (``compounds``)
_VOICING = "\u3099\u309a"


class Seeker(Protocol):
    """Finds a leaf in texts; places are those of the folded text, but for ``quick``.

    Attributes:
        way: How ``others`` differ.
    """

    way: Way

    def exact(self, text: Prepared, most: int) -> list[Span]:
        """The first places where it stands as typed, in order."""
        ...

    def others(self, text: Prepared, most: int) -> list[Span]:
        """Places where it stands in other forms, in no order."""
        ...

    def quick(self, text: str, most: int) -> list[Span]:
        """Some places as typed in a text that is not folded, if they are found easily."""
        ...


def seeker(leaf: Words | Near, languages: Sequence[str]) -> Seeker:
    """What finds ``leaf``; forms of a word are those of ``languages`` (``forms.LANGUAGES``)."""
    if isinstance(leaf, Near):
        return _Near(leaf, languages)
    if leaf.edits:
        return _Fuzzy(leaf)
    return _Phrase(leaf) if leaf.is_phrase else _Word(leaf, languages)


class Plain:
    """Finds one word, and for a ``prefix`` also the words that begin with it, to their ends."""

    __slots__ = ("_apart", "_bound", "_open", "_whole", "word")

    def __init__(self, word: str, *, prefix: bool = False) -> None:
        self.word = word
        self._bound = not analysis.is_unspaced(word[0])
        self._open = analysis.is_unspaced(word)
        self._whole = not prefix and len(word) < analysis.LONGEST
        self._apart = _VOICING if self._open else "" if prefix or word[-1].isalnum() else _SPECIAL

    def places(self, folded: str, most: int) -> list[Span]:
        """The first places in order."""
        word = self.word
        at = folded.find(word)
        if at < 0:
            return []
        size, found = len(word), []
        bound, whole, is_open, apart = self._bound, self._whole, self._open, self._apart
        while at >= 0:
            end = at + size
            if not (bound and at and _is_letter(folded[at - 1])):
                after = folded[end : end + 1]
                goes_on = not is_open and _is_letter(after)
                if not (goes_on and whole) and not (after and after in apart):
                    found.append((at, _end(folded, end) if goes_on else end))
                    if len(found) == most:
                        break
            at = folded.find(word, at + 1)
        return found


class _Word:
    """One word."""

    way: Way = "stemmed"

    def __init__(self, leaf: Words, languages: Sequence[str]) -> None:
        self._word = leaf.words[0]
        self._prefix = leaf.prefix
        self._plain = Plain(self._word, prefix=leaf.prefix)
        self._forms = None if leaf.exact else _Forms(leaf, languages)
        typed = (leaf.typed or self._word).lower()
        spellings = dict.fromkeys((typed, typed.capitalize()))
        self._spellings = [Plain(each, prefix=leaf.prefix) for each in spellings]

    def exact(self, text: Prepared, most: int) -> list[Span]:
        return self._plain.places(text.folded, most)

    def quick(self, text: str, most: int) -> list[Span]:
        found = self._spellings[0].places(text, most)
        if len(found) < most and len(self._spellings) > 1:
            found += self._spellings[1].places(text, most - len(found))
            found.sort()
        return found

    def others(self, text: Prepared, most: int) -> list[Span]:
        if self._forms is None:
            return []
        folded = text.folded
        found = self._forms.places(text, most)
        if self._prefix:
            found = [span for span in found if not folded.startswith(self._word, span[0])]
        if len(self._word) > 1 and self._word.isalnum() and ("-" in folded or "'" in folded):
            found += self._parted(folded, most)
        return found

    def _parted(self, folded: str, most: int) -> list[Span]:
        """Where it is written in two words with a joint between them."""
        found: list[Span] = []
        match = self._either.search(folded)
        while match is not None and len(found) < most:
            start, end = match.span()
            goes_on = _is_letter(folded[end : end + 1])
            if not _began(folded, start) and (self._prefix or not goes_on):
                found.append((start, _end(folded, end) if goes_on else end))
            match = self._either.search(folded, start + 1)
        return found

    @cached_property
    def _either(self) -> re.Pattern[str]:
        word = self._word
        return re.compile("|".join(f"{word[:at]}[-']{word[at:]}" for at in range(1, len(word))))


class _Forms:
    """Words with the same stem as one word, in some languages."""

    def __init__(self, leaf: Words, languages: Sequence[str]) -> None:
        word = leaf.words[0]
        spelled = dict.fromkeys((word, accents.spelling(leaf.typed or word)))
        self._keys = [
            (language, key)
            for language in languages
            for key in dict.fromkeys(forms.stem_key(language, each) for each in spelled)
            if key
        ]
        self._word = word
        self._known: dict[str, bool] = {}
        begins = {_beginning(word, forms.stem_of(key)) for _, key in self._keys}
        self._begins = [b for b in begins if not any(b != o and b.startswith(o) for o in begins)]

    def places(self, text: Prepared, most: int) -> list[Span]:
        found: list[Span] = []
        folded, known = text.folded, self._known
        for begin in self._begins:
            at = folded.find(begin)
            while at >= 0 and len(found) < most:
                end = at + len(begin)
                if not _began(folded, at):
                    end = _end(folded, end)
                    spelled = text.spelled(at, end)
                    same = known.get(spelled)
                    if same is None:
                        same = known[spelled] = self._is_one(folded[at:end], spelled)
                    if same:
                        found.append((at, end))
                at = folded.find(begin, end)
        return found

    def _is_one(self, word: str, spelled: str) -> bool:
        """Whether a folded word is another form; an accent may decide how it ends."""
        return word != self._word and any(
            word == forms.stem_of(key)
            or key in (forms.stem_key(language, spelled), forms.stem_key(language, word))
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

    way: Way = "stemmed"

    def __init__(self, leaf: Words) -> None:
        self._leaf = leaf
        self._bound = not analysis.is_unspaced(leaf.words[0])
        self._open = analysis.is_unspaced(leaf.words[-1])
        joined = "" if leaf.exact else compounds.in_one_word(leaf.words, leaf.marks)
        self._joined = Plain(joined, prefix=leaf.prefix) if joined else None

    def exact(self, text: Prepared, most: int) -> list[Span]:
        return self._all(self._pattern, text.folded, most)

    def others(self, text: Prepared, most: int) -> list[Span]:
        return self._joined.places(text.folded, most) if self._joined is not None else []

    def quick(self, text: str, most: int) -> list[Span]:
        return self._all(self._capital, text, most)

    def _all(self, pattern: re.Pattern[str], folded: str, most: int) -> list[Span]:
        found: list[Span] = []
        match = pattern.search(folded)
        while match is not None and len(found) < most:
            start, end = match.span()
            goes_on = not self._open and _is_letter(folded[end : end + 1])
            if (self._bound and _began(folded, start)) or (goes_on and not self._leaf.prefix):
                match = pattern.search(folded, start + 1)
                continue
            end = _end(folded, end) if goes_on else end
            found.append((start, end))
            match = pattern.search(folded, end)
        return found

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(_source(self._leaf))

    @cached_property
    def _capital(self) -> re.Pattern[str]:
        """The same, with a capital at its start perhaps."""
        first = self._leaf.words[0][0]
        if first.upper() == first or not first.isascii():
            return self._pattern
        return re.compile(f"[{first}{first.upper()}]{_source(self._leaf)[1:]}")


def _source(leaf: Words) -> str:
    """A pattern that begins with letters, so that it is quick; the caller looks what is around."""
    words = leaf.words
    source = re.escape(words[0]) + _cut_off(words[0])
    for at, (before, after) in enumerate(pairwise(words)):
        if leaf.marks and compounds.pair(before, leaf.marks[at], after):
            source += re.escape(leaf.marks[at])
        else:
            unspaced = analysis.is_unspaced(before) + analysis.is_unspaced(after)
            source += (r"[\W_]+", r"[\W_]*", r"\s*")[unspaced]
        source += re.escape(after) + _cut_off(after)
    return source


def _cut_off(word: str) -> str:
    """What the index cut off an overlong word; and another voicing makes another character."""
    if analysis.is_unspaced(word):
        return f"(?![{_VOICING}])"
    return f"{analysis.LETTER}*" if len(word) == analysis.LONGEST else ""


class _Near:
    """Two leaves with few words between them."""

    way: Way = ""

    def __init__(self, leaf: Near, languages: Sequence[str]) -> None:
        self._sides = (seeker(leaf.left, languages), seeker(leaf.right, languages))
        self._distance = leaf.distance

    def exact(self, text: Prepared, most: int) -> list[Span]:
        folded = text.folded
        left, right = (
            sorted([*side.exact(text, _MOST), *side.others(text, _MOST)]) for side in self._sides
        )
        if not left or not right:
            return []
        found = self._pairs(folded, left, right) | self._pairs(folded, right, left)
        return sorted(found)[:most]

    def others(self, text: Prepared, most: int) -> list[Span]:
        del text, most
        return []

    def quick(self, text: str, most: int) -> list[Span]:
        left, right = (side.quick(text, _SOME) for side in self._sides)
        if not left or not right:
            return []
        found = self._pairs(text, left, right) | self._pairs(text, right, left)
        return sorted(found)[:most]

    def _pairs(self, folded: str, some: list[Span], others: list[Span]) -> set[Span]:
        """Those of ``some`` behind which one of ``others`` is near, and that one."""
        found: set[Span] = set()
        for one in some:
            at = bisect_left(others, (one[1],))
            if at < len(others) and self._is_near(folded, one[1], others[at][0]):
                found.update((one, others[at]))
        return found

    def _is_near(self, folded: str, end: int, start: int) -> bool:
        if start - end > _WIDE * self._distance:
            return False
        return len(analysis.words(analysis.folded(folded[end:start]))) < self._distance


class _Fuzzy:
    """One word, and those that are nearly the same."""

    way: Way = "fuzzy"

    def __init__(self, leaf: Words) -> None:
        self._word = leaf.words[0]
        self._plain = Plain(self._word)
        self._edits = fuzzy.allowed(self._word, leaf.edits)
        self._known: dict[str, bool] = {}

    def exact(self, text: Prepared, most: int) -> list[Span]:
        return self._plain.places(text.folded, most)

    def others(self, text: Prepared, most: int) -> list[Span]:
        folded, known = text.folded, self._known
        if len(known) > _REMEMBERED:
            known.clear()
        found: list[Span] = []
        for word in set(analysis.words(folded)):
            near = known.get(word)
            if near is None:
                near = fuzzy.distance(self._word, word, self._edits) <= self._edits
                known[word] = near
            if near and word != self._word:
                found += Plain(word).places(folded, most)
        return found[:most]

    def quick(self, text: str, most: int) -> list[Span]:
        del text, most
        return []


def _began(folded: str, at: int) -> bool:
    """Whether the word that is there at ``at`` began before."""
    return at > 0 and _is_letter(folded[at - 1])


def _is_letter(character: str) -> bool:
    """Whether it is of a word that is written with blanks around it.

    What folding takes away parts no words: in a text that is not folded it counts as a letter.
    """
    if character < "\u0300":
        return character.isalnum()
    return _LETTER.match(character) is not None or _vanishes(character)


@lru_cache(maxsize=1_000)
def _vanishes(character: str) -> bool:
    return not analysis.folded(character)


def _end(folded: str, at: int) -> int:
    found = _LETTERS.match(folded, at)
    return found.end() if found else at

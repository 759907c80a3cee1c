"""Text without what a search should not depend on: case, accents, the shape of quotes and dashes.

Everything is folded character by character, so that offsets map back; the text itself is never
changed. Voicing marks of kana stay (they make other words), and so do vowel signs.
"""

from __future__ import annotations

import bisect
import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import overload

_NON_ASCII = re.compile(r"[^\x00-\x7f]+")
_BLANKS = re.compile(r"\s+")
_NO_BLANKS = re.compile(r"\S+")
_FOREIGN = 1.25  # bytes a character: in a text of more, most words are not ASCII
_COMPILED = 100  # so many words are made a pattern at most
_SAME = {
    **dict.fromkeys("‘’‚‛′‵ʼʹˈ´＇‹›", "'"),
    **dict.fromkeys("“”„‟″‶«»〝〞＂", '"'),
    **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
    **dict.fromkeys("\u200c\u200d", ""),
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ħ": "h",
    "ı": "i",
    "æ": "ae",
    "œ": "oe",
}
_KEPT_MARKS = frozenset("\u3099\u309a")


class _Table(dict[int, str]):
    """What each non-ASCII code point folds to, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = _fold_character(chr(code))
        return folded


_TABLE = _Table()


class Offsets(Sequence[int]):
    """For each folded character the offset it came from, and at the end the length of the text.

    Only the places where folding changes the length are kept.
    """

    def __init__(self, breaks: Sequence[tuple[int, int, int]], length: int) -> None:
        """Breaks: ``(folded offset, offset, 1 or 0: whether offsets go on counting)``."""
        self._starts = [folded for folded, _, _ in breaks]
        self._breaks = breaks
        self._length = length

    def __len__(self) -> int:
        return self._length + 1

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(index)
        folded, offset, step = self._breaks[bisect.bisect_right(self._starts, index) - 1]
        return offset + (index - folded) * step


def fold(text: str) -> str:
    """``text`` without case and accents (NFKD), with ASCII quotes and dashes."""
    if text.isascii():
        return text.lower()
    if len(text.encode("utf-8", "surrogatepass")) > _FOREIGN * len(text):
        return text.translate(_TABLE).lower()  # run by run would be every word
    return _NON_ASCII.sub(lambda run: run[0].translate(_TABLE), text).lower()


def fold_map(text: str) -> tuple[str, Sequence[int]]:
    """``fold(text)``, and for each of its characters (and for its end) the offset in ``text``."""
    same = range(len(text) + 1)
    if text.isascii():
        return text.lower(), same
    uneven: list[tuple[int, str]] = []
    known: dict[str, tuple[str, bool]] = {}  # most runs are one quote, one dash, one letter

    def folded_run(run: re.Match[str]) -> str:
        source = run[0]
        if source not in known:
            parts = [_TABLE[ord(character)] for character in source]
            known[source] = "".join(parts), all(len(part) == 1 for part in parts)
        folded, is_even = known[source]
        if not is_even:
            uneven.append((run.start(), source))
        return folded

    folded = _NON_ASCII.sub(folded_run, text).lower()
    return folded, Offsets([(0, 0, 1), *_breaks(uneven)], len(folded)) if uneven else same


def find_folded(text: str, needle: str, *, case_sensitive: bool = False) -> list[tuple[int, int]]:
    """All places of ``needle`` in ``text``, ``[start, end)`` in code points, none overlapping.

    Args:
        text: A document's text.
        needle: A run of blanks in it matches any run of blanks; blanks at its ends are dropped.
        case_sensitive: Capitals and small letters differ; all else is folded as ever.
    """
    folded, offsets = _folded(text)
    needle = unicodedata.normalize("NFC", needle)
    wanted = _with_case(needle) if case_sensitive else ""
    places: list[tuple[int, int]] = []
    done = 0
    for low, high in _find(folded, fold(needle), overlapping=case_sensitive):
        start = offsets[low]
        end = max(offsets[high], offsets[high - 1] + 1)
        if start >= done and (not wanted or _with_case(text[start:end]) == wanted):
            places.append((start, end))
            done = end
    return places


def _with_case(text: str) -> str:
    """``text`` without accents, with plain quotes and single blanks, and with its capitals."""
    plain = " ".join(text.split())
    if plain.isascii():
        return plain
    parts = (
        _SAME.get(part, part)
        for character in plain
        for part in unicodedata.normalize("NFKD", _SAME.get(character, character))
    )
    return "".join(part for part in parts if part in _KEPT_MARKS or not unicodedata.combining(part))


_folded = functools.lru_cache(maxsize=2)(fold_map)  # a search is typed letter by letter


def _find(text: str, needle: str, *, overlapping: bool = False) -> Iterator[tuple[int, int]]:
    words = needle.split()
    if len(words) > _COMPILED:
        yield from _find_long(text, words, overlapping=overlapping)
    elif len(words) > 1:
        pattern = re.compile(_BLANKS.pattern.join(map(re.escape, words)))
        found = pattern.search(text)
        while found is not None:
            yield found.span()
            found = pattern.search(text, found.start() + 1 if overlapping else found.end())
    elif words:
        yield from _find_plain(text, words[0], overlapping=overlapping)


def _find_plain(text: str, word: str, *, overlapping: bool) -> Iterator[tuple[int, int]]:
    length = len(word)
    start = text.find(word)
    while start >= 0:
        yield start, start + length
        start = text.find(word, start + (1 if overlapping else length))


def _find_long(text: str, words: Sequence[str], *, overlapping: bool) -> Iterator[tuple[int, int]]:
    """As ``_find`` in a text that has one blank between two words, where a search is linear."""
    there = [found.span() for found in _NO_BLANKS.finditer(text)]
    begins = [0, *accumulate(end - start + 1 for start, end in there)]
    joined = " ".join(text[start:end] for start, end in there)
    for low, high in _find_plain(joined, " ".join(words), overlapping=overlapping):
        first, last = (bisect.bisect_right(begins, at) - 1 for at in (low, high - 1))
        yield low - begins[first] + there[first][0], high - begins[last] + there[last][0]


def _fold_character(character: str) -> str:
    if "\uac00" <= character <= "\ud7a3":
        return character  # a Hangul syllable is one character to a reader
    parts = unicodedata.normalize("NFKD", _SAME.get(character, character))
    folded = unicodedata.normalize("NFKD", parts.casefold())
    return "".join(
        _SAME.get(part, part).lower()
        for part in folded
        if part in _KEPT_MARKS or not (unicodedata.combining(part) or "\ufe00" <= part <= "\ufe0f")
    )


def _breaks(runs: Iterable[tuple[int, str]]) -> Iterator[tuple[int, int, int]]:
    """Where folding changes the length, for ``Offsets``, of ``(offset, run)`` in order."""
    shift = 0
    for start, run in runs:
        for offset, character in enumerate(run, start):
            width = len(_TABLE[ord(character)])
            if width != 1:
                if width:
                    yield offset + shift, offset, 0
                shift += width - 1
                yield offset + 1 + shift, offset + 1, 1

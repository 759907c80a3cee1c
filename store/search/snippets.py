"""The passage that answers: one line of text around the densest cluster of the words."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from store.search import analysis
from store.search.prepared import Prepared
from store.search.query import Clause

WIDTH = 160
"""Code points of a snippet, about."""

_SPAN = 120
_OCCURRENCES = 8
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage as one line.

    Attributes:
        text: The line; ``…`` where the text goes on.
        start: Where the passage is in the text.
        end: Past its last code point.
        matches: Ranges of ``text`` that matched.
    """

    text: str
    start: int
    end: int
    matches: tuple[tuple[int, int], ...] = ()


class Finder:
    """Finds the words of the wanted clauses in prepared texts."""

    def __init__(self, clauses: Sequence[Clause]) -> None:
        self._clauses = clauses

    def passage(self, prepared: Prepared) -> Snippet | None:
        """The best passage of a text; ``None`` if no wanted word stands in it."""
        limit = _OCCURRENCES if len(self._clauses) > 1 else 1
        found = []
        for clause in self._clauses:
            places = list(islice(_places(prepared.folded, clause), limit))
            if places:
                found.append(places)
        if not found:
            return None
        return self._cut(prepared, *prepared.span(*_densest(found)))

    def head(self, text: str) -> Snippet:
        """The start of a text, as a snippet that points nowhere."""
        cut = self._cut(Prepared(text[: WIDTH * 2]), 0, 0)
        return Snippet(cut.text, 0, 0, cut.matches)

    def _cut(self, prepared: Prepared, start: int, end: int) -> Snippet:
        """About ``WIDTH`` code points of text around a range, cut between words."""
        text = prepared.text
        low = max(0, start - max(0, WIDTH - (end - start)) // 3)
        high = min(len(text), max(end, low + WIDTH))
        low = max(0, min(low, high - WIDTH))
        low, high = _whole_words(text, low, high, start, end)
        passage = text[low:high]
        line = " ".join(passage.split())
        part = prepared.part(low, high) if line == passage else Prepared(line)
        before = "…" if low else ""
        after = "…" if high < len(text) else ""
        return Snippet(f"{before}{line}{after}", low, high, self._ranges(part, len(before)))

    def _ranges(self, line: Prepared, shift: int) -> tuple[tuple[int, int], ...]:
        """Where the clauses match in a short line, ordered, merged where they overlap."""
        folded = line.folded
        places = sorted({place for clause in self._clauses for place in _places(folded, clause)})
        merged: list[tuple[int, int]] = []
        for place in places:
            start, end = line.span(*place)
            if merged and start + shift < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end + shift, merged[-1][1]))
            else:
                merged.append((start + shift, end + shift))
        return tuple(merged)


@lru_cache(maxsize=512)
def pattern_of(clause: Clause) -> re.Pattern[str]:
    """What finds the words of a clause in a folded text."""
    return analysis.phrase_pattern(clause.words, prefix=clause.prefix)


def _places(folded: str, clause: Clause) -> Iterator[tuple[int, int]]:
    """Where a clause matches in a folded text, in order."""
    if clause.is_phrase or not folded.isascii():
        return (match.span() for match in pattern_of(clause).finditer(folded))
    return _word_places(folded, clause.words[0], prefix=clause.prefix)


def _word_places(folded: str, word: str, *, prefix: bool) -> Iterator[tuple[int, int]]:
    """Where a word stands in an ASCII text: faster than a pattern that looks behind."""
    size, at = len(word), -1
    whole = not prefix and size < analysis.LONGEST
    while (at := folded.find(word, at + 1)) >= 0:
        if at and folded[at - 1].isalnum():
            continue
        end = at + size
        if whole and folded[end : end + 1].isalnum():
            continue
        yield at, end


def _densest(found: Sequence[Sequence[tuple[int, int]]]) -> tuple[int, int]:
    """A range with as many of the words as there are within ``_SPAN``, as short as may be.

    Args:
        found: For every word that was found, its first places in order.
    """
    rarest = min(found, key=len)
    if len(found) == 1:
        return rarest[0]
    best, best_rank = rarest[0], (0, 0)
    for start, end in rarest:
        low, high, kinds = start, end, 1
        for places in found:
            if places is rarest:
                continue
            after = bisect_left(places, (start, end))
            near = min(places[max(0, after - 1) : after + 1], key=lambda at: abs(at[0] - start))
            if abs(near[0] - start) <= _SPAN:
                kinds += 1
                low, high = min(low, near[0]), max(high, near[1])
        rank = (kinds, low - high)
        if rank > best_rank:
            best, best_rank = (low, high), rank
    return best


def _whole_words(text: str, low: int, high: int, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a window to blanks, but never into ``[start, end)``; trim blanks."""
    if low > 0 and not text[low - 1].isspace():
        blank = _BLANKS.search(text, low, min(low + 24, start)) if start > low else None
        low = blank.end() if blank else low
    if high < len(text) and not text[high].isspace():
        tail = max(end, high - 24)
        cut = max((m.start() for m in _BLANKS.finditer(text, tail, high)), default=high)
        high = cut
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high

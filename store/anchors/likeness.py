"""Passages that read nearly as a quote does."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from store.anchors.diff import matching
from store.anchors.tokens import DENSE
from store.text.fold import fold, fold_map

_SEED = re.compile(rf"[{DENSE}]{{2}}|[^\W_{DENSE}]{{3,}}")
_SEEDS = 24  # so many words of a quote are looked for
_HITS = 400  # a word that occurs more often says nothing
_WINDOWS = 6  # so many places are compared letter by letter
_LONGEST = 4_000  # of a quote
_STEPS = 5_000_000  # so many letters are compared in all, a second or so
_FEW = 4  # searches that need no index of the words
_CLOSE = 0.5  # of what speaks for the best place, what has to speak for another
_COVERED = 0.3  # of a quote's words that have to be near a place
_RUN = 3  # letters in common that stand alone are chance


class Likeness(NamedTuple):
    """A passage and how like the quote it is, 0 to 1."""

    start: int
    end: int
    score: float


class Folded:
    """A text made ready to be searched, several times."""

    def __init__(self, text: str) -> None:
        self.text, self.offsets = fold_map(text)
        self._steps = _STEPS
        self._searches = 0
        self._words: dict[str, list[int]] | None = None

    def most_alike(
        self, quote: str, within: tuple[int, int] | None = None, limit: int = _WINDOWS
    ) -> list[Likeness]:
        """The passages that are most like ``quote``, the best first, none overlapping.

        Args:
            quote: What to find; of a very long one the beginning.
            within: Only in this range of the text, in code points.
            limit: How many places are compared.
        """
        wanted = fold(quote)[:_LONGEST]
        if not wanted.strip():
            return []
        low, high = 0, len(self.text)
        if within is not None:
            low, high = self._folded_offset(within[0]), self._folded_offset(within[1])
        if high - low <= 2 * len(wanted) + 200:
            windows = [(low, high)]
        else:
            windows = self._windows(wanted, low, high)[:limit]
        found: list[Likeness] = []
        for start, end in windows:
            self._steps -= len(wanted) + end - start
            if self._steps < 0:
                break
            alike = _alike(self.text, wanted, start, end)
            if alike.score > 0:
                found.append(alike)
        found.sort(key=lambda each: (-each.score, each.start))
        apart: list[Likeness] = []
        for start, end, score in found:
            if all(end <= other.start or start >= other.end for other in apart):
                apart.append(Likeness(start, end, score))
        offsets = self.offsets
        return [
            Likeness(offsets[start], max(offsets[end], offsets[end - 1] + 1), score)
            for start, end, score in apart
        ]

    def _folded_offset(self, offset: int) -> int:
        """Where a code point of the text is in the folded one."""
        if isinstance(self.offsets, range):
            return offset
        return bisect_left(self.offsets, offset, 0, len(self.text))

    def _windows(self, wanted: str, low: int, high: int) -> list[tuple[int, int]]:
        """Where many words of ``wanted`` stand together, the most first."""
        if self._steps < 0:
            return []
        self._searches += 1
        seeds = {found[0]: found.start() for found in _SEED.finditer(wanted)}
        longest = sorted(seeds.items(), key=lambda seed: (-len(seed[0]), seed[1]))[:_SEEDS]
        width = max(24, len(wanted) // 2)
        votes: dict[int, float] = {}
        cover: dict[int, int] = {}
        for seed, at in longest:
            hits = self._hits(seed, low, high)
            for bucket in {(hit - at) // width for hit in hits}:
                votes[bucket] = votes.get(bucket, 0.0) + len(seed) / len(hits) ** 0.5
                cover[bucket] = cover.get(bucket, 0) + len(seed)
        self._steps -= 4 * len(votes)
        least = _COVERED * sum(len(seed) for seed, _ in longest)
        both = {
            bucket: votes.get(bucket, 0.0) + votes.get(bucket + 1, 0.0)
            for each, covered in cover.items()
            if 2 * covered >= least  # of two halves one has half of it
            for bucket in (each - 1, each)
            if cover.get(bucket, 0) + cover.get(bucket + 1, 0) >= least
        }
        windows: list[tuple[int, int]] = []
        taken: set[int] = set()
        fewest = _CLOSE * max(both.values(), default=0.0)
        for bucket in sorted(both, key=lambda bucket: (-both[bucket], bucket)):
            if both[bucket] < fewest:
                break
            if bucket in taken:
                continue
            taken |= {bucket - 1, bucket, bucket + 1}
            start = max(low, bucket * width - width // 2)
            end = min(high, (bucket + 2) * width + len(wanted) + width // 2)
            if start < end:
                windows.append((start, end))
            if len(windows) == _WINDOWS:
                break
        return windows

    def _hits(self, seed: str, low: int, high: int) -> Sequence[int]:
        """Where a word stands; nowhere if everywhere."""
        if self._searches > _FEW and self._words is None:
            self._words = {}
            for found in _SEED.finditer(self.text):
                self._words.setdefault(found[0], []).append(found.start())
        hits: list[int]
        if self._words is not None:
            hits = self._words.get(seed, [])
            hits = hits[bisect_left(hits, low) : bisect_left(hits, high)]
            return hits if len(hits) <= _HITS else ()
        hits = []
        at = self.text.find(seed, low, high)
        while at >= 0:
            hits.append(at)
            if len(hits) > _HITS:
                return ()
            at = self.text.find(seed, at + len(seed), high)
        return hits


def _alike(text: str, wanted: str, low: int, high: int) -> Likeness:
    """The part of ``text[low:high]`` that is most like ``wanted``, to whole words."""
    runs = matching(wanted, text[low:high], small=0)
    runs = _dense_part(
        [run for run in runs if run[2] >= _RUN and wanted[run[0] : run[0] + run[2]].strip()],
        len(wanted),
    )
    if not runs:
        return Likeness(low, low, 0.0)
    start, end = low + runs[0][1], low + runs[-1][1] + runs[-1][2]
    while start > low and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < high and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    same = sum(length for _, _, length in runs)
    return Likeness(start, end, same / max(len(wanted), end - start))


def _dense_part(runs: list[tuple[int, int, int]], length: int) -> list[tuple[int, int, int]]:
    """Of runs in order, without those at the ends that too much was inserted before."""
    kept = list(runs)
    for back in (False, True):
        while len(kept) > 1:
            (i, j, before), (at, there, after) = kept[-2:] if back else kept[:2]
            inserted = (there - j) - (at - i)
            if inserted <= max(after if back else before, length // 10):
                break
            kept.pop(-1 if back else 0)
    return kept

"""How fast its user reads, measured by the text that leaves the screen's top. Pure.

A stretch of text is counted once, when it has left the screen upwards by reading on: neither what
was skipped (a jump, a search, the end) nor what stood there while its reader was away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import NamedTuple

USUAL = 230
"""Words a minute of a reader who is not known yet."""
ENOUGH = 2_000
"""Words from which on a pace is believed."""

_RECENT = 60
_SAMPLE_WORDS = 60
_SLOWEST, _FASTEST = 50.0, 1_200.0
_PAUSE = 60.0
_SLOWER = 2.5
"""So much slower than usual a page may be read before the rest counts as a pause."""


class Sample(NamedTuple):
    """A stretch that was read: its words, and the seconds that it took."""

    words: int
    seconds: float


class Pace:
    """The recent samples of one reader in one language.

    Attributes:
        words: All that were ever read, not only in the samples that are kept.
        samples: The recent ones, the last at the end.
    """

    def __init__(self, words: int = 0, samples: Iterable[Sample] = ()) -> None:
        self.words = words
        self.samples = deque((s for s in samples if _is_reading(s)), maxlen=_RECENT)

    @property
    def words_per_minute(self) -> int | None:
        """The median pace of the recent words; ``None`` while too few were read."""
        if self.words < ENOUGH or not self.samples:
            return None
        ordered = sorted(self.samples, key=lambda sample: sample.words / sample.seconds)
        half = sum(sample.words for sample in ordered) / 2
        for sample in ordered:
            half -= sample.words
            if half <= 0:
                break
        return round(60 * sample.words / sample.seconds)

    def add(self, sample: Sample) -> bool:
        """Take a sample; ``False``: nobody reads so fast or so slowly."""
        if not _is_reading(sample):
            return False
        self.words += sample.words
        self.samples.append(sample)
        return True


def _is_reading(sample: Sample) -> bool:
    if sample.seconds <= 0:
        return False
    return _SLOWEST <= 60 * sample.words / sample.seconds <= _FASTEST


class Watch:
    """Watches one article being read and gives its samples to a pace.

    Args:
        pace: Where the samples go.
        count: The words between two offsets of the article.
    """

    def __init__(self, pace: Pace, count: Callable[[int, int], int]) -> None:
        self._pace = pace
        self._count = count
        self._seen: tuple[int, int] | None = None
        self._since = 0.0
        self._read: list[tuple[int, int]] = []
        self._words = 0
        self._seconds = 0.0

    def see(self, first: int, last: int, now: float) -> None:
        """The offsets ``[first, last)`` are on the screen from ``now`` (seconds) on."""
        before, self._seen = self._seen, (first, last)
        if before is not None and first == before[0]:
            return  # another height or width: the same text goes on being read
        waited, self._since = now - self._since, now
        if before is None or not before[0] < first < before[1] or self._was_read(before[0], first):
            self._drop()
            return
        self._note_read(before[0], first)
        words = self._count(before[0], first)
        if waited > self._longest(words + self._count(first, before[1])):
            self._drop()
            return
        self._words += words
        self._seconds += waited
        if self._words >= _SAMPLE_WORDS:
            self._pace.add(Sample(self._words, self._seconds))
            self._drop()

    def _longest(self, words: int) -> float:
        """Seconds that a screen of ``words`` may take; beyond that its reader was away."""
        usual = self._pace.words_per_minute or USUAL
        return _PAUSE + 60 * words * _SLOWER / usual

    def _was_read(self, start: int, end: int) -> bool:
        return any(low < end and start < high for low, high in self._read)

    def _note_read(self, start: int, end: int) -> None:
        if self._read and self._read[-1][1] == start:
            start = self._read.pop()[0]
        self._read.append((start, end))

    def _drop(self) -> None:
        self._words, self._seconds = 0, 0.0

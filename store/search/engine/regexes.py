"""Regular expressions over the texts of a set, newest first, as far as time allows."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress

from store.search import bits
from store.search.engine.sets import NOTHING, Cancelled, Sets
from store.search.engine.view import View
from store.search.language.nodes import Regex
from store.search.texts import patterns

SECONDS = 1.0
"""So long all regular expressions of a query may take together."""

_BATCH = 64
_NOTED = ("", "note", "quote")


class RegexSearch:
    """Looks for regular expressions in texts and annotations.

    Args:
        view: What is indexed.
        texts: Reads the texts of articles.
        cancelled: Asked before every batch.
        clock: Seconds that pass.
        seconds: How long all of it may take.

    Attributes:
        unreached: What was not looked at before time was over.
    """

    def __init__(
        self,
        view: View,
        texts: Callable[[Sequence[str]], Mapping[str, str]],
        cancelled: Callable[[], bool],
        *,
        clock: Callable[[], float] = time.monotonic,
        seconds: float = SECONDS,
    ) -> None:
        self._view = view
        self._texts = texts
        self._cancelled = cancelled
        self._clock = clock
        self._left = seconds
        self.unreached = NOTHING

    def __call__(self, leaf: Regex, bounds: Sets) -> Sets:
        """For what of ``bounds`` it holds.

        Raises:
            Cancelled: Nobody waits for it any more.
        """
        wanted = bounds.articles | self._view.articles(bounds.notes)
        order = sorted(bits.to_ids(wanted), key=self._view.table.ages.__getitem__)
        began = self._clock()
        articles: list[int] = []
        notes: list[int] = []
        done = 0
        if self._left > 0 and order:
            with (
                patterns.Matching(leaf, seconds=self._left) as matching,
                suppress(patterns.PatternTimeoutError),
            ):
                for low in range(0, len(order), _BATCH):
                    if self._cancelled():
                        raise Cancelled
                    if self._clock() - began > self._left:
                        break
                    for number, held, noted in self._batch(
                        leaf, order[low : low + _BATCH], matching
                    ):
                        if held:
                            articles.append(number)
                        notes += noted
                        done += 1
        self._left -= self._clock() - began
        self._unreached(order[done:])
        return Sets(
            bits.from_ids(articles, self._view.texts.size),
            bits.from_ids(notes, self._view.notes.size),
        )

    def notices(self) -> tuple[str, ...]:
        """What should be said of it."""
        left = self.unreached.articles.bit_count()
        if not left:
            return ()
        some = "one article was" if left == 1 else f"{left:,} articles were"
        return (f"the regular expression took too long: {some} not looked at",)

    def _unreached(self, numbers: Sequence[int]) -> None:
        if numbers:
            articles = bits.from_ids(numbers, self._view.texts.size)
            self.unreached |= Sets(articles, self._view.notes_of(articles))

    def _batch(
        self, leaf: Regex, numbers: Sequence[int], matching: patterns.Matching
    ) -> Iterator[tuple[int, bool, list[int]]]:
        """Number, whether the expression is in the article or its notes, and in which of these.

        In an article's title, author, source and text it holds for all its highlights.
        """
        ids = self._view.table.ids
        texts = self._texts([ids[n] for n in numbers]) if leaf.where in ("", "text") else {}
        given: list[str] = []
        sizes: list[tuple[int, list[tuple[int, int]]]] = []
        for number in numbers:
            own = self._own(leaf, number, texts)
            noted = self._noted(leaf, number)
            given += own
            for _, parts in noted:
                given += parts
            sizes.append((len(own), [(note, len(parts)) for note, parts in noted]))
        spans = matching.spans(given)
        for number, (own_size, noted_sizes) in zip(numbers, sizes, strict=True):
            held = _any(spans, own_size)
            notes = [note for note, size in noted_sizes if _any(spans, size)]
            if held and leaf.where not in _NOTED:
                notes = list(self._view.notes_by(number))
            yield number, held or bool(notes), notes

    def _own(self, leaf: Regex, number: int, texts: Mapping[str, str]) -> list[str]:
        """The texts of an article in which it is looked for."""
        head = dict(zip(("title", "author", "source"), self._view.table.head(number), strict=True))
        text = texts.get(self._view.table.ids[number])
        if text is not None:
            head["text"] = text
        return [each for name, each in head.items() if leaf.where in ("", name)]

    def _noted(self, leaf: Regex, number: int) -> list[tuple[int, list[str]]]:
        """The texts of an article's annotations in which it is looked for."""
        if leaf.where not in _NOTED:
            return []
        found = []
        for note in self._view.notes_by(number):
            body = self._view.note(note)
            parts = {
                "quote": [body.quote],
                "note": [body.note],
                "": [body.quote, body.note, *body.tags],
            }
            found.append((note, parts[leaf.where]))
        return found


def _any(spans: Iterator[list[tuple[int, int]]], size: int) -> bool:
    """Whether one of the next ``size`` texts has a match."""
    found = [bool(next(spans)) for _ in range(size)]  # all of them, to get to those behind
    return any(found)

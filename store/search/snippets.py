"""The passages that answer: one line of text around a place where the words stand together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from store.search import analysis
from store.search.forms import ENGLISH
from store.search.language.nodes import Near, Regex, TextField, Words
from store.search.matching import Wanted, field_of, merged
from store.search.prepared import Prepared
from store.search.seeking import Seeker, seeker

WIDTH = 160
"""Code points of a snippet, about."""

_SPAN = 120
_ANCHORS = 4  # so many places of the rarest leaf are looked at for one passage
_BLANKS = re.compile(r"\s+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage as one line.

    Attributes:
        text: The line; ``…`` where the text goes on.
        start: Where the passage is in the text.
        end: Past its last code point.
        matches: Ranges of ``text`` that matched.
        ways: How they differ from what was typed: of ``folded stemmed fuzzy``.
    """

    text: str
    start: int
    end: int
    matches: tuple[Span, ...] = ()
    ways: tuple[str, ...] = ()


class Finder:
    """Finds the passages of a query in texts of one kind.

    Args:
        wanted: The leaves that look for something in texts; a regular expression's matches are
            given with the text, since it may take long.
        field: What the texts are: only leaves that may stand there count.
        languages: The languages whose forms of a word count.
    """

    def __init__(
        self, wanted: Sequence[Wanted], field: TextField, languages: Sequence[str] = (ENGLISH,)
    ) -> None:
        self._sought = [
            (leaf, seeker(leaf, languages))
            for leaf in wanted
            if not isinstance(leaf, Regex) and field_of(leaf) in ("", field)
        ]

    def passages(self, text: str, most: int = 1, given: Sequence[Span] = ()) -> list[Snippet]:
        """The best passages of a text, the best first; none if nothing that is wanted stands there.

        Args:
            text: The text.
            most: So many passages at most; they do not overlap.
            given: Other places that matched (of regular expressions), in order.
        """
        prepared = Prepared(text)
        limit = _ANCHORS * most if len(self._sought) > 1 or most > 1 else 1
        found = [each for _, by in self._sought if (each := _some(by, prepared, limit))]
        if given:
            found.append(list(given[:limit]))
        if not found:
            return []
        found.sort(key=lambda places: (len(places), -places[-1][0]))
        chosen: list[Span] = []
        for places in found:  # of the rarest first
            for span in self._together(text, places):
                if all(abs(span[0] - other[0]) > WIDTH for other in chosen):
                    chosen.append(span)
                if len(chosen) == most:
                    return [self._cut(text, *each, given) for each in chosen]
        return [self._cut(text, *each, given) for each in chosen]

    def around(self, text: str, start: int, end: int) -> Snippet:
        """The passage around a range that somebody else has chosen."""
        return self._cut(text, start, end, ())

    def head(self, text: str) -> Snippet:
        """The start of a text, as a snippet that points nowhere."""
        cut = self._cut(text[: WIDTH * 2], 0, 0, ())
        return Snippet(cut.text, 0, 0, cut.matches, cut.ways)

    def stands_in(self, text: str) -> bool:
        """Whether one of the leaves does."""
        folded = Prepared(text).folded
        return any(
            next(chain(by.exact(folded), by.others(folded)), None) is not None
            for _, by in self._sought
        )

    def count(self, text: str, most: int) -> int:
        """How many places match; ``most`` if there are more."""
        folded = Prepared(text).folded
        places = (
            match[:2]
            for _, by in self._sought
            for match in islice(chain(by.exact(folded), by.others(folded)), most)
        )
        return min(most, len(merged(places)))

    def _together(self, text: str, anchors: Sequence[Span]) -> Iterator[Span]:
        """A range around each anchor with as many leaves as there are near it, the best first."""
        if len(self._sought) < 2:
            yield from anchors
            return
        ranked = []
        for start, end in anchors:
            low = max(0, start - _SPAN)
            piece = Prepared(text[low : end + _SPAN])
            kinds, first, last = 0, start, end
            for _, by in self._sought:
                near = min(
                    (piece.span(match.start, match.end) for match in by.exact(piece.folded)),
                    key=lambda at: abs(at[0] + low - start),
                    default=None,
                )
                if near is not None:
                    kinds += 1
                    first, last = min(first, near[0] + low), max(last, near[1] + low)
            ranked.append((-kinds, last - first, first, last))
        ranked.sort()
        for _, _, first, last in ranked:
            yield first, last

    def _cut(self, text: str, start: int, end: int, given: Sequence[Span]) -> Snippet:
        """About ``WIDTH`` code points of text around a range, cut between words."""
        low = max(0, start - max(0, WIDTH - (end - start)) // 3)
        high = min(len(text), max(end, low + WIDTH))
        low = max(0, min(low, high - WIDTH))
        low, high = _whole_words(text, low, high, start, end)
        passage = text[low:high]
        line = " ".join(passage.split())
        before = "…" if low else ""
        after = "…" if high < len(text) else ""
        spans, ways = self._in_line(line)
        spans += [
            (_in_line(passage, max(0, first - low)), _in_line(passage, min(last, high) - low))
            for first, last in given
            if first < high and last > low
        ]
        shift = len(before)
        matches = tuple((first + shift, last + shift) for first, last in merged(spans))
        return Snippet(f"{before}{line}{after}", low, high, matches, ways)

    def _in_line(self, line: str) -> tuple[list[Span], tuple[str, ...]]:
        """Where the leaves match in a short line, and how."""
        folded, offsets = analysis.folded_map(line)
        spans: list[Span] = []
        ways: dict[str, None] = {}
        for leaf, by in self._sought:
            differs: dict[str, None] = {}
            as_typed = False
            for match in chain(by.exact(folded), by.others(folded)):
                start = offsets[match.start]
                end = max(offsets[match.end], offsets[match.end - 1] + 1)
                spans.append((start, end))
                way = match.way or ("" if _as_typed(leaf, line[start:end]) else "folded")
                if way:
                    differs[way] = None
                else:
                    as_typed = True
            if not as_typed:
                ways |= differs
        return spans, tuple(way for way in ("folded", "stemmed", "fuzzy") if way in ways)


def _some(by: Seeker, prepared: Prepared, limit: int) -> list[Span]:
    """Some places of a leaf in a text: as typed, without folding the text, if there are such."""
    quick = by.quick(prepared.text, limit)
    if quick:
        return quick
    folded = prepared.folded
    found = list(islice(by.exact(folded), limit)) or sorted(islice(by.others(folded), limit))
    return [prepared.span(match.start, match.end) for match in found]


def _as_typed(leaf: Words | Near, found: str) -> bool:
    """Whether the letters of what was found are those that were typed, whatever their case."""
    if isinstance(leaf, Near):
        return True
    typed = leaf.typed or " ".join(leaf.words)
    if found.isascii() and typed.isascii():
        return True
    one, other = (
        "".join(letter for letter in each.casefold() if letter.isalnum()) for each in (typed, found)
    )
    return other.startswith(one) if leaf.prefix else one == other


def _in_line(passage: str, at: int) -> int:
    """Where an offset of a passage is in the line made of it."""
    before = " ".join(passage[:at].split())
    return len(before) + (1 if before and passage[at - 1].isspace() else 0)


def _whole_words(text: str, low: int, high: int, start: int, end: int) -> Span:
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

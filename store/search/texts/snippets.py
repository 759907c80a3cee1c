"""The passages that answer: one line of text around a place where the words stand together."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from store.search.language.nodes import Near, Regex, TextField, Words
from store.search.texts.matching import Wanted, field_of, merged
from store.search.texts.prepared import Prepared
from store.search.texts.seeking import Seeker, seeker
from store.search.words.forms import ENGLISH

WIDTH = 160
"""Code points of a snippet, about."""
LONGEST = 1_000
"""Code points of what matched that are shown: a word without end, or all that a pattern takes."""

_SPAN = 120
_PLACES = 16  # so many places of each leaf are looked at
_IN_LINE = 50  # so many matches of a leaf are shown in one line
_BLANKS = re.compile(r"\s+")

Span = tuple[int, int]
Known = Literal["", "typed", "other"]
"""How a leaf stands in a text: not, as it was typed, only in other forms."""


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
        words = [leaf for leaf in wanted if not isinstance(leaf, Regex)]
        self._sought = [
            (place, leaf, seeker(leaf, languages))
            for place, leaf in enumerate(words)
            if field_of(leaf) in ("", field)
        ]

    def passages(
        self,
        text: str,
        most: int = 1,
        given: Sequence[Span] = (),
        known: Sequence[Known] | None = None,
    ) -> list[Snippet]:
        """The best passages of a text, the best first; none if nothing that is wanted stands there.

        Args:
            text: The text.
            most: So many passages at most; they do not overlap.
            given: Other places that matched (of regular expressions), in order.
            known: What is known already of each leaf that is no regular expression, so that it is
                not looked for in vain.
        """
        prepared = Prepared(text)
        limit = _PLACES if len(self._sought) > 1 else 1 if most == 1 else _PLACES
        found = []
        for place, _, by in self._sought:
            how = "typed" if known is None else known[place]
            places = _some(by, prepared, limit, how) if how else ()
            if places:
                found.append(places)
        if given:
            found.append(given[:limit])
        if most == 1 and len(found) == 1:
            return [self._cut(text, *found[0][0], given)]
        chosen: list[Span] = []
        for span in _clusters(found):
            if all(abs(span[0] - other[0]) > WIDTH for other in chosen):
                chosen.append(span)
                if len(chosen) == most:
                    break
        return [self._cut(text, *each, given) for each in chosen]

    def around(self, text: str, start: int, end: int) -> Snippet:
        """The passage around a range that somebody else has chosen."""
        return self._cut(text, start, end, ())

    def head(self, text: str) -> Snippet:
        """The start of a text, as a snippet that points nowhere."""
        cut = self._cut(text[: WIDTH * 2], 0, 0, ())
        return Snippet(cut.text, 0, 0, cut.matches, cut.ways)

    def _cut(self, text: str, start: int, end: int, given: Sequence[Span]) -> Snippet:
        """About ``WIDTH`` code points of text around a range, cut between words."""
        end = min(end, start + LONGEST)
        low = max(0, start - max(0, WIDTH - (end - start)) // 3)
        high = min(len(text), max(end, low + WIDTH))
        low = max(0, min(low, high - WIDTH))
        low, high = _whole_words(text, low, high, start, end)
        passage = text[low:high]
        line = " ".join(passage.split())
        before = "…" if low else ""
        after = "…" if high < len(text) else ""
        spans, ways = self._in_line(line)
        for first, last in given:
            if first < high and last > low:
                shown = max(0, first - low), min(last, high) - low
                spans.append((_in_line(passage, shown[0]), _in_line(passage, shown[1])))
        shift = len(before)
        matches = tuple([(first + shift, last + shift) for first, last in merged(spans)])
        return Snippet(f"{before}{line}{after}", low, high, matches, ways)

    def _in_line(self, line: str) -> tuple[list[Span], tuple[str, ...]]:
        """Where the leaves match in a short line, and how."""
        prepared = Prepared(line)
        spans: list[Span] = []
        ways: list[str] = []
        for _, leaf, by in self._sought:
            places = [prepared.span(*span) for span in by.exact(prepared, _IN_LINE)]
            others = [prepared.span(*span) for span in by.others(prepared, _IN_LINE)]
            spans += places
            spans += others
            if not places:
                ways += [by.way] if others else []
            elif not line.isascii() and not any(_as_typed(leaf, line[a:b]) for a, b in places):
                ways.append("folded")
        return spans, tuple(ways)


def _clusters(found: Sequence[Sequence[Span]]) -> list[Span]:
    """Ranges with as many leaves as there are near each other, the best first.

    Args:
        found: For every leaf that was found, its first places in order.
    """
    rarest_first = sorted(found, key=lambda places: (len(places), -places[-1][0]))
    ranked: list[tuple[int, int, int, int]] = []
    for rank, anchors in enumerate(rarest_first):
        others = [places for places in rarest_first if places is not anchors]
        for start, end in anchors:
            kinds, first, last = 1, start, end
            for places in others:
                after = bisect_left(places, (start, end))
                for near in places[max(0, after - 1) : after + 1]:
                    if abs(near[0] - start) <= _SPAN:
                        kinds += 1
                        first, last = min(first, near[0]), max(last, near[1])
                        break
            ranked.append((-kinds, last - first if others else 0, first, last))
        if rank == 0 and len(ranked) >= _PLACES // 2:
            break
    ranked.sort()
    return [(first, last) for _, _, first, last in ranked]


def _some(by: Seeker, prepared: Prepared, limit: int, how: Known) -> Sequence[Span]:
    """Some places of a leaf in a text: as typed, without folding the text, if there are such."""
    found: Sequence[Span] = by.quick(prepared.text, limit) if how == "typed" else ()
    if found:
        return found
    found = by.exact(prepared, limit) if how == "typed" else ()
    found = found or sorted(by.others(prepared, limit))
    return [prepared.span(*span) for span in found]


def _as_typed(leaf: Words | Near, found: str) -> bool:
    """Whether the letters of what was found are those that were typed, whatever their case."""
    if isinstance(leaf, Near):
        return True
    typed = leaf.typed or " ".join(leaf.words)
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
        blank_at = max(map(text[tail:high].rfind, " \n\t"))
        high = tail + blank_at if blank_at >= 0 else high
    while low < high and text[low].isspace():
        low += 1
    while high > low and text[high - 1].isspace():
        high -= 1
    return low, high

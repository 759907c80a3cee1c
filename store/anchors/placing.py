"""Where each of many anchors goes, when their text changes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from store.anchors.by_map import ByMap
from store.anchors.by_quote import ByQuote, IsNew
from store.anchors.context import Range, context, reads_as
from store.anchors.target import Found, Target, Weighed
from store.hashing import sha256
from store.model import Anchor, State


class _Place(NamedTuple):
    """Where an anchor is in the old text."""

    range: Range
    reads_as_quote: bool


class Placing:
    """Places the anchors of one text in another one.

    Args:
        old: The text that they count in; ``None``: it was not kept.
        new: The text they shall count in.
        taken: Ranges of ``new`` that belong to other passages.
    """

    def __init__(self, old: str | None, new: str, taken: Iterable[Range] = ()) -> None:
        self._new = new
        self._old = old
        self._sha = _hash(new)
        self._old_sha = "" if old is None else _hash(old)
        self._places: list[_Place | None] = []
        self._claims: dict[Range, set[Range | None]] = {each: {None} for each in taken}

    def place(self, anchors: Sequence[Anchor]) -> list[Anchor]:
        """The anchors in the new text, in the order given."""
        self._places = [self._old_place(anchor) for anchor in anchors]
        done: dict[int, Anchor] = {}
        for index, anchor in enumerate(anchors):
            held = self._held(anchor)
            if held is not None:
                done[index] = held
                if held.state != "unplaced":
                    self._claim(anchor, (held.start, held.end))
        for step in (self._mapped, self._quoted, self._alike):
            rest = {index: each for index, each in enumerate(anchors) if index not in done}
            if not rest:
                break
            for index, found in step(rest):
                done[index] = self._placed(index, anchors[index], found)
        seen = sorted(
            (_last_seen(anchors[index]), after.start)
            for index, after in done.items()
            if after.state != "unplaced"
        )
        return [
            done[index] if index in done else self._unplaced(index, anchor, seen)
            for index, anchor in enumerate(anchors)
        ]

    @cached_property
    def _target(self) -> Target:
        return Target(self._new)

    @cached_property
    def _by_quote(self) -> ByQuote:
        return ByQuote(self._target)

    @cached_property
    def _by_map(self) -> ByMap | None:
        return None if self._old is None else ByMap(self._old, self._target)

    # -- what is known ---------------------------------------------------------------------------

    def _held(self, anchor: Anchor) -> Anchor | None:
        """The anchor itself, if it is in the new text already and says what is true there."""
        start, end = anchor.start, anchor.end
        is_here = anchor.text == self._sha or (self._old == self._new and not anchor.text)
        if is_here and 0 <= start < end <= len(self._new):
            if anchor.state in {"moved", "check"}:
                return anchor
            if reads_as(self._new[start:end], anchor.quote):
                is_placed = anchor.state == "placed"
                return anchor if is_placed else self._at(anchor, (start, end), "placed")
        if anchor.state != "unplaced" or self._old != self._new:
            return None
        # In the same text it would be looked for in vain again.
        near = max(0, min(_last_seen(anchor), len(self._new)))
        return anchor if anchor.near == near else anchor._replace(near=near)

    def _old_place(self, anchor: Anchor) -> _Place | None:
        """Where the anchor is in the old text, if that can be believed."""
        start, end = anchor.start, anchor.end
        if self._old is None or not 0 <= start < end <= len(self._old):
            return None
        if reads_as(self._old[start:end], anchor.quote):
            return _Place((start, end), reads_as_quote=True)
        if anchor.state in {"moved", "check"} and anchor.text in {"", self._old_sha}:
            return _Place((start, end), reads_as_quote=False)
        return None

    # -- the steps: each yields an index and a place for some of the anchors ---------------------

    def _mapped(self, anchors: dict[int, Anchor]) -> Iterable[tuple[int, Found]]:
        """By the map; but a quote that is there again, to the word, comes first."""
        for index, anchor in anchors.items():
            place = self._places[index]
            if self._by_map is None or place is None:
                continue
            found = None
            if not place.reads_as_quote:
                found = self._chosen(index, anchor)
            found = found or self._by_map.find(place.range)
            if found is not None:
                self._claim(anchor, found.range)
                yield index, found

    def _quoted(self, anchors: dict[int, Anchor]) -> Iterable[tuple[int, Found]]:
        """By the quote. The best match takes its place first: a lookalike must not take it."""
        hits = {
            index: self._by_quote.hits(anchor, self._is_new(index, anchor))
            for index, anchor in anchors.items()
            if self._places[index] is None
        }
        for index in sorted(hits, key=lambda index: -hits[index][0][0] if hits[index] else 0.0):
            found = self._choose(index, anchors[index], hits[index])
            if found is not None:
                self._claim(anchors[index], found.range)
                yield index, found

    def _alike(self, anchors: dict[int, Anchor]) -> Iterable[tuple[int, Found]]:
        """By likeness: one may be asked."""
        for index, anchor in anchors.items():
            place = self._places[index]
            if self._by_map is not None and place is not None:
                found = self._by_map.find_alike(place.range)
            else:
                found = self._by_quote.find_alike(anchor)
            if found is not None and self._may_take(anchor, found.range):
                self._claim(anchor, found.range)
                yield index, found

    def _chosen(self, index: int, anchor: Anchor) -> Found | None:
        hits = self._by_quote.hits(anchor, self._is_new(index, anchor))
        return self._choose(index, anchor, hits)

    def _choose(self, index: int, anchor: Anchor, hits: list[Weighed]) -> Found | None:
        are_new = self._is_new(index, anchor) is not None
        may_take = partial(self._may_take, anchor)
        return self._by_quote.choose(anchor, hits, may_take, are_new=are_new)

    def _is_new(self, index: int, anchor: Anchor) -> IsNew | None:
        """Where a passage that was lost may be back: not where another one was before."""
        if self._by_map is None or anchor.state == "placed":
            return None
        place = self._places[index]
        last = self._last_range(anchor) if place is None else place.range
        low, high = self._by_map.map.old.within(*last)
        return partial(self._by_map.map.is_free, low=low, high=high)

    def _last_range(self, anchor: Anchor) -> Range:
        """Where a lost passage stood in the old text, whatever it read there; else empty."""
        inside = 0 <= anchor.start < anchor.end <= len(self._old or "")
        return (anchor.start, anchor.end) if inside and anchor.text == self._old_sha else (0, 0)

    # -- results ---------------------------------------------------------------------------------

    def _claim(self, anchor: Anchor, place: Range) -> None:
        self._claims.setdefault(place, set()).add((anchor.start, anchor.end))

    def _may_take(self, anchor: Anchor, place: Range) -> bool:
        """Whether no other passage has exactly that place."""
        passage = anchor.start, anchor.end
        return self._claims.get(place, {passage}) == {passage}

    def _placed(self, index: int, anchor: Anchor, found: Found) -> Anchor:
        place = self._places[index]
        is_same = found.is_same
        if found.is_sure and place is not None and not place.reads_as_quote:
            is_same = reads_as(self._new[found.start : found.end], anchor.quote)
        state: State = "moved" if found.is_sure and anchor.state != "check" else "check"
        if found.is_sure and is_same:
            state = "placed"
        return self._at(anchor, found.range, state)

    def _at(self, anchor: Anchor, place: Range, state: State) -> Anchor:
        prefix, suffix = context(self._new, *place)
        return Anchor(*place, anchor.quote, prefix, suffix, state, text=self._sha)

    def _unplaced(self, index: int, anchor: Anchor, seen: Sequence[tuple[int, int]]) -> Anchor:
        # One that was written by hand has never been in any text: it was looked for in this one.
        text = anchor.text or (self._sha if self._old is None else "")
        near = self._near(index, anchor, seen)
        return anchor._replace(state="unplaced", near=near, text=text)

    def _near(self, index: int, anchor: Anchor, seen: Sequence[tuple[int, int]]) -> int:
        """Where it would be: after what now stands before it.

        Args:
            index: Which one it is.
            anchor: An anchor without a place.
            seen: Of those that have one, where they were and where they are, in order.
        """
        last = _last_seen(anchor)
        if self._by_map is not None:
            place = self._places[index]
            last = max(0, min(last, len(self._by_map.old)))
            return self._by_map.near(place.range if place is not None else (last, last))
        length = len(self._new)
        after = bisect_right(seen, (last, length))
        low, shift = 0, 0
        if after:
            low, shift = seen[after - 1][1], seen[after - 1][1] - seen[after - 1][0]
        high = seen[after][1] if after < len(seen) else length
        return max(0, min(max(low, last + shift), max(low, high), length))


def _last_seen(anchor: Anchor) -> int:
    return anchor.start if anchor.near is None else anchor.near


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()

"""Where a passage may be, of which only its words and what stood around it are known."""

from __future__ import annotations

from collections.abc import Callable

from store.anchors.context import Range, Surroundings, plain
from store.anchors.likeness import Likeness
from store.anchors.target import HITS, Found, Target, Weighed, sure_one
from store.anchors.text_map import TextMap
from store.anchors.tokens import Tokens, weight
from store.model import Anchor
from store.text.bounds import snap
from store.text.fold import find_folded

_LONG = 25
_SHORT = 20
_LONGEST = 20_000  # of what is compared word by word, with several places
_SCAN = 60_000_000  # characters that are searched for quotes that begin or end within a word
_KEPT, _KEPT_BETWEEN = 0.7, 0.45
_AGREES, _AGREES_WELL = 0.3, 0.6
_MARGIN = 0.1

IsNew = Callable[[int, int], bool]
"""Whether the tokens of a range may be a passage that was not in the text before."""


class ByQuote:
    """Places what is only known by its quote, prefix and suffix."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._scan = _SCAN

    def hits(self, anchor: Anchor, is_new: IsNew | None = None) -> list[Weighed]:
        """Where the quote stands, the best place first."""
        tokens = self._target.tokens
        wanted = self._target.codes(anchor.quote)
        if not wanted:
            return []
        hits = [
            self._target.range(at, at + len(wanted))
            for at in self._all(wanted, anchor)
            if is_new is None or is_new(at, at + len(wanted))
        ]
        if not hits and self._scan > 0:
            self._scan -= len(self._target.text)
            hits = [
                snap(self._target.text, *hit)
                for hit in find_folded(self._target.text, anchor.quote)[:HITS]
                if is_new is None or is_new(*tokens.within(*hit))
            ]
        around = Surroundings(anchor.prefix, anchor.suffix)
        return self._target.weighed(around, hits, (anchor.start, anchor.end))

    def choose(
        self,
        anchor: Anchor,
        hits: list[Weighed],
        may_take: Callable[[Range], bool],
        *,
        are_new: bool,
    ) -> Found | None:
        """The one place that fits, unless another fits nearly as well.

        Args:
            anchor: What is to be placed.
            hits: Where its quote stands, the best place first.
            may_take: Whether a place is free.
            are_new: The hits are all where no other passage was before.
        """
        free = [hit for hit in hits if may_take(hit[1])]
        if not free:
            return None
        best = free[0][1]
        if not (plain(anchor.prefix) or plain(anchor.suffix)) and (
            len(hits) == 1 or best == (anchor.start, anchor.end)
        ):
            return Found(*best, is_same=True)
        # One that was lost is not one that was there all the time.
        is_long = weight(anchor.quote) >= _LONG and (are_new or anchor.state != "unplaced")
        chosen = sure_one(free, is_long=is_long and len(hits) == 1)
        return Found(*chosen, is_same=True) if chosen is not None else None

    def find_alike(self, anchor: Anchor) -> Found | None:
        """The place that reads nearly as the quote did, between nearly the same words."""
        is_fit = weight(anchor.quote) >= _SHORT and len(anchor.quote) <= _LONGEST
        if not is_fit or anchor.state == "unplaced":
            return None
        before, after = anchor.prefix, anchor.suffix
        known = Tokens(before + anchor.quote + after, self._target.table)
        own = len(before), len(before) + len(anchor.quote)
        found = [
            self._compared(known, own, place)
            for place in self._target.folded.most_alike(anchor.quote)
        ]
        found.sort(key=lambda each: -each[0])
        if not found or (len(found) > 1 and found[0][0] - found[1][0] < _MARGIN):
            return None
        return found[0][1]

    def _compared(self, known: Tokens, own: Range, place: Likeness) -> tuple[float, Found | None]:
        """How well a place fits, and what of it is the passage, if it fits well enough."""
        text = self._target.text
        margin = max(own[0], len(known.text) - own[1]) + (own[1] - own[0]) // 2
        begin, end = max(0, place.start - margin), min(len(text), place.end + margin)
        here = TextMap(known, Tokens(text[begin:end], self._target.table))
        low, high = known.within(*own)
        image = here.image(low, high)
        kept = image.survived
        around = known.weight(0, low) + known.weight(high, len(known))
        agrees = 0.0
        if around:
            same = sum(
                known.weight(index, index + 1)
                for index in (*range(low), *range(high, len(known)))
                if here.forward[index] >= 0
            )
            agrees = same / around
        is_it = (kept >= _KEPT and agrees >= _AGREES) or (
            kept >= _KEPT_BETWEEN and agrees >= _AGREES_WELL
        )
        found = None
        if is_it:
            start, stop = here.new.range(image.low, image.high)
            found = Found(*snap(text, begin + start, begin + stop), is_same=False, is_sure=False)
        return kept + agrees, found

    def _all(self, wanted: str, anchor: Anchor) -> list[int]:
        """The tokens that read as ``wanted``; of too many those between the same words."""
        found = self._target.all(wanted)
        if len(found) == HITS:
            for reach in (2, 1):
                before = self._target.codes(anchor.prefix)[-reach:]
                after = self._target.codes(anchor.suffix)[:reach]
                between = self._target.all(before + wanted + after)
                if between:
                    return [at + len(before) for at in between]
        return found

"""The way through all hits: the stops in an article, and from one article to another. Pure."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from store.model import Hit
from tui.searching.answers import Range


class Stop(NamedTuple):
    """One place where the walk stands still.

    Attributes:
        highlight: It is a highlight that answers by its note or tags, not by words in the text.
    """

    start: int
    end: int
    highlight: bool = False


def stops_of(places: Sequence[Range], hits: Sequence[Hit]) -> list[Stop]:
    """The places of the words in an article, and the highlights that answer without them.

    Args:
        places: Where the words stand in the text, in order.
        hits: The article's hits.
    """
    starts = [start for start, _ in places]
    stops = [Stop(start, end) for start, end in places]
    for hit in hits:
        if hit.highlight and hit.start < hit.end:
            first = bisect_left(starts, hit.start)
            if first == len(starts) or starts[first] >= hit.end:
                stops.append(Stop(hit.start, hit.end, highlight=True))
    return sorted(set(stops))


def stop_for(stops: Sequence[Stop], hit: Hit) -> int:
    """The stop that a hit leads to: the first one in it; -1: there is none."""
    if hit.start >= hit.end:
        return 0 if stops else -1
    index = bisect_left(stops, (hit.start,))
    if index < len(stops) and stops[index].start < hit.end:
        return index
    return -1


def beside(stops: Sequence[Stop], start: int, steps: int) -> int:
    """The index of the stop ``steps`` on from an offset (back from it, if negative).

    Returns:
        It may be outside of ``stops``: so many further in another article.
    """
    at = bisect_left(stops, (start,))
    return at + steps - 1 if steps > 0 else at + steps


def way_in(stops: Sequence[Stop], steps: int) -> int:
    """The index of the stop to which ``steps`` lead into an article: from its end if negative.

    Returns:
        It may be outside of ``stops``, as for ``beside``; in an article without stops one step
        leads to 0.
    """
    return steps - 1 if steps > 0 else room_for(stops) + steps


def room_for(stops: Sequence[Stop]) -> int:
    """How many steps it takes through an article; one, if there is no stop in it."""
    return max(1, len(stops))

"""Values of YAML files merged key by key: three-way where the base has the key. Pure.

What equals the base on one side is taken from the other; lists of plain values are merged as sets;
of two that changed differently the later one stays, or that which reads later. So the answer does
not depend on which side is called ``one``, and merging again changes nothing. Without a base
(an empty one) nothing is removed: what only one side has, stays.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from store import kept

ABSENT: Final[Any] = object()
"""The value of a key that is not there."""

Times = tuple[str, str]
"""When one and the other were changed last; ``""``: nobody knows."""

Rule = Callable[[Any, Any, Any, Times], Any]
"""Merges the values of one key: of the base, of one, of the other (each may be ``ABSENT``)."""

UNDATED: Times = ("", "")

_TIME = re.compile(r"[0-9TZ:+. -]{1,40}", re.ASCII)
_ALSO = re.compile(r"\n\n\*Also noted(?: \(([^()\n]*)\))?:\*\n\n")


def merge_mapping(
    base: Mapping[str, Any],
    one: Mapping[str, Any],
    other: Mapping[str, Any],
    times: Times = UNDATED,
    rules: Mapping[str, Rule] | None = None,
) -> dict[str, Any]:
    """Both mappings in one; the keys stand in the order of the later one.

    Args:
        base: What both came from; empty when that is not known.
        one: Either side.
        other: The other one.
        times: When they were changed.
        rules: By key, how its values are merged, where that is not as usual (``merge_value``).
    """
    main, rest = (one, other) if newer(one, other, times) is one else (other, one)
    merged = {}
    for key in kept.joined(main, kept.unknown(rest, main)):
        rule = (rules or {}).get(key, merge_value)
        old, mine, theirs = (side.get(key, ABSENT) for side in (base, one, other))
        value = rule(old, mine, theirs, times)
        if value is not ABSENT:
            merged[key] = value
    return merged


def merge_value(base: Any, one: Any, other: Any, times: Times) -> Any:
    """One value: by key if both are mappings, as sets if they are lists of plain values."""
    if one is ABSENT or other is ABSENT:
        left = other if one is ABSENT else one
        return ABSENT if base is not ABSENT and is_same(left, base) else left
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return merge_mapping(base if isinstance(base, Mapping) else {}, one, other, times)
    if _is_plain(one) and _is_plain(other):
        return merge_sets(base if _is_plain(base) else [], one, other)
    return pick(base, one, other, times)


def pick(base: Any, one: Any, other: Any, times: Times) -> Any:
    """The one of two values that was changed; of two that were, the later."""
    if not is_same(one, other) and base is not ABSENT:
        if is_same(one, base):
            return other
        if is_same(other, base):
            return one
    return newer(one, other, times)


def newer(one: Any, other: Any, times: Times) -> Any:
    """The later of two values; at the same time the one that reads later."""
    keys = [
        (time, _spelled(value), json.dumps(value))
        for time, value in zip(times, (one, other), strict=True)
    ]
    return one if keys[0] >= keys[1] else other


def is_same(one: object, other: object) -> bool:
    """Whether two values read the same; the order of keys does not count."""
    return one is other or (
        one is not ABSENT and other is not ABSENT and _spelled(one) == _spelled(other)
    )


def merge_sets(base: Sequence[Any], one: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """What was added on either side and removed on none.

    The order is that of a side which has all of it; else what the base had comes first, and then
    the others by the alphabet.
    """
    values = {_spelled(value): value for side in (base, one, other) for value in side}
    had, first, second = ([_spelled(value) for value in side] for side in (base, one, other))
    wanted = {
        key for key in (*first, *second) if key not in had or (key in first and key in second)
    }
    whole = [side for side in (first, second) if set(side) == wanted]
    if whole:
        order = max(whole, key=lambda side: (side != sorted(side), side))
    else:
        old = [key for key in had if key in wanted]
        order = [*old, *sorted(wanted - set(old))]
    return [values[key] for key in order]


# -- notes -------------------------------------------------------------------------------------


def merge_notes(base: str, one: str, other: str, times: Times) -> str:
    """Two notes in one. Where both were changed both stay, the newest first, the other marked.

    A note that goes on from where the other ends, or has it among its lines, stands for both. The
    mark says when the other was written, so that a third one finds its place among them.
    """
    if other in (one, base):
        return one
    if one == base:
        return other
    sides = _parts(one, times[0]), _parts(other, times[1])
    gone = {text for text in _parts(base, "") if not all(text in side for side in sides)}
    found: dict[str, str] = {}
    for side in sides:
        for text, time in side.items():
            found[text] = max(time, found.get(text, ""))
    left = [text for text in found if text not in gone]
    left = [text for text in left if not any(_is_within(text, whole) for whole in left)]
    left.sort(key=lambda text: (found[text], text), reverse=True)
    return "".join(left[:1]) + "".join(f"{_mark(found[text])}{text}" for text in left[1:])


def _mark(time: str) -> str:
    return f"\n\n*Also noted{f' ({time})' if time else ''}:*\n\n"


def _parts(note: str, time: str) -> dict[str, str]:
    """The notes that were merged into one, and when each was written."""
    pieces = _ALSO.split(note)
    times = [time, *pieces[1::2]]
    found: dict[str, str] = {}
    for each, written in zip(pieces[::2], times, strict=True):
        text = each.strip("\n")
        if text.strip():
            known = written if written and _TIME.fullmatch(written) else ""
            found[text] = max(known, found.get(text, ""))
    return found


def _is_within(text: str, whole: str) -> bool:
    """Whether ``whole`` has ``text`` from the beginning of a line to the end of a word."""
    if len(text) >= len(whole):
        return False
    start = whole.find(text)
    while start >= 0:
        end = start + len(text)
        at_word_end = end == len(whole) or not (whole[end].isalnum() and text[-1].isalnum())
        if at_word_end and (start == 0 or whole[start - 1] == "\n"):
            return True
        start = whole.find(text, start + 1)
    return False


# -- inside ------------------------------------------------------------------------------------


def _is_plain(value: object) -> bool:
    return isinstance(value, list | tuple) and not any(
        isinstance(item, Mapping | list | tuple) for item in value
    )


def _spelled(value: object) -> str:
    return json.dumps(value, sort_keys=True)

"""What may follow a field of days or numbers: one of them, ``>1000``, ``500..2000``. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

from store.search.language.dates import period_of, typed_so_far

Bound = TypeVar("Bound", date, int)
Ends = tuple[Bound | None, Bound | None]
"""The least that holds, and the first that does not hold any more; ``None``: no bound."""

_COMPARED = re.compile(r"\s*(>=|<=|>|<|=|)\s*(.*)", re.DOTALL)
_NUMBER = re.compile(r"([0-9][0-9,_]*(?:\.[0-9]{0,9})?)(k|m|)", re.IGNORECASE)
_TIMES = {"": 1, "k": 1_000, "m": 1_000_000}
_DIGITS = 15
_OPEN = ("", "*")

NUMBER_HINT = "as >1000, <=3, 500..2000 or 2k"


def days(typed: str, today: date, *, typing: bool) -> Ends[date] | None:
    """The days that are asked for; ``None``: too little is typed to say.

    Args:
        typed: What stands behind the colon.
        today: The day that ``today`` means.
        typing: It stands at the end of the line, and may go on.

    Raises:
        ValueError: It is no date, with the reason.
    """

    def read(text: str, *, last: bool) -> tuple[Ends[date], bool] | None:
        if typing and last:
            found = typed_so_far(text, today)
            return None if found is None else ((found.low, found.high), found.ago)
        found = period_of(text, today)
        if found is None:
            raise ValueError(f"{text} is no date" if text else "a date is missing")
        return (found.low, found.high), found.ago

    return _ends(typed, read, typing=typing)


def numbers(typed: str, *, typing: bool) -> Ends[int] | None:
    """The numbers that are asked for; ``None``: too little is typed to say.

    Raises:
        ValueError: It is no number, with the reason.
    """

    def read(text: str, *, last: bool) -> tuple[Ends[int], bool] | None:
        found = _NUMBER.fullmatch(text)
        if found is None:
            if not text and typing and last:
                return None
            raise ValueError(f"{text} is no number" if text else "a number is missing")
        whole = found[1].replace(",", "").replace("_", "")
        if len(whole.partition(".")[0]) > _DIGITS:
            raise ValueError(f"{text[:40]} is too large")
        number = int(float(whole) * _TIMES[found[2].lower()])
        return (number, number + 1), False

    return _ends(typed, read, typing=typing)


def _ends(
    typed: str, read: Callable[..., tuple[Ends[Bound], bool] | None], *, typing: bool
) -> Ends[Bound] | None:
    """What ``typed`` means, when ``read`` gives the ends of a single value.

    ``read`` also tells whether a value alone means everything from there on.
    """
    text = typed.strip()
    first, dots, second = text.partition("..")
    if dots:
        return _between(first.strip(), second.strip(), read, typing=typing)
    compared = _COMPARED.fullmatch(text)
    sign, value = (compared[1], compared[2]) if compared else ("", text)
    shortened = value.rstrip(".") if typing else value  # the first of two dots
    one = None if typing and shortened == "*" else read(shortened, last=True)
    if one is None:
        return None
    (low, high), since = one
    if sign in {">", "<="}:
        if high is None:
            raise ValueError(f"nothing can be after {value}")
        return (high, None) if sign == ">" else (None, high)
    if sign in {">=", "<"}:
        return (low, None) if sign == ">=" else (None, low)
    return (low, None) if since and not sign else (low, high)


def _between(
    first: str,
    second: str,
    read: Callable[..., tuple[Ends[Bound], bool] | None],
    *,
    typing: bool,
) -> Ends[Bound] | None:
    """``first..second``, either of them may be missing."""
    from_ = None if first in _OPEN else read(first, last=False)
    second = second.lstrip(".") if typing else second
    to = None if second in _OPEN else read(second, last=True)
    low = from_[0][0] if from_ else None
    high = to[0][1] if to else None
    if from_ is None and to is None:
        if typing:
            return None
        raise ValueError("a range has a beginning, an end, or both")
    if low is not None and high is not None and high <= low:
        if not typing:
            raise ValueError("the range ends before it begins")
        high = None
    return low, high

"""Days as they are typed: ``2024``, ``2024-01``, ``2w..``, ``last week``, ``>=2023``. Pure.

A period is a half-open range of days. Weeks begin on Monday.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import MAXYEAR, MINYEAR, date, timedelta
from typing import NamedTuple


class Period(NamedTuple):
    """Days from ``low`` on, before ``high``; ``None``: no bound.

    Attributes:
        ago: It was typed as so much time ago: alone it means since then.
    """

    low: date | None
    high: date | None
    ago: bool = False


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
)  # fmt: skip
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_UNITS = {
    "d": "day", "day": "day", "days": "day", "w": "week", "week": "week", "weeks": "week",
    "m": "month", "mo": "month", "month": "month", "months": "month",
    "y": "year", "year": "year", "years": "year",
}  # fmt: skip
_GAP = r"[\s_-]*"
_DATE = re.compile(r"([0-9]{4})(?:[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?)?")
_AGO = re.compile(rf"([0-9]{{1,5}}){_GAP}([a-z]+)(?:{_GAP}ago)?")
_SINCE = re.compile(rf"(?:last|past){_GAP}([0-9]{{1,5}}){_GAP}([a-z]+)")
_CALENDAR = re.compile(rf"(this|last){_GAP}(week|month|year)")
_NAMED = re.compile(rf"([a-z]{{3,9}})(?:{_GAP}([0-9]{{4}}))?")
_SHORTENED = re.compile(r"[0-9]{0,3}|([0-9]{4})[-/.]0?|([0-9]{4}[-/.][0-9]{1,2})[-/.]0?")
_LONG_AGO = re.compile(rf"((?:last|past){_GAP})?(?:[0-9]{{1,5}}{_GAP})?([a-z]*)")
_BEGUN_AGO = re.compile(r"(?<=[a-z0-9])[\s_-]+a(?:g|go)?\Z")
_BEGUN_YEAR = re.compile(r"(?<=[a-z])[\s_-]*[0-9]{1,3}\Z")
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _MONTHS)
_UNQUOTED = re.compile(
    r"(?:[<>]=?|=)?(?:"
    r"(?:last|past)[ \t]+[0-9]{1,3}(?:[ \t]+[a-z]+|[ \t]*\Z)"
    r"|(?:this|last|past)[ \t]+[a-z]+"
    rf"|(?:{_MONTH})[ \t]+(?:[0-9]{{4}}|[0-9]{{1,3}}[ \t]*\Z)"
    r"|[0-9]{1,3}[ \t]+(?:(?:day|week|month|year)s?(?:[ \t]+ago)?|[a-z]{1,6}[ \t]*\Z))"
    r"(?=\.\.|[\s)]|\Z)",
    re.IGNORECASE,
)

HINT = "as 2024, 2024-01, 2024-01-31, 2w, today, last week, or two of them as 2023..2024-06"


def blanks_inside(line: str, at: int) -> int:
    """Where a date ends that begins at ``at`` and has blanks in it; ``at`` if it is none."""
    found = _UNQUOTED.match(line, at)
    return found.end() if found else at


def period_of(typed: str, today: date) -> Period | None:
    """The days that are meant by one date; ``None`` if it is none.

    Raises:
        ValueError: There is no such day.
    """
    text = typed.strip().casefold()
    for reading in (_written, _ago, _calendar, _named):
        found = reading(text, today)
        if found is not None:
            return found
    return None


def typed_so_far(typed: str, today: date) -> Period | None:
    """The days that are meant by a date that is being typed, by what is whole of it.

    ``None``: nothing is, but it may become a date.

    Raises:
        ValueError: It cannot become one.
    """
    text = typed.strip().casefold()
    shortened = _SHORTENED.fullmatch(text)
    if shortened:
        whole = shortened[1] or shortened[2]
        return period_of(whole, today) if whole else None
    found = period_of(text, today)
    for behind in (_BEGUN_AGO, _BEGUN_YEAR):
        found = found or period_of(behind.sub("", text), today)
    if found is not None:
        return found
    begun = [word for word in _words() if word.startswith(text)]
    if len(begun) == 1 and len(text) > 1:
        return period_of(begun[0], today)
    ago = _LONG_AGO.fullmatch(text)
    if begun or "past".startswith(text) or (ago and any(u.startswith(ago[2]) for u in _UNITS)):
        return None
    raise ValueError(f"{typed.strip()} is no date")


def _words() -> Iterator[str]:
    yield from ("today", "yesterday", "this week", "this month", "this year")
    yield from ("last week", "last month", "last year")
    yield from _WEEKDAYS
    yield from _MONTHS


def _written(text: str, _: date) -> Period | None:
    """``2024``, ``2024-01``, ``2024-01-31``."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    year, month, day = int(found[1]), int(found[2] or 0), int(found[3] or 0)
    if year < MINYEAR or (found[2] and not 1 <= month <= 12):
        raise ValueError(f"there is no {text}")
    if not month:
        return Period(date(year, 1, 1), date(year + 1, 1, 1) if year < MAXYEAR else None)
    if not found[3]:
        return _month(year, month)
    if not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(f"there is no {text}")
    return _day(date(year, month, day))


def _ago(text: str, today: date) -> Period | None:
    """``3d``, ``2 weeks ago``, ``last 2 weeks``."""
    found = _AGO.fullmatch(text) or _SINCE.fullmatch(text)
    unit = _UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        return None
    day = _back(today, int(found[1]), unit)
    if day is None:
        raise ValueError(f"{text} is too long ago")
    return Period(day, _after(day), ago=True)


def _back(today: date, count: int, unit: str) -> date | None:
    """The day so long ago; ``None``: before all calendars."""
    try:
        if unit in {"day", "week"}:
            return today - timedelta(days=count * (7 if unit == "week" else 1))
        months = today.year * 12 + today.month - 1 - count * (12 if unit == "year" else 1)
        year, month = months // 12, months % 12 + 1
        return date(year, month, min(today.day, monthrange(year, month)[1]))
    except (OverflowError, ValueError):
        return None


def _calendar(text: str, today: date) -> Period | None:
    """``today``, ``yesterday``, ``this month``, ``last week``."""
    if text in {"today", "yesterday"}:
        return _day(today if text == "today" else today - timedelta(days=1))
    found = _CALENDAR.fullmatch(text)
    if found is None:
        return None
    last = found[1] == "last"
    if found[2] == "week":
        monday = today - timedelta(days=today.weekday() + (7 if last else 0))
        return Period(monday, monday + timedelta(days=7))
    if found[2] == "year":
        return _written(f"{today.year - last:04}", today)
    first = date(today.year, today.month, 1)
    first = (first - timedelta(days=1)).replace(day=1) if last else first
    return _month(first.year, first.month)


def _named(text: str, today: date) -> Period | None:
    """``monday``, ``jan``, ``march 2024``: the last one that has begun."""
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    name, year = found[1], found[2]
    weekdays = [at for at, known in enumerate(_WEEKDAYS) if known.startswith(name)]
    if weekdays and not year:
        return _day(today - timedelta(days=(today.weekday() - weekdays[0]) % 7))
    months = [at for at, known in enumerate(_MONTHS, 1) if known.startswith(name)]
    if not months:
        return None
    month = months[0]
    if year:
        return _written(f"{year}-{month}", today)
    return _month(today.year - (month > today.month), month)


def _month(year: int, month: int) -> Period:
    first = date(year, month, 1)
    if (year, month) == (MAXYEAR, 12):
        return Period(first, None)
    return Period(first, date(year + month // 12, month % 12 + 1, 1))


def _day(day: date) -> Period:
    return Period(day, _after(day))


def _after(day: date) -> date | None:
    return day + timedelta(days=1) if day < date.max else None

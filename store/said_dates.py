"""Which day, or which moment, is meant by a date as people and programs write it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache, lru_cache

_NAMES = (
    "jan january januar jänner janvier enero gennaio",
    "feb february februar février febrero febbraio",
    "mar march märz mrz mars marzo",
    "apr april avril abril aprile",
    "may mai mayo maggio",
    "jun june juni juin junio giugno",
    "jul july juli juillet julio luglio",
    "aug august août agosto",
    "sep sept september septembre septiembre settembre",
    "oct october oktober okt octobre octubre ottobre",
    "nov november novembre noviembre",
    "dec december dezember dez décembre diciembre dicembre",
)


def moment(said: str) -> int | None:
    """Seconds since 1970 of a time such as ``2026-01-02T03:04:05Z``; ``None`` if it is none.

    What names no zone is meant in the user's, and a day alone its first moment there.
    """
    try:
        return int(datetime.fromisoformat(said).timestamp())
    except (ValueError, OverflowError, OSError):
        day = first_day(said)
        return None if day is None else start_of(day)


def start_of(day: int) -> int:
    """Seconds since 1970 of the first moment of a day (``date.toordinal``) in the user's zone."""
    midnight = datetime.combine(date.fromordinal(day), datetime.min.time())
    try:
        return int(midnight.timestamp())
    except (ValueError, OverflowError, OSError):  # where no zone reaches: years 1 and 9999
        return int(midnight.replace(tzinfo=UTC).timestamp())


@lru_cache(maxsize=1024)
def first_day(said: str) -> int | None:
    """The first day that may be meant, as ``date.toordinal``; ``None`` if none is.

    A year or a month alone begins with its first day; ``3/4/2024`` may be the third of April or the
    fourth of March. A moment with a zone is on the day that it is in the user's.
    """
    text = said.strip()
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return next((day.toordinal() for day in _readings(text.casefold())), None)
    try:
        return (found.astimezone() if found.tzinfo else found).toordinal()
    except (ValueError, OverflowError, OSError):
        return found.toordinal()


def _readings(text: str) -> Iterator[date]:
    """The days that ``text`` may mean, the most likely one first."""
    numbers, either_way, names, year = _patterns()
    for match in numbers.finditer(text):
        yield from _day(match[1], match[2], match[3] or 1)
    for match in either_way.finditer(text):
        first, mark, second, in_year = match.groups()
        ways = [_day(in_year, second, first)]
        if mark == "/":
            ways.append(_day(in_year, first, second))
        yield from sorted(day for way in ways for day in way)
    for match in names.finditer(text):
        before, name, after, in_year = match.groups()
        yield from _day(in_year, _months().get(name, 0), before or after or 1)
    for match in year.finditer(text):
        yield from _day(match[0], 1, 1)


def _day(year: str, month: str | int, day: str | int) -> list[date]:
    """The day, if there is one."""
    try:
        return [date(int(year), int(month), int(day))]
    except ValueError:
        return []


@cache
def _months() -> dict[str, int]:
    return {name: month for month, names in enumerate(_NAMES, 1) for name in names.split()}


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Made when the first such date is met: years first, years last, months by name, a year."""
    names = "|".join(sorted(_months(), key=len, reverse=True))
    return (
        re.compile(
            r"(?<!\d)(\d{4})\s?[-/.年]\s?(\d{1,2})(?!\d)(?:\s?[-/.月]\s?(\d{1,2})(?!\d))?",
        ),
        re.compile(r"(?<!\d)(\d{1,2})([/.])\s?(\d{1,2})[/.]\s?(\d{4})(?!\d)"),
        re.compile(
            r"(?:(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|\.|º)?[\s-]+(?:de\s+)?)?"
            rf"(?<!\w)({names})\.?(?:\s+(\d{{1,2}})(?:st|nd|rd|th)?)?,?[\s-]+(?:de\s+|del\s+)?"
            r"(\d{4})(?!\d)",
        ),
        re.compile(r"(?<!\d)[12]\d{3}(?!\d)"),
    )

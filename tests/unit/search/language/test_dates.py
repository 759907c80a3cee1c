"""Days and numbers as they are typed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import QueryError
from store.search.language.parser import parse
from tests.unit.search.language.shown import shown

TODAY = date(2026, 5, 20)  # a Wednesday


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-02", "2024-02-01", "2024-03-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-2", "2024-02-01", "2024-03-01"),
        ("2024/02/29", "2024-02-29", "2024-03-01"),
        ("2024.02.29", "2024-02-29", "2024-03-01"),
        ("2024-12-31", "2024-12-31", "2025-01-01"),
        ("today", "2026-05-20", "2026-05-21"),
        ("Yesterday", "2026-05-19", "2026-05-20"),
        ('"this week"', "2026-05-18", "2026-05-25"),
        ("this week", "2026-05-18", "2026-05-25"),
        ("last week", "2026-05-11", "2026-05-18"),
        ("last_week", "2026-05-11", "2026-05-18"),
        ("last-week", "2026-05-11", "2026-05-18"),
        ("lastweek", "2026-05-11", "2026-05-18"),
        ('"last week"', "2026-05-11", "2026-05-18"),
        ("this month", "2026-05-01", "2026-06-01"),
        ("last month", "2026-04-01", "2026-05-01"),
        ("this year", "2026-01-01", "2027-01-01"),
        ("last year", "2025-01-01", "2026-01-01"),
        ("monday", "2026-05-18", "2026-05-19"),
        ("wed", "2026-05-20", "2026-05-21"),
        ("thursday", "2026-05-14", "2026-05-15"),
        ("may", "2026-05-01", "2026-06-01"),
        ("june", "2025-06-01", "2025-07-01"),
        ("march2024", "2024-03-01", "2024-04-01"),
        ('"Mar 2024"', "2024-03-01", "2024-04-01"),
        ("march 2024", "2024-03-01", "2024-04-01"),
        (">=mar 2024", "2024-03-01", ""),
        # so long ago: since then
        ("3d", "2026-05-17", ""),
        ("2w", "2026-05-06", ""),
        ("2w..", "2026-05-06", ""),
        ("1m", "2026-04-20", ""),
        ("15mo", "2025-02-20", ""),
        ("1y", "2025-05-20", ""),
        ("2 weeks", "2026-05-06", ""),
        ('"2 weeks ago"', "2026-05-06", ""),
        ("2 weeks ago", "2026-05-06", ""),
        ("last 10 days", "2026-05-10", ""),
        ("past 2 months", "2026-03-20", ""),
        # compared
        (">2024-01", "2024-02-01", ""),
        (">=2024-01", "2024-01-01", ""),
        ("<2023", "", "2023-01-01"),
        ("<=2023", "", "2024-01-01"),
        ("=2023", "2023-01-01", "2024-01-01"),
        (">2w", "2026-05-07", ""),
        ("=3d", "2026-05-17", "2026-05-18"),
        (">yesterday", "2026-05-20", ""),
        # from, to
        ("..2023", "", "2024-01-01"),
        ("2023..", "2023-01-01", ""),
        ("2024..*", "2024-01-01", ""),
        ("*..2023", "", "2024-01-01"),
        ("2024-01..2024-06", "2024-01-01", "2024-07-01"),
        ("2024-01-05..2024-01-05", "2024-01-05", "2024-01-06"),
        ("2w..1w", "2026-05-06", "2026-05-14"),
        ("2023..today", "2023-01-01", "2026-05-21"),
        ("9999", "9999-01-01", ""),
        ("9999-12-31", "9999-12-31", ""),
    ],
)
def test_days(typed: str, low: str, high: str) -> None:
    assert shown(parse(f"added:{typed} x", TODAY)) == f"added[{low},{high}) & x*"
    assert shown(parse(f"added:{typed}", TODAY)) == f"added[{low},{high})"
    assert shown(parse(f"(added:{typed})", TODAY)) == f"added[{low},{high})"
    for end in range(len(typed)):
        parse(f"added:{typed[:end]}", TODAY)  # nothing is wrong on the way to it


@pytest.mark.parametrize("name", ["published", "read", "marked", "saved", "date"])
def test_every_field_of_days(name: str) -> None:
    canonical = "added" if name in {"saved", "date"} else name
    assert shown(parse(f"{name}:2024", TODAY)) == f"{canonical}[2024-01-01,2025-01-01)"
    assert shown(parse(f"{name}:(2023 OR last year) x", TODAY)) == (
        f"({canonical}[2023-01-01,2024-01-01) | {canonical}[2025-01-01,2026-01-01)) & x*"
    )


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("2", "nothing"),
        ("202", "nothing"),
        ("2024-", "added[2024-01-01,2025-01-01)"),
        ("2024-0", "added[2024-01-01,2025-01-01)"),
        ("2024-1", "added[2024-01-01,2024-02-01)"),
        ("2024-01-", "added[2024-01-01,2024-02-01)"),
        ("2024-01-0", "added[2024-01-01,2024-02-01)"),
        ("2024-01-3", "added[2024-01-03,2024-01-04)"),
        ("2024.", "added[2024-01-01,2025-01-01)"),
        ("2024..2", "added[2024-01-01,)"),
        ("2024-06..2024-0", "added[2024-06-01,2025-01-01)"),
        ("2024-06..2023", "added[2024-06-01,)"),
        ("..2", "nothing"),
        ("to", "added[2026-05-20,2026-05-21)"),
        ("t", "nothing"),
        ("last", "nothing"),
        ("last w", "added[2026-05-11,2026-05-18)"),
        ("last 3", "nothing"),
        ("last 3 w", "added[2026-04-29,)"),
        ("past", "nothing"),
        ("3", "nothing"),
        ("3 we", "nothing"),
        ('"3 weeks a', "added[2026-04-29,)"),
        ("mar 20", "added[2026-03-01,2026-04-01)"),
        (">", "nothing"),
        (">2", "nothing"),
        ('"', "nothing"),
    ],
)
def test_a_date_that_is_being_typed(typed: str, asked: str) -> None:
    assert shown(parse(f"added:{typed}", TODAY)) == asked


@pytest.mark.parametrize(
    "typed",
    ["soon", "3h", "20 x", "2024-00", "2024-1-32", "0000", "2023-02-29", "last x", "1..2..3",
     "99999y", ">9999", "2024-01-01-01", "²d", "١٢", "-3d"],
)  # fmt: skip
def test_what_is_no_date(typed: str) -> None:
    with pytest.raises(QueryError, match=r"^added: ") as caught:
        parse(f"added:{typed} x y z", TODAY)
    assert "2024-01" in caught.value.hint


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("1000", "1000", "1001"),
        ("1,000", "1000", "1001"),
        (">1000", "1001", ""),
        (">=1000", "1000", ""),
        ("<1000", "", "1000"),
        ("<=1000", "", "1001"),
        ("500..2000", "500", "2001"),
        ("500..", "500", ""),
        ("..2000", "", "2001"),
        (">1k", "1001", ""),
        ("1.5K..2k", "1500", "2001"),
        ("<1m", "", "1000000"),
        ("0", "0", "1"),
    ],
)
def test_numbers(typed: str, low: str, high: str) -> None:
    for name in ("words", "highlights"):
        assert shown(parse(f"{name}:{typed} x", TODAY)) == f"{name}[{low},{high}) & x*"


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        (">", "nothing"),
        ("500.", "words[500,501)"),
        ("500..2", "words[500,)"),
        ("500..2000", "words[500,2001)"),
        ("1.", "words[1,2)"),
        ("*", "nothing"),
    ],
)
def test_a_number_that_is_being_typed(typed: str, asked: str) -> None:
    assert shown(parse(f"words:{typed}", TODAY)) == asked


@pytest.mark.parametrize("typed", ["many", "-3", "1..2..3", "9" * 20, "٣", "1kk", ">>1"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(QueryError, match=r"^words: ") as caught:
        parse(f"words:{typed} x", TODAY)
    assert "500..2000" in caught.value.hint


DAYS = st.dates(date(1, 1, 2), date(9998, 12, 30))


@given(DAYS, DAYS)
def test_any_day_and_any_two(one: date, other: date) -> None:
    first, last = sorted((one, other))
    after = last + timedelta(days=1)
    query = parse(f"added:{first.isoformat()}..{last.isoformat()} x", TODAY)
    assert shown(query) == f"added[{first.isoformat()},{after.isoformat()}) & x*"


@given(
    DAYS, st.sampled_from(["this week", "last week", "this month", "last month", "monday", "may"])
)
def test_periods_by_name_on_any_day(today: date, name: str) -> None:
    said = shown(parse(f"added:{name}", today)).removeprefix("added[").removesuffix(")")
    low, high = map(date.fromisoformat, said.split(","))
    assert low <= today
    assert (high - low).days in {1, 7, 28, 29, 30, 31}
    if name.startswith("this"):
        assert low <= today < high
    if name.startswith("last"):
        assert high <= today

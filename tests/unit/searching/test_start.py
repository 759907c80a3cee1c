"""What is offered while nothing is typed."""

from __future__ import annotations

from tui.searching.start import SHOWN, Saved, Start, start_rows

START = Start(("kettle", "tag:coast is:unread", "lamp"), (Saved("Coast", "tag:coast", 1200),))


def titles(start: Start, typed: str = "") -> list[str]:
    return [row.title for row in start_rows(start, typed)]


def test_saved_searches_stand_below_earlier_ones() -> None:
    rows = start_rows(START)
    assert [row.title for row in rows] == [
        "Earlier searches", "kettle", "tag:coast is:unread", "lamp", "", "Saved searches", "Coast",
    ]  # fmt: skip
    assert (rows[-1].line, rows[-1].tail, rows[-1].about) == ("tag:coast", "1,200", "tag:coast")
    assert not rows[0].line
    assert rows[1].line == "kettle"


def test_what_is_typed_narrows_them() -> None:
    assert titles(START, "COAST") == [
        "Earlier searches", "tag:coast is:unread", "", "Saved searches", "Coast",
    ]  # fmt: skip
    assert titles(START, "lamp") == ["Earlier searches", "lamp"]
    assert titles(START, "zebra") == []


def test_a_search_is_listed_once_and_not_too_many_of_them() -> None:
    saved = (Saved("tag:coast", "tag:coast"),)
    rows = start_rows(Start(("tag:coast",), saved))
    assert [row.title for row in rows] == ["Saved searches", "tag:coast"]
    assert rows[1].about == rows[1].tail == ""
    many = Start([str(number) for number in range(99)])
    assert len(start_rows(many)) == SHOWN + 1

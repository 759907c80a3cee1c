"""The stops in an article, and where steps lead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.model import Hit
from tui.searching.walk import Stop, beside, room_for, stop_for, stops_of, way_in

PLACES = [(10, 14), (30, 34), (90, 95)]


def hit(start: int, end: int, highlight: str = "") -> Hit:
    return Hit("a", "A", 1.0, "", start, end, "highlight" if highlight else "article", highlight)


def test_a_highlight_that_answers_by_its_note_is_a_stop_of_its_own() -> None:
    stops = stops_of(PLACES, [hit(0, 100), hit(28, 40, "h1"), hit(50, 60, "h2")])
    assert stops == [Stop(10, 14), Stop(30, 34), Stop(50, 60, highlight=True), Stop(90, 95)]


def test_what_points_nowhere_is_none() -> None:
    assert stops_of([], [hit(0, 0), hit(0, 0, "h1")]) == []


def test_the_stop_of_a_hit() -> None:
    stops = stops_of(PLACES, [hit(50, 60, "h2")])
    assert stop_for(stops, hit(20, 100)) == 1
    assert stop_for(stops, hit(50, 60, "h2")) == 2
    assert stop_for(stops, hit(15, 20)) == -1
    assert stop_for(stops, hit(0, 0)) == 0
    assert stop_for([], hit(0, 0)) == -1


def test_from_an_offset_on_and_back() -> None:
    stops = stops_of(PLACES, [])
    assert beside(stops, 0, 1) == 0
    assert beside(stops, 10, 1) == 0
    assert beside(stops, 11, 1) == 1
    assert beside(stops, 11, 3) == 3
    assert beside(stops, 90, -1) == 1
    assert beside(stops, 5, -2) == -2


@given(st.integers(0, 6), st.integers(1, 9))
def test_the_way_in_and_the_way_back_are_the_same(count: int, steps: int) -> None:
    stops = [Stop(index * 10, index * 10 + 3) for index in range(count)]
    room = room_for(stops)
    assert room == max(1, count)
    assert way_in(stops, steps) == steps - 1
    assert way_in(stops, -steps) == room - steps

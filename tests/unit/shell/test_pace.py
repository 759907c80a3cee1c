"""The reader's own pace: what is counted, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.pace import ENOUGH, Pace, Sample, Watch

LETTERS = 6
"""Offsets a word takes in these tests."""


def words(start: int, end: int) -> int:
    return (end - start) // LETTERS


def page(number: int, size: int = 300) -> tuple[int, int]:
    """The offsets of a page of ``size`` words."""
    return number * size * LETTERS, (number + 1) * size * LETTERS + 60


def reads(watch: Watch, seconds: list[float], size: int = 300) -> None:
    now = 0.0
    watch.see(*page(0, size), now)
    for number, each in enumerate(seconds, 1):
        now += each
        watch.see(*page(number, size), now)


def test_nothing_is_believed_before_enough_was_read() -> None:
    pace = Pace()
    reads(Watch(pace, words), [60.0] * 6)
    assert pace.words == 1800 < ENOUGH
    assert pace.words_per_minute is None
    reads(Watch(pace, words), [60.0] * 2)
    assert pace.words_per_minute == 300


def test_a_paragraph_at_a_time_is_the_same() -> None:
    pace = Pace()
    watch = Watch(pace, words)
    for step in range(120):
        watch.see(step * 20 * LETTERS, step * 20 * LETTERS + 1800, step * 6.0)
    assert pace.words_per_minute == 200


def test_skimming_and_pauses_do_not_count() -> None:
    pace = Pace()
    reads(Watch(pace, words), [60.0] * 10)
    before = (pace.words, list(pace.samples))
    reads(Watch(pace, words), [0.4] * 30)
    reads(Watch(pace, words), [1800.0] * 3)
    assert (pace.words, list(pace.samples)) == before


def test_one_long_stay_does_not_move_the_median() -> None:
    pace = Pace()
    reads(Watch(pace, words), [60.0] * 5 + [150.0] + [60.0] * 5)
    assert pace.words_per_minute == 300


def test_a_jump_is_not_reading() -> None:
    pace = Pace()
    watch = Watch(pace, words)
    watch.see(*page(0), 0.0)
    watch.see(*page(20), 60.0)  # to the end
    watch.see(*page(0), 61.0)  # and back
    assert pace.words == 0
    watch.see(*page(1), 121.0)
    assert pace.words == 300


def test_what_is_read_again_does_not_count_again() -> None:
    pace = Pace()
    watch = Watch(pace, words)
    for number, now in ((0, 0.0), (1, 60.0), (2, 120.0), (1, 121.0), (0, 122.0), (1, 140.0)):
        watch.see(*page(number), now)
    assert pace.words == 600
    watch.see(*page(2), 150.0)
    watch.see(*page(3), 210.0)
    assert pace.words == 900


def test_another_height_goes_on_with_the_same_page() -> None:
    pace = Pace()
    watch = Watch(pace, words)
    watch.see(0, 2000, 0.0)
    watch.see(0, 1900, 50.0)
    watch.see(300 * LETTERS, 3700, 60.0)
    assert list(pace.samples) == [Sample(300, 60.0)]


def test_recent_samples_count_and_damaged_ones_do_not() -> None:
    pace = Pace(9000, [Sample(100, 60.0)] * 100)
    assert len(pace.samples) == 60
    for _ in range(40):
        assert pace.add(Sample(100, 20.0))
    assert pace.words_per_minute == 300
    assert list(Pace(1, [Sample(5, 0.0), Sample(0, 9.0), Sample(-5, 3.0)]).samples) == []


@given(st.lists(st.tuples(st.integers(0, 60_000), st.floats(0, 400)), max_size=60))
def test_whatever_the_screen_does_the_pace_is_plausible(moves: list[tuple[int, float]]) -> None:
    pace = Pace(ENOUGH)
    watch = Watch(pace, words)
    now = 0.0
    for first, seconds in moves:
        now += seconds
        watch.see(first, first + 1500, now)
    found = pace.words_per_minute
    assert found is None or 50 <= found <= 1200


@pytest.mark.parametrize("speed", [90, 130, 230, 420, 700])
def test_slow_and_fast_readers_are_learned(speed: int) -> None:
    pace = Pace()
    reads(Watch(pace, words), [300 / speed * 60] * 12)
    assert pace.words_per_minute == pytest.approx(speed, abs=1)

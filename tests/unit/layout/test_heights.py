"""Prefix sums that change agree with sums worked out anew."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tui.layout.heights import Heights

heights_of = st.lists(st.integers(1, 9), min_size=1, max_size=40)


@settings(max_examples=100, deadline=None)
@given(heights_of, st.lists(st.tuples(st.integers(0, 39), st.integers(1, 30)), max_size=10))
def test_changes_keep_sums(values: list[int], changes: list[tuple[int, int]]) -> None:
    heights = Heights(values)
    for unit, height in changes:
        if unit < len(values):
            values[unit] = height
            heights.set(unit, height)
    assert heights.total == sum(values)
    assert [heights.top(unit) for unit in range(len(values))] == [
        sum(values[:unit]) for unit in range(len(values))
    ]
    lines = [(unit, row) for unit, height in enumerate(values) for row in range(height)]
    assert [heights.find(line) for line in range(len(lines))] == lines
    assert heights.find(len(lines) + 3) == (len(values) - 1, values[-1] + 3)

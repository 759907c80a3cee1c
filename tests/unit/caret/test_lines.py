"""The caret over lines, at any width: from a line to another, and always on the screen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.document import Document
from store.text.markdown import parse
from tests.unit.caret.texts import HARBOUR, all_stops, seen_documents
from tests.unit.layout.texts import documents, prose, widths
from tui.caret.ground import Ground
from tui.layout.flow import Flow, Spot
from tui.layout.viewport import Viewport
from tui.widgets.reader_caret import (
    edge_of_line,
    keep_in_sight,
    nearest_line,
    step_lines,
    stop_on_line,
)


def laid_out(document: Document, width: int) -> tuple[Flow, Ground]:
    flow = Flow(document, width)

    def folded(block: int) -> tuple[int, int] | None:
        unit = flow.unit_of_block(block)
        return flow.units[unit][:2] if flow.is_folded(unit) else None

    return flow, Ground(document, folded)


@settings(max_examples=150, deadline=None)
@given(seen_documents, widths, st.integers(0, 90), st.data())
def test_a_line_down_and_up(document: Document, width: int, goal: int, data: st.DataObject) -> None:
    flow, ground = laid_out(document, width)
    stops = all_stops(ground)
    if not stops:
        return
    spot, _ = flow.position(data.draw(st.sampled_from(stops)))
    below = step_lines(flow, ground, spot, goal, 1)
    if below is None:
        return
    assert below in stops
    under, _ = flow.position(below)
    assert under > spot
    back = step_lines(flow, ground, under, goal, -1)
    assert back in stops
    assert spot <= flow.position(back or 0)[0] < under


@settings(max_examples=150, deadline=None)
@given(documents, widths, st.integers(0, 90))
def test_every_line_gives_stops_of_its_own_or_none(
    document: Document, width: int, cell: int
) -> None:
    flow, ground = laid_out(document, width)
    spots = [
        Spot(unit, row)
        for unit in range(len(flow.units))
        for row in range(len(flow.lay(unit).lines))
    ]
    for spot in spots:
        at = stop_on_line(flow, ground, spot, cell)
        first = edge_of_line(flow, ground, spot, last=False)
        last = edge_of_line(flow, ground, spot, last=True)
        assert (at is None) == (first is None) == (last is None)
        for stop in (at, first, last):
            if stop is not None:
                assert ground.is_stop(stop)
                assert flow.position(stop)[0] == spot


@pytest.mark.parametrize("width", [30, 60])
def test_all_lines_with_text_are_walked(width: int) -> None:
    flow, ground = laid_out(parse(HARBOUR), width)
    seen = [flow.position(ground.first or 0)[0]]
    while (stop := step_lines(flow, ground, seen[-1], 0, 1)) is not None:
        seen.append(flow.position(stop)[0])
    shown = [
        Spot(unit, row)
        for unit in range(len(flow.units))
        for row, line in enumerate(flow.lay(unit).lines)
        if line.pieces and line.kind != "rule"
    ]
    assert seen == shown
    assert step_lines(flow, ground, shown[0], 0, len(shown) + 5) == step_lines(
        flow, ground, shown[0], 0, len(shown) - 1
    ), "as far as there are lines"


def test_the_column_is_kept_in_cells() -> None:
    flow, ground = laid_out(prose("灯台灯台灯台", "0123456789", "a 👨\u200d👩\u200d👧 b"), 40)
    start = flow.position(4)[0]
    there = step_lines(flow, ground, start, 8, 1)
    assert there is not None
    assert ground.text[there] == "8"
    assert ground.text[stop_on_line(flow, ground, start, 9) or 0] == "灯"
    below = step_lines(flow, ground, start, 3, 2)
    assert below is not None
    assert ground.text[below] == "👨"
    assert ground.text[step_lines(flow, ground, start, 99, 2) or 0] == "b"


def test_a_line_without_text_leads_to_the_next_one() -> None:
    flow, ground = laid_out(prose("one", "two"), 40)
    gap = flow.step(flow.position(0)[0], 1)
    assert stop_on_line(flow, ground, gap, 0) is None
    assert nearest_line(flow, ground, gap, 2, 1) == 7
    assert nearest_line(flow, ground, gap, 2, -1) == 2
    assert nearest_line(flow, ground, flow.end, 0, 1) == 5


@settings(max_examples=100, deadline=None)
@given(st.integers(1, 30), st.lists(st.integers(0, 1999), min_size=1, max_size=6))
def test_the_caret_is_kept_in_sight(page: int, offsets: list[int]) -> None:
    text = [f"Paragraph {n} has some words." for n in range(70)]
    flow, ground = laid_out(prose(*text), 20)
    view = Viewport(flow, page)
    for offset in offsets:
        at = ground.settle(offset) or 0
        keep_in_sight(view, at)
        row = flow.number(flow.position(at)[0]) - view.number
        assert 0 <= row < page
        assert not keep_in_sight(view, at), "and nothing moves then"


def test_a_line_at_the_edge_scrolls_by_one_line() -> None:
    flow, ground = laid_out(prose("word " * 200), 20)
    view = Viewport(flow, 12)
    at = 0
    tops = []
    for _ in range(14):
        at = step_lines(flow, ground, flow.position(at)[0], 0, 1) or at
        keep_in_sight(view, at)
        tops.append(view.number)
    assert tops == [0] * 8 + [1, 2, 3, 4, 5, 6]

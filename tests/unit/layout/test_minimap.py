"""The scroll bar's map: lines to cells, and which colour wins a cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from store.model import Anchor, Highlight
from store.text.document import Document
from store.text.markdown import parse
from tests.unit.layout.texts import documents, widths
from tui.layout.flow import Flow, Spot
from tui.layout.minimap import OnBar, cell_of, commonest, line_of_cell, thumb, ticks_of

SIZES = st.integers(1, 80)
TOTALS = st.integers(1, 5000)


@given(TOTALS, SIZES, st.data())
def test_cells_rise_with_lines_and_lie_on_the_bar(
    total: int, size: int, data: st.DataObject
) -> None:
    one, other = sorted(data.draw(st.tuples(*[st.integers(0, total - 1)] * 2)))
    cells = cell_of(one, total, size), cell_of(other, total, size)
    assert 0 <= cells[0] <= cells[1] < size
    assert cell_of(line_of_cell(cells[0], total, size), total, size) == cells[0]


@given(TOTALS, SIZES, st.integers(1, 60), st.data())
def test_a_tick_of_what_is_on_the_screen_is_on_the_thumb(
    total: int, size: int, page: int, data: st.DataObject
) -> None:
    top = data.draw(st.integers(0, max(0, total - page)))
    first, last = thumb(top, page, total, size)
    if page >= total:
        assert last < first
        return
    line = data.draw(st.integers(top, top + page - 1))
    assert first <= cell_of(line, total, size) <= last
    if top + page == total >= size:
        assert last == size - 1
    if top == 0:
        assert first == 0


def test_the_commonest_colour_has_the_cell() -> None:
    ticks = [(0, "red"), (1, "blue"), (2, "blue"), (50, "gray"), (51, "pink")]
    assert commonest(ticks, 100, 10) == {0: "blue", 5: "gray"}


@given(documents, widths)
def test_lines_are_near_where_they_are_laid_out(document: Document, width: int) -> None:
    flow = Flow(document, width)
    while flow.refine(0, 1.0):
        pass
    starts = [block.start for block in document.blocks]
    for start, line in zip(starts, flow.lines_near(starts), strict=True):
        unit = flow.unit_at(start)
        top = flow.number(Spot(unit, 0))
        assert top <= line <= top + len(flow.lay(unit).lines)


def test_ticks_of_an_article() -> None:
    document = parse("\n\n".join(f"Paragraph {n}." for n in range(100)))
    flow = Flow(document, 60)
    at = [document.blocks[n].start for n in (0, 50, 99)]
    ranges = [(start, start + 5) for start in at]
    highlights = [
        Highlight(str(start), Anchor(start, start + 5, "x"), color=color)
        for start, color in zip(at, ("red", "blue", "gray"), strict=True)
    ]
    ticks = ticks_of(OnBar(flow, ranges, highlights, ranges[1:], 1), 20)
    assert ticks.marks == {0: "red", 10: "blue", 19: "gray"}
    assert ticks.matches == {10, 19}
    assert ticks.current == 19
    assert ticks_of(OnBar(None, (), (), (), None), 20).marks == {}

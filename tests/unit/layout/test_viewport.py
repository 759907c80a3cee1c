"""What is on the screen stays there: over widths, corrections and folds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.layout.texts import prose
from tui.layout.flow import Flow, Spot
from tui.layout.viewport import Viewport

LONG = prose(
    *[f"Paragraph {n}: the keeper wrote down what every ship had paid. " * 3 for n in range(80)]
)


def view_at(offset: int, cells: int = 50, page: int = 20) -> Viewport:
    return Viewport(Flow(LONG, cells), page, anchor=offset)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(LONG.text)), st.lists(st.integers(20, 110), min_size=1, max_size=6))
def test_the_word_on_top_comes_back_after_any_widths(offset: int, cells: list[int]) -> None:
    view = view_at(offset)
    view.go(view.top)
    top, anchor = view.top, view.anchor
    for each in cells:
        view.resize(view.flow.at_width(each), 20)
        assert view.range[0] <= anchor <= view.range[1]
    view.resize(view.flow.at_width(50), 20)
    assert (view.top, view.anchor) == (top, anchor)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, len(LONG.text)))
def test_heights_corrected_above_move_nothing(offset: int) -> None:
    view = view_at(offset)
    shown = [view.line_at(row) for row in range(view.page)]
    while view.flow.refine(view.top.unit, 0.001):
        pass
    assert [view.line_at(row) for row in range(view.page)] == shown


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(LONG.text) - 1), st.integers(0, len(LONG.text) - 1), st.integers(3, 40))
def test_a_revealed_passage_is_on_the_screen(place: int, offset: int, page: int) -> None:
    view = view_at(place, page=page)
    view.reveal(offset, offset + 1)
    first, last = view.range
    block = LONG.blocks[LONG.block_index(offset)]
    end = len(LONG.text[: block.end].rstrip())  # what parts two blocks is shown nowhere
    assert first <= min(offset, end) <= last


def test_a_passage_on_the_screen_does_not_scroll() -> None:
    view = view_at(4000)
    top = view.top
    start, end = view.range
    view.reveal((start + end) // 2, (start + end) // 2 + 5)
    assert view.top == top


def test_scrolling_ends_with_the_last_line_at_the_bottom() -> None:
    view = view_at(0)
    view.scroll(100_000)
    assert view.range[1] == len(LONG.text.rstrip())
    assert view.spot_at(view.page - 1) == view.flow.end
    assert view.line_at(view.page) is None
    view.scroll(-100_000)
    assert view.top == Spot(0, 0)
    assert view.anchor == 0


def test_offsets_are_put_where_they_are_asked_for() -> None:
    view = view_at(0)
    offset = LONG.text.index("Paragraph 60")
    view.put(offset, "top")
    assert view.flow.position(offset)[0] == view.spot_at(1)
    view.put(offset, "third")
    assert view.flow.position(offset)[0] == view.spot_at(view.page // 3)
    top = view.top
    view.put(offset, "visible")
    assert view.top == top

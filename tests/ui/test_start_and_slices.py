"""What keeps the reader quick: nothing is painted in vain, and the start waits for nothing."""

from __future__ import annotations

import pytest
from textual.geometry import Region

from store.library import Library
from tests.ui.test_reader import reading, rows
from tui.app import PostilApp
from tui.widgets import flow_view

LONG = "# Ledger\n\n" + "\n\n".join(
    f"Entry {number}: " + "the keeper lit the lamp and wrote it down. " * (number % 7)
    for number in range(900)
)


async def test_measuring_heights_paints_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = flow_view._SLICE
    monkeypatch.setattr(flow_view, "_SLICE", 0.0)  # nothing is measured before we look
    async with reading(LONG, place=len(LONG) // 2) as (reader, pilot, _):
        assert reader.is_refining
        monkeypatch.setattr(flow_view, "_SLICE", seconds)
        shown, height = rows(reader), reader.virtual_size.height
        painted: list[tuple[Region, ...]] = []
        monkeypatch.setattr(reader, "refresh", lambda *regions, **_: painted.append(regions))
        while reader.is_refining:
            await pilot.pause()
        assert not painted
        assert rows(reader) == shown
        assert reader.virtual_size.height != height
        view = reader.view
        assert view is not None
        assert round(reader.scroll_y) == view.number == reader.vertical_scrollbar.position


async def test_a_key_typed_before_the_first_frame_is_answered(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = PostilApp(library)
    monkeypatch.setattr(app.main, "_after_first_frame", lambda: None)  # it never came
    async with app.run_test() as pilot:
        assert not app.main.prompt.is_attached
        await pilot.press("slash")
        assert app.main.prompt.asking
        await pilot.press("q", "u", "a", "y")
        assert app.main.prompt.text == "quay"


async def test_every_line_behind_the_panes_has_its_ground(library: Library) -> None:
    app = PostilApp(library)
    async with app.run_test(size=(130, 30)) as pilot:
        await pilot.pause()
        middle = app.main.query_one("#middle")
        region = Region(0, 0, middle.size.width, middle.size.height)
        lines = middle.render_lines(region)
        assert len(lines) == middle.size.height
        assert {line.cell_length for line in lines} == {middle.size.width}
        assert not middle.render_lines(Region(0, 0, 5, 0))

"""The mouse: clicks, drags and the wheel, over every kind of text and in every pane."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from textual.events import MouseScrollDown, MouseScrollUp
from textual.pilot import Pilot

from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session
from tests.ui.harness import reading as app_reading
from tests.ui.test_reader import LONG, cell_of, mark, reading, words
from tui.screens.menu import Menu
from tui.screens.note import NoteScreen
from tui.widgets.article_list import ArticleList
from tui.widgets.reader import Reader

FAMILY = "👨\u200d👩\u200d👧"
TEXT = f"""
::: furniture
Share this

Follow us
:::

# Harbour lights

東京の港では、昔の灯台が今も光っています。灯りは消えない。

A family {FAMILY} waits. Café crême étë\u0323 is late. Nobody asked.

- the guild paid in candles
- the toll house kept the tally
    1. one for the boat

> Quoted words stand here.

```
toll = length * 3
```

| ship | lamps |
|---|---|
| Alma | seven |
| Brig | two |

Last words. They are short.

::: furniture
Leave a comment
:::
"""


async def drag(pilot: Pilot[None], start: tuple[int, int], *way: tuple[int, int]) -> None:
    await pilot.mouse_down(Reader, offset=start)
    for cell in way:
        await pilot.hover(Reader, offset=cell)
    await pilot.mouse_up(Reader, offset=way[-1])


# -- dragging ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "by", "selected"),
    [
        ("東", (0, 3), "東京"),
        ("東", (1, 2), "東京"),
        ("昔", (1, 7), "昔の灯台"),
        ("family", (7, 8), FAMILY),
        ("family", (7, 10), f"{FAMILY} w"),
        ("crême", (2, 4), "ême"),
        ("të\u0323", (1, 2), "ë\u0323 "),
    ],
)
async def test_a_drag_takes_whole_characters(
    start: str, by: tuple[int, int], selected: str
) -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        x, y = cell_of(reader, unicodedata.normalize("NFC", start))
        first, last = by
        await drag(pilot, (x + first, y), (x + last + 20, y), (x + last, y))
        assert words(reader) == unicodedata.normalize("NFC", selected)
        assert reader.focus_range.kind == "selection"


async def test_a_drag_to_and_fro_keeps_where_it_began() -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        x, y = cell_of(reader, FAMILY)
        await drag(pilot, (x, y), (x + 8, y), (x - 3, y))
        assert words(reader) == f"ly {FAMILY}"
        x, y = cell_of(reader, "Nobody")
        await drag(pilot, (x, y), (x + 9, y), (x, y))
        assert words(reader) == "N"


async def test_a_drag_within_one_character_selects_nothing() -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        x, y = cell_of(reader, "東")
        await drag(pilot, (x, y), (x + 1, y))
        assert reader.focus_range.kind != "selection"


@pytest.mark.parametrize("column", [0, 3, 30])
async def test_a_drag_from_the_margin_begins_at_the_line(column: int) -> None:
    async with reading(TEXT, size=(120, 24)) as (reader, pilot, _app):
        x, y = cell_of(reader, "Last")
        assert x > 20
        await drag(pilot, (min(column, x - 1), y), (x + 3, y))
        assert words(reader) == "Last"


@pytest.mark.parametrize("marker", ["the guild", "the toll", "one for"])
async def test_a_drag_from_a_list_marker_begins_at_the_item(marker: str) -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        x, y = cell_of(reader, marker)
        await drag(pilot, (x - 2, y), (x + 2, y))
        assert words(reader) == marker[:3]


async def test_a_drag_from_the_bar_of_a_quote_and_over_code_and_tables() -> None:
    async with reading(TEXT, size=(90, 40)) as (reader, pilot, _app):
        x, y = cell_of(reader, "Quoted")
        await drag(pilot, (x - 2, y), (x + 5, y))
        assert words(reader) == "Quoted"
        x, y = cell_of(reader, "toll =")
        await drag(pilot, (x, y), (x + 3, y))
        assert words(reader) == "toll"
        x, y = cell_of(reader, "Alma")
        end = cell_of(reader, "seven")
        await drag(pilot, (x, y), (end[0] + 4, y))
        assert words(reader) == "Alma | seven"


async def test_a_drag_beyond_the_end_of_a_line_takes_its_end() -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        x, y = cell_of(reader, "Nobody")
        await drag(pilot, (x, y), (88, y))
        assert words(reader) == "Nobody asked."
        await drag(pilot, (88, y), (x, y))
        assert words(reader) == "Nobody asked."


async def test_a_drag_goes_over_blocks_blank_lines_and_folded_lines() -> None:
    async with reading(TEXT, size=(90, 40)) as (reader, pilot, _app):
        x, y = cell_of(reader, "house")
        end = cell_of(reader, "Quoted")
        await drag(pilot, (x, y), (end[0] - 10, end[1] - 1), (end[0] + 5, end[1]))
        assert words(reader) == "house kept the tally\n\none for the boat\n\nQuoted"
        x, y = cell_of(reader, "short")
        await drag(pilot, (x, y), (x, y + 1))
        assert words(reader) == "short.\n\n"
        fold = cell_of(reader, "1 line around")
        await drag(pilot, (x, y), fold)
        assert words(reader).endswith("Leave a comment"), "a folded line is all that it hides"


async def test_a_drag_above_and_below_the_text() -> None:
    async with reading("One line here.", size=(60, 20)) as (reader, pilot, _app):
        x, y = cell_of(reader, "line")
        await drag(pilot, (x, y), (x, 19))
        assert words(reader) == "line here."
        await drag(pilot, (x + 3, y), (x, 0))
        assert words(reader) == "One line"


async def test_a_drag_held_over_an_edge_goes_on_over_screens() -> None:
    async with reading(LONG, size=(90, 12)) as (reader, pilot, _app):
        for first, beyond, step in (((20, 6), 14, 1), ((20, 6), -3, -1)):
            reader.scroll_to_offset(len(reader.document.text) // 2)
            await pilot.pause()
            await pilot.mouse_down(Reader, offset=first)
            began = reader.mouse.drag._from
            before = reader.top_offset
            reader.mouse.drag.move(first[0], beyond)
            assert reader.mouse.drag._timer is not None
            for _ in range(30):
                reader.mouse.drag._scroll()
            assert (reader.top_offset - before) * step > 0
            focus = reader.focus_range
            assert began is not None
            assert focus.start == began[0] or focus.end == began[1]
            assert focus.end - focus.start > 800
            await pilot.mouse_up(Reader, offset=first)
            assert reader.mouse.drag._timer is None


async def test_a_selection_by_mouse_is_marked_by_a_key(reader: Session) -> None:
    widget = reader.main.reader
    x, y = cell_of(widget, "kiln at the bend of the road")
    await drag(reader.pilot, (x, y), (x + 3, y))
    await reader.keys("3")
    assert [(h.quote, h.color) for h in reader.highlights] == [("kiln", "blue")]


# -- clicking ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "word"),
    [("family", "family"), ("crême", "crême"), ("Café", "Café"), ("ledgers", ""), ("昔", "昔")],
)
async def test_two_clicks_select_a_word(at: str, word: str) -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        await pilot.click(Reader, offset=cell_of(reader, at if word else FAMILY), times=2)
        assert (reader.focus_range.kind == "selection") == bool(word)
        assert words(reader).startswith(word)


async def test_three_clicks_select_a_sentence_wherever_they_fall() -> None:
    async with reading(TEXT) as (reader, pilot, _app):
        for at, sentence in (
            ("灯り", "灯りは消えない。"),
            (FAMILY, f"A family {FAMILY} waits."),
            ("guild", "the guild paid in candles"),
        ):
            await pilot.click(Reader, offset=cell_of(reader, at), times=3)
            assert words(reader).strip() == sentence
        _, y = cell_of(reader, "Nobody asked.")
        await pilot.click(Reader, offset=(88, y), times=3)
        assert words(reader) == "Nobody asked.", "right of the end: the last sentence there"
        await pilot.click(Reader, offset=(88, y), times=2)
        assert reader.focus_range.kind == "block", "there is no word"


async def test_a_click_on_a_mark_in_the_margin_focuses_its_highlight() -> None:
    async with reading(
        TEXT, marks=lambda d: [mark(d, "waits", "a"), mark(d, "Nobody", "b", "blue")]
    ) as (reader, pilot, _app):
        x, y = cell_of(reader, "A family")
        await pilot.click(Reader, offset=(x - 3, y))
        assert words(reader) == "waits"
        await pilot.click(Reader, offset=(x - 2, y))
        assert words(reader) == "Nobody"
        await pilot.click(Reader, offset=(x - 4, y))
        assert reader.focus_range.kind == "block"
        await pilot.click(Reader, offset=(x - 3, y + 2))
        assert reader.focus_range.kind == "block"
        assert words(reader) == "the guild paid in candles"


async def test_a_click_below_the_text_focuses_its_end() -> None:
    async with reading("One.\n\nTwo.", size=(60, 20)) as (reader, pilot, _app):
        await pilot.click(Reader, offset=(10, 18))
        assert words(reader) == "Two."


async def test_a_fold_is_opened_by_a_click_on_its_line_only() -> None:
    text = "One.\n\n::: furniture\nShare this\n:::\n"
    async with reading(text, size=(60, 20)) as (reader, pilot, _app):
        for offset, times in (((10, 18), 1), ((10, 18), 2)):
            await pilot.click(Reader, offset=offset, times=times)
            cell_of(reader, "▸ 1 line around")
        await pilot.click(Reader, offset=cell_of(reader, "1 line around"), times=2)
        cell_of(reader, "Share this")
        assert reader.focus_range.kind == "block", "the second click selects nothing"


# -- the other button --------------------------------------------------------------------------


async def right_click(session: Session, where: Any, offset: tuple[int, int]) -> None:
    await session.pilot.click(where, offset=offset, button=3)
    await session.settle()


async def test_a_right_click_opens_a_menu_on_what_is_there(reader: Session) -> None:
    widget = reader.main.reader
    await right_click(reader, Reader, cell_of(widget, "Potters slept"))
    assert isinstance(reader.app.screen, Menu)
    assert widget.focus_range.kind == "sentence"
    assert words(widget) == "Potters slept in turns on sacks of clay."
    assert "sentence, 8 words" in reader.screen_text()
    await reader.keys("4")
    assert [(h.quote, h.color) for h in reader.highlights] == [(words(widget), "pink")]
    await right_click(reader, Reader, cell_of(widget, "slept"))
    assert "pink highlight, 8 words" in reader.screen_text()
    assert "Delete the highlight" in reader.screen_text()


async def test_a_right_click_on_a_selection_keeps_it(reader: Session) -> None:
    widget = reader.main.reader
    x, y = cell_of(widget, "Potters slept in turns")
    await drag(reader.pilot, (x, y), (x + 12, y))
    await right_click(reader, Reader, (x + 2, y))
    assert words(widget) == "Potters slept"
    assert "selection, 2 words" in reader.screen_text()
    await reader.keys("escape")
    assert words(widget) == "Potters slept", "leaving the menu leaves the selection"
    await right_click(reader, Reader, (x + 20, y))
    assert words(widget) == "Potters slept in turns on sacks of clay."


def cell_on_screen(session: Session, text: str) -> tuple[int, int]:
    for y, line in enumerate(session.screen_text().split("\n")):
        if text in line:
            return line.index(text), y
    raise AssertionError(f"{text!r} is not on the screen")


async def test_the_menu_is_chosen_from_by_a_click_and_left_by_one_outside(
    reader: Session,
) -> None:
    widget = reader.main.reader
    await right_click(reader, Reader, cell_of(widget, "Potters slept"))
    x, y = cell_on_screen(reader, "Highlight the focus")
    await reader.pilot.click(offset=(x, y + 1))  # the row of colours: the first mark
    await reader.settle()
    assert [h.color for h in reader.highlights] == ["yellow"]
    await right_click(reader, Reader, cell_of(widget, "Potters slept"))
    x, y = cell_on_screen(reader, "Highlight the focus")
    await reader.pilot.click(offset=(x - 1 + 3 * 5, y + 1))
    await reader.settle()
    assert [h.color for h in reader.highlights] == ["purple"]
    await right_click(reader, Reader, cell_of(widget, "Potters slept"))
    await reader.pilot.click(offset=cell_on_screen(reader, "Write a note"))
    await reader.settle()
    assert isinstance(reader.app.screen, NoteScreen)
    await reader.keys("escape")
    await right_click(reader, Reader, cell_of(widget, "Potters slept"))
    await reader.pilot.click(offset=(2, 38))
    await reader.settle()
    assert reader.app.screen is reader.main
    assert len(reader.highlights) == 1


async def test_the_cursor_of_the_menu_follows_the_pointer(reader: Session) -> None:
    await right_click(reader, Reader, cell_of(reader.main.reader, "Potters slept"))
    await reader.pilot.hover(offset=cell_on_screen(reader, "Copy the focus"))
    await reader.keys("enter")
    assert reader.app.clipboard == "Potters slept in turns on sacks of clay."


@pytest.mark.parametrize("corner", [(4, 10), (118, 9), (30, 38), (88, 38)])
async def test_the_menu_lies_inside_the_screen(reader: Session, corner: tuple[int, int]) -> None:
    await right_click(reader, None, corner)
    menu = reader.app.screen
    assert isinstance(menu, Menu)
    region = menu._box.region
    assert reader.app.screen.region.contains_region(region)


async def test_a_right_click_in_the_list_and_in_the_panel(desk_library: Library) -> None:
    async with app_reading(desk_library, article_id=kiln_id(desk_library)) as session:
        await session.keys("j", "j", "h")
        await right_click(session, "#articles", (4, 4))
        assert session.main.place == "list"
        assert session.main.articles.cursor == 2
        assert isinstance(session.app.screen, Menu)
        assert "The orchard ledger" in session.screen_text()
        await session.keys("asterisk")
        assert session.main.articles.articles[2].starred
        await right_click(session, "#panel", (4, 4))
        assert session.main.place == "panel"
        assert isinstance(session.app.screen, Menu)
        await session.keys("2")
        assert [h.color for h in session.highlights] == ["green"]


async def test_a_right_click_on_a_folded_line(library: Library, tmp_path: Any) -> None:
    (tmp_path / "fold.md").write_text(TEXT, encoding="utf-8")
    assert [added.outcome for added in library.add([str(tmp_path / "fold.md")])] == ["added"]
    async with app_reading(library, article_id=library.articles()[0].id) as session:
        widget = session.main.reader
        await right_click(session, Reader, cell_of(widget, "2 lines around"))
        assert "Unfold, show" in session.screen_text()
        await session.pilot.click(offset=cell_on_screen(session, "Unfold, show"))
        await session.settle()
        assert "Follow us" in session.screen_text()


# -- lists, wheel, questions -------------------------------------------------------------------


async def test_in_the_list_a_click_selects_and_two_open(desk_library: Library) -> None:
    async with app_reading(desk_library) as session:
        rows = session.main.articles
        await session.pilot.click("#articles", offset=(4, 5))
        await session.settle()
        assert (rows.cursor, session.main.desk.opened) == (2, None)
        await session.pilot.click("#articles", offset=(4, 3), times=2)
        await session.settle()
        opened = session.main.desk.opened
        assert opened is not None
        assert opened.article.id == rows.articles[1].id


@pytest.mark.parametrize(("pane", "size"), [("#articles", (120, 6)), ("#panel", (120, 8))])
async def test_the_wheel_scrolls_lists(
    desk_library: Library, pane: str, size: tuple[int, int]
) -> None:
    async with app_reading(desk_library, size, article_id=kiln_id(desk_library)) as session:
        widget = session.main.query_one(pane)
        widget.scroll_to(y=0, animate=False)
        await session.settle()
        await session.pilot._post_mouse_events([MouseScrollDown], pane, offset=(3, 2))
        await session.settle()
        assert widget.scroll_target_y > 0
        await session.pilot._post_mouse_events([MouseScrollUp], pane, offset=(3, 2))
        await session.settle()
        assert widget.scroll_target_y == 0
        assert isinstance(session.main.articles, ArticleList)


async def test_a_click_on_the_text_leaves_a_question_its_field(reader: Session) -> None:
    await reader.keys("slash")
    await reader.type("vine")
    await reader.pilot.click(Reader, offset=(20, 8))
    await right_click(reader, Reader, (20, 8))
    assert reader.app.screen is reader.main
    await reader.type(" wood")
    assert reader.main.prompt.text == "vine wood"
    await reader.keys("escape")
    assert not reader.main.prompt.asking
    await reader.keys("j")
    assert reader.main.reader.has_focus

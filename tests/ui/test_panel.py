"""The side panel: highlights and notes in it, its filter, reader and panel together."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.geometry import Region
from textual.widgets import TextArea

from store.errors import StoreError
from store.library import Library
from store.model import COLORS
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tests.ui.test_screens import HOSTILE, resize
from tui.commands import BY_ID
from tui.drafts import BETWEEN
from tui.screens.note import NoteScreen
from tui.screens.note_in_place import NoteInPlace
from tui.screens.picker import Picker

NOTE = """\
Compare with **the salt road**, *softly*, and `count()` them:

- one thing that is long enough to be wrapped around
  - nested

> quoted words

```
x  =   1
```
"""


@pytest.fixture
async def marked(desk_library: Library) -> AsyncIterator[Session]:
    """A reader of 160 x 45 in an article with twelve highlights; the second has a note."""
    article_id = kiln_id(desk_library)
    document = desk_library.document(article_id)
    paragraphs = [block for block in document.blocks if block.kind == "paragraph"][::3]
    for number, block in enumerate(paragraphs[:12]):
        desk_library.mark(
            article_id, block.start, block.start + 40 + number, color=COLORS[number % 8],
            tags=["fire/kiln"] if number % 2 else [], note=NOTE if number == 1 else "",
        )  # fmt: skip
    async with reading(desk_library, (160, 45), article_id=article_id) as session:
        yield session


def panel_text(session: Session) -> str:
    """What stands in the right pane."""
    left = session.main.panel.region.x
    return "\n".join(line[left:].rstrip() for line in session.screen_text().split("\n"))


def field(session: Session) -> TextArea | None:
    found = list(session.main.query(NoteInPlace))
    return found[0].query_one(TextArea) if found else None


def elsewhere(session: Session, index: int, note: str) -> None:
    """Another program changes a note."""
    session.main.desk.library.edit_highlight(
        session.main.desk.wanted, session.highlights[index].id, note=note
    )


@drives("panel.filter")
async def test_filters_the_highlights(reader: Session) -> None:
    await reader.keys("tab", "slash")
    assert "no highlights in this article" in reader.message
    await reader.keys("escape", "j", "j", "h", "j", "3", "j", "5", "t")
    await reader.type("Crâft")
    await reader.keys("enter", "tab", "slash")
    await reader.type("craft")
    panel = reader.main.panel
    assert panel.is_chosen
    assert "1 of 3" in panel_text(reader)
    assert "1 of 3" in reader.screen_text().split("\n")[-2]
    await reader.keys("enter")
    assert panel.selected is not None
    assert panel.selected.highlight == reader.highlights[2].id
    await reader.keys("slash", *["backspace"] * 5)
    await reader.type("blue")
    await reader.keys("enter", "d")
    assert [h.color for h in reader.highlights] == ["yellow", "orange"]
    await reader.keys("escape")
    assert not panel.is_chosen
    assert reader.main.place == "panel"
    await reader.keys("slash")
    await reader.type("nothing has this")
    assert "none" in reader.screen_text().split("\n")[-2]
    await reader.keys("escape")
    assert not panel.is_chosen
    await reader.keys("escape")
    assert reader.main.place == "reader"


@drives("panel.follow")
async def test_the_panel_can_be_let_go(reader: Session) -> None:
    panel = reader.main.panel
    await reader.keys("j", "j", "h", "j", "h", "tab", "F", "k")
    assert not panel.follows
    await reader.keys("F")
    assert panel.follows


async def test_reader_and_panel_go_along_with_each_other(marked: Session) -> None:
    reader, panel = marked.main.reader, marked.main.panel
    before = reader.top_offset
    await marked.keys("right_square_bracket", "h", "right_square_bracket", "h")
    assert panel.selected is not None
    assert panel.selected.start == reader.focus_range.start
    await marked.keys("tab", "G")
    assert reader.focus_range.start == panel.selected.start
    assert marked.main.reader.section is not None
    await marked.keys("shift+tab", "j", "j", "j", "j")
    assert panel.selected.start == reader.focus_range.start
    assert reader.focus_range.kind == "highlight"
    assert reader.top_offset > before
    assert marked.main.place == "panel"
    there = reader.focus_range
    await marked.keys("F", "j")
    assert reader.focus_range == there
    assert panel.selected.start > there.start
    await marked.keys("escape", "left_square_bracket", "h")
    assert panel.selected.start > there.start
    await marked.keys("tab", "F")
    assert reader.focus_range.start == panel.selected.start
    await marked.keys("escape", "apostrophe", "apostrophe")
    assert reader.focus_range != there


async def test_the_note_under_the_cursor_is_set_as_markdown(marked: Session) -> None:
    await marked.keys("tab", "j")
    text = panel_text(marked)
    assert "» Compare with the salt road" in text
    assert "• one thing" in text
    assert "◦ nested" in text
    assert "│ quoted words" in text
    assert "x  =   1" in text
    assert "**" not in text
    await marked.keys("j")
    assert "• one thing" not in panel_text(marked)
    assert "» Compare with the salt road" in panel_text(marked)


async def test_a_note_longer_than_the_panel_is_read_to_its_end(marked: Session) -> None:
    await marked.keys("tab")
    marked.main.desk.library.edit_article(
        marked.main.desk.wanted, note="\n\n".join(f"Paragraph {n} of it." for n in range(60))
    )
    marked.main.desk.changes.reload_all()
    await marked.keys("g", "g")
    assert marked.main.panel.selected is not None
    assert marked.main.panel.selected.kind == "note"
    for _ in range(60):
        await marked.keys("j")
        if "Paragraph 59" in panel_text(marked):
            break
    assert marked.main.panel.selected.kind == "note"
    await marked.keys("j", "j", "j")
    assert marked.main.panel.selected.kind == "highlight"
    await marked.keys("g", "g", "space", "b")
    assert "Paragraph 0" in panel_text(marked)


async def test_verbs_on_a_row(marked: Session) -> None:
    panel = marked.main.panel
    await marked.keys("tab", "j", "j", "6")
    assert marked.highlights[2].color == "purple"
    length = len(marked.highlights[2].quote)
    await marked.keys("plus")
    assert len(marked.highlights[2].quote) > length
    await marked.keys("t")
    await marked.type("ash")
    await marked.keys("enter")
    assert marked.highlights[2].tags == ("ash",)
    gone = marked.highlights[2].id
    await marked.keys("d")
    assert gone not in {h.id for h in marked.highlights}
    assert panel.selected is not None
    assert panel.selected.highlight == marked.highlights[2].id
    await marked.keys("u")
    assert len(marked.highlights) == 12
    assert marked.main.place == "panel"


async def test_a_note_is_written_below_its_highlight(marked: Session) -> None:
    await marked.keys("tab", "a")
    area = field(marked)
    assert area is not None
    assert area.region.y == marked.main.panel.region.y + (marked.main.panel.slot_top or 0)
    await marked.type("q and j and")
    await marked.keys("enter", "enter")
    await marked.type("two lines / more")
    await marked.keys("escape")
    assert "not saved" in panel_text(marked)
    await marked.keys("ctrl+s")
    assert field(marked) is None
    assert marked.highlights[0].note == "q and j and\n\ntwo lines / more"
    assert marked.main.panel.has_focus
    assert "» q and j and" in panel_text(marked)
    await marked.keys("a", "x", "escape", "escape")
    assert marked.highlights[0].note.endswith("more")
    await marked.keys("a")
    assert "morex" not in panel_text(marked), "what was thrown away is not offered again"
    await marked.keys("escape")
    assert marked.message == "the note is as it was"


async def test_a_field_may_be_painted_once_more_when_it_is_gone(marked: Session) -> None:
    await marked.keys("tab", "a")
    area = field(marked)
    assert area is not None
    assert area.render_lines(Region(0, 0, 20, 2))[0].cell_length == 20
    await marked.keys("escape")
    assert [line.text for line in area.render_lines(Region(0, 0, 3, 2))] == ["   ", "   "]


async def test_the_articles_note_is_written_in_its_row(marked: Session) -> None:
    library, article_id = marked.main.desk.library, marked.main.desk.wanted
    library.edit_article(article_id, note="What the potters knew.")
    marked.main.desk.changes.reload_all()
    await marked.keys("tab", "g", "g", "a")
    assert field(marked) is not None
    await marked.type(" And *how*.")
    await marked.keys("ctrl+s")
    assert library.annotations(article_id).note == "What the potters knew. And *how*."
    assert "And how." in panel_text(marked)


@pytest.mark.parametrize("size", [(160, 45), (100, 30), (80, 24), (60, 20), (40, 12)])
async def test_a_field_fits_or_is_a_dialog(marked: Session, size: tuple[int, int]) -> None:
    await marked.keys("tab", "j")
    await resize(marked, *size)
    await marked.keys("a")
    area = field(marked)
    if area is not None:
        pane = marked.main.panel.region
        assert pane.contains_region(area.region)
        await resize(marked, 120, 40)
        assert marked.main.panel.region.contains_region(area.region)
    else:
        assert isinstance(marked.app.screen, NoteScreen)
    await marked.type("x")
    await marked.keys("ctrl+s")
    assert "x" in marked.highlights[1].note


async def test_a_long_text_scrolls_in_the_field(marked: Session) -> None:
    await marked.keys("tab", "G", "g", "g", *["j"] * 11, "a")
    area = field(marked)
    assert area is not None
    for number in range(50):
        area.insert(f"line {number}\n")
    await marked.settle()
    assert marked.main.panel.region.contains_region(area.region)
    await marked.keys("ctrl+s")
    assert marked.highlights[11].note.startswith("line 0\nline 1\n")


async def test_who_goes_away_finds_what_was_typed(marked: Session) -> None:
    await marked.keys("tab", "a")
    await marked.type("half a thought")
    marked.main.focus_place("reader")
    await marked.settle()
    assert field(marked) is None
    assert "kept" in marked.message
    assert marked.highlights[0].note == ""
    await marked.keys("tab", "a")
    area = field(marked)
    assert area is not None
    assert area.text == "half a thought"
    await marked.keys("ctrl+s")
    assert marked.highlights[0].note == "half a thought"


async def test_a_note_on_a_mark_that_is_being_saved(marked: Session) -> None:
    main = marked.main
    await marked.keys("j", "j", "j")
    for command in ("highlight", "pane.next", "note"):
        main.run_command(BY_ID[command])
        await asyncio.sleep(0)
    await marked.settle()
    area = field(marked)
    assert area is not None
    assert main.panel.slot_top is not None
    assert area.region.y == main.panel.region.y + main.panel.slot_top
    await marked.type("at once")
    await marked.keys("ctrl+s")
    assert "at once" in {h.note for h in marked.highlights}


async def test_a_terminal_that_loses_the_focus_closes_nothing(marked: Session) -> None:
    await marked.keys("tab", "a", "x")
    marked.app.app_focus = False
    await marked.settle()
    assert field(marked) is not None
    marked.app.app_focus = True
    await marked.keys("y", "ctrl+s")
    assert marked.highlights[0].note == "xy"


@pytest.mark.parametrize("place", ["panel", "reader"])
async def test_a_note_changed_elsewhere_is_not_written_over(marked: Session, place: str) -> None:
    if place == "panel":
        await marked.keys("tab", "a")
    else:
        await marked.keys("right_square_bracket", "h", "a")
        assert isinstance(marked.app.screen, NoteScreen)
    await marked.type("mine")
    elsewhere(marked, 0, "theirs")
    await marked.keys("ctrl+s")
    assert marked.highlights[0].note == "theirs"
    assert "changed elsewhere" in marked.message
    await marked.keys("a")
    assert marked.app.screen.query_one(TextArea).text == f"theirs{BETWEEN}mine"
    await marked.keys("ctrl+s")
    assert marked.highlights[0].note == f"theirs{BETWEEN}mine"
    await marked.keys("u")
    assert marked.highlights[0].note == "theirs"


async def test_another_colour_from_elsewhere_is_kept(marked: Session) -> None:
    await marked.keys("tab", "a", "x")
    library = marked.main.desk.library
    library.edit_highlight(marked.main.desk.wanted, marked.highlights[0].id, color="gray")
    await marked.keys("ctrl+s")
    assert (marked.highlights[0].note, marked.highlights[0].color) == ("x", "gray")


async def test_a_note_on_what_was_deleted_elsewhere_brings_it_back(marked: Session) -> None:
    await marked.keys("tab", "a", "x")
    before = marked.highlights[0]
    marked.main.desk.library.delete_highlight(marked.main.desk.wanted, before.id)
    await marked.keys("ctrl+s")
    after = marked.highlights[0]
    assert (after.quote, after.color, after.note) == (before.quote, before.color, "x")


async def test_tags_changed_elsewhere_are_not_written_over(marked: Session) -> None:
    await marked.keys("tab", "t")
    await marked.type("mine")
    library = marked.main.desk.library
    library.edit_highlight(marked.main.desk.wanted, marked.highlights[0].id, tags=["theirs"])
    await marked.keys("enter")
    assert marked.highlights[0].tags == ("theirs",)
    assert "changed elsewhere" in marked.message


async def test_a_note_that_could_not_be_saved_is_offered_again(
    marked: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(marked.main.desk.library, "edit_highlight", full)
        patched.setattr(marked.main.desk.library, "edit_article", full)
        await marked.keys("tab", "a", "x", "ctrl+s")
        assert marked.message == "the disk is full"
    await marked.keys("a", "ctrl+s")
    assert marked.highlights[0].note == "x"


async def test_an_articles_note_changed_elsewhere(marked: Session) -> None:
    library, article_id = marked.main.desk.library, marked.main.desk.wanted
    await marked.keys("shift+tab", "a")
    await marked.type("mine")
    library.edit_article(article_id, note="theirs")
    await marked.keys("ctrl+s")
    assert library.annotations(article_id).note == "theirs"
    await marked.keys("a")
    assert marked.app.screen.query_one(TextArea).text == f"theirs{BETWEEN}mine"
    await marked.keys("ctrl+s")
    assert library.annotations(article_id).note == f"theirs{BETWEEN}mine"


async def test_the_section_that_is_read_is_shown(library: Library, sources: Path) -> None:
    body = "".join(
        f"{'#' * (2 + n % 4)} Heading {n} {'goes on and on ' * (n % 5)}\n\nText of part {n}.\n\n"
        for n in range(500)
    )
    (sources / "many.md").write_text(f"# Many\n\n{body}", encoding="utf-8")
    (added,) = library.add([str(sources / "many.md")])
    assert added.article is not None
    async with reading(library, (160, 45), article_id=added.article.id) as session:
        panel = session.main.panel
        for keys in (["space"] * 8, ["G"], ["b"] * 3, ["g", "g"], ["right_square_bracket"] * 20):
            await session.keys(*keys)
            section = session.main.reader.section
            if section is None or not section:
                continue
            block = session.main.reader.document.blocks[section]
            words = session.main.reader.document.block_text(block).split()[1]
            assert f"▸ {'  ' * (block.level - 2)}Heading {words}" in panel_text(session), keys
        await session.keys("G", "T")
        assert isinstance(session.app.screen, Picker)
        assert "Heading 499" in session.screen_text()
        await session.keys("escape", "tab", "k")
        assert panel.selected is not None
        assert session.main.reader.focus_range.start == panel.selected.start


async def test_marks_are_kept_over_a_restart(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("space", "space", "m", "a")
        there = session.main.reader.top_offset
    async with reading(desk_library, article_id=article_id) as session:
        await session.keys("g", "g", "apostrophe", "a")
        assert session.main.reader.top_offset == there


async def test_the_measure_and_the_theme_are_kept(desk_library: Library) -> None:
    async with reading(desk_library, (160, 45), article_id=kiln_id(desk_library)) as session:
        await session.keys("less_than_sign", "less_than_sign", "colon")
        await session.type("change the theme")
        await session.keys("enter")
        await session.type("paper")
        await session.keys("enter")
    async with reading(desk_library, (160, 45), article_id=kiln_id(desk_library)) as session:
        assert session.main.reader.measure == 64
        assert session.main.look.theme.name == "paper"
        await session.keys("less_than_sign")
        assert session.main.reader.measure == 60
    async with reading(desk_library, (160, 45), theme="ink") as session:
        assert session.main.reader.measure == 60
        assert session.main.look.theme.name == "ink"


async def test_minutes_are_counted_at_the_readers_own_pace(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    now = 0.0
    async with reading(desk_library, (120, 20), article_id=article_id) as session:
        session.main.desk.reading.clock = lambda: now
        for _ in range(200):
            now += 60.0
            await session.keys("space")
            if session.main.reader.progress == 100:
                break
    async with reading(desk_library, (120, 20)) as session:
        session.main.desk.reading._paces[""].words += 2_000
        article = desk_library.article(article_id)
        speed = session.main.desk.reading.words_per_minute(article)
        assert 80 < speed < 180
        config = session.main.desk.config
        session.main.desk.config = config._replace(words_per_minute=400)
        assert session.main.desk.reading.words_per_minute(article) == 400


def bar(session: Session) -> list[str]:
    """The cells of the reader's scroll bar."""
    region = session.main.reader.vertical_scrollbar.region
    lines = session.screen_text().split("\n")
    return [lines[y][region.x] for y in range(region.y, region.bottom)]


async def test_the_scroll_bar_shows_highlights_matches_and_what_was_read(marked: Session) -> None:
    cells = bar(marked)
    assert 8 <= cells.count("━") <= 12
    assert "│" not in cells
    await marked.keys("G")
    assert "│" in bar(marked)
    await marked.keys("g", "g", "slash")
    await marked.type("bracken")
    await marked.keys("enter")
    assert bar(marked).count("─") == 4
    await marked.keys("escape", "escape")
    assert "─" not in bar(marked)


async def test_in_mono_a_tick_is_the_key_of_its_colour(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    text = desk_library.document(article_id).text
    for at, color in ((0.3, "green"), (0.6, "gray")):
        start = text.index(". ", int(len(text) * at)) + 2
        desk_library.mark(article_id, start, start + 30, color=color)
    async with reading(desk_library, article_id=article_id, theme="mono") as session:
        assert [cell for cell in bar(session) if cell.isdigit()] == ["2", "8"]


async def test_a_click_beside_the_thumb_goes_there_and_a_drag_goes_along(marked: Session) -> None:
    minimap, reader = marked.main.reader.vertical_scrollbar, marked.main.reader
    await marked.pilot.click(minimap, offset=(0, 30))
    await marked.settle()
    there = reader.top_offset
    assert there > len(reader.document.text) // 3
    await marked.pilot.mouse_down(minimap, offset=(0, 30))
    await marked.pilot.hover(minimap, offset=(0, 20))
    await marked.pilot.mouse_up(minimap, offset=(0, 20))
    await marked.settle()
    assert reader.top_offset != there


@pytest.mark.parametrize("size", [(160, 45), (80, 24)])
async def test_hostile_notes_are_harmless(marked: Session, size: tuple[int, int]) -> None:
    opened = marked.main.desk.need_open()
    hostile = [*HOSTILE, "> " * 500 + "deep", "- " * 300 + "deep", "|" * 5000, "`" * 999, "\t" * 99]
    shown = [
        replace(highlight, note=f"# {text}\n\n- **{text}**\n\n{text}", tags=(text[:30],))
        for highlight, text in zip(opened.annotations.highlights, hostile, strict=False)
    ]
    opened.annotations = replace(opened.annotations, highlights=tuple(shown), note=hostile[0])
    marked.main.desk.show_marks()
    await resize(marked, *size)
    await marked.keys("tab", "g", "g")
    for _ in hostile:
        await marked.keys("j")
        text = marked.screen_text()
        assert marked.app.is_running
        assert not set(text) & {chr(c) for c in (*range(10), *range(11, 32), 0x7F, 0x9B)}
        assert "\u202e" not in text
        assert {cell_len(line) for line in text.split("\n")} == {size[0]}

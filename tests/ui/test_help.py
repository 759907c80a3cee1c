"""Palette, help and menu: everything is found, and nothing that does not work now."""

from __future__ import annotations

from typing import Any

import pytest

from store.library import Library
from store.search.language.manual import SECTIONS
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tests.ui.test_screens import HOSTILE
from tui.clipboard import Clipboard
from tui.commands import COMMANDS
from tui.screens.help import HelpList, HelpScreen, help_groups, help_lines
from tui.screens.menu import Menu
from tui.screens.picker import Picker


def lines(session: Session) -> list[str]:
    return session.screen_text().split("\n")


def focus_text(session: Session) -> str:
    focus = session.main.reader.focus_range
    return session.main.reader.document.text[focus.start : focus.end]


async def run(session: Session, words: str) -> None:
    """Choose what the palette finds first."""
    await session.keys("colon")
    await session.type(words)
    await session.keys("enter")


# -- the palette -------------------------------------------------------------------------------


async def test_the_palette_shows_keys_and_groups(reader: Session) -> None:
    await reader.keys("colon")
    row = next(line for line in lines(reader) if "Next paragraph" in line)
    assert row.split("Next paragraph")[1].split()[:2] == ["Move", "j"]


async def test_the_palette_leaves_out_what_does_not_work_now(reader: Session) -> None:
    for words in ("undo", "next match", "next highlight", "delete the highlight"):
        await reader.keys("colon")
        await reader.type(words)
        assert "nothing here fits these words" in reader.screen_text()
        await reader.keys("escape")
    await reader.keys("j", "j", "h")
    await run(reader, "delete the highlight")
    assert reader.highlights == ()
    await run(reader, "undo")
    assert len(reader.highlights) == 1


async def test_the_palette_goes_to_the_pane_a_command_belongs_to(reader: Session) -> None:
    await run(reader, "last row")
    assert reader.main.place == "list"
    assert reader.main.articles.cursor == 2
    await reader.keys("g", "g")
    await run(reader, "next sentence")
    assert reader.main.place == "reader"
    assert reader.main.reader.focus_range.kind == "sentence"


async def test_what_was_used_last_is_offered_first(reader: Session) -> None:
    await run(reader, "wider text")
    before = reader.main.reader.measure
    await reader.keys("colon", "enter")
    assert reader.main.reader.measure == before + 4


async def test_the_palette_asks_for_a_letter(reader: Session) -> None:
    await reader.keys("space")
    top = reader.main.reader.top_offset
    await run(reader, "set a mark")
    assert reader.message == "Set a mark: which letter?"
    await reader.keys("question_mark")
    assert reader.app.screen is reader.main
    await reader.keys("x")
    assert reader.message == "mark x set"
    await reader.keys("g", "g")
    await run(reader, "go to a mark")
    await reader.keys("escape", "j")
    assert reader.main.reader.top_offset == 0
    await run(reader, "go to a mark")
    await reader.keys("x")
    assert reader.main.reader.top_offset == top


async def test_in_an_empty_library_the_palette_offers_what_there_is(library: Library) -> None:
    async with reading(library) as session:
        await session.keys("colon")
        assert isinstance(session.app.screen, Picker)
        offered = {item.title for item in session.app.screen._items}
        assert {"Change the theme", "Deleted articles, to bring back"} <= offered
        assert not {"Open the article", "Next paragraph"} & offered


# -- help --------------------------------------------------------------------------------------


async def test_help_shows_only_what_works_now(reader: Session) -> None:
    def shown() -> str:
        found = reader.app.screen.query_one(HelpList)
        return "\n".join("".join(text for text, _ in line) for line in found._made)

    await reader.keys("question_mark")
    assert isinstance(reader.app.screen, HelpScreen)
    before = shown()
    assert "Next paragraph" in before
    for words in ("Undo", "Next match", "Delete the highlight", "Open the article"):
        assert words not in before
    await reader.keys("escape", "j", "j", "h", "question_mark")
    after = shown()
    assert "Undo" in after
    assert "Delete the highlight" in after
    assert "Next highlight" in after
    assert "Next match" not in after


async def test_what_can_be_asked_is_in_the_help_of_the_list_and_of_the_search(
    desk_library: Library,
) -> None:
    def shown(session: Session) -> str:
        found = session.app.screen.query_one(HelpList)
        return "\n".join("".join(text for text, _ in line) for line in found._made)

    async with reading(desk_library) as session:
        await session.keys("question_mark")
        of_list = shown(session)
        assert "Searching: fields" in of_list
        await session.keys("escape", "s", "question_mark")
        of_search = shown(session)
        for section in SECTIONS:
            for rule in section.rules:
                assert rule.typed in of_list
                assert rule.typed in of_search
        await session.keys("escape", "escape")
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        await session.keys("question_mark")
        assert "Searching:" not in shown(session)


async def test_help_has_two_columns_where_there_is_room(desk_library: Library) -> None:
    async with reading(desk_library, (160, 45), article_id=kiln_id(desk_library)) as session:
        await session.keys("question_mark")
        assert any("Move" in line and "Articles" in line for line in lines(session))
    async with reading(desk_library, (80, 24), article_id=kiln_id(desk_library)) as session:
        await session.keys("question_mark")
        assert not any("Move" in line and "Articles" in line for line in lines(session))
        await session.keys("G")
        assert "Leave postil" in session.screen_text()
        await session.keys("g")
        assert "Next paragraph" in session.screen_text()


@pytest.mark.parametrize("width", [1, 8, 20, 34, 76, 96, 124])
async def test_help_fits_any_width(reader: Session, width: int) -> None:
    groups = help_groups(COMMANDS, reader.main.keymap)
    text = "\n".join("".join(part for part, _ in line) for line in help_lines(groups, width))
    for command in COMMANDS:
        for word in (command.family or command.title).split():
            assert word in text
    if width >= 34:
        widest = max(len(line.rstrip()) for line in text.split("\n"))
        assert widest <= width


# -- the menu ----------------------------------------------------------------------------------


@drives("menu")
async def test_the_menu_at_the_focus_is_run_by_key_and_by_enter(reader: Session) -> None:
    await reader.keys("j", "j", "M")
    assert isinstance(reader.app.screen, Menu)
    text = reader.screen_text()
    assert "paragraph, 45 words" in text
    assert "Highlight the focus" in text
    assert "Delete the highlight" not in text
    await reader.keys("3")
    assert [h.color for h in reader.highlights] == ["blue"]
    await reader.keys("M", "j", "right", "right", "right", "enter")
    assert [h.color for h in reader.highlights] == ["pink"]
    await reader.keys("M", "d")
    assert reader.highlights == ()
    await reader.keys("M", "escape")
    assert reader.app.screen is reader.main
    await reader.keys("M", "x", "question_mark")
    assert isinstance(reader.app.screen, Menu), "what is not in the menu does nothing"
    await reader.keys("q")
    assert reader.app.screen is reader.main


async def test_the_menu_of_the_list_and_of_the_panel(reader: Session) -> None:
    await reader.keys("j", "j", "h", "tab", "g", "g")
    assert reader.main.place == "panel"
    await reader.keys("M")
    assert "yellow highlight, 45 words" in reader.screen_text()
    await reader.keys("2")
    assert [h.color for h in reader.highlights] == ["green"]
    await reader.keys("tab", "tab", "g", "g", "M")
    text = reader.screen_text()
    assert "Open the article" in text
    assert "Read or unread" in text
    await reader.keys("asterisk")
    assert reader.main.desk.library.articles()[0].starred


async def test_a_chord_of_a_verb_works_in_the_menu(desk_library: Library) -> None:
    folder = desk_library.folders.config
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text("keys: {copy: g y, menu: f2}\n", encoding="utf-8")
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        await session.keys("j", "j", "f2")
        assert "g y" in session.screen_text()
        await session.keys("g", "y")
        assert session.app.clipboard.startswith("The kiln at the bend")


async def test_an_empty_library_has_no_menu(library: Library) -> None:
    async with reading(library) as session:
        await session.keys("M")
        assert session.app.screen is session.main
        assert "nothing here" in session.message


async def test_the_picker_says_when_nothing_fits(reader: Session) -> None:
    await reader.keys("T")
    assert isinstance(reader.app.screen, Picker)
    await reader.type("zebra")
    assert "nothing here fits these words" in reader.screen_text()
    await reader.keys("enter")
    assert reader.app.screen is reader.main


# -- first steps -------------------------------------------------------------------------------


async def test_first_steps_are_taught_until_they_are_done(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        assert "enter opens · j k move · ? all keys" in lines(session)[-1]
        await session.keys("j", "enter")
        assert "h highlights · j k move" in lines(session)[-1]
        await session.keys("j", "h")
        assert session.message.startswith("highlighted")
        await session.keys("j")
        assert "t tags it · a adds a note · u undoes" in lines(session)[-1]
    async with reading(desk_library) as session:
        assert "enter opens" not in lines(session)[-1]
        assert "s searches everything" in lines(session)[-1]
        await session.keys("s", "escape")
        assert "enter open · / find" in lines(session)[-1]


async def test_first_steps_can_be_turned_off(desk_library: Library) -> None:
    folder = desk_library.folders.config
    folder.mkdir(exist_ok=True)
    (folder / "config.yaml").write_text("hints: false\n", encoding="utf-8")
    async with reading(desk_library) as session:
        assert "enter open · / find" in lines(session)[-1]
        assert not (desk_library.folders.state / "hints.json").exists()


# -- copying -----------------------------------------------------------------------------------


@pytest.mark.parametrize("works", [True, False])
async def test_copying_reaches_the_clipboard_of_the_system(
    reader: Session, monkeypatch: pytest.MonkeyPatch, works: bool
) -> None:
    copied: list[bytes] = []

    def run(command: object, **options: Any) -> None:
        if not works:
            raise FileNotFoundError("no such program")
        copied.append(options["input"])

    reader.app._system_clipboard = Clipboard(
        {"DISPLAY": ":0"}, platform="linux", which=lambda name: name, run=run
    )
    await reader.keys("j", "j", "right_parenthesis", "y")
    sentence = "The kiln at the bend of the road was fired four times a year."
    assert reader.app.clipboard == sentence
    assert reader.message == "copied 14 words"
    assert copied == ([sentence.encode()] if works else [])
    log = reader.main.desk.library.folders.state / "postil.log"
    assert log.exists() != works
    assert works or "xclip: no such program" in log.read_text(encoding="utf-8")


@pytest.mark.parametrize("title", HOSTILE)
async def test_a_hostile_title_is_harmless_in_the_menu(desk_library: Library, title: str) -> None:
    async with reading(desk_library, (60, 20)) as session:
        rows = session.main.articles
        articles = [article._replace(title=title) for article in rows.articles]
        rows.set_rows(articles, articles, 0)
        await session.keys("M")
        assert isinstance(session.app.screen, Menu)
        text = session.screen_text()
        assert not {c for c in text if ord(c) < 32 and c != "\n"} | ({"\u202e", "\x9b"} & set(text))
        assert title.split(maxsplit=1)[0][:4] in text

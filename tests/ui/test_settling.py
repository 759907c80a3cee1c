"""Highlights that need a person: to be checked, or without a place."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from store.library import Library
from store.model import Anchor, Highlight
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tests.ui.test_panel import panel_text
from tests.ui.test_screens import resize
from tui.screens.settle import SettleScreen

SLEPT = "Potters slept in turns on sacks of straw."
SLEEPS = "Potters slept in turns on sacks of clay."
ASH = "Ash from vine wood ran blue, and ash from bracken ran grey."
KETTLE = "The purser keeps a samovar."


def lose(library: Library, article_id: str, *highlights: Highlight) -> None:
    """What a changed text leaves behind."""
    library._annotations.update(  # type: ignore[attr-defined] # the state that no act leads to
        article_id, lambda a: replace(a, highlights=(*a.highlights, *highlights))
    )


def unplaced(key: str, quote: str, *, near: int = 0, color: str = "yellow") -> Highlight:
    anchor = Anchor(near, near, quote, state="unplaced", near=near, text="0" * 64)
    return Highlight(key, anchor, color)


def to_check(library: Library, article_id: str, key: str, quote: str, words: str) -> Highlight:
    document = library.document(article_id)
    start = document.text.index(words)
    anchor = Anchor(start, start + len(words), quote, state="check", text=document.sha256)
    return Highlight(key, anchor, "green")


def ferry_id(library: Library) -> str:
    return next(a.id for a in library.articles() if "ferry" in a.title)


@pytest.fixture
def lost_library(desk_library: Library) -> Library:
    """One to check and one unplaced in the long article, one unplaced in another."""
    kiln, ferry = kiln_id(desk_library), ferry_id(desk_library)
    lose(
        desk_library, kiln,
        to_check(desk_library, kiln, "hcheckaaaa", SLEPT, SLEEPS),
        unplaced("hlostaaaaa", ASH, near=500),
    )  # fmt: skip
    lose(desk_library, ferry, unplaced("hferryaaaa", KETTLE, color="blue"))
    return desk_library


@pytest.fixture
async def reader(lost_library: Library) -> AsyncIterator[Session]:
    async with reading(lost_library, (160, 45), article_id=kiln_id(lost_library)) as session:
        yield session


def sheet(session: Session) -> SettleScreen:
    screen = session.app.screen
    assert isinstance(screen, SettleScreen)
    return screen


def anchor(session: Session, key: str, article_id: str = "") -> Anchor:
    library = session.main.desk.library
    found = library.annotations(article_id or kiln_id(library)).highlight(key)
    assert found is not None
    return found.anchor


async def test_there_is_nothing_to_settle(desk_library: Library) -> None:
    async with reading(desk_library) as session:
        await session.keys("g", "u")
        assert session.app.screen is session.main
        assert "every highlight has its place" in session.message


@drives("go.unplaced")
async def test_all_that_need_a_person_are_listed(reader: Session) -> None:
    await reader.keys("g", "u")
    assert [case.highlight.id for case in sheet(reader).cases] == [
        "hcheckaaaa", "hlostaaaaa", "hferryaaaa",
    ]  # fmt: skip
    text = reader.screen_text()
    for words in ("1 to check, 2 unplaced", "it reads now", "sacks of straw", "night ferry"):
        assert words in text
    await reader.keys("escape")
    assert reader.app.screen is reader.main
    assert anchor(reader, "hcheckaaaa").state == "check"
    assert not reader.main.reader.has_matches


async def test_one_is_kept_where_it_is(reader: Session) -> None:
    before = anchor(reader, "hcheckaaaa")
    await reader.keys("g", "u", "enter")
    after = anchor(reader, "hcheckaaaa")
    assert (after.state, after.start, after.end) == ("moved", before.start, before.end)
    assert after.quote == SLEPT
    assert "kept" in reader.message
    assert [case.highlight.id for case in sheet(reader).cases] == ["hlostaaaaa", "hferryaaaa"]
    await reader.keys("u")
    assert anchor(reader, "hcheckaaaa").state == "check"
    assert len(sheet(reader).cases) == 3
    await reader.keys("ctrl+r", "escape")
    assert anchor(reader, "hcheckaaaa").state == "moved"
    focus = reader.main.reader.focus_range
    assert (focus.kind, focus.start, focus.end) == ("highlight", before.start, before.end)


async def test_a_digit_puts_it_on_another_place(reader: Session) -> None:
    await reader.keys("g", "u")
    second = sheet(reader).offers[1]
    assert (second.start, second.end) != anchor(reader, "hcheckaaaa")[:2]
    await reader.keys("2")
    assert anchor(reader, "hcheckaaaa")[:2] == (second.start, second.end)
    assert anchor(reader, "hcheckaaaa").quote == SLEPT


async def test_the_places_are_looked_at_one_by_one(reader: Session) -> None:
    await reader.keys("g", "u", "j")
    offers = sheet(reader).offers
    assert len(offers) > 1
    await reader.keys("n", "n", "N", "enter")
    assert anchor(reader, "hlostaaaaa")[:2] == (offers[1].start, offers[1].end)


async def test_what_is_not_there_is_unplaced(reader: Session) -> None:
    await reader.keys("g", "u", "x")
    assert anchor(reader, "hcheckaaaa").state == "unplaced"
    assert len(sheet(reader).cases) == 3
    await reader.keys("escape", "u")
    assert anchor(reader, "hcheckaaaa").state == "check"


async def test_one_of_another_article_is_settled_there(reader: Session) -> None:
    ferry = ferry_id(reader.main.desk.library)
    await reader.keys("g", "u", "G", "1")
    assert reader.main.desk.need_open().article.id == ferry
    assert anchor(reader, "hferryaaaa", ferry).state == "moved"
    assert [case.highlight.id for case in sheet(reader).cases] == ["hcheckaaaa", "hlostaaaaa"]
    await reader.keys("escape", "u")
    assert anchor(reader, "hferryaaaa", ferry).state == "unplaced"


async def test_without_an_open_article_too(lost_library: Library) -> None:
    async with reading(lost_library, (100, 30)) as session:
        await session.keys("g", "u", "enter")
        assert session.main.desk.need_open().article.id == kiln_id(lost_library)
        assert anchor(session, "hcheckaaaa").state == "moved"
        await session.keys("escape", "u")
        assert anchor(session, "hcheckaaaa").state == "check"


async def test_a_text_that_was_changed_meanwhile_is_not_marked_blindly(reader: Session) -> None:
    await reader.keys("g", "u")
    opened = reader.main.desk.need_open()
    path = reader.main.desk.library.folders.articles / opened.article.file
    path.write_text(
        path.read_text("utf-8").replace("## Firing 1", "Ahead.\n\n## Firing 1"), "utf-8"
    )
    reader.main.desk.library.refresh()
    await reader.keys("2")
    assert "changed" in reader.message
    found = anchor(reader, "hcheckaaaa")
    text = reader.main.desk.library.document(opened.article.id).text
    assert found.state in {"check", "unplaced"} or text[found.start : found.end] == SLEPT


async def test_when_the_last_is_settled_that_is_said(reader: Session) -> None:
    await reader.keys("g", "u", "enter", "1", "1")
    assert reader.app.screen is reader.main
    assert "every highlight has its place" in reader.message
    assert reader.main.desk.library.unsettled() == []


async def test_closing_leads_back_to_where_one_was(reader: Session) -> None:
    await reader.keys("space", "space", "space", "j")
    before = reader.main.desk.here
    await reader.keys("g", "u", "j", "n", "escape")
    assert reader.main.desk.here == before


@drives("highlight.give")
async def test_a_selection_is_given_to_the_one_that_is_asked_for(reader: Session) -> None:
    await reader.keys("j", "j", "v", "w", "w", "enter")
    focus = reader.main.reader.focus_range
    await reader.keys("g", "p", "2")
    given = anchor(reader, "hlostaaaaa")
    assert (given.state, given.start, given.end) == ("moved", focus.start, focus.end)
    assert given.quote == ASH
    await reader.keys("j", "g", "p")
    assert anchor(reader, "hcheckaaaa").state == "moved", "the only one left is not asked for"
    await reader.keys("j", "g", "p")
    assert "has its place" in reader.message
    await reader.keys("u", "u")
    assert anchor(reader, "hlostaaaaa").state == "unplaced"
    assert anchor(reader, "hcheckaaaa").state == "check"


async def test_its_words_are_marked_by_hand(reader: Session) -> None:
    await reader.keys("g", "u", "j", "m")
    assert reader.app.screen is reader.main
    assert "select its words" in reader.message
    view = reader.main.reader
    assert view.focus_range.start <= 500 < view.focus_range.end, "where it would be"
    await reader.keys("right_parenthesis")
    focus = reader.main.reader.focus_range
    await reader.keys("g", "p")
    assert anchor(reader, "hlostaaaaa")[:2] == (focus.start, focus.end)


async def test_what_was_selected_before_is_taken_at_once(reader: Session) -> None:
    await reader.keys("j", "j", "v", "w", "w", "enter")
    focus = reader.main.reader.focus_range
    await reader.keys("g", "u", "m")
    assert anchor(reader, "hcheckaaaa")[:2] == (focus.start, focus.end)


async def test_the_panel_leads_there(reader: Session) -> None:
    text = panel_text(reader)
    assert "To check" in text
    assert "Unplaced" in text
    assert "1 to check, 1 unplaced" in reader.screen_text().split("\n")[-1]
    await reader.keys("tab", "g", "g", "j", "enter")
    assert sheet(reader)._list.chosen is not None
    assert sheet(reader)._list.chosen.highlight.id == "hlostaaaaa"


@pytest.mark.parametrize("keys", [("plus",), ("minus",), ("g", "s"), ("g", "m")])
async def test_the_passage_of_one_without_a_sure_place_is_not_changed(
    reader: Session, keys: tuple[str, ...]
) -> None:
    before = anchor(reader, "hcheckaaaa")
    await reader.keys("tab", "g", "g", *keys)
    assert "no sure place" in reader.message
    assert anchor(reader, "hcheckaaaa") == before


@pytest.mark.parametrize("size", [(160, 45), (100, 30), (80, 24), (60, 20), (40, 12)])
async def test_the_offer_is_seen_beside_the_sheet(reader: Session, size: tuple[int, int]) -> None:
    await resize(reader, *size)
    await reader.keys("g", "u")
    assert {len(line) for line in reader.screen_text().split("\n")} == {size[0]}
    assert "straw" in reader.screen_text()
    await reader.keys("j", "n", "j", "k", "k", "enter")
    assert anchor(reader, "hcheckaaaa").state == "moved"


async def test_hostile_quotes_are_harmless(desk_library: Library) -> None:
    article_id = kiln_id(desk_library)
    hostile = "[bold]\x1b[31m \u202e" + "long " * 4000
    lose(
        desk_library, article_id,
        to_check(desk_library, article_id, "hcheckaaaa", hostile, SLEEPS),
        unplaced("hlostaaaaa", "\n\t\x07"),
    )  # fmt: skip
    async with reading(desk_library, (100, 30), article_id=article_id) as session:
        await session.keys("g", "u", "j")
        assert "\x1b" not in session.screen_text()
        assert "[bold]" in session.screen_text()

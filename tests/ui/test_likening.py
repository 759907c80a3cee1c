"""More like this: of a passage, a highlight, an article; its key words as a search."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.library import Library
from tests.ui.harness import Session, drives, reading
from tui.screens.search import SearchScreen

PEARS = "# Pears\n\nA pear tree needs frost. The ledger of the orchard counts each pear and tree.\n"
OARS = "# Oars\n\nOn the river a ferry sleeps. Its rope was thrown across the river at night.\n"


@pytest.fixture
async def reader(desk_library: Library, sources: Path) -> AsyncIterator[Session]:
    """A reader on five articles, of which Oars is open."""
    for name, text in (("pears", PEARS), ("oars", OARS)):
        (sources / f"{name}.md").write_text(text, encoding="utf-8")
        assert [a.outcome for a in desk_library.add([str(sources / f"{name}.md")])] == ["added"]
    desk_library.update_index()
    oars = next(a.id for a in desk_library.articles() if a.title == "Oars")
    async with reading(desk_library, article_id=oars) as session:
        yield session


def screen_of(session: Session) -> SearchScreen:
    screen = session.app.screen
    assert isinstance(screen, SearchScreen)
    return screen


def titles(session: Session) -> list[str]:
    return [row.hit.title for row in screen_of(session).sheet.hits.rows]


@drives("like", "like.article")
async def test_like_an_article_and_like_a_passage(reader: Session) -> None:
    await reader.keys("g", "L")
    assert titles(reader)[0] == "Notes from the night ferry"
    assert "Oars" not in titles(reader)
    text = reader.screen_text()
    assert "Like Oars" in text
    assert "river" in screen_of(reader).sheet.field.value, "the key words are shown"
    await reader.keys("escape", "j", "j", "right_parenthesis", "g", "l")
    assert "Like a passage of Oars" in reader.screen_text()
    assert titles(reader) == ["Notes from the night ferry"]


async def test_a_hit_opens_at_its_passage_and_s_goes_back_to_the_list(reader: Session) -> None:
    await reader.keys("g", "L")
    hit = screen_of(reader).sheet.hits.rows[0].hit
    await reader.keys("enter")
    opened = reader.main.desk.opened
    assert opened is not None
    assert opened.article.title == "Notes from the night ferry"
    focus = reader.main.reader.focus_range
    assert focus.start < hit.end
    assert focus.end > hit.start
    assert reader.main.reader.has_matches, "its key words are shown there"
    await reader.keys("n")
    assert "in this article" in reader.message
    await reader.keys("s")
    assert "Like Oars" in reader.screen_text()
    assert "Oars" not in titles(reader)


async def test_its_words_are_a_search_that_can_be_changed(reader: Session) -> None:
    await reader.keys("g", "L")
    line = screen_of(reader).sheet.field.value
    await reader.keys("end", "backspace", *" OR kiln)")
    text = reader.screen_text()
    assert "Like Oars" not in text
    assert "Search the library" in text
    assert "The kiln at the bend" in titles(reader)
    assert "Oars" in titles(reader), "now it is any search"
    await reader.keys(*["backspace"] * 9, ")")
    assert screen_of(reader).sheet.field.value == line
    assert "Oars" in titles(reader), "and stays one"


@drives("like.listed")
async def test_of_the_row_in_the_list(reader: Session) -> None:
    await reader.keys("shift+tab")
    articles = reader.main.articles
    pears = next(a.id for a in reader.main.desk.library.articles() if a.title == "Pears")
    index = articles.index_of(pears)
    assert index is not None
    articles.move_cursor(index)
    await reader.keys("g", "l")
    assert titles(reader)[0] == "The orchard ledger"
    assert "Like Pears" in reader.screen_text()


async def test_of_a_highlight_in_the_side_panel(reader: Session) -> None:
    await reader.keys("j", "j", "right_parenthesis", "h", "tab")
    assert reader.main.place == "panel"
    panel = reader.main.panel
    rows = [i for i in range(panel.count) if panel.selectable(i)]
    for row in rows:
        panel.move_cursor(row)
        if panel.selected is not None and panel.selected.highlight:
            break
    await reader.keys("g", "l")
    assert "Like a passage of Oars" in reader.screen_text()


async def test_what_is_like_nothing_is_said(reader: Session) -> None:
    await reader.keys("k", "k", "k", "g", "l")
    assert "nothing is like this passage" in reader.message
    assert "g L looks for articles like the whole one" in reader.message
    assert reader.app.screen is reader.main


async def test_a_library_of_one(library: Library, sources: Path) -> None:
    (sources / "ferry.md").unlink()
    list(library.add([str(sources)]))
    async with reading(library) as session:
        await session.keys("enter", "g", "L")
        assert "nothing is like this article" in session.message


async def test_hostile_titles(library: Library, sources: Path) -> None:
    for number in range(3):
        text = f"# [bold]Kilns[/] {number}\n\nVine wood and bracken in [red]kilns[/].\n"
        (sources / f"{number}.md").write_text(text, encoding="utf-8")
    list(library.add([str(sources)]))
    kiln = next(a.id for a in library.articles() if "Kilns" in a.title)
    async with reading(library, (60, 16), article_id=kiln) as session:
        await session.keys("g", "L")
        assert "Like [bold]Kilns[/]" in session.screen_text()
        assert session.app.is_running

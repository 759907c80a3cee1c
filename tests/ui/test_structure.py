"""The keys that say what a block is: shown at once, saved, undone; the place stays."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading

PAGE = """\
::: furniture

Menu

Sign in

Subscribe

:::

# The weir

The weir was built twice.

Figure 1: the weir in spring

Nobody asked for the third time. It came all the same.

- stones
- oak

::: furniture

Share this

Read next

:::
"""


def kinds(reader: Session) -> list[str]:
    """The kinds of the open article's blocks as they are on disk."""
    opened = reader.main.desk.opened
    assert opened is not None
    document = reader.main.desk.library.document(opened.article.id)
    assert opened.document == document == reader.main.reader.document
    return [block.kind for block in document.blocks]


def focused(reader: Session) -> str:
    focus = reader.main.reader.focus_range
    return reader.main.reader.document.text[focus.start : focus.end]


@pytest.fixture
async def page(library: Library, tmp_path: Path) -> AsyncIterator[Session]:
    """A small article with furniture on both ends, its first line in focus."""
    (tmp_path / "weir.md").write_text(PAGE, encoding="utf-8")
    (added,) = library.add([str(tmp_path / "weir.md")])
    assert added.article is not None
    async with reading(library, size=(100, 30), article_id=added.article.id) as session:
        yield session


@drives("structure.heading", "structure.paragraph", "structure.list_item")
async def test_a_block_becomes_another_kind(reader: Session) -> None:
    widget = reader.main.reader
    await reader.keys("j", "j", "j", "down", "down", "down")
    top, words = widget.top_offset, focused(reader)
    index = widget.document.block_index(widget.focus_range.start)
    await reader.keys("H")
    assert reader.message == "a heading now, level 2; u brings it back"
    assert kinds(reader)[index] == "heading"
    assert (widget.top_offset, focused(reader)) == (top, words)
    assert widget.focus_range.start in [entry.offset for entry in reader.main.panel._outline]
    await reader.keys("H")
    assert "level 3" in reader.message
    assert widget.document.blocks[index].level == 3
    await reader.keys("P")
    assert kinds(reader)[index] == "paragraph"
    await reader.keys("P")
    assert reader.message == "a paragraph already"
    await reader.keys("L")
    assert kinds(reader)[index] == "list_item"
    await reader.keys("u", "u", "u")
    assert widget.document.blocks[index].level == 2
    assert reader.message == "undone: change to a heading"
    await reader.keys("u")
    assert kinds(reader)[index] == "paragraph"
    assert (widget.top_offset, focused(reader)) == (top, words)
    await reader.keys("ctrl+r")
    assert kinds(reader)[index] == "heading"


@drives("structure.caption", "structure.furniture")
async def test_what_is_no_article_is_folded_away(reader: Session) -> None:
    await reader.keys("j", "j", "h", "C")
    assert kinds(reader)[2] == "caption"
    assert reader.message == "a caption now; u brings it back"
    assert len(reader.highlights) == 1
    words = focused(reader)
    await reader.keys("X")
    assert kinds(reader)[2] == "furniture"
    assert "▸ 1 line around the article" in reader.screen_text()
    assert words not in reader.screen_text()
    assert focused(reader) == words
    await reader.keys("j", "k", "u")
    assert kinds(reader)[2] == "caption"
    assert focused(reader) == words


async def test_a_folded_line_becomes_paragraphs(page: Session) -> None:
    await page.keys("g", "g")
    assert focused(page) == "Menu\n\nSign in\n\nSubscribe"
    await page.keys("P")
    assert kinds(page)[:4] == ["paragraph", "paragraph", "paragraph", "heading"]
    assert page.message == "3 blocks are paragraphs now; u brings them back"
    assert focused(page) == "Menu"
    assert "Sign in" in page.screen_text()
    await page.keys("u")
    assert kinds(page)[:4] == ["furniture", "furniture", "furniture", "title"]
    assert "▸ 3 lines around the article" in page.screen_text()
    assert focused(page) == "Menu\n\nSign in\n\nSubscribe"


async def test_what_was_unfolded_stays_unfolded(page: Session) -> None:
    await page.keys("g", "g", "enter")
    assert "▾ 3 lines around the article" in page.screen_text()
    await page.keys("j", "P")
    assert kinds(page)[:4] == ["furniture", "paragraph", "furniture", "heading"]
    assert focused(page) == "Sign in"
    assert page.screen_text().count("▾ 1 line around the article") == 2
    await page.keys("X")
    assert kinds(page)[:3] == ["furniture"] * 3
    assert "▾ 3 lines around the article" in page.screen_text()
    assert focused(page) == "Sign in"


async def test_a_sentence_means_its_block_and_a_selection_all_that_it_touches(
    page: Session,
) -> None:
    await page.keys("j", "j", "j", "right_parenthesis")
    assert focused(page) == "Nobody asked for the third time."
    await page.keys("X")
    assert kinds(page)[6] == "furniture"
    # What is folded away cannot have a sentence in focus.
    assert focused(page) == "Nobody asked for the third time. It came all the same."
    widget = page.main.reader
    text = widget.document.text
    widget.focus_passage(text.index("was built"), text.index("the weir in"), "selection")
    await page.keys("L")
    assert kinds(page)[4:6] == ["list_item", "list_item"]
    assert page.message == "2 blocks are list items now; u brings them back"
    assert widget.focus_range.kind == "selection"
    await page.keys("u")
    assert kinds(page)[4:6] == ["paragraph", "paragraph"]


async def test_what_cannot_be_done_is_said_and_taken_back(library: Library, tmp_path: Path) -> None:
    (tmp_path / "code.md").write_text("# Code\n\n```\na  b\n```\n", encoding="utf-8")
    (added,) = library.add([str(tmp_path / "code.md")])
    assert added.article is not None
    async with reading(library, article_id=added.article.id) as session:
        await session.keys("j", "P")
        assert "without changing its text" in session.message
        assert kinds(session) == ["title", "code"]


async def test_several_keys_in_a_row_end_as_the_last_says(desk_library: Library) -> None:
    async with reading(desk_library, article_id=kiln_id(desk_library)) as session:
        await session.keys("j", "j")
        for _ in range(2):
            for key in "HPLCXH":
                await session.app._press_keys([key])
        await session.settle()
        assert kinds(session)[2] == "heading"
        assert session.main.desk.queue.idle


async def test_an_empty_article_has_nothing_to_change(library: Library, tmp_path: Path) -> None:
    (tmp_path / "rule.md").write_text("---\nid: rule\n---\n***\n", encoding="utf-8")
    (library.folders.articles / "rule.md").write_bytes((tmp_path / "rule.md").read_bytes())
    library.refresh()
    async with reading(library, article_id="rule") as session:
        await session.keys("H")
        assert "no text in focus" in session.message

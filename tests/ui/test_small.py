"""Every screen on small terminals, and while their size changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, reading
from tests.ui.test_screens import resize

SIZES = [(40, 12), (60, 16), (80, 24)]
TINY = [(20, 5), (1, 1), (3, 2), (160, 45), (40, 12)]

OPENED: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "list": (("q",), ("The kiln at the bend", "3 articles")),
    "reader": ((), ("The kiln at the bend", "min left")),
    "panel": (("tab",), ("Highlights",)),
    "palette": (("colon",), ("Command", "Next paragraph", "j")),
    "help": (("question_mark",), ("What works now", "Next paragraph", "esc leaves")),
    "menu": (("M",), ("Highlight the focus", "Copy the focus")),
    "search": (("s", *"kettle"), ("Search the library", "Notes from the night", "1 article")),
    "note": (("a", *"hello"), ("Highlight with a note", "hello", "ctrl+s save")),
    "tags": (("t", *"clay"), ("highlight with tags", "clay")),
    "find": (("slash", *"vine"), ("/ vine", "1 of ")),
    "contents": (("T",), ("Contents", "Firing 1")),
    "theme": (("colon", *"theme", "enter"), ("Theme", "paper")),
    "export": (("x", *"mark"), ("Export The kiln", "markdown")),
    "message": (("y",), ("copied",)),
    "chord": (("g",), ("g…",)),
}


def check(session: Session, width: int, height: int) -> list[str]:
    lines = session.screen_text().split("\n")
    assert len(lines) == height
    return lines


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("opened", OPENED)
async def test_what_matters_is_on_the_screen(
    desk_library: Library, opened: str, size: tuple[int, int]
) -> None:
    keys, wanted = OPENED[opened]
    async with reading(desk_library, size, article_id=kiln_id(desk_library)) as session:
        await session.keys(*keys)
        text = "\n".join(check(session, *size))
        for words in wanted:
            assert words in text, words


@pytest.mark.parametrize("opened", OPENED)
async def test_any_size_may_come_while_it_is_open(desk_library: Library, opened: str) -> None:
    keys, wanted = OPENED[opened]
    async with reading(desk_library, (100, 30), article_id=kiln_id(desk_library)) as session:
        await session.keys(*keys)
        before = session.app.screen
        for size in TINY:
            await resize(session, *size)
            check(session, *size)
            assert session.app.screen is before
        text = session.screen_text()
        for words in wanted:
            assert words in text, words
        if session.app.screen is not session.main:
            await session.keys("escape", "escape")
        assert session.app.screen is session.main


@pytest.mark.parametrize("size", [(20, 5), (3, 2), (1, 1)])
@pytest.mark.parametrize("opened", OPENED)
async def test_nothing_breaks_on_a_screen_for_nobody(
    desk_library: Library, opened: str, size: tuple[int, int]
) -> None:
    async with reading(desk_library, size, article_id=kiln_id(desk_library)) as session:
        await session.keys(*OPENED[opened][0])
        check(session, *size)
        await session.keys("down", "up")
        check(session, *size)
        assert session.app.is_running
        assert "bug" not in session.message


async def test_long_titles_tags_and_an_article_without_text(
    library: Library, tmp_path: Path
) -> None:
    long = "A very long title that goes on and on " * 8
    (tmp_path / "long.md").write_text(f"# {long}\n\nText.\n", encoding="utf-8")
    (tmp_path / "none.md").write_text("---\ntitle: Nothing in it\n---\n\n* * *\n", encoding="utf-8")
    list(library.add([str(tmp_path)]))
    for article in library.articles():
        library.edit_article(article.id, tags=["a" * 80, "b/" + "c" * 60])
    for size in ((40, 12), (120, 30)):
        for article in library.articles():
            async with reading(library, size, article_id=article.id) as session:
                for keys in (
                    (), ("M",), ("escape", "q", "M"), ("escape", "t"), ("escape", "question_mark"),
                    ("escape", "colon"), ("escape", "tab", "j"), ("tab", "h", "y"),
                ):  # fmt: skip
                    await session.keys(*keys)
                    check(session, *size)
                    assert "bug" not in session.message, (keys, session.message)

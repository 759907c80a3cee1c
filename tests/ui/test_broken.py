"""An article whose annotations cannot be read; a library that goes away under the reader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from store.library import Library
from tests.ui.conftest import kiln_id
from tests.ui.harness import Session, drives, reading
from tui.screens.picker import Picker

BROKEN = b"schema: 1\nnote: 'never closed\n"


def annotations_of(library: Library, article_id: str) -> Path:
    return library._annotations.path(article_id)


def breaks(library: Library) -> Path:
    """Mark two passages of the long article, and then spoil the file."""
    key = kiln_id(library)
    if library.broken(key) is None:
        library.mark(key, 0, 8)
        library.mark(key, 20, 30, note="kept")
    path = annotations_of(library, key)
    path.write_bytes(BROKEN)
    return path


async def test_an_article_with_broken_annotations_is_shown_and_said(desk_library: Library) -> None:
    path = breaks(desk_library)
    async with reading(desk_library, size=(200, 40), article_id=kiln_id(desk_library)) as reader:
        assert "The kiln at the bend" in reader.screen_text()
        assert reader.message.startswith(f"{path.name}, line ")
        assert "a quotation mark that is never closed" in reader.message
        # What was read last is painted; nothing is saved, and the article can be left.
        opened = reader.main.desk.opened
        assert opened is not None
        assert [mark.note for mark in opened.annotations.highlights][-1] == "kept"
        await reader.keys("G", "J")
        assert path.read_bytes() == BROKEN


async def test_an_act_on_it_is_refused_and_asks(desk_library: Library) -> None:
    path = breaks(desk_library)
    key = kiln_id(desk_library)
    async with reading(desk_library, article_id=key) as reader:
        known = len(reader.main.desk.need_open().annotations.highlights)
        await reader.keys("j", "j", "h")
        assert isinstance(reader.app.screen, Picker)
        text = reader.screen_text()
        assert "a quotation mark that is never closed" in text
        assert f"Set it aside and bring back {known} highlights" in text
        assert path.read_bytes() == BROKEN
        await reader.keys("escape")
        assert "a quotation mark that is never closed" in reader.message
        await reader.keys("j")
        assert "annotations cannot be read" in reader.screen_text().split("\n")[-1]
        await reader.keys("j", "h")
        await reader.keys("2")  # left as it is
        assert path.read_bytes() == BROKEN
        await reader.keys("j", "h")
        await reader.keys("1")
        assert f"{known} highlights came back" in reader.message
        assert len(reader.highlights) == known
        await reader.keys("k")
        assert "annotations cannot be read" not in reader.screen_text()
        (aside,) = path.parent.glob("*.bad-*")
        assert aside.read_bytes() == BROKEN
        await reader.keys("j", "h")
        assert len(reader.highlights) == known + 1


@drives("article.set_aside")
async def test_the_palette_sets_aside(reader: Session) -> None:
    library = reader.main.desk.library
    path = breaks(library)
    await reader.keys("colon")
    await reader.type("set aside")
    assert "Set aside annotations" not in reader.screen_text()  # nothing is known to be wrong yet
    await reader.keys("escape")
    await reader.keys("j", "h")
    await reader.keys("escape", "colon")
    await reader.type("set aside annotations")
    await reader.keys("enter")
    assert path.name in reader.screen_text()
    await reader.keys("1")
    assert "came back" in reader.message
    assert len(reader.highlights) >= 2


async def test_what_a_later_version_wrote_is_read_and_not_changed(desk_library: Library) -> None:
    key = kiln_id(desk_library)
    desk_library.mark(key, 0, 8)
    path = annotations_of(desk_library, key)
    path.write_bytes(path.read_bytes().replace(b"schema: 1", b"schema: 9"))
    before = path.read_bytes()
    async with reading(desk_library, size=(200, 40), article_id=key) as reader:
        await reader.keys("j", "j", "h")
        assert "were written by a later postil" in reader.message
        assert "install the new version" in reader.message
        assert not isinstance(reader.app.screen, Picker)
        assert path.read_bytes() == before


@pytest.mark.parametrize("gone", ["library", "annotations"])
async def test_a_library_that_goes_away_is_said_and_comes_back(
    gone: str, desk_library: Library, tmp_path: Path
) -> None:
    folder = desk_library.folders.library
    folder = folder if gone == "library" else folder / gone
    key = kiln_id(desk_library)
    before, many = desk_library.annotations(key), len(desk_library.highlights())
    async with reading(desk_library, size=(200, 40), article_id=key) as reader:
        away = folder.rename(tmp_path / "away")
        await reader.keys("j", "h", "r", "asterisk", "u", "ctrl+r", "J", "K", "n")
        reader.main.desk.outside.refresh(tell=True)
        await reader.settle()
        assert "is not there" in reader.message
        assert "mount it" in reader.message
        assert not folder.exists()
        away.rename(folder)
        reader.main.desk.outside.refresh(tell=True)
        await reader.settle()
        assert desk_library.annotations(key).highlights == before.highlights
        await reader.keys("j", "h")
        assert "is not there" not in reader.message
        assert len(desk_library.highlights()) == many + 1


async def test_a_library_that_is_deleted_is_not_begun_anew(desk_library: Library) -> None:
    async with reading(desk_library, size=(200, 40), article_id=kiln_id(desk_library)) as reader:
        shutil.rmtree(desk_library.folders.library)
        await reader.keys("j", "h")
        assert "is not there" in reader.message
        await reader.keys("J", "d", "escape", "q")
    assert not desk_library.folders.library.exists()

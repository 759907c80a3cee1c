"""Where the cache cannot be written, everything works on with one for this run."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest

from store.folders import Folders
from store.library import Library
from store.makeshift import usable
from tests.unit.cli.conftest import Postil


@pytest.fixture
def read_only(shelf: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch) -> Folders:
    """A library with a cache in step that may not be written any more."""
    shelf.update_index()
    shelf.close()
    access = os.access

    def refused(path: Path, mode: int) -> bool:
        refuses = folders.cache in {path, path.parent} and mode & os.W_OK
        return access(path, mode) and not refuses

    monkeypatch.setattr(os, "access", refused)
    return folders


def bytes_in(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_cache_that_can_be_written_is_used(folders: Folders) -> None:
    assert usable(folders) == (folders, "")
    assert folders.cache.is_dir()


def test_all_works_on_and_it_is_said(read_only: Folders, postil: Postil) -> None:
    before = bytes_in(read_only.cache)
    ran = postil("search", "ledger")
    assert ran.code == 0
    assert "Orchard" in ran.out or "orchard" in ran.out
    assert "cannot be written" in ran.err
    assert "POSTIL_CACHE" in ran.err
    (article,) = {row[0] for row in postil("list", "ledger").rows}
    assert postil("tag", "add", article, "pears").code == 0
    assert postil("search", "tag:pears").out
    assert bytes_in(read_only.cache) == before


def test_what_is_there_is_taken_over(read_only: Folders) -> None:
    working, said = usable(read_only)
    assert said
    assert working._replace(cache=read_only.cache) == read_only
    with Library(working) as library:
        assert len(library.articles()) == 2
        assert not any(library.behind())
        assert library._upkeep.open_index().rebuilt == 0
    if os.name == "posix":
        assert working.cache.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("damage", ["a file", "a link", "noise"])
def test_whatever_stands_in_its_place(damage: str, shelf: Library, folders: Folders) -> None:
    shelf.update_index()
    shelf.close()
    if damage == "noise":
        for path in bytes_in(folders.cache):
            path.write_bytes(b"noise")
    else:
        shutil.rmtree(folders.cache)
        if damage == "a file":
            folders.cache.write_bytes(b"")
        elif sys.platform != "win32":
            folders.cache.symlink_to(folders.cache.with_name("nowhere"))
    working, said = usable(folders)
    assert bool(said) == (damage != "noise")
    with Library.open(working) as library:
        library.update_index()
        assert library.search("ledger").hits

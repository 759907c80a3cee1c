"""The search index on disks that are full, read-only or gone, and where an older one lies."""

from __future__ import annotations

import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import StoreError
from store.library import Library
from store.search.entry import Entry
from tests.faults.index_acts import answers
from tests.faults.test_index_kills import repaired, searches
from tests.faults.test_paths import Planted, ran
from tests.faults.world import World


def index_of(world: World) -> Path:
    return world.folders.cache / "index"


def as_new(world: World, library: Library) -> None:
    """Brought in step, the library answers as one does that is made of the files alone."""
    library.refresh()
    library.update_index()
    with world.opened_afresh() as fresh:
        fresh.update_index()
        assert answers(library) == answers(fresh)


@pytest.mark.parametrize("what", ["index", ""])
def test_a_cache_that_is_deleted_while_one_reads(what: str, world: World) -> None:
    with world.opened() as library:
        library.update_index()
        assert library.search("keeper").hits
        shutil.rmtree(world.folders.cache / what)
        searches(library, what)
        as_new(world, library)
    repaired(world, what)


def test_a_library_that_is_moved_away_while_one_reads(world: World) -> None:
    with world.opened() as library:
        library.update_index()
        before = answers(library)
        away = world.folders.library.rename(world.root / "away")
        assert answers(library) == before
        with pytest.raises(StoreError, match="is not there"):
            library.refresh()
        assert answers(library) == before
        away.rename(world.folders.library)
        as_new(world, library)
    with Library.open(world.folders._replace(cache=world.root / "elsewhere")) as library:
        as_new(world, library)


def test_the_index_of_an_older_postil(world: World) -> None:
    """Whoosh's table of contents and schema were pickles there."""
    folder = index_of(world)
    folder.mkdir(mode=0o700)
    for name in ("_texts_3.toc", "_notes_2.toc", "texts_ab12.trm", "texts_ab12.pst", "version"):
        (folder / name).write_bytes(pickle.dumps(Planted()))
    (folder / "version").write_text("1 unicode 15.0.0 little\n")
    told: list[tuple[int, int]] = []
    with world.opened() as library:
        searches(library, "before it is made anew")
        assert len(library._upkeep.behind().fresh) == 3
        assert library.update_index(lambda done, total, what: told.append((done, total))) == 3
        assert told[-1] == (3, 3)
        assert library.search("keeper").hits
    assert not ran()
    repaired(world, "an older index")
    assert not list(folder.glob("*.toc"))


@pytest.fixture(name="small")
def _small(world: World, tmp_path: Path) -> Iterator[World]:
    """A library whose cache is on a disk of a megabyte."""
    cache = tmp_path / "small"
    cache.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "none", str(cache)]
    if sys.platform != "linux" or os.getuid() or subprocess.run(command, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        world.folders = world.folders._replace(cache=cache)
        yield world
    finally:
        subprocess.run(["umount", "-l", str(cache)], check=True)


def fill(folder: Path) -> Path:
    """Leave no room."""
    filler = folder / "filler"
    with pytest.raises(OSError, match="No space"):
        filler.write_bytes(b"x" * 2_000_000)
    return filler


def test_a_full_disk(small: World) -> None:
    with small.opened() as library:
        library.update_index()
        before = answers(library)
        index = library._upkeep.open_index()
        filler = fill(small.folders.cache)
        entries = [make_entry(number) for number in range(50)]
        with pytest.raises(StoreError, match="cannot be written: the disk is full") as caught:
            index.update(entries)
        assert "free some space" in caught.value.hint
        assert answers(library) == before
        filler.unlink()
        assert index.update(entries)
        assert index.rebuilt == 0
        as_new(small, library)
    repaired(small, "a full disk")


def make_entry(number: int) -> Entry:
    words = " ".join(f"word{number}x{each}" for each in range(40))
    return Entry(f"e{number}", f"Entry {number}", words, "1")


def test_a_full_disk_without_an_index(small: World) -> None:
    with small.opened() as library:
        filler = fill(small.folders.cache)
        for act in (library.update_index, lambda: library.search("keeper")):
            with pytest.raises(StoreError, match="cannot be written: the disk is full"):
                act()
        filler.unlink()
        as_new(small, library)

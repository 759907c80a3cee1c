"""Disks that are full, read-only or gone, and a clock that runs backwards: for real."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest

from store import files, times
from store.errors import PostilError, StoreError
from tests.faults.acts import article, make, mark_id
from tests.faults.life import marks
from tests.faults.world import World, listed, state

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="mounts, limits and modes of POSIX")


@pytest.fixture
def small(tmp_path: Path) -> Iterator[World]:
    """A library on a disk of a megabyte."""
    folder = tmp_path / "small"
    folder.mkdir(mode=0o700)
    command = ["mount", "-t", "tmpfs", "-o", "size=1m,mode=0700", "none", str(folder)]
    if sys.platform != "linux" or os.getuid() or subprocess.run(command, check=False).returncode:
        pytest.skip("no disk can be mounted here")
    try:
        world = World(folder)
        world.folders = world.folders._replace(cache=tmp_path / "cache")
        with world.opened() as library:
            make(library, folder / "sources")
        yield world
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_is_full(small: World) -> None:
    filler = small.root / "filler"
    with small.opened() as library:
        key, mark = mark_id(library, "One")
        with pytest.raises(OSError, match="No space"):
            filler.write_bytes(b"x" * 2_000_000)
        before, ids = state(library), [each.id for each in library.articles()]
        for act in (
            lambda: library.mark(key, 0, 3, note="n" * 9000),
            lambda: library.edit_highlight(key, mark, note="n" * 9000),
            lambda: library.edit_articles(ids, add_tags=["x" * 50 + str(n) for n in range(200)]),
            lambda: library.save_search("s", "w" * 800),
        ):
            with pytest.raises(StoreError, match="the disk is full") as caught:
                act()
            assert "make room" in caught.value.hint
            assert state(library) == before
        (added,) = library.add([str(small.root / "sources" / "four.md")])
        assert added.outcome == "failed"
        assert "the disk is full" in added.message
        filler.unlink()
        library.mark(key, 0, 3, note="n" * 9000)
        assert library.undo() == "highlight"
        assert state(library) == before
    with small.opened() as library:
        assert not small.strays()
        assert state(library) == before


@contextmanager
def files_limited_to(size: int) -> Iterator[None]:
    """No file can grow beyond ``size`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)


def test_a_file_that_may_not_grow(world: World) -> None:
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        before = state(library)
        with files_limited_to(6000), pytest.raises(StoreError, match="File too large") as caught:
            library.edit_highlight(key, mark, note="long " * 4000)
        assert "\n" not in caught.value.message
        assert state(library) == before
        library.edit_highlight(key, mark, note="short")
    with world.opened() as library:
        assert not world.strays()
        assert library.undo() == "change of a highlight"
        assert state(library) == before


@pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written(world: World) -> None:
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        before = state(library)
        world.folders.annotations.chmod(0o500)
        try:
            with pytest.raises(StoreError, match="permission denied"):
                library.edit_highlight(key, mark, note="x")
            assert state(library) == before
        finally:
            world.folders.annotations.chmod(0o700)
        library.edit_highlight(key, mark, note="x")


@pytest.mark.parametrize("gone", ["library", "articles", "annotations"])
def test_a_folder_that_vanishes_and_comes_back(gone: str, world: World) -> None:
    folder = world.folders.library / ("" if gone == "library" else gone)
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        before, rows = state(library), library.articles()
        away = folder.rename(world.root / "away")
        ids = [each.id for each in library.articles()]
        acts = [library.refresh, lambda: library.delete_articles(ids[:2])]
        if gone != "articles":  # what is noted can be noted without them
            acts += [
                lambda: library.edit_highlight(key, mark, note="x"),
                lambda: library.edit_articles(ids, add_tags=["x"]),
                library.undo,
            ]
        for act in acts:
            with pytest.raises(PostilError) as caught:
                act()
            assert "\n" not in caught.value.message
            assert not folder.exists()
        with pytest.raises(StoreError, match="is not there"):
            library.refresh()
        assert library.articles() == rows
        away.rename(folder)
        library.refresh()
        assert state(library) == before
        library.edit_highlight(key, mark, note="x")
        assert library.undo() == "change of a highlight"
        assert state(library) == before


@pytest.mark.parametrize("gone", ["library", "articles", "annotations"])
def test_a_folder_that_is_gone_at_the_start_is_not_begun_anew(gone: str, world: World) -> None:
    folder = world.folders.library / ("" if gone == "library" else gone)
    with world.opened() as library:
        before, rows = state(library), library.articles()
    away = folder.rename(world.root / "away")
    for _ in range(2):
        with pytest.raises(StoreError, match="is not there") as caught, world.opened():
            pass
        assert "make an empty folder there" in caught.value.hint
        assert not folder.exists()
    away.rename(folder)
    with world.opened() as library:
        assert (state(library), library.articles()) == (before, rows)
    folder.rename(world.root / "away")
    for name in ("articles", "annotations"):
        (world.folders.library / name).mkdir(parents=True, exist_ok=True)
    with world.opened() as library:
        assert bool(library.articles()) == (gone == "annotations"), "on its user's word"


def test_a_library_that_is_deleted_is_not_made_anew(world: World) -> None:
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        shutil.rmtree(world.folders.library)
        for act in (
            library.refresh,
            lambda: library.edit_highlight(key, mark, note="x"),
            lambda: library.save_search("a", "b"),
            lambda: list(library.add([str(world.root / "sources" / "four.md")])),
        ):
            try:
                done = act()
            except PostilError:
                continue
            assert [added.outcome for added in done] == ["failed"]
    assert not world.folders.library.exists()


def test_a_clock_that_runs_backwards(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = count()

    def earlier() -> str:
        return times.days_before("2026-01-01T00:00:00Z", 3 * next(seconds))

    for module in (
        "acting",
        "acts",
        "adding",
        "annotation_shelf",
        "deleting",
        "highlight_acts",
        "upkeep",
    ):
        monkeypatch.setattr(f"store.{module}.now", earlier)
    monkeypatch.setattr(times, "now", earlier)
    with world.opened() as library:
        key, mark = mark_id(library, "One")
        stamps = []
        path = library._annotations.path(key)
        for number in range(5):
            library.edit_highlight(key, mark, note=f"note {number}")
            # A clock that was set back, as the disk sees it.
            os.utime(path, ns=(0, 10**9 * (10 - number)))
            library.refresh()
            library.mark(key, number, number + 3)
            stamps.append(files.stamp(path))
        assert len(set(stamps)) == len(stamps)
        saved = marks(library)
        library.delete_highlight(key, mark)
        library.delete_articles([key])
        library.delete_articles([article(library, "Two").id])
    with world.opened() as library:
        assert len(library.articles()) == 1
        for _ in range(3):
            assert library.undo() is not None
        assert marks(library) == saved
        with world.opened_afresh() as fresh:
            assert listed(fresh) == listed(library)
        while library.undo() is not None:
            pass
        assert not library.highlights()

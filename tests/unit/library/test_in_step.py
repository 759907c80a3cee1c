"""The index is left alone while it is known to be in step; and opened whenever it may not be."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.folders import Folders
from store.library import Library
from store.search.commits import version


@pytest.fixture
def in_step(shelf: Library) -> Folders:
    """The folders of a library whose index was brought in step."""
    shelf.update_index()
    return shelf.folders


def opens_index(folders: Folders) -> bool:
    with Library.open(folders) as library:
        library.update_index()
        return library._upkeep.index is not None


def found(folders: Folders, words: str) -> int:
    with Library.open(folders) as library:
        library.update_index()
        return len(library.articles(words))


def test_an_index_in_step_is_not_opened(in_step: Folders) -> None:
    assert not opens_index(in_step)
    assert found(in_step, "ledger") == 1


def test_a_new_mark_is_taken_in(in_step: Folders) -> None:
    with Library(in_step) as library:
        ferry = next(a for a in library.articles() if "ferry" in a.title)
        library.mark(ferry.id, 0, 5, tags=["quay"])
    assert opens_index(in_step)
    assert not opens_index(in_step)
    assert found(in_step, "tag:quay") == 1


def test_a_file_changed_by_hand_is_taken_in(in_step: Folders) -> None:
    path = next(path for path in in_step.articles.iterdir() if "orchard" in path.name)
    path.write_text(path.read_text("utf-8") + "\nA quince.\n", "utf-8")
    assert found(in_step, "quince") == 1
    assert not opens_index(in_step)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


@pytest.mark.parametrize("harm", [Path.unlink, _cut])
def test_an_index_whose_files_changed_is_opened(
    in_step: Folders, harm: Callable[[Path], None]
) -> None:
    harm(max((in_step.cache / "index").iterdir(), key=lambda path: path.stat().st_size))
    assert opens_index(in_step)
    assert found(in_step, "ledger") == 1


def test_an_index_of_another_version_is_opened(
    in_step: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(version, "VERSION", version.VERSION + 1)
    assert opens_index(in_step)


def test_an_empty_folder_is_not_in_step(in_step: Folders) -> None:
    with Library(in_step) as library:
        library.reindex()
    assert not opens_index(in_step)
    for path in (in_step.cache / "index").iterdir():
        path.unlink()
    assert found(in_step, "ledger") == 1


def _rot(folders: Folders) -> None:
    """A byte is another one, and nothing tells."""
    path = next((folders.cache / "index").glob("texts_*.pst"))
    about = path.stat()
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    os.utime(path, ns=(about.st_mtime_ns, about.st_mtime_ns))


@pytest.mark.parametrize("days", [8, -8])
def test_once_a_week_every_byte_is_checked(
    days: int, in_step: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = (in_step.cache / "index" / "in-step").read_bytes()
    assert not opens_index(in_step)
    then = time.time() + days * 86_400  # a clock may be set back
    monkeypatch.setattr("time.time", lambda: then)
    assert opens_index(in_step)
    assert not opens_index(in_step)
    assert (in_step.cache / "index" / "in-step").read_bytes() != note
    monkeypatch.undo()
    then += 8 * 86_400
    monkeypatch.setattr("time.time", lambda: then)
    _rot(in_step)
    assert found(in_step, "ledger") == 1
    with Library.open(in_step) as library:
        assert library._upkeep.open_index().check()

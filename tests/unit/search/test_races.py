"""What another process may do in the midst of anything: it never looks like damage."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from store.errors import StoreError
from store.search.commits import folder as index_folder
from store.search.commits.folder import IndexFolder, is_ours
from store.search.commits.keeper import Keeper
from store.search.engine.view import View
from store.search.entry import Entry
from store.search.files.storage import MappedStorage
from store.search.index import SearchIndex
from tests.unit.search.library import ENTRIES, filled, ids


@pytest.fixture(name="index")
def _index(tmp_path: Path) -> SearchIndex:
    return filled(tmp_path / "index")


def rewrite(index: SearchIndex, number: int) -> None:
    """A commit after which no file is what it was."""
    fresh = [replace(each, version=f"v{number}", author=f"A{number}") for each in ENTRIES]
    assert index.update(fresh)


@pytest.mark.parametrize("times", [1, 40])
def test_files_that_are_removed_before_they_are_opened(
    times: int, index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = SearchIndex(index.folder)
    other.open()
    real = MappedStorage.open_file
    commits = 0

    def open_file(self: MappedStorage, name: str, **options: Any) -> Any:
        nonlocal commits
        if commits < times and self.folder == reading:
            commits += 1
            monkeypatch.setattr(MappedStorage, "open_file", real)
            rewrite(other, commits)
            monkeypatch.setattr(MappedStorage, "open_file", open_file)
        return real(self, name, **options)

    reading = str(index.folder)
    monkeypatch.setattr(MappedStorage, "open_file", open_file)
    late = SearchIndex(index.folder)
    assert ids(late, "tally") == ["salt"]
    assert set(late.state().values()) == {f"v{times}"}
    assert commits == times
    assert (late.rebuilt, other.rebuilt, index.rebuilt) == (0, 0, 0)


def test_a_file_that_goes_while_the_folder_is_looked_at(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = index.folder / "texts_gone.trm"
    going.write_bytes(b"")
    real = index_folder._is_file_of

    def looked_at(user: int, entry: os.DirEntry[str]) -> bool:
        if entry.name == going.name:
            going.unlink()
        return real(user, entry)

    monkeypatch.setattr(index_folder, "_is_file_of", looked_at)
    assert is_ours(index.folder)
    assert not going.exists()


def test_what_is_taken_away_in_the_midst_of_a_search_is_asked_again(index: SearchIndex) -> None:
    keeper = Keeper(index.folder)
    seen: list[View] = []

    def ask(view: View) -> int:
        seen.append(view)
        if len(seen) < 4:
            rewrite(index, len(seen))
            raise FileNotFoundError(errno.ENOENT, "gone")
        return view.texts.live.bit_count()

    assert keeper.answer(ask) == 3
    assert len({id(view) for view in seen}) == 4
    assert keeper.rebuilt == 0


def test_a_fault_of_ours_costs_nobody_the_index(index: SearchIndex) -> None:
    def ask(view: View) -> None:
        raise KeyError("a fault")

    keeper = Keeper(index.folder)
    with pytest.raises(StoreError, match="this search failed: KeyError"):
        keeper.answer(ask)
    assert keeper.rebuilt == 0
    assert len(index.state()) == 3


@contextmanager
def too_many_files(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While this is open, nothing can be opened."""

    def refused(*_: object, **__: object) -> int:
        raise OSError(errno.EMFILE, "Too many open files")

    with monkeypatch.context() as patched:
        patched.setattr(os, "open", refused)
        patched.setattr(os, "scandir", refused)
        patched.setattr(os, "listdir", refused)
        yield


def test_too_many_open_files_are_no_damage(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = SearchIndex(index.folder)
    with too_many_files(monkeypatch), pytest.raises(StoreError, match="Too many open files"):
        late.state()
    assert ids(late, "tally") == ["salt"]
    rewrite(index, 1)
    with too_many_files(monkeypatch):
        assert ids(late, "tally") == ["salt"]  # as it was before
    assert set(late.state().values()) == {"v1"}
    assert late.rebuilt == 0


def test_an_index_that_was_begun_anew_is_not_taken_for_the_old_one(index: SearchIndex) -> None:
    other = SearchIndex(index.folder)
    assert len(other.state()) == 3
    index.clear()
    assert index.update([Entry("new", "New", "fog", "1")])
    assert other.state() == {"new": "1"}
    assert other.rebuilt == 0


def test_damage_that_is_found_while_another_writes_is_left_to_later(index: SearchIndex) -> None:
    (index.folder / "contents").write_bytes(b"noise")
    other = SearchIndex(index.folder)
    with IndexFolder(index.folder).writing():
        assert ids(other, "tally") == []
        assert other.rebuilt == 0
    assert other.state() == {}
    assert other.rebuilt == 1
    assert index.update(ENTRIES)
    assert ids(other, "tally") == ["salt"]
    assert (index.rebuilt, other.rebuilt) == (0, 1)


def test_two_that_find_the_same_damage_mend_it_once(index: SearchIndex) -> None:
    for path in index.folder.glob("texts_*"):
        path.write_bytes(b"noise")
    both = SearchIndex(index.folder), SearchIndex(index.folder)
    assert [each.state() for each in both] == [{}, {}]
    assert sorted(each.rebuilt for each in both) == [0, 1]


def test_what_a_killed_writer_left_is_swept_at_the_next_start(index: SearchIndex) -> None:
    left = index.folder / "texts_aaaaaaaaaaaaaaaa.trm"
    left.write_bytes(b"half")
    with IndexFolder(index.folder).writing():
        SearchIndex(index.folder).open()
        assert left.exists()  # it may be of who writes now
    late = SearchIndex(index.folder)
    assert ids(late, "tally") == ["salt"]
    assert not left.exists()

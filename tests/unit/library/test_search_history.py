"""The searches that were made last: each once, private, whole beside other processes."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path

import pytest

from store.errors import StoreError
from store.folders import Folders
from store.library import Library
from store.search_history import FILE, MOST, SearchHistory


def test_each_search_once_and_the_newest_first(library: Library, folders: Folders) -> None:
    assert library.search_history() == []
    for line in ("salt", "road  tag:x ", "salt", "", " \n", "\x1b[31mred\nline"):
        library.remember_search(line)
    assert library.search_history() == ["red line", "salt", "road tag:x"]
    assert (folders.state / FILE).read_text() == "road tag:x\nsalt\nred line\n"
    if sys.platform != "win32":
        assert stat.S_IMODE((folders.state / FILE).stat().st_mode) == 0o600
    with Library(folders) as again:
        assert again.search_history()[1] == "salt"


def test_only_so_many_are_kept_and_none_that_is_too_long(tmp_path: Path) -> None:
    history = SearchHistory(tmp_path)
    for number in range(MOST + 5):
        history.remember(f"search {number}")
    history.remember("x" * 1001)
    assert len(history.all()) == MOST
    assert history.all()[0] == f"search {MOST + 4}"
    assert history.all()[-1] == "search 5"
    history.remember("x" * 1000)
    assert history.all()[0] == "x" * 1000


def test_a_file_of_somebody_else_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(b"\xff\xfe\x1b[2Jsalt\n\n\nroad\nroad\n" + b"x" * 3_000 + b"\n")
    found = SearchHistory(tmp_path).all()
    assert found[1] == "road"
    assert len(found[0]) == 1000
    assert "\x1b" not in "".join(found)
    path.write_bytes(b"x" * 3_000_000)
    assert SearchHistory(tmp_path).all() == []
    path.unlink()
    path.mkdir()
    assert SearchHistory(tmp_path).all() == []
    with pytest.raises(StoreError):
        SearchHistory(tmp_path).remember("salt")


def test_nothing_is_lost_when_several_write_at_once(tmp_path: Path) -> None:
    def work(name: str) -> None:
        own = SearchHistory(tmp_path)
        for number in range(10):
            own.remember(f"{name}{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(SearchHistory(tmp_path).all()) == 40

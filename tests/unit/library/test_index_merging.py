"""What many updates leave in the search index is merged beside all that its user does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import in_step, indexing
from store.errors import StoreError
from store.library import Library
from store.search.commits.folder import IndexFolder
from store.search.writing import bulk, merging

MANY = 4


@pytest.fixture(name="many")
def _many(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> Library:
    """A library with so many new articles that their segments are merged aside."""
    small = {"MANY": MANY, "FIRST_BATCH": 2, "BATCH": 3, "workers": lambda: 2}
    for name, value in small.items():
        monkeypatch.setattr(bulk, name, value)
    for number in range(9):
        text = f"# Fog {number}\n\nIt came in from w{number}.\n"
        (shelf.folders.articles / f"fog-{number}.md").write_text(text, encoding="utf-8")
    shelf.refresh()
    return shelf


def segments(library: Library) -> int:
    return len(IndexFolder(library.folders.cache / "index").read()[1].parts["texts"])


def hooked(monkeypatch: pytest.MonkeyPatch, hook: Callable[[], object]) -> list[BaseException]:
    """Do something in the midst of the first merge; what went wrong with it."""
    merge = bulk.Merger.merge
    times: list[int] = []
    wrong: list[BaseException] = []

    def merge_then(self: bulk.Merger, *given: Any) -> tuple[str, int]:
        found = merge(self, *given)
        times.append(1)
        if len(times) == 1:
            try:
                hook()
            except BaseException as error:  # noqa: BLE001 - the test says it
                wrong.append(error)
        return found

    monkeypatch.setattr(bulk.Merger, "merge", merge_then)
    return wrong


def test_it_is_in_step_before_and_after(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    upkeep, folder = many._upkeep, many.folders.cache / "index"
    go_on = threading.Event()
    wrong = hooked(monkeypatch, lambda: go_on.wait(30))
    assert many.update_index() == 11
    assert segments(many) > 1
    assert not any(many.behind())
    go_on.set()
    upkeep.wait_for_merging()
    assert segments(many) == 1
    monkeypatch.setattr(indexing, "stale", None)  # nothing is compared any more
    assert in_step.is_known(folder, many._catalogue)
    assert not any(many.behind())
    assert many.update_index() == 0
    many.edit_article(many.articles()[0].id, tags=["tide"])
    assert many.update_index() == 1
    assert many.update_index() == 0
    assert not wrong


def test_a_tag_is_found_while_segments_are_merged(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def tag() -> None:
        first = many.articles()[0].id
        many.edit_article(first, tags=["tide"])
        assert many.update_index() == 1
        assert [hit.id for hit in many.search("tag:tide").hits] == [first]

    wrong = hooked(monkeypatch, tag)
    many.update_index()
    many._upkeep.wait_for_merging()
    assert not wrong
    assert len(many.search("tag:tide").hits) == 1
    assert not any(many.behind())
    assert segments(many) == 1


def test_closing_waits_for_a_merge(many: Library) -> None:
    many.update_index()
    many.close()
    assert segments(many) == 1


def test_that_closing_waits_is_told(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    go_on = threading.Event()
    wrong = hooked(monkeypatch, lambda: go_on.wait(30))

    def tell() -> None:
        told.append("waiting")
        go_on.set()

    many.when_waiting(tell)
    many.update_index()
    many.close()
    assert told == ["waiting"]
    assert not wrong
    assert segments(many) == 1


def test_who_does_not_want_to_wait_leaves_the_merge(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted = threading.Event()
    wrong = hooked(monkeypatch, lambda: interrupted.wait(30))
    join = threading.Thread.join

    def interrupt(self: threading.Thread, timeout: float | None = None) -> None:
        if not interrupted.is_set():
            interrupted.set()
            raise KeyboardInterrupt
        join(self, timeout)

    many.update_index()
    monkeypatch.setattr(threading.Thread, "join", interrupt)
    with pytest.raises(KeyboardInterrupt):
        many.close()
    assert not wrong
    assert not list(many.folders.cache.glob(".index*"))


def test_closing_does_not_wait_for_one_that_is_stopped(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = hooked(monkeypatch, many.stop_merging)
    many.update_index()
    many.close()
    assert not wrong
    assert not list(many.folders.cache.glob(".index*"))


def test_a_damaged_segment_is_found_and_all_is_indexed_anew(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = merging.due
    monkeypatch.setattr(merging, "due", lambda *_, **__: ())
    many.update_index()
    path = max((many.folders.cache / "index").glob("texts_*.seq"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    monkeypatch.setattr(merging, "due", sound)
    many.edit_article(many.articles()[0].id, tags=["tide"])
    assert many.update_index() == 1
    many._upkeep.wait_for_merging()
    assert many._upkeep.open_index().rebuilt == 1
    assert not any(many.behind())
    assert len(many.search("fog").hits) == 9


def test_a_fault_of_ours_is_said_when_it_is_closed(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> tuple[str, int]:
        raise ZeroDivisionError

    monkeypatch.setattr(bulk.Merger, "merge", fail)
    assert many.update_index() == 11
    with pytest.raises(StoreError, match="could not be merged: ZeroDivisionError"):
        many.close()
    assert not list(many.folders.cache.glob(".index*"))


def test_few_segments_start_no_thread(shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "Thread", None)
    assert shelf.update_index() == 2


def test_a_library_that_is_made_anew_meanwhile(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = hooked(monkeypatch, many.reindex)
    many.update_index()
    many._upkeep.wait_for_merging()
    assert not wrong
    assert len(many.search("fog").hits) == 9
    assert not any(many.behind())
    assert segments(many) == 1


def test_nothing_is_left_beside_the_index(many: Library) -> None:
    many.update_index()
    many.close()
    beside: list[Path] = list(many.folders.cache.glob(".index*"))
    assert not beside

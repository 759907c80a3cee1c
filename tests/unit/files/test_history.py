from __future__ import annotations

from pathlib import Path

import pytest

from store import history
from store.history import Act, Change, History


def act(name: str, size: int = 1) -> Act:
    return Act(name, "2026-01-01T00:00:00Z", f"change {name}", (
        Change("abc", "note", "a", name * size), Change("abc", "tags", ["x"], []),
    ))  # fmt: skip


def titles(book: History) -> tuple[str | None, str | None]:
    undo, redo = book.undoable(), book.redoable()
    return (undo.id if undo else None, redo.id if redo else None)


def test_undo_and_redo_take_turns(tmp_path: Path) -> None:
    book = History(tmp_path / "history.jsonl")
    assert titles(book) == (None, None)
    for name in "abc":
        book.record(act(name))
    assert book.undoable() == act("c")
    book.mark_undone(act("c"))
    book.mark_undone(act("b"))
    assert titles(book) == ("a", "b")
    book.mark_redone(act("b"))
    assert titles(book) == ("b", "c")
    book.record(act("d"))
    assert titles(book) == ("d", None)


def test_the_journal_survives_a_restart_and_is_shared(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    one, two = History(path), History(path)
    one.record(act("a"))
    assert titles(two) == ("a", None)
    two.record(act("b"))
    two.mark_undone(act("b"))
    assert titles(one) == titles(History(path)) == ("a", "b")
    assert History(path).undoable() == act("a")


def test_broken_lines_are_skipped_and_said(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    book = History(path)
    book.record(act("a"))
    with path.open("ab") as file:
        file.write(b'{"act": {"id": 5}}\n[1]\n{"what": 1}\n' + b"[" * 100_000 + b"\n\xff\n")
        file.write(b'{"act": {"id": "x"')
    book.record(act("b"))
    fresh = History(path)
    assert titles(fresh) == ("b", None)
    fresh.mark_undone(act("b"))
    assert titles(fresh) == ("a", "b")
    assert len(fresh.problems) == 6
    assert "line 2" in fresh.problems[0]


def test_marks_of_unknown_acts_do_nothing(tmp_path: Path) -> None:
    book = History(tmp_path / "history.jsonl")
    book.record(act("a"))
    book.mark_undone(act("z"))
    book.mark_redone(act("z"))
    assert titles(book) == ("a", None)


def test_the_journal_is_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "KEPT", 5)
    monkeypatch.setattr(history, "_LINES", 15)
    path = tmp_path / "history.jsonl"
    book = History(path)
    for number in range(16):
        book.record(act(f"n{number}"))
    assert len(path.read_bytes().splitlines()) == 5
    book.mark_undone(act("n15"))
    assert titles(book) == titles(History(path)) == ("n14", "n15")
    for number in range(16):
        (book.mark_redone if number % 2 else book.mark_undone)(act("n14"))
    assert len(path.read_bytes().splitlines()) < 15
    assert titles(book) == titles(History(path)) == ("n14", "n15")


def test_a_journal_that_grows_too_large_keeps_the_newest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "_BYTES", 5000)
    path = tmp_path / "history.jsonl"
    book = History(path)
    for number in range(20):
        book.record(act(f"n{number}", 200))
    assert path.stat().st_size < 6000
    assert titles(book) == titles(History(path)) == ("n19", None)
    book.record(act("huge", 3000))
    assert titles(book) == titles(History(path)) == ("huge", None)

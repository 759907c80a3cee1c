"""What this machine remembers: marks, measure and theme."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.folders import Folders
from tui import kept_marks, kept_view, state_files
from tui.config import Config
from tui.kept_marks import Mark, Marks, find, mark_at

TEXT = "The lamps were lit at four.\n\nThe keeper counted ships, and wrote them down.\n\nThe end."
DAMAGED = [b"", b"[]", b"{", b"\xff\xfe", b'{"a": 1}', b'{"art": {"a": [1, 2]}}', b"[" * 90_000]


def test_a_mark_comes_back_after_a_restart(tmp_path: Path) -> None:
    marks = Marks(tmp_path)
    mark = mark_at(TEXT, 29, 40, 20)
    marks.set("art", "a", mark)
    assert marks.get("art", "a") == mark
    marks.save("art", "a")
    assert Marks(tmp_path).get("art", "a") == mark
    assert Marks(tmp_path).get("art", "b") is None
    assert Marks(tmp_path).get("other", "a") is None


def test_two_windows_lose_nothing_of_each_other(tmp_path: Path) -> None:
    one, other = Marks(tmp_path), Marks(tmp_path)
    for marks, letter in ((one, "a"), (other, "b"), (one, "c")):
        marks.set("art", letter, mark_at(TEXT, 0, 3, 0))
        marks.save("art", letter)
    assert all(Marks(tmp_path).get("art", letter) for letter in "abc")


def test_the_oldest_articles_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_marks, "MOST_ARTICLES", 3)
    marks = Marks(tmp_path)
    for article in ("one", "two", "three", "one", "four"):
        marks.set(article, "a", mark_at(TEXT, 0, 3, 0))
        marks.save(article, "a")
    assert set(state_files.read(tmp_path / kept_marks.FILE)) == {"three", "one", "four"}


@pytest.mark.parametrize("content", DAMAGED)
def test_a_damaged_file_is_no_file(folders: Folders, content: bytes) -> None:
    folders.state.mkdir()
    (folders.state / kept_marks.FILE).write_bytes(content)
    (folders.state / kept_view.FILE).write_bytes(content)
    assert Marks(folders.state).get("art", "a") is None
    assert kept_view.applied(Config(), folders.state) == Config()


def test_a_mark_finds_its_words_in_a_changed_text() -> None:
    start = TEXT.index("The keeper")
    mark = mark_at(TEXT, start, start + 10, start - 5)
    found, there = find(mark, "A new beginning. " + TEXT)
    assert there
    assert (found.start, found.end) == (start + 17, start + 27)
    found, there = find(mark, TEXT.replace("and wrote them down", "for a year"))
    assert (found.start, there) == (start, True)
    found, there = find(mark, "Short.")
    assert (found, there) == (Mark(6, 6, 5, mark.quote), False)


def test_of_several_places_the_nearest() -> None:
    text = "same words again. " * 5
    assert find(mark_at(text, 36, 40, 36), "x" + text)[0].start == 37


@given(st.text(max_size=60), st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_a_mark_always_lies_in_the_text(old: str, new: str, start: int, length: int) -> None:
    start = min(start, len(old))
    found, _ = find(mark_at(old, start, min(start + length, len(old)), 0), new)
    assert 0 <= found.start <= found.end <= len(new)
    assert find(mark_at(old, start, len(old), 0), old)[0].start == start


def test_measure_and_theme_hold_until_the_configuration_says_something_new(
    folders: Folders,
) -> None:
    folders.state.mkdir()
    folders.config.mkdir()
    config = folders.config / "config.yaml"
    config.write_text("measure: 64\n", encoding="utf-8")
    kept_view.keep(folders, "measure", 80)
    kept_view.keep(folders, "theme", "paper")
    before = Config(measure=64)
    assert kept_view.applied(before, folders.state) == Config(measure=80, theme="paper")
    assert kept_view.applied(Config(measure=90), folders.state).measure == 90
    assert kept_view.applied(Config(theme="mono"), folders.state).theme == "mono"
    kept_view.keep(folders, "measure", 100)  # in the next session, again instead of 64
    assert kept_view.applied(before, folders.state).measure == 100


@pytest.mark.parametrize("value", [7, 9000, True, None, "x", [72]])
def test_a_measure_that_cannot_be_is_not_taken(tmp_path: Path, value: object) -> None:
    state_files.write(tmp_path / kept_view.FILE, {"measure": {"value": value, "instead_of": 72}})
    assert kept_view.applied(Config(), tmp_path).measure == 72

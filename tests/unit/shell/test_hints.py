"""First steps: taught in order, gone once known or seen often enough, kept in a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from tui.commands import BY_ID
from tui.hints import LESSONS, SESSIONS, Hints, Learned, next_lesson, read, write
from tui.keymap import build

NOT_YET = {"focus.label"}
"""Commands that other parts of the program bring along."""


def first_key(command_id: str) -> str:
    return build().first_key(command_id)


def session(path: Path) -> Hints:
    return Hints(path, first_key, lambda job: job())


def words(hints: Hints, place: str = "reader") -> str:
    return " · ".join(f"{hint.key} {hint.word}" for hint in hints.show(place))  # type: ignore[arg-type]


def test_lessons_name_commands_that_exist() -> None:
    named = {key for lesson in LESSONS for key in lesson.until | lesson.after}
    named |= {key for lesson in LESSONS for step in lesson.steps for key in step.commands}
    assert named - NOT_YET <= set(BY_ID)
    assert len({lesson.id for lesson in LESSONS}) == len(LESSONS)


def test_they_are_taught_in_order(tmp_path: Path) -> None:
    hints = session(tmp_path / "hints.json")
    assert words(hints, "list").startswith("enter opens · j k move · ? all keys")
    hints.used("open")
    assert words(hints, "list") == ""
    assert words(hints).startswith("h highlights · j k move")
    hints.used("block.next")
    assert words(hints).startswith("h highlights")
    hints.used("highlight.blue")
    assert words(hints) == "t tags it · a adds a note · u undoes"
    assert words(hints, "panel") == ""
    hints.used("tag")
    assert words(hints) == "s searches everything · : finds any command"
    hints.used("palette")
    assert words(hints) == words(hints, "list") == ""


def test_what_is_known_is_not_taught_in_the_next_session(tmp_path: Path) -> None:
    path = tmp_path / "hints.json"
    first = session(path)
    words(first)
    first.used("highlight")
    assert words(session(path)).startswith("t tags it")


def test_a_lesson_that_nobody_follows_goes_away(tmp_path: Path) -> None:
    path = tmp_path / "hints.json"
    for _ in range(SESSIONS):
        hints = session(path)
        for _ in range(10):
            assert words(hints, "list").startswith("enter opens")
    assert words(session(path), "list") == ""


def test_keys_are_those_of_the_user(tmp_path: Path) -> None:
    keymap = build({"highlight": ["g z"], "block.next": []})
    hints = Hints(tmp_path / "hints.json", keymap.first_key, lambda job: job())
    assert words(hints).split(" · ")[0] == "g z highlights"
    assert "move" not in words(hints)


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b'{"used": 3, "shown": {}}', b'{"used": [], "shown": {"a": "x"}}']
)
def test_a_file_that_makes_no_sense_is_no_file(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "hints.json"
    path.write_bytes(data)
    assert read(path) == Learned()
    assert words(session(path), "list").startswith("enter opens")


def test_a_folder_that_cannot_be_written_is_no_matter(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file, not a folder", encoding="utf-8")
    hints = session(tmp_path / "state" / "hints.json")
    assert words(hints, "list").startswith("enter opens")
    hints.used("open")
    assert words(hints, "list") == ""


def test_two_sessions_lose_nothing_of_each_other(tmp_path: Path) -> None:
    path = tmp_path / "hints.json"
    write(path, Learned(frozenset({"open"}), {"open": 1}))
    write(path, Learned(frozenset({"tag"}), {"mark": 2}))
    assert read(path) == Learned(frozenset({"open", "tag"}), {"open": 1, "mark": 2})


def test_what_does_not_matter_is_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "hints.json"
    session(path).used("export")
    assert not path.exists()
    assert next_lesson("panel", Learned()) is None

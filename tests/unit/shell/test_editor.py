"""The user's own editor: its command, and where its cursor stands."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest

from store.errors import PostilError
from tests.editors import editor
from tui.editor import at_line, edit_text, editor_command, keep_unsaved

if TYPE_CHECKING:
    from textual.app import App

NOTE = Path("note.md")


@pytest.mark.parametrize(
    ("command", "opened"),
    [
        (["vim"], ["vim", "+7", "note.md"]),
        (["/usr/bin/nano", "-w"], ["/usr/bin/nano", "-w", "+7", "note.md"]),
        (["hx"], ["hx", "note.md:7"]),
        (["code", "--wait"], ["code", "--wait", "--goto", "note.md:7"]),
        (["my-editor"], ["my-editor", "note.md"]),
    ],
)
def test_the_line_is_told_in_the_editors_own_words(command: list[str], opened: list[str]) -> None:
    assert at_line(command, NOTE, 7) == opened
    assert at_line(command, NOTE, 1) == [*command, "note.md"]


def test_which_editor(monkeypatch: pytest.MonkeyPatch) -> None:
    assert editor_command("") == ["vi"]
    monkeypatch.setenv("EDITOR", "nano")
    assert editor_command("") == ["nano"]
    monkeypatch.setenv("VISUAL", "code --wait")
    assert editor_command("") == ["code", "--wait"]
    assert editor_command("kak -n") == ["kak", "-n"]
    with pytest.raises(PostilError, match="cannot be read"):
        editor_command("vim '")


def test_a_text_comes_back_as_it_was_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    command = editor(tmp_path, "text = '\\n' + text + 'more\\n'")
    assert edit_text(None, "one", command) == "\none\nmore\n"
    assert edit_text(None, "one", editor(tmp_path, "text = text + '\\n'")) is None
    assert list((tmp_path / "temp").iterdir()) == [], "nothing is left behind"
    with pytest.raises(PostilError, match="what was typed is in") as caught:
        edit_text(None, "one", editor(tmp_path, "text = 'mine'; raise SystemExit(3)"), name="a.md")
    kept = Path(caught.value.message.split("what was typed is in ")[1])
    assert (kept.name, kept.read_text(encoding="utf-8")) == ("a.md", "one\n")


def test_what_is_too_much_stays_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("tui.editor.SIZE_LIMIT", 10)
    with pytest.raises(PostilError, match="what was typed is in"):
        edit_text(None, "one", editor(tmp_path, "text = 20 * 'x'"))


def test_what_is_not_utf_8_is_not_guessed_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    command = editor(tmp_path, "path.write_bytes(b'\\xfc'); raise SystemExit")
    with pytest.raises(PostilError, match="not UTF-8; it is in"):
        edit_text(None, "one", command)


def test_what_could_not_be_saved_is_kept_for_its_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = keep_unsaved(tmp_path, "a.md", "mine")
    assert (path.name, path.read_text(encoding="utf-8")) == ("unsaved-a.md", "mine")
    assert path.stat().st_mode & 0o777 == 0o600
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    elsewhere = keep_unsaved(tmp_path / "file", "a.md", "mine")
    assert elsewhere.read_text(encoding="utf-8") == "mine"


def test_the_terminal_comes_back_from_an_editor_that_fails(tmp_path: Path) -> None:
    told: list[str] = []

    class Terminal:
        """As Textual's app: what comes after the block is left out when something is raised."""

        @contextlib.contextmanager
        def suspend(self) -> Iterator[None]:
            told.append("given")
            yield
            told.append("back")

    app = cast("App[object]", Terminal())
    for command in ("/nowhere/editor", editor(tmp_path, "raise SystemExit(3)")):
        with pytest.raises(PostilError):
            edit_text(app, "one", command)
    assert told == ["given", "back"] * 2

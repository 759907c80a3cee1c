"""The edges: hostile text, closed pipes, bad places, and what a pipe gets."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil
from tui.cli import output
from tui.main import PIPE_CLOSED

HOSTILE = "a\x1b]0;owned\x07b\x9b31mc\u202ed\te\rf"


def steers(text: str) -> bool:
    return any((ord(char) < 32 and char not in "\n\t") or 0x7F <= ord(char) < 0xA0 for char in text)


def test_hostile_text_in_the_files_never_reaches_a_terminal(
    postil: Postil, shelf: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    path = shelf.folders.articles / "by-hand.md"
    path.write_text(f"# {HOSTILE} kettle\n\nkettle {HOSTILE}\n", encoding="utf-8", newline="")
    found = postil("list", "--json").json
    article = next(a["id"] for a in found if a["source"] == "")
    shelf.refresh()
    shelf.mark(article, 0, 8, note=HOSTILE, tags=["t"])
    for args in (
        ["list"], ["list", "--json"], ["show", article], ["show", article, "--json"],
        ["show", article, "--format", "markdown"], ["highlights"], ["search", "kettle"],
        ["export"], ["export", "--format", "json"], ["tag", "list"], ["doctor"],
    ):  # fmt: skip
        ran = postil(*args)
        assert not steers(ran.out), args
        assert not steers(ran.err), args
    for args in (["show", HOSTILE], ["add", f"/{HOSTILE}"], ["search", f'"{HOSTILE}'], [HOSTILE]):
        ran = postil(*args)
        assert not steers(ran.out + ran.err), args


def test_json_escapes_what_steers(capsys: pytest.CaptureFixture[str]) -> None:
    output.json_out({"text": HOSTILE})
    printed = capsys.readouterr().out
    assert not steers(printed)
    assert json.loads(printed) == {"text": HOSTILE}


def test_a_reader_that_goes_away_is_no_error(shelf: Library) -> None:
    for size in (1, 400):
        text = "\n\n".join(["word " * 60] * size)
        (shelf.folders.articles / f"long-{size}.md").write_text(text, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "tui.main", "list", "--json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert run.stdout is not None
    run.stdout.close()
    assert run.stderr is not None
    said = run.stderr.read()
    run.stderr.close()
    assert run.wait(timeout=60) == PIPE_CLOSED
    assert said == b""


def test_a_library_that_is_a_file_is_said(postil: Postil, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ran = postil("list", "--library", str(tmp_path / "file"))
    assert ran.code == 1
    assert ran.err.startswith("postil: ")
    assert ran.err.count("\n") <= 2


QUERIES = (
    ("search",), ("list",), ("highlights",), ("export",), ("concordance",),
    ("concordance", "lamp", "--in"), ("highlight", "--all"), ("tag", "add", "x", "--query"),
    ("tag", "remove", "x", "--query"),
)  # fmt: skip


@pytest.mark.parametrize("command", QUERIES, ids=" ".join)
def test_a_bad_query_is_wrong_usage(
    postil: Postil, shelf: Library, command: tuple[str, ...]
) -> None:
    for line, said in [
        ("salt tag:", "something is missing after tag: (column 6)"),
        ("salt is:un", "there is no is:un (column 6)"),
        ("titel:x", "did you mean title:?) (column 1)"),
        ("salt /a(/", "is no regular expression"),
    ]:
        ran = postil(*command, line)
        assert ran.code == 2
        assert ran.out == ""
        assert said in ran.err.replace("\n", " ")
        assert ran.err.startswith("postil: ")


def test_a_query_may_be_several_words(postil: Postil, shelf: Library) -> None:
    assert postil("list", "is:unread", "tag:none").code == 0
    assert "column 11" in postil("list", "is:unread", "tag:").err

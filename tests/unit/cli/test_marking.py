"""highlight, edit, unmark, note, tag, undo, redo: every act is a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil

KETTLE = "The purser keeps a kettle."


@pytest.fixture
def ferry(shelf: Library) -> str:
    return next(a.id for a in shelf.articles() if "ferry" in a.title)


@pytest.fixture
def mark(postil: Postil, ferry: str) -> str:
    record = postil("highlight", ferry, "--quote", KETTLE, "--json").json
    return str(record["id"])


def test_highlight(postil: Postil, shelf: Library, ferry: str) -> None:
    ran = postil(
        "highlight", ferry, "--quote", KETTLE, "--tag", "tea,idea", "--tag", "tea",
        "--note", "warm", "--color", "blue", "--style", "underline", "--json",
    )  # fmt: skip
    assert ran.code == 0
    record = ran.json
    assert record["quote"] == KETTLE
    assert record["tags"] == ["tea", "idea"]
    assert (record["note"], record["color"], record["style"]) == ("warm", "blue", "underline")
    text = shelf.document(ferry).text
    assert text[record["start"] : record["end"]] == KETTLE


def test_highlight_quotes_may_wrap_and_come_from_stdin(postil: Postil, ferry: str) -> None:
    ran = postil(
        "highlight", ferry, "--quote", "-", "--json", stdin=b"The purser\n  keeps a kettle.\n"
    )
    assert ran.json["quote"] == KETTLE


def test_a_quote_that_is_there_twice_is_exit_4(postil: Postil, ferry: str) -> None:
    ran = postil("highlight", ferry, "--quote", "who boards it")
    assert ran.code == 4
    lines = ran.err.splitlines()
    assert lines[0] == "postil: the quote is there 2 times"
    assert len(lines) == 4
    assert all("[who boards it]" in line for line in lines[1:3])
    option, _, words = lines[2].rpartition("--")[2].partition(" ")
    again = postil(
        "highlight", ferry, "--quote", "who boards it", f"--{option}", words.strip("'"), "--json"
    )
    assert again.code == 0, "what the candidate's line says, works"
    assert postil("highlights", "--json").json[0]["start"] == again.json["start"]


def test_a_quote_that_is_not_there_is_exit_4_with_the_nearest(postil: Postil, ferry: str) -> None:
    ran = postil("highlight", ferry, "--quote", "the purser had a kettle")
    assert ran.code == 4
    assert f"[{KETTLE}]" in ran.err
    ran = postil("highlight", ferry, "--quote", "zebras")
    assert ran.code == 4
    assert ran.out == ""
    ran = postil("highlight", ferry, "--quote", KETTLE, "--prefix", "zebra")
    assert ran.code == 4
    assert f"[{KETTLE}]" in ran.err
    assert postil("highlights").out == ""


def test_wrong_values_are_exit_2(postil: Postil, ferry: str) -> None:
    for wrong in (["--color", "mauve"], ["--style", "bold"], ["--tag", '"'], ["--quote", " "]):
        assert postil("highlight", ferry, "--quote", KETTLE, *wrong).code == 2
    assert postil("highlight", ferry).code == 2


def test_edit(postil: Postil, ferry: str, mark: str) -> None:
    record = postil("edit", mark, "--color", "red", "--style", "margin", "--json").json
    assert (record["color"], record["style"], record["quote"]) == ("red", "margin", KETTLE)
    longer = "The ferry crosses at two."
    assert postil("edit", mark[:6], "--quote", longer, "--json").json["quote"] == longer
    assert postil("edit", mark).code == 2
    assert mark in postil("edit", mark, "--color", "green").out


def test_unmark(postil: Postil, shelf: Library, mark: str) -> None:
    assert postil("unmark", mark, "zzz").code == 3
    assert mark in postil("highlights").out, "all or none"
    assert mark in postil("unmark", mark).out
    assert postil("highlights").out == ""
    assert postil("undo").code == 0
    assert postil("unmark", mark, "--json").json[0]["id"] == mark


def test_undo_and_redo(postil: Postil, mark: str) -> None:
    assert postil("undo").out.startswith("undone: ")
    assert postil("highlights").out == ""
    assert postil("redo", "--json").json["done"] == "redo"
    assert mark in postil("highlights").out
    assert postil("redo").code == 3
    (act,) = postil("undo", "--list", "--json").json
    assert (act["act"], act["undone"]) == ("highlight", False)
    assert mark in postil("highlights").out, "a list undoes nothing"
    assert set(postil("undo", "--json").json) == {"act", "done"}
    assert postil("undo", "--list").rows == [[act["at"], "highlight", "undone"]]
    assert postil("undo").code == 3


def test_note(postil: Postil, ferry: str, mark: str) -> None:
    assert postil("note", ferry).out == ""
    assert postil("note", ferry, "One thought").out == "One thought\n"
    assert postil("note", ferry, "another", "--append").out == "One thought\n\nanother\n"
    assert postil("note", ferry, "-", stdin="naïve\n".encode()).out == "naïve\n"
    assert postil("note", mark, "of the mark", "--json").json == {
        "id": mark,
        "kind": "highlight",
        "article": ferry,
        "note": "of the mark",
    }
    assert postil("note", mark).out == "of the mark\n"
    assert postil("note", ferry, "--remove").out == ""
    assert postil("note", ferry, "--json").json["note"] == ""
    assert postil("note", ferry, "text", "--remove").code == 2
    assert postil("note", ferry, "--append").code == 2
    assert postil("note", ferry, "-", stdin=b"\xff\xfe\x00").code == 2


def test_a_note_written_meanwhile_is_not_lost(
    postil: Postil, shelf: Library, ferry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def edit(old: str, extension: str) -> str:
        shelf.edit_article(ferry, note="theirs")
        return "mine, an hour of work"

    monkeypatch.setattr("click.edit", edit)
    ran = postil("note", ferry, "--edit")
    assert ran.code == 4
    kept = Path(ran.err.split("what you wrote is in ")[1].strip())
    assert kept.read_text(encoding="utf-8") == "mine, an hour of work"
    assert postil("note", ferry).out == "theirs\n"


def test_note_in_an_editor(postil: Postil, ferry: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("click.edit", lambda old, extension: f"{old}written there\n")
    assert postil("note", ferry, "--edit").out == "written there\n"
    monkeypatch.setattr("click.edit", lambda old, extension: None)
    assert postil("note", ferry, "--edit").out == "written there\n"


def test_tag(postil: Postil, ferry: str, mark: str) -> None:
    assert postil("tag", "add", ferry, "night", "#travel/ferry", "--json").json["tags"] == [
        "night",
        "travel/ferry",
    ]
    assert "#night" in postil("tag", "add", mark, "night").out
    assert postil("tag", "list").rows == [["night", "2"], ["travel/ferry", "1"]]
    assert postil("tag", "list", "--json").json[0] == {"tag": "night", "uses": 2}
    assert postil("tag", "remove", mark, "night", "--json").json["tags"] == []
    assert postil("tag", "remove", mark, "night").code == 3


def test_tags_renamed_and_merged(postil: Postil, ferry: str, mark: str) -> None:
    postil("tag", "add", ferry, "night", "boats")
    postil("tag", "add", mark, "night")
    assert postil("tag", "rename", "night", "dark", "--json").json["changed"] == 2
    assert postil("tag", "rename", "dark", "boats").code == 4
    assert postil("tag", "rename", "gone", "x").code == 3
    assert postil("tag", "rename", "dark", " ").code == 2
    assert postil("tag", "merge", "dark", "gone", "--into", "boats").code == 3
    assert ["dark", "2"] in postil("tag", "list").rows, "all or none"
    assert postil("tag", "merge", "dark", "--into", "boats").code == 0
    assert postil("tag", "list").rows == [["boats", "2"]]

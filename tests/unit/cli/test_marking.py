"""highlight, edit, unmark, note, tag, undo, redo: every act is a command."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from store.library import Library
from tests.editors import editor
from tests.unit.cli.conftest import Postil
from tui.cli import tag
from tui.session import Session

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
    title = "Notes from the night ferry"
    assert postil("undo", "--list").rows == [[act["at"], "highlight", "undone", title]]
    assert postil("undo").code == 3


def test_past_acts_are_listed_with_what_they_were_of(postil: Postil, shelf: Library) -> None:
    ids = {article.id for article in shelf.articles()}
    postil("tag", "add", "--query", "", "both")
    postil("tag", "describe", "both", "of two")
    told, both = postil("undo", "--list").rows
    assert (told[3], both[3]) == ("", "2 articles")
    acts = postil("undo", "--list", "--json").json
    assert [set(act["articles"]) for act in acts] == [set(), ids]


def test_a_tag_in_another_case_is_said_to_be_that(postil: Postil, ferry: str) -> None:
    postil("tag", "add", ferry, "Quay")
    for typed in ("quay", "QUAY"):
        ran = postil("tag", "add", ferry, typed)
        assert "#Quay" in ran.out
        assert f"taken as Quay, the case that is there already; --exact keeps {typed}" in ran.err


def test_a_codebook_that_cannot_be_read_is_said_and_done_without(
    postil: Postil, shelf: Library, ferry: str
) -> None:
    (shelf.folders.library / "tags.yaml").write_text("tags: [\n", "utf-8")
    for args in (
        ["add", ferry, "rope"], ["rename", "rope", "line"], ["merge", "line", "--into", "rope"],
        ["list"], ["show", "rope"], ["remove", ferry, "rope", "--json"],
    ):  # fmt: skip
        ran = postil("tag", *args)
        assert ran.code == 0
        assert ran.err.startswith("tags.yaml, line 2, column 1: ")


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
    def edit(app: None, old: str, editor: str) -> str:
        shelf.edit_article(ferry, note="theirs")
        return "mine, an hour of work"

    monkeypatch.setattr("tui.cli.note.edit_text", edit)
    ran = postil("note", ferry, "--edit")
    assert ran.code == 4
    kept = Path(ran.err.split("what you wrote is in ")[1].strip())
    assert kept.read_text(encoding="utf-8") == "mine, an hour of work"
    assert postil("note", ferry).out == "theirs\n"


def test_note_in_an_editor(
    postil: Postil, ferry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text += 'written there\\n'"))
    assert postil("note", ferry, "--edit").out == "written there\n"
    monkeypatch.setenv("EDITOR", editor(tmp_path, "text = ''"))
    assert postil("note", ferry, "--edit").out == "written there\n", "emptied by accident"
    monkeypatch.setenv("EDITOR", "no-such-editor-anywhere")
    assert postil("note", ferry, "--edit").code == 1


def test_tag(postil: Postil, ferry: str, mark: str) -> None:
    assert postil("tag", "add", ferry, "night", "#travel/ferry", "--json").json["tags"] == [
        "night",
        "travel/ferry",
    ]
    assert "#night" in postil("tag", "add", mark, "night").out
    assert postil("tag", "list", "--flat").rows == [
        ["night", "2", "2", ""], ["travel/ferry", "1", "1", ""]
    ]  # fmt: skip
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
    assert ["dark", "2", "2", ""] in postil("tag", "list").rows, "all or none"
    assert postil("tag", "merge", "dark", "--into", "boats").code == 0
    assert postil("tag", "list", "--flat").rows == [["boats", "2", "2", ""]]


# -- place ---------------------------------------------------------------------------------------


@pytest.fixture
def lost(postil: Postil, shelf: Library, ferry: str, mark: str) -> str:
    """A mark whose sentence was taken out of the article's file."""
    path = shelf.folders.articles / shelf.article(ferry).file
    path.write_text(path.read_text("utf-8").replace(KETTLE, ""), "utf-8")
    assert postil("list").err == "Notes from the night ferry: 0 kept, 1 unplaced\n"
    assert postil("list").err == "", "said once"
    return mark


def test_place_shows_candidates_and_takes_one(
    postil: Postil, shelf: Library, ferry: str, lost: str
) -> None:
    path = shelf.folders.articles / shelf.article(ferry).file
    path.write_text(path.read_text("utf-8").replace("He says", f"{KETTLE[4:-1]} and"), "utf-8")
    shelf.refresh()
    if postil("highlights", "--state", "placed").out:
        assert postil("place", lost, "--unplace", "--json").json["state"] == "unplaced"
    found = postil("place", lost, "--json").json
    assert [each["number"] for each in found] == list(range(1, len(found) + 1))
    text = shelf.document(ferry).text
    assert all(text[each["start"] : each["end"]] == each["text"] for each in found)
    shown = postil("place", lost).rows
    assert [row[:3] for row in shown] == [
        [str(each["number"]), str(each["start"]), str(each["end"])] for each in found
    ]
    record = postil("place", lost, "--candidate", "1", "--json").json
    assert (record["start"], record["end"]) == (found[0]["start"], found[0]["end"])
    assert (record["quote"], record["near"]) == (KETTLE, None)
    assert record["state"] in {"placed", "moved"}
    assert postil("place", lost, "--candidate", "99").code == 3


def test_place_by_a_quote_or_offsets(postil: Postil, shelf: Library, ferry: str, lost: str) -> None:
    record = postil("highlights", "--state", "unplaced", "--state", "check", "--json").json[0]
    assert (record["id"], record["state"]) == (lost, "unplaced")
    assert record["near"] is not None
    there = postil("place", lost, "--quote", "who boards it", "--suffix", " is", "--json").json
    assert (there["state"], there["quote"]) == ("moved", KETTLE)
    assert shelf.document(ferry).text[there["start"] : there["end"] + 3] == "who boards it is"
    assert "(moved)" in postil("place", lost, "--keep").out
    assert postil("highlights", "--state", "placed").out == ""
    again = postil("place", lost, "--at", "0:5", "--json").json
    assert (again["start"], again["end"]) == (0, 5)
    assert postil("undo").code == 0
    assert postil("undo").code == 0
    assert "(unplaced)" in postil("place", lost, "--unplace").out
    (back,) = postil("highlights", "--json").json
    assert back == {**record, "modified": back["modified"]}


def test_place_wrongly(postil: Postil, lost: str) -> None:
    for wrong in (
        ["--keep"], ["--keep", "--unplace"], ["--at", "5"], ["--at", "9:3"], ["--at", "0:99999"],
        ["--prefix", "x"], ["--candidate", "0"], ["--quote", " "],
    ):  # fmt: skip
        assert postil("place", lost, *wrong).code == 2, wrong
    assert postil("place", lost, "--quote", "no such words").code == 4
    assert postil("place", "zzz").code == 3


def test_place_on_a_terminal(postil: Postil, lost: str, terminal: None) -> None:
    shown = postil("place", lost).out.splitlines()
    assert "(unplaced)" in shown[0]
    assert all("%" in row and "[" in row for row in shown[1:])
    assert "(unplaced)" in postil("highlights").out
    postil("place", lost, "--quote", "The ferry crosses at two.")
    assert "now" in postil("place", lost).out.splitlines()[1]


def test_place_where_there_is_no_text(
    postil: Postil, shelf: Library, ferry: str, lost: str
) -> None:
    path = shelf.folders.articles / shelf.article(ferry).file
    path.write_text(path.read_text("utf-8").partition("\n---\n")[0] + "\n---\n", "utf-8")
    ran = postil("place", lost)
    assert (ran.code, ran.out) == (0, "")
    assert "no place to choose from" in ran.err
    assert postil("place", lost, "--json").json == []


def test_a_hostile_title_steers_nothing(postil: Postil, shelf: Library, ferry: str) -> None:
    postil("highlight", ferry, "--quote", KETTLE)
    path = shelf.folders.articles / shelf.article(ferry).file
    text = path.read_text("utf-8").replace(KETTLE, "").replace("night ferry", "[b]ferry", 1)
    path.write_text(text, "utf-8")
    err = postil("list").err
    assert err.endswith(": 0 kept, 1 unplaced\n")
    assert "\x1b" not in err


def test_tags_of_many(postil: Postil, ferry: str, mark: str) -> None:
    ran = postil("tag", "add", "water", "--query", "ferry", "--dry-run", "--json")
    assert ran.json == {
        "tags": ["water"], "changed": 1, "articles": 1, "highlights": 0, "dry_run": True
    }  # fmt: skip
    assert postil("tag", "list").out == ""
    assert postil("tag", "add", "water", "night", "--query", "").out == "changed: 2 articles\n"
    ran = postil("tag", "add", "tea", "--query", "kettle", "--highlights")
    assert ran.out == "changed: 1 highlight\n"
    assert postil("tag", "remove", "WATER", "--query", "tag:night -ferry").out == (
        "changed: 1 article\n"
    )
    assert postil("tag", "list", "--flat").rows[0][:2] == ["night", "2"]
    assert postil("undo").out == "undone: tagging of 1 article\n"
    for wrong in (["water"], ["water", "--highlights"], [ferry, "water", "--dry-run"]):
        assert postil("tag", "add", *wrong).code == 2
    assert postil("tag", "add", "x", "--query", "is:new").code == 2


def test_a_tag_that_is_there_in_another_case_is_meant(postil: Postil, ferry: str) -> None:
    postil("tag", "add", ferry, "climate")
    ran = postil("tag", "add", ferry, "Climate/law")
    assert "#climate/law" in ran.out
    said = "taken as climate/law, the case that is there already; --exact keeps Climate/law\n"
    assert ran.err == said
    assert "#Climate/law" in postil("tag", "add", ferry, "Climate/law", "--exact").out
    assert "#climate " not in postil("tag", "remove", ferry, "CLIMATE").out


def test_the_codebook(postil: Postil, ferry: str, mark: str) -> None:
    ran = postil("tag", "describe", "river", "Running water")
    assert ran.err == "no article or highlight has the tag river yet\n"
    assert ran.rows == [["river", "0", "0", "", "", "Running water"]]
    postil("tag", "color", "river", "blue")
    assert postil("tag", "color", "river", "mauve").code == 2
    assert postil("tag", "alias", "river", "rio", "fluss", "--json").json["aliases"] == [
        "rio", "fluss"
    ]  # fmt: skip
    assert postil("tag", "alias", "river", "rio", "--remove").rows[0][4] == "fluss"
    assert postil("tag", "alias", "river", "rio", "--remove").code == 3
    ran = postil("tag", "add", mark, "Fluss/night")
    assert "#river/night" in ran.out
    assert ran.err == "Fluss/night is another name of river/night\n"
    postil("tag", "add", ferry, "river")
    shown = postil("tag", "show", "fluss", "--json").json
    assert shown["articles"] == [{"id": ferry, "title": "Notes from the night ferry", "uses": 2}]
    assert (shown["tag"], shown["uses"], shown["total"], shown["color"]) == ("river", 1, 2, "blue")
    assert postil("tag", "show", "river").rows[1][:2] == [ferry, "2"]
    assert postil("tag", "show", "nothing").code == 3
    assert postil("tag", "list").rows == [
        ["river", "1", "2", "Running water"], ["river/night", "1", "1", ""]
    ]  # fmt: skip
    assert postil("list", "tag:fluss/night", "--json").json[0]["id"] == ferry
    assert postil("tag", "rename", "river", "stream", "--dry-run").out == (
        "would change: 1 article and 1 highlight\n"
    )
    assert postil("tag", "delete", "stream").code == 3
    assert postil("tag", "delete", "river", "--json").json["changed"] == 2
    assert postil("tag", "list").out == ""
    assert postil("undo").out == "undone: deletion of #river\n"
    assert postil("tag", "show", "river", "--json").json["description"] == "Running water"


def test_tags_for_people(postil: Postil, ferry: str, mark: str, terminal: None) -> None:
    postil("tag", "add", ferry, "river/night", "tea")
    postil("tag", "add", mark, "river")
    postil("tag", "describe", "river", "Running\nwater")
    postil("tag", "color", "river", "blue")
    listed = postil("tag", "list").out
    assert "\n· night" in listed.replace("\x1b[36m", "")
    assert "Running water" in listed
    shown = postil("tag", "show", "river").out
    for part in ("#river", "colour: blue", "1 with it, 2 with those in it", "in it: river/night"):
        assert part in shown


def test_a_broken_codebook_is_said(postil: Postil, shelf: Library, ferry: str) -> None:
    postil("tag", "add", ferry, "river")
    path = shelf.folders.library / "tags.yaml"
    path.write_text("tags:\n  a: b\n c: d\n")
    ran = postil("tag", "list")
    assert ran.rows == [["river", "1", "1", ""]]
    assert "tags.yaml, line 3" in ran.err
    ran = postil("tag", "color", "river", "red")
    assert ran.code == 1
    assert "tags.yaml, line 3" in ran.err
    assert path.read_text() == "tags:\n  a: b\n c: d\n"


def test_the_shell_completes_tags(
    postil: Postil, ferry: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    postil("tag", "add", ferry, "river/night", "tea", "Ribbon")
    ctx = click.Context(tag.command, obj=Session())
    (argument, *_) = tag.command.commands["rename"].params
    found = [item.value for item in argument.shell_complete(ctx, "ri")]
    assert found == ["Ribbon", "river/night"]
    monkeypatch.setenv("POSTIL_LIBRARY", "/dev/null/nowhere")
    broken = click.Context(tag.command, obj=Session())
    assert argument.shell_complete(broken, "ri") == [], "a shell has no place for errors"

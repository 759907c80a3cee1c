"""add, list, show, status, search, highlights: what a library holds, printed."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from store.library import Library
from store.model import Article
from tests.unit.cli.conftest import Postil
from tui.cli.cells import width
from tui.launch import is_empty


@pytest.fixture
def ferry(shelf: Library) -> str:
    return next(a.id for a in shelf.articles() if "ferry" in a.title)


def test_add_prints_a_line_an_article(postil: Postil, sources: Path) -> None:
    ran = postil("add", str(sources))
    assert ran.code == 0
    assert [row[1] for row in ran.rows] == ["added", "added"]
    assert {row[2] for row in ran.rows} == {"The orchard ledger", "Notes from the night ferry"}
    again = postil("add", str(sources), "--json")
    assert [item["outcome"] for item in again.json] == ["known", "known"]
    assert set(again.json[0]) == {"source", "outcome", "article", "message"}
    assert again.json[0]["article"]["id"] == ran.rows[0][0]


def test_add_says_what_became_of_highlights(
    postil: Postil, shelf: Library, sources: Path, ferry: str
) -> None:
    text = shelf.document(ferry).text
    for words in ("The purser keeps a kettle.", "The ferry crosses at two."):
        shelf.mark(ferry, text.index(words), text.index(words) + len(words))
    path = sources / "ferry.md"
    path.write_text(path.read_text("utf-8").replace("The purser keeps a kettle. ", ""), "utf-8")
    ran = postil("add", str(path))
    assert ran.rows == [[ferry, "updated", "Notes from the night ferry"]]
    assert ran.err == "Notes from the night ferry: 1 kept, 1 unplaced\n"


def test_a_bad_source_is_said_and_the_others_go_on(
    postil: Postil, sources: Path, tmp_path: Path
) -> None:
    missing = tmp_path / "missing.txt"
    ran = postil("add", str(missing), str(sources / "ferry.md"))
    assert ran.code == 1
    assert len(ran.rows) == 1
    assert ran.err.count("\n") == 1
    assert ran.err.startswith("postil: ")
    assert "missing.txt" in ran.err


def test_add_reads_stdin(postil: Postil) -> None:
    ran = postil("add", "-", stdin=b"A letter\n\nIt came by the last boat of the year.\n")
    assert ran.code == 0
    assert ran.rows[0][1:] == ["added", "A letter"]


def test_add_on_a_terminal_fits(postil: Postil, sources: Path, terminal: None) -> None:
    lines = postil("add", str(sources)).out.splitlines()
    assert all("\x1b[32madded" in line for line in lines)


def test_list(postil: Postil, shelf: Library) -> None:
    rows = postil("list").rows
    assert {row[1] for row in rows} == {"The orchard ledger", "Notes from the night ferry"}
    records = postil("list", "--json").json
    assert {"id", "title", "author", "source", "published", "added", "words"} <= set(records[0])
    assert postil("list", "kettle", "--json").json[0]["title"] == "Notes from the night ferry"
    assert postil("list", "zebra").out == ""
    assert postil("list", "zebra", "--json").json == []


def test_list_filters(postil: Postil, shelf: Library, ferry: str) -> None:
    assert postil("status", ferry, "done", "--star", "--archive").rows[0][4] == (
        "done starred archived"
    )
    for option in (["--status", "done"], ["--starred"], ["--archived"]):
        assert [row[0] for row in postil("list", *option).rows] == [ferry]
    assert ferry not in postil("list", "--not-archived").out
    assert postil("status", ferry, "--unstar", "--json").json["starred"] is False
    assert postil("status", ferry, "--json").json["status"] == "done"


def test_list_on_a_terminal_fits_and_has_a_header(
    postil: Postil, shelf: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    lines = postil("list").out.splitlines()
    assert lines[0].split()[:2] == ["id", "title"]
    assert all(width(line) <= 80 for line in lines)
    assert "\x1b" not in "".join(lines)


def test_show(postil: Postil, shelf: Library, ferry: str) -> None:
    text = postil("show", ferry).out
    assert text == shelf.document(ferry).text + "\n"
    assert postil("show", ferry[:6]).out == text, "an id may be shortened"
    assert postil("show", ferry, "--format", "markdown").out.startswith("# Notes from")
    record = postil("show", ferry, "--format", "json").json
    assert record == postil("show", ferry, "--json").json
    assert {"id", "title", "author", "source", "text", "blocks"} <= set(record)
    for block in record["blocks"]:
        assert record["text"][block["start"] : block["end"]] == block["text"]


def test_what_is_not_there_is_exit_3(postil: Postil, shelf: Library) -> None:
    for args in (["show", "zzz"], ["status", "zzz"], ["note", "zzz"], ["unmark", "zzz"]):
        ran = postil(*args)
        assert ran.code == 3
        assert ran.out == ""
        assert ran.err.startswith("postil: ")


def test_an_ambiguous_id_is_exit_4_with_candidates(postil: Postil, shelf: Library) -> None:
    for n in range(40):
        list(shelf.add(["-"], io.BytesIO(f"Note {n}\n\nWords {n}.\n".encode())))
    first: dict[str, list[Article]] = {}
    for article in shelf.articles():
        first.setdefault(article.id[0], []).append(article)
    letter = next(key for key, found in first.items() if len(found) > 1)
    ran = postil("show", letter)
    assert ran.code == 4
    assert all(article.id in ran.err for article in first[letter][:2])


def test_search(postil: Postil, shelf: Library, ferry: str) -> None:
    hits = postil("search", "kettle", "--json").json
    assert hits[0]["id"] == ferry
    assert {"id", "title", "score", "snippet", "start", "end", "kind"} <= set(hits[0])
    text = shelf.document(ferry).text
    assert "kettle" in text[hits[0]["start"] : hits[0]["end"]]
    assert postil("search", "kettle").rows[0][:2] == [ferry, "article"]
    assert postil("search", "zebra").out == ""
    assert postil("search", "zebra").code == 0
    assert len(postil("search", "the", "--limit", "1", "--json").json) == 1


def test_search_on_a_terminal_shows_the_match(
    postil: Postil, shelf: Library, terminal: None
) -> None:
    out = postil("search", "kettle").out
    assert "\x1b[1;33mkettle\x1b[0m" in out
    assert all(width(line) <= 80 + 40 for line in out.splitlines())


def test_highlights(postil: Postil, shelf: Library, ferry: str) -> None:
    text = shelf.document(ferry).text
    start = text.index("The purser")
    mark = shelf.mark(ferry, start, start + 27, tags=["idea"], note="A *kettle*", color="green")
    row = postil("highlights").rows[0]
    assert row[:2] == [mark.id, ferry]
    record = postil("highlights", "--json").json[0]
    assert {"id", "article", "quote", "start", "end", "color", "style", "tags", "note"} <= set(
        record
    )
    for option in (["kettle"], ["--article", ferry], ["--color", "green"], ["--state", "placed"]):
        assert len(postil("highlights", *option).rows) == 1
    assert postil("highlights", "--color", "red").out == ""


def test_highlights_on_a_terminal(
    postil: Postil, shelf: Library, ferry: str, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    mark = shelf.mark(ferry, 0, 20, tags=["idea"], note="mine")
    lines = postil("highlights").out.splitlines()
    assert lines[0].startswith("Notes from the night ferry")
    assert lines[1].startswith("  ▌ ")
    assert lines[2].split() == [mark.id, "#idea"]
    assert lines[3] == "    » mine"


def test_a_library_that_its_user_has_emptied_is_not_new(shelf: Library) -> None:
    assert not is_empty(shelf.folders)
    shelf.delete_articles([article.id for article in shelf.articles()])
    assert not is_empty(shelf.folders)
    for path in shelf.folders.trash.iterdir():
        path.unlink()
    assert is_empty(shelf.folders)

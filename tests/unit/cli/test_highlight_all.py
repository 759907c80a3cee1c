"""postil highlight --all: every place of some words, asked for first, one act."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil
from tui.cli import highlight_all


@pytest.fixture
def ferry(shelf: Library) -> str:
    return next(a.id for a in shelf.articles() if "ferry" in a.title)


def quotes(postil: Postil) -> list[str]:
    return [record["quote"] for record in postil("highlights", "--json").json]


def test_all_places_in_one_act(postil: Postil, shelf: Library) -> None:
    ran = postil("highlight", "--all", "who", "--color", "blue", "--tag", "a,b", "--note", "n")
    assert (ran.code, ran.out, ran.err) == (0, "highlighted: 3 places in 2 articles\n", "")
    records = postil("highlights", "--json").json
    assert [(r["quote"], r["color"], r["tags"], r["note"]) for r in records] == [
        ("who", "blue", ["a", "b"], "n")
    ] * 3
    again = postil("highlight", "--all", "who")
    assert (again.out, again.err) == ("highlighted: nothing\n", "3 are highlighted already\n")
    assert postil("undo").out.strip() == "undone: 3 highlights in 2 articles"
    assert quotes(postil) == []


def test_whole_words_unless_a_star_follows(postil: Postil, shelf: Library) -> None:
    assert postil("highlight", "--all", "kett", "--dry-run").out == "would highlight: nothing\n"
    postil("highlight", "--all", "kett*")
    postil("highlight", "--all", "the purser")
    assert quotes(postil) == ["The purser", "kettle"]


def test_sentences(postil: Postil, shelf: Library) -> None:
    ran = postil("highlight", "--all", "kettle", "--sentences", "--json")
    assert ran.json == {
        "highlights": 1, "articles": 1, "known": 0, "more": False, "left_out": [],
        "dry_run": False,
    }  # fmt: skip
    assert quotes(postil) == ["The purser keeps a kettle."]


def test_in_one_article(postil: Postil, shelf: Library, ferry: str) -> None:
    assert postil("highlight", ferry[:6], "--all", "who").out == (
        "highlighted: 2 places in 1 article\n"
    )
    assert postil("highlight", "zzz", "--all", "who").code == 3


def test_a_dry_run_marks_nothing(postil: Postil, shelf: Library) -> None:
    ran = postil("highlight", "--all", "who", "--dry-run")
    assert ran.out == "would highlight: 3 places in 2 articles\n"
    assert postil("highlight", "--all", "who", "--dry-run", "--json").json["dry_run"] is True
    assert quotes(postil) == []


@pytest.mark.parametrize(("answer", "marked"), [(b"y\n", 3), (b"n\n", 0), (b"", 0)])
def test_people_are_asked(
    postil: Postil, shelf: Library, monkeypatch: pytest.MonkeyPatch, answer: bytes, marked: int
) -> None:
    monkeypatch.setattr(highlight_all, "can_ask", lambda: True)
    ran = postil("highlight", "--all", "who", stdin=answer)
    assert "Highlight 3 places in 2 articles?" in ran.err
    assert len(quotes(postil)) == marked
    if answer:
        assert ran.code == 0


def test_yes_asks_nothing(postil: Postil, shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(highlight_all, "can_ask", lambda: True)
    assert postil("highlight", "--all", "kettle", "--yes").err == ""
    assert quotes(postil) == ["kettle"]


def test_more_than_one_act_takes_is_said(
    postil: Postil, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.everywhere._MOST_TEXT", 1)
    ran = postil("highlight", "--all", "who")
    assert "there are more; the same command again takes the next ones" in ran.err
    first = len(quotes(postil))
    assert 0 < first < 3
    postil("highlight", "--all", "who")
    assert len(quotes(postil)) > first


def test_a_file_that_cannot_be_read_is_left_out(postil: Postil, shelf: Library, ferry: str) -> None:
    shelf.mark(ferry, 0, 5)
    shelf._annotations.path(ferry).write_bytes(b"schema: 1\nannotations: [\n")
    ran = postil("highlight", "--all", "who", "--json")
    assert ran.json["left_out"] == [ferry]
    assert "1 article was left out" in ran.err


def test_wrong_ones_are_exit_2(postil: Postil, shelf: Library, ferry: str) -> None:
    for wrong in (
        [ferry], ["--quote", "x"], [ferry, "--quote", "kettle", "--yes"],
        ["--all", "x", "--quote", "y"], ["--all", "is:new"], ["--all", "x", "--prefix", "y"], [],
    ):  # fmt: skip
        assert postil("highlight", *wrong).code == 2, wrong

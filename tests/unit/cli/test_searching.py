"""search, searches, list and highlights: the query language, what is said of it, golden output."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from store.errors import StoreError
from store.library import Library
from store.model import Article
from store.search.commits.keeper import Keeper
from store.search.found import Found, Instead
from store.search.index import SearchIndex
from tests.unit.cli.conftest import Postil


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


@pytest.fixture
def marked(shelf: Library) -> Library:
    """The orchard starred and tagged, with a highlight and a note; the ferry being read."""
    orchard, ferry = titled(shelf, "orchard"), titled(shelf, "ferry")
    start = shelf.document(orchard.id).text.index("A ledger is a promise")
    shelf.mark(orchard.id, start, start + 30, tags=["idea"], note="compare the toll rolls")
    shelf.edit_article(orchard.id, starred=True, tags=["trees/pear"])
    shelf.edit_article(ferry.id, status="reading")
    return shelf


# -- a query that cannot be read ---------------------------------------------------------------


@pytest.mark.parametrize(
    "command", [["search"], ["list"], ["highlights"], ["tag", "add", "x", "--query"]]
)
@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("salt titel:road", "     ^^^^^^"),
        ("川 is:bogus road", "   ^^^^^^^^"),
        ("\x1b[31m is:bogus road", "      ^^^^^^^^"),
    ],
)
def test_a_wrong_query_is_shown_with_its_place(
    postil: Postil, shelf: Library, command: list[str], typed: str, place: str
) -> None:
    ran = postil(*command, typed)
    assert (ran.code, ran.out) == (2, "")
    said, line, carets, *hint = ran.err.splitlines()
    assert said.startswith("postil: there is no ")
    assert line == "  " + typed.replace("\x1b", " ")
    assert carets == "  " + place
    assert len(hint) == 1
    assert hint[0].startswith("  ")


def test_of_a_long_query_what_is_around_the_place_is_shown(
    postil: Postil, shelf: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    ran = postil("search", f"{'word ' * 40}is:bogus{' more' * 40}")
    line, carets = ran.err.splitlines()[1:3]
    assert len(line) <= 58
    assert line[carets.index("^") : carets.rindex("^") + 1] == "is:bogus"
    assert line.strip()[0] == line.strip()[-1] == "…"


# -- search ------------------------------------------------------------------------------------


def test_search_for_programs(postil: Postil, marked: Library) -> None:
    orchard = titled(marked, "orchard")
    rows = postil("search", "ledger").rows
    assert {(row[0], row[1]) for row in rows} == {
        (orchard.id, "article"),
        (orchard.id, "highlight"),
    }
    assert all(len(row) == 9 for row in rows)
    assert "title" in rows[0][7].split()
    record = postil("search", "ledger", "--json").json[0]
    assert record["why"][0] == "title"
    assert record["places"] >= 0
    start, end = record["matches"][0]
    assert record["snippet"][start:end].casefold() == "ledger"
    assert postil("search", "ledger OR ferry", "--count").out == "2\n"
    assert postil("search", "zzz", "--count").out == "0\n"
    counted = postil("search", "ledger", "--count", "--json").json
    assert counted == {"articles": 1, "highlights": 1}


SHOWN = """\
The orchard ledger  emcd98fy36
    The orchard ledger Every spring the widow Orsolya counted her trees twice.
    The first count was for the tax man. The second count was for herself, and
    it was…

The orchard ledger  emcd98fy36
  ▌ compare the toll rolls
    note
"""


def test_search_for_people(
    postil: Postil, marked: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    first = postil("search", "spring", "counted").out
    assert f"{first}\n{postil('search', 'toll rolls').out}" == SHOWN
    assert postil("searches", "recent").out == "toll rolls\nspring counted\n"
    assert postil("searches", "recent", "--json").json == ["toll rolls", "spring counted"]


def test_what_programs_search_is_not_remembered(postil: Postil, shelf: Library) -> None:
    assert postil("search", "kettle").out
    assert postil("searches", "recent").out == ""


def test_a_history_that_cannot_be_written_is_no_harm(
    postil: Postil, shelf: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr("store.search_history.SearchHistory.remember", full)
    ran = postil("search", "kettle")
    assert (ran.code, ran.err) == (0, "")
    assert "kettle" in ran.out


def test_what_is_said_beside_the_answer(
    postil: Postil, shelf: Library, terminal: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf.update_index()
    hits = shelf.search("kettle").hits
    answers = [
        Found(hits, 40, 3, behind=0, notices=("the pattern took\ntoo long",)),
        Found(hits, 0, 0, (Instead("is:unread kettle", (("ketle", "kettle"),), 1),)),
        Found((), 0, 0, (Instead("kettles", (), 2), Instead("kettle", (), 1_200))),
    ]
    said = []
    for answer in answers:
        monkeypatch.setattr(Library, "search", lambda *_, answer=answer, **__: answer)
        said.append(postil("search", "kettle").err)
    assert said == [
        "\n1 of 40 articles; --limit shows more\npostil: the pattern took too long\n",
        "nothing answers; this does: is:unread kettle  (1 article)\n",
        "did you mean: kettles  (2 articles)\ndid you mean: kettle  (1,200 articles)\n",
    ]


def test_a_query_that_asks_for_nothing_is_told_so(postil: Postil, shelf: Library) -> None:
    ran = postil("search", ":)")
    assert (ran.code, ran.out, ran.err) == (0, "", "postil: it has no word to look for\n")


@pytest.mark.parametrize("command", ["search", "list", "highlights"])
def test_an_index_that_breaks_while_it_is_asked_is_made_anew(
    postil: Postil, marked: Library, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    wanted = postil(command, "ledger").out
    assert wanted
    broken: list[str] = []
    asked = SearchIndex._asked

    def breaks_once(self: SearchIndex, *args: Any, **options: Any) -> Any:
        if not broken:
            broken.append(command)
            self._keeper._replace(self._keeper.folder.head(), "broken by a test")
        return asked(self, *args, **options)

    monkeypatch.setattr(SearchIndex, "_asked", breaks_once)
    assert postil(command, "ledger").out == wanted
    assert broken


@pytest.mark.parametrize(
    "command", [["search"], ["list"], ["highlights"], ["tag", "add", "--dry-run", "x", "--query"]]
)
def test_while_another_process_indexes_what_is_there_answers(
    postil: Postil, marked: Library, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    wanted = postil(*command, "ledger")
    assert (bool(wanted.out), wanted.err) == (True, "")
    assert postil("note", titled(marked, "ferry").id, "a ledger of ropes").code == 0
    monkeypatch.setattr("tui.session._WAIT", 0.0)
    monkeypatch.setattr("store.asking._FEW", 0)
    (index,) = (Path(os.environ["POSTIL_CACHE"]).glob("*/index"),)
    with Keeper(next(index)).writing(None):
        ran = postil(*command, "ledger")
    assert (ran.code, ran.out) == (0, wanted.out)
    assert ran.err == (
        "postil: the search index is behind on 1 article; another postil may be at it\n"
    )
    assert postil(*command, "ledger").err == ""


# -- list and highlights -----------------------------------------------------------------------


def test_list_speaks_the_language(postil: Postil, marked: Library) -> None:
    def titles(*query: str) -> list[str]:
        return [row[1] for row in postil("list", *query).rows]

    both = ["Notes from the night ferry", "The orchard ledger"]
    assert titles("sort:title") == both
    assert titles("sort:title", "the") == both
    assert titles("sort:longest") == both[::-1]
    assert titles("title:orchard OR is:reading", "sort:title") == both
    assert titles("has:note -color:green") == ["The orchard ledger"]
    assert titles("words:<60") == ["Notes from the night ferry"]
    assert titles("added:today", "sort:title") == both
    assert titles("added:..yesterday") == []
    assert titles("in:highlights ledger") == ["The orchard ledger"]
    assert titles("in:highlights spring") == []


def test_highlights_speak_the_language(postil: Postil, marked: Library) -> None:
    ferry = titled(marked, "ferry")
    marked.mark(ferry.id, 0, 5, color="green")
    marked.mark(ferry.id, 6, 9, tags=["idea/small"])

    def quotes(*query: str) -> list[str]:
        return [row[7] for row in postil("highlights", *query).rows]

    orchard = "A ledger is a promise with col"
    assert quotes("tag:idea sort:title") == ["fro", orchard]
    assert quotes("promise") == [orchard]
    assert quotes("toll") == [orchard]
    assert quotes("spring") == [], "words of a highlight stand in it"
    assert quotes("title:orchard") == [orchard]
    assert quotes("text:spring") == [orchard]
    assert quotes("is:starred") == [orchard]
    assert quotes("color:green OR promise sort:title") == ["Notes", orchard]
    assert quotes("--", "-is:starred") == ["Notes", "fro"]
    assert len(quotes()) == 3


# -- saved searches ----------------------------------------------------------------------------


def test_searches(postil: Postil, marked: Library) -> None:
    assert postil("searches").out == ""
    assert postil("searches", "save", "To read", "--", "is:unread", "-is:archived").rows == [
        ["To read", "1", "is:unread -is:archived"]
    ]
    assert postil("searches", "save", "Trees", "tag:trees").code == 0
    path = marked.folders.library / "lists.yaml"
    path.write_text(path.read_text() + "Wrong: is:bogus x\n")
    assert postil("searches").rows == [
        ["To read", "1", "is:unread -is:archived"],
        ["Trees", "1", "tag:trees"],
        ["Wrong", "", "is:bogus x"],
    ]
    assert [each["articles"] for each in postil("searches", "--json").json] == [1, 1, None]
    assert postil("searches", "rename", "Trees", "Pears").out == "Pears\n"
    assert postil("searches", "delete", "To read").out == "To read\n"
    assert [row[0] for row in postil("searches").rows] == ["Pears", "Wrong"]
    assert postil("undo").out == "undone: deletion of the search To read\n"
    assert [row[0] for row in postil("searches").rows] == ["To read", "Pears", "Wrong"]
    assert postil("searches", "delete", "nothing").code == 3
    assert postil("searches", "rename", "Pears", "Wrong").code == 4
    wrong = postil("searches", "save", "X", "a titel:b")
    assert wrong.code == 2
    assert wrong.err.splitlines()[1:3] == ["  a titel:b", "    ^^^^^^"]
    saved = postil("searches", "save", "Pears", "tag:trees sort:title", "--json").json
    assert saved == {"name": "Pears", "query": "tag:trees sort:title", "articles": 1}
    assert len(postil("searches").rows) == 3

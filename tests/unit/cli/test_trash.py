"""trash: list, restore, empty."""

from __future__ import annotations

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil


@pytest.fixture
def deleted(shelf: Library) -> str:
    """The id of an article in the trash, with a highlight."""
    article = next(a for a in shelf.articles() if "ferry" in a.title)
    shelf.mark(article.id, 0, 9)
    shelf.delete_articles([article.id])
    return article.id


def test_delete_is_one_act_of_all_or_none(postil: Postil, shelf: Library) -> None:
    ids = [article.id for article in shelf.articles()]
    postil("highlight", ids[0], "--quote", "crosses at two")
    postil("highlight", ids[1], "--quote", "crosses at two")
    assert postil("delete", *ids, "zzz").code == 3
    assert len(postil("list").rows) == 2, "all or none"
    assert [line.split("  ")[0] for line in postil("delete", *ids, ids[0]).out.splitlines()] == ids
    assert (postil("list").out, len(postil("trash").rows)) == ("", 2)
    assert postil("undo").out == "undone: deletion of 2 articles\n"
    assert len(postil("highlights").rows) == 1
    assert [each["id"] for each in postil("delete", ids[0][:6], "--json").json] == [ids[0]]


def test_list_and_restore(postil: Postil, deleted: str) -> None:
    (row,) = postil("trash").rows
    assert row[:4] == [deleted, "deleted", "Notes from the night ferry", "1"]
    (record,) = postil("trash", "--json").json
    assert (record["id"], record["kind"], record["days_left"]) == (deleted, "article", 90)
    assert postil("trash", "restore", "zzz").code == 3
    assert postil("trash", "restore", deleted[:5]).rows == [row]
    assert postil("trash").out == ""
    assert deleted in postil("list").out
    assert "from the trash" in postil("undo").out
    assert postil("trash", "restore", deleted, "--json").json == [record]
    assert len(postil("highlights", "--json").json) == 1


def test_empty_asks_first(postil: Postil, deleted: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ran = postil("trash", "empty")
    assert ran.code == 2
    assert "--yes" in ran.err
    monkeypatch.setattr("tui.cli.trash.can_ask", lambda: True)
    ran = postil("trash", "empty", stdin=b"n\n")
    assert (ran.code, "nothing was removed" in ran.err) == (1, True)
    assert "night ferry" in ran.err
    assert len(postil("trash", "--json").json) == 1
    assert "2 files removed" in postil("trash", "empty", stdin=b"y\n").err
    assert postil("trash", "--json").json == []


def test_empty_for_scripts(postil: Postil, deleted: str) -> None:
    assert postil("trash", "empty", "--older-than", "a while", "--yes").code == 2
    assert "0 files removed" in postil("trash", "empty", "--older-than", "1d").err
    found = postil("trash", "empty", "--yes", "--json").json
    assert found["files"] == 2
    assert [each["id"] for each in found["removed"]] == [deleted]
    assert postil("trash", "empty", "--json").json == {"files": 0, "removed": []}

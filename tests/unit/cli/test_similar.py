"""postil similar: of an article, of a quote in it, of a highlight."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil

PEARS = "# Pears\n\nA pear tree needs frost. The ledger of the orchard counts each pear and tree.\n"
WIDOW = "# Oars\n\nOn the river a ferry sleeps. Its rope was thrown across the river at night.\n"


@pytest.fixture
def four(shelf: Library, sources: Path) -> dict[str, str]:
    for name, text in (("pears", PEARS), ("oars", WIDOW)):
        (sources / f"{name}.md").write_text(text, encoding="utf-8")
        assert [each.outcome for each in shelf.add([str(sources / f"{name}.md")])] == ["added"]
    return {article.title.split()[-1].casefold(): article.id for article in shelf.articles()}


def first(postil: Postil, *args: str) -> str:
    return str(postil("similar", *args, "--json").json["hits"][0]["title"])


def test_like_an_article(postil: Postil, four: dict[str, str]) -> None:
    assert first(postil, four["pears"]) == "The orchard ledger"
    assert first(postil, four["ferry"][:6]) == "Oars"
    ran = postil("similar", four["pears"])
    assert ran.code == 0
    assert ran.rows[0][0] == four["ledger"]
    assert ran.rows[0][1] == "article"
    assert ran.err.startswith("by the words: ")
    assert "pear" in ran.err


def test_like_a_quote_and_like_a_highlight(
    postil: Postil, shelf: Library, four: dict[str, str]
) -> None:
    quote = "Its rope was thrown across the river at night."
    assert first(postil, four["oars"], "--quote", quote) == "Notes from the night ferry"
    text = shelf.document(four["oars"]).text
    mark = shelf.mark(four["oars"], text.index(quote), text.index(quote) + len(quote))
    assert first(postil, mark.id) == "Notes from the night ferry"
    shelf.unplace_highlight(four["oars"], mark.id)
    assert postil("similar", mark.id).code == 2


def test_its_json(postil: Postil, four: dict[str, str]) -> None:
    found = postil("similar", four["pears"], "--json").json
    assert set(found) == {"words", "articles", "hits"}
    assert found["words"][0]["weight"] == 1.0
    assert {"word", "weight"} == set(found["words"][0])
    assert len(postil("similar", four["pears"], "--limit", "1").rows) == 1


def test_wrong_ones(postil: Postil, shelf: Library, four: dict[str, str]) -> None:
    assert postil("similar", "zzzz").code == 3
    assert postil("similar", four["oars"], "--quote", "zebra").code == 4
    assert postil("similar", four["oars"], "--prefix", "x").code == 2
    mark = shelf.mark(four["oars"], 0, 4)
    assert postil("similar", mark.id, "--quote", "rope").code == 2


def test_that_nothing_is_alike_is_said(
    postil: Postil, shelf: Library, four: dict[str, str], sources: Path
) -> None:
    (sources / "odd.md").write_text("# Zyx\n\nQwv zyx qwv.\n", encoding="utf-8")
    (odd,) = shelf.add([str(sources / "odd.md")])
    ran = postil("similar", odd.article.id if odd.article else "")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == "postil: nothing is like it: no other article has its words\n"

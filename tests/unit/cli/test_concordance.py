"""postil concordance: a word with what stands around it, for people and for programs."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from store.library import Library
from tests.unit.cli.conftest import Postil
from tui.cli.cells import width

LAMPS = """\
# Lamps of the quay

The first lamp was lit by a boy. The last lamp was lit by nobody.

A lamp\tis a *promise*, and every lamplighter knew it.

灯台守の灯は消えない。 القنديل lamp مضاء طوال الليل
"""


@pytest.fixture
def quay(shelf: Library, sources: Path) -> str:
    (sources / "lamps.md").write_text(LAMPS, encoding="utf-8")
    (added,) = shelf.add([str(sources / "lamps.md")])
    assert added.article is not None
    return added.article.id


@pytest.fixture
def screen(terminal: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")


def test_programs_get_whole_fields(postil: Postil, quay: str, shelf: Library) -> None:
    ran = postil("concordance", "lamp", "--sort", "none", "--width", "20")
    assert (ran.code, ran.err) == (0, "")
    text = shelf.document(quay).text
    rows = ran.rows
    assert [row[3:6] for row in rows] == [
        ["the quay The first", "lamp", "was lit by a boy."],
        ["by a boy. The last", "lamp", "was lit by"],
        ["lit by nobody. A", "lamp", "is a promise, and"],
        ["灯台守の灯は消えない。 القنديل", "lamp", "مضاء طوال الليل"],
    ]
    for row in rows:
        assert text[int(row[1]) : int(row[2])] == "lamp"
        assert (row[0], row[6], len(row)) == (quay, "Lamps of the quay", 7)


def test_sorted_by_the_words_beside_it(postil: Postil, quay: str) -> None:
    def lefts(*options: str) -> list[str]:
        return [row[3].split()[-1] for row in postil("concordance", "lamp", *options).rows]

    assert lefts("--sort", "left") == ["A", "first", "last", "القنديل"]
    assert lefts("--sort", "1R,4R") == ["A", "first", "last", "القنديل"]
    assert lefts() == ["A", "first", "last", "القنديل"], "to the right, if nothing is said"


def test_people_get_one_column_of_keywords(postil: Postil, quay: str, screen: None) -> None:
    for cells in (40, 80, 120, 160):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("COLUMNS", str(cells))
            ran = postil("concordance", "lamp", "--sort", "none")
        lines = ran.out.splitlines()
        assert len(lines) == 4
        columns = {width(line[: re.search(r"(?<=  )lamp\b", line).start()]) for line in lines}  # type: ignore[union-attr]
        assert len(columns) == 1
        assert all(width(line) <= cells for line in lines)
        assert all(line.startswith(quay) for line in lines)
    assert "promise, and every lamplighter knew it. ¶ 灯台守の灯" in ran.out


def test_whole_words_beginnings_and_phrases(postil: Postil, quay: str) -> None:
    def keywords(*query: str) -> list[str]:
        return [row[4] for row in postil("concordance", *query, "--sort", "none").rows]

    assert len(keywords("lamp")) == 4
    assert keywords("lam") == []
    assert keywords("lamp*")[3:] == ["lamp", "lamplighter", "lamp"], "and one in the title"
    assert keywords("lit", "by", "nobody") == ["lit by nobody"]
    assert keywords("LÁST LAMP") == ["last lamp"]
    assert keywords("灯") == ["灯", "灯"]
    assert keywords("lamp", "--in", "ferry") == []
    assert keywords("kettle", "--in", "ferry") == ["kettle"]
    assert keywords("tag:nothing lamp") == []
    assert keywords("/l.mp is/") == ["lamp is"]
    assert keywords("boy NEAR/4 last") == ["boy", "last"]
    assert keywords("last OR first", "--in", "quay") == ["first", "last"]
    assert keywords("lamps") == ["Lamps"], "no other form of it"


def test_json(postil: Postil, quay: str) -> None:
    record = postil("concordance", "promise", "--json", "--width", "12").json[0]
    assert record == {
        "article": quay, "title": "Lamps of the quay", "start": record["start"],
        "end": record["start"] + 7, "left": "A lamp is a ", "keyword": "promise",
        "right": ", and every",
    }  # fmt: skip


def test_counting_and_bounds(postil: Postil, quay: str) -> None:
    assert postil("concordance", "the", "--count").rows == [["15", "3"]]
    assert postil("concordance", "the", "--count", "--json").json == {"lines": 15, "articles": 3}
    ran = postil("concordance", "the", "--limit", "2")
    assert len(ran.rows) == 2
    assert ran.err == "2 of 15 are shown; --limit N shows more, --count counts them all\n"
    assert postil("concordance", "zebra").out == ""


def test_a_count_for_people(postil: Postil, quay: str, screen: None) -> None:
    assert postil("concordance", "the", "--count").out == "15 lines in 3 articles\n"
    assert postil("concordance", "boy", "--count").out == "1 line in 1 article\n"


def test_wrong_ones_are_exit_2(postil: Postil, quay: str) -> None:
    for wrong in (["lamp", "--sort", "up"], ["is:new"], ["lamp", "--in", "is:new"], []):
        assert postil("concordance", *wrong).code == 2

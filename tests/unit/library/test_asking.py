"""Asking: the catalogue and the index agree, nothing that is gone is shown, counts are right."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.errors import QueryError
from store.folders import Folders
from store.library import Library
from store.model import Article
from store.search.commits.keeper import Keeper
from store.search.index import SearchIndex
from tests.conftest import FERRY

TEXTS = {
    "Salt road": "Salt went north on the toll road. The keeper counted the carts.",
    "Lamp oil": "The keeper of the lamp bought oil with salt money.",
    "Quiet quay": "Nobody counts ropes on the quiet quay.",
}


def titled(library: Library, word: str) -> Article:
    return next(article for article in library.articles() if word in article.title)


@pytest.fixture
def lived_in(library: Library, tmp_path: Path) -> Library:
    """Three articles with marks; the index knows them."""
    for name, text in TEXTS.items():
        path = tmp_path / f"{name}.md"
        path.write_text(f"---\npublished: 2024-0{len(name) % 8 + 1}\n---\n# {name}\n\n{text}\n")
        assert [each.outcome for each in library.add([str(path)])] == ["added"]
    salt, lamp = titled(library, "Salt").id, titled(library, "Lamp").id
    library.mark(salt, 0, 9, color="green", tags=["trade/salt"])
    library.mark(salt, 12, 20, note="north again")
    library.mark(lamp, 0, 4, color="pink", note="a keeper's word")
    library.edit_articles([salt, lamp], add_tags=["coast/north"])
    library.edit_article(lamp, starred=True, status="done", note="for the oil")
    library.edit_article(titled(library, "Quay".lower()).id, archived=True)
    library.update_index()
    return library


FACTS = (
    "is:starred", "-is:archived", "is:done OR is:archived", "has:note", "-has:note", "has:tag",
    "color:green", "-color:green", "has:note color:green", "color:green OR color:pink",
    "tag:coast", "tag:trade -tag:coast", "-(tag:trade OR is:starred)", "words:>11", "*",
    "tag:tra*", "in:highlights tag:trade/s*", "-tag:c*",
    "highlights:2", "published:2024-01..2024-03", "NOT (has:highlight is:starred)", "marked:today",
    "in:highlights has:note", "in:highlights *", "in:highlights -color:green",
    "in:highlights is:starred", "in:articles color:pink", "in:highlights -(color:pink OR has:tag)",
)  # fmt: skip


@pytest.mark.parametrize("line", FACTS)
def test_the_index_says_the_same_of_facts_as_the_catalogue(lived_in: Library, line: str) -> None:
    """What is answered without the index is what the index answers with the catalogue's facts."""
    query, facts = lived_in._parsed(line), lived_in.facts()
    index, texts = lived_in._upkeep.open_index(), lived_in._catalogue.texts
    articles = index.matching(query, texts=texts, facts=facts)
    assert lived_in.matching(line) == set(articles)
    assert {article.id for article in lived_in.articles(line)} == set(articles)
    marks = index.marked(query, texts=texts, facts=facts)
    told = [(article.id, highlight.id) for article, highlight in lived_in.highlights(line)]
    assert sorted(told) == sorted(marks)
    assert lived_in.counts([line]) == [len(articles)]
    found = lived_in.search(line)
    assert (found.articles, found.behind) == (len(articles), 0)
    assert {hit.id for hit in found.hits} == set(articles)


def test_facts_do_not_open_the_index(lived_in: Library, folders: Folders) -> None:
    with Library(folders) as again:
        for line in FACTS:
            again.articles(line), again.matching(line), again.highlights(line)
        again.counts([*FACTS, "", "sort:title"])
        assert again._upkeep.index is None
        assert again.matching("keeper")
        assert again._upkeep.index is not None


def test_what_was_just_done_is_known_to_every_query(lived_in: Library) -> None:
    salt, lamp, quay = (titled(lived_in, word).id for word in ("Salt", "Lamp", "quay"))
    lived_in.edit_article(quay, starred=True, tags=["coast"], note="ropes and a heron")
    lived_in.mark(quay, 0, 5, color="blue", note="hush")
    lived_in.edit_article(lamp, starred=False)
    assert lived_in.matching("is:starred") == {quay}
    assert lived_in.matching("tag:coast") == {salt, lamp, quay}
    assert lived_in.matching("heron") == {quay}, "the index takes in what it lacks first"
    lived_in.edit_article(quay, note="")
    assert lived_in.counts(["heron", "hush", "hush color:blue", "keeper -is:starred"]) == [
        0,
        1,
        1,
        2,
    ]
    assert [mark.note for _, mark in lived_in.highlights("hush")] == ["hush"]


def test_a_search_says_how_far_the_index_is_behind(lived_in: Library, tmp_path: Path) -> None:
    salt, lamp = titled(lived_in, "Salt"), titled(lived_in, "Lamp")
    assert lived_in.search("keeper").behind == 0
    path = tmp_path / "new.md"
    path.write_text(FERRY)
    assert [each.outcome for each in lived_in.add([str(path)])] == ["added"]
    lived_in.edit_article(salt.id, note="toll")
    found = lived_in.search("keeper")
    assert (found.articles, found.behind) == (2, 2)
    assert lived_in.search("kettle").articles == 0, "not yet"
    lived_in.update_index()
    assert (lived_in.search("kettle").articles, lived_in.search("kettle").behind) == (1, 0)
    assert lamp.id in {hit.id for hit in lived_in.search("keeper").hits}


def test_what_is_gone_is_shown_no_more(lived_in: Library) -> None:
    salt, lamp = titled(lived_in, "Salt"), titled(lived_in, "Lamp")
    everything = lived_in.search("keeper OR north")
    assert {hit.id for hit in everything.hits} == {salt.id, lamp.id}
    lived_in.delete_articles([salt.id])
    for line in ("keeper", "keeper OR north", "salt", "*", "-nothing", "in:highlights *"):
        found = lived_in.search(line)
        assert {hit.id for hit in found.hits} == {lamp.id} | (
            {titled(lived_in, "quay").id} if line in {"*", "-nothing"} else set()
        ), line
        assert (found.articles, found.behind) == (len({hit.id for hit in found.hits}), 1), line
    assert lived_in.counts(["keeper"]) == [1]
    lived_in.undo()
    assert lived_in.counts(["keeper"]) == [2]


def test_a_highlight_that_is_gone_is_shown_no_more(lived_in: Library) -> None:
    salt = titled(lived_in, "Salt").id
    (green,) = [mark for _, mark in lived_in.highlights("color:green")]
    assert green.id in {hit.highlight for hit in lived_in.search("tag:trade").hits}
    lived_in.delete_highlight(salt, green.id)
    found = lived_in.search("tag:trade")
    assert green.id not in {hit.highlight for hit in found.hits}
    assert found.behind == 1
    assert [mark.id for _, mark in lived_in.highlights("tag:trade")] == []


def test_two_highlights_with_one_id_are_two(lived_in: Library, folders: Folders) -> None:
    (green,) = [mark for _, mark in lived_in.highlights("color:green")]
    (pink,) = [mark for _, mark in lived_in.highlights("color:pink")]
    path = next(each for each in folders.annotations.iterdir() if pink.id in each.read_text())
    path.write_text(path.read_text().replace(pink.id, green.id))
    lived_in.refresh()
    lived_in.update_index()
    for line in ("color:green", "color:pink"):
        ((article, mark),) = lived_in.highlights(line)
        assert (article.title, mark.color) == (
            ("Salt road", "green") if "green" in line else ("Lamp oil", "pink")
        ), line
        (hit,) = lived_in.search(f"in:highlights {line}").hits
        assert hit.id == article.id


def test_a_file_that_is_gone_is_gone_for_a_search(lived_in: Library, folders: Folders) -> None:
    lamp = titled(lived_in, "Lamp")
    (folders.articles / lamp.file).unlink()
    lived_in.refresh()
    assert lamp.id not in {hit.id for hit in lived_in.search("keeper").hits}
    assert lived_in.search("keeper").articles == 1


def test_orders(lived_in: Library) -> None:
    def titles(line: str) -> list[str]:
        return [article.title for article in lived_in.articles(line)]

    by_title = sorted(TEXTS)
    assert titles("sort:title") == by_title
    assert titles("keeper sort:title") == by_title[:1] + by_title[2:]
    longest = sorted(lived_in.articles(), key=lambda article: -article.words)
    assert titles("* sort:longest") == [article.title for article in longest]
    marks = [article.title for article, _ in lived_in.highlights("sort:title")]
    assert marks == sorted(marks)
    hits = lived_in.search("keeper OR counts sort:title").hits
    assert list(dict.fromkeys(hit.title for hit in hits)) == by_title


def test_an_alias_is_meant_as_its_tag(lived_in: Library, folders: Folders) -> None:
    (folders.library / "tags.yaml").write_text("tags:\n  coast: {aliases: [shore]}\n")
    expected = lived_in.matching("tag:coast")
    assert expected
    for line in ("tag:shore", "tag:shore/north", "keeper tag:shore OR tag:shore"):
        assert lived_in.matching(line) == expected, line
    assert lived_in.counts(["tag:shore", "-tag:shore"]) == [2, 1]
    assert {hit.id for hit in lived_in.search("tag:shore").hits} == expected


def test_queries_that_cannot_be_read(lived_in: Library) -> None:
    for ask in (lived_in.articles, lived_in.matching, lived_in.highlights, lived_in.search):
        with pytest.raises(QueryError) as caught:
            ask("salt is:bogus road")
        assert (caught.value.start, caught.value.end) == (5, 13)
        assert caught.value.typed == "salt is:bogus road"
    assert lived_in.counts(["is:bogus road", "keeper"]) == [-1, 2]


def test_nothing_asked(lived_in: Library) -> None:
    everything = {article.id for article in lived_in.articles()}
    assert lived_in.matching("") == lived_in.matching("*") == everything
    assert lived_in.matching("!!") == frozenset()
    assert lived_in.articles("!!") == []
    assert lived_in.highlights("!!") == []
    assert len(lived_in.highlights()) == 3
    assert lived_in.search("").hits == ()


def test_counts_beside_an_index_that_is_being_written(
    lived_in: Library, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process takes in articles while they are counted: they are never wrong."""
    other = Library(folders)
    quay = titled(lived_in, "quay").id

    def write() -> None:
        for number in range(12):
            other.edit_article(quay, note=f"keeper {number}")
            other.update_index()

    writer = threading.Thread(target=write)
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.update(lived_in.counts(["keeper", "salt"]))
    writer.join()
    other.close()
    assert seen <= {2, 3}
    assert lived_in.counts(["keeper", "salt"]) == [3, 2]


@pytest.fixture
def many(lived_in: Library) -> Iterator[Library]:
    """As if every article changed were one too many to be taken in at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.asking._FEW", 0)
        yield lived_in


def test_while_much_is_behind_nobody_waits_for_it(
    many: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SearchIndex, "update", lambda *_, **__: pytest.fail("it is not waited for"))
    salt, quay = titled(many, "Salt").id, titled(many, "quay").id
    many.edit_article(quay, note="keeper")
    many.delete_articles([salt])
    assert many.matching("keeper") == {titled(many, "Lamp").id}, "what is gone is gone at once"
    assert many.counts(["keeper"]) == [1]
    assert len(many.behind().fresh | many.behind().gone) == 2


def test_nobody_waits_long_for_another_process_that_writes(
    lived_in: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.asking._WAIT", 0.0)
    quay = titled(lived_in, "quay").id
    lived_in.edit_article(quay, note="keeper")
    with Keeper(lived_in.folders.cache / "index").writing(None):
        assert lived_in.counts(["keeper"]) == [2], "from what is there"
    assert lived_in.counts(["keeper"]) == [3]

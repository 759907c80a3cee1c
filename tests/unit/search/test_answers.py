"""Order, passages, reasons, other queries that are offered, limits: one small library."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

import pytest

from store.model import Anchor, Highlight, Hit
from store.search.engine.ask import Asking
from store.search.engine.regexes import RegexSearch
from store.search.engine.sets import Cancelled, Sets
from store.search.engine.view import View
from store.search.entry import Entry
from store.search.found import Found
from store.search.index import SearchIndex
from store.search.language.nodes import Regex
from store.search.language.parser import parse
from store.search.texts.prepared import PreparedTexts

FILL = "plain words go on and on here. " * 12
ENTRIES = (
    Entry("title", "Harbour", f"{FILL}nothing else", "1", added="2020-01-01"),
    Entry("often", "One", "harbour harbour harbour and a few words", "1", added="2020-01-02"),
    Entry("once", "Two", f"harbour once. {FILL}", "1", added="2020-01-03"),
    Entry("forms", "Three", f"many harbours lie there. {FILL}", "1", added="2020-01-04"),
    Entry("tagged", "Four", FILL, "1", added="2020-01-05", tags=("harbour",)),
    Entry("written", "Five", FILL, "1", author="Ada Harbour", added="2020-01-06"),
    Entry("plain", "Six", "They drank coffee in the cafe.", "1", added="2020-01-07"),
    Entry("accents", "Seven", "They drank coffee in the café.", "1", added="2020-01-06"),
    Entry("talks", "Eight", "Blinken spoke. The salt road is long. " + FILL, "1"),
    Entry(
        "marked", "Nine", f"A first tide came. {FILL * 2}A second tide went. {FILL * 2}Ebb.", "1",
        note="what the moon does",
        highlights=(
            Highlight("h1", Anchor(2, 12, "first tide"), note="compare the moon"),
            Highlight("h2", Anchor(2, 12, "Ebb", ), tags=("low/water",)),
        ),
    ),
)  # fmt: skip


@pytest.fixture(name="index", scope="module")
def _index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    index = SearchIndex(tmp_path_factory.mktemp("answers") / "index")
    assert index.update(ENTRIES)
    return index


def texts(ids: Sequence[str]) -> Mapping[str, str]:
    return {entry.id: entry.text for entry in ENTRIES if entry.id in ids}


def found(index: SearchIndex, line: str, limit: int = 50) -> Found:
    return index.search(parse(line), limit=limit, texts=texts)


def order(index: SearchIndex, line: str) -> list[str]:
    return list(dict.fromkeys(hit.id for hit in found(index, line).hits))


def first(index: SearchIndex, line: str) -> Hit:
    return found(index, line).hits[0]


def test_after_the_articles_that_are_seen_there_are_only_heads(index: SearchIndex) -> None:
    whole = found(index, "words")
    quick = index.search(parse("words"), limit=50, shown=2, texts=texts)
    ids = [hit.id for hit in whole.hits if hit.kind == "article"]
    assert len(ids) > 4
    assert quick.heads == len(quick.hits) - 2
    by_article = {hit.id: hit for hit in reversed(whole.hits)}
    assert [by_article[hit.id] for hit in quick.hits[:2]] == list(quick.hits[:2])
    assert [hit.id for hit in quick.hits] == list(dict.fromkeys(ids))
    assert all(not hit.snippet and not hit.why and hit.title for hit in quick.hits[2:])
    assert (quick.articles, quick.highlights) == (whole.articles, whole.highlights)
    assert len(index.search(parse("words"), limit=3, shown=2, texts=texts).hits) == 3
    none = index.search(parse("words"), limit=3, shown=0, texts=texts)
    assert none.heads == len(none.hits) == 3


def test_with_no_heads_there_are_further_passages(index: SearchIndex) -> None:
    assert index.search(parse("tide"), shown=12, texts=texts) == found(index, "tide")
    assert len([hit for hit in found(index, "tide").hits if hit.id == "marked"]) > 1


# -- order


def test_titles_lead_then_what_weighs_more_and_other_forms_come_last(index: SearchIndex) -> None:
    ids = order(index, "harbour sort:relevance")
    assert ids[0] == "title"
    assert ids.index("often") < ids.index("once") < ids.index("forms")
    assert ids.index("tagged") < ids.index("once")
    assert ids.index("written") < ids.index("once")
    assert "forms" not in order(index, '"harbour"')


def test_the_accents_that_were_typed_come_first(index: SearchIndex) -> None:
    assert order(index, "café sort:relevance") == ["accents", "plain"]
    assert order(index, "cafe sort:relevance") == ["plain", "accents"]


def test_a_field_counts_alone(index: SearchIndex) -> None:
    assert order(index, "title:harbour") == ["title"]
    assert order(index, "author:harbour") == ["written"]
    assert order(index, "note:moon") == ["marked"]
    assert order(index, "quote:tide") == ["marked"]


# -- passages and reasons


def test_further_passages_follow_the_best_one(index: SearchIndex) -> None:
    hits = found(index, '"tide"').hits
    assert [(hit.kind, hit.highlight) for hit in hits] == [
        ("article", ""), ("article", ""), ("highlight", "h1"),
    ]  # fmt: skip
    text = texts(["marked"])["marked"]
    assert "first tide" in text[hits[0].start : hits[0].end]
    assert "second tide" in text[hits[1].start : hits[1].end]
    assert len(found(index, '"tide"', limit=1).hits) == 1


@pytest.mark.parametrize(
    ("line", "article", "why"),
    [
        ("title:harbour", "title", ("title",)),
        ('"ada harbour"', "written", ("author",)),
        ("tag:harbour", "tagged", ("tag",)),
        ("harbours sort:relevance", "title", ("title", "stemmed")),
        ("cafe sort:relevance", "plain", ("text",)),
        ("moon in:articles", "marked", ("note",)),
        ("blinkun~", "talks", ("text", "fuzzy")),
    ],
)
def test_why_an_article_answers(
    index: SearchIndex, line: str, article: str, why: tuple[str, ...]
) -> None:
    (hit,) = [hit for hit in found(index, line).hits if hit.id == article and not hit.highlight][:1]
    assert hit.why == why


def test_what_is_folded_is_said(index: SearchIndex) -> None:
    hits = {hit.id: hit for hit in found(index, "cafe").hits}
    assert hits["accents"].why == ("text", "folded")
    assert hits["plain"].why == ("text",)


def test_highlights_answer_for_themselves(index: SearchIndex) -> None:
    answer = found(index, "moon")
    assert (answer.articles, answer.highlights) == (1, 1)
    assert [(hit.highlight, hit.why) for hit in answer.hits if hit.highlight] == [("h1", ("note",))]
    assert found(index, "tag:low").hits[0].why == ("tag",)
    assert found(index, "in:highlights -moon").highlights == 1
    assert index.marked(parse("in:highlights tide"), texts=texts) == [("marked", "h1")]


# -- did you mean


def test_another_query_is_offered_and_what_it_finds_is_shown(index: SearchIndex) -> None:
    answer = found(index, "Blinker spoke")
    assert answer.articles == 0
    assert [(each.query, each.articles) for each in answer.instead] == [("Blinken spoke", 1)]
    assert [hit.id for hit in answer.hits] == ["talks"]
    assert "fuzzy" in answer.hits[0].why


def test_a_word_that_should_be_two(index: SearchIndex) -> None:
    assert [each.query for each in found(index, "saltroad").instead] == ['"salt road"']


def test_nothing_is_offered_where_nothing_is_near(index: SearchIndex) -> None:
    assert found(index, "zzyzzx qwxyz") == Found()
    assert found(index, "harbour").instead == ()


# -- limits


def test_nobody_waits_any_more(index: SearchIndex) -> None:
    answers = iter([False, False, True])
    gave = index.search(parse("harbour -tide"), texts=texts, cancelled=lambda: next(answers, True))
    assert gave == Found()


def _view(index: SearchIndex) -> View:
    return index._keeper.fresh().view


def test_a_regular_expression_says_what_it_did_not_look_at(index: SearchIndex) -> None:
    view = _view(index)
    clock = iter([0.0, 0.0, 99.0, 99.0])
    search = RegexSearch(view, texts, lambda: False, clock=lambda: next(clock, 99.0), seconds=5.0)
    every = Sets(view.texts.live, view.notes.live)
    assert search(Regex("tide"), every).articles
    assert search(Regex("harbour"), every) == Sets(0, 0)  # no time is left
    assert search.unreached.articles == view.texts.live
    assert "10 articles were not looked at" in search.notices()[0]


def test_what_was_not_looked_at_is_no_answer_either_way(
    index: SearchIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = parse("-/tide/")
    asking = Asking(_view(index), texts, None, PreparedTexts(), lambda: False)
    assert set(asking.articles(query)) == {entry.id for entry in ENTRIES} - {"marked"}
    hasty = partial(RegexSearch, seconds=0.0)
    monkeypatch.setattr("store.search.engine.ask.RegexSearch", hasty)
    assert asking.articles(query) == []


def test_a_regular_expression_is_cancelled(index: SearchIndex) -> None:
    view = _view(index)
    search = RegexSearch(view, texts, lambda: True)
    with pytest.raises(Cancelled):
        search(Regex("tide"), Sets(view.texts.live, view.notes.live))


def test_a_hostile_query_is_answered(tmp_path: Path, index: SearchIndex) -> None:
    words = " ".join(f"w{n}" for n in range(150))
    assert found(index, words).articles == 0
    phrase = '"' + "harbour " * 450 + '"'
    assert found(index, phrase).articles == 0


def test_what_has_several_hyphens_is_found_in_one_word_too(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path / "index")
    written = ("the state-of-the-art kiln", "a stateoftheart kiln", "the state of the art")
    assert index.update([Entry(f"a{at}", "Kiln", text, "1") for at, text in enumerate(written)])
    assert set(index.matching(parse("state-of-the-art"), texts=texts)) == {"a0", "a1"}
    assert set(index.matching(parse("State-of-the-art"), texts=texts)) == {"a0"}

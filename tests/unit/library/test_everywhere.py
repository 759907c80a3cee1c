"""Places of words in all texts: found in portions, bounded, cancelled at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from store.library import Library


@pytest.fixture
def bells(library: Library, sources: Path) -> Library:
    """Thirty articles with two bells each, and two without any."""
    for number in range(30):
        text = f"# Watch {number}\n\nA bell at {number}. Then another bell.\n"
        (sources / f"{number:02}.md").write_text(text, encoding="utf-8")
    assert {added.outcome for added in library.add([str(sources)])} == {"added"}
    library.update_index()
    return library


def test_lines_come_article_by_article(bells: Library) -> None:
    portions = list(bells.concordance("bell"))
    assert [len(portion.lines) for portion in portions] == [2] * 30
    assert [portion.done for portion in portions] == list(range(1, 31))
    assert {portion.total for portion in portions} == {30}
    assert not any(portion.more for portion in portions)


def test_lines_are_bounded_and_it_is_said(bells: Library) -> None:
    portions = list(bells.concordance("bell", limit=7))
    assert sum(len(portion.lines) for portion in portions) == 7
    assert [portion.more for portion in portions] == [False] * 3 + [True]
    portions = list(bells.concordance("bell", limit=60))
    assert not portions[-1].more, "there are no more than those"
    portions = list(bells.concordance("bell", limit=4))
    assert sum(len(portion.lines) for portion in portions) == 4
    assert portions[-1].more, "said, though the limit is where an article ends"


def test_it_reads_no_further_than_one_goes_on(bells: Library) -> None:
    asked: list[int] = []
    found = bells.concordance("bell", cancelled=lambda: bool(asked.append(1)) or len(asked) > 5)
    assert len(list(found)) < 6


def test_places_are_where_the_words_stand(bells: Library) -> None:
    for found in bells.places('"another bell"', within="Watch"):
        ((start, end),) = found.places
        assert found.text[start:end] == "another bell"
        assert found.text == bells.document(found.article.id).text
    assert list(bells.places("")) == []
    assert list(bells.places("bell", within="ferry")) == []


def test_a_word_is_marked_in_all_forms_by_which_it_is_found(
    library: Library, sources: Path
) -> None:
    for name, language, text in (
        ("one", "en", "We walk, she walks."),
        ("two", "de", "Er sagt: walks."),
    ):
        head = f"---\ntitle: {name}\nlanguage: {language}\n---\n\n"
        (sources / f"{name}.md").write_text(f"{head}{text}\n", encoding="utf-8")
    assert {added.outcome for added in library.add([str(sources)])} == {"added"}
    library.update_index()
    assert {a.title for a in library.articles("walking")} == {"one", "two"}
    found = {each.article.title: each for each in library.places("walking")}
    words = {name: [each.text[a:b] for a, b in each.places] for name, each in found.items()}
    assert words == {"one": ["walk", "walks"], "two": ["walks"]}


def test_an_article_that_answers_by_its_note_has_no_place(bells: Library) -> None:
    article = bells.articles("kettle")[0]
    bells.edit_article(article.id, note="no gong here")
    bells.update_index()
    (found,) = bells.places("gong")
    assert (found.article.id, list(found.places)) == (article.id, [])
    assert [portion.lines for portion in bells.concordance("gong")] == [()]


def test_the_last_word_may_go_on_only_while_one_types(bells: Library) -> None:
    assert sum(len(found.places) for found in bells.places("bel")) == 60
    assert sum(len(found.places) for found in bells.places("bel", literal=True)) == 0
    for line in ("bel*", "bel* OR gong", "bel* -gong", "(bel*)", "bel* NEAR/3 a", '"another be"*'):
        assert sum(len(found.places) for found in bells.places(line, literal=True)) >= 30, line
    for line in ("gong OR bel", "a NEAR/3 bel"):
        assert sum(len(found.places) for found in bells.places(line, literal=True)) == 0, line

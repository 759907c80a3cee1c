"""More like this: key words that tell a text from the others, and who shares them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from store.search.alike import KeyWord
from store.search.engine.alike import heaviest
from store.search.index import SearchIndex
from store.search.writing.update import Entry

BREAD = "Flour and yeast and water make a dough. The baker kneads the dough and the oven is hot."
RYE = "Rye flour makes a heavy dough. Sour yeast needs a night, and the oven must be hot again."
SHIPS = "The harbour pilot took the ship to the quay. The tide and the harbour did the rest of it."
TUGS = "A tug brings the ship to the harbour when the tide is low, and the pilot waits on the quay."
FILLER = "The {0}th note is about the {0}th thing and the rest of it, and it is not about anything."
JAPANESE = ("灯台守は毎晩灯台の灯をともす。", "灯台の灯は船を守る。", "パンを焼く人は朝が早い。")


def entries() -> list[Entry]:
    texts = {"bread": BREAD, "rye": RYE, "ships": SHIPS, "tugs": TUGS}
    texts |= {f"note{n}": FILLER.format(n) for n in range(30)}
    texts |= {f"ja{n}": text for n, text in enumerate(JAPANESE)}
    return [
        Entry(name, name.title(), text, "1", added=f"2026-01-{at % 28 + 1:02}T00:00:00Z")
        for at, (name, text) in enumerate(texts.items())
    ]


ALL = {entry.id: entry for entry in entries()}


def texts(ids: Sequence[str]) -> Mapping[str, str]:
    return {key: ALL[key].text for key in ids if key in ALL}


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    made = SearchIndex(tmp_path / "index")
    assert made.update(entries())
    return made


def like(index: SearchIndex, key: str, text: str = "", **more: object) -> list[str]:
    found = index.similar(text or ALL[key].text, article=key, texts=texts, **more)  # type: ignore[arg-type]
    return [hit.id for hit in found.hits]


def test_those_that_share_its_words_lead_and_it_is_none_of_them(index: SearchIndex) -> None:
    assert like(index, "bread")[0] == "rye"
    assert like(index, "rye")[0] == "bread"
    assert like(index, "ships")[0] == "tugs"
    for key in ALL:
        assert key not in like(index, key)


def test_key_words_are_the_telling_ones(index: SearchIndex) -> None:
    words = index.similar(BREAD, article="bread", texts=texts).words
    assert {each.word for each in words} == {"flour", "yeast", "dough", "oven", "hot"}
    assert words[0].weight == 1.0
    assert words[0].word == "dough", "it stands there twice"
    assert [each.weight for each in words] == sorted((w.weight for w in words), reverse=True)


def test_words_of_every_article_or_of_no_other_tell_nothing(index: SearchIndex) -> None:
    words = {each.word for each in index.similar(SHIPS, article="ships", texts=texts).words}
    assert not {"the", "and", "rest", "of", "it"} & words
    assert "took" not in words, "no other article has it"


def test_the_passage_that_is_shown_has_key_words(index: SearchIndex) -> None:
    (hit, *_) = index.similar(BREAD, article="bread", texts=texts).hits
    assert hit.id == "rye"
    assert ALL["rye"].text[hit.start : hit.end] in hit.snippet
    shown = {hit.snippet[start:end] for start, end in hit.matches}
    assert {"flour", "dough", "yeast", "oven"} <= shown


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("a oven b", {"oven": 1.0}, "oven"),
        (f"oven {'x ' * 200} flour yeast", {"oven": 0.6, "flour": 0.4, "yeast": 0.5}, "yeast"),
        (
            f"oven oven oven {'x ' * 200} flour yeast",
            {"oven": 0.8, "yeast": 0.5, "flour": 0.4},
            "yeast",
        ),
        (f"oven {'x ' * 200} flour", {"oven": 1.0, "flour": 0.4}, "oven"),
        ("Öven", {"oven": 1.0}, "Öven"),
        ("灯台の灯", {"台の": 1.0}, "台の"),
        ("ovens", {"oven": 1.0}, ""),
        ("", {"oven": 1.0}, ""),
        ("oven", {}, ""),
    ],
)
def test_the_heaviest_word_of_the_heaviest_passage(
    text: str, words: dict[str, float], shown: str
) -> None:
    place = heaviest(text, [KeyWord(*each) for each in words.items()])
    assert (text[place[0] : place[1]] if place else "") == shown


def test_a_passage_is_likened_by_its_own_words(index: SearchIndex) -> None:
    assert like(index, "bread", "the tide in the harbour") == ["ships", "tugs"]
    assert like(index, "bread", "nothing that is there") == []
    assert like(index, "bread", "") != []
    assert index.similar("", article="bread", texts=texts).words == ()


def test_scripts_without_blanks(index: SearchIndex) -> None:
    assert like(index, "ja0")[0] == "ja1"


def test_limits_cancelling_and_articles_that_are_gone(index: SearchIndex) -> None:
    assert len(like(index, "ships", limit=1)) == 1
    found = index.similar(SHIPS, article="ships", limit=1, texts=texts)
    assert found.articles >= 1
    assert like(index, "ships", cancelled=lambda: True) == []
    assert index.similar(SHIPS, article="ships", texts=lambda ids: {}).hits == ()
    index.update([], ["tugs"])
    assert "tugs" not in like(index, "ships")


def test_an_article_that_is_not_indexed_yet(index: SearchIndex) -> None:
    found = index.similar(RYE, article="new", texts=texts)
    assert [hit.id for hit in found.hits][:2] == ["rye", "bread"]


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_libraries(tmp_path: Path, count: int) -> None:
    index = SearchIndex(tmp_path / "index")
    index.update(entries()[:count])
    found = index.similar(BREAD, article="bread", texts=texts)
    assert [hit.id for hit in found.hits] == (["rye"] if count > 1 else [])

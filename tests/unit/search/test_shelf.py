"""What a shelf tells of an index: words, forms, accents, phrases; over several segments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from store.model import Anchor, Highlight
from store.search.engine.shelf import Shelf
from store.search.index import SearchIndex
from store.search.words.compounds import compound
from store.search.words.forms import keys
from store.search.writing import merging
from store.search.writing.update import Entry

ENTRIES = [
    Entry("a", "Walking home", "He walked to the café. A toll house, an e-mail, U.S. law.", "1"),
    Entry("b", "Das Haus", "Alte Häuser in der Straße; ein Cafe.", "1", language="de-AT"),
    Entry("c", "C++ and email", "We walk; the house's toll. See https://example.org/a_b?c=d", "1"),
    Entry("d", "北京", "我们在北京大学。学习 iPhone手机", "1", author="Ada Moor", language="zh"),
    Entry("e", "Cafe", "CAFÉ culture: café, cafés; u. s. and s.u and example org", "1",
          source="https://host.example/walks"),
    Entry("gone", "Gone", "walkabout toll house café", "1"),
]  # fmt: skip
MARK = Highlight("h", Anchor(0, 9, "He walked to"), tags=("toll/house", "road"), note="café house")


@pytest.fixture(name="index", params=["one segment", "several", "merged"])
def _index(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> SearchIndex:
    index = SearchIndex(tmp_path / "index")
    if request.param == "one segment":
        assert index.update(ENTRIES)
    else:
        monkeypatch.setattr(merging, "FEW", 100 if request.param == "several" else 3)
        for entry in ENTRIES:
            assert index.update([entry])
    marked = Entry("a", ENTRIES[0].title, ENTRIES[0].text, "2", highlights=[MARK], note="salt road")
    assert index.update([marked], ["gone"])
    if request.param == "merged":
        for n in range(3):
            assert index.update([Entry(f"x{n}", "", "nothing", "1")])
        assert len(index._keeper.fresh().view.texts.leaves) < 5
    return index


def _ids(index: SearchIndex, found: int) -> str:
    rows = index._keeper.fresh().view.texts.rows
    return "".join(sorted(rows[n][0] for n in range(len(rows)) if found >> n & 1))


def _texts(index: SearchIndex) -> Shelf:
    return index._keeper.fresh().view.texts


@pytest.mark.parametrize(
    ("field", "term", "expected"),
    [
        ("", "toll", "ac"), ("words", "email", "c"), ("title", "email", "c"), ("text", "email", ""),
        ("text", "house", "ac"), ("source", "walks", "e"), ("author", "ada", "d"), ("", "ada", "d"),
        ("text", "ada", ""), ("", "e-mail", "a"), ("", "c++", "c"), ("text", "c++", ""),
        ("", "u.s", "a"), ("", "s.u", "e"), ("", "北京", "d"), ("text", "北京", "d"),
        ("", "学学", ""), ("text", "学习", "d"), ("", "机", "d"), ("", "walkabout", ""),
        ("", "\ud800", ""), ("nowhere", "toll", ""),
    ],
)  # fmt: skip
def test_documents_with_a_term(index: SearchIndex, field: str, term: str, expected: str) -> None:
    assert _ids(index, _texts(index).having(field, term)) == expected
    assert _texts(index).count(term, field) == len(expected)


@pytest.mark.parametrize(
    ("field", "prefix", "expected"),
    [("", "wal", "ace"), ("text", "wal", "ac"), ("", "e-m", "a"), ("", "example.o", "c"),
     ("", "@", ""), ("", "c+", "c"), ("", "caf", "abe")],
)  # fmt: skip
def test_documents_with_a_beginning(
    index: SearchIndex, field: str, prefix: str, expected: str
) -> None:
    assert _ids(index, _texts(index).having_prefix(field, prefix)) == expected


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("café", "ae"), ("Café", "ae"), ("cafe\u0301", "ae"), ("cafe", "be"), ("cafés", "e"),
     ("häuser", "b"), ("hauser", ""), ("Straße", "b"), ("strasse", ""), ("walked", "a")],
)  # fmt: skip
def test_accents_as_typed(index: SearchIndex, typed: str, expected: str) -> None:
    assert _ids(index, _texts(index).exactly("", typed)) == expected


def test_the_text_may_have_what_the_title_has_not(index: SearchIndex) -> None:
    assert _ids(index, _texts(index).exactly("title", "cafe")) == "e"
    assert _ids(index, _texts(index).exactly("text", "cafe")) == "b"


def test_forms(index: SearchIndex) -> None:
    shelf = _texts(index)
    assert shelf.languages == {"en", "de"}
    found = {word for key in keys("walks", shelf.languages) for word in shelf.forms(key)}
    assert {"walked", "walking", "walks"} <= found
    assert "walkabout" not in found
    assert shelf.forms("de:haus") >= {"hauser"}
    assert shelf.forms("=email") == {"e-mail"}
    assert shelf.forms("=houses") == {"house's"}
    assert shelf.forms("en:nothing") == frozenset()


def test_words_in_order(index: SearchIndex) -> None:
    shelf = _texts(index)
    words = list(shelf.terms("text"))
    assert words == sorted(set(words))
    assert {"walked", "cafe", "hauser", "京", "culture"} <= set(words)
    assert "ada" not in words
    assert "ada" in list(shelf.terms())
    assert [word for word in shelf.terms("", "wal") if word != "walkabout"] == [
        "walk", "walked", "walking", "walks",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("phrase", "where", "expected"),
    [
        (["toll", "house"], "", "a"), (["house", "toll"], "", ""), (["s", "toll"], "", "c"),
        (["toll", "house"], "title", ""), (["c", "and"], "title", "c"), (["c", "and"], "text", ""),
        (["大", "学"], "", "d"), (["学", "学"], "", ""), (["iphone", "手"], "", "d"),
        (["and", "email", "we"], "", ""), (["nothing", "toll"], "text", ""),
    ],
)  # fmt: skip
def test_phrases(index: SearchIndex, phrase: Sequence[str], where: str, expected: str) -> None:
    shelf = _texts(index)
    steps = [(word,) for word in phrase]
    assert _ids(index, shelf.adjacent(shelf.live, steps, where=where)) == expected


def test_phrases_of_alternatives_and_beginnings(index: SearchIndex) -> None:
    shelf = _texts(index)
    assert _ids(index, shelf.adjacent(shelf.live, [("he", "we"), ("walk", "walked")])) == "ac"
    assert _ids(index, shelf.adjacent(shelf.live, [("toll",), ("ho",)], prefix=True)) == "a"
    assert _ids(index, shelf.adjacent(0, [("toll",), ("ho",)], prefix=True)) == ""
    assert _ids(index, shelf.adjacent(shelf.live, [("law",)])) == "a"


def test_near(index: SearchIndex) -> None:
    shelf = _texts(index)
    toll, house = [("toll",)], [("house",)]
    assert _ids(index, shelf.near(shelf.live, toll, house, 1)) == "a"
    assert _ids(index, shelf.near(shelf.live, house, toll, 2)) == "ac"
    assert _ids(index, shelf.near(shelf.live, house, toll, 2, where="title")) == ""
    assert _ids(index, shelf.near(shelf.live, [("wal",)], [("caf",)], 3, prefix_left=True)) == ""
    both = shelf.near(shelf.live, [("wal",)], [("caf",)], 3, prefix_left=True, prefix_right=True)
    assert _ids(index, both) == "a"
    assert _ids(index, shelf.near(shelf.live, [("北",)], [("习",)], 5)) == "d"
    assert _ids(index, shelf.near(shelf.live, [("北",)], [("习",)], 4)) == ""


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("e-mail", "a"), ("U.S.", "a"), ("u.s", "a"), ("https://example.org/a_b?c=d", "c"),
        ("example.org/a", "c"), ("org/a_b", "c"), ("example.org/b", ""), ("example.org", "c"),
        ("house's", "c"), ("北京大学", "d"), ("大学习", ""), ("iphone手机", "d"), ("s.u", "e"),
        ("s.u.s", ""),
    ],
)  # fmt: skip
def test_compounds(index: SearchIndex, typed: str, expected: str) -> None:
    shelf = _texts(index)
    found = shelf.compound(shelf.live, *compound(typed.lower()))
    assert _ids(index, found) == expected


def test_a_compound_that_is_being_typed(index: SearchIndex) -> None:
    shelf = _texts(index)
    for typed in ("e-m", "https://exam", "https://example.org/a_b?c=", "example.org/a"):
        found = shelf.compound(shelf.live, *compound(typed), prefix=True)
        assert _ids(index, found) == ("a" if typed == "e-m" else "c")


def test_annotations(index: SearchIndex) -> None:
    notes = index._keeper.fresh().view.notes

    def highlights(found: int) -> list[str]:
        return [notes.rows[n][1] for n in range(notes.size) if found >> n & 1]

    assert highlights(notes.having("tags", "toll")) == ["h"]
    assert highlights(notes.having("tags", "toll/house")) == ["h"]
    assert highlights(notes.having("tags", "house")) == []
    assert highlights(notes.having("tag", "house")) == ["h"]
    assert highlights(notes.having("quote", "walked")) == ["h"]
    assert highlights(notes.having("note", "walked")) == []
    assert highlights(notes.having("", "salt")) == [""]
    assert highlights(notes.exactly("note", "cafe")) == []
    assert highlights(notes.exactly("", "café")) == ["h"]
    assert highlights(notes.adjacent(notes.live, [("house",), ("road",)])) == []
    assert highlights(notes.adjacent(notes.live, [("toll",), ("house",)], where="tag")) == ["h"]
    assert highlights(notes.adjacent(notes.live, [("salt",), ("road",)], where="quote")) == []
    assert highlights(notes.near(notes.live, [("he",)], [("to",)], 2)) == ["h"]


def test_counts(index: SearchIndex) -> None:
    shelf = _texts(index)
    count = shelf.counter("cafe")
    by_id = {shelf.rows[n][0]: count(n) for n in range(shelf.size) if shelf.live >> n & 1}
    assert (by_id["a"], by_id["b"], by_id["c"], by_id["e"]) == (1, 1, 0, 2)
    assert _ids(index, shelf.leading("cafe", 10)) == "abe"
    title = shelf.counter("cafe", "title")
    assert sum(title(n) for n in range(shelf.size)) == 1

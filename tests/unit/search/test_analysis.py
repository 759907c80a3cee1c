from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search.language.nodes import Words
from store.search.texts.prepared import Prepared
from store.search.texts.seeking import seeker
from store.search.words import analysis
from store.search.words.analysis import words
from store.text.fold import fold


def stands(parts: list[str], text: str) -> bool:
    """Whether words stand in a text, one after the other."""
    return bool(seeker(Words(tuple(parts), exact=True), ()).exact(Prepared(text), 1))


def test_words_of_mixed_scripts() -> None:
    assert words(fold("iPhone手机, don’t U.S. 3.5 a_b")) == (
        ["iphone", "手", "机", "don", "t", "u", "s", "3", "5", "a", "b"]
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("हिन्दी भाषा", ["हिनदी", "भाषा"]),
        ("தமிழ்", ["தமிழ"]),
        ("עִבְרִית العَرَبِيَّة", ["עברית", "العربية"]),
        ("がぎ ｶﾞ カ", ["か\u3099", "き\u3099", "カ\u3099", "カ"]),
        ("한국어 학교", ["한국어", "학교"]),
        ("ＡＢＣ ﬁne Straße Ærø", ["abc", "fine", "strasse", "aero"]),
        ("Ελλάδα ΣΟΦΟΣ", ["ελλαδα", "σοφοσ"]),
        ("said—he", ["said", "he"]),
        ("x\u200dy 10½ m²", ["xy", "101", "2", "m2"]),
    ],
)
def test_words_of_scripts(text: str, found: list[str]) -> None:
    assert words(analysis.folded(text)) == found


@pytest.mark.parametrize(
    ("text", "found", "bigrams"),
    [
        ("北京大", ["北", "京", "大"], ["北京", "京大"]),
        ("北\n京", ["北", "京"], ["北京"]),
        ("北。京", ["北", "", "京"], []),
        ("北、\n京x大", ["北", "", "京", "x", "大"], []),
        ("手机 ok", ["手", "机", "ok"], ["手机"]),
        ("がきか", ["か\u3099", "き", "か"], ["か\u3099き", "きか"]),
        ("plain, text", ["plain", "text"], []),
        ("é。", ["e"], []),
    ],
)
def test_characters_that_follow_each_other(text: str, found: list[str], bigrams: list[str]) -> None:
    assert analysis.broken_words(fold(text)) == (found, bigrams)


@settings(max_examples=300, deadline=None)
@given(st.text("ab 1北京。か\u3099\u309a・_แ\n,é\u0939\u093f", max_size=14) | st.text(max_size=40))
def test_broken_words_are_the_words(text: str) -> None:
    folded = analysis.folded(text)
    found, bigrams = analysis.broken_words(folded)
    assert [word for word in found if word != analysis.BREAK] == words(folded)
    pairs = pairwise(found)
    follow = [a + b for a, b in pairs if analysis.is_unspaced(a) and analysis.is_unspaced(b)]
    assert sorted(bigrams) == sorted(follow)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("学カﾞไa1-_ ,。\n\u0301"), max_size=20))
def test_a_phrase_ends_in_a_query_where_it_ends_in_a_text(text: str) -> None:
    folded = analysis.folded(text)
    parts = [words(folded[start:end]) for start, end in analysis.clauses(folded)]
    whole = analysis.broken_words(folded)[0]
    assert len(parts) == 1 + whole.count(analysis.BREAK)
    assert [word for part in parts for word in part] == [word for word in whole if word]


def test_an_overlong_word_is_cut() -> None:
    assert words("x" * 500) == ["x" * analysis.LONGEST]
    assert stands(words("x" * 500), "a " + "x" * 500 + " b")


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("salt road", "the salt\nroad", True),
        ("salt road", "salt — road", True),
        ("salt road", "saltroad", False),
        ("salt road", "basalt road", False),
        ("salt road", "salt roads", False),
        ("北京", "在北京大", True),
        ("北京", "北\n京", True),
        ("北京", "北。京", False),
        ("手机 x", "手机x", True),
        ("x", "手x机", True),
    ],
)
def test_phrases(phrase: str, text: str, *, found: bool) -> None:
    assert stands(words(fold(phrase)), text) == found


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60))
def test_the_words_of_a_text_are_found_in_it_as_a_phrase(text: str) -> None:
    for word in words(analysis.folded(text)):
        assert stands([word], text)
        assert words(word) == [word]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30))
def test_a_phrase_of_separated_words_is_found_where_words_stand_in_that_order(
    before: str, after: str
) -> None:
    found = words(fold(f"{before} | salt | road | {after}"))
    assert stands(["salt", "road"], f"{before} | salt | road | {after}")
    at = found.index("salt")
    assert "road" in found[at:]

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.clean import clean_text
from store.text.fold import find_folded, fold, fold_map
from tests.unit.text.strategies import texts

ANY = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Plain ASCII", "plain ascii"),
        ("Crème Brûlée", "creme brulee"),
        ("Straße ǅ İstanbul ısı", "strasse dz istanbul isi"),
        ("“Don’t” — ‘no’ … «oui»", '"don\'t" - \'no\' ... "oui"'),
        ("ﬁnal oﬃce", "final office"),
        ("œuvre Ærø Łódź", "oeuvre aero lodz"),
        ("ΣΊΣΥΦΟΣ", "σισυφοσ"),
        ("が カ 각", "か\u3099 カ 각"),
        ("हिन्दी", "हिनदी"),
        ("❤️ 👩‍💻", "❤ 👩💻"),
        ("10\u00a0km ½", "10 km 1\u20442"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@ANY
@given(texts)
def test_the_map_leads_back(text: str) -> None:
    folded, offsets = fold_map(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert list(offsets) == sorted(offsets)
    assert offsets[-1] == len(text)
    for place, character in enumerate(folded):
        assert character in fold(text[offsets[place]])
    assert "".join(fold(character) for character in text) == folded


@ANY
@given(texts.map(clean_text), st.data())
def test_what_stands_there_is_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    needle = text[start:end]
    places = find_folded(text, needle)
    if fold(needle).strip():
        assert places
    for low, high in places:
        assert 0 <= low < high <= len(text)
        assert fold(needle).split()[0] in fold(text[low:high]) or len(needle.split()) > 1
    assert all(a[1] <= b[0] for a, b in pairwise(places))


@pytest.mark.parametrize(
    ("text", "needle", "found"),
    [
        ("The café, the CAFE\u0301.", "cafe", ["café", "CAFE\u0301"]),
        ("a line\nend  here", "LINE end here", ["line\nend  here"]),
        ("Straße", "ss", ["ß"]),
        ("Straße", "s", ["S", "ß"]),
        ("it’s – “so”", 'it\'s - "so"', ["it’s – “so”"]),
        ("…wait…", "..", ["…", "…"]),
        ("anything", "  ", []),
        ("", "x", []),
        ("a.b a+b", "a+b", ["a+b"]),
        ("a.b a  +b", "A +b", ["a  +b"]),
    ],
)
def test_finding(text: str, needle: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in find_folded(text, needle)] == found


def test_a_passage_of_very_many_words_is_found_as_quickly_as_a_short_one() -> None:
    words = [f"word{index}" for index in range(30_000)]
    text = " ".join(words[:200]) + " and " + "\n".join(words) + "-" + "  ".join(words) + "."
    started = time.process_time()
    places = find_folded(text, " ".join(words).upper())
    assert time.process_time() - started < 1
    assert [text[start:end].split() for start, end in places] == [words, words]
    assert find_folded(text, " ".join([*words, "more"])) == []


def test_finding_with_capitals_as_typed_and_accents_folded() -> None:
    assert find_folded("Ab ab áb", "ab", case_sensitive=True) == [(3, 5), (6, 8)]
    assert find_folded("élysée Élysée ELYSEE", "Elysee", case_sensitive=True) == [(7, 13)]
    assert find_folded("aaA", "aA", case_sensitive=True) == [(1, 3)]
    assert find_folded("It’s it's IT’S", "It's", case_sensitive=True) == [(0, 4)]
    assert find_folded("A\nb A b", "A b", case_sensitive=True) == [(0, 3), (4, 7)]


def test_offsets_are_a_sequence() -> None:
    _, offsets = fold_map("aßb…c")
    assert list(offsets) == [0, 1, 1, 2, 3, 3, 3, 4, 5]
    assert list(offsets[1:4]) == [1, 1, 2]
    assert offsets[-2] == 4
    with pytest.raises(IndexError):
        offsets[9]

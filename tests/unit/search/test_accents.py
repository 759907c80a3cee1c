from __future__ import annotations

from collections import Counter

import pytest

from store.search.words import accents
from store.search.words.analysis import folded, words


def _only(text: str) -> set[str]:
    counts = Counter(words(folded(text)))
    return set(accents.only_accented(accents.spellings(text), counts.__getitem__))


@pytest.mark.parametrize(
    ("text", "spellings", "only"),
    [
        ("plain words", {}, set()),
        ("a café", {"café": 1}, {"~cafe"}),
        ("CAFÉ “café” cafe", {"café": 2}, set()),
        ("cafe\u0301", {"café": 1}, {"~cafe"}),
        ("Straße STRASSE", {"straße": 1}, set()),
        ("ﬁne", {"ﬁne": 1}, {"~fine"}),
        ("Москва новый", {"новый": 1}, {"~новыи"}),
        ("Élodie’s naïve idea", {"élodie": 1, "naïve": 1}, {"~elodie", "~naive"}),
        ("北京 がき 한국어", {}, set()),
        ("é" * 65, {}, set()),
    ],
)
def test_spellings(text: str, spellings: dict[str, int], only: set[str]) -> None:
    assert accents.spellings(text) == spellings
    assert _only(text) == only

from __future__ import annotations

import pytest
from whoosh.lang import stemmer_for_language

from store.search.words import forms


@pytest.mark.parametrize(
    ("tag", "language"),
    [("", "en"), ("en", "en"), ("en-GB", "en"), ("de_AT", "de"), ("FR", "fr"), ("nb", "no"),
     ("zh-Hans", ""), ("tr", ""), ("-", "en")],
)  # fmt: skip
def test_the_language_of_a_tag(tag: str, language: str) -> None:
    assert forms.language_of(tag) == language


def test_whoosh_has_a_stemmer_for_every_language() -> None:
    for language in forms.LANGUAGES:
        assert stemmer_for_language(language)("example")


@pytest.mark.parametrize(
    ("language", "words", "typed"),
    [
        ("en", ["walking", "walked", "walks"], "walk"),
        ("en", ["universities"], "university"),
        ("de", ["häuser", "hauses"], "haus"),
        ("fr", ["mangé", "manger"], "mange"),
        ("ru", ["новый", "новая"], "новые"),
        ("es", ["canciones"], "canción"),
    ],
)
def test_forms_of_a_word_have_a_key_in_common(language: str, words: list[str], typed: str) -> None:
    keys = {key for key, _ in forms.by_key(language, words)}
    assert len(keys) == 1
    assert keys <= set(forms.keys(typed, [language]))


def test_a_word_that_is_its_own_stem_is_not_kept() -> None:
    assert list(forms.by_key("en", ["walk", "x", "3d", "walking"])) == [("en:walk", "walking")]


def test_english_words_that_are_not_looked_at_are_their_own_stems() -> None:
    stem = stemmer_for_language("en")
    for end in forms._FIXED_ENDINGS:
        for start in ("walk", "berry", "ss", "eed", "ling", "yell", "sk", "relationali"):
            assert stem(start + end) == start + end


def test_forms_come_back() -> None:
    for key, words in (("en:walk", ["walked", "walking", "woke"]), ("=email", ["e-mail"])):
        assert forms.unpacked(key, forms.packed(key, words)) == words

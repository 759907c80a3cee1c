from __future__ import annotations

import io
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.search import bits
from store.search.files.beginnings import DEPTH, MANY, Beginnings
from store.search.files.lexicon import BLOCK, Lexicon, LexiconWriter, directory

WORDS = st.sets(st.text("ab\u0101\u5b57", min_size=1, max_size=6), min_size=1, max_size=3 * BLOCK)


def _written(terms: list[bytes], field: str = "f") -> tuple[Lexicon, bytes]:
    file, postings = io.BytesIO(), io.BytesIO()
    writer = LexiconWriter(file, postings)
    writer.add(b"other", b"other")
    writer.finish("before")
    for term in terms:
        assert writer.add(term, term) is None
    assert writer.finish(field) == terms
    writer.finish("nothing")
    writer.close(more=[1])
    data = memoryview(file.getvalue())
    head = directory(data)
    assert head["more"] == [1]
    assert set(head["fields"]) == {"before", field}
    return Lexicon(data, head["fields"][field]), postings.getvalue()


@settings(max_examples=60, deadline=None)
@given(WORDS, st.text("ab\u0101\u5b57", max_size=3))
def test_terms_are_found_by_name_by_number_and_by_prefix(words: set[str], asked: str) -> None:
    terms = sorted(word.encode() for word in words)
    lexicon, postings = _written(terms)
    assert list(lexicon.terms()) == terms
    assert len(lexicon) == len(terms)
    for number, term in enumerate(terms):
        assert lexicon.find(term) == number
        start, end = lexicon.extent(number, number + 1)
        assert postings[start:end] == term
    wanted = asked.encode()
    assert lexicon.find(wanted) == (terms.index(wanted) if wanted in terms else -1)
    assert lexicon.at_least(wanted) == bisect_left(terms, wanted)
    low, high = lexicon.beginning(wanted)
    begin = [term for term in terms if term.startswith(wanted)]
    assert list(lexicon.terms(low, high)) == begin
    assert [postings[start:end] for start, end in lexicon.extents(low, high)] == begin


@pytest.mark.parametrize("cut", [0, 3, 20, -1])
def test_what_is_no_lexicon_is_refused(cut: int) -> None:
    file = io.BytesIO()
    writer = LexiconWriter(file, io.BytesIO())
    writer.add(b"a", b"1")
    writer.finish("f")
    writer.close()
    with pytest.raises(ValueError, match="file of the kind"):
        directory(memoryview(file.getvalue()[:cut]))


@settings(max_examples=20, deadline=None)
@given(st.dictionaries(st.text("abc", min_size=1, max_size=8), st.integers(0, 300), min_size=200))
def test_beginnings_of_many_words_have_a_set(words: dict[str, int]) -> None:
    beginnings = Beginnings()
    for word in sorted(words):
        numbers = [words[word], words[word] + 1][: 1 + words[word] % 2]
        found = bits.from_ids(numbers, 400) if words[word] % 3 else 0
        beginnings.add(word.encode(), numbers, found)
    expected: dict[bytes, int] = {}
    for prefix in {word[:length] for word in words for length in range(1, DEPTH + 1)}:
        of = [word for word in words if word.startswith(prefix)]
        if len(of) > MANY:
            numbers = {words[w] for w in of} | {words[w] + 1 for w in of if words[w] % 2}
            expected[prefix.encode()] = bits.from_ids(numbers, 400)
    assert dict(beginnings.sets()) == expected
    assert expected

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.anchors.diff import common_head, common_subsequence, common_tail, matching
from store.anchors.text_map import TextMap
from store.anchors.tokens import Table, Tokens, weight

few = st.text(alphabet="abcd", max_size=60)


@settings(max_examples=200, deadline=None)
@given(few, few, st.sampled_from([0, 50, 10_000]))
def test_blocks_are_equal_in_order_and_apart(a: str, b: str, small: int) -> None:
    i = j = 0
    for at, there, length in matching(a, b, small=small):
        assert length > 0
        assert at >= i
        assert there >= j
        assert (at, there) != (i, j) or i == j == 0
        assert a[at : at + length] == b[there : there + length]
        i, j = at + length, there + length
    assert i <= len(a)
    assert j <= len(b)


@settings(max_examples=100, deadline=None)
@given(few, few)
def test_a_common_subsequence_is_the_longest(a: str, b: str) -> None:
    pairs = common_subsequence(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert pairs == sorted(set(pairs))
    assert len({i for i, _ in pairs}) == len({j for _, j in pairs}) == len(pairs)
    row = [0] * (len(b) + 1)
    for x in a:
        last = row
        row = [0]
        for j, y in enumerate(b):
            row.append(last[j] + 1 if x == y else max(last[j + 1], row[j]))
    assert len(pairs) == row[-1]


@given(few, few, few)
def test_common_ends(head: str, one: str, other: str) -> None:
    a, b = head + "x" + one, head + "y" + other
    assert common_head(a, b, 0, 0, min(len(a), len(b))) == len(head)
    a, b = one + "x" + head, other + "y" + head
    assert common_tail(a, b, len(a), len(b), min(len(a), len(b))) == len(head)


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="ab c.\n’'港ก่é\u0301👩\u200d", max_size=80))
def test_tokens_are_all_but_the_blanks(text: str) -> None:
    tokens = Tokens(text, Table())
    assert len(tokens) == len(tokens.starts) == len(tokens.ends) == len(tokens.weights) - 1
    pieces = [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]
    assert "".join(pieces) == "".join(text.split())
    for index, (start, end) in enumerate(zip(tokens.starts, tokens.ends, strict=True)):
        assert tokens.within(start, end) == (index, index + 1)


def test_tokens_are_words_and_characters_of_scripts_without_blanks() -> None:
    def pieces(text: str) -> list[str]:
        tokens = Tokens(text, Table())
        return [text[a:b] for a, b in zip(tokens.starts, tokens.ends, strict=True)]

    assert pieces("The pilots’ guild didn't pay.") == (
        ["The", "pilots", "’", "guild", "didn't", "pay", "."]
    )
    assert pieces("灯台はabc") == ["灯", "台", "は", "abc"]
    assert weight("ab 灯") == 6


def test_tokens_that_read_the_same_are_the_same() -> None:
    table = Table()
    assert Tokens("Café’s “Éclair”", table).codes == Tokens('cafe\'s  "eclair"', table).codes


@settings(max_examples=100, deadline=None)
@given(few, few)
def test_the_map_and_its_reverse_agree(one: str, other: str) -> None:
    table = Table()
    old, new = Tokens(" ".join(one), table), Tokens(" ".join(other), table)
    here = TextMap(old, new)
    for index, there in enumerate(here.forward):
        if there >= 0:
            assert here.backward[there] == index
            assert old.codes[index] == new.codes[there]
    assert sum(each >= 0 for each in here.forward) == sum(each >= 0 for each in here.backward)
    for low in range(len(old)):
        first, last = here.gap(low, low + 1)
        assert 0 <= first <= last <= len(new)
        image = here.image(low, min(len(old), low + 3))
        assert 0 <= image.survived <= 1
        assert 0 <= image.low <= image.high <= len(new)

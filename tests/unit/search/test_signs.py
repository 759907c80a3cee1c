from __future__ import annotations

from array import array

from store.search.columns import signs


def test_frequent_words_have_signs_of_their_own() -> None:
    table = signs.table(range(1_001, 1, -1), 1_200)
    own = [code for code in range(2, 1_200) if table[code] >= signs.OWN]
    assert len(own) == len({table[code] for code in own}) == 256 - signs.OWN
    assert min(own) == 1_001 - (256 - signs.OWN) + 1
    assert table[:2] == b"\0\1"
    assert all(table[code] >= 2 for code in range(2, 1_200))


def test_a_code_that_the_table_lacks_has_a_sign_too() -> None:
    codes = array("I", [0, 1, 5, 0x800001])
    row = signs.row(codes, signs.table([], 10))
    assert row == bytes(signs.of(code, b"") for code in codes)
    assert 2 <= row[-1] < signs.OWN

"""Lines fit, lose nothing but the blanks they break at, and break where a reader expects it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.layout.texts import texts, widths
from tui.layout.cells import clusters, width
from tui.layout.wrap import wrap, wrap_code


def broken(text: str, cells: int) -> list[str]:
    return [text[start:end] for start, end in wrap(text, 0, len(text), cells)]


@settings(max_examples=100, deadline=None)
@given(texts, widths, st.integers(0, 6))
def test_lines_fit_and_lose_only_blanks(text: str, cells: int, hang: int) -> None:
    found = wrap(text, 0, len(text), cells, hang=hang)
    position = 0
    for row, (start, end) in enumerate(found):
        assert position <= start <= end
        assert set(text[position:start]) <= {" ", "\n"}
        assert width(text[start:end]) <= cells - (hang if row else 0)
        assert "\n" not in text[start:end]
        assert not text[start:end].endswith(" ")
        position = end
    assert set(text[position:]) <= {" "}


@settings(max_examples=100, deadline=None)
@given(texts, widths)
def test_no_cluster_is_broken(text: str, cells: int) -> None:
    edges = {cluster.start for cluster in clusters(text)} | {len(text)}
    for start, end in wrap(text, 0, len(text), cells):
        assert {start, end} <= edges


@settings(max_examples=100, deadline=None)
@given(texts, widths)
def test_code_keeps_every_character(text: str, cells: int) -> None:
    found = wrap_code(text, 0, len(text), cells)
    shown = ""
    for start, end, goes_on in found:
        assert width(text[start:end]) <= cells
        shown += ("" if goes_on or not start else "\n") + text[start:end]
    assert shown == text


def test_prose_is_broken_at_blanks_and_dashes() -> None:
    assert broken("the long northern quay-side ledger", 14) == [
        "the long",
        "northern quay-",
        "side ledger",
    ]
    assert broken("twelve  blanks", 7) == ["twelve", "blanks"]
    assert broken("a 5-6 b", 4) == ["a", "5-6", "b"]
    assert broken("one\ntwo", 20) == ["one", "two"]
    assert broken("", 20) == [""]


def test_long_words_are_broken_after_a_soft_spot() -> None:
    lines = broken("see https://example.com/quays/northern/ledger now", 26)
    assert lines == ["see", "https://example.com/quays/", "northern/ledger now"]
    assert broken("x" * 25, 10) == ["x" * 10, "x" * 10, "x" * 5]


def test_east_asian_lines_keep_marks_where_they_belong() -> None:
    text = "「東京の港」では、昔の灯台が光る。"
    for cells in range(8, 36):
        for line in broken(text, cells):
            assert line[0] not in "」、。"
            assert line[-1] != "「"
    assert broken("東京の港 and more", 10) == ["東京の港", "and more"]


def test_a_cluster_wider_than_the_line_stands_alone() -> None:
    assert broken("東京", 1) == ["東", "京"]
    assert broken("東", 1) == ["東"]

"""What lies over a line: the right segments, whatever overlaps, and only what touches the line."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store.text.document import Block, Document, Span
from tests.unit.layout.texts import prose
from tui.layout.cells import Measure
from tui.layout.intervals import Intervals
from tui.layout.paint import InlineSpans, Layers, Segment, flatten

ranges = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 30)).map(lambda pair: (pair[0], sum(pair))),
    max_size=25,
)


@settings(max_examples=150, deadline=None)
@given(ranges, st.integers(0, 60), st.integers(0, 60))
def test_intervals_find_what_a_scan_finds(
    spans: list[tuple[int, int]], start: int, end: int
) -> None:
    found = Intervals(spans).over(start, end)
    assert sorted(found) == [
        index
        for index, (low, high) in enumerate(spans)
        if low < end and high > start and start < end
    ]
    assert [spans[index] for index in found] == sorted(spans[index] for index in found)


@settings(max_examples=150, deadline=None)
@given(ranges, ranges, st.integers(0, 50), st.integers(1, 40))
def test_every_offset_has_exactly_what_lies_over_it(
    highlights: list[tuple[int, int]], matches: list[tuple[int, int]], start: int, length: int
) -> None:
    document = prose("x" * 100)
    layers = Layers(Intervals(highlights), Intervals(matches), 0, (5, 20), (18, 30), caret=(29, 31))
    segments = flatten(start, start + length, layers, InlineSpans(document))
    assert [s.start for s in segments] == [start, *(s.end for s in segments)][:-1]
    assert segments[-1].end == start + length
    for segment in segments:
        for offset in range(segment.start, segment.end):
            over = [index for index, (low, high) in enumerate(highlights) if low <= offset < high]
            assert list(segment.highlights) == over
            found = [index for index, (low, high) in enumerate(matches) if low <= offset < high]
            assert segment.match == (2 if 0 in found else 1 if found else 0)
            assert segment.focus == (5 <= offset < 20)
            assert segment.selection == (18 <= offset < 30)
            assert segment.caret == (29 <= offset < 31)


def test_inline_spans_of_the_block_are_laid_over_it() -> None:
    spans = (Span("strong", 4, 12), Span("link", 8, 20, "https://example.com"), Span("cell", 0, 9))
    document = Document("x" * 30, (Block("paragraph", 0, 30),), spans)
    assert flatten(6, 30, Layers(), InlineSpans(document)) == [
        Segment(6, 8, ("strong",)),
        Segment(8, 12, ("strong", "link")),
        Segment(12, 20, ("link",)),
        Segment(20, 30),
    ]


def test_boundaries_move_to_the_edges_of_clusters() -> None:
    text = "a👨\u200d👩\u200d👧b"
    document = prose(text)
    layers = Layers(Intervals([(2, 4)]))
    segments = flatten(0, len(text), layers, InlineSpans(document), Measure(text))
    assert [(s.start, s.end, s.highlights) for s in segments] == [
        (0, 1, ()),
        (1, 6, (0,)),
        (6, 7, ()),
    ]


def test_what_lies_elsewhere_touches_no_cluster() -> None:
    text = "before\n\n東京の港"
    layers = Layers(Intervals(()), focus=(0, 3), selection=(2, 6), caret=(5, 6))
    document = prose("before", "東京の港")
    measure = Measure(text[8:])
    assert flatten(8, 12, layers, InlineSpans(document), measure) == [Segment(8, 12)]
    layers.caret = (13, 14)
    assert flatten(8, 12, layers, InlineSpans(document), measure) == [Segment(8, 12)]


def test_nothing_is_painted_over_an_empty_stretch() -> None:
    assert flatten(3, 3, Layers(), InlineSpans(prose("abc"))) == []


def test_a_line_costs_what_touches_it_not_what_the_article_holds() -> None:
    touched = 0

    class Counted(list[tuple[int, int]]):
        def __getitem__(self, index):  # type: ignore[no-untyped-def, override]
            nonlocal touched
            touched += 1
            return super().__getitem__(index)

    spans = [(n * 10, n * 10 + 8) for n in range(10_000)] + [(0, 100_000)]
    layers = Layers(Intervals(spans))
    layers.highlights._starts = Counted(layers.highlights._starts)  # type: ignore[arg-type, assignment]
    layers.highlights._reach = Counted(layers.highlights._reach)  # type: ignore[arg-type, assignment]
    assert len(layers.highlights.over(50_000, 50_070)) == 8
    assert touched < 120

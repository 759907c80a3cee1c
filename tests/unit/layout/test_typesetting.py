"""Whatever the width, the script and the setting: nothing is lost, and the maps are exact."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.model import Anchor, Highlight
from store.text.document import Block, Document, Span
from tests.unit.layout.test_flow import all_lines, opened, screen
from tests.unit.layout.texts import blocks, join, lines, prose
from themes.load import load
from tui.layout.cells import Measure, clusters, width
from tui.layout.columns import Columns
from tui.layout.flow import Flow
from tui.layout.intervals import Intervals
from tui.layout.justify import WIDEST, justified
from tui.layout.lines import Line
from tui.layout.paint import Layers
from tui.layout.typesetting import PLAIN, Typesetting
from tui.widgets.reader_paint import RIGHT_TO_LEFT, LinePainter

EXAMPLES = settings(max_examples=40, deadline=None)
any_width = st.integers(1, 200)
any_setting = st.builds(
    Typesetting,
    justify=st.booleans(),
    spacing=st.integers(0, 3),
    line_spacing=st.integers(1, 2),
    indented=st.booleans(),
)
Part = tuple[Block, str, tuple[Span, ...]]


@st.composite
def tables(draw: st.DrawFn) -> Part:
    """A table with its cells, any of which may be empty."""
    columns = draw(st.integers(1, 5))
    cell = lines.map(lambda text: text.replace("\n", " ").strip())
    row = st.lists(cell, min_size=columns, max_size=columns)
    rows = draw(st.lists(row, min_size=1, max_size=4))
    aligned = [draw(st.sampled_from(["left", "right", "center"])) for _ in range(columns)]
    spans, position = [], 0
    for row in rows:
        for text, align in zip(row, aligned, strict=True):
            spans.append(Span("cell", position, position + len(text), align))
            position += len(text) + 3
        position += 1 - 3
    return Block("table", 0, 0), "\n".join(" | ".join(row) for row in rows), tuple(spans)


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Blocks of all kinds, tables with known cells, images alone in a paragraph."""
    plain = blocks().map(lambda part: (*part, ()))
    picture = lines.filter(bool).map(
        lambda text: (Block("paragraph", 0, 0), text, (Span("image", 0, len(text)),))
    )
    parts: list[Part] = draw(st.lists(plain | tables() | picture, min_size=1, max_size=4))
    spans, position = [], 0
    for _, text, inside in parts:
        spans += [s._replace(start=s.start + position, end=s.end + position) for s in inside]
        position += len(text) + 2
    return join([(block, text) for block, text, _ in parts], spans)


def set_in(document: Document, cells: int, setting: Typesetting) -> Flow:
    flow = opened(document, cells).at_width(cells, setting)
    for unit in range(len(flow.units)):
        flow.set_open(unit, opened=True)
    return flow


def extent(document: Document, line: Line) -> list[tuple[int, int]]:
    """The cells that each part of a line takes, in order."""
    parts = [(deco.cell, deco.cell + width(deco.text)) for deco in line.decos]
    parts += [
        (p.cell, p.cell + width(document.text[p.start : p.end]) + p.fill) for p in line.pieces
    ]
    return sorted(parts)


@EXAMPLES
@given(documents(), any_width, any_setting)
def test_lines_fit(document: Document, cells: int, setting: Typesetting) -> None:
    for _, line in all_lines(set_in(document, cells, setting)):
        position = 0
        for start, end in extent(document, line):
            assert start >= position
            position = end
        assert position <= max(cells, 2)  # a wide character is never parted


@EXAMPLES
@given(documents(), any_width, any_setting)
def test_every_offset_is_shown_once(document: Document, cells: int, setting: Typesetting) -> None:
    count = [0] * (len(document.text) + 1)
    for _, line in all_lines(set_in(document, cells, setting)):
        for piece in line.pieces:
            for offset in range(piece.start, piece.end):
                count[offset] += 1
    for block in document.blocks:
        for offset in range(block.start, block.end):
            gap = document.text[offset] in " \n" or (
                block.kind == "table" and document.text[offset] == "|"
            )
            assert count[offset] == 1 or (gap and count[offset] == 0)


@EXAMPLES
@given(documents(), any_width, any_setting)
def test_the_cell_of_an_offset_shows_it(
    document: Document, cells: int, setting: Typesetting
) -> None:
    flow = set_in(document, cells, setting)
    for block in document.blocks:
        for cluster in clusters(document.block_text(block)):
            first = block.start + cluster.start
            spot, cell = flow.position(first)
            held = [p for p in flow.line(spot).pieces if p.start <= first < p.end]
            if not held or not cluster.width:
                continue
            for offset in range(first, block.start + cluster.end):
                assert flow.position(offset) == (spot, cell)
            for inside in range(cell, cell + cluster.width):
                assert flow.cluster_at(spot, inside) == (first, block.start + cluster.end)


@EXAMPLES
@given(documents(), any_width, any_setting)
def test_a_widened_blank_is_that_blank_in_all_its_cells(
    document: Document, cells: int, setting: Typesetting
) -> None:
    flow = set_in(document, cells, setting)
    for spot, line in all_lines(flow):
        for piece in line.pieces:
            after = piece.cell + width(document.text[piece.start : piece.end])
            for cell in range(after, after + piece.fill):
                assert flow.cluster_at(spot, cell) == (piece.end - 1, piece.end)
                assert document.text[piece.end - 1] == " "
        if any(piece.fill for piece in line.pieces):
            assert setting.justify
            assert line.kind == "text"
            assert extent(document, line)[-1][1] == cells


@EXAMPLES
@given(documents(), any_width, any_setting)
def test_a_setting_breaks_no_line_elsewhere_but_at_an_indent(
    document: Document, cells: int, setting: Typesetting
) -> None:
    def broken(flow: Flow) -> list[tuple[int, int]]:
        return [
            (line.pieces[0].start, line.pieces[-1].end)
            for _, line in all_lines(flow)
            if line.pieces
        ]

    plain = set_in(document, cells, setting._replace(justify=False))
    assert broken(set_in(document, cells, setting)) == broken(plain)
    if not setting.indented:
        assert broken(plain) == broken(set_in(document, cells, PLAIN))


@EXAMPLES
@given(documents(), any_width, any_setting, st.data())
def test_every_line_is_painted_as_wide_as_the_view(
    document: Document, cells: int, setting: Typesetting, data: st.DataObject
) -> None:
    length = len(document.text)
    ends = st.tuples(st.integers(0, length), st.integers(0, length))
    ranges = [(min(pair), max(pair)) for pair in data.draw(st.lists(ends, max_size=4))]
    highlights = [Highlight(f"h{n}", Anchor(*span, "")) for n, span in enumerate(ranges)]
    layers = Layers(Intervals(ranges), selection=(length // 3, length // 2))
    painter = LinePainter(document, load("ink", None), Columns(cells + 7, 2, cells))
    for _, line in all_lines(set_in(document, cells, setting)):
        strip = painter.paint(line, layers, highlights, bar=False)
        assert sum(width(run.text) for run in strip) == cells + 7


def test_blanks_are_widened_evenly_and_never_too_far() -> None:
    text = "one two three four"
    assert justified(text, 0, len(text), 4, len(text))[0].fill == 0
    pieces = justified(text, 0, len(text), 4, len(text) + 2)
    assert [(p.cell, text[p.start : p.end], p.fill) for p in pieces] == [
        (4, "one ", 1), (9, "two three ", 1), (20, "four", 0),
    ]  # fmt: skip
    gaps = 3 * (WIDEST - 1)
    assert len(justified(text, 0, len(text), 0, len(text) + gaps)) == 4
    assert len(justified(text, 0, len(text), 0, len(text) + gaps + 1)) == 1
    assert len(justified("word", 0, 4, 0, 9)) == 1


LOG = (
    "The keeper wrote it down twice, once for the town and once for himself.",
    "Nobody read either of them until the lamp room was cleared in the spring.",
)


def test_a_paragraph_is_justified_but_for_its_last_line() -> None:
    assert screen(Flow(prose(LOG[0]), 26, setting=Typesetting(justify=True))) == [
        "", "The  keeper wrote  it down", "twice,  once for  the town", "and once for himself.",
    ]  # fmt: skip


def test_headings_code_and_the_line_before_a_break_are_never_justified() -> None:
    words = "one two three\nfour five six seven eight nine"
    parts = [(Block(kind, 0, 0, level=2), words) for kind in ("heading", "code", "title")]  # type: ignore[arg-type]
    flow = Flow(join(parts), 16, setting=Typesetting(justify=True))
    assert all(piece.fill == 0 for _, line in all_lines(flow) for piece in line.pieces)
    flow = Flow(prose(words), 16, setting=Typesetting(justify=True))
    [first, second] = [line for _, line in all_lines(flow) if line.pieces][:2]
    assert len(first.pieces) == 1
    assert len(second.pieces) > 1


def test_paragraphs_are_spaced_or_indented() -> None:
    document = join(
        [
            (Block("heading", 0, 0, level=3), "Log"),
            *((Block("paragraph", 0, 0), text) for text in LOG),
            (Block("list_item", 0, 0, level=1), "lamps"),
            (Block("paragraph", 0, 0), "After."),
        ]
    )
    assert screen(Flow(document, 40, setting=Typesetting(indented=True))) == [
        "", "Log", "", "The keeper wrote it down twice, once for", "the town and once for himself.",
        "   Nobody read either of them until the", "lamp room was cleared in the spring.", "",
        " • lamps", "", "After.",
    ]  # fmt: skip
    assert screen(Flow(document, 80, setting=Typesetting(spacing=2)))[2:7] == [
        "", "", LOG[0], "", "",
    ]  # fmt: skip
    assert screen(Flow(document, 80, setting=Typesetting(spacing=0)))[3:5] == list(LOG)
    assert screen(Flow(document, 40, setting=Typesetting(line_spacing=2)))[2:9] == [
        "", "The keeper wrote it down twice, once for", "", "the town and once for himself.", "",
        "", "Nobody read either of them until the",
    ]  # fmt: skip


def test_numbers_of_a_list_are_aligned() -> None:
    parts = [
        (Block("list_item", 0, 0, level=1, ordered=True, number=n), text)
        for n, text in ((9, "nine"), (10, "ten"))
    ]
    nested = (Block("list_item", 0, 0, level=2, ordered=True, number=1, indent=1), "in it")
    document = join([parts[0], nested, parts[1]])
    assert screen(Flow(document, 20))[1:] == [" 9. nine", "   1. in it", "10. ten"]


def test_a_footnote_stands_in_from_its_label() -> None:
    document = join(
        [
            (Block("paragraph", 0, 0, label="1"), "[1] The first words of it"),
            (Block("paragraph", 0, 0), "and more of the same"),
            (Block("paragraph", 0, 0, label="2"), "[2] Another"),
        ]
    )
    assert screen(Flow(document, 20, setting=Typesetting(indented=True)))[1:] == [
        "[1] The first words", "    of it", "", "    and more of the", "    same", "",
        "[2] Another",
    ]  # fmt: skip


def test_a_picture_has_a_sign() -> None:
    document = join([(Block("paragraph", 0, 0), "A plan")], [Span("image", 0, 6, "plan.png")])
    assert screen(Flow(document, 20)) == ["", "▣ A plan"]
    assert screen(Flow(document, 4))[1:] == ["A", "plan"]


@pytest.mark.parametrize(
    ("text", "is_rtl"),
    [
        ("\u05e9\u05dc\u05d5\u05dd and more", True),
        ("12 \u0633\u0644\u0627\u0645", True),
        ("A word, \u05e9\u05dc\u05d5\u05dd", False),
        ("東京", False),
        ("123", False),
    ],
)
def test_text_from_right_to_left_is_marked_and_not_turned_round(text: str, is_rtl: bool) -> None:
    document = prose(text, "Latin.")
    flow = Flow(document, 40)
    columns = Columns(46, 1, 40)
    painter = LinePainter(document, load("ink", None), columns)
    shown = [painter.paint(line, Layers(), (), bar=False).text for _, line in all_lines(flow)]
    assert [RIGHT_TO_LEFT in line for line in shown] == [False, is_rtl, False, False]
    assert text in shown[1]
    assert not is_rtl or shown[1].index(RIGHT_TO_LEFT) > shown[1].index(text)


def test_highlights_fill_the_gaps_of_a_justified_line() -> None:
    document = prose(LOG[0])
    flow = Flow(document, 26, setting=Typesetting(justify=True))
    theme = load("ink", None)
    painter = LinePainter(document, theme, Columns(31, 0, 26))
    spans = [(0, len(LOG[0]))]
    line = all_lines(flow)[1][1]
    highlights = [Highlight("h", Anchor(*spans[0], ""), color="blue")]
    strip = painter.paint(line, Layers(Intervals(spans)), highlights, bar=False)
    ground = theme.highlight("blue").bg
    cells = [run for run in strip for _ in run.text][4:30]
    assert all(run.style and run.style.bgcolor.name == ground for run in cells)  # type: ignore[union-attr]


def test_measures_agree_with_positions() -> None:
    text = "e\u0301 👨\u200d👩\u200d👧 東 🇩🇪"
    flow = Flow(prose(text), 40)
    measure = Measure(text)
    for offset in range(len(text)):
        assert flow.position(offset)[1] == measure.cell(offset)

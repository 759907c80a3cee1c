"""A flow's lines are in order, fit, and map offsets to cells and back."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from store import structure
from store.text.document import Block, Document
from store.text.markdown import parse
from tests.unit.layout.texts import documents, join, prose, widths
from tui.layout.cells import Measure, width
from tui.layout.flow import Flow, Spot
from tui.layout.lines import Line

EXAMPLES = settings(max_examples=40, deadline=None)


def all_lines(flow: Flow) -> list[tuple[Spot, Line]]:
    return [
        (Spot(unit, row), line)
        for unit in range(len(flow.units))
        for row, line in enumerate(flow.lay(unit).lines)
    ]


def shown_line(flow: Flow, line: Line) -> str:
    cells = [" "] * flow.width
    parts = [(deco.cell, deco.text) for deco in line.decos]
    parts += [(p.cell, flow.document.text[p.start : p.end]) for p in line.pieces]
    for cell, text in parts:
        cells[cell : cell + len(text)] = text
    return "".join(cells).rstrip()


def screen(flow: Flow) -> list[str]:
    return [shown_line(flow, line) for _, line in all_lines(flow)]


def opened(document: Document, cells: int) -> Flow:
    flow = Flow(document, cells, title="A title", meta=("by Ada Moor",))
    for unit in range(len(flow.units)):
        flow.set_open(unit, opened=True)
    return flow


@EXAMPLES
@given(documents, widths)
def test_lines_fit_and_parts_do_not_overlap(document: Document, cells: int) -> None:
    flow = opened(document, cells)
    for _, line in all_lines(flow):
        parts = [(deco.cell, width(deco.text)) for deco in line.decos]
        parts += [(p.cell, width(document.text[p.start : p.end])) for p in line.pieces]
        position = 0
        for cell, size in sorted(parts):
            assert cell >= position
            position = cell + size
        assert position <= cells


@EXAMPLES
@given(documents, widths)
def test_every_offset_is_on_one_line_or_a_blank_beside_it(document: Document, cells: int) -> None:
    flow = opened(document, cells)
    count = [0] * (len(document.text) + 1)
    for _, line in all_lines(flow):
        for piece in line.pieces:
            for offset in range(piece.start, piece.end):
                count[offset] += 1
    for block in document.blocks:
        for offset in range(block.start, block.end):
            gap = document.text[offset] in " \n" or block.kind == "table"
            assert count[offset] == 1 or (gap and count[offset] == 0)


@EXAMPLES
@given(documents, widths)
def test_offset_to_cell_to_offset(document: Document, cells: int) -> None:
    flow = opened(document, cells)
    for block in document.blocks:
        for offset in range(block.start, block.end):
            spot, cell = flow.position(offset)
            line = flow.line(spot)
            held = [p for p in line.pieces if p.start <= offset < p.end]
            if not held:
                continue
            measure = Measure(document.text[held[0].start : held[0].end])
            floor = held[0].start + measure.floor(offset - held[0].start)
            start, end = flow.cluster_at(spot, cell)
            if end > start and measure.cell(floor + 1 - held[0].start) > measure.cell(
                floor - held[0].start
            ):
                assert start == floor
                assert start <= offset < end


@EXAMPLES
@given(documents, widths, st.integers(0, 30), st.integers(-3, 210))
def test_any_cell_gives_an_offset_that_is_shown_there(
    document: Document, cells: int, row: int, cell: int
) -> None:
    flow = Flow(document, cells)
    spot = flow.step(Spot(0, 0), row)
    start, end = flow.cluster_at(spot, cell)
    assert 0 <= start <= end <= len(document.text)


@EXAMPLES
@given(documents, widths)
def test_lines_are_in_the_order_of_the_text(document: Document, cells: int) -> None:
    flow = opened(document, cells)
    position = 0
    for _, line in all_lines(flow):
        if line.kind in ("text", "code", "rule"):
            assert line.pieces[0].start >= position
            position = line.pieces[0].end


@EXAMPLES
@given(st.lists(documents, min_size=1, max_size=4), widths, st.integers(0, 20))
def test_refining_changes_no_line_and_ends_exact(
    parts: list[Document], cells: int, near: int
) -> None:
    document = prose(*[part.text.replace("\n\n", " ") for part in parts for _ in range(4)])
    flow = Flow(document, cells)
    near %= len(flow.units)
    before = list(flow.lay(near).lines)
    while flow.refine(near, 0.0001):
        pass
    assert flow.lay(near).lines == before
    lines = all_lines(flow)
    assert flow.height == len(lines)
    for number, (spot, _) in enumerate(lines):
        assert flow.number(spot) == number
        assert flow.locate(number) == spot
    last = lines[-1][0]
    assert flow.step(Spot(0, 0), 10_000) == last
    assert flow.step(last, -10_000) == Spot(0, 0)
    assert flow.step(last, 1 - len(lines)) == Spot(0, 0)


def test_a_place_far_down_is_reached_without_laying_out_what_is_above() -> None:
    document = prose(*[f"Paragraph {n} about lamps and ledgers." for n in range(2000)])
    flow = Flow(document, 30)
    spot, cell = flow.position(document.text.index("1500"))
    assert flow.line(spot).pieces
    assert cell == len("Paragraph ")
    assert flow.number(flow.step(spot, -5)) == flow.number(spot) - 5


def test_furniture_and_contents_fold_into_one_line_each() -> None:
    document = join(
        [
            (Block("furniture", 0, 0, folded=True), "Share\nFollow"),
            (Block("furniture", 0, 0, folded=True), "Join"),
            (Block("title", 0, 0), "Harbour lights"),
            (Block("contents", 0, 0, level=1, folded=True), "Pilots"),
            (Block("paragraph", 0, 0), "The lamps went out."),
            (Block("furniture", 0, 0, folded=True), "Comment"),
        ]
    )
    flow = Flow(document, 40, meta=("by Ada Moor · 3 min",))
    assert screen(flow) == [
        "", "▸ 3 lines around the article", "", "Harbour lights", "by Ada Moor · 3 min", "",
        "▸ contents, 1 entry", "", "The lamps went out.", "", "▸ 1 line around the article",
    ]  # fmt: skip
    assert flow.cluster_at(Spot(0, 1), 3) == (0, len("Share\nFollow\n\nJoin"))
    assert flow.position(3) == (Spot(0, 1), 0)
    assert flow.set_open(0, opened=True)
    assert not flow.set_open(0, opened=True)
    assert screen(flow)[:6] == ["", "▾ 3 lines around the article", "Share", "Follow", "Join", ""]
    narrow = flow.at_width(20)
    assert screen(narrow)[2] == "Share"
    assert screen(narrow)[1] == "▾ 3 lines around th…"


def test_lists_quotes_and_code_hang_and_keep_their_marks() -> None:
    document = join(
        [
            (Block("paragraph", 0, 0), "Before."),
            (Block("list_item", 0, 0, level=1), "the pilots were paid"),
            (Block("list_item", 0, 0, level=2, indent=1), "in candles"),
            (Block("list_item", 0, 0, level=1, task=True), "done"),
            (Block("list_item", 0, 0, level=1, ordered=True, number=7), "seven"),
            (Block("quote", 0, 0, level=1), "So it was"),
            (Block("quote", 0, 0, level=2), "and is"),
            (Block("code", 0, 0), "toll = length * 3"),
            (Block("rule", 0, 0), ""),
            (Block("heading", 0, 0, level=2), "Next"),
            (Block("paragraph", 0, 0, label="1"), "[1] A note that hangs"),
        ]
    )
    assert screen(Flow(document, 16)) == [
        "", "Before.", "", " • the pilots", "   were paid", "    ◦ in candles", " ☑ done", "",
        "7. seven", "", "│ So it was", "│", "│ │ and is", "", "  toll = length", "↪  * 3", "",
        "  ────────────", "", "", "Next", "", "[1] A note that", "    hangs",
    ]  # fmt: skip


def test_an_article_without_a_title_gets_the_one_of_its_metadata() -> None:
    flow = Flow(prose("Text."), 20, title="A long title of the file", meta=("by Ada",))
    assert screen(flow) == ["", "A long title of the", "file", "by Ada", "", "Text."]
    assert flow.cluster_at(Spot(0, 1), 2) == (0, 0)
    assert flow.unit_of_block(0) == 1


def test_an_empty_document_has_one_line() -> None:
    flow = Flow(Document("", ()), 20)
    assert screen(flow) == [""]
    assert flow.position(0) == (Spot(0, 0), 0)
    assert not flow.refine(0, 0.01)


def test_another_structure_of_the_same_text_is_laid_out_like_afresh() -> None:
    source = "::: furniture\n\none\n\ntwo\n\n:::\n\n# title\n\nthree\n\nfour\n\n- five\n- six\n"
    document = parse(source)
    for kind in structure.KINDS:
        for index, block in enumerate(document.blocks):
            changed = parse(structure.set_kind(source, block.start, block.end, kind))
            flow = Flow(document, 30, title="a name", meta=("by one",))
            for unit in range(0, len(flow.units), 2):
                flow.lay(unit)
            after = flow.with_structure(changed)
            fresh = Flow(changed, 30, title="a name", meta=("by one",))
            assert after.units == fresh.units, (kind, index)
            for unit in range(len(fresh.units)):
                assert after.lay(unit).lines == fresh.lay(unit).lines, (kind, index, unit)
            assert after.height == fresh.height


def test_what_is_unfolded_stays_unfolded_in_another_structure() -> None:
    source = "::: furniture\n\none\n\ntwo\n\nthree\n\n:::\n\nfour\n"
    document = parse(source)
    flow = Flow(document, 30)
    assert flow.set_open(0, opened=True)
    parted = parse(structure.set_kind(source, 5, 5, "paragraph"))
    after = flow.with_structure(parted)
    assert [after.is_folded(unit) for unit in range(len(after.units))] == [False] * 4
    joined = after.with_structure(parse(structure.set_kind(source, 17, 17, "furniture")))
    assert [joined.is_folded(unit) for unit in range(len(joined.units))] == [False]
    closed = Flow(parted, 30).with_structure(document)
    assert [closed.is_folded(unit) for unit in range(len(closed.units))] == [True, False]


def test_a_heading_that_says_the_title_is_not_said_twice() -> None:
    document = parse("A line above.\n\n# The name\n\nText.\n")
    kinds = [line.kind for line in Flow(document, 30, title="The name").lay(0).lines]
    assert kinds == ["blank", "text"]
    assert Flow(document, 30, title="Another").lay(0).lines[1].kind == "meta"


def test_a_giant_is_measured_when_it_is_seen() -> None:
    text = "the keeper lit the lamp " * 4_000
    document = Document(
        f"{text}\n\nend", (Block("paragraph", 0, len(text)), _after(Block("paragraph", 0, 3), text))
    )
    flow = Flow(document, 60)
    estimate = flow.height
    while flow.refine(0, 0.001):
        pass
    assert flow.number(Spot(1, 0)) == estimate - 2
    exact = len(flow.lay(0).lines)
    assert exact != estimate - 2
    assert flow.number(Spot(1, 0)) == exact


def _after(block: Block, text: str) -> Block:
    return block._replace(start=len(text) + 2, end=len(text) + 2 + block.end)


@settings(max_examples=30, deadline=None)
@given(documents, widths, widths)
def test_another_width_is_as_if_laid_out_afresh(document: Document, old: int, new: int) -> None:
    flow = Flow(document, old).at_width(new)
    fresh = Flow(document, new)
    assert flow.units == fresh.units
    assert flow.height == fresh.height
    assert [flow.lay(unit).lines for unit in range(len(flow.units))] == [
        fresh.lay(unit).lines for unit in range(len(fresh.units))
    ]

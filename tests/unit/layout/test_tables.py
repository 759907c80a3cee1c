"""Tables: aligned columns, folded ones, and lists of cells where no column fits."""

from __future__ import annotations

from store.text.document import Block, Document, Span
from tests.unit.layout.test_flow import screen
from tui.layout.flow import Flow, Spot

ROWS = [["Ship", "Nights", "Cargo"], ["Swan", "12", "salt herring"], ["Gull", "3", ""]]
ALIGN = ["left", "right", "center"]


def table(rows: list[list[str]] = ROWS) -> Document:
    spans, lines, position = [], [], 0
    for row in rows:
        at = position
        for column, cell in enumerate(row):
            spans.append(Span("cell", at, at + len(cell), ALIGN[column % 3]))
            at += len(cell) + 3
        lines.append(" | ".join(row))
        position += len(lines[-1]) + 1
    text = "\n".join(lines)
    return Document(text, (Block("table", 0, len(text)),), tuple(spans))


def test_columns_are_aligned() -> None:
    assert screen(Flow(table(), 40)) == [
        "",
        "Ship │ Nights │    Cargo",
        "─────┼────────┼─────────────",
        "Swan │     12 │ salt herring",
        "Gull │      3 │",
    ]


def test_cells_fold_when_the_table_is_too_wide() -> None:
    assert screen(Flow(table(), 24)) == [
        "",
        "Ship │ Nights │  Cargo",
        "─────┼────────┼─────────",
        "Swan │     12 │   salt",
        "     │        │ herring",
        "Gull │      3 │",
    ]


def test_a_narrow_screen_gets_a_list_of_cells() -> None:
    assert screen(Flow(table(), 15)) == [
        "", "Ship", "Nights", "Cargo", "", "Sh…  Swan", "Ni…  12", "Ca…  salt", "     herring", "",
        "Sh…  Gull", "Ni…  3", "Ca…",
    ]  # fmt: skip


def test_offsets_map_into_cells() -> None:
    document = table()
    flow = Flow(document, 24)
    offset = document.text.index("herring")
    assert flow.position(offset) == (Spot(0, 4), 16)
    assert flow.cluster_at(Spot(0, 4), 16) == (offset, offset + 1)
    assert flow.cluster_at(Spot(0, 3), 11)[0] == document.text.index("12")
    assert flow.cluster_at(Spot(0, 2), 3)[0] == document.text.index("Swan")


def test_a_table_without_known_cells_is_shown_line_by_line() -> None:
    document = table()
    bare = Document(document.text, document.blocks)
    assert screen(Flow(bare, 40))[1] == "Ship | Nights | Cargo"


def test_columns_that_would_be_too_narrow_or_too_tall_become_a_list() -> None:
    words = [["Ship", "What was found in it"], ["Heron", "candles and rope " * 12]]
    document = table([[cell.strip() for cell in row] for row in words])
    assert any("│" in line for line in screen(Flow(document, 60)))
    assert not any("│" in line for line in screen(Flow(document, 24)))
    long = table([["Name", "Port"], ["Marienburgerin", "Harlesiel-Carolinensiel"]])
    assert any("│" in line for line in screen(Flow(long, 40)))
    assert not any("│" in line for line in screen(Flow(long, 30)))

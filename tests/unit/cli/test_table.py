"""Tables: columns fit the terminal; elsewhere fields are whole and parted by tabs."""

from __future__ import annotations

import os

import pytest

from tui.cli import output
from tui.cli.cells import width
from tui.cli.table import GAP, Column, fit, table

COLUMNS = (
    Column("id"),
    Column("title", least=10),
    Column("author", least=6, rank=2),
    Column("tags", rank=3),
)
ROW = ("a1b2c3d4e5", "A title that is rather long for a narrow terminal", "Ada Moor", "#history")


def total(widths: list[int]) -> int:
    shown = [w for w in widths if w]
    return sum(shown) + GAP * (len(shown) - 1)


@pytest.mark.parametrize("room", [24, 40, 60, 80, 120])
def test_columns_fit(room: int) -> None:
    widths = fit(COLUMNS, [ROW], room)
    assert total(widths) <= room
    assert widths[0] == 10


def test_the_least_important_goes_first() -> None:
    assert all(fit(COLUMNS, [ROW], 120))
    assert fit(COLUMNS, [ROW], 34)[3] == 0
    assert fit(COLUMNS, [ROW], 24)[2:] == [0, 0]


def test_an_empty_column_takes_no_room() -> None:
    assert fit(COLUMNS, [("a", "b", "", "")], 80) == [2, 5, 0, 0]


def test_for_programs_fields_are_whole_clean_and_tabbed(capsys: pytest.CaptureFixture[str]) -> None:
    table(COLUMNS, [("a1", "two\tparts\x1b[31m\nhere " + "x" * 3000, "", "#t")])
    out = capsys.readouterr().out
    assert out == "a1\ttwo parts here " + "x" * 3000 + "\t\t#t\n"


def test_for_people_lines_fit_and_have_a_header(
    terminal: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "40")
    table(COLUMNS, [ROW, ("b", "漢字" * 20, "", "")])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("id")
    assert all(width(line) <= 40 for line in lines)
    assert "…" in lines[1]


def test_nothing_is_printed_for_no_rows(capsys: pytest.CaptureFixture[str]) -> None:
    table(COLUMNS, [])
    assert capsys.readouterr().out == ""


def test_colour_needs_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "on_terminal", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert output.styled("x", "bold") == "\x1b[1mx\x1b[0m"
    assert output.emphasized("a bc d", [(2, 4)], "bold") == "a \x1b[1mbc\x1b[0m d"
    for name, value in (("NO_COLOR", "1"), ("TERM", "dumb")):
        with monkeypatch.context() as changed:
            changed.setitem(os.environ, name, value)
            assert output.styled("x", "bold") == "x"
    monkeypatch.setattr(output, "on_terminal", lambda: False)
    assert output.styled("x", "bold") == "x"

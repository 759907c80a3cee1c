"""``postil``: runs a command in this process, as its user would, and hands back what came out."""

from __future__ import annotations

import importlib
import io
import json
import sys
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tui.cli import output, rows, table, tag_rows
from tui.cli.registry import COMMANDS
from tui.main import main


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The lines, cut at their tabs."""
        return [line.split("\t") for line in self.out.splitlines()]


Postil = Callable[..., Ran]


@pytest.fixture
def postil(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Postil:
    def run(*args: str, stdin: bytes = b"") -> Ran:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), encoding="utf-8"))
        code = main(args)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return run


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """stdout is taken for a terminal of 80 cells that wants colour."""
    modules = [importlib.import_module(entry.module) for entry in COMMANDS]
    for module in (*modules, output, rows, table, tag_rows):
        if hasattr(module, "on_terminal"):
            monkeypatch.setattr(module, "on_terminal", lambda: True)
    monkeypatch.setenv("COLUMNS", "80")

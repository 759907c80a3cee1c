"""What a command may load: the command line stays quick, and never draws a screen to print."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.library import Library

_RUN = """
import sys
from tui.main import main
code = main(sys.argv[1:])
sys.stderr.write("\\nLOADED " + " ".join(sorted({name for name in sys.modules})))
sys.exit(code)
"""


def loaded(*args: str) -> set[str]:
    """The modules that a command has loaded when it is done."""
    run = subprocess.run(
        [sys.executable, "-c", _RUN, *args],
        capture_output=True,
        text=True,
        env=dict(os.environ),
        check=False,
        timeout=60,
    )
    assert run.returncode == 0, run.stderr
    return set(run.stderr.rpartition("LOADED ")[2].split())


def tops(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules}


def test_help_loads_next_to_nothing() -> None:
    modules = loaded("--help")
    assert not tops(modules) & {
        "textual", "rich", "whoosh", "yaml", "lxml", "sqlite3", "markdown_it", "dataclasses",
        "themes",
    }  # fmt: skip
    assert {name for name in modules if name.startswith("store.")} == set()


@pytest.mark.parametrize(
    "command", ["list", "show", "search", "highlight", "highlights", "export", "list QUERY"]
)
def test_printing_commands_never_load_a_screen(command: str, shelf: Library) -> None:
    ferry = next(a.id for a in shelf.articles() if "ferry" in a.title)
    arguments = {
        "show": [ferry],
        "search": ["kettle"],
        "highlight": [ferry, "--quote", "The purser keeps a kettle."],
        "list QUERY": ["kettle"],
    }
    args = [
        command.split(maxsplit=1)[0],
        *arguments.get(command, []),
        "--library",
        str(shelf.folders.library),
    ]
    assert not tops(loaded(*args)) & {"textual", "rich", "lxml", "readability"}


def test_help_of_the_reader_does_not_load_it() -> None:
    assert "textual" not in tops(loaded("read", "--help"))


def test_packages_are_empty_and_cheap() -> None:
    root = Path(__file__).parents[2]
    for package in ("tui", "tui/cli", "store", "themes"):
        source = (root / package / "__init__.py").read_text(encoding="utf-8")
        assert "def " not in source
        assert "class " not in source


def test_the_reader_starts_without_what_its_caret_needs() -> None:
    code = "import sys, tui.app, tui.screens.main; print(*sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded_here = set(run.stdout.split())
    assert "tui.widgets.reader" in loaded_here
    assert not {name for name in loaded_here if name.startswith("tui.caret")}
    assert "tui.widgets.reader_caret" not in loaded_here

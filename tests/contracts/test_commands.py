"""Every command has one file, one line, help, the options all share, docs and a test."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tui.cli.docs import document
from tui.cli.group import cli
from tui.cli.registry import COMMANDS, Entry, find

ROOT = Path(__file__).parents[2]


def command(entry: Entry) -> click.Command:
    found = importlib.import_module(entry.module).command
    assert isinstance(found, click.Command)
    return found


def leaves(path: str, found: click.Command) -> Iterator[tuple[str, click.Command]]:
    """The command, or those below it if it only groups them."""
    if isinstance(found, click.Group):
        if found.invoke_without_command:
            yield path, found
        for name, below in found.commands.items():
            yield from leaves(f"{path} {name}", below)
    else:
        yield path, found


LEAVES = [leaf for entry in COMMANDS for leaf in leaves(entry.name, command(entry))]


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_command_is_one_file_that_its_name_finds(entry: Entry) -> None:
    name = entry.name.replace("-", "_")
    assert entry.module == f"tui.cli.{name}"
    assert (ROOT / "tui" / "cli" / f"{name}.py").is_file()
    assert command(entry).name == entry.name
    assert find(entry.name) is entry
    assert 10 < len(entry.help) <= 64
    assert not entry.help.endswith(".")


def test_names_are_unique() -> None:
    assert len({entry.name for entry in COMMANDS}) == len(COMMANDS)


@pytest.mark.parametrize(("path", "found"), LEAVES, ids=[path for path, _ in LEAVES])
def test_a_command_has_help_and_takes_a_library(path: str, found: click.Command) -> None:
    assert found.help
    options = [p for p in found.params if isinstance(p, click.Option)]
    assert "--library" in {name for option in options for name in option.opts}
    assert all(option.help for option in options)


PRINTS_NOTHING = {"read", "demo", "merge-file"}


@pytest.mark.parametrize(("path", "found"), LEAVES, ids=[path for path, _ in LEAVES])
def test_a_command_that_prints_has_json(path: str, found: click.Command) -> None:
    names = {name for p in found.params for name in p.opts}
    assert ("--json" in names) == (path not in PRINTS_NOTHING)


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_help_of_a_command_works(entry: Entry) -> None:
    result = CliRunner().invoke(cli, [entry.name, "--help"], prog_name="postil")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: postil {entry.name}")


@pytest.mark.parametrize("entry", COMMANDS, ids=lambda entry: entry.name)
def test_a_command_has_a_test(entry: Entry) -> None:
    tests = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "tests" / "unit" / "cli").glob("*.py")
    )
    assert f'postil("{entry.name}"' in tests


def test_the_docs_are_current() -> None:
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m tui.cli.docs > docs/commands.md"

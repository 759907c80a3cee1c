"""The table of the reader's commands: sound, complete, and driven by tests."""

from __future__ import annotations

from pathlib import Path

from store.library import Library
from tests.ui import test_caret, test_reader_commands
from tests.ui.harness import DRIVEN
from tui.app import PostilApp
from tui.commands import BY_ID, COMMANDS, GROUPS
from tui.keydocs import document
from tui.keymap import build, default_clashes


def test_every_command_is_driven_by_a_test() -> None:
    assert test_caret
    assert test_reader_commands
    assert set(BY_ID) - set(DRIVEN) == set()
    assert set(DRIVEN) - set(BY_ID) == set()


def test_ids_are_unique_and_keys_do_not_clash() -> None:
    assert len(BY_ID) == len(COMMANDS)
    assert default_clashes() == []
    assert build().problems == ()


def test_a_command_is_told_in_words() -> None:
    for command in COMMANDS:
        assert command.title[0].isupper(), command.id
        assert not command.title.endswith("."), command.id
        assert not command.help or command.help.endswith("."), command.id
        assert command.group in GROUPS, command.id
        assert command.places, command.id


def test_no_default_needs_alt_or_a_key_that_terminals_confuse() -> None:
    for command in COMMANDS:
        for key in " ".join(command.keys).split():
            assert "alt+" not in key, command.id
            assert key not in {"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+b", "ctrl+a", "ctrl+s"}


async def test_every_action_is_there(library: Library) -> None:
    app = PostilApp(library)
    async with app.run_test() as pilot:
        await pilot.pause()
        for command in COMMANDS:
            assert callable(app.main.action_of(command)), command.id


def test_the_docs_are_current() -> None:
    written = (Path(__file__).parents[2] / "docs" / "keys.md").read_text(encoding="utf-8")
    assert written == document(), "run: python -m tui.keydocs > docs/keys.md"

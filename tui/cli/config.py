"""``postil config``: the folders and the settings in effect."""

from __future__ import annotations

import click

from store.errors import ConfigError
from store.folders import Folders
from tui.cli.failure import show_error
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import Cell, json_out, line
from tui.cli.table import Column, table
from tui.config import FILE, SETTINGS, Config, load
from tui.keymap import build, show_chord

_COLUMNS = (
    Column("", styles=("bold",)),
    Column("", least=20),
    Column("", least=20, rank=1, styles=("dim",)),
)
_FOLDERS = {
    "library": "articles, annotations, originals, texts",
    "cache": "derived from the library, may be deleted",
    "config": "config.yaml, themes",
    "state": "undo journal, log",
}
_WRONG = 2


@click.group("config", invoke_without_command=True)
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, as_json: bool) -> None:
    """Show the folders in use and the settings in effect, after config.yaml and the environment.

    What is wrong in config.yaml goes to stderr, and the exit code is 2.
    """
    if ctx.invoked_subcommand is not None:
        return
    folders = session.folders()
    config, errors = load(folders.config)
    errors += _unusable(config, folders)
    if as_json:
        json_out({"folders": _paths(folders), "settings": _settings(config)})
    else:
        table(_COLUMNS, _rows(folders, config))
    for error in errors:
        show_error(error)
    if errors:
        ctx.exit(_WRONG)


@command.command("path")
@json_option
@library_option
@click.pass_obj
def path(session: Session, as_json: bool) -> None:
    """Print the path of config.yaml, which need not be there."""
    found = str(session.folders().config / FILE)
    if as_json:
        json_out({"path": found})
    else:
        line(found)


@command.command("keys")
@json_option
@library_option
@click.pass_obj
def keys(session: Session, as_json: bool) -> None:
    """List the reader's commands with the keys in effect, for the keys part of config.yaml."""
    from tui.commands import COMMANDS  # noqa: PLC0415 - only to list them

    keymap = build(load(session.folders().config)[0].keys)
    if as_json:
        json_out(
            [
                {
                    "command": each.id,
                    "keys": [show_chord(chord) for chord in keymap.chords[each.id]],
                    "does": each.title,
                    "where": list(each.places),
                }
                for each in COMMANDS
            ]
        )
        return
    table(_COLUMNS, [[each.id, keymap.keys_of(each.id) or "-", each.title] for each in COMMANDS])


def _unusable(config: Config, folders: Folders) -> tuple[ConfigError, ...]:
    """What is well-formed, but cannot be used: keys that clash, a theme that is not there."""
    from themes.load import load as load_theme  # noqa: PLC0415 - reads YAML
    from themes.theme import ThemeError  # noqa: PLC0415 - the same

    found = list(build(config.keys).problems)
    try:
        load_theme(config.theme or "ink", folders.config / "themes")
    except ThemeError as error:
        found.append(f"theme: {error.message}")
    hint = f"edit {folders.config / FILE}"
    return tuple(ConfigError(f"{FILE}: {problem}", hint=hint) for problem in found)


def _paths(folders: Folders) -> dict[str, str]:
    return {name: str(getattr(folders, name)) for name in _FOLDERS}


def _settings(config: Config) -> dict[str, object]:
    values: dict[str, object] = {s.name: getattr(config, s.name) for s in SETTINGS}
    values["keys"] = {command_id: list(keys) for command_id, keys in config.keys.items()}
    return values


def _rows(folders: Folders, config: Config) -> list[list[Cell]]:
    rows: list[list[Cell]] = [
        [name, value, _FOLDERS[name]] for name, value in _paths(folders).items()
    ]
    rows += [
        [setting.name, str(getattr(config, setting.name)) or "-", setting.help]
        for setting in SETTINGS
        if setting.name != "keys"
    ]
    rows += [
        [f"keys.{command_id}", ", ".join(keys) or "none", ""]
        for command_id, keys in config.keys.items()
    ]
    return rows

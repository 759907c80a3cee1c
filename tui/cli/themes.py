"""``postil themes``: lists them, and checks those of the user."""

from __future__ import annotations

import os
from typing import NamedTuple

import click

from store.errors import ConfigError
from themes.contrast import check
from themes.load import available, load
from themes.theme import ThemeError
from tui.cli.failure import show_error
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, talk
from tui.cli.table import Column, table
from tui.config import load as load_config
from tui.theming import NO_COLOUR, default_theme, theme_folder

_COLUMNS = (
    Column("name", styles=("bold",)),
    Column("", styles=("accent",)),
    Column("ground", rank=1),
    Column("from", rank=2),
    Column("about", least=20, rank=3),
)
_WRONG = 2


class _Row(NamedTuple):
    name: str
    title: str
    about: str
    dark: bool
    colour: bool
    own: bool
    used: bool
    remarks: list[str]
    """What makes it hard to read; only looked for in the user's own."""


@click.command("themes")
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, as_json: bool) -> None:
    """List the themes. Your own, in the themes folder of postil config, are checked.

    A theme that cannot be used is named on stderr, and the exit code is 2; what is hard to read
    in one that can is said there, too.
    """
    folders = session.folders()
    chosen = load_config(folders.config)[0].theme or default_theme()
    if os.environ.get("NO_COLOR"):
        chosen = NO_COLOUR
    folder = theme_folder(folders)
    rows: list[_Row] = []
    broken: list[ThemeError] = []
    own = {path.stem for path in folder.glob("*.yaml")} if folder.is_dir() else set()
    for name in available(folder):
        try:
            theme = load(name, folder)
        except ThemeError as error:
            broken.append(error)
            continue
        remarks = check(theme) if name in own else []
        rows.append(
            _Row(
                name,
                theme.title,
                theme.about,
                theme.dark,
                theme.colour,
                name in own,
                name == chosen,
                remarks,
            )
        )
    _show(rows, as_json=as_json)
    for failed in broken:
        show_error(
            ConfigError(failed.message, hint=failed.hint, path=failed.path, line=failed.line)
        )
    if broken:
        ctx.exit(_WRONG)


def _show(rows: list[_Row], *, as_json: bool) -> None:
    if as_json:
        json_out([row._asdict() for row in rows])
        return
    table(
        _COLUMNS,
        [
            (
                row.name,
                "in use" if row.used else "",
                _ground(row),
                "you" if row.own else "postil",
                row.about or row.title,
            )
            for row in rows
        ],
    )
    for row in rows:
        for remark in row.remarks:
            talk(f"postil: {row.name}: {remark}")


def _ground(row: _Row) -> str:
    if not row.colour:
        return "no colour"
    return "dark" if row.dark else "light"

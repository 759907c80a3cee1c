"""``postil redo``: do again what was taken back last."""

from __future__ import annotations

import click

from tui.cli.options import Session, json_option, library_option
from tui.cli.undo import show_step


@click.command("redo")
@json_option
@library_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Do again what postil undo took back last."""
    with session.open() as library:
        what = library.redo()
    show_step(what, "redo", "done again", as_json=as_json)

"""``postil undo``: take back the last act."""

from __future__ import annotations

import click

from store.errors import NotFoundError
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line


@click.command("undo")
@json_option
@library_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Take back the last act of this machine: a mark, a note, a tag, a status.

    It may be called again and again, and later: the acts are kept on disk.
    """
    with session.open() as library:
        what = library.undo()
    show_step(what, "undo", "undone", as_json=as_json)


def show_step(what: str | None, name: str, done: str, *, as_json: bool) -> None:
    """Print what was taken back or done again, in words.

    Raises:
        NotFoundError: There was nothing.
    """
    if what is None:
        raise NotFoundError(f"there is nothing to {name}")
    if as_json:
        json_out({"act": what, "done": name})
    else:
        line(f"{done}: {clean_line(what)}")

"""``postil undo``: take back the last act."""

from __future__ import annotations

import click

from store.errors import NotFoundError
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.table import Column, table

_COLUMNS = (Column("when", styles=("dim",)), Column("act", least=10), Column(""))


@click.command("undo")
@click.option("--list", "listed", is_flag=True, help="Undo nothing; list the acts on record.")
@json_option
@library_option
@click.pass_obj
def command(session: Session, listed: bool, as_json: bool) -> None:
    """Take back the last act of this machine: a mark, a note, a tag, a status, a deletion.

    It may be called again and again, and later: the last thousand acts are kept on disk. --list
    shows them, the latest first; what is undone can be done again with postil redo.
    """
    with session.open() as library:
        past = library.past_acts() if listed else []
        what = None if listed else library.undo()
    if not listed:
        show_step(what, "undo", "undone", as_json=as_json)
    elif as_json:
        json_out([{"at": act.at, "act": act.title, "undone": undone} for act, undone in past])
    else:
        table(_COLUMNS, [(act.at, act.title, "undone" if undone else "") for act, undone in past])


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

"""``postil undo``: take back the last act."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from store.errors import NotFoundError
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.table import Column, table

if TYPE_CHECKING:
    from store.library import Library

_COLUMNS = (
    Column("when", styles=("dim",)), Column("act"), Column(""), Column("of", least=10),
)  # fmt: skip


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
        if listed:
            _show_list(library, as_json=as_json)
        else:
            show_step(library.undo(), "undo", "undone", as_json=as_json)


def _show_list(library: Library, *, as_json: bool) -> None:
    past = [
        (act, undone, list(dict.fromkeys(each.article for each in act.changes if each.article)))
        for act, undone in library.past_acts()
    ]
    if as_json:
        json_out(
            [
                {"at": act.at, "act": act.title, "undone": undone, "articles": ids}
                for act, undone, ids in past
            ]
        )
        return
    titles = {article.id: article.title for article in library.articles()}
    rows = []
    for act, undone, ids in past:
        of = titles.get(ids[0], ids[0]) if len(ids) == 1 else f"{len(ids)} articles" if ids else ""
        rows.append((act.at, act.title, "undone" if undone else "", of))
    table(_COLUMNS, rows)


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

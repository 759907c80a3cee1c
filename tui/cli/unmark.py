"""``postil unmark``: delete highlights."""

from __future__ import annotations

import click

from store.records import highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.rows import highlight_line


@click.command("unmark")
@click.argument("highlight_ids", metavar="HIGHLIGHT...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_obj
def command(session: Session, highlight_ids: tuple[str, ...], as_json: bool) -> None:
    """Delete the highlights; each is one act that postil undo takes back.

    Prints what was deleted. If one of them is not there, none is deleted.
    """
    with session.open() as library:
        found = {
            mark.id: (article, mark)
            for article, mark in (library.find_highlight(name) for name in highlight_ids)
        }
        for article, mark in found.values():
            library.delete_highlight(article.id, mark.id)
    if as_json:
        json_out([highlight_record(article.id, mark) for article, mark in found.values()])
    else:
        for article, mark in found.values():
            line(highlight_line(article, mark))

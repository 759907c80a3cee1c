"""``postil delete``: articles to the trash."""

from __future__ import annotations

import click

from store.records import article_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.rows import article_line


@click.command("delete")
@click.argument("article_ids", metavar="ID...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_obj
def command(session: Session, article_ids: tuple[str, ...], as_json: bool) -> None:
    """Move the articles ID, with all that was noted on them, to the trash, in one act.

    Prints what was deleted. If one of them is not there, none is deleted. For 90 days postil undo
    and postil trash restore bring them back.
    """
    with session.open() as library:
        found = {article.id: article for article in map(library.article, article_ids)}
        library.delete_articles(list(found))
    if as_json:
        json_out([article_record(article) for article in found.values()])
    else:
        for article in found.values():
            line(article_line(article))

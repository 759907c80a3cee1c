"""``postil status``: unread, reading, done; starred; archived."""

from __future__ import annotations

import click

from store.model import STATUSES, Status
from store.records import article_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out
from tui.cli.rows import ARTICLE_COLUMNS, article_cells
from tui.cli.table import table


@click.command("status")
@click.argument("article_id", metavar="ID")
@click.argument("status", required=False, type=click.Choice(STATUSES))
@click.option("--star/--unstar", default=None, help="Star it, or take the star away.")
@click.option("--archive/--unarchive", default=None, help="Archive it, or bring it back.")
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    article_id: str,
    status: Status | None,
    star: bool | None,
    archive: bool | None,
    as_json: bool,
) -> None:
    """Set what has become of the article ID, in one act; without anything to set, print it."""
    with session.open() as library:
        article = library.article(article_id)
        if status is not None or star is not None or archive is not None:
            article = library.edit_article(
                article.id, status=status, starred=star, archived=archive
            )
    if as_json:
        json_out(article_record(article))
    else:
        table(ARTICLE_COLUMNS, [article_cells(article)])

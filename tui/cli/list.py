"""``postil list``: the articles."""

from __future__ import annotations

import click

from store.model import STATUSES, Article, Status
from store.records import article_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out
from tui.cli.queries import query_argument
from tui.cli.rows import ARTICLE_COLUMNS, article_cells
from tui.cli.table import table


@click.command("list")
@query_argument()
@click.option("--status", type=click.Choice(STATUSES), help="Only articles of this status.")
@click.option("--starred", is_flag=True, help="Only starred articles.")
@click.option(
    "--archived/--not-archived", default=None, help="Only archived articles, or only others."
)
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    query: str,
    status: Status | None,
    starred: bool,
    archived: bool | None,
    as_json: bool,
) -> None:
    """List the articles, newest first: all of them, or those that match QUERY.

    QUERY is as for postil search; sort:oldest, sort:longest and sort:title give another order.
    """

    def wanted(article: Article) -> bool:
        return (
            (status is None or article.status == status)
            and (article.starred or not starred)
            and (archived is None or article.archived == archived)
        )

    with session.open(index=bool(query)) as library:
        articles = [article for article in library.articles(query) if wanted(article)]
    if as_json:
        json_out([article_record(article) for article in articles])
    else:
        table(ARTICLE_COLUMNS, [article_cells(article) for article in articles])

"""``postil highlights``: the marked passages."""

from __future__ import annotations

import click

from store.model import COLORS, STATES
from store.records import highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out
from tui.cli.queries import query_argument
from tui.cli.rows import print_highlights


@click.command("highlights")
@query_argument()
@click.option("--article", "article_id", metavar="ID", help="Only those of this article.")
@click.option("--color", type=click.Choice(COLORS), help="Only those of this colour.")
@click.option(
    "--state", "states", type=click.Choice(STATES), multiple=True,
    help="Only those in this state; repeat it for several.",
)  # fmt: skip
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    query: str,
    article_id: str | None,
    color: str | None,
    states: tuple[str, ...],
    as_json: bool,
) -> None:
    """List highlights, in the order of their texts: all of them, or those that match QUERY.

    QUERY is as for postil search: words stand in the quote, the note or the tags; what is said of
    an article (title:harbour, is:starred, added:2w..) holds for all its highlights. sort: orders
    the articles.
    """
    with session.open(index=bool(query)) as library:
        only = library.article(article_id).id if article_id else ""
        found = [
            (article, mark)
            for article, mark in library.highlights(query)
            if only in ("", article.id)
            and color in (None, mark.color)
            and (not states or mark.anchor.state in states)
        ]
    if as_json:
        json_out([highlight_record(article.id, mark) for article, mark in found])
    else:
        print_highlights(found)

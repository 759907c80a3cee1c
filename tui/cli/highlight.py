"""``postil highlight``: mark the passage that reads like a quote, or all that answers a query."""

from __future__ import annotations

import click

from store.errors import UsageError
from store.model import COLORS, STYLES, Style
from store.records import highlight_record
from tui.cli.highlight_all import All, Looks, highlight_all
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.passage import find_passage
from tui.cli.queries import query_option
from tui.cli.rows import highlight_line
from tui.cli.values import passage_options, split_tags, text_or_stdin


@click.command("highlight")
@click.argument("article_id", metavar="ID", required=False)
@passage_options(required=False)
@query_option("--all", "query", help="Every place of its words, in one act.")
@click.option("--sentences", is_flag=True, help="With --all: the sentences that they stand in.")
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="Tags; repeat it or use commas.")
@click.option("--note", default="", metavar="TEXT", help="A note, in Markdown; - reads stdin.")
@click.option(
    "--color", type=click.Choice(COLORS), default=COLORS[0], show_default=True, help="Its colour."
)
@click.option(
    "--style", type=click.Choice(STYLES), default=STYLES[0], show_default=True, help="Its style."
)
@click.option("--dry-run", is_flag=True, help="With --all: say how many, and mark none.")
@click.option("--yes", is_flag=True, help="With --all: do not ask.")
@json_option
@library_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - click hands over one parameter an option
    session: Session,
    article_id: str | None,
    quote: str | None,
    prefix: str,
    suffix: str,
    query: str | None,
    sentences: bool,
    tags: tuple[str, ...],
    note: str,
    color: str,
    style: Style,
    dry_run: bool,
    yes: bool,
    as_json: bool,
) -> None:
    """Mark the passage of the article ID that reads like TEXT.

    The quote must be in the article once. Where it is there more often, --prefix and --suffix say
    what stands before and after it; otherwise the candidates are shown and nothing is marked.

    With --all, mark every place of QUERY in all articles, or in the article ID: a word or several
    in this order, the beginning of one with a star (lamp*), or whatever postil search takes, as
    for postil concordance. What is marked already is not marked twice. On a terminal it asks
    before; postil undo takes all back.
    """
    looks = Looks(color, style, split_tags(tags), text_or_stdin(note).strip())
    if query is not None:
        if quote is not None or prefix or suffix:
            raise UsageError("--quote and --all do not go together")
        wanted = All(query, article_id or "", sentences, dry_run, yes)
        highlight_all(session, wanted, looks, as_json=as_json)
        return
    if sentences or dry_run or yes:
        raise UsageError("--sentences, --dry-run and --yes go with --all")
    if article_id is None or quote is None:
        raise UsageError("give an ID and --quote TEXT, or --all QUERY")
    with session.open() as library:
        article = library.article(article_id)
        text = library.document(article.id).text
        start, end = find_passage(text, text_or_stdin(quote), prefix, suffix)
        mark = library.mark(article.id, start, end, **looks._asdict())
    if as_json:
        json_out(highlight_record(article.id, mark))
    else:
        line(highlight_line(article, mark))

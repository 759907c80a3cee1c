"""``postil highlight``: mark the passage that reads like a quote."""

from __future__ import annotations

import click

from store.model import COLORS, STYLES, Style
from store.records import highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.passage import find_passage
from tui.cli.rows import highlight_line
from tui.cli.values import passage_options, split_tags, text_or_stdin


@click.command("highlight")
@click.argument("article_id", metavar="ID")
@passage_options(required=True)
@click.option("--tag", "tags", metavar="TAG", multiple=True, help="Tags; repeat it or use commas.")
@click.option("--note", default="", metavar="TEXT", help="A note, in Markdown; - reads stdin.")
@click.option(
    "--color", type=click.Choice(COLORS), default=COLORS[0], show_default=True, help="Its colour."
)
@click.option(
    "--style", type=click.Choice(STYLES), default=STYLES[0], show_default=True, help="Its style."
)
@json_option
@library_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - click hands over one parameter an option
    session: Session,
    article_id: str,
    quote: str,
    prefix: str,
    suffix: str,
    tags: tuple[str, ...],
    note: str,
    color: str,
    style: Style,
    as_json: bool,
) -> None:
    """Mark the passage of the article ID that reads like TEXT.

    The quote must be in the article once. Where it is there more often, --prefix and --suffix say
    what stands before and after it; otherwise the candidates are shown and nothing is marked.
    """
    wanted_tags = split_tags(tags)
    with session.open() as library:
        article = library.article(article_id)
        text = library.document(article.id).text
        start, end = find_passage(text, text_or_stdin(quote), prefix, suffix)
        mark = library.mark(
            article.id,
            start,
            end,
            color=color,
            style=style,
            tags=wanted_tags,
            note=text_or_stdin(note).strip(),
        )
    if as_json:
        json_out(highlight_record(article.id, mark))
    else:
        line(highlight_line(article, mark))

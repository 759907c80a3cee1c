"""``postil edit``: another colour, style or passage for a highlight."""

from __future__ import annotations

import click

from store.errors import UsageError
from store.model import COLORS, STYLES, Style
from store.records import highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line
from tui.cli.passage import find_passage
from tui.cli.rows import highlight_line
from tui.cli.values import passage_options, text_or_stdin


@click.command("edit")
@click.argument("highlight_id", metavar="HIGHLIGHT")
@click.option("--color", type=click.Choice(COLORS), help="Its new colour.")
@click.option("--style", type=click.Choice(STYLES), help="Its new style.")
@passage_options(required=False)
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    highlight_id: str,
    color: str | None,
    style: Style | None,
    quote: str | None,
    prefix: str,
    suffix: str,
    as_json: bool,
) -> None:
    """Change the highlight HIGHLIGHT in one act.

    With --quote it marks that passage from now on: this grows, shrinks or re-attaches it. Notes
    and tags have their own commands: postil note, postil tag.
    """
    if color is None and style is None and quote is None:
        raise UsageError("nothing to change", hint="give --color, --style or --quote")
    with session.open() as library:
        article, mark = library.find_highlight(highlight_id)
        start = end = None
        if quote is not None:
            text = library.document(article.id).text
            start, end = find_passage(text, text_or_stdin(quote), prefix, suffix)
        mark = library.edit_highlight(
            article.id, mark.id, color=color, style=style, start=start, end=end
        )
    if as_json:
        json_out(highlight_record(article.id, mark))
    else:
        line(highlight_line(article, mark))

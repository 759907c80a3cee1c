"""``postil similar``: articles that are like an article, or like a passage of it."""

from __future__ import annotations

import click

from store.errors import UsageError
from store.records import alike_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, talk
from tui.cli.passage import find_passage
from tui.cli.resolve import resolve
from tui.cli.rows import print_hits
from tui.cli.values import passage_options, text_or_stdin

_TOLD = 10
"""Key words that are said."""


@click.command("similar")
@click.argument("wanted", metavar="ID")
@passage_options(required=False)
@click.option(
    "--limit", type=click.IntRange(1, 1000), default=20, show_default=True, metavar="N",
    help="At most so many articles.",
)  # fmt: skip
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    wanted: str,
    quote: str | None,
    prefix: str,
    suffix: str,
    limit: int,
    as_json: bool,
) -> None:
    """List articles that are like the article ID, or like the passage of the highlight ID.

    With --quote: like the passage of the article that reads like TEXT. They are found by the words
    that tell the text from the others, which are said on stderr; the passage shown is the one that
    has most of them.
    """
    with session.open(index=True) as library:
        target = resolve(library, wanted)
        article, mark = target.article.id, target.highlight
        place: tuple[int, int] | None = None
        if quote is not None:
            if mark is not None:
                raise UsageError("--quote goes with the ID of an article")
            text = library.document(article).text
            place = find_passage(text, text_or_stdin(quote), prefix, suffix)
        elif prefix or suffix:
            raise UsageError("--prefix and --suffix go with --quote")
        elif mark is not None:
            if mark.anchor.state == "unplaced":
                raise UsageError("an unplaced highlight has no passage", hint="name its article")
            place = mark.anchor.start, mark.anchor.end
        found = library.similar(article, *(place or ()), limit=limit)
    if as_json:
        json_out(alike_record(found))
        return
    if found.words:
        words = ", ".join(each.word for each in found.words[:_TOLD])
        talk(f"by the words: {words}")
    if not found.hits:
        talk("postil: nothing is like it: no other article has its words")
    print_hits(found.hits)

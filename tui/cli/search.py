"""``postil search``: ranked hits with the passage that matched."""

from __future__ import annotations

import click

from store.records import hit_record
from store.search.language.fields import FIELDS
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out
from tui.cli.queries import query_argument
from tui.cli.rows import print_hits

_HELP = f"""\
Search titles, texts, authors, tags, notes and highlights; the best passages come first.

QUERY is words (all must occur; the last may be the beginning of one), "a phrase", OR, -word or
NOT, parentheses, word*, word~ (a letter may differ), a NEAR/5 b, /regex/, * for everything,
and fields: {", ".join(f"{field.name}:" for field in FIELDS)}.

Such as: is:unread, tag:a (also finds a/b), added:2w.., published:2024-01..2024-06,
words:>1000, title:(salt OR road), sort:newest. docs/search.md has all of it. Put -- before a
QUERY that begins with -.
"""


@click.command("search", help=_HELP)
@query_argument(required=True)
@click.option(
    "--limit",
    type=click.IntRange(1, 10_000),
    default=50,
    metavar="N",
    show_default=True,
    help="At most so many hits.",
)
@json_option
@library_option
@click.pass_obj
def command(session: Session, query: str, limit: int, as_json: bool) -> None:
    """The answers, as lines or as JSON."""
    with session.open(index=True) as library:
        hits = library.search(query, limit=limit).hits
    if as_json:
        json_out([hit_record(hit) for hit in hits])
    else:
        print_hits(hits)

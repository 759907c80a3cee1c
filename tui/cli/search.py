"""``postil search``: ranked hits with the passage that matched."""

from __future__ import annotations

import click

from store.records import hit_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out
from tui.cli.rows import print_hits


@click.command("search")
@click.argument("query", nargs=-1, required=True)
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
def command(session: Session, query: tuple[str, ...], limit: int, as_json: bool) -> None:
    """Search titles, texts, authors, tags, notes and highlights; the best passages come first.

    QUERY is words (all must occur), "phrases", tag:NAME (also finds NAME/...), is:unread (or
    reading, done, starred, archived) and -word (must not occur). The last word may be the
    beginning of one. Put -- before a QUERY that begins with -.
    """
    with session.open(index=True) as library:
        hits = library.search(" ".join(query), limit=limit).hits
    if as_json:
        json_out([hit_record(hit) for hit in hits])
    else:
        print_hits(hits)

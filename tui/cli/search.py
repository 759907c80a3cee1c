"""``postil search``: ranked hits with the passage that matched."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import click

from store.errors import StoreError
from store.records import hit_record
from store.search.language.fields import FIELDS
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, line, on_terminal, talk
from tui.cli.progress import progress
from tui.cli.queries import query_argument
from tui.cli.rows import print_hits
from tui.counting import counted

if TYPE_CHECKING:
    from store.search.found import Found


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
@click.option("--count", is_flag=True, help="Print only how many articles answer.")
@json_option
@library_option
@click.pass_obj
def command(session: Session, query: str, limit: int, count: bool, as_json: bool) -> None:
    """The answers, as lines or as JSON."""
    with session.open(index=True) as library:
        found = library.search(query, limit=limit)
        if found.behind > session.behind:  # it was damaged, and is made anew
            with progress() as report:
                library.update_index(report)
            session.tell_behind(library)
            found = library.search(query, limit=limit)
        if on_terminal():
            with contextlib.suppress(StoreError):  # it is found all the same
                library.remember_search(query)
    if count and as_json:
        json_out({"articles": found.articles, "highlights": found.highlights})
    elif count:
        line(str(found.articles))
    elif as_json:
        json_out([hit_record(hit) for hit in found.hits])
    else:
        print_hits(found.hits)
    _comment(found, count=count)


def _comment(found: Found, *, count: bool) -> None:
    """What there is to say about it, for people."""
    shown = len({hit.id for hit in found.hits})
    if on_terminal() and not count and found.articles > shown > 0:
        talk(f"\n{shown:,} of {found.articles:,} articles; --limit shows more")
    if not found.asked:
        talk("postil: it has no word to look for")
    for notice in found.notices:
        talk(f"postil: {clean_line(notice)}")
    for number, other in enumerate(found.instead):
        shown_instead = number == 0 and found.hits and not found.articles
        said = "nothing answers; this does" if shown_instead else "did you mean"
        talk(f"{said}: {clean_line(other.query)}  ({counted(other.articles, 'article')})")

"""``postil concordance``: every place of a word with what stands around it, one line each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from store.everywhere import LINES
from store.records import line_record
from store.search.texts.concordance import Line, around, in_order, sort_key
from store.text.clean import clean_line
from tui.cli.cells import cut, cut_start, pad, width
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk, terminal_width
from tui.cli.progress import progress
from tui.cli.queries import query_argument, query_option
from tui.counting import counted

if TYPE_CHECKING:
    from store.library import Library

_GAP = 2
"""Blank cells before the keyword, which is told by them where there is no colour."""
_WIDTH = 60
"""Characters on each side, where no terminal says how many fit."""
_KEYWORD = 24
"""Cells of a keyword that are counted when the sides are made equally wide."""


@click.command("concordance")
@query_argument(required=True, metavar="WORD...")
@click.option(
    "--sort",
    "order",
    default="right",
    show_default=True,
    metavar="ORDER",
    help="left, right, keyword, article or none; or by words, as in 2L,1L,1R.",
)
@query_option("--in", "within", default="", help="Only in articles that answer.")
@click.option(
    "--width", "reach", type=click.IntRange(10, 150), metavar="N",
    help="So many characters on each side; else 60, on a terminal as many as fit.",
)  # fmt: skip
@click.option(
    "--limit", type=click.IntRange(1, 1_000_000), default=LINES, show_default=True, metavar="N",
    help="At most so many lines.",
)  # fmt: skip
@click.option("--count", "only_count", is_flag=True, help="Only say how many lines there are.")
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    query: str,
    order: str,
    within: str,
    reach: int | None,
    limit: int,
    only_count: bool,
    as_json: bool,
) -> None:
    """Show every place of WORD in the texts with the words before and after it (a concordance).

    WORD is a word as it is written, or several in this order; the beginning of one with a star
    (lamp*); or whatever postil search takes: tag:NAME and -word choose among the articles, as does
    --in QUERY. Lines are sorted by the words beside it: 1L is the first to the left, 2R the second
    to the right; right means 1R,2R,3R. Left is what stands before it, in Arabic and Hebrew, too.
    Elsewhere than on a terminal: article, start, end, left, keyword, right, title.
    """
    sort_key(order)
    if only_count:
        _count(session, query, within, as_json=as_json)
        return
    with session.open(index=True) as library:
        lines, more = _lines(library, query, within, max(limit, LINES))
    shown = in_order(lines, order)[:limit]
    if as_json:
        json_out([line_record(each, reach or _WIDTH) for each in shown])
    else:
        _print(shown, reach)
    if more or len(shown) < len(lines):
        of = f"the first {len(lines):,} and more" if more else f"{len(lines):,}"
        talk(f"{len(shown):,} of {of} are shown; --limit N shows more, --count counts them all")


def _lines(library: Library, asked: str, within: str, limit: int) -> tuple[list[Line], bool]:
    """The lines, and whether there are more."""
    lines: list[Line] = []
    more = False
    with progress() as bar:
        for portion in library.concordance(asked, within=within, limit=limit):
            lines += portion.lines
            more = portion.more
            if bar is not None:
                bar(portion.done, portion.total, "texts")
    return lines, more


def _count(session: Session, asked: str, within: str, *, as_json: bool) -> None:
    lines = articles = 0
    with session.open(index=True) as library, progress() as bar:
        for found in library.places(asked, within=within, literal=True):
            lines += len(found.places)
            articles += bool(found.places)
            if bar is not None:
                bar(found.done, found.total, "texts")
    if as_json:
        json_out({"lines": lines, "articles": articles})
    elif on_terminal():
        line(f"{counted(lines, 'line')} in {counted(articles, 'article')}")
    else:
        fields(lines, articles)


def _print(lines: Sequence[Line], reach: int | None) -> None:
    """Keywords in one column for people; whole fields with tabs between them for programs."""
    if not on_terminal():
        for each in lines:
            left, right = around(each, reach or _WIDTH)
            fields(each.article, each.start, each.end, left, each.keyword, right, each.title)
        return
    keys = max((width(each.keyword) for each in lines), default=0)
    room = terminal_width() - max((len(each.article) for each in lines), default=0) - 2 * _GAP
    side = max(4, (room - min(keys, _KEYWORD)) // 2)
    side = min(side, reach or side)
    for each in lines:
        left = _flat(each.left)
        keyword = cut(each.keyword, room - side)
        right = _flat(f"|{each.right}")[1:]  # a blank at its beginning stays
        right = cut(right, min(room - side - width(keyword), reach or room))
        parts = (
            styled(each.article, "dim"), pad(cut_start(left, side), side, right=True),
            styled(keyword, "bold", "warn") + right,
        )  # fmt: skip
        line((" " * _GAP).join(parts).rstrip())


def _flat(text: str) -> str:
    """One line; where a block ends, that is shown."""
    return clean_line(text.replace("\n", " ¶ "))

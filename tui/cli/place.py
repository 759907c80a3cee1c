"""``postil place``: where a highlight belongs, when that is in question."""

from __future__ import annotations

import re

import click

from store.errors import NotFoundError, UsageError
from store.library import Library
from store.model import Article, Highlight
from store.records import highlight_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk
from tui.cli.passage import find_passage, in_context
from tui.cli.rows import highlight_line
from tui.cli.values import passage_options, text_or_stdin

_SHOWN = 8
_AT = re.compile(r"([0-9]{1,12}):([0-9]{1,12})")


@click.command("place")
@click.argument("highlight_id", metavar="HIGHLIGHT")
@click.option("--keep", is_flag=True, help="Accept the place it has.")
@click.option("--unplace", is_flag=True, help="Take it off its place.")
@click.option(
    "--candidate", type=click.IntRange(min=1), metavar="N", help="Give it the Nth place shown."
)
@click.option(
    "--at", metavar="START:END", help="Give it the place of these code points of the text."
)
@passage_options(required=False)
@json_option
@library_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - click hands over one parameter an option
    session: Session,
    highlight_id: str,
    keep: bool,
    unplace: bool,
    candidate: int | None,
    at: str | None,
    quote: str | None,
    prefix: str,
    suffix: str,
    as_json: bool,
) -> None:
    """Say where the highlight HIGHLIGHT belongs: one to check, an unplaced one, or any other.

    Without an option, prints the places it may belong to, the best first, each with its number.
    Its own quote stays as it was marked, whatever the passage reads now.
    """
    given = [keep, unplace, candidate is not None, at is not None, quote is not None]
    if sum(given) > 1:
        raise UsageError("give one of --keep, --unplace, --candidate, --at and --quote")
    if (prefix or suffix) and quote is None:
        raise UsageError("--prefix and --suffix go with --quote")
    with session.open() as library:
        article, mark = library.find_highlight(highlight_id)
        if not any(given):
            _show(library, article, mark, as_json=as_json)
            return
        if keep:
            mark = library.keep_place(article.id, mark.id)
        elif unplace:
            mark = library.unplace_highlight(article.id, mark.id)
        else:
            document = library.document(article.id)
            if candidate is not None:
                start, end = _candidate(library, article, mark, candidate)
            elif at is not None:
                start, end = _range(at, len(document.text))
            else:
                start, end = find_passage(document.text, text_or_stdin(quote or ""), prefix, suffix)
            mark = library.place_highlight(article.id, mark.id, start, end, text=document.sha256)
    if as_json:
        json_out(highlight_record(article.id, mark))
    else:
        line(highlight_line(article, mark))


def _show(library: Library, article: Article, mark: Highlight, *, as_json: bool) -> None:
    """The places to choose from: JSON, lines for people, or lines with tabs for programs."""
    text = library.document(article.id).text
    found = library.candidates(article.id, mark.id, _SHOWN)
    if not found:
        talk("there is no place to choose from; --quote and --at give it any")
    if as_json:
        json_out(
            [
                {
                    "number": number,
                    "start": each.start,
                    "end": each.end,
                    "score": round(each.score, 4),
                    "text": text[each.start : each.end],
                }
                for number, each in enumerate(found, 1)
            ]
        )
        return
    if on_terminal():
        line(highlight_line(article, mark))
        if mark.anchor.state != "unplaced":
            line(f"{'now':>9}  {in_context(text, (mark.anchor.start, mark.anchor.end))}")
    for number, each in enumerate(found, 1):
        shown = in_context(text, (each.start, each.end))
        if on_terminal():
            line(f"{styled(f'{number:3}', 'accent')}  {each.score:4.0%}  {shown}")
        else:
            fields(number, each.start, each.end, f"{each.score:.3f}", shown)


def _candidate(library: Library, article: Article, mark: Highlight, number: int) -> tuple[int, int]:
    found = library.candidates(article.id, mark.id, _SHOWN)
    if number > len(found):
        raise NotFoundError(
            f"there is no candidate {number}", hint=f"postil place {mark.id} shows them"
        )
    return found[number - 1].start, found[number - 1].end


def _range(at: str, length: int) -> tuple[int, int]:
    match = _AT.fullmatch(at)
    if match is None or not int(match[1]) < int(match[2]) <= length:
        raise UsageError(
            f"{at!r} is no passage of the text",
            hint=f"give two offsets such as 120:164; the text has {length:,} code points",
        )
    return int(match[1]), int(match[2])

"""``postil add``: bring sources into the library."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from store.model import Added
from store.records import article_record
from store.text.clean import clean_line
from tui.cli.cells import cut, pad
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import fields, json_out, line, on_terminal, styled, talk, terminal_width
from tui.cli.progress import progress

if TYPE_CHECKING:
    from store.library import Library

_STYLES = {"added": "green", "updated": "blue", "known": "dim", "failed": "error"}
_FAILED = 1


@click.command("add")
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, sources: tuple[str, ...], as_json: bool) -> None:
    """Add files, folders (with all that is in them) or - (stdin) to the library.

    Prints one line an article: its id, what became of it (added, updated, known) and its title.
    A source that cannot be read is named on stderr; the others go on, and the exit code is 1.
    """
    with session.open() as library:
        outcomes = _add_all(library, sources, quiet=as_json)
    if as_json:
        json_out([_record(added) for added in outcomes])
    if any(added.outcome == "failed" for added in outcomes):
        ctx.exit(_FAILED)


def _add_all(library: Library, sources: Sequence[str], *, quiet: bool) -> list[Added]:
    """Add everything, saying each outcome as it comes."""
    outcomes: list[Added] = []
    with progress(beside_output=not quiet) as report:
        for added in library.add(sources, sys.stdin.buffer if "-" in sources else None):
            outcomes.append(added)
            if added.outcome == "failed":
                talk(f"postil: {clean_line(_complaint(added))}")
            elif not quiet:
                _print(added)
            if report:
                report(len(outcomes), 0, "sources")
    return outcomes


def _complaint(added: Added) -> str:
    """The message, with its source before it unless it names it."""
    return added.message if added.source in added.message else f"{added.source}: {added.message}"


def _print(added: Added) -> None:
    identity = added.article.id if added.article else ""
    title = added.article.title if added.article else ""
    if not on_terminal():
        fields(identity, added.outcome, title)
        if added.message:
            talk(f"{clean_line(title)}: {clean_line(added.message)}")
        return
    room = terminal_width() - len(identity) - 11
    outcome = styled(pad(added.outcome, 7), _STYLES[added.outcome])
    line(f"{styled(identity, 'dim')}  {outcome}  {cut(clean_line(title), room)}")
    if added.message:
        line(f"{' ' * len(identity)}  {clean_line(added.message)}")


def _record(added: Added) -> dict[str, object]:
    return {
        "source": added.source,
        "outcome": added.outcome,
        "article": article_record(added.article) if added.article else None,
        "message": added.message,
    }

"""``postil trash``: what was deleted or replaced, brought back or thrown away for good."""

from __future__ import annotations

import re
from collections.abc import Sequence

import click

from store.errors import UsageError
from store.records import trashed_record
from store.text.clean import clean_line
from store.trash import Kind, Trashed
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import Cell, can_ask, json_out, talk
from tui.cli.table import Column, table

_COLUMNS = (
    Column("id", styles=("dim",)),
    Column("what", rank=1),
    Column("title", least=20, styles=("bold",)),
    Column("marks", right=True, rank=3),
    Column("when", rank=2, styles=("dim",)),
    Column("days left", right=True, rank=1),
)
_FAILED = 1
_WORDS: dict[Kind, str] = {
    "article": "deleted",
    "version": "earlier version",
    "annotations": "annotations",
    "unreadable": "unreadable",
}


@click.group("trash", invoke_without_command=True)
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, as_json: bool) -> None:
    """List what lies in the trash: deleted articles, and what an update or a merge replaced.

    It is kept for 90 days. The first column is what postil trash restore takes.
    """
    if ctx.invoked_subcommand is not None:
        return
    with session.open() as library:
        found = library.trash()
    _show(found, as_json=as_json)


@command.command("restore")
@click.argument("wanted", metavar="ID...", nargs=-1, required=True)
@json_option
@library_option
@click.pass_obj
def restore(session: Session, wanted: tuple[str, ...], as_json: bool) -> None:
    """Bring back what ID names, all of it or nothing, as one act that postil undo takes back.

    A deleted article comes back with its annotations, however long ago it was deleted. Of an
    earlier version the text becomes the article's again, and the highlights move with their words.
    """
    with session.open() as library:
        found = library.restore(wanted)
    _show(found, as_json=as_json)


@command.command("empty")
@click.option("--older-than", metavar="DAYS", default="0d", help="Only what is so old, as in 30d.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@library_option
@click.pass_context
@click.pass_obj
def empty(session: Session, ctx: click.Context, older_than: str, yes: bool, as_json: bool) -> None:
    """Remove for good what lies in the trash. This cannot be undone.

    On a terminal it asks before; elsewhere it needs --yes.
    """
    days = _days(older_than)
    with session.open() as library:
        found = [each for each in library.trash() if each.days >= days]
        if found and not yes and not _agreed(found):
            talk("nothing was removed")
            ctx.exit(_FAILED)
        gone = library.empty_trash(days) if found else 0
    if as_json:
        json_out({"files": gone, "removed": [trashed_record(each) for each in found]})
    else:
        talk(f"{gone} {'file' if gone == 1 else 'files'} removed")


def _show(found: Sequence[Trashed], *, as_json: bool) -> None:
    if as_json:
        json_out([trashed_record(each) for each in found])
    else:
        table(_COLUMNS, [_cells(each) for each in found])


def _cells(item: Trashed) -> list[Cell]:
    marks = item.highlights or ""
    return [item.key, _WORDS[item.kind], item.title, marks, item.at, item.days_left]


def _days(value: str) -> int:
    found = re.fullmatch(r"([0-9]{1,4}) *(?:d|days?)?", value.strip(), re.ASCII)
    if found is None:
        raise UsageError(f"{value!r} is no number of days", hint="such as --older-than 30d")
    return int(found[1])


def _agreed(found: Sequence[Trashed]) -> bool:
    """Whether its user, who sees what it is, wants it gone.

    Raises:
        UsageError: nobody can be asked.
    """
    if not can_ask():
        raise UsageError("this cannot be undone", hint="add --yes if that is what you want")
    for each in found:
        talk(f"{each.at}  {_WORDS[each.kind]}  {clean_line(each.title)}")
    many = "this" if len(found) == 1 else f"these {len(found)}"
    return click.confirm(f"Remove {many} for good? It cannot be undone", err=True)

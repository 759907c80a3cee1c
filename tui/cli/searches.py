"""``postil searches``: searches with a name, and those that were made last."""

from __future__ import annotations

import click

from store.saved_searches import SavedSearch
from store.text.clean import clean_line
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import Cell, json_out, line
from tui.cli.queries import query_argument
from tui.cli.table import Column, table

_COLUMNS = (
    Column("name", least=12, styles=("bold",)),
    Column("articles", right=True),
    Column("query", least=20, rank=1),
)


@click.group("searches", invoke_without_command=True)
@json_option
@library_option
@click.pass_context
@click.pass_obj
def command(session: Session, ctx: click.Context, as_json: bool) -> None:
    """List the saved searches and how many articles answer each; the reader has them as lists.

    They are in lists.yaml in the library, in this order. One that cannot be read has no number.
    """
    if ctx.invoked_subcommand is not None:
        return
    with session.open(index=True) as library:
        saved = library.saved_searches()
        counts = library.counts([each.query for each in saved])
    if as_json:
        json_out([_record(each, many) for each, many in zip(saved, counts, strict=True)])
    else:
        table(_COLUMNS, [_cells(each, many) for each, many in zip(saved, counts, strict=True)])


@command.command("save")
@click.argument("name")
@query_argument(required=True)
@json_option
@library_option
@click.pass_obj
def save(session: Session, name: str, query: str, as_json: bool) -> None:
    """Save QUERY as NAME, in the place of the search of that name if there is one.

    Put -- before a QUERY that begins with -.
    """
    with session.open(index=True) as library:
        library.save_search(name, query)
        saved = next(each for each in library.saved_searches() if each.name == clean_line(name))
        (many,) = library.counts([saved.query])
    if as_json:
        json_out(_record(saved, many))
    else:
        table(_COLUMNS, [_cells(saved, many)])


@command.command("delete")
@click.argument("name")
@json_option
@library_option
@click.pass_obj
def delete(session: Session, name: str, as_json: bool) -> None:
    """Delete the saved search NAME; postil undo brings it back. No article is touched."""
    with session.open() as library:
        library.delete_search(name)
    if as_json:
        json_out({"name": name})
    else:
        line(clean_line(name))


@command.command("rename")
@click.argument("old")
@click.argument("new")
@json_option
@library_option
@click.pass_obj
def rename(session: Session, old: str, new: str, as_json: bool) -> None:
    """Give the saved search OLD the name NEW; it stays where it is."""
    with session.open() as library:
        library.rename_search(old, new)
    if as_json:
        json_out({"name": new, "before": old})
    else:
        line(clean_line(new))


@command.command("recent")
@json_option
@library_option
@click.pass_obj
def recent(session: Session, as_json: bool) -> None:
    """Print the searches that were made last on this machine, the newest first."""
    with session.library_as_it_is() as library:
        lines = library.search_history()
    if as_json:
        json_out(lines)
    else:
        for each in lines:
            line(each)


def _record(saved: SavedSearch, articles: int) -> dict[str, str | int | None]:
    return {
        "name": saved.name,
        "query": saved.query,
        "articles": articles if articles >= 0 else None,
    }


def _cells(saved: SavedSearch, articles: int) -> list[Cell]:
    return [saved.name, articles if articles >= 0 else "", saved.query]

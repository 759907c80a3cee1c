"""``postil reindex``: the catalogue and the index, made anew."""

from __future__ import annotations

import click

from tui.cli.options import Session, json_option, library_option
from tui.cli.output import json_out, talk
from tui.cli.progress import progress


@click.command("reindex")
@json_option
@library_option
@click.pass_obj
def command(session: Session, as_json: bool) -> None:
    """Throw away all that is derived from the files and build it anew.

    Nothing is lost by it; the files are the truth.
    """
    with session.open() as library:
        with progress() as report:
            library.reindex(report)
        articles = len(library.articles())
    if as_json:
        json_out({"articles": articles})
    else:
        talk(f"{articles} articles")

"""``postil read``: the reader, from its options (``tui.main`` knows the call without any)."""

from __future__ import annotations

import click

from tui.cli.options import Session, library_option


@click.command("read")
@click.argument("article_id", metavar="[ID]", required=False)
@click.option("--at", "highlight_id", metavar="HIGHLIGHT", help="Open it at this highlight.")
@click.option("--theme", metavar="NAME", help="Use this theme now.")
@library_option
@click.pass_context
@click.pass_obj
def command(
    session: Session,
    ctx: click.Context,
    article_id: str | None,
    highlight_id: str | None,
    theme: str | None,
) -> None:
    """Open the reader: with the article ID, where its reading stopped, or with the list."""
    from tui.launch import open_reader  # noqa: PLC0415 - not for its help

    ctx.exit(open_reader(session, article_id, highlight_id, theme))

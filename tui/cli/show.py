"""``postil show``: one article."""

from __future__ import annotations

import click

from store.records import document_record
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import document, json_out

FORMATS = ("text", "markdown", "json")


@click.command("show")
@click.argument("article_id", metavar="ID")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Plain text, the Markdown it is kept in, or JSON with its blocks.",
)
@json_option
@library_option
@click.pass_obj
def command(session: Session, article_id: str, form: str, as_json: bool) -> None:
    """Print the article ID: its text, its Markdown, or its blocks as JSON."""
    with session.open() as library:
        article = library.article(article_id)
        if as_json or form == "json":
            json_out(document_record(article, library.document(article.id)))
        elif form == "markdown":
            document(library.markdown(article.id).rstrip("\n"))
        else:
            document(library.document(article.id).text)

"""``postil note``: the note of an article or a highlight."""

from __future__ import annotations

import click

from store import files
from store.errors import ConflictError, UsageError
from store.library import Library
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import document, json_out
from tui.cli.resolve import Target, resolve
from tui.cli.values import text_or_stdin


@click.command("note")
@click.argument("target_id", metavar="ID")
@click.argument("text", required=False)
@click.option("--append", is_flag=True, help="Add TEXT as a paragraph to the note that is there.")
@click.option("--remove", is_flag=True, help="Remove the note.")
@click.option("--edit", is_flag=True, help="Write it in $VISUAL or $EDITOR.")
@json_option
@library_option
@click.pass_obj
def command(
    session: Session,
    target_id: str,
    text: str | None,
    append: bool,
    remove: bool,
    edit: bool,
    as_json: bool,
) -> None:
    """Print the note of the article or highlight ID, or make TEXT (- reads stdin) its note."""
    if (text is not None) + remove + edit > 1:
        raise UsageError("give one of TEXT, --remove and --edit")
    if append and text is None:
        raise UsageError("--append needs TEXT")
    with session.open() as library:
        target = resolve(library, target_id)
        note = _new_note(target.note, text, append=append, remove=remove, edit=edit)
        if note is not None and note != target.note:
            try:
                _save(library, target, note)
            except ConflictError as error:
                path = library.folders.state / "unsaved-note.md"
                files.write_atomic(path, note.encode())
                raise ConflictError(error.message, hint=f"what you wrote is in {path}") from error
        _show(target, target.note if note is None else note, as_json=as_json)


def _save(library: Library, target: Target, note: str) -> None:
    """Make it the note, unless another process has written one since ``target`` was read."""
    if target.highlight:
        was = target.highlight
        library.edit_highlight(target.article.id, was.id, note=note, since=was)
    else:
        library.edit_article(target.article.id, note=note, since=target.article)


def _new_note(old: str, text: str | None, *, append: bool, remove: bool, edit: bool) -> str | None:
    """What the note shall be; ``None``: as it is."""
    if remove:
        return ""
    if edit:
        edited = click.edit(old, extension=".md")
        return edited.strip() if edited is not None else None
    if text is None:
        return None
    given = text_or_stdin(text).strip()
    return f"{old}\n\n{given}" if append and old else given


def _show(target: Target, note: str, *, as_json: bool) -> None:
    if as_json:
        kind = "highlight" if target.highlight else "article"
        json_out({"id": target.id, "kind": kind, "article": target.article.id, "note": note})
    elif note:
        document(note)

"""``postil note``: the note of an article or a highlight."""

from __future__ import annotations

import click

from store.errors import PostilError, UsageError
from store.library import Library
from tui.cli import all_notes
from tui.cli.options import Session, json_option, library_option
from tui.cli.output import document, json_out
from tui.cli.resolve import Target, resolve
from tui.cli.values import text_or_stdin
from tui.config import load
from tui.editor import edit_text, keep_unsaved


@click.command("note")
@click.argument("target_id", metavar="ID")
@click.argument("text", required=False)
@click.option("--append", is_flag=True, help="Add TEXT as a paragraph to the note that is there.")
@click.option("--remove", is_flag=True, help="Remove the note.")
@click.option("--edit", is_flag=True, help="Write it in $VISUAL or $EDITOR.")
@click.option("--all", "everything", is_flag=True, help="Edit all notes of the article there.")
@click.option("--print", "printed", is_flag=True, help="Print all notes, as --all edits them.")
@click.option("--apply", "source", metavar="FILE", help="Apply what --print printed, edited; or -.")
@json_option
@library_option
@click.pass_obj
def command(  # noqa: PLR0913, PLR0917 - click hands over one parameter an option
    session: Session,
    target_id: str,
    text: str | None,
    append: bool,
    remove: bool,
    edit: bool,
    everything: bool,
    printed: bool,
    source: str | None,
    as_json: bool,
) -> None:
    """Print the note of the article or highlight ID, or make TEXT (- reads stdin) its note.

    --all opens one Markdown text with everything you made of the article: its status, tags and
    note, and each highlight's colour, tags, quote and note. What you edit there is done as one
    act; --print and --apply do the same for scripts. An edit that is unclear is refused with its
    line (exit code 2), one of what was changed elsewhere meanwhile too (4); then nothing is
    changed, and what you wrote is kept.
    """
    in_editor = everything and not printed and source is None
    ways = (text is not None, remove, edit, in_editor, printed, source is not None)
    if sum(ways) > 1 or (everything and (text is not None or remove or edit)):
        raise UsageError("give one of TEXT, --remove, --edit, --all, --print and --apply")
    if append and text is None:
        raise UsageError("--append needs TEXT")
    with session.open() as library:
        target = resolve(library, target_id)
        editor = load(library.folders.config)[0].editor if edit or in_editor else ""
        if printed:
            all_notes.show(library, target, as_json=as_json)
            return
        if in_editor or source is not None:
            done = (
                all_notes.edit(library, target, editor)
                if source is None
                else all_notes.apply(library, target, source)
            )
            all_notes.report(target, done, as_json=as_json)
            return
        note = _new_note(target.note, text, editor, append=append, remove=remove, edit=edit)
        if note is not None and note != target.note:
            try:
                _save(library, target, note)
            except PostilError as error:
                path = keep_unsaved(library.folders.state, "note.md", note)
                error.hint = f"what you wrote is in {path}"
                raise
        _show(target, target.note if note is None else note, as_json=as_json)


def _save(library: Library, target: Target, note: str) -> None:
    """Make it the note, unless another process has written one since ``target`` was read."""
    if target.highlight:
        was = target.highlight
        library.edit_highlight(target.article.id, was.id, note=note, since=was)
    else:
        library.edit_article(target.article.id, note=note, since=target.article)


def _new_note(
    old: str, text: str | None, editor: str, *, append: bool, remove: bool, edit: bool
) -> str | None:
    """What the note shall be; ``None``: as it is."""
    if remove:
        return ""
    if edit:
        edited = edit_text(None, old, editor)
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

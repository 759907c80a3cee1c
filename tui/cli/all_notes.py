"""All annotations of an article as one text, for ``postil note``: printed, edited, applied."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from store import files
from store.annotation_buffer import line_of, with_message, without_messages
from store.errors import PostilError, UsageError
from tui.cli.output import document, json_out, line
from tui.cli.resolve import Target
from tui.editor import SIZE_LIMIT, edit_text, keep_unsaved

if TYPE_CHECKING:
    from store.buffer_edit import BufferEdit
    from store.library import Library


def show(library: Library, target: Target, *, as_json: bool) -> None:
    """Print the text."""
    text = library.buffer(target.article.id)
    if as_json:
        json_out({"article": target.article.id, "text": text})
    else:
        document(text.rstrip("\n"))


def apply(library: Library, target: Target, name: str) -> BufferEdit:
    """Apply the text in the file ``name``; ``-``: in stdin.

    Raises:
        UsageError: It is unclear; the error has the file and the line.
        ConflictError: What was edited was changed elsewhere, too.
        StoreError: The file cannot be read.
    """
    path = Path("stdin" if name == "-" else name)
    data = (
        sys.stdin.buffer.read(SIZE_LIMIT + 1) if name == "-" else files.read_bytes(path, SIZE_LIMIT)
    )
    if len(data) > SIZE_LIMIT:
        raise UsageError(f"stdin has more than {SIZE_LIMIT:,} bytes")
    try:
        return library.apply_buffer(target.article.id, data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not UTF-8 text") from None
    except UsageError as error:
        raise _at(error, path) from error


def edit(library: Library, target: Target, editor: str) -> BufferEdit | None:
    """Open the text in the editor, again while it is unclear, and apply it; ``None``: unchanged.

    Raises:
        UsageError: It was left unclear; the error has the file it is kept in, and the line.
        PostilError: It cannot be applied; the hint names the file it is kept in.
    """
    name = target.article.file
    text = library.buffer(target.article.id)
    at = line_of(text, target.highlight.id) if target.highlight else 1
    refused: tuple[str, UsageError] | None = None
    while True:
        edited = edit_text(None, text, editor, name=name, line=at)
        if edited is None and refused is None:
            return None
        if refused and (edited is None or without_messages(edited) == without_messages(refused[0])):
            raise _at(refused[1], keep_unsaved(library.folders.state, name, refused[0]))
        try:
            return library.apply_buffer(target.article.id, edited or "")
        except UsageError as error:
            refused = edited or "", error
            text, at = with_message(*refused)
        except PostilError as error:
            path = keep_unsaved(library.folders.state, name, edited or "")
            error.hint = f"what you wrote is in {path}"
            raise


def report(target: Target, done: BufferEdit | None, *, as_json: bool) -> None:
    """Print what was changed."""
    changed, added, deleted = (done.changed, done.added, done.deleted) if done else (0, 0, 0)
    if as_json:
        counts = {"changed": changed, "added": added, "deleted": deleted}
        json_out({"article": target.article.id, **counts})
    else:
        line(done.words if done and done.changes else "nothing has changed")


def _at(error: UsageError, path: Path) -> UsageError:
    return UsageError(error.message, hint=error.hint, path=path, line=error.line)

"""A text in the user's own editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from store import files
from store.errors import PostilError

if TYPE_CHECKING:
    from textual.app import App

_LIMIT = 1_000_000


def editor_command(configured: str) -> list[str]:
    """The editor's command and its arguments: configured, ``$VISUAL``, ``$EDITOR``, ``vi``.

    Raises:
        PostilError: the command has an open quote.
    """
    command = configured or os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise PostilError(f"the editor's command cannot be read: {error}") from error
    return words or ["vi"]


def edit_text(app: App[object], text: str, configured: str) -> str | None:
    """``text`` as its user left it in the editor; ``None`` when it is unchanged or left empty.

    Raises:
        PostilError: the editor could not be started or failed; what was typed is kept in the file
            that the message names.
    """
    command = editor_command(configured)
    with draft(text + "\n" if text else "") as path:
        with suspended(app):
            _run([*command, str(path)], path)
        try:
            with path.open(encoding="utf-8", errors="replace") as file:
                edited = file.read(_LIMIT).strip()
        except OSError as error:
            raise PostilError(f"{path} cannot be read: {error.strerror or error}") from error
    return None if not edited or edited == text.strip() else edited


@contextlib.contextmanager
def draft(text: str) -> Iterator[Path]:
    """A file for an editor that only its owner may read; it stays when the block is left by error.

    Raises:
        PostilError: it cannot be written.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="postil-"))
        folder.chmod(0o700)  # whatever the umask takes away
    except OSError as error:
        raise PostilError(f"no file for the editor: {error.strerror or error}") from error
    path = folder / "note.md"
    files.write_atomic(path, text.encode("utf-8", "replace"), durable=False)
    yield path
    files.remove(path)
    with contextlib.suppress(OSError):  # an editor may have left its own files there
        folder.rmdir()


def _run(command: list[str], path: Path) -> None:
    try:
        code = subprocess.call(command)  # noqa: S603 - the user's own editor, no shell
    except OSError as error:
        raise PostilError(
            f"{command[0]} did not start: {error.strerror or error}",
            hint="set $EDITOR, or editor in config.yaml",
        ) from error
    if code:
        raise PostilError(f"{command[0]} ended with {code}; what was typed is in {path}")


@contextlib.contextmanager
def suspended(app: App[object]) -> Iterator[None]:
    """The terminal given to the editor, where there is one to give."""
    from textual.app import SuspendNotSupported  # noqa: PLC0415 - only when an editor is opened

    with contextlib.ExitStack() as stack:
        with contextlib.suppress(SuspendNotSupported):
            stack.enter_context(app.suspend())
        yield

"""A text in the user's own editor."""

from __future__ import annotations

import contextlib
import os
import shlex
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from store import files
from store.errors import PostilError, StoreError

if TYPE_CHECKING:
    from textual.app import App

SIZE_LIMIT = 16_000_000
"""Bytes of a text that is read back."""

_PLUS = frozenset({
    "vi", "vim", "nvim", "vim.basic", "vim.tiny", "gvim", "view", "nano", "pico", "emacs",
    "emacsclient", "kak", "micro", "joe", "jmacs", "mg", "ne", "jed",
})  # fmt: skip
_COLON = frozenset({"hx", "helix", "subl"})
_GOTO = frozenset({"code", "codium", "code-insiders"})


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


def at_line(command: Sequence[str], path: Path, line: int) -> list[str]:
    """The command that opens ``path`` at a line (from 1), if that editor is known to do so."""
    name = Path(command[0]).name.removesuffix(".exe")
    if line > 1 and name in _PLUS:
        return [*command, f"+{line}", str(path)]
    if line > 1 and name in _COLON:
        return [*command, f"{path}:{line}"]
    if line > 1 and name in _GOTO:
        return [*command, "--goto", f"{path}:{line}"]
    return [*command, str(path)]


def edit_text(
    app: App[object] | None, text: str, configured: str, *, name: str = "note.md", line: int = 1
) -> str | None:
    """``text`` as its user left it in the editor; ``None`` when it is unchanged or left empty.

    Args:
        app: What gives its terminal to the editor; ``None``: nothing has it.
        text: What to begin with.
        configured: The editor that ``config.yaml`` names, or ``""``.
        name: The name of the file that is edited.
        line: Where the cursor is to stand, from 1, in an editor that is known.

    Raises:
        PostilError: the editor could not be started or failed; what was typed is kept in the file
            that the message names.
    """
    command = editor_command(configured)
    given = text if text.endswith("\n") or not text else f"{text}\n"
    with draft(given, name) as path:
        with suspended(app) if app is not None else contextlib.nullcontext():
            _run(at_line(command, path, line), path)
        try:
            edited = files.read_bytes(path, SIZE_LIMIT).decode("utf-8-sig")
        except StoreError as error:
            raise PostilError(f"{error.message}; what was typed is in {path}") from error
        except UnicodeDecodeError as error:
            raise PostilError(f"what was typed is not UTF-8; it is in {path}") from error
    return None if edited.strip() in {"", text.strip()} else edited


@contextlib.contextmanager
def draft(text: str, name: str) -> Iterator[Path]:
    """A file for an editor that only its owner may read; it stays when the block is left by error.

    Raises:
        PostilError: it cannot be written.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix="postil-"))
        folder.chmod(0o700)  # whatever the umask takes away
    except OSError as error:
        raise PostilError(f"no file for the editor: {error.strerror or error}") from error
    path = folder / name
    files.write_atomic(path, text.encode(), durable=False)
    yield path
    files.remove(path)
    with contextlib.suppress(OSError):  # an editor may have left its own files there
        folder.rmdir()


def keep_unsaved(folder: Path, name: str, text: str) -> Path:
    """Keep a text that could not be saved; where it is.

    In ``folder``; where that cannot be written (it may be why), in one for temporary files.
    """
    path = folder / f"unsaved-{name}"
    try:
        files.write_atomic(path, text.encode())
    except StoreError:
        path = Path(tempfile.mkdtemp(prefix="postil-")) / name
        files.write_atomic(path, text.encode())
    return path


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
    """The terminal given to the editor, where there is one to give, and taken back in any case.

    Textual takes it back only where nothing is raised, so that is kept until then.
    """
    from textual.app import SuspendNotSupported  # noqa: PLC0415 - only when an editor is opened

    raised: BaseException | None = None
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(SuspendNotSupported):
            stack.enter_context(app.suspend())
        try:
            yield
        except BaseException as error:  # noqa: BLE001 - raised again below
            raised = error
    if raised is not None:
        raise raised

"""Errors in words: what went wrong, what to do, which exit code. Bugs become a short report."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from store.errors import ConflictError, PostilError, QueryError
from store.text.clean import clean_line
from tui.cli.cells import cut, width
from tui.cli.options import Session
from tui.cli.output import talk, terminal_width
from tui.cli.registry import find

FAILED = 1
WRONG_USAGE = 2


def show_failure(error: Exception, args: Sequence[str], session: Session) -> int:
    """Say on stderr what ``error`` means and return the exit code for it."""
    if isinstance(error, click.UsageError):
        return _show_usage(error, args)
    if isinstance(error, click.ClickException):
        talk(f"postil: {clean_line(error.format_message())}")
        return error.exit_code
    if isinstance(error, PostilError):
        show_error(error, told=error.message in session.told)
        return error.exit_code
    if isinstance(error, OSError) and error.errno is not None:
        talk(f"postil: {clean_line(_os_message(error))}")
        return FAILED
    return _show_bug(error, args, session)


def show_error(error: PostilError, *, subject: str = "", told: bool = False) -> None:
    """The message (after ``subject``, if any), the candidates and the hint, cleaned.

    One that was ``told`` a moment ago is not said again.
    """
    message = f"{subject}: {error.message}" if subject else error.message
    if not told:
        talk(f"postil: {clean_line(message + _place(error))}")
    if isinstance(error, QueryError):
        for text in pointed_at(error):
            talk(f"  {text}")
    if isinstance(error, ConflictError):
        for candidate in error.candidates:
            talk(f"  {clean_line(candidate)}")
    if error.hint:
        talk(f"  {clean_line(error.hint)}")


def pointed_at(error: QueryError) -> tuple[str, str]:
    """The line that cannot be read, and carets under the place that is wrong, in cells.

    Of a long line, what is around the place.
    """
    typed = "".join(char if char.isprintable() else " " for char in error.typed)
    room = terminal_width() - 4
    start, end = error.start, max(error.end, error.start)
    first = 0 if width(typed) <= room else max(0, start - room // 3)
    shown = cut(("…" if first else "") + typed[first:], room)
    before = width(typed[first:start]) + bool(first)
    return shown, " " * before + "^" * max(1, min(width(typed[start:end]), room - before))


def _place(error: PostilError) -> str:
    """Where it happened, unless the message says it."""
    if isinstance(error, QueryError):
        return f" (column {error.start + 1})"
    if error.path is None or error.path.name in error.message:
        return ""
    return f" ({error.path}{f':{error.line}' if error.line else ''})"


def _show_usage(error: click.UsageError, args: Sequence[str]) -> int:
    where = error.ctx.command_path if error.ctx else _command(args)
    message = clean_line(error.format_message()).rstrip(".")
    stop = "" if message.endswith("?") else "."
    talk(f"postil: {message}{stop} See {where} --help")
    return WRONG_USAGE


def _command(args: Sequence[str]) -> str:
    """What was called, without its values."""
    name = next((arg for arg in args if find(arg)), "")
    return f"postil {name}".rstrip()


def _os_message(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"{what}: {os.fsdecode(error.filename)}" if error.filename else what


def _show_bug(error: Exception, args: Sequence[str], session: Session) -> int:
    from tui.report import report  # noqa: PLC0415 - only for a bug

    for text in report(error, _command(args), session.folders().state):
        talk(text)
    sys.stderr.flush()
    return FAILED

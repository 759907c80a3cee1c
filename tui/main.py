"""The entry point: runs a command, and is the one place where errors become words.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 conflict; 130 interrupted and 141
when the reader of our output went away, as shells report the two signals.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Sequence

from tui.garbage import hold
from tui.session import Session

INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line with ``argv`` (or the process's arguments) and return its exit code."""
    if argv is None:
        hold()
    args = list(sys.argv[1:] if argv is None else argv)
    _prepare_streams()
    try:
        code = _run(args)
        sys.stdout.flush()
    except BrokenPipeError:
        return _leave_pipe()
    except KeyboardInterrupt:
        return _interrupted()
    return code


def _run(args: list[str]) -> int:
    session = Session()
    try:
        if _opens_reader(args):
            from tui.launch import open_reader  # noqa: PLC0415 - not for any other command

            return open_reader(session, *args[1:])
        from tui.cli.group import run  # noqa: PLC0415 - opening the reader needs no click

        return run(args, session)
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the one place where every error becomes words
        from tui.cli.failure import show_failure  # noqa: PLC0415 - only when something failed

        return show_failure(error, args, session)


def _opens_reader(args: list[str]) -> bool:
    """Says ``args`` no more than which article to open: then nothing has to be parsed."""
    if "_POSTIL_COMPLETE" in os.environ:
        return False
    return not args or (args[0] == "read" and len(args) <= 2 and not args[-1].startswith("-"))


def _interrupted() -> int:
    with contextlib.suppress(OSError):
        print("\npostil: interrupted", file=sys.stderr)  # noqa: T201 - stderr is talk
    return INTERRUPTED


def _prepare_streams() -> None:
    """Data is UTF-8 wherever it goes; a terminal that cannot show a character shows ``?``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            if stream.isatty():
                stream.reconfigure(errors="replace")
            else:
                stream.reconfigure(encoding="utf-8", errors="replace")


def _leave_pipe() -> int:
    """Point stdout at nothing, so that the interpreter's last flush has nowhere to fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    with contextlib.suppress(OSError, ValueError):
        os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return PIPE_CLOSED


if __name__ == "__main__":
    sys.exit(main())

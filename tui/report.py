"""What a bug shows: a few lines to copy into a report, and the log that has the rest.

The lines name files of postil, never the user's text.
"""

from __future__ import annotations

import contextlib
import platform
import traceback
from datetime import UTC, datetime
from pathlib import Path

from store.errors import StoreError
from store.files import append_line, make_private_folder
from store.text.clean import clean_line
from tui.cli.version import version

LOG = "postil.log"
LIMIT = 1_000_000
"""Bytes after which the log starts anew; one older log is kept."""


def report(error: BaseException, doing: str, state: Path) -> list[str]:
    """Write ``error`` to the log in ``state`` and return the lines to show.

    Args:
        error: What nobody expected.
        doing: What was running, for example ``postil list``.
        state: The state folder; made if it is not there.
    """
    lines = [
        "postil: this is a bug in postil, not something you did. Please report these lines:",
        f"  postil {version()}, Python {platform.python_version()}, {platform.system()}",
        f"  {clean_line(doing)}",
        f"  {type(error).__name__} in {_where(error)}",
    ]
    path = state / LOG
    try:
        _append(path, doing, "".join(traceback.format_exception(error)))
    except (OSError, StoreError) as failure:
        lines.append(f"  (there is no log: {clean_line(str(failure))})")
    else:
        lines.append(f"What happened in full: {clean_line(str(path))}")
    return lines


def _where(error: BaseException) -> str:
    """The innermost place in postil, as file:line."""
    root = Path(__file__).parent.parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        with contextlib.suppress(ValueError):
            inside = Path(frame.filename).relative_to(root)
            if inside.parts[0] in {"tui", "store", "themes"}:
                return f"{inside.as_posix()}:{frame.lineno}"
    return "an unknown place"


def note(doing: str, what: str, state: Path) -> None:
    """Write to the log what went wrong and needs nobody's attention; if it can be written."""
    with contextlib.suppress(OSError, StoreError):
        _append(state / LOG, doing, f"{what}\n")


def _append(path: Path, doing: str, text: str) -> None:
    make_private_folder(path.parent)
    if path.exists() and path.stat().st_size > LIMIT:
        path.replace(path.with_suffix(".log.1"))
    when = datetime.now(UTC).isoformat(timespec="seconds")
    entry = f"{when} postil {version()}: {doing}\n{text}"
    append_line(path, entry.encode("utf-8", "replace"))

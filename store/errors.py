"""The one tree of errors: each has a message for people, a hint, and an exit code.

Raised close to the cause, shown in one place (``tui.main`` on the command line, the
status line in the reader). Exit codes are those of the command line.
"""

from __future__ import annotations

import re
from pathlib import Path

_BREAKS = re.compile("[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")


class PostilError(Exception):
    """Something that its user can understand and act on.

    Attributes:
        message: One sentence, what went wrong and where; no line breaks.
        hint: What to do about it, or ``""``.
        exit_code: 1 failed, 2 wrong usage, 3 not found, 4 conflict.
        path: The file or folder concerned, if any.
        line: 1-based line in ``path``, if known.
    """

    exit_code = 1

    def __init__(
        self, message: str, *, hint: str = "", path: Path | None = None, line: int | None = None
    ) -> None:
        message = _BREAKS.sub(" ", message)  # a file's name may hold a line break
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line


class UsageError(PostilError):
    """Asked in a way that cannot be answered: a bad query, colour, name or option."""

    exit_code = 2


class QueryError(UsageError):
    """A search that cannot be read.

    Attributes:
        start: The first code point of the line that is wrong.
        end: Past the last one; equal to ``start`` where something is missing.
        typed: The line, where it is known; ``""``: it is not.
    """

    def __init__(self, message: str, start: int, end: int, *, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.start = start
        self.end = end
        self.typed = ""


class NotFoundError(PostilError):
    """No article, highlight, tag or theme of that name."""

    exit_code = 3


class ConflictError(PostilError):
    """More than one answer fits, or the place changed under us.

    Attributes:
        candidates: Lines that show what fits, for people to choose from.
    """

    exit_code = 4

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        path: Path | None = None,
        line: int | None = None,
        candidates: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message, hint=hint, path=path, line=line)
        self.candidates = candidates


class SourceError(PostilError):
    """A source could not be imported: unreadable, too large, not text, a broken file."""


class StoreError(PostilError):
    """A file of the library could not be read or written."""


class BusyError(StoreError):
    """Another process or thread is changing the file all the time; nothing was done."""


class ChangedMeanwhileError(StoreError):
    """A file was changed by another program between reading and writing; it is as that left it."""


class DamagedFileError(StoreError):
    """A file of the library does not hold what it should; it is never written over."""


class ConfigError(PostilError):
    """The configuration or a theme is wrong."""

    exit_code = 2

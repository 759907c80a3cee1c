"""Every point at which the store touches the disk, counted; at the chosen one it goes wrong.

A point is a call that changes something on the disk: a file opened for writing, a write, an
``fsync``, a rename, a transaction of the catalogue begun or ended. They are wrapped where Python
looks them up, so that nothing that writes can pass them by. Files that Python would write itself
(``os.fdopen``: those of the index) are written through ``os.write``.
"""

from __future__ import annotations

import io
import os
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

_CALLS = (
    "write", "fsync", "replace", "rename", "link", "unlink", "remove", "utime", "fchmod", "chmod",
    "mkdir", "rmdir", "ftruncate", "truncate", "symlink",
)  # fmt: skip
_STATEMENTS = ("BEGIN", "COMMIT")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT

_fdopen = os.fdopen

Fault = Callable[[str, tuple[Any, ...]], None]
"""Gets the name and the arguments of the call that is about to be made."""


def sample(count: int, most: int) -> list[int]:
    """Of ``count`` points, all or ``most`` that are spread evenly over them, both ends included."""
    if count <= most:
        return list(range(count))
    return [round(at * (count - 1) / (most - 1)) for at in range(most)]


class Points:
    """Counts the points that are passed, and calls ``fault`` at those it is told.

    Attributes:
        at: The chosen point.
        lasting: Whether what goes wrong there goes on to do so.
        armed: Whether points count yet.
        passed: The names of the points, in their order.
    """

    def __init__(self, fault: Fault, at: int, *, lasting: bool = False, only: str = "") -> None:
        """``at`` counts from 0; a ``lasting`` fault is there from then on.

        With ``only``, no call but that one is a point.
        """
        self._only = only
        self._fault = fault
        self.at = at
        self.lasting = lasting
        self.armed = False
        self.passed: list[str] = []

    def reach(self, name: str, arguments: tuple[Any, ...]) -> None:
        """A point is reached."""
        if not self.armed or self._only not in {"", name}:
            return
        number = len(self.passed)
        self.passed.append(name)
        if number == self.at or (self.lasting and number > self.at):
            self._fault(name, arguments)

    @property
    def met(self) -> bool:
        """Whether the chosen point was reached."""
        return len(self.passed) > self.at

    @contextmanager
    def laid(self) -> Iterator[None]:
        """While this is open, all points are watched."""
        with (
            patch.multiple(os, **{name: self._watched(name) for name in _CALLS}),
            patch.object(os, "open", self._opened()),
            patch.object(os, "fdopen", _written),
            patch.object(sqlite3, "connect", self._connected()),
        ):
            yield

    def _watched(self, name: str) -> Callable[..., Any]:
        call = getattr(os, name)

        def watched(*arguments: Any, **options: Any) -> Any:
            self.reach(name, arguments)
            return call(*arguments, **options)

        return watched

    def _opened(self) -> Callable[..., int]:
        call = os.open

        def opened(path: Any, flags: int, *arguments: Any, **options: Any) -> int:
            if flags & _WRITING:
                self.reach("open", (path, flags))
            return call(path, flags, *arguments, **options)

        return opened

    def _connected(self) -> Callable[..., sqlite3.Connection]:
        points, connect = self, sqlite3.connect

        class Watched(sqlite3.Connection):
            def execute(self, statement: str, *arguments: Any) -> sqlite3.Cursor:
                word = statement.split(" ", 1)[0]
                if word in _STATEMENTS:
                    points.reach(word, (statement,))
                return super().execute(statement, *arguments)

        def connected(*arguments: Any, **options: Any) -> sqlite3.Connection:
            found: sqlite3.Connection = connect(*arguments, factory=Watched, **options)
            return found

        return connected


class _Written(io.RawIOBase):
    """An open file that is written by ``os.write``."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def fileno(self) -> int:
        return self._descriptor

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return os.lseek(self._descriptor, offset, whence)

    def write(self, data: Any) -> int:
        return os.write(self._descriptor, data)

    def close(self) -> None:
        if not self.closed:
            super().close()
            os.close(self._descriptor)


def _written(descriptor: int, mode: str = "r", *arguments: Any, **options: Any) -> Any:
    if mode == "wb" and not arguments and not options:
        return io.BufferedWriter(_Written(descriptor))
    return _fdopen(descriptor, mode, *arguments, **options)


def kill(name: str, arguments: tuple[Any, ...]) -> None:
    """The process ends here, as with ``kill -9``."""
    os.kill(os.getpid(), signal.SIGKILL)


def tear(name: str, arguments: tuple[Any, ...]) -> None:
    """Half of what is to be written is, and then the process ends."""
    if name == "write":
        descriptor, data = arguments
        # The wrapped call would be a point of its own.
        with _fdopen(descriptor, "wb", buffering=0, closefd=False) as file:
            file.write(bytes(data[: len(data) // 2]))
    kill(name, arguments)


def refuse(number: int) -> Fault:
    """The system says no, with that error number."""

    def refused(name: str, arguments: tuple[Any, ...]) -> None:
        if name in _STATEMENTS:
            raise sqlite3.OperationalError(f"database or disk: {os.strerror(number)}")
        raise OSError(number, os.strerror(number))

    return refused


def nothing(name: str, arguments: tuple[Any, ...]) -> None:
    """Nothing goes wrong: for counting."""

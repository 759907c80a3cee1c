"""A SQLite file for what is derived: made anew when it is damaged or of another version."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from store import files
from store.errors import DamagedFileError, StoreError

_BUSY_SECONDS = 30
_CACHE_KB = 500
"""Of each connection, one a thread: the system keeps the file's pages, too."""


class Database:
    """The file and its connections, one a thread. Safe from any thread.

    Args:
        path: The file; its folder must be there.
        schema: The statements that make the tables.
        version: Of the schema. A file of another version is thrown away.

    Raises:
        StoreError: the file cannot be written.
    """

    def __init__(self, path: Path, schema: Sequence[str], version: int) -> None:
        self._path = path
        self._schema = schema
        self._wanted = version
        self._local = threading.local()
        self._all: list[sqlite3.Connection] = []
        self._guard = threading.Lock()
        self._prepare()

    def _connect(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            files.make_private_file(self._path)  # SQLite gives its other files the same mode
            connection = sqlite3.connect(
                self._path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            with self._guard:
                self._all.append(connection)  # first: what fails below must be closed, too
            _write_ahead(connection)
            # Derived data: a lost commit after a power cut is found again by name, time and size.
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(f"PRAGMA cache_size = -{_CACHE_KB}")
            self._local.connection = connection
        return connection

    def _prepare(self) -> None:
        try:
            version = self._version()
            if version == self._wanted:
                return
            if version:
                self._remove()
            self._create()
        except DamagedFileError:
            self.start_over()
        except sqlite3.DatabaseError as error:
            if _is_busy(error):  # sound, and another process is at work in it
                raise _failure(error, self._path) from error
            self.start_over()

    def _version(self) -> int:
        return int(self._connect().execute("PRAGMA user_version").fetchone()[0])

    def _create(self) -> None:
        with self.transaction() as db:
            if self._version() == self._wanted:  # made already, or by another process just now
                return
            for statement in self._schema:
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {self._wanted}")

    def start_over(self) -> None:
        """Throw the file away and make an empty one."""
        try:
            self._remove()
            self._create()
        except (sqlite3.DatabaseError, OSError) as error:
            raise _failure(error, self._path) from error

    def _remove(self) -> None:
        self.close()
        for suffix in ("", "-wal", "-shm"):
            self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._guard:
            for connection in self._all:
                connection.close()
            self._all.clear()
        self._local = threading.local()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """One atomic change; nested uses join the outer one.

        Raises:
            StoreError: it cannot be made; nothing of it was.
        """
        connection = self._connect()
        if connection.in_transaction:
            yield connection
            return
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.Error):  # a full disk has rolled it back already
                connection.execute("ROLLBACK")
            if isinstance(error, sqlite3.DatabaseError):
                raise _failure(error, self._path) from error
            raise

    def _rows(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query.

        Raises:
            DamagedFileError: the file is damaged.
            StoreError: it cannot be read.
        """
        try:
            return self._connect().execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise _failure(error, self._path) from error

    def _each(self, query: str, values: Sequence[Any] = ()) -> Iterator[tuple[Any, ...]]:
        """The same, one after the other: they are never in memory all at once."""
        try:
            yield from self._connect().execute(query, values)
        except sqlite3.DatabaseError as error:
            raise _failure(error, self._path) from error

    def _row(self, query: str, values: Sequence[Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, if there is one; raises as ``_rows``."""
        rows = self._rows(query, values)
        return rows[0] if rows else None


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Let readers go on while another writes; the file remembers it.

    Where several processes find a new file at once, SQLite does not wait for its turn here.
    """
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if not _is_busy(error) or time.monotonic() > until:
                raise
            time.sleep(0.005)
        else:
            return


def _is_busy(error: sqlite3.DatabaseError) -> bool:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without what kind of busy it is
    return code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def _failure(error: Exception, path: Path) -> StoreError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
        return DamagedFileError(
            f"the catalogue is damaged: {error}",
            hint="postil reindex makes it anew; nothing of yours is in it",
            path=path,
        )
    busy = isinstance(error, sqlite3.DatabaseError) and _is_busy(error)
    return StoreError(
        f"the catalogue cannot be written: {error}",
        hint="another postil is at work; try again"
        if busy
        else "check the free space and the permissions of the cache folder",
        path=path,
    )

"""The codebook's file: read when it has changed, changed under its lock, never written over.

What is changed is a change of the key ``CODEBOOK``, which holds the entries concerned before and
after, as they stand in the file. It is made only where they are as before.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from store import files
from store.annotations_edit import Change
from store.codebook import FILE, Codebook, Raw, codebook, is_newer, tags_in
from store.codebook_text import read, rewritten
from store.errors import ConflictError, StoreError
from store.files import NO_FILE, Stamp

CODEBOOK = "codebook"
"""The key of a change of the codebook; it belongs to no article."""

_SIZE_LIMIT = 4_000_000


class CodebookShelf:
    """``tags.yaml`` of one library. Safe from any thread, and beside other processes."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._lock = threading.Lock()
        self._known: tuple[Stamp, Codebook] = (NO_FILE, Codebook())

    def get(self) -> Codebook:
        """The codebook as it is on disk.

        Raises:
            DamagedFileError: it cannot be read; with the line and the column.
            StoreError: it is no file, or too large.
        """
        with self._lock:
            stamp = files.find_stamp(self._path) or NO_FILE
            if stamp != self._known[0]:
                data, stamp = self._read()
                self._known = (stamp, codebook(tags_in(read(data, self._path))))
            return self._known[1]

    def raw(self) -> Raw:
        """The file as it stands, with what is passed by; raises as ``get``."""
        return read(self._read()[0], self._path)

    def working(self) -> Codebook:
        """The codebook as it is on disk; an empty one if it cannot be read: tags work without."""
        try:
            return self.get()
        except StoreError:
            return Codebook()

    def settled(self, tags: Iterable[str]) -> tuple[str, ...]:
        """Tags under their main names (``Codebook.settled``)."""
        return self.working().settled(tags)

    def change(self, edit: Callable[[Raw], dict[str, Any]]) -> Change | None:
        """The change that makes the entries what ``edit`` makes of them; ``None``: they are so.

        Raises:
            StoreError: the file cannot be read, or a later postil wrote it.
        """
        before = tags_in(self._readable(self._read()[0]))
        after = edit(before)
        differing = [
            key
            for key in (*before, *(key for key in after if key not in before))
            if (key in before, before.get(key)) != (key in after, after.get(key))
        ]
        if not differing:
            return None
        return Change("", CODEBOOK, _part(before, differing), _part(after, differing))

    def apply(self, change: Change) -> None:
        """Make the change in the file; nothing where it is made already.

        Raises:
            ConflictError: an entry was changed since; nothing is written.
            StoreError: the file cannot be read or written, or a later postil wrote it.
        """
        before, after = _entries(change.before), _entries(change.after)
        with files.locked(self._path):
            files.until_still(lambda: self._replace(before, after))

    def _replace(self, before: dict[str, Any], after: dict[str, Any]) -> None:
        concerned = [*before, *(key for key in after if key not in before)]
        data, stamp = self._read()
        present = _part(tags_in(self._readable(data)), concerned)
        if present == after:
            return
        if present != before:
            raise ConflictError(
                f"{FILE} says something else of {_named(concerned)} since",
                hint="look at it again; nothing was changed there",
            )
        gone = [key for key in before if key not in after]
        files.write_atomic(self._path, rewritten(data, gone, after, self._path), since=stamp)

    def _read(self) -> tuple[bytes, Stamp]:
        if files.find_stamp(self._path) is None:
            return b"", NO_FILE
        return files.read_stamped(self._path, _SIZE_LIMIT)

    def _readable(self, data: bytes) -> Raw:
        raw = read(data, self._path)
        if is_newer(raw):
            raise StoreError(
                f"{FILE} was written by a later postil",
                hint="it can be read here; to change it, install the new version",
                path=self._path,
            )
        return raw


def _part(tags: Raw, keys: list[str]) -> dict[str, Any]:
    return {key: tags[key] for key in keys if key in tags}


def _entries(value: object) -> dict[str, Any]:
    """Entries as the journal holds them."""
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        raise StoreError("this is no change of the codebook")
    return value


def _named(keys: list[str]) -> str:
    return f"#{keys[0]}" if len(keys) == 1 else f"{len(keys)} tags"

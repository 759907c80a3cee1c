"""Saved searches: ``lists.yaml`` in the library, one ``name: query`` a line, in the user's order.

The file is its user's own. What is changed here is changed line by line, so that comments, blank
lines and whatever else stands there stay; a file that cannot be read is never written over.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

from store import files, yaml_files
from store.errors import ConflictError, DamagedFileError, NotFoundError, StoreError, UsageError
from store.text.clean import clean_line

FILE = "lists.yaml"
_SIZE_LIMIT = 1_000_000
_LONGEST = 100
_QUERY_LONGEST = 1000


class SavedSearch(NamedTuple):
    """A query with a name."""

    name: str
    query: str


class SavedSearches:
    """The saved searches of one library. Safe from any thread, and beside other processes.

    Every method raises ``DamagedFileError`` when the file cannot be read (with the line), and
    ``StoreError`` when it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def all(self) -> list[SavedSearch]:
        """The saved searches in the order of the file."""
        return [
            SavedSearch(clean_line(name), clean_line(query, _QUERY_LONGEST))
            for name, value in _parsed(self._read(), self._path).items()
            if clean_line(name) and (query := _query_of(value)) is not None
        ]

    def save(self, name: str, query: str) -> None:
        """Save ``query`` as ``name``: in the place of the one of that name, or at the end.

        Raises:
            UsageError: there is no name, or the query cannot be read.
        """
        from store.search.query import parse  # noqa: PLC0415 - only to save one

        name, query = _name(name), clean_line(query, _QUERY_LONGEST + 1)
        if not query or len(query) > _QUERY_LONGEST:
            raise UsageError(
                "there is no search to save" if not query else "the search is too long"
            )
        parse(query)
        self._change(name, _line_of(name, query), {name: query})

    def delete(self, name: str) -> None:
        """Take the search of that name away.

        Raises:
            NotFoundError: there is none.
        """
        self._change(self._known(name), "", {})

    def rename(self, old: str, new: str) -> None:
        """Give a search another name; it stays where it is.

        Raises:
            ConflictError: another one has that name.
            NotFoundError: there is none of the old name.
        """
        old, new = self._known(old), _name(new)
        present = _parsed(self._read(), self._path)
        if new != old and new in present:
            raise ConflictError(f"there is a search {new!r} already", hint="take another name")
        query = _query_of(present[old]) or ""
        self._change(old, _line_of(new, query), {new: query})

    # -- inside --------------------------------------------------------------------------------

    def _known(self, name: str) -> str:
        """The key in the file that is shown as ``name``."""
        for key, value in _parsed(self._read(), self._path).items():
            if _query_of(value) is not None and name in {key, clean_line(key)}:
                return key
        raise NotFoundError(f"no saved search {name!r}")

    def _read(self) -> bytes:
        if files.find_stamp(self._path) is None:
            return b""
        return files.read_bytes(self._path, _SIZE_LIMIT)

    def _change(self, key: str, line: str, entry: dict[str, Any]) -> None:
        """Put ``line``, which says ``entry``, where ``key`` stands, or at the end."""
        with files.locked(self._path):
            data = self._read()
            present = _parsed(data, self._path)
            wanted: dict[str, Any] = {}
            for name, value in present.items():
                wanted |= entry if name == key else {name: value}
            wanted |= entry
            text = _edited(data.decode("utf-8-sig"), list(present), key, line)
            if not _says(text, wanted, self._path):
                text = yaml_files.dumps(wanted) if wanted else ""
            if not wanted and not text.strip():
                text = ""
            if text.encode() != data:
                files.write_atomic(self._path, text.encode())


def _name(name: str) -> str:
    cleaned = clean_line(name)
    if not cleaned or len(cleaned) > _LONGEST:
        raise UsageError("a saved search needs a name of 1 to 100 characters")
    return cleaned


def _query_of(value: object) -> str | None:
    """The query that a value of the file is; ``None`` for something of another kind."""
    text = yaml_files.text_of(value)
    return text if text and text.strip() else None


def _parsed(data: bytes, path: Path) -> dict[str, Any]:
    """What the file says by key."""
    value = yaml_files.loads(data, str(path)) if data.strip() else {}
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise DamagedFileError(
            f"{path.name}, line 1: not a list of names and queries",
            hint="write one a line, such as   to read: is:unread",
            path=path,
            line=1,
        )
    return value


def _says(text: str, wanted: dict[str, Any], path: Path) -> bool:
    try:
        found = _parsed(text.encode(), path)
    except StoreError:
        return False
    return list(found.items()) == list(wanted.items())


def _line_of(name: str, query: str) -> str:
    return yaml_files.dumps({name: query})


def _edited(text: str, keys: list[str], key: str, line: str) -> str:
    """``text`` with the lines of ``key`` replaced by ``line``, or ``line`` at its end.

    It goes by the lines that begin in the first column, which is how nearly every such file is
    written; the caller checks what came of it.
    """
    lines = text.splitlines(keepends=True)
    heads = [at for at, each in enumerate(lines) if re.match(r"[^\s#]", each)]
    if key not in keys or len(heads) != len(keys):
        if lines and not lines[-1].endswith("\n"):
            lines[-1] += "\n"
        return "".join(lines) + line
    start = heads[keys.index(key)]
    end = start + 1
    while end < len(lines) and lines[end][:1] in {" ", "\t"} and lines[end].strip():
        end += 1
    return "".join([*lines[:start], line, *lines[end:]])

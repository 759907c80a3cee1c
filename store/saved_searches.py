"""Saved searches: ``lists.yaml`` in the library, one ``name: query`` a line, in the user's order.

The file is its user's own. What is changed here is changed line by line, so that comments, blank
lines and whatever else stands there stay; a file that cannot be read is never written over.

Saving, deleting and renaming are acts: a change of the key ``SEARCHES`` holds the file's text
before and after it, and is made only where the file says what it said before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from store import files, yaml_files
from store.annotations_edit import Change
from store.errors import ConflictError, DamagedFileError, NotFoundError, StoreError, UsageError
from store.files import NO_FILE, Stamp
from store.text.clean import clean_line

FILE = "lists.yaml"
SEARCHES = "searches"
"""The key of the change of the saved searches."""
_SIZE_LIMIT = 1_000_000
_LONGEST = 100
_QUERY_LONGEST = 1000


class SavedSearch(NamedTuple):
    """A query with a name."""

    name: str
    query: str


class SearchFile:
    """The file of one library's saved searches. Safe from any thread, and beside other processes.

    Every method raises ``DamagedFileError`` when the file cannot be read (with the line), and
    ``StoreError`` when it cannot be written.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE

    def all(self) -> list[SavedSearch]:
        """The saved searches in the order of the file."""
        return [
            SavedSearch(clean_line(name), clean_line(query, _QUERY_LONGEST))
            for name, value in self.parsed(self.text()).items()
            if clean_line(name) and (query := _query_of(value)) is not None
        ]

    def text(self) -> str:
        """What stands in the file; ``""`` when there is none."""
        return self._read()[0]

    def parsed(self, text: str | bytes) -> dict[str, Any]:
        """What ``text`` says by key."""
        return _parsed(text.encode() if isinstance(text, str) else text, self.path)

    def apply(self, change: Change) -> None:
        """Make a change of the key ``SEARCHES``; nothing where it is made already.

        Raises:
            ConflictError: the file says something else now; it is left as it is.
        """
        before, after = change.before, change.after
        if not isinstance(before, str) or not isinstance(after, str):
            raise StoreError(f"this is no change of {FILE}: {before!r}")
        with files.locked(self.path):
            files.until_still(lambda: self._replace(before, after))

    def _replace(self, before: str, after: str) -> None:
        present, stamp = self._read()
        if present == after:
            return
        if present != before:
            raise ConflictError(
                f"{FILE} was changed since", hint="look at it again; nothing was changed now"
            )
        files.write_atomic(self.path, after.encode(), since=stamp)

    def _read(self) -> tuple[str, Stamp]:
        if files.find_stamp(self.path) is None:
            return "", NO_FILE
        data, stamp = files.read_stamped(self.path, _SIZE_LIMIT)
        self.parsed(data)  # says which bytes are not UTF-8
        return data.decode(), stamp


class SavedSearches:
    """The acts on the saved searches of one library; each raises what ``SearchFile`` raises.

    Args:
        file: Where they are.
        act: Makes changes and records them under a title, as ``Acting.act`` does.
    """

    def __init__(self, file: SearchFile, act: Callable[[str, Sequence[Change]], object]) -> None:
        self._file = file
        self._act = act

    def save(self, name: str, query: str) -> None:
        """Save ``query`` as ``name``: in the place of the one of that name, or at the end.

        Raises:
            UsageError: there is no name, or the query cannot be read.
        """
        from store.search.language.parser import parse  # noqa: PLC0415 - only to save one

        name, query = _name(name), clean_line(query, _QUERY_LONGEST + 1)
        if not query or len(query) > _QUERY_LONGEST:
            raise UsageError(
                "there is no search to save" if not query else "the search is too long"
            )
        parse(query, whole=True)
        self._change(f"saving of the search {name}", name, _line_of(name, query), {name: query})

    def delete(self, name: str) -> None:
        """Take the search of that name away.

        Raises:
            NotFoundError: there is none.
        """
        self._change(f"deletion of the search {name}", self._known(name), "", {})

    def rename(self, old: str, new: str) -> None:
        """Give a search another name; it stays where it is.

        Raises:
            ConflictError: another one has that name.
            NotFoundError: there is none of the old name.
        """
        old, new = self._known(old), _name(new)
        present = self._file.parsed(self._file.text())
        if new != old and new in present:
            raise ConflictError(f"there is a search {new!r} already", hint="take another name")
        query = _query_of(present[old]) or ""
        title = f"renaming of the search {clean_line(old)}"
        self._change(title, old, _line_of(new, query), {new: query})

    # -- inside --------------------------------------------------------------------------------

    def _known(self, name: str) -> str:
        """The key in the file that is shown as ``name``."""
        for key, value in self._file.parsed(self._file.text()).items():
            if _query_of(value) is not None and name in {key, clean_line(key)}:
                return key
        raise NotFoundError(f"no saved search {name!r}")

    def _change(self, title: str, key: str, line: str, entry: dict[str, Any]) -> None:
        """Put ``line``, which says ``entry``, where ``key`` stands, or at the end."""
        before = self._file.text()
        present = self._file.parsed(before)
        wanted: dict[str, Any] = {}
        for name, value in present.items():
            wanted |= entry if name == key else {name: value}
        wanted |= entry
        after = _edited(before.removeprefix("\ufeff"), list(present), key, line)
        if not _says(after, wanted, self._file.path):
            after = yaml_files.dumps(wanted) if wanted else ""
        if not wanted and not after.strip():
            after = ""
        if after != before:
            self._act(title, [Change("", SEARCHES, before, after)])


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

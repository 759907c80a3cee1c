"""The journal of acts, for undo and redo: kept on this machine, survives a restart.

One JSON object a line: an act, or that one was undone, done again or not made after all. Lines
are only added, so a crash costs the last one at most; when there are far too many, the file is
rewritten with those acts that still count. Several processes may write to the same journal.
"""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from store import files
from store.annotations_edit import Change
from store.errors import StoreError
from store.files import NO_FILE, Stamp

__all__ = ["KEPT", "Act", "Change", "History", "act_from_json", "act_to_json"]

KEPT = 1000
"""How many acts can be undone."""

_LINES = 3 * KEPT  # as many lines make a rewrite due
_BYTES = 64_000_000  # as many bytes too
_SIZE_LIMIT = 4 * _BYTES


class Act(NamedTuple):
    """What one command did, in the changes it was made of.

    Attributes:
        id: Its own.
        at: When.
        title: What it was in words, such as ``highlight``.
        changes: In the order in which they were made.
    """

    id: str
    at: str
    title: str
    changes: tuple[Change, ...]


class History:
    """The acts of one library on this machine. Safe from any thread.

    Its methods raise ``StoreError`` when the journal cannot be read or written.

    Attributes:
        problems: One sentence for each line that could not be read; those are skipped.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._stamp: Stamp | None = None
        self._lines = 0
        self._done: list[Act] = []
        self._undone: list[Act] = []
        self._cleared: list[Act] = []  # what could be done again before the last act
        self.problems: tuple[str, ...] = ()

    def record(self, act: Act) -> None:
        """Add an act that was done. What was undone before cannot be done again then."""
        self._add({"act": act_to_json(act)})

    def drop(self, act: Act) -> None:
        """Say that ``act``, which was recorded last, was not made after all."""
        self._add({"dropped": act.id})

    def knows(self, act_id: str) -> bool:
        """Whether an act was recorded, be it undone or not."""
        with self._lock:
            self._read()
            return any(act.id == act_id for act in (*self._done, *self._undone))

    def undoable(self) -> Act | None:
        """The act that undo would take back: the last that was done."""
        with self._lock:
            self._read()
            return self._done[-1] if self._done else None

    def redoable(self) -> Act | None:
        """The act that redo would do again: the last that was undone."""
        with self._lock:
            self._read()
            return self._undone[-1] if self._undone else None

    def acts(self) -> list[tuple[Act, bool]]:
        """All that are kept, the latest first, each with whether it is undone."""
        with self._lock:
            self._read()
            return [
                *((act, True) for act in self._undone),
                *((act, False) for act in reversed(self._done)),
            ]

    def mark_undone(self, act: Act) -> None:
        """Say that ``act`` was taken back."""
        self._add({"undone": act.id})

    def mark_redone(self, act: Act) -> None:
        """Say that ``act`` was done again."""
        self._add({"redone": act.id})

    def rewrite(self) -> None:
        """Write the journal anew with the acts that still count, and nothing else."""
        with self._lock, files.locked(self._path):
            self._read()
            self._rewrite()

    # -- inside --------------------------------------------------------------------------------

    def _add(self, entry: Mapping[str, Any]) -> None:
        with self._lock, files.locked(self._path):
            self._read()
            files.append_line(self._path, _line(entry))
            self._take(entry)
            self._lines += 1
            self._stamp = files.stamp(self._path)
            if self._lines > _LINES or self._stamp.size > _BYTES:
                with contextlib.suppress(StoreError):  # it is whole as it is; the next line tries
                    self._rewrite()

    def _read(self) -> None:
        """Read the journal again if another process has written to it."""
        stamp = files.find_stamp(self._path) or NO_FILE
        if stamp == self._stamp:
            return
        data, stamp = (
            (b"", NO_FILE) if stamp == NO_FILE else files.read_stamped(self._path, _SIZE_LIMIT)
        )
        self._done, self._undone, self._cleared, problems = [], [], [], []
        for number, line in enumerate(data.split(b"\n"), 1):
            if not line.strip():
                continue
            try:
                self._take(json.loads(line))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
                problems.append(f"{self._path.name}, line {number}: not an act; skipped")
        self.problems = tuple(problems)
        self._lines = data.count(b"\n")
        self._stamp = stamp

    def _take(self, entry: Mapping[str, Any]) -> None:
        """Bring both stacks in step with one line of the journal."""
        if "act" in entry:
            self._done.append(act_from_json(entry["act"]))
            self._undone, self._cleared = [], self._undone
            del self._done[:-KEPT]
        elif "dropped" in entry:
            if self._done and self._done[-1].id == entry["dropped"]:
                self._undone, self._cleared = self._cleared, []
            _move(str(entry["dropped"]), self._done, [])
        elif "undone" in entry:
            _move(str(entry["undone"]), self._done, self._undone)
        elif "redone" in entry:
            _move(str(entry["redone"]), self._undone, self._done)
        else:
            raise KeyError("act")

    def _rewrite(self) -> None:
        """Write only what still counts, and of that the newest that fit in half the room."""
        acts = [*self._done, *reversed(self._undone)]
        lines: list[bytes] = []
        room = _BYTES // 2
        for act in reversed(acts):
            line = _line({"act": act_to_json(act)})
            room -= len(line)
            if room < 0 and lines:
                break
            lines.append(line)
        dropped = len(acts) - len(lines)
        undone = self._undone[: len(self._undone) - max(0, dropped - len(self._done))]
        lines.reverse()
        lines += [_line({"undone": act.id}) for act in undone]
        self._stamp = files.write_atomic(self._path, b"".join(line + b"\n" for line in lines))
        self._undone, self._done = undone, self._done[dropped:]
        self._lines = len(lines)
        self.problems = ()


def _line(entry: Mapping[str, Any]) -> bytes:
    return json.dumps(entry, ensure_ascii=True, separators=(",", ":")).encode()


def _move(act_id: str, source: list[Act], target: list[Act]) -> None:
    for index in range(len(source) - 1, -1, -1):
        if source[index].id == act_id:
            target.append(source.pop(index))
            return


def act_to_json(act: Act) -> dict[str, Any]:
    """An act as JSON can hold it."""
    return {
        "id": act.id,
        "at": act.at,
        "title": act.title,
        "changes": [
            {"article": c.article, "key": c.key, "before": c.before, "after": c.after}
            for c in act.changes
        ],
    }


def act_from_json(value: Any) -> Act:
    """The act that ``act_to_json`` was given.

    Raises:
        TypeError, KeyError: ``value`` is none.
    """
    changes = tuple(
        Change(_text(item["article"]), _text(item["key"]), item["before"], item["after"])
        for item in value["changes"]
    )
    return Act(_text(value["id"]), _text(value["at"]), _text(value["title"]), changes)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value

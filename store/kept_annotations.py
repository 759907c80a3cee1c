"""Annotations as they were read last, kept in the cache folder as JSON.

A thousand highlights take half a second to read from YAML, and some milliseconds from here. What is
kept belongs to one version of the file; a file with anything in it that this version of the program
does not know is not kept, since its order would be lost.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from store import files
from store.errors import StoreError
from store.files import Stamp
from store.model import Anchor, Annotations, Highlight, Place, Tombstone

_FORMAT = 2
_LIMIT = 400_000_000


def load(path: Path, stamp: Stamp) -> Annotations | None:
    """What the file of annotations with that stamp holds; ``None``: it has to be read."""
    found = _read(path, stamp)
    return found[1] if found else None


def last(path: Path) -> tuple[Stamp, Annotations] | None:
    """What was kept last, and the stamp of the file that it was read from."""
    return _read(path, None)


def _read(path: Path, wanted: Stamp | None) -> tuple[Stamp, Annotations] | None:
    try:
        content = json.loads(files.read_bytes(path, _LIMIT))
        kept_format, *stamp = content["of"]
        if kept_format != _FORMAT or (wanted is not None and stamp != [*wanted]):
            return None
        values = content["annotations"]
        values["tags"] = tuple(values["tags"])
        values["place"] = Place(*values["place"]) if values["place"] else None
        values["highlights"] = tuple(map(_highlight, values["highlights"]))
        values["deleted"] = tuple(
            Tombstone(key, at, _highlight(was) if was else None)
            for key, at, was in values["deleted"]
        )
        return Stamp(*stamp), Annotations(**values)
    except (StoreError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def keep(path: Path, stamp: Stamp, annotations: Annotations) -> None:
    """Keep what the file with that stamp holds, if it can be kept whole."""
    if not _is_known(annotations):
        return
    values = {name: getattr(annotations, name) for name in _PLAIN}
    values["highlights"] = [_row(highlight) for highlight in annotations.highlights]
    values["deleted"] = [
        (each.id, each.at, _row(each.was) if each.was else None) for each in annotations.deleted
    ]
    content = json.dumps({"of": _of(stamp), "annotations": values}, separators=(",", ":"))
    try:
        files.make_private_folder(path.parent)
        files.write_atomic(path, content.encode(), durable=False)
    except StoreError:
        return  # derived: the next start reads the file


_PLAIN = (
    "article", "title", "source", "status", "starred", "archived", "tags", "note", "place",
    "text_sha256", "text_length",
)  # fmt: skip


def _of(stamp: Stamp) -> list[int]:
    return [_FORMAT, *stamp]


def _is_known(annotations: Annotations) -> bool:
    """Whether nothing is in the file but what this version of the program knows."""
    tombs = annotations.deleted
    marks = [*annotations.highlights, *(tomb.was for tomb in tombs if tomb.was is not None)]
    return not (
        annotations.extra
        or annotations.unreadable
        or any(each.extra for each in tombs)
        or any(mark.extra for mark in marks)
    )


def _row(mark: Highlight) -> tuple[Any, ...]:
    return (
        mark.id, mark.anchor, mark.color, mark.style, mark.tags, mark.note,
        mark.created, mark.modified,
    )  # fmt: skip


def _highlight(row: list[Any]) -> Highlight:
    key, anchor, color, style, tags, note, created, modified = row
    return Highlight(key, Anchor(*anchor), color, style, tuple(tags), note, created, modified)

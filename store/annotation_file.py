"""The YAML file of what its user made of one article: its bytes read and written.

Human fields come first, the anchor last; an item written by hand needs no more than ``quote``.
An item that cannot be read is kept as text under ``unreadable`` and takes no other along;
unknown keys stay where they were. What was not changed is written back byte for byte.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from store import files, yaml_files
from store.annotation_records import (
    SCHEMA,
    BadItemError,
    annotations_record,
    annotations_without_items,
    document_order,
    highlight_from_record,
    highlight_record,
    list_in,
    tombstone_from_record,
    tombstone_record,
)
from store.errors import DamagedFileError, StoreError
from store.ids import derived_id
from store.model import Annotations, Highlight, Tombstone

SIZE_LIMIT = 64_000_000
"""Bytes of the largest file that is read."""

_PIECES_KEPT = 8192
_LISTS = ("annotations", "deleted")  # written item by item

Item = TypeVar("Item", Highlight, Tombstone)


class _Pieces:
    """The text of highlights and tombstones as it is in a file, by identity.

    They are frozen, so the text stands as long as the value does; each is kept alive here, so
    that no other can take its identity. Safe from any thread.
    """

    def __init__(self) -> None:
        self._found: dict[int, tuple[object, str]] = {}
        self._lock = threading.Lock()

    def get(self, items: Iterable[object]) -> list[str | None]:
        with self._lock:
            hits = [self._found.get(id(item)) for item in items]
        return [hit[1] if hit else None for hit in hits]

    def put(self, items: Iterable[tuple[object, str]]) -> None:
        with self._lock:
            for item, text in items:
                self._found.pop(id(item), None)
                self._found[id(item)] = (item, text)
            while len(self._found) > _PIECES_KEPT:
                del self._found[next(iter(self._found))]


_pieces = _Pieces()


def load(path: Path) -> Annotations:
    """Read the annotations of one article.

    Raises:
        StoreError: the file is not there or cannot be read.
        DamagedFileError: it does not hold what it should.
    """
    return parse(files.read_bytes(path, SIZE_LIMIT), path.name)


def is_newer(annotations: Annotations) -> bool:
    """Whether a later version of postil wrote them: they can be read, never written."""
    schema = annotations.extra.get("schema", SCHEMA)
    return isinstance(schema, int) and schema > SCHEMA


# -- reading -----------------------------------------------------------------------------------


def parse(data: bytes, name: str) -> Annotations:
    """What the file holds. An item without an anchor has ``anchor.text == ""``.

    Args:
        data: The bytes of the file.
        name: The file's name, for errors.

    Raises:
        DamagedFileError: it is not YAML, or no file of annotations.
    """
    raw, slices = yaml_files.load_sliced(data, name, "annotations")
    try:
        return _annotations(raw, slices)
    except BadItemError as error:
        path = Path(name)
        raise DamagedFileError(
            f"{path.name}: {error}",
            hint="correct the file in an editor; it is not written over",
            path=path,
        ) from error


def _annotations(raw: object, slices: Sequence[str]) -> Annotations:
    without = annotations_without_items(raw)
    assert isinstance(raw, dict)  # noqa: S101 - else there would be an error by now
    unreadable = [_raw_text(item) for item in list_in(raw, "unreadable")]
    highlights = _highlights(without.article, list_in(raw, "annotations"), slices, unreadable)
    deleted = []
    for item in list_in(raw, "deleted"):
        try:
            deleted.append(tombstone_from_record(item))
        except BadItemError:
            unreadable.append(_raw_text(item))
    return replace(
        without,
        highlights=tuple(sorted(highlights, key=document_order)),
        deleted=tuple(deleted),
        unreadable=tuple(unreadable),
    )


def _highlights(
    article_id: str, items: Sequence[object], slices: Sequence[str], unreadable: list[str]
) -> list[Highlight]:
    """The items that can be read; the text of the others is added to ``unreadable``."""
    found: dict[str, Highlight] = {}
    literal = []
    for index, item in enumerate(items):
        source = slices[index] if index < len(slices) else ""
        try:
            highlight = highlight_from_record(item)
        except BadItemError:
            unreadable.append(_raw_text(item))
            continue
        twin = found.get(highlight.id)
        if twin == highlight:
            continue  # the same item twice, as a careless merge leaves it
        if twin is not None or not highlight.id:
            highlight = replace(highlight, id=_free_id(article_id, highlight, found))
        found[highlight.id] = highlight
        if source and highlight_record(highlight) == item:
            literal.append((highlight, source))
    _pieces.put(literal)
    return list(found.values())


def _free_id(article_id: str, highlight: Highlight, taken: Mapping[str, object]) -> str:
    """An id for an item without one: the same at each load and on each machine."""
    data = f"{article_id}\n{highlight.quote}".encode("utf-8", "replace")
    salt = 0
    while (free := derived_id(data, salt)) in taken:
        salt += 1
    return free


def _raw_text(item: object) -> str:
    return item if isinstance(item, str) else yaml_files.dumps(item)


# -- writing -----------------------------------------------------------------------------------


def render(annotations: Annotations) -> bytes:
    """The bytes of the file.

    Raises:
        StoreError: a later version of postil wrote the file, or something in the annotations
            would not come back from it as it is.
    """
    if is_newer(annotations):
        raise StoreError(
            f"the annotations of {annotations.article} were written by a later postil",
            hint="they can be read here; to change them, install the new version",
        )
    try:
        return _checked(annotations).encode()
    except (ValueError, TypeError, DamagedFileError) as error:
        raise StoreError(
            f"the annotations of {annotations.article} cannot be written: {error}"
        ) from error


def _checked(annotations: Annotations) -> str:
    """The text of the file, of which all that is new was read back."""
    record = annotations_record(annotations)
    texts = {
        key: yaml_files.dumps({key: value}) for key, value in record.items() if key not in _LISTS
    }
    values = {key: record[key] for key in texts}
    if yaml_files.loads("".join(texts.values()).encode(), "annotations") != values:
        raise ValueError("something would not come back")
    if "annotations" in record:
        texts["annotations"] = _render_items(annotations.highlights, highlight_record)
    if "deleted" in record:
        texts["deleted"] = _render_items(annotations.deleted, tombstone_record)
    return "".join(f"{key}:\n{texts[key]}" if key in _LISTS else texts[key] for key in record)


def _render_items(items: Sequence[Item], record: Callable[[Item], dict[str, Any]]) -> str:
    """A list of items; only those that were not written or read before are made and checked."""
    texts = _pieces.get(items)
    fresh = [(index, record(items[index])) for index, text in enumerate(texts) if text is None]
    made = [(index, yaml_files.dumps([value])) for index, value in fresh]
    if made:
        whole = "".join(text for _, text in made).encode()
        if yaml_files.loads(whole, "annotations") != [value for _, value in fresh]:
            raise ValueError("an item would not come back")
        _pieces.put((items[index], text) for index, text in made)
    for index, text in made:
        texts[index] = text
    return "".join(text or "" for text in texts)

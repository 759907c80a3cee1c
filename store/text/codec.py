"""A ``Document`` as bytes and back, for the cache folder: plain, never pickle.

A line of JSON with the structure, then the text itself: escaped in JSON, a long text would take
as long to read as all else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any, TypeVar, get_args

from store.text.document import Block, BlockKind, Document, Span, SpanKind

_Row = TypeVar("_Row", Block, Span)

FORMAT = 3
"""Changes whenever the bytes do. ``store.text.document.PARSER`` is about what they say."""

_NONE = type(None)
_BLOCK_FIELDS: Mapping[str, frozenset[type]] = {
    "kind": frozenset({str}),
    "start": frozenset({int}),
    "end": frozenset({int}),
    "level": frozenset({int}),
    "ordered": frozenset({bool}),
    "number": frozenset({int, _NONE}),
    "task": frozenset({bool, _NONE}),
    "quote": frozenset({int}),
    "indent": frozenset({int}),
    "label": frozenset({str}),
    "folded": frozenset({bool}),
}
_SPAN_FIELDS: Mapping[str, frozenset[type]] = {
    "kind": frozenset({str}),
    "start": frozenset({int}),
    "end": frozenset({int}),
    "value": frozenset({str}),
}
_DENSE = frozenset({"start", "end"})
"""Fields that are written in full; of the others only what is not as it is by default."""
_KIND = "kind"
"""Written as the kinds there are and a letter a row: else each would be a text of its own."""
_FIRST_LETTER = ord("a")


def encode(document: Document) -> bytes:
    """UTF-8: a JSON line with a column for each field of blocks and spans, then the text."""
    content = {
        "format": FORMAT,
        "blocks": _columns(document.blocks, _BLOCK_FIELDS, Block._field_defaults),
        "spans": _columns(document.spans, _SPAN_FIELDS, Span._field_defaults),
    }
    head = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{head}\n{document.text}".encode()


def _columns(
    rows: Sequence[Block] | Sequence[Span], fields: Iterable[str], defaults: Mapping[str, object]
) -> dict[str, object]:
    """Kinds and dense columns in full, the others as places and the values that stand there."""
    columns: dict[str, object] = {}
    for field in fields:
        values = [getattr(row, field) for row in rows]
        if field == _KIND:
            kinds = list(dict.fromkeys(values))
            letters = {kind: chr(_FIRST_LETTER + index) for index, kind in enumerate(kinds)}
            columns[field] = [kinds, "".join(letters[kind] for kind in values)]
        elif field not in _DENSE:
            usual = defaults[field]
            places = [place for place, value in enumerate(values) if value != usual]
            columns[field] = [places, [values[place] for place in places]]
        else:
            columns[field] = values
    return columns


def decode(data: bytes) -> Document:
    """The document that ``encode`` made ``data`` of.

    Raises:
        ValueError: ``data`` is of another format, cut off or damaged.
    """
    try:
        end = data.find(b"\n")
        content = json.loads(data[: max(end, 0)])
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("not a document of this format")
        document = Document(
            str(memoryview(data)[end + 1 :], "utf-8"),  # no copy of the bytes
            _rows(Block, content["blocks"], _BLOCK_FIELDS, frozenset(get_args(BlockKind))),
            _rows(Span, content["spans"], _SPAN_FIELDS, frozenset(get_args(SpanKind))),
        )
        _check_places(document)
    except (KeyError, TypeError, AttributeError, IndexError, RecursionError) as error:
        raise ValueError(f"a damaged document: {error!r}") from error
    return document


def _rows(
    row: type[_Row],
    content: Mapping[str, list[Any]],
    fields: Mapping[str, frozenset[type]],
    kinds: frozenset[str],
) -> tuple[_Row, ...]:
    """The rows of columns that are of one length, each with values of its types."""
    names, letters = content[_KIND]
    if not kinds.issuperset(names):
        raise ValueError("an unknown kind")
    of_letter = {chr(_FIRST_LETTER + index): name for index, name in enumerate(names)}
    columns = [list(map(of_letter.__getitem__, letters))]
    count = len(columns[0])
    for field, types in fields.items():
        if field == _KIND:
            continue
        values = content[field]
        if field not in _DENSE:
            places, values = values
            column = [row._field_defaults[field]] * count
            if len(places) != len(values) or (places and min(places) < 0):
                raise ValueError("values without a place")
            for place, value in zip(places, values, strict=True):
                column[place] = value
        else:
            column = values
        if len(column) != count:
            raise ValueError("columns of different lengths")
        if not types.issuperset(map(type, values)):
            raise ValueError("a field of another type")
        columns.append(column)
    # By way of ``tuple``: the class's own way would run Python for each row.
    return tuple(map(tuple.__new__, repeat(row), zip(*columns, strict=True)))


def _check_places(document: Document) -> None:
    """Raise ValueError where the blocks do not cover the text or a span lies outside."""
    expected = 0
    for block in document.blocks:
        if block.start != expected or block.end < expected:
            raise ValueError("a block at a wrong place")
        expected = block.end + 2
    length = len(document.text)
    if length != (expected - 2 if document.blocks else 0):
        raise ValueError("the blocks do not cover the text")
    if any(not 0 <= span.start <= span.end <= length for span in document.spans):
        raise ValueError("a span at a wrong place")

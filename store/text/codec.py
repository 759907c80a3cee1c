"""A ``Document`` as bytes and back, for the cache folder: plain, never pickle.

A line of JSON with the structure, then the text itself: escaped in JSON, a long text would take
as long to read as all else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import get_args

from store.text.document import Block, BlockKind, Document, Span, SpanKind

FORMAT = 2
"""Changes whenever the bytes do. ``store.text.markdown.VERSION`` is about what they say."""

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


def encode(document: Document) -> bytes:
    """UTF-8: a JSON line with a column for each field of blocks and spans, then the text."""
    content = {
        "format": FORMAT,
        "blocks": {name: [getattr(b, name) for b in document.blocks] for name in _BLOCK_FIELDS},
        "spans": {name: [getattr(s, name) for s in document.spans] for name in _SPAN_FIELDS},
    }
    head = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return f"{head}\n{document.text}".encode()


def decode(data: bytes) -> Document:
    """The document that ``encode`` made ``data`` of.

    Raises:
        ValueError: ``data`` is of another format, cut off or damaged.
    """
    try:
        head, _, text = data.partition(b"\n")
        content = json.loads(head)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise ValueError("not a document of this format")
        blocks = _columns(content["blocks"], _BLOCK_FIELDS, frozenset(get_args(BlockKind)))
        spans = _columns(content["spans"], _SPAN_FIELDS, frozenset(get_args(SpanKind)))
        document = Document(
            text.decode(),
            tuple(map(Block, *blocks)),
            tuple(map(Span, *spans)),
        )
        _check_places(document)
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"a damaged document: {error!r}") from error
    return document


def _columns(
    content: Mapping[str, list[object]],
    fields: Mapping[str, frozenset[type]],
    kinds: frozenset[str],
) -> list[list[object]]:
    """The columns in the order of ``fields``, of one length, each with values of its types."""
    columns = [content[name] for name in fields]
    if any(len(column) != len(columns[0]) for column in columns):
        raise ValueError("columns of different lengths")
    for column, types in zip(columns, fields.values(), strict=True):
        if not types.issuperset(map(type, column)):
            raise ValueError("a field of another type")
    if not kinds.issuperset(columns[0]):
        raise ValueError("an unknown kind")
    return columns


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

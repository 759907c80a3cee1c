from __future__ import annotations

import json

import pytest
from hypothesis import given, settings

from store.text import codec
from store.text.codec import decode, encode
from store.text.document import Block, Document, Span
from store.text.markdown import parse
from tests.unit.text.strategies import texts

SOME = parse(
    "# A\n\n1. *b*\n\n- [x] c\n\n```py\nd\n```\n\n---\n\n| e |\n|--:|\n| |\n\n> f[^1]\n\n[^1]: g"
)


@settings(max_examples=80, deadline=None)
@given(texts)
def test_a_document_comes_back(markdown: str) -> None:
    document = parse(markdown)
    assert decode(encode(document)) == document


def test_every_field_is_written() -> None:
    assert [*codec._BLOCK_FIELDS] == list(Block._fields)
    assert [*codec._SPAN_FIELDS] == list(Span._fields)


@pytest.mark.parametrize(
    "data",
    [b"", b"[]", b"{}", b"null", b"\xff\xfe", b"[" * 100_000, b'{"format":0}', b'{"format":1}']
    + [encode(SOME)[:cut] for cut in (1, 20, 60, -30, -1)],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(data)


@pytest.mark.parametrize(
    ("table", "field", "values"),
    [
        ("blocks", "kind", [["aside"]]),
        ("blocks", "kind", [["title"], "z"]),
        ("blocks", "start", [1]),
        ("blocks", "start", ["0"]),
        ("blocks", "end", [400]),
        ("blocks", "ordered", [0]),
        ("blocks", "level", [True]),
        ("blocks", "label", [None]),
        ("blocks", "label", []),
        ("spans", "kind", [["blink"]]),
        ("spans", "kind", [["code"], ""]),
        ("spans", "end", [99_999]),
        ("spans", "start", [-1]),
        ("spans", "value", [3]),
    ],
)
def test_a_wrong_value_is_refused(table: str, field: str, values: list[object]) -> None:
    head, text = encode(SOME).split(b"\n", 1)
    content = json.loads(head)
    content[table][field][: max(1, len(values))] = values
    with pytest.raises(ValueError, match=r"."):
        decode(json.dumps(content).encode() + b"\n" + text)


def test_an_empty_document() -> None:
    assert decode(encode(Document("", ()))) == Document("", ())
    with pytest.raises(ValueError, match="cover"):
        decode(encode(Document("text", ())))

"""The JSON fields that others rely on: product.md names them; they are never renamed."""

from __future__ import annotations

import json

from store.model import Anchor, Article, Highlight, Hit
from store.records import article_record, document_record, highlight_record, hit_record
from store.text.document import Block, Document


def test_article_fields() -> None:
    record = article_record(Article("a1", "T", tags=("x",), highlights=3))
    promised = "id title author source published added words status tags note highlights"
    assert set(promised.split()) <= set(record)
    assert (record["tags"], record["highlights"], record["status"]) == (["x"], 3, "unread")


def test_highlight_fields() -> None:
    highlight = Highlight("h1", Anchor(3, 8, "quote", near=5), tags=("a", "b"))
    record = highlight_record("a1", highlight)
    promised = "id article quote start end color style tags note created modified state"
    assert set(promised.split()) <= set(record)
    assert (record["article"], record["start"], record["end"]) == ("a1", 3, 8)
    assert (record["state"], record["near"]) == ("placed", None)


def test_an_unplaced_highlight_says_where_it_would_be() -> None:
    anchor = Anchor(3, 8, "quote", state="unplaced", near=5)
    record = highlight_record("a1", Highlight("h1", anchor))
    assert (record["state"], record["near"]) == ("unplaced", 5)


def test_hit_fields() -> None:
    hit = Hit("a1", "T", 1.234567, "a snippet", 10, 19, matches=((2, 9),))
    record = hit_record(hit)
    assert {"id", "title", "score", "snippet", "start", "end", "kind"} <= set(record)
    assert record["score"] == 1.2346
    assert record["matches"] == [[2, 9]]
    assert record["highlight"] is None
    marked = hit_record(Hit("a1", "T", 1, "s", 0, 1, kind="highlight", highlight="h1"))
    assert (marked["kind"], marked["highlight"]) == ("highlight", "h1")


def test_document_fields() -> None:
    document = Document(
        "Title\n\none 🕯\n\n",
        (
            Block("title", 0, 5),
            Block("list_item", 7, 12, level=1, ordered=True, number=4, task=False),
            Block("rule", 14, 14),
        ),
    )
    record = document_record(Article("a1", "Title", "Ada", "src"), document)
    assert list(record) == ["id", "title", "author", "source", "text", "blocks"]
    promised = {"kind", "level", "ordered", "text", "start", "end", "folded"}
    for block in record["blocks"]:
        assert promised <= set(block)
        assert record["text"][block["start"] : block["end"]] == block["text"]
    assert [block["kind"] for block in record["blocks"]] == ["title", "list_item", "rule"]
    assert (record["blocks"][1]["number"], record["blocks"][1]["task"]) == (4, False)


def test_records_are_json() -> None:
    for record in (
        article_record(Article("a1", "T\u2028 \ud83d")),
        highlight_record("a1", Highlight("h1", Anchor(0, 1, "q"))),
        hit_record(Hit("a1", "T", 1.0, "s", 0, 1)),
    ):
        assert json.loads(json.dumps(record)) == record

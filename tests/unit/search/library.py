"""A small made-up library to search in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from store.model import Anchor, Highlight, Hit
from store.search.index import SearchIndex
from store.search.language.parser import parse
from store.search.writing.update import Entry

LEDGERS = Highlight(
    "h1", Anchor(78, 98, "The keeper’s ledgers"), tags=("source/paper",), note="see the toll rolls"
)
ENTRIES = (
    Entry(
        "lights",
        "Harbour lights",
        "When the lamps went out along the northern quays,\nthe town kept its own time.\n\n"
        "The keeper’s ledgers, which nobody had read for a century, name every ship.",
        "1",
        author="Ada Moor",
        source="https://example.org/lights",
        added="2026-01-01T00:00:00Z",
        tags=("history", "coast/north"),
        note="Bring it to the reading group",
        highlights=(LEDGERS,),
    ),
    Entry(
        "salt",
        "The salt road",
        "The toll house kept the tally. A naïve cartographer—Élodie—drew “every” ford in C++.",
        "1",
        added="2026-03-01T00:00:00Z",
    ),
    Entry(
        "study",
        "我们的大学",
        "我们在北京大学学习。地图在第二页。",
        "1",
        added="2026-02-01T00:00:00Z",
    ),
)


def texts(ids: Sequence[str]) -> Mapping[str, str]:
    return {entry.id: entry.text for entry in ENTRIES if entry.id in ids}


def find(index: SearchIndex, line: str, limit: int = 50) -> list[Hit]:
    return list(index.search(parse(line), limit=limit, texts=texts).hits)


def ids(index: SearchIndex, line: str) -> list[str]:
    return list(dict.fromkeys(hit.id for hit in find(index, line)))


def filled(folder: Path) -> SearchIndex:
    index = SearchIndex(folder)
    assert index.update(ENTRIES)
    return index

"""Indexing: beside stock Whoosh and FTS5, what opening costs, a tag until it is found."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from whoosh import fields
from whoosh import index as stock_index

from bench.report import Row as Figure
from bench.report import percentile, row
from bench.searching import fts
from bench.searching.corpus import Corpus, Row
from bench.searching.ours import Ours
from bench.searching.timing import milliseconds
from store.search.index import SearchIndex
from store.search.language.parser import parse

_SCHEMA = {
    "id": fields.ID(unique=True, stored=True),
    **dict.fromkeys(
        ("title", "author", "source", "text", "tags", "notes", "quotes"), fields.TEXT()
    ),
}


def in_one_process(folder: Path, corpus: Corpus, number: int, rounds: int) -> list[Figure]:
    """Articles a second of processor time: ours, stock Whoosh, FTS5, on the same articles."""
    rows = list(corpus.rows(most=number))
    sides: dict[str, Callable[[Path, Sequence[Row]], None]] = {
        "ours": _index_ours, "whoosh": _index_stock, "fts": _index_fts
    }  # fmt: skip
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, work in sides.items():
            place = folder / f"once-{name}"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir(mode=0o700)
            taken[name].append(milliseconds(partial(work, place, rows)))
            shutil.rmtree(place)
    rate = {name: len(rows) * 1_000 / percentile(each, 0.5) for name, each in taken.items()}
    what = "indexing, one process, beside"
    return [
        row(f"{what} Whoosh's TEXT", rate["ours"], rate["whoosh"], "articles/s", "≥ 2x"),
        row(f"{what} FTS5", rate["ours"], rate["fts"], "articles/s"),
    ]


def _index_ours(place: Path, rows: Sequence[Row]) -> None:
    index = SearchIndex(place / "index")
    index.update((each.entry for each in rows), processes=1)
    index.close()


def _index_stock(place: Path, rows: Sequence[Row]) -> None:
    writer = stock_index.create_in(str(place), fields.Schema(**_SCHEMA)).writer()
    for each in rows:
        writer.add_document(
            id=each.id, title=each.title, author=each.author, source=each.source, text=each.text,
            tags=each.tags, notes=f"{each.note}\n{each.mark_notes}", quotes=each.quotes,
        )  # fmt: skip
    writer.commit()


def _index_fts(place: Path, rows: Sequence[Row]) -> None:
    connection = sqlite3.connect(place / "fts.sqlite")
    fts.create(connection)
    fts.insert(connection, rows)
    connection.close()


def opening(ours: Ours) -> list[Figure]:
    """What opening costs, and the first look at what is indexed."""
    opened, stated = [], []
    for _ in range(7):
        ours.index.close()
        index = SearchIndex(ours.place)
        opened.append(milliseconds(index.open))
        stated.append(milliseconds(index.state))
        index.close()
    return [
        row("opening the index", percentile(opened, 0.5), None, "ms", "≤ 50 ms"),
        row("versions of all articles", percentile(stated, 0.5), None, "ms"),
    ]


def tagging(ours: Ours, corpus: Corpus, rounds: int = 12) -> Figure:
    """A new tag on one article until it is found; the index is as it was afterwards."""
    article = next(corpus.rows()).entry
    times = []
    for each in range(rounds):
        tag = f"bench{each}"
        began = time.perf_counter()
        ours.index.update([replace(article, tags=(tag,), version=tag)])
        found = ours.ask(f"tag:{tag} ").articles
        times.append((time.perf_counter() - began) * 1_000)
        if not found:
            raise AssertionError("a new tag is not found")
    ours.index.update([article])
    return row(f"a tag until it is found: worst of {rounds}", max(times), None, "ms", "≤ 100 ms")


def while_indexing(folder: Path, corpus: Corpus, ours: Ours, lines: Sequence[str]) -> list[Figure]:
    """Searches, one after the other, while a thread indexes as many articles again."""
    place = folder / "growing"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(ours.place, place)
    index = SearchIndex(place)
    index.open()
    entries = [
        replace(row.entry, id=f"b{row.id}") for row in corpus.rows(most=min(corpus.number, 3_000))
    ]
    writing = threading.Thread(target=index.update, args=(entries,))
    waited, answered = [], 0
    writing.start()
    while writing.is_alive():
        for line in lines:
            began = time.perf_counter()
            found = index.search(parse(line), texts=corpus.texts, facts=ours.facts)
            waited.append((time.perf_counter() - began) * 1_000)
            answered += bool(found.articles)
    writing.join()
    done = len(index.state())
    index.close()
    shutil.rmtree(place)
    if done != corpus.number + len(entries) or not answered:
        raise AssertionError("indexing and searching at once went wrong")
    return [
        row("a search while indexing: p50", percentile(waited, 0.5), None, "ms"),
        row("a search while indexing: p95", percentile(waited, 0.95), None, "ms"),
    ]

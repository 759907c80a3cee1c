"""Whether the right article comes first: nDCG@10 on a small judged set, beside FTS5's bm25.

Three rivals: bm25 with equal weights; with weights for title, author, tags and notes as ours has;
and this with Porter's stemmer. Gains are 2 ** grade - 1. See ``bench.judged``.
"""

from __future__ import annotations

import argparse
import math
import re
import sqlite3
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.judged import collection
from bench.report import Row, row
from store.search.entry import Entry
from store.search.index import SearchIndex
from store.search.language.parser import parse

DEPTH = 10
_WEIGHTS = "8.0, 4.0, 1.0, 4.0, 3.0, 2.0"
"""Of title, author, text, tags, notes, quotes."""

_PIECE = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>\S+)')

Ask = Callable[[str], Sequence[str]]
"""Names of articles, best first, for a line."""


class Judgement(NamedTuple):
    """What came out for one query: nDCG (0 to 1) of each side, by name, and our first answers."""

    query: collection.Judged
    gains: Mapping[str, float]
    first: Sequence[str]


def ndcg(answers: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ``DEPTH`` answers, 0 to 1."""
    best = sorted(grades.values(), reverse=True)
    return _gain([grades.get(each, 0) for each in answers]) / _gain(best)


def _gain(grades: Sequence[int]) -> float:
    counted = enumerate(grades[:DEPTH], 2)
    return sum((2.0**grade - 1) / math.log2(place) for place, grade in counted)


def judge() -> list[Judgement]:
    """All queries, asked of all sides."""
    entries = collection.articles()
    with tempfile.TemporaryDirectory() as folder:
        sides: dict[str, Ask] = {
            "ours": _ours(entries, Path(folder) / "index"),
            "bm25": _fts(entries, "unicode61 remove_diacritics 2", weights=""),
            "bm25, weights": _fts(entries, "unicode61 remove_diacritics 2", weights=_WEIGHTS),
            "bm25, weights, porter": _fts(
                entries, "porter unicode61 remove_diacritics 2", weights=_WEIGHTS
            ),
        }
        return [_judged(query, sides) for query in collection.queries()]


def _judged(query: collection.Judged, sides: Mapping[str, Ask]) -> Judgement:
    answers = {name: ask(query.line) for name, ask in sides.items()}
    gains = {name: ndcg(each, query.grades) for name, each in answers.items()}
    return Judgement(query, gains, answers["ours"][:DEPTH])


def means(judged: Sequence[Judgement]) -> dict[str, float]:
    """The mean nDCG of each side, by name."""
    names = judged[0].gains
    return {name: sum(each.gains[name] for each in judged) / len(judged) for name in names}


def _ours(entries: Sequence[Entry], folder: Path) -> Ask:
    index = SearchIndex(folder)
    index.update(entries)
    index.merge()
    texts = {entry.id: entry.text for entry in entries}

    def ask(line: str) -> Sequence[str]:
        found = index.search(parse(line), texts=lambda ids: {each: texts[each] for each in ids})
        return list(dict.fromkeys(hit.id for hit in found.hits))

    return ask


def _fts(entries: Sequence[Entry], tokenizer: str, *, weights: str) -> Ask:
    connection = sqlite3.connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE articles USING fts5(title, author, text, tags, notes, quotes,"
        f" name UNINDEXED, tokenize='{tokenizer}')"
    )
    connection.executemany("INSERT INTO articles VALUES (?,?,?,?,?,?,?)", map(_columns, entries))
    order = f"bm25(articles, {weights})" if weights else "bm25(articles)"

    def ask(line: str) -> Sequence[str]:
        found = connection.execute(
            f"SELECT name FROM articles WHERE articles MATCH ? ORDER BY {order} LIMIT {DEPTH}",
            (_match(line),),
        )
        return [name for (name,) in found]

    return ask


def _columns(entry: Entry) -> tuple[str, ...]:
    marks = entry.highlights
    tags = " ".join([*entry.tags, *(tag for mark in marks for tag in mark.tags)])
    notes = "\n".join([entry.note, *(mark.note for mark in marks)])
    quotes = "\n".join(mark.quote for mark in marks)
    return entry.title, entry.author, entry.text, tags, notes, quotes, entry.id


def _match(line: str) -> str:
    """A line in FTS5's words; the last one may go on, as with us."""
    pieces = [found["phrase"] or found["word"] for found in _PIECE.finditer(line)]
    return " ".join(f'"{piece}"' for piece in pieces) + ("" if line.endswith('"') else "*")


def run(*, quick: bool = False) -> list[Row]:
    """The mean nDCG of ours beside each rival's."""
    del quick
    mean = means(judge())
    return [
        row(f"nDCG@{DEPTH}, beside {name}", mean["ours"], theirs, "", "≥ 1.0x")
        for name, theirs in mean.items()
        if name != "ours"
    ]


def main() -> None:
    """Print a line for each query."""
    argparse.ArgumentParser(prog="python -m bench.relevance", description=__doc__).parse_args()
    judged = judge()
    names = list(judged[0].gains)
    print(" " * 22, *(f"{name:>22}" for name in names))
    for each in judged:
        print(f"{each.query.line:22}", *(f"{each.gains[name]:22.3f}" for name in names))
        if each.gains["ours"] < 1:
            print("    ours:", ", ".join(each.first[:5]))
    print(f"{'all':22}", *(f"{mean:22.3f}" for mean in means(judged).values()))


if __name__ == "__main__":
    main()

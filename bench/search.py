"""Search as one types, against SQLite FTS5 on the same articles in the same run.

Theirs is FTS5 with ``prefix='1 2 3'``, accents folded, optimised after loading, ranked by bm25,
and gives the top 50 rows with their titles. Ours gives the top 50 hits with snippets; the texts
for them come from a SQLite table, as in the library.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from bench.corpus import Generated, Writer
from bench.report import Row, percentile, print_table, row
from bench.vocabulary import FUNCTION_WORDS
from store.model import Anchor, Highlight
from store.search.index import SearchIndex
from store.search.language.parser import parse
from store.search.update import Entry
from store.text.fold import fold

LIMIT = 50
_ROUNDS = 3
_QUICK = 1_000
_TAGS = ("idea", "source", "history/coast", "history/roads", "method", "later", "quote", "people")


def run(articles: int = 10_000, *, quick: bool = False, folder: Path | None = None) -> list[Row]:
    """Measure at ``articles`` articles (fewer if ``quick``).

    Args:
        articles: How many are generated.
        quick: A small run.
        folder: Where corpus and indexes are kept for the next run; ``None``: nowhere.
    """
    number = min(articles, _QUICK) if quick else articles
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return _measure(folder, number)
    with tempfile.TemporaryDirectory() as temporary:
        return _measure(Path(temporary), number)


def _measure(folder: Path, number: int) -> list[Row]:
    corpus = _corpus(folder / f"corpus-{number}.sqlite", number)
    rows: list[Row] = []
    size = corpus.execute("SELECT sum(length(cast(text AS blob))) FROM texts").fetchone()[0]
    theirs, theirs_rate = _build_fts(folder / f"fts-{number}.sqlite", corpus)
    place = folder / f"index-{number}"
    ours_rate = _build_ours(place, corpus, number)
    if ours_rate:
        rows.append(row("indexing", ours_rate, theirs_rate or None, "docs/s"))
    bytes_ours = sum(each.stat().st_size for each in place.iterdir() if each.is_file())
    rows.append(row("index beside the text", bytes_ours / 1e6, size / 1e6, "MB", "≤ 1.5x the text"))
    rows += _opening(place)
    index = SearchIndex(place)
    index.open()
    typed = keystrokes(number)
    ours, fts, with_snippets = _timed(
        typed,
        lambda line: _ask_ours(index, corpus, line),
        lambda line: _ask_fts(theirs, line),
        lambda line: _ask_fts(theirs, line, snippets=True),
    )
    rows += _quantiles(f"as you type, {number:,} articles", ours, fts, "≤ 0.5x (p95)")
    rows += _quantiles("the same, both with snippets", ours, with_snippets, "")[1:2]
    rows += _cold(folder, number, place, corpus, typed)
    rows.append(_annotating(index, corpus))
    index.close()
    return rows


def _corpus(path: Path, number: int) -> sqlite3.Connection:
    """The articles in a table: written once, read by both sides."""
    there = path.exists()
    connection = sqlite3.connect(path)
    if not there:
        connection.execute(
            "CREATE TABLE texts(id TEXT PRIMARY KEY, title, author, added, text, tags, quote)"
        )
        rng = random.Random(2)
        connection.executemany(
            "INSERT INTO texts VALUES (?,?,?,?,?,?,?)",
            (_annotated(each, rng) for each in Writer().articles(number)),
        )
        connection.commit()
    return connection


def _annotated(article: Generated, rng: random.Random) -> tuple[str, ...]:
    """An article's columns; a third have tags, a quarter have a highlight."""
    tags = " ".join(rng.sample(_TAGS, 2)) if rng.random() < 0.33 else ""
    start = rng.randrange(len(article.text) // 2)
    quote = article.text[start : start + 150] if rng.random() < 0.25 else ""
    return article.id, article.title, article.author, article.added, article.text, tags, quote


def entries(corpus: sqlite3.Connection) -> Iterator[Entry]:
    """All articles as the index takes them."""
    for name, title, author, added, text, tags, quote in corpus.execute("SELECT * FROM texts"):
        marks = (Highlight(f"h{name}", Anchor(0, len(quote), quote)),) if quote else ()
        yield Entry(name, title, text, "1", author, "", added, tuple(tags.split()), "", marks)


def _build_ours(place: Path, corpus: sqlite3.Connection, number: int) -> float:
    index = SearchIndex(place)
    index.open()
    if len(index.state()) == number:
        return 0.0
    began = time.perf_counter()
    index.update(entries(corpus))
    rate = number / (time.perf_counter() - began)
    index.close()
    return rate


def _build_fts(path: Path, corpus: sqlite3.Connection) -> tuple[sqlite3.Connection, float]:
    there = path.exists()
    connection = sqlite3.connect(path)
    if there:
        return connection, 0.0
    connection.execute(
        "CREATE VIRTUAL TABLE articles USING fts5(title, author, text, tags, quote,"
        " prefix='1 2 3', tokenize=\"unicode61 remove_diacritics 2\")"
    )
    began = time.perf_counter()
    number = connection.executemany(
        "INSERT INTO articles VALUES (?,?,?,?,?)",
        corpus.execute("SELECT title, author, text, tags, quote FROM texts"),
    ).rowcount
    connection.commit()
    rate = number / (time.perf_counter() - began)
    connection.execute("INSERT INTO articles(articles) VALUES ('optimize')")
    connection.commit()
    return connection, rate


def keystrokes(number: int) -> list[str]:
    """Every prefix of mixed phrases: frequent and rare words, titles, authors, several words."""
    writer = Writer()
    rng = random.Random(3)

    def some() -> Generated:
        return writer.article(rng.randrange(number))

    def word(article: Generated) -> str:
        return rng.choice([w for w in article.text.split() if w.isalpha() and len(w) > 4]).lower()

    phrases = [some().title.lower() for _ in range(2)]
    phrases += [some().author.lower()]
    phrases += [word(some()) for _ in range(2)]
    phrases += [f"{word(article)} {word(article)}" for article in (some(), some())]
    phrases += [f"{word(article)} {word(article)} {word(article)}" for article in (some(), some())]
    phrases += [f"the {word(some())}", f"{writer.words[5]} and {writer.words[40]}"]
    phrases += [" ".join(FUNCTION_WORDS[40:44]), f"{fold(word(some()))} source"]
    return [phrase[:end] for phrase in phrases for end in range(1, len(phrase) + 1)]


def _texts(corpus: sqlite3.Connection) -> Callable[[Sequence[str]], Mapping[str, str]]:
    def read(ids: Sequence[str]) -> Mapping[str, str]:
        marks = ",".join("?" * len(ids))
        return dict(corpus.execute(f"SELECT id, text FROM texts WHERE id IN ({marks})", ids))

    return read


def _ask_ours(index: SearchIndex, corpus: sqlite3.Connection, line: str) -> None:
    index.search(parse(line), limit=LIMIT, texts=_texts(corpus))


def _ask_fts(connection: sqlite3.Connection, line: str, *, snippets: bool = False) -> None:
    words = [f'"{word}"' for word in line.split()]
    shown = "snippet(articles, 2, '[', ']', '…', 24)" if snippets else "rank"
    connection.execute(
        f"SELECT rowid, title, {shown} FROM articles WHERE articles MATCH ? ORDER BY rank LIMIT ?",
        (" ".join(words) + "*", LIMIT),
    ).fetchall()


def _timed(lines: Sequence[str], *sides: Callable[[str], None]) -> list[list[float]]:
    """Milliseconds of each line for each side: the median of some rounds after a warm one.

    The sides take turns, so that whatever else the machine does meets all of them.
    """
    rounds: list[list[list[float]]] = [[] for _ in sides]
    for _ in range(_ROUNDS + 1):
        for side, ask in enumerate(sides):
            gc.collect()
            rounds[side].append([_milliseconds(partial(ask, line)) for line in lines])
    return [[percentile(times, 0.5) for times in zip(*each[1:], strict=True)] for each in rounds]


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1_000


def _quantiles(name: str, ours: Sequence[float], theirs: Sequence[float], target: str) -> list[Row]:
    return [
        row(f"{name}: p50", percentile(ours, 0.5), percentile(theirs, 0.5), "ms"),
        row(f"{name}: p95", percentile(ours, 0.95), percentile(theirs, 0.95), "ms", target),
        row(f"{name}: worst", max(ours), max(theirs), "ms", "≤ 50 ms"),
    ]


def _cold(
    folder: Path, number: int, place: Path, corpus: sqlite3.Connection, typed: Sequence[str]
) -> list[Row]:
    """Each line asked by an index, and by a connection, that was opened just before."""
    ours, theirs = [], []
    for line in typed:
        index = SearchIndex(place)
        index.open()
        ours.append(_milliseconds(partial(_ask_ours, index, corpus, line)))
        index.close()
        connection = sqlite3.connect(folder / f"fts-{number}.sqlite")
        connection.execute("SELECT count(*) FROM articles_config").fetchall()
        theirs.append(_milliseconds(partial(_ask_fts, connection, line)))
        connection.close()
    return _quantiles("the same, nothing cached", ours, theirs, "≤ 1.0x (p95)")


def _opening(place: Path) -> list[Row]:
    opened, stated = [], []
    for _ in range(5):
        index = SearchIndex(place)
        opened.append(_milliseconds(index.open))
        stated.append(_milliseconds(index.state))
        index.close()
    return [
        row("opening the index", percentile(opened, 0.5), None, "ms", "≤ 50 ms"),
        row("versions of all articles", percentile(stated, 0.5), None, "ms"),
    ]


def _annotating(index: SearchIndex, corpus: sqlite3.Connection) -> Row:
    """A new tag on one article until it is found."""
    name, title, author, added, text = corpus.execute(
        "SELECT id, title, author, added, text FROM texts LIMIT 1"
    ).fetchone()
    times = []
    for round_ in range(12):
        tag = f"bench{round_}"
        entry = Entry(name, title, text, tag, author, "", added, (tag,))

        def note(entry: Entry = entry) -> None:
            index.update([entry])
            if not index.search(parse(f"tag:{entry.version}"), texts=_texts(corpus)).hits:
                raise AssertionError("a new tag is not found")

        times.append(_milliseconds(note))
    return row("a tag until it is found: worst of 12", max(times), None, "ms", "≤ 100 ms")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keep corpus and indexes here")
    parser.add_argument("--rebuild", action="store_true", help="index again")
    options = parser.parse_args()
    if options.rebuild and options.folder:
        shutil.rmtree(options.folder / f"index-{options.articles}", ignore_errors=True)
    print_table(run(options.articles, folder=options.folder))


if __name__ == "__main__":
    main()

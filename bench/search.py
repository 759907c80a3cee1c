"""Search as one types and in full, against SQLite FTS5 on the same articles in the same run.

Theirs is FTS5 with ``prefix='1 2 3'``, accents folded, optimised after loading, ranked by bm25 with
weights for the fields, and gives the top 50 rows with their titles; dates and states are in a table
beside it with an index on each column. Ours gives what the reader asks for at each key: the top 50
with their titles, the passages of the first eight, as on a screen of 36 lines (their texts come
from a SQLite table, as in the library) and why they answer, the number of all answers; and it finds
other forms of words, too.
With all passages: what the reader asks for in a pause, beside FTS5 with a snippet of each row.
See ``bench.corpus`` for the articles and ``bench.searching`` for what is asked and how.

With a folder, corpus and indexes are kept for the next run, and what could not be made in time is
gone on with: ``python -m bench.search --articles 100000 --folder F``, until it prints a table.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from bench import relevance
from bench.report import Row, print_table, row
from bench.searching import indexing, others
from bench.searching.asking import Asking
from bench.searching.corpus import Budget, Corpus
from bench.searching.fts import Fts
from bench.searching.ours import Ours
from bench.searching.queries import Questions

SIZES = (1_000, 10_000, 100_000)
_MINUTES = 8.0
_TARGETS = {10_000: ("≤ 0.5x", "≤ 1.0x", "≤ 50 ms"), 100_000: ("≤ 1.0x",)}
"""As one types: p95 warm, p95 with nothing cached, the worst."""


def run(
    articles: int = 10_000,
    *,
    quick: bool = False,
    folder: Path | None = None,
    minutes: float = _MINUTES,
) -> list[Row]:
    """Measure at ``articles`` articles, and at the sizes below for the growth.

    Args:
        articles: One of ``SIZES``, or any number.
        quick: A small run: 1,000 articles.
        folder: Where corpus and indexes are kept for the next run; ``None``: nowhere.
        minutes: For making them. If that is not enough, there are no rows yet.
    """
    articles = SIZES[0] if quick else articles
    if folder is not None:
        folder.mkdir(parents=True, exist_ok=True)
        return _measure(folder, articles, minutes)
    with tempfile.TemporaryDirectory(prefix="postil-bench-") as temporary:
        return _measure(Path(temporary), articles, minutes)


def _measure(folder: Path, articles: int, minutes: float) -> list[Row]:
    budget = Budget(minutes * 60)
    made = []
    for number in (*(size for size in SIZES if size < articles), articles):
        sides = _made(folder, number, budget)
        if sides is None:
            print(f"  (not all of {number:,} articles are made yet: run it again)")
            return []
        made.append(sides)
    rows: list[Row] = []
    before: Asking | None = None
    for corpus, ours, fts in made:
        number = corpus.number
        asking = Asking(corpus, ours, fts, rounds=3)  # of all sizes, or the growth says nothing
        rows += asking.as_typed(*_TARGETS.get(number, ()))
        rows += _growth(before, asking, number)
        if number == articles:
            rows += asking.in_full("≤ 1.0x" if number >= SIZES[1] else "")
            rows += _around(folder, corpus, ours, fts)
        before = asking
        ours.index.close()
        fts.connection.close()
    return rows + relevance.run()


def _made(folder: Path, number: int, budget: Budget) -> tuple[Corpus, Ours, Fts] | None:
    """The corpus and both indexes of it; ``None``: there was no time for all of it."""
    corpus = Corpus(folder, number)
    if not corpus.fill(budget):
        return None
    fts = Fts(folder, corpus)
    if not fts.fill(budget):
        return None
    ours = Ours(folder, corpus)
    return (corpus, ours, fts) if ours.fill(budget) else None


def _growth(before: Asking | None, after: Asking, number: int) -> list[Row]:
    if before is None:
        return []
    return [
        row(f"p95 {how}, {number:,} beside a tenth", after.p95[how], before.p95[how], "ms", "≤ 4x")
        for how in after.p95
    ]


def _around(folder: Path, corpus: Corpus, ours: Ours, fts: Fts) -> list[Row]:
    """What is not a question: indexing, sizes, opening, tagging; and other programs."""
    questions = Questions(corpus.number, seed=4)
    phrases = questions.phrases()
    rows = indexing.in_one_process(folder, corpus, min(corpus.number, 2_000), rounds=3)
    found, merged = ours.rates
    if found:
        name, theirs = "indexing all, by the clock, all cores, beside that TEXT", rows[0].theirs
        rows.append(row(name, found, theirs, "articles/s"))
        rows.append(row("the same, and merged behind that", merged, theirs, "articles/s"))
    text = corpus.size / 1e6
    rows.append(row("index beside the text", ours.size / 1e6, text, "MB", "≤ 1.5x the text"))
    rows.append(row("index beside FTS5's", ours.size / 1e6, fts.size / 1e6, "MB"))
    rows += indexing.opening(ours)
    rows.append(indexing.tagging(ours.opened(), corpus))
    if corpus.number <= 10_000:
        rows += indexing.while_indexing(folder, corpus, ours, phrases)
        rows += others.compare(folder, corpus, ours, [phrases[4], phrases[5], "people", "water"])
    return rows


def main() -> int:
    """Print the table; 1 if there was not time enough for making the articles."""
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keep corpus and indexes here")
    parser.add_argument("--minutes", type=float, default=_MINUTES, help="for making them")
    parser.add_argument("--rebuild", action="store_true", help="index again")
    options = parser.parse_args()
    if options.rebuild and options.folder:
        shutil.rmtree(options.folder / f"index-{options.articles}", ignore_errors=True)
    rows = run(options.articles, folder=options.folder, minutes=options.minutes)
    print_table(rows)
    return not rows


if __name__ == "__main__":
    sys.exit(main())

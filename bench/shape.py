"""Whether the generated articles are shaped like natural text: ``python -m bench.shape [FOLDER]``.

Prints, for the corpus and for the text files of a folder beside it, what an index feels: how the
vocabulary grows with the text (Heaps' law), how many words stand there once only, how many words
go on from a typed prefix, how far the frequent words reach.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from bench.corpus import Writer
from bench.report import percentile
from store.text.fold import fold

_WORD = re.compile(r"[^\W_]+")
_MARKS = (10_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000, 30_000_000)
_SAMPLE = 3_000


def describe(texts: Iterable[str]) -> Iterator[str]:
    """Lines of figures, of texts in any number."""
    counted: Counter[str] = Counter()
    documents: Counter[str] = Counter()
    growth: list[tuple[int, int]] = []
    for text in texts:
        words = _WORD.findall(fold(text))
        counted.update(words)
        documents.update(set(words))
        if counted.total() >= (*_MARKS, math.inf)[len(growth)]:
            growth.append((counted.total(), len(counted)))
            once = sum(count == 1 for count in counted.values()) / len(counted)
            yield f"{growth[-1][0]:>12,} words, {len(counted):>8,} distinct, {once:.0%} once only"
    if len(growth) > 2:
        (small, few), (large, many) = growth[1], growth[-1]
        power = math.log(many / few) / math.log(large / small)
        yield f"the vocabulary grows with the text to the power of {power:.2f}"
    total = counted.total()
    often = [count for _, count in counted.most_common(10_000)]
    reach = ", ".join(
        f"{size:,}: {sum(often[:size]) / total:.0%}" for size in (10, 100, 1_000, 10_000)
    )
    yield f"share of the text that is the most frequent words: {reach}"
    yield f"distinct words of an article: {documents.total() / total:.0%} of its words"
    for size in range(1, 8):
        going = sorted(_going_on(sorted(counted), counted, size))
        middle, most = percentile(going, 0.5), percentile(going, 0.95)
        yield f"words that go on from {size} letters of one in the text: {middle:,}, p95 {most:,}"


def _going_on(ordered: Sequence[str], counted: Counter[str], size: int) -> Iterator[int]:
    sample = random.Random(1).choices([*counted], weights=[*counted.values()], k=_SAMPLE)
    for word in sample:
        if len(word) >= size:
            start = word[:size]
            yield bisect_left(ordered, start + "\U0010ffff") - bisect_left(ordered, start)


def main() -> None:
    """Print the figures of the corpus, and of a folder's files."""
    parser = argparse.ArgumentParser(prog="python -m bench.shape", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, help="text files to compare with")
    parser.add_argument("--articles", type=int, default=2_000)
    options = parser.parse_args()
    print(f"{options.articles:,} generated articles")
    print(*describe(each.text for each in Writer().articles(options.articles)), sep="\n")
    if options.folder:
        files = sorted(each for each in options.folder.rglob("*") if each.is_file())
        print(f"{len(files):,} files of {options.folder}")
        print(*describe(each.read_text("utf-8", "replace") for each in files), sep="\n")


if __name__ == "__main__":
    main()

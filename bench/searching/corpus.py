"""Generated articles with annotations, in a table that both sides read; made in steps.

A hundred thousand articles take minutes: what is made stays in the folder, and the next run goes on
from there.
"""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from bench.corpus import Generated, Writer
from store.model import COLORS, STATUSES, Anchor, Highlight
from store.search.entry import Entry

_STEP = 500
_COLUMNS = (
    "number INTEGER PRIMARY KEY, id TEXT UNIQUE, title, author, source, published, added, text,"
    " words, status, starred, tags, note, quotes, mark_notes, colors"
)
_SPLIT = "\n\n"
TAGS = tuple(
    f"{above}{below}"
    for above in ("idea", "source", "history", "method", "later", "people", "coast", "work")
    for below in ("", "/north", "/early", "/open", "/cited")
)


class Budget:
    """So much time for making things, in seconds."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    @property
    def over(self) -> bool:
        """Whether nothing more should be begun."""
        return time.monotonic() >= self._end


class Row(NamedTuple):
    """One article of the table; lists of texts are parted by a blank line."""

    number: int
    id: str
    title: str
    author: str
    source: str
    published: str
    added: str
    text: str
    words: int
    status: str
    starred: int
    tags: str
    note: str
    quotes: str
    mark_notes: str
    colors: str

    @property
    def entry(self) -> Entry:
        """As our index takes it."""
        notes, colors = self.mark_notes.split(_SPLIT), self.colors.split()
        marks = [
            Highlight(f"h{place}{self.id}", Anchor(0, len(quote), quote), color=color, note=note)
            for place, (quote, note, color) in enumerate(
                zip(self.quotes.split(_SPLIT), notes, colors, strict=False)
            )
        ]
        return Entry(
            id=self.id, title=self.title, text=self.text, version="1", author=self.author,
            source=self.source, added=self.added, tags=tuple(self.tags.split()), note=self.note,
            highlights=marks,
        )  # fmt: skip


class Corpus:
    """The table of ``number`` articles, in a folder.

    Attributes:
        number: How many there are when it is whole.
    """

    def __init__(self, folder: Path, number: int) -> None:
        self.number = number
        self.connection = sqlite3.connect(folder / f"corpus-{number}.sqlite")
        self.connection.execute(f"CREATE TABLE IF NOT EXISTS texts({_COLUMNS})")

    def fill(self, budget: Budget) -> bool:
        """Go on making it; whether it is whole."""
        writer = Writer()
        done = self.count
        while done < self.number and not budget.over:
            step = min(_STEP, self.number - done)
            rows = (
                _row(place, article)
                for place, article in enumerate(writer.articles(step, done), done + 1)
            )
            self.connection.executemany(f"INSERT INTO texts VALUES ({','.join('?' * 16)})", rows)
            self.connection.commit()
            done += step
        return done >= self.number

    @property
    def count(self) -> int:
        """So many are made."""
        (count,) = self.connection.execute("SELECT count(*) FROM texts").fetchone()
        return int(count)

    @property
    def size(self) -> int:
        """Bytes of all texts in UTF-8."""
        (size,) = self.connection.execute(
            "SELECT sum(length(cast(text AS blob))) FROM texts"
        ).fetchone()
        return int(size)

    def rows(self, first: int = 1, most: int | None = None) -> Iterator[Row]:
        """Articles from number ``first`` on."""
        found = self.connection.execute(
            "SELECT * FROM texts WHERE number >= ? ORDER BY number LIMIT ?",
            (first, -1 if most is None else most),
        )
        return (Row(*each) for each in found)

    def texts(self, ids: Sequence[str]) -> Mapping[str, str]:
        """Plain texts by id, for passages."""
        marks = ",".join("?" * len(ids))
        return dict(
            self.connection.execute(f"SELECT id, text FROM texts WHERE id IN ({marks})", ids)
        )


def _row(number: int, article: Generated) -> Row:
    """An article's row; a third have tags, a quarter have highlights, a tenth have a note."""
    rng = random.Random(f"annotated {number}")
    words = article.text.split()

    def some(count: int) -> str:
        return " ".join(rng.choices(words, k=count))

    marks = rng.randint(1, 3) if rng.random() < 0.25 else 0
    quotes = []
    for _ in range(marks):
        start = rng.randrange(len(words) - 25)
        quotes.append(" ".join(words[start : start + 25]))
    tags = [TAGS[int(len(TAGS) * rng.random() ** 2)] for _ in range(rng.randint(1, 3))]
    return Row(
        number, article.id, article.title, article.author, article.source, article.published,
        article.added, article.text, len(words), rng.choice(STATUSES), int(rng.random() < 0.1),
        " ".join(dict.fromkeys(tags)) if rng.random() < 0.33 else "",
        some(12) if rng.random() < 0.1 else "", _SPLIT.join(quotes),
        _SPLIT.join(some(6) if rng.random() < 0.5 else "-" for _ in quotes),
        " ".join(rng.choice(COLORS) for _ in quotes),
    )  # fmt: skip

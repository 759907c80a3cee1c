"""Which articles and which highlights a query's clauses hold for, as sets.

For a phrase a set is only an upper bound (all its words are there); ``engine.verify`` checks the
order of the words in the text.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from store.search.engine import bits
from store.search.engine.shelf import Shelf
from store.search.engine.view import View
from store.search.query import Clause, Query


@dataclass(frozen=True, slots=True)
class Candidates:
    """What is left after the sets.

    Attributes:
        articles: Articles for which everything may hold.
        notes: Documents of annotations in which, alone, all wanted clauses may hold.
    """

    articles: int
    notes: int


def evaluate(view: View, query: Query, only: Collection[str] | None = None) -> Candidates:
    """Intersect the sets of all clauses.

    Args:
        view: What is indexed.
        query: What was asked. What an article is (``is:``) is not indexed: see ``only``.
        only: The ids of the articles that may answer; ``None``: all.
    """
    articles, notes = view.texts.live, view.notes.live
    if only is not None:
        known = view.table.numbers
        articles &= bits.from_ids((known[key] for key in only if key in known), view.texts.size)
    for clause in query.clauses:
        if clause.kind == "is":
            continue
        found, noted = _holds(view, clause)
        if not clause.negated:
            articles &= found
            notes &= noted
        elif not clause.is_phrase:
            articles &= ~found
            notes &= ~noted
        if not articles:
            return Candidates(0, 0)
    return Candidates(articles, notes)


def _holds(view: View, clause: Clause) -> tuple[int, int]:
    if clause.kind == "tag":
        noted = 0
        for path in clause.words:
            noted |= view.notes.having("tags", path)
        return view.articles(noted), noted
    in_text = all_words(view.texts, clause, "words")
    noted = all_words(view.notes, clause, "words")
    return in_text | view.articles(noted), noted


def all_words(shelf: Shelf, clause: Clause, field: str) -> int:
    """The documents in which every word of the clause stands in ``field``."""
    *whole, last = clause.words
    found = having(shelf, field, last, prefix=clause.prefix)
    for word in whole:
        if not found:
            break
        found &= shelf.having(field, word)
    return found


def having(shelf: Shelf, field: str, word: str, *, prefix: bool) -> int:
    """The documents that have ``word``, or a word that begins with it, in ``field``."""
    return shelf.having_prefix(field, word) if prefix else shelf.having(field, word)

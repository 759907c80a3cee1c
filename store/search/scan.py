"""A query held against single texts, without an index: for lists of highlights."""

from __future__ import annotations

from collections.abc import Iterable

from store.model import Article, Highlight
from store.search.analysis import phrase_pattern
from store.search.query import Clause, Query
from store.tags import is_in
from store.text.fold import fold


def highlight_matches(query: Query, article: Article, highlight: Highlight) -> bool:
    """Whether every clause holds for the highlight or for what its article says of itself.

    Words may stand in the quote, the note, the tags, and in the title, author, source and tags
    of the article; an empty query holds for all.
    """
    tags = (*highlight.tags, *article.tags)
    texts = (highlight.quote, highlight.note, *tags, article.title, article.author, article.source)
    return all(_holds(clause, article, texts, tags) != clause.negated for clause in query.clauses)


def in_state(article: Article, word: str) -> bool:
    """Whether ``is:word`` holds for an article; ``word`` is one of ``query.IS``."""
    if word == "starred":
        return article.starred
    return article.archived if word == "archived" else article.status == word


def _holds(clause: Clause, article: Article, texts: Iterable[str], tags: Iterable[str]) -> bool:
    if clause.kind == "is":
        return in_state(article, clause.words[0])
    if clause.kind == "tag":
        folded = [fold(tag) for tag in tags]
        return any(is_in(tag, path) for tag in folded for path in clause.words)
    pattern = phrase_pattern(clause.words, prefix=clause.prefix)
    return any(pattern.search(fold(text)) for text in texts)

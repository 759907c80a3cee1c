"""What a catalogue knows of articles and highlights, looked up in each."""

from __future__ import annotations

from store.search.language.nodes import Fact, Range
from tests.unit.search.plain.library import Article, Mark

OF_HIGHLIGHTS = ("color", "marked")
"""Facts of a highlight; all others are of the article."""


def fact_holds(fact: Fact, article: Article, mark: Mark | None) -> bool:
    """Whether a fact holds: of a highlight the colour, the rest is its article's."""
    name, value = fact.name, fact.value
    if name == "color":
        marks = article.marks if mark is None else (mark,)
        return any(each.color == value for each in marks)
    if name == "has":
        return {
            "highlight": bool(article.marks),
            "note": bool(article.note) or any(each.note for each in article.marks),
            "tag": bool(article.tags) or any(each.tags for each in article.marks),
            "unplaced": any(each.unplaced for each in article.marks),
        }[value]
    if name == "lang":
        return article.language == value or article.language.casefold().startswith(f"{value}-")
    if name == "site":
        host = article.source.partition("://")[2].partition("/")[0]
        return bool(host) and (
            f".{value[:-1]}" in f".{host}" if value.endswith("*") else f".{value}." in f".{host}."
        )
    return {"starred": article.starred, "archived": article.archived}.get(
        value, article.status == value
    )


def range_holds(asked: Range, article: Article, mark: Mark | None) -> bool:
    """Whether a day or a number is in a range."""
    if asked.name == "marked":
        marks = article.marks if mark is None else (mark,)
        return any(_between(each.made, asked) for each in marks)
    if asked.name == "highlights":
        return _between(len(article.marks), asked)
    value = getattr(article, asked.name)
    return value != "" and _between(value, asked)


def _between(value: str | int, asked: Range) -> bool:
    low, high = asked.low, asked.high
    return (low is None or value >= low) and (high is None or value < high)  # type: ignore[operator]

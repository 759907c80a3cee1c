"""Where the words of a library search stand in one article's text. Pure."""

from __future__ import annotations


def places(text: str, query: str) -> list[tuple[int, int]]:
    """The ranges in ``text`` of what ``query`` looks for, in order.

    A query that cannot be read has none.
    """
    from store.errors import QueryError  # noqa: PLC0415 - with the imports that follow
    from store.search import matching  # noqa: PLC0415 - only after a search
    from store.search.language.parser import parse  # noqa: PLC0415 - as above

    try:
        return matching.places(text, parse(query))
    except QueryError:
        return []

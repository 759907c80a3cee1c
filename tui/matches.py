"""Where the words of a library search stand in one article's text. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal


def places(
    text: str, query: str, languages: Sequence[str], *, field: Literal["text", "title"] = "text"
) -> list[tuple[int, int]]:
    """The ranges in ``text`` of what ``query`` looks for, in order.

    A query that cannot be read has none.

    Args:
        text: An article's text, or its title.
        query: As it was typed.
        languages: Those of the library, as tags (``en-GB``): what is found is marked.
        field: What ``text`` is.
    """
    from store.errors import QueryError  # noqa: PLC0415 - with the imports that follow
    from store.search.language.parser import parse  # noqa: PLC0415 - as above
    from store.search.texts import matching  # noqa: PLC0415 - only after a search

    try:
        asked = parse(query)
    except QueryError:
        return []
    return matching.places(text, asked, field=field, languages=languages)

"""Where the words of a library search stand in one article's text. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.search.query import Clause

MOST = 5000


def places(text: str, query: str) -> list[tuple[int, int]]:
    """The ranges in ``text`` of the words and phrases that ``query`` looks for, in order.

    At most ``MOST``. A query that cannot be read has none.
    """
    from store.errors import UsageError  # noqa: PLC0415 - with the imports that follow
    from store.search.query import parse  # noqa: PLC0415 - only after a search
    from store.text.fold import fold_map  # noqa: PLC0415 - as above

    try:
        wanted = parse(query).wanted
    except UsageError:
        return []
    folded, offsets = fold_map(text)
    found: set[tuple[int, int]] = set()
    for clause in wanted:
        for match in re.finditer(_pattern(clause), folded):
            found.add((offsets[match.start()], offsets[match.end()]))
            if len(found) >= MOST:
                break
    return sorted(found)


def _pattern(clause: Clause) -> str:
    """The words of a clause in a row, with anything that is no letter between them."""
    first, last = clause.words[0], clause.words[-1]
    body = r"[\W_]{0,8}".join(re.escape(word) for word in clause.words)
    before = r"(?<!\w)" if first.isascii() else ""
    if not last.isascii():
        return before + body
    return before + body + (r"\w*" if clause.prefix else r"(?!\w)")

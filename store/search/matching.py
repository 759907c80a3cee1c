"""Where the words of a query stand in one text. Pure."""

from __future__ import annotations

import re

from store.search import analysis
from store.search.prepared import Prepared
from store.search.query import Clause, Query
from store.search.snippets import pattern_of

Place = tuple[int, int]
_REST = re.compile(f"{analysis.LETTER}*")


def places(text: str, query: Query) -> list[Place]:
    """All ``[start, end)`` in ``text`` where something stands that ``query`` looks for, in order.

    Where two overlap, they are one.
    """
    prepared = Prepared(text)
    found = {
        prepared.span(match.start(), _end(prepared.folded, match.end(), clause))
        for clause in query.wanted
        for match in pattern_of(clause).finditer(prepared.folded)
    }
    merged: list[Place] = []
    for start, end in sorted(found):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _end(folded: str, end: int, clause: Clause) -> int:
    """Where the word ends whose beginning was found."""
    rest = _REST.match(folded, end) if clause.prefix else None
    return rest.end() if rest else end

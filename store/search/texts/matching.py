"""Where in a text a query matches: the only thing that finds matches, for all who show them.

Words are looked for as they were typed, and, where the query allows it, in other forms: another
ending, joined or parted by a hyphen, nearly the same. What is found is whole words: of a word that
may go on, the word to its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from time import monotonic

from store.search.language.nodes import Near, Query, Regex, TextField, Words
from store.search.texts import patterns
from store.search.texts.prepared import Prepared
from store.search.texts.seeking import Seeker, seeker
from store.search.words.forms import ENGLISH, language_of

MOST = 5_000
"""So many matches of a text are enough to be shown."""

REGEX_SECONDS = 0.3
"""So long the regular expressions of a query may look at one text, all together."""

Span = tuple[int, int]
Wanted = Words | Near | Regex
Sought = Seeker | Regex


def places(
    text: str,
    query: Query,
    *,
    field: TextField = "text",
    languages: Sequence[str] = (ENGLISH,),
    most: int = MOST,
) -> list[Span]:
    """All ranges of an article's text that a query looks for, in order, none overlapping.

    Args:
        text: The document's text.
        query: Its leaves for the text count, without those below a ``Not``.
        field: What ``text`` is instead: a title, a note, …
        languages: The languages whose forms of a word count, as tags (``en-GB``; ``""``: English).
        most: So many matches are given at most.

    Returns:
        ``[start, end)`` in code points of ``text``; at most ``most``.
    """
    sought = sought_in(query.wanted, field, tuple(languages))
    if not sought:
        return []
    prepared = Prepared(text)
    found: set[Span] = set()
    until = monotonic() + REGEX_SECONDS
    for each in sought:
        if isinstance(each, Regex):
            left = until - monotonic()
            if left > 0:
                found.update(patterns.spans(each, text, seconds=left, most=most))
            continue
        for start, end in (*each.exact(prepared, most), *each.others(prepared, most)):
            found.add(prepared.span(start, end))
    return merged(found)[:most]


@lru_cache(maxsize=64)
def sought_in(
    wanted: tuple[Wanted, ...], field: TextField, languages: tuple[str, ...]
) -> tuple[Sought, ...]:
    """What finds those of some leaves that may stand in ``field``."""
    known = tuple(dict.fromkeys(code for tag in languages if (code := language_of(tag))))
    return tuple(
        leaf if isinstance(leaf, Regex) else seeker(leaf, known)
        for leaf in wanted
        if field_of(leaf) in ("", field)
    )


def field_of(leaf: Wanted) -> TextField:
    """The field that a leaf is looked for in; ``""``: any."""
    return leaf.left.where if isinstance(leaf, Near) else leaf.where


def merged(spans: Iterable[Span]) -> list[Span]:
    """Ranges in order; those that overlap are one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found

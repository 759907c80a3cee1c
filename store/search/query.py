"""What was asked: a pure parser from the line somebody types to clauses.

* ``salt road``: both words, anywhere in the article or what was noted on it;
* the last word is a prefix, always (as one types, and on the command line the same): ``roa``
  finds "road"; in quotes it is a whole word;
* ``"toll house"``: a phrase, over line breaks and punctuation; an open quote is a phrase whose
  last word is still being typed;
* ``tag:coast``: that tag or one below it (``coast/north``), on the article or a highlight;
* ``is:unread`` (or ``reading``, ``done``, ``starred``, ``archived``): what its user says of the
  article; while it is typed, a beginning is enough;
* ``-word``, ``-"a phrase"``, ``-tag:x``, ``-is:done``: not that; whole words.

A word with marks inside (``U.S.``, ``don't``) and a run of Chinese are phrases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from store.errors import UsageError
from store.search import analysis
from store.text.fold import fold

_PIECE = re.compile(
    r'(?P<minus>-?)(?:(?P<tag>tag:)|(?P<state>is:)(?=\w))?(?:"(?P<quoted>[^"]*)(?P<close>"?)|(?P<bare>[^\s"]+))?',
    re.IGNORECASE,
)
IS = ("unread", "reading", "done", "starred", "archived")
"""What may follow ``is:``."""

_QUOTES = str.maketrans("“”„‟«»", '""""""')


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition.

    Attributes:
        kind: ``words``: the folded words follow each other (one or more); ``tag``: it is one of
            ``words``, folded paths of tags, or below one; ``is``: it is one of ``IS``.
        prefix: The last word may go on.
        negated: Articles where it holds are left out.
    """

    kind: Literal["words", "tag", "is"]
    words: tuple[str, ...]
    prefix: bool = False
    negated: bool = False

    @property
    def is_phrase(self) -> bool:
        """Whether the order of words has to be checked in the text."""
        return self.kind == "words" and len(self.words) > 1


@dataclass(frozen=True, slots=True)
class Query:
    """All of these hold. No clauses: nothing was asked."""

    clauses: tuple[Clause, ...] = ()

    @property
    def wanted(self) -> tuple[Clause, ...]:
        """The clauses of words that are looked for, in the order they were typed."""
        return tuple(c for c in self.clauses if not c.negated and c.kind == "words")


def parse(text: str) -> Query:
    """Read a query.

    Raises:
        UsageError: With the column (from 1) and the reason.
    """
    line = text.translate(_QUOTES)
    clauses: list[Clause] = []
    position = 0
    while position < len(line):
        if line[position].isspace():
            position += 1
            continue
        match = _PIECE.match(line, position)
        if match is None or match.end() == position:  # cannot be: every character starts a piece
            position += 1
            continue
        last = not line[match.end() :].strip()
        clauses += _clause(match, column=position + 1, last=last)
        position = match.end()
    return Query(tuple(clauses))


def _clause(match: re.Match[str], *, column: int, last: bool) -> list[Clause]:
    """The clause of one piece; none if it has no letters (a dash or a smiley between words)."""
    negated = bool(match["minus"])
    quoted = match["quoted"]
    value = quoted if quoted is not None else match["bare"] or ""
    if match["tag"]:
        path = fold(value.strip().lstrip("#")).strip("/")
        if not path:
            raise UsageError(
                f"column {column}: the name of a tag is missing after tag:",
                hint="write tag:history, without a blank",
            )
        return [Clause("tag", (path,), negated=negated)]
    if match["state"]:
        return [Clause("is", (_state(value, column, typing=last),), negated=negated)]
    found = tuple(analysis.words(fold(value)))
    if not found:
        if match["close"]:
            raise UsageError(f"column {column}: there is no word between the quotes")
        return []
    open_end = not match["close"] if quoted is not None else True
    prefix = last and open_end and not negated and not analysis.is_unspaced(found[-1])
    return [Clause("words", found, prefix=prefix, negated=negated)]


def _state(value: str, column: int, *, typing: bool) -> str:
    """The word of ``IS`` that is meant; no two begin alike."""
    wanted = value.strip().casefold()
    for word in IS:
        if word == wanted or (typing and word.startswith(wanted)):
            return word
    raise UsageError(
        f"column {column}: there is no is:{value[:40]}", hint=f"one of: is:{', is:'.join(IS)}"
    )

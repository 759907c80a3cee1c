"""What one piece of a line asks for, in a field or in none. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple, cast

from store.errors import QueryError
from store.search.language import ranges
from store.search.language.dates import HINT
from store.search.language.fields import Field, Kind
from store.search.language.nodes import (
    And,
    Fact,
    Near,
    Node,
    Or,
    Range,
    Regex,
    Span,
    Tag,
    TextField,
    Words,
)
from store.search.language.regex import RegexError, check, ignores_case
from store.search.language.scanner import Piece
from store.search.language.sites import site_of
from store.search.language.terms import parted, term_of
from store.text.clean import clean_tag
from store.text.fold import fold

MOST_EDITS = 2
_ANY = {"tag": "tag", "note": "note", "quote": "highlight", "color": "highlight"}
"""What an article has for which ``field:*`` holds."""
_IN_QUOTES = "to look for the text, put it in quotes"
_BEGUN_OPERATORS = frozenset(("A", "AN", "O", "N", "NO"))


class Clause(NamedTuple):
    """A piece with what stands around it.

    Attributes:
        field: ``None``: no field.
        piece: The value.
        start: Where the clause begins, with the name of its field.
        negated: It must not hold, so that it is not completed.
        today: What ``today`` means.
        whole: The line is not being typed any more.
    """

    field: Field | None
    piece: Piece
    start: int
    negated: bool
    today: date
    whole: bool = False

    @property
    def at(self) -> Span:
        """The clause in the line."""
        return self.start, self.piece.stop

    @property
    def goes_on(self) -> bool:
        """Its last word is a beginning."""
        return self.piece.last and not self.negated

    @property
    def typing(self) -> bool:
        """What is missing in it is no error yet."""
        return self.piece.last and not self.whole

    @property
    def begins_operator(self) -> bool:
        """It may become ``AND``, ``OR`` or ``NOT``, between values in parentheses."""
        in_group = self.piece.start == self.start
        return in_group and self.typing and self.piece.text in _BEGUN_OPERATORS

    def wrong(self, message: str, hint: str = "") -> QueryError:
        """The error that points at the clause."""
        return QueryError(message, *self.at, hint=hint)


def node_of(clause: Clause, notices: list[str]) -> Node | None:
    """What is asked for; ``None``: nothing yet, or nothing that can be looked for.

    Args:
        clause: Any but ``sort:`` and ``in:``.
        notices: What should be said to its user is added.

    Raises:
        QueryError: It cannot be read.
    """
    field, piece = clause.field, clause.piece
    if piece.kind == "regex":
        return _regex(clause, notices)
    if field is None:
        is_star = piece.star and not piece.text.strip()
        return And(()) if is_star else _words(clause, notices)
    if not piece.text.strip():
        if piece.star and field.name in _ANY:
            return Fact("has", _ANY[field.name], clause.at)
        if clause.typing:
            return None
        raise clause.wrong(f"something is missing after {field.name}:", _hint(field))
    if field.kind == "words":
        return _words(clause, notices)
    return None if clause.begins_operator else _FACTS[field.kind](clause)


def values_of(clause: Clause) -> tuple[str, ...]:
    """The values of a field that has but a few: one, or all that begin as what is being typed.

    Raises:
        QueryError: There is none.
    """
    field, typed = clause.field, clause.piece.text.strip()
    if field is None:
        return ()
    one = field.value(typed)
    if one:
        return (one,)
    begun = field.beginning(typed) if clause.typing or clause.piece.star else ()
    if not typed:
        if clause.typing:
            return ()
        raise clause.wrong(f"something is missing after {field.name}:", _hint(field))
    if not begun:
        raise clause.wrong(f"there is no {field.name}:{typed[:40]}", _hint(field))
    return begun


def _hint(field: Field) -> str:
    if field.values:
        return f"one of: {', '.join(field.values)}"
    if field.kind == "day":
        return HINT
    if field.kind == "number":
        return ranges.NUMBER_HINT
    return f"write {field.example}, without a blank"


def _words(clause: Clause, notices: list[str]) -> Node | None:
    """Words; a mark typed behind the last one says that it is whole."""
    field, piece = clause.field, clause.piece
    parts = parted(piece.text)
    if len(parts) > 1:
        return _each(clause, parts, notices)
    term = term_of(piece.text)
    if term is None:
        if field is None or clause.typing:
            return None
        raise clause.wrong(f"there is no word to look for after {field.name}:", _hint(field))
    where = cast(TextField, field.name if field is not None else "")
    at = (piece.start + term.start, piece.start + term.end)
    quoted = piece.kind == "quoted"
    if piece.edits is not None and len(term.words) > 1 and quoted:
        return _close_words(clause, where)
    edits = _edits(clause)
    if edits and not term.is_word:
        notices.append(f"{piece.text}~: ~ goes behind a single word; it was left out")
        edits = 0
    whole = piece.edits is not None or term.end < len(piece.text.rstrip())
    open_end = piece.star or (clause.goes_on and not whole)
    return Words(
        term.words,
        term.typed,
        where,
        prefix=open_end and term.may_go_on,
        exact=quoted or term.has_capital or piece.edits == "0",
        marks=() if quoted else term.marks,
        edits=edits,
        at=at,
    )


def _each(clause: Clause, parts: Sequence[Span], notices: list[str]) -> Node | None:
    """What is asked by the parts of a piece, all of which have to stand there."""
    piece, found = clause.piece, []
    for number, (low, high) in enumerate(parts, 1):
        part = piece._replace(
            text=piece.text[low:high], start=piece.start + low, end=piece.start + high
        )
        if number < len(parts):
            part = part._replace(star=False, edits=None, last=False)
        found.append(_words(clause._replace(piece=part), notices))
    asked = tuple(each for each in found if each is not None)
    return And(asked) if asked else None


def _edits(clause: Clause) -> int:
    typed = clause.piece.edits
    if typed is None:
        return 0
    edits = int(typed or 1)
    if edits > MOST_EDITS:
        raise clause.wrong(
            f"at most {MOST_EDITS} letters may differ", "write word~ (one letter) or word~2"
        )
    return edits


def _close_words(clause: Clause, where: TextField) -> Node:
    """``"a b"~5``: those words, each within so many words of the one before."""
    piece = clause.piece
    parts: list[Words] = []
    at = 0
    for each in piece.text.split():
        at = piece.text.index(each, at)
        term = term_of(each)
        if term is not None:
            span = (piece.start + at + term.start, piece.start + at + term.end)
            parts.append(Words(term.words, term.typed, where, exact=True, at=span))
        at += len(each)
    if len(parts) < 2:
        return parts[0]
    distance = max(1, int(piece.edits or 1))
    pairs = [Near(one, other, distance, (one.at[0], other.at[1])) for one, other in pairwise(parts)]
    return And(tuple(pairs)) if len(pairs) > 1 else pairs[0]


def _regex(clause: Clause, notices: list[str]) -> Node | None:
    field, piece = clause.field, clause.piece
    if not piece.closed:
        if clause.whole:
            raise clause.wrong(f"no / at the end of /{piece.text[:60]}", _IN_QUOTES)
        notices.append(f"/{piece.text}: no / at its end yet")
        return None
    pattern = unicodedata.normalize("NFC", piece.text)
    try:
        check(pattern)
    except RegexError as error:
        place = min(piece.start + error.at, piece.end)
        raise QueryError(
            f"/{pattern[:60]}/ is no regular expression: {error}", place, min(place + 1, piece.end),
            hint=_IN_QUOTES,
        ) from error  # fmt: skip
    where = cast(TextField, field.name if field is not None else "")
    return Regex(pattern, where, ignores_case(pattern), clause.at)


def _tag(clause: Clause) -> Node | None:
    typed = clause.piece.text
    path = fold(clean_tag(typed))
    if path:
        return Tag((path,), prefix=clause.piece.star and not typed.endswith("/"), at=clause.at)
    if clause.typing:
        return None
    raise clause.wrong("the name of a tag is missing after tag:", "write tag:history")


def _choice(clause: Clause) -> Node | None:
    name = clause.field.name if clause.field is not None else ""
    facts = tuple(Fact(name, value, clause.at) for value in values_of(clause))
    return Or(facts) if len(facts) > 1 else facts[0] if facts else None


def _site(clause: Clause) -> Node | None:
    site = site_of(clause.piece.text)
    if site:
        goes_on = clause.piece.star or clause.goes_on
        return Fact("site", f"{site}*" if goes_on else site, clause.at)
    if clause.typing:
        return None
    raise clause.wrong("the name of a site is missing after site:", "write site:example.org")


def _language(clause: Clause) -> Node:
    code = clause.piece.text.strip().casefold().replace("_", "-")
    parts = code.split("-")
    if not all(part.isascii() and part.isalnum() and len(part) <= 8 for part in parts if part):
        raise clause.wrong(f"{code[:40]} is no language", "by its code: lang:en, lang:de, lang:zh")
    if len(parts[0]) > 3:
        raise clause.wrong(f"there is no language {code[:40]}", "by its code: lang:en, lang:de")
    return Fact("lang", code.strip("-"), clause.at)


def _range(clause: Clause) -> Node | None:
    field, text = clause.field, clause.piece.text
    if field is None:
        return None
    if clause.piece.star:
        text += "*"
    text = text.replace("_", " ") if field.kind == "day" else text
    low: str | int | None
    high: str | int | None
    try:
        if field.kind == "day":
            days = ranges.days(text, clause.today, typing=clause.typing)
            if days is None:
                return None
            low, high = (day.isoformat() if day is not None else None for day in days)
        else:
            numbers = ranges.numbers(text, typing=clause.typing)
            if numbers is None:
                return None
            low, high = numbers
    except ValueError as error:
        raise clause.wrong(f"{field.name}: {str(error)[:80]}", _hint(field)) from error
    return Range(field.name, low, high, clause.at)


_FACTS: dict[Kind, Callable[[Clause], Node | None]] = {
    "tag": _tag, "choice": _choice, "site": _site, "lang": _language, "day": _range,
    "number": _range,
}  # fmt: skip

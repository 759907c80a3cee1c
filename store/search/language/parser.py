"""``parse``: the line that somebody types, as a tree. Pure; ``docs/search.md`` is its manual.

What binds tightest comes first: ``-``, ``NEAR``, ``NOT``, ``AND`` (or nothing between two), ``OR``.
A line is read while it is typed, so what is not finished at its end asks for nothing yet and is no
error; nor is any text that is not meant as a query.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import product
from typing import cast

from store.errors import QueryError
from store.search.language.clauses import Clause, node_of, values_of
from store.search.language.fields import BY_NAME, PREFIX, Field, close_to
from store.search.language.nodes import And, Inside, Near, Node, Not, Or, Query, Sort, Span, Words
from store.search.language.scanner import Scanner

LONGEST = 4000
"""Code points of a line."""
MOST = 200
"""Conditions in a line."""
DEEPEST = 30
"""Parentheses in parentheses."""

DISTANCE = 10
"""Words between which ``NEAR`` looks, unless it says how many."""
FARTHEST = 1000

_ENDS = r"(?=[\s()]|\Z)"
_AND, _OR, _NOT = (re.compile(rf"(?:{sign}){_ENDS}") for sign in ("AND|&&", r"OR|\|\|", "NOT"))
_NEAR = re.compile(rf"(?:NEAR(?:/([0-9]*))?|near/([0-9]+)){_ENDS}")
_MINUS = re.compile(r"-(?=[^\s)-])")
_OTHER = {"articles": "highlights", "highlights": "articles"}


def parse(line: str, today: date | None = None, *, whole: bool = False) -> Query:
    """Read a query.

    Args:
        line: What was typed.
        today: The day that ``today`` means; ``None``: today, where its user is.
        whole: It is not being typed any more: a value that is missing at its end is an error.

    Raises:
        QueryError: It cannot be read; it says where and why.
    """
    if len(line) > LONGEST:
        raise QueryError(f"a search has at most {LONGEST:,} characters", LONGEST, len(line))
    try:
        return _Parser(line, today or datetime.now().astimezone().date(), whole=whole).query()
    except QueryError as error:
        error.typed = line
        raise


class _Parser:
    """Reads one line from left to right."""

    def __init__(self, line: str, today: date, *, whole: bool) -> None:
        self._typed = line
        self._today = today
        self._whole = whole
        self._scanner = Scanner(line)
        self._negations = 0
        self._count = 0
        self._sort: Sort = "relevance"
        self._inside: Inside = ""
        self._directed = False
        self._notices: list[str] = []

    def query(self) -> Query:
        """The whole line."""
        root = self._either(None)
        if root is None and self._directed:
            root = And(())
        return Query(root, self._sort, self._inside, self._typed, tuple(self._notices))

    # -- what stands between conditions ------------------------------------------------------------

    def _either(self, field: Field | None) -> Node | None:
        """Conditions with ``OR`` between them."""
        parts = [self._all(field)]
        while self._scanner.takes(_OR):
            parts.append(self._all(field))
        return _or(parts)

    def _all(self, field: Field | None) -> Node | None:
        """Conditions that have to hold together. ``AND`` or ``OR`` before the first is a word."""
        scanner = self._scanner
        parts: list[Node | None] = []
        begun = False
        while scanner.goes_on() and not (begun and scanner.stands(_OR)):
            if not (begun and scanner.takes(_AND)) or scanner.goes_on():
                parts.append(self._one(field))
            begun = True
        return _and(parts)

    def _one(self, field: Field | None) -> Node | None:
        """One condition, and whether it has to hold or not to."""
        negated = False
        while self._scanner.takes(_NOT):
            negated = not negated
        with self._below_not(negated):
            found = self._near(field) if self._scanner.goes_on() else None
        return Not(found) if found is not None and negated else found

    def _near(self, field: Field | None) -> Node | None:
        """Words with ``NEAR`` between them."""
        scanner = self._scanner
        left = self._simple(field)
        pairs: list[Node] = []
        while left is not None and (sign := scanner.takes(_NEAR)) and scanner.goes_on():
            right = self._simple(field)
            if right is not None:
                pairs.append(self._pair(left, right, sign))
                left = right
        return _and(pairs) or left

    def _pair(self, left: Node, right: Node, sign: re.Match[str]) -> Node:
        """Two words near each other; of alternatives, any two."""
        typed = sign[1] or sign[2]
        distance = int(typed[:9]) if typed else DISTANCE
        if not 1 <= distance <= FARTHEST:
            raise QueryError(
                f"NEAR counts from 1 to {FARTHEST:,} words", *sign.span(),
                hint="salt NEAR/5 road: at most 5 words apart",
            )  # fmt: skip
        pairs: list[Node] = []
        for one, other in product(_sides(left, sign.span()), _sides(right, sign.span())):
            self._counted(sign.span())
            where = one.where or other.where
            if {one.where, other.where} - {"", where}:
                raise QueryError(
                    "NEAR looks for both words in the same field", *sign.span(),
                    hint="write it as title:(salt NEAR/5 road)",
                )  # fmt: skip
            sides = replace(one, where=where), replace(other, where=where)
            pairs.append(Near(*sides, distance, (one.at[0], other.at[1])))
        return _or(pairs) or left

    # -- one condition -----------------------------------------------------------------------------

    def _simple(self, field: Field | None) -> Node | None:
        """What has no operator in it, or parentheses."""
        scanner = self._scanner
        start = scanner.at
        if scanner.takes(_MINUS):
            with self._below_not(negated=True):
                found = self._simple(field)
            return Not(found) if found is not None else None
        if scanner.line[start] == "(":
            return self._group(field)
        prefix = PREFIX.match(scanner.line, start)
        named = self._field(prefix) if prefix else None
        if named is not None and prefix is not None:
            field, scanner.at = named, prefix.end()
            if scanner.line.startswith("(", scanner.at) and named.kind not in {"order", "inside"}:
                return self._group(named)
        self._counted((start, scanner.end))
        piece = scanner.piece(field)
        clause = Clause(field, piece, start, self._negations > 0, self._today, self._whole)
        if field is not None and field.kind in {"order", "inside"}:
            self._direct(clause, field)
            return None
        found = node_of(clause, self._notices)
        for _ in found.parts[1:] if isinstance(found, And) else ():
            self._counted(clause.at)
        return found

    def _field(self, prefix: re.Match[str]) -> Field | None:
        """The field of a name with a colon; ``None``: it is text.

        A blank behind the colon makes it text, as in any sentence; at the end of the line the
        value is still to come.
        """
        name, scanner = prefix[1], self._scanner
        known = BY_NAME.get(name.casefold())
        if prefix.end() >= scanner.end:
            return known
        behind = scanner.line[prefix.end()]
        if behind.isspace() or (behind == ")" and scanner.open):
            if known is not None and behind != ")":
                self._notices.append(f"{name}: before a blank is a word; no blank: {known.example}")
            return None
        if known is None and (close := close_to(name)):
            raise QueryError(
                f"there is no field {name}: (did you mean {close}:?)", *prefix.span(),
                hint="to look for the text, put it in quotes",
            )  # fmt: skip
        return known

    def _group(self, field: Field | None) -> Node | None:
        """Parentheses; at the end of the line they need not be closed."""
        scanner = self._scanner
        start = scanner.at
        scanner.at += 1
        scanner.open += 1
        if scanner.open > DEEPEST:
            raise QueryError(f"at most {DEEPEST} parentheses in each other", start, start + 1)
        found = self._either(field)
        scanner.at += scanner.closes
        scanner.open -= 1
        return found

    def _direct(self, clause: Clause, field: Field) -> None:
        """``sort:`` and ``in:`` go for the whole line, wherever they stand; the last one counts."""
        values = values_of(clause)
        if not values:
            return
        if field.kind == "inside":
            value = _OTHER[values[0]] if clause.negated else values[0]
            self._inside = cast(Inside, value)
        elif clause.negated:
            raise clause.wrong("sort: says an order, not a condition", "leave - or NOT out")
        else:
            self._sort = cast(Sort, values[0])
        self._directed = True

    # -- inside ------------------------------------------------------------------------------------

    @contextmanager
    def _below_not(self, negated: bool) -> Iterator[None]:  # noqa: FBT001 - said by its name
        self._negations += negated
        yield
        self._negations -= negated

    def _counted(self, at: Span) -> None:
        self._count += 1
        if self._count > MOST:
            raise QueryError(f"a search has at most {MOST} conditions", *at)


def _sides(node: Node, sign: Span) -> Sequence[Words]:
    """What may stand beside ``NEAR``."""
    parts = node.parts if isinstance(node, Or) else (node,)
    words = [part for part in parts if isinstance(part, Words)]
    if len(words) < len(parts):
        raise QueryError(
            "NEAR stands between two words or phrases", *sign,
            hint='write NOT (salt NEAR/5 road), or "NEAR" for the word',
        )  # fmt: skip
    return words


def _and(parts: Sequence[Node | None]) -> Node | None:
    """All of those that ask for something."""
    asked = [part for part in parts if part is not None]
    flat = [each for part in asked for each in (part.parts if isinstance(part, And) else (part,))]
    if not asked:
        return None
    return flat[0] if len(flat) == 1 else And(tuple(flat))


def _or(parts: Sequence[Node | None]) -> Node | None:
    """Any of those that ask for something."""
    asked = [part for part in parts if part is not None]
    flat = [each for part in asked for each in (part.parts if isinstance(part, Or) else (part,))]
    if not asked:
        return None
    return flat[0] if len(flat) == 1 else Or(tuple(flat))

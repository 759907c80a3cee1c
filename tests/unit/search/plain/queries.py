"""Queries at random: the tree that is meant, and the line that somebody would type for it."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from store.model import COLORS, STATUSES
from store.search.language.nodes import (
    And,
    Fact,
    Inside,
    Near,
    Node,
    Not,
    Or,
    Range,
    Regex,
    Sort,
    Tag,
    TextField,
    Words,
)
from tests.unit.search.plain.library import FRENCH, GERMAN, LONG, NAMES, TAGS, WORDS
from tests.unit.search.plain.texts import is_alone, is_special, mark_between, simple, tokens_of

FIELDS: tuple[TextField, ...] = ("title", "text", "author", "source", "note", "quote")
SORTS: tuple[Sort, ...] = ("relevance", "newest", "oldest", "longest", "title")
INSIDE: tuple[Inside, ...] = ("", "articles", "highlights")
_VOCABULARY = [*WORDS, *WORDS, *GERMAN, *FRENCH, *" ".join(NAMES).split(), LONG]
_PATTERNS = (r"sal[ty]+", r"\bharbour\w*", r"[0-9]{2,}", r"^run", r"café?$", r"U\.S\.", r"[京学]")


class Asked(NamedTuple):
    """A query.

    Attributes:
        line: As it is typed.
        root: What it means.
    """

    line: str
    root: Node
    sort: Sort
    inside: Inside


class _Made(NamedTuple):
    """A part of a query: its line and what it means, at its end and elsewhere.

    Attributes:
        last: What it means when it stands at the end of the line, where it may still be typed.
    """

    line: str
    node: Node
    last: Node


class Asker:
    """Makes queries."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng

    def query(self) -> Asked:
        """A query of one to about eight conditions."""
        rng = self._rng
        made = self._tree(rng.choice((0, 1, 1, 2)))
        sort = rng.choice(SORTS) if rng.random() < 0.2 else "relevance"
        inside = rng.choice(INSIDE) if rng.random() < 0.2 else ""
        before = [f"sort:{sort}"] * (sort != "relevance") + [f"in:{inside}"] * bool(inside)
        if rng.random() < 0.4:  # nothing is at its end any more
            return Asked(
                " ".join([made.line, *(before or ["sort:relevance"])]), made.node, sort, inside
            )
        return Asked(" ".join([*before, made.line]), made.last, sort, inside)

    def words(self) -> Words | Near:
        """Words that are looked for in texts."""
        while True:
            found = self._leaf("text").last
            sides = (found.left, found.right) if isinstance(found, Near) else ()
            if any(is_special(side.words[0]) for side in sides):
                continue  # what is marked has marks on one side, then
            if isinstance(found, Words | Near):
                return found

    def _tree(self, depth: int, field: TextField = "") -> _Made:
        if not depth:
            return self._leaf(field)
        kind = self._rng.choice((self._all, self._all, self._either, self._without, self._in_field))
        return kind(depth, field)

    def _all(self, depth: int, field: TextField) -> _Made:
        parts = [self._inner(depth, field, And) for _ in range(self._rng.randint(2, 3))]
        sign = self._rng.choice((" ", " ", " ", " AND ", "  "))
        return self._joined(parts, sign, And)

    def _either(self, depth: int, field: TextField) -> _Made:
        parts = [self._inner(depth, field, Or) for _ in range(self._rng.randint(2, 3))]
        return self._joined(parts, self._rng.choice((" OR ", " || ")), Or)

    def _inner(self, depth: int, field: TextField, outer: type[And | Or]) -> _Made:
        """A part of ``outer``, in parentheses where they are needed."""
        made = self._tree(depth - 1, field)
        if isinstance(made.node, outer) or (isinstance(made.node, And) and outer is Or):
            return made
        return _group(made) if isinstance(made.node, And | Or) else made

    @staticmethod
    def _joined(parts: Sequence[_Made], sign: str, outer: type[And | Or]) -> _Made:
        def flat(nodes: Sequence[Node]) -> Node:
            inner = [each.parts if isinstance(each, outer) else (each,) for each in nodes]
            return outer(tuple(node for part in inner for node in part))

        nodes = [part.node for part in parts]
        return _Made(
            sign.join(part.line for part in parts), flat(nodes), flat([*nodes[:-1], parts[-1].last])
        )

    def _without(self, depth: int, field: TextField) -> _Made:
        made = self._tree(depth - 1, field)
        if isinstance(made.node, And | Or | Not | Near):
            made = _group(made)
        sign = self._rng.choice(("-", "NOT "))
        found = Not(made.node)
        return _Made(sign + made.line, found, found)

    def _in_field(self, depth: int, field: TextField) -> _Made:
        if field or depth < 1:
            return self._all(depth, field)
        name = self._rng.choice(FIELDS)
        made = _group(self._either(1, name))
        return made._replace(line=f"{name}:{made.line}")

    # -- leaves ------------------------------------------------------------------------------------

    def _leaf(self, field: TextField) -> _Made:
        words = (self._word, self._word, self._word, self._start, self._star, self._quoted,
                 self._quoted, self._fuzzy, self._near)  # fmt: skip
        if field:
            return self._rng.choice(words)(field)
        if self._rng.random() < 0.01:  # each is a process of its own
            return self._regex()
        kinds: tuple[Callable[[], _Made], ...] = (self._tag, self._fact, self._day, self._number)
        if self._rng.random() < 0.25:
            return self._rng.choice(kinds)()
        name = self._rng.choice(FIELDS) if self._rng.random() < 0.25 else ""
        made = self._rng.choice(words)(name)
        if name and isinstance(made.node, Near):
            made = _group(made)
        return made._replace(line=f"{name}:{made.line}") if name else made

    def _word(self, field: TextField) -> _Made:
        return _words(self._rng.choice(_VOCABULARY), field)

    def _start(self, field: TextField) -> _Made:
        """The beginning of a word, typed as a whole one."""
        word = self._rng.choice(_VOCABULARY).replace("ﬁ", "fi")
        cut = word[: self._rng.randint(1, len(word))]
        return _words(cut if tokens_of(cut) and cut[-1].isalnum() else word, field)

    def _star(self, field: TextField) -> _Made:
        made = self._start(field)
        if not isinstance(made.node, Words) or not made.line[-1].isalnum():
            return made
        node = _open(made.node)
        return _Made(f"{made.line}*", node, node)

    def _quoted(self, field: TextField) -> _Made:
        typed = " ".join(self._rng.choices(_VOCABULARY, k=self._rng.randint(1, 3)))
        words, _ = _parts(typed)
        node = Words(words, typed, field, exact=True)
        return _Made(f'"{typed}"', node, node)

    def _fuzzy(self, field: TextField) -> _Made:
        word = self._rng.choice(
            ("blinkon", "harbor", "harbours", "cafes", "raods", "keper", "tids")
        )
        edits = self._rng.choice((1, 2))
        node = Words((word,), word, field, edits=edits)
        return _Made(word + ("~" if edits == 1 else "~2"), node, node)

    def _near(self, field: TextField) -> _Made:
        sides = [self._rng.choice((self._word, self._quoted))(field) for _ in range(2)]
        distance = self._rng.choice((1, 2, 5, 10))
        left, right = (side.node for side in sides)
        last = sides[1].last
        if (
            not isinstance(left, Words)
            or not isinstance(right, Words)
            or not isinstance(last, Words)
        ):
            raise TypeError
        sign = "NEAR" if distance == 10 and self._rng.random() < 0.5 else f"NEAR/{distance}"
        return _Made(
            f"{sides[0].line} {sign} {sides[1].line}",
            Near(left, right, distance),
            Near(left, last, distance),
        )

    def _regex(self) -> _Made:
        pattern = self._rng.choice(_PATTERNS)
        node = Regex(pattern, "", ignore_case=not any(c.isupper() for c in pattern))
        return _Made(f"/{pattern}/", node, node)

    def _tag(self) -> _Made:
        tag = self._rng.choice((*TAGS, "söurce", "co", "coast/"))
        star = self._rng.random() < 0.2
        node = Tag((simple(tag).strip("/"),), prefix=star and not tag.endswith("/"))
        return _Made(f"tag:{tag}{'*' if star else ''}", node, node)

    def _fact(self) -> _Made:
        rng = self._rng
        name, value = rng.choice((
            ("is", rng.choice((*STATUSES, "starred", "archived"))),
            ("has", rng.choice(("highlight", "note", "tag", "unplaced"))),
            ("status", rng.choice(STATUSES)),
            ("color", rng.choice(COLORS[:4])),
            ("lang", rng.choice(("en", "de", "fr"))),
            ("site", rng.choice(("salt.example", "road", "a.salt"))),
        ))  # fmt: skip
        node = Fact(name, value)
        return _Made(
            f"{name}:{value}", node, replace(node, value=f"{value}*") if name == "site" else node
        )

    def _day(self) -> _Made:
        name = self._rng.choice(("added", "published", "read", "marked"))
        year = self._rng.randint(2022, 2024)
        ends, node = self._rng.choice((
            (f"{year}", Range(name, f"{year}-01-01", f"{year + 1}-01-01")),
            (f"{year}-03..", Range(name, f"{year}-03-01", None)),
            (f"..{year}-06-15", Range(name, None, f"{year}-06-16")),
            (f"{year}-02..{year}-10", Range(name, f"{year}-02-01", f"{year}-11-01")),
            (f"<{year}", Range(name, None, f"{year}-01-01")),
        ))  # fmt: skip
        return _Made(f"{name}:{ends}", node, node)

    def _number(self) -> _Made:
        name = self._rng.choice(("words", "highlights"))
        least = self._rng.randint(0, 20 if name == "words" else 2)
        ends, node = self._rng.choice((
            (f">{least}", Range(name, least + 1, None)),
            (f"<={least}", Range(name, None, least + 1)),
            (f"{least}..{least + 5}", Range(name, least, least + 6)),
        ))  # fmt: skip
        return _Made(f"{name}:{ends}", node, node)


def _words(typed: str, field: TextField) -> _Made:
    """A word as it is typed, with the marks in it."""
    words, marks = _parts(typed)
    node = Words(words, typed, field, exact=any(letter.isupper() for letter in typed), marks=marks)
    goes_on = typed[-1].isalnum() or is_special(words[-1])
    return _Made(typed, node, _open(node) if goes_on else node)


def _parts(typed: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of what was typed without a blank, and the marks between them that matter."""
    if is_special(simple(typed)):
        return (simple(typed),), ()
    tokens = tokens_of(typed)
    words = tuple(token.word for token in tokens)
    marks = tuple(
        mark_between(before, token.gap, token.word)
        for before, token in zip(words, tokens[1:], strict=False)
    )
    return words, marks if any(marks) else ()


def _open(node: Words) -> Words:
    """The last word may go on, where it can."""
    return replace(node, prefix=not is_alone(node.words[-1]))


def _group(made: _Made) -> _Made:
    return _Made(f"({made.line})", made.node, made.node)

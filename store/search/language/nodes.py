"""What was asked, as a tree. ``parser`` makes it; the engine, ``asking`` and ``scan`` read it.

A leaf says what has to hold, ``And``, ``Or`` and ``Not`` put leaves together. For an article a leaf
holds if it holds for the article itself or for one of its highlights.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

TextField = Literal["", "title", "text", "author", "source", "note", "quote"]
"""Where words may stand; ``""``: in any of these, and in tags."""

Sort = Literal["relevance", "newest", "oldest", "longest", "title"]
Inside = Literal["", "articles", "highlights"]

Span = tuple[int, int]
"""Where something stands in the line that was typed, in code points."""


@dataclass(frozen=True, slots=True)
class Words:
    """One word, or several one after the other.

    Attributes:
        words: Folded, as ``analysis.words`` gives them; at least one.
        typed: What was typed for them, in NFC, with its capitals and accents: what is exactly so
            is ranked first.
        prefix: The last word may go on.
        exact: Only these words, no other form of them (in quotes, or with a capital).
        marks: What stands between two words that were typed without a blank (``-`` in
            ``e-mail``), folded, one for each gap: it has to stand there in the text too. ``()``:
            anything but letters may stand between them (a phrase in quotes).
        edits: So many letters may differ (``word~``, ``word~2``); only with one word.
    """

    words: tuple[str, ...]
    typed: str = field(default="", compare=False)
    where: TextField = ""
    prefix: bool = False
    exact: bool = False
    marks: tuple[str, ...] = ()
    edits: int = 0
    at: Span = field(default=(0, 0), compare=False)

    @property
    def is_phrase(self) -> bool:
        """Whether the order of words matters."""
        return len(self.words) > 1


@dataclass(frozen=True, slots=True)
class Near:
    """Both within ``distance`` words of each other, in either order, in one field of one text."""

    left: Words
    right: Words
    distance: int
    at: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Regex:
    """A regular expression of Python, over the text as it is; it is given limited time.

    Attributes:
        ignore_case: It has no capital (as in vim's ``smartcase``).
    """

    pattern: str
    where: TextField = ""
    ignore_case: bool = True
    at: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag, or one below it, on the article or a highlight.

    Attributes:
        paths: Folded; one, or all spellings that an alias stands for.
        prefix: Its name may go on (``hist*``).
    """

    paths: tuple[str, ...]
    prefix: bool = False
    at: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """What the catalogue knows: ``is``, ``has``, ``status``, ``color``, ``lang``, ``site``.

    Attributes:
        value: One of the field's values; ``lang``: the beginning of a language tag; ``site``: what
            ``sites.is_of`` takes.
    """

    name: str
    value: str
    at: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """A day (``added published read marked``) or a number (``words highlights``).

    Attributes:
        low: The least that holds: a day in the user's zone (``2024-01-31``) or a number;
            ``None``: no bound.
        high: The first that does not hold any more; ``None``: no bound.
    """

    name: str
    low: str | int | None
    high: str | int | None
    at: Span = field(default=(0, 0), compare=False)


@dataclass(frozen=True, slots=True)
class And:
    """All of them hold. None at all: everything (``*``)."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """It does not hold: for an article, nowhere in it."""

    part: Node


Leaf = Words | Near | Regex | Tag | Fact | Range
Node = Leaf | And | Or | Not


@dataclass(frozen=True, slots=True)
class Query:
    """A whole line.

    Attributes:
        root: ``None``: nothing was asked.
        sort: The order of the answers.
        inside: Only articles or only highlights are answers; ``""``: both.
        line: What was typed.
        notices: What its user should be told of how it was read, a line each.
    """

    root: Node | None = None
    sort: Sort = "relevance"
    inside: Inside = ""
    line: str = field(default="", compare=False)
    notices: tuple[str, ...] = field(default=(), compare=False)

    @property
    def wanted(self) -> tuple[Words | Near | Regex, ...]:
        """The leaves that look for something in texts, without those below a ``Not``, in order."""
        asked = leaves(self.root, negated=False)
        return tuple(leaf for leaf in asked if isinstance(leaf, Words | Near | Regex))


def leaves(node: Node | None, *, negated: bool = True) -> Iterator[Leaf]:
    """The leaves of a tree in order; without those below a ``Not`` unless ``negated``."""
    if node is None:
        return
    if isinstance(node, And | Or):
        for part in node.parts:
            yield from leaves(part, negated=negated)
    elif isinstance(node, Not):
        if negated:
            yield from leaves(node.part)
    else:
        yield node


def changed(node: Node, change: Callable[[Leaf], Leaf]) -> Node:
    """The same tree with every leaf replaced by what ``change`` makes of it."""
    if isinstance(node, And):
        return And(tuple(changed(part, change) for part in node.parts))
    if isinstance(node, Or):
        return Or(tuple(changed(part, change) for part in node.parts))
    if isinstance(node, Not):
        return Not(changed(node.part, change))
    return change(node)

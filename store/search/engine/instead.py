"""Did you mean …: queries nearby that find more, when one finds little or nothing.

A word is replaced by another one of the library that is nearly the same, or parted in two that
stand side by side (``saltroad``: ``salt road``). Each query is really asked: what is offered finds
what it says it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from store.search.engine import neighbours
from store.search.engine.view import View
from store.search.found import Instead
from store.search.language.nodes import Leaf, Near, Query, Words, changed, leaves
from store.text.fold import fold

MOST = 3
"""So many queries are offered."""

_TRIED = 6  # so many other words are tried for one
_WORDS = 8  # in a longer query nothing is offered
_UNKNOWN = 2  # nor if more words are unknown
_RARE = 3  # a word of so few articles may be a slip, too


class Other(NamedTuple):
    """Another query, and how it is offered."""

    query: Query
    offered: Instead


class _Change(NamedTuple):
    """One word of one leaf, and what may stand for it."""

    leaf: Words
    word: str
    by: tuple[str, ...]


def others(view: View, query: Query, articles: int, count: Callable[[Query], int]) -> list[Other]:
    """The queries to offer, those that find most first.

    Args:
        view: What is indexed.
        query: What was asked.
        articles: How many articles answer it; what finds no more is not offered.
        count: How many articles answer a query.
    """
    words = [leaf for leaf in leaves(query.root, negated=False) if isinstance(leaf, Words)]
    words += [
        side
        for leaf in leaves(query.root, negated=False)
        if isinstance(leaf, Near)
        for side in (leaf.left, leaf.right)
    ]
    if not words or sum(len(leaf.words) for leaf in words) > _WORDS:
        return []
    found: dict[str, Other] = {}
    for changes in _tried(view, words):
        other = _other(query, changes)
        if other is None or other.line in found:
            continue
        number = count(other)
        if number > articles:
            said = tuple((change.word, " ".join(change.by)) for change in changes)
            found[other.line] = Other(other, Instead(other.line, said, number))
    return sorted(found.values(), key=lambda other: -other.offered.articles)[:MOST]


def _tried(view: View, words: list[Words]) -> Iterator[list[_Change]]:
    """Changes to try: of the unknown words, or, where all are known, of the rarest."""
    typed = [(leaf, word) for leaf in words for word in leaf.words]
    unknown = [each for each in typed if not _is_known(view, *each)]
    if len(unknown) > 1:  # a change of one alone would not help
        possible = [next(_for_word(view, *each, 1), None) for each in unknown[: _UNKNOWN + 1]]
        together = [change for change in possible if change is not None]
        if len(together) == len(unknown):
            yield together
        return
    if unknown:
        changes = _for_word(view, *unknown[0], 2)
    else:
        rare = [(view.texts.count(word), place) for place, (_, word) in enumerate(typed)]
        number, place = min(rare)
        changes = _for_word(view, *typed[place], 1) if number <= _RARE else iter(())
    for change in islice(changes, _TRIED):
        yield [change]


def _is_known(view: View, leaf: Words, word: str) -> bool:
    if leaf.prefix and word == leaf.words[-1]:
        return bool(view.texts.having_prefix("", word) or view.notes.having_prefix("", word))
    return bool(view.texts.having("", word) or view.notes.having("", word))


def _for_word(view: View, leaf: Words, word: str, edits: int) -> Iterator[_Change]:
    """What may stand for a word, the best first: near and frequent."""
    size = view.texts.having("", word).bit_count()
    near = [
        (each.edits, -view.texts.having("", each.term).bit_count(), each.term)
        for each in neighbours.of(view, word, 1) or neighbours.of(view, word, edits)
    ]
    for _, number, term in sorted(near):
        if -number > size:
            yield _Change(leaf, word, (term,))
    if not leaf.is_phrase:
        parted = [
            (-view.texts.adjacent(held, [(one,), (other,)]).bit_count(), one, other)
            for cut in range(2, len(word) - 1)
            if (held := view.texts.having("", one := word[:cut])
                & view.texts.having("", other := word[cut:]))
        ]  # fmt: skip
        for number, one, other in sorted(parted)[:1]:
            if -number > size:
                yield _Change(leaf, word, (one, other))


def _other(query: Query, changes: list[_Change]) -> Query | None:
    """The query with the words changed, in the tree and in the line; ``None`` if that is hard."""
    if query.root is None:
        return None
    line = query.line
    for change in sorted(changes, key=lambda change: -change.leaf.at[0]):
        start, end = change.leaf.at
        place = _place(line[start:end], change.word)
        if place is None:
            return None
        typed = line[start + place[0] : start + place[1]]
        by = _as_typed(" ".join(change.by), typed)
        by = f'"{by}"' if len(change.by) > 1 else by
        line = line[: start + place[0]] + by + line[start + place[1] :]

    def other(leaf: Leaf) -> Leaf:
        for change in changes:
            if isinstance(leaf, Near):
                sides = (_changed(leaf.left, change), _changed(leaf.right, change))
                leaf = Near(*sides, leaf.distance, leaf.at)
            elif isinstance(leaf, Words):
                leaf = _changed(leaf, change)
        return leaf

    return Query(changed(query.root, other), query.sort, query.inside, line)


def _changed(leaf: Words, change: _Change) -> Words:
    if leaf != change.leaf or leaf.at != change.leaf.at:
        return leaf
    words = tuple(
        each for word in leaf.words for each in (change.by if word == change.word else (word,))
    )
    if len(words) > len(leaf.words):  # in quotes
        return Words(words, " ".join(words), leaf.where, exact=True, at=leaf.at)
    return replace(leaf, words=words, typed=" ".join(words))


def _place(typed: str, word: str) -> tuple[int, int] | None:
    """Where a word stands in what was typed for it; only where folding keeps its length."""
    folded = fold(typed)
    if len(folded) != len(typed):
        return None
    at = folded.find(word)
    return None if at < 0 else (at, at + len(word))


def _as_typed(word: str, typed: str) -> str:
    """``word`` with capitals where ``typed`` has them."""
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[:1].upper() + word[1:] if typed[:1].isupper() else word

"""What a query looks for, leaf by leaf: where it stands, as it was typed and in other forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import product
from operator import or_
from typing import NamedTuple

from store.search.columns.steps import FEW
from store.search.engine import neighbours
from store.search.engine.shelf import Shelf
from store.search.engine.view import View
from store.search.language.nodes import Near, Query, Regex, Words
from store.search.texts.matching import field_of
from store.search.words import accents, analysis, forms
from store.search.words.compounds import in_one_word

OF_TEXTS = ("text", "title", "author", "source")
OF_NOTES = ("quote", "note", "tag")

Leaf = Words | Near


class Stands(NamedTuple):
    """The documents in which a leaf stands.

    Attributes:
        typed: As it was typed (accents and case do not matter).
        other: In another form; some may be in ``typed`` too.
    """

    typed: int
    other: int

    @property
    def both(self) -> int:
        """All of them."""
        return self.typed | self.other


class Sought:
    """One leaf on one view.

    Attributes:
        leaf: Words, or two with few words between them.
        where: The field in which alone it counts; ``""``: any.
    """

    def __init__(self, view: View, leaf: Leaf) -> None:
        self._view = view
        self.leaf = leaf
        self.where = field_of(leaf)
        self.in_texts = self.where in ("", *OF_TEXTS)
        self.in_notes = self.where in ("", *OF_NOTES)
        self._is_costly = isinstance(leaf, Near) or leaf.is_phrase
        self._kept: dict[tuple[bool, str], tuple[int, Stands]] = {}

    def counts_in(self, field: str) -> bool:
        """Whether it is looked for in a field."""
        return self.where in ("", field)

    @property
    def is_fuzzy(self) -> bool:
        """Whether its other forms are words that are nearly the same."""
        return isinstance(self.leaf, Words) and self.leaf.edits > 0

    @cached_property
    def keys(self) -> Sequence[str]:
        """The keys of the other forms of the word, if such count."""
        leaf = self.leaf
        if isinstance(leaf, Near) or leaf.exact or leaf.edits or leaf.is_phrase:
            return ()
        return forms.keys(accents.spelling(leaf.typed or leaf.words[0]), self._view.languages)

    @cached_property
    def others(self) -> Sequence[str]:
        """The terms that are other forms of the word."""
        leaf, view = self.leaf, self._view
        if isinstance(leaf, Near):
            return ()
        if leaf.edits:
            return [each.term for each in neighbours.of(view, leaf.words[0], leaf.edits)]
        if leaf.is_phrase:
            one = "" if leaf.exact else in_one_word(leaf.words, leaf.marks)
            return [one] if one else []
        found: set[str] = set()
        for key in self.keys:
            found |= view.texts.forms(key) | view.notes.forms(key) | {forms.stem_of(key)}
        return sorted(found - {leaf.words[0], ""})

    def texts(self, field: str, within: int) -> Stands:
        """The articles of a set in whose title, text, ... it stands (``""``: in any of these)."""
        return self.stands(self._view.texts, field, within)

    def notes(self, field: str, within: int) -> Stands:
        """The documents of annotations of a set in which it stands."""
        return self.stands(self._view.notes, field, within)

    def stands(self, shelf: Shelf, field: str, within: int) -> Stands:
        """The documents of a set on one of the two shelves in which it stands.

        What does not depend on the order of words is told of all documents.
        """
        if not self._is_costly:
            return self._looked_up(shelf, field, within)
        if not field:
            every = [self.stands(shelf, name, within) for name in shelf.fields]
            typed = reduce(or_, (each.typed for each in every), 0)
            return Stands(typed, reduce(or_, (each.other for each in every), 0))
        key = (shelf is self._view.texts, field)
        known = self._kept.get(key)
        if known is not None and not within & ~known[0]:
            return Stands(known[1].typed & within, known[1].other & within)
        found = self._looked_up(shelf, field, within)
        self._kept[key] = (within, found)
        return found

    def _looked_up(self, shelf: Shelf, field: str, within: int) -> Stands:
        leaf = self.leaf
        if isinstance(leaf, Near):
            return Stands(_near(self._view, shelf, leaf, field, within), 0)
        typed = _typed(shelf, leaf, field, within)
        if self.keys:
            return Stands(typed, shelf.having_forms(field, self.keys))
        return Stands(typed, _having(shelf, field, self.others, prefix=False))


class Looked:
    """What was looked for on one view: each leaf once, for all who ask for it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._known: dict[tuple[Leaf, str], Sought] = {}

    def of(self, leaf: Leaf) -> Sought:
        """What is known of a leaf."""
        typed = leaf.typed if isinstance(leaf, Words) else ""
        key = (leaf, typed)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = Sought(self._view, leaf)
        return found

    def wanted(self, query: Query) -> list[Sought]:
        """The leaves of a query that look for words, without those below a ``Not``."""
        return [self.of(leaf) for leaf in query.wanted if not isinstance(leaf, Regex)]


def _typed(shelf: Shelf, leaf: Words, field: str, within: int) -> int:
    if not leaf.is_phrase:
        return _having(shelf, field, leaf.words, prefix=leaf.prefix)
    *whole, last = leaf.words
    found = within & _having(shelf, field, (last,), prefix=leaf.prefix)
    for word in whole:
        if not found:
            return 0
        found &= shelf.having(field, word)
    if leaf.marks:
        return shelf.compound(found, leaf.words, leaf.marks, prefix=leaf.prefix, where=field)
    return shelf.adjacent(found, [(word,) for word in leaf.words], prefix=leaf.prefix, where=field)


def _having(shelf: Shelf, field: str, terms: Collection[str], *, prefix: bool) -> int:
    found = 0
    for term in terms:
        found |= shelf.having_prefix(field, term) if prefix else shelf.having(field, term)
    return found


def _near(view: View, shelf: Shelf, leaf: Near, field: str, within: int) -> int:
    sides = [Sought(view, leaf.left), Sought(view, leaf.right)]
    for side in sides:
        within &= side.stands(shelf, field, within).both
    if not within:
        return 0
    found = 0
    for left, right in product(*(_grouped(_phrases(side)) for side in sides)):
        few = within & ~found & left.held(shelf, field) & right.held(shelf, field)
        if few:
            found |= shelf.near(
                few, left.places, right.places, leaf.distance, prefix_left=left.goes_on,
                prefix_right=right.goes_on, where=field,
            )  # fmt: skip
    return found


class _Phrase(NamedTuple):
    """Words in a row, as the sequences of the index have them: without marks."""

    places: Sequence[Collection[str]]
    goes_on: bool = False

    def held(self, shelf: Shelf, field: str) -> int:
        """The documents that have all of them, in any order."""
        *whole, last = self.places
        found = _having(shelf, field, last, prefix=self.goes_on)
        for place in whole:
            found &= _having(shelf, field, place, prefix=False)
        return found


def _grouped(phrases: Iterable[_Phrase]) -> Iterator[_Phrase]:
    """The same, the single words among them put together."""
    words: list[str] = []
    for phrase in phrases:
        if len(phrase.places) > 1 or phrase.goes_on:
            yield phrase
        else:
            words += phrase.places[0]
    for at in range(0, len(words), FEW):
        yield _Phrase([words[at : at + FEW]])


def _phrases(sought: Sought) -> Iterator[_Phrase]:
    """What stands for one side of a ``NEAR``: the words themselves, and their other forms."""
    leaf = sought.leaf
    if isinstance(leaf, Near):
        raise TypeError(leaf)
    yield _Phrase([[word] for each in leaf.words for word in analysis.words(each)], leaf.prefix)
    for term in sought.others:
        yield _Phrase([[word] for word in analysis.words(term)])

"""Writing a segment: new documents from memory, and those of older segments term by term.

Lexicons of a file, for each text field ``f``: ``f`` (words), ``f+`` (pairs, specials, bigrams,
spellings) and ``f*`` (beginnings of words of which there are many). A field that is no text has
only ``f``. In ``=`` the terms are keys of forms, and in place of a posting list stand the words.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Protocol

from store.search import forms, signs
from store.search.beginnings import Beginnings
from store.search.lexicon import Lexicon, LexiconWriter
from store.search.places import EVERYWHERE
from store.search.pool import FieldPool, Merged, Pool, Terms
from store.search.postings import Postings, pack, pack_set, weight, width_of
from store.search.sequences import EXTRA, FIRST, MOST_TERMS, SequenceWriter, unpacked

EXTRAS, BEGINNINGS, FORMS = "+", "*", "="

_SELDOM = 64  # a word in fewer than one of so many documents is none of the frequent ones
_LENGTH_SHARE = 0.75  # of BM25: how much a longer text weighs less


class Source(Protocol):
    """Terms of one field in order, from memory or from an older segment."""

    table: array[int]
    """By the number a term has in the sequences of this source: the one it has in the new ones."""

    @property
    def terms(self) -> Sequence[bytes]:
        """They, in order."""
        ...

    def number(self, place: int) -> int:
        """The number of a term in the sequences of this source."""
        ...

    def packed(self, place: int) -> Sequence[int]:
        """The posting list of a term in the new segment (document number << 8 | count)."""
        ...


class _New:
    """Terms of the new documents."""

    def __init__(self, known: Terms, first: int) -> None:
        words = list(known)
        self._order = sorted(range(first, len(words)), key=words.__getitem__)
        self._postings = known.postings
        self.terms = [words[number].encode() for number in self._order]
        self.table = array("I", bytes(4 * len(words)))
        self.table[:first] = array("I", range(first))

    def number(self, place: int) -> int:
        return self._order[place]

    def packed(self, place: int) -> Sequence[int]:
        posted = self._postings[self._order[place]]
        return (posted,) if isinstance(posted, int) else posted or ()


class _Old:
    """Terms of an older segment."""

    def __init__(self, merged: Merged, lexicon: Lexicon, first: int) -> None:
        self._merged = merged
        self._lexicon = lexicon
        self._first = first
        self.terms = list(lexicon.terms())
        self.table = array("I", bytes(4 * (first + len(lexicon))))
        self.table[:first] = array("I", range(first))

    def number(self, place: int) -> int:
        return self._first + place

    def packed(self, place: int) -> Sequence[int]:
        postings: Postings = self._merged.leaf.listed(self._lexicon, place)
        documents = self._merged.documents
        return array(
            "I",
            [
                documents[number] << 8 | count
                for number, count in zip(postings.numbers, postings.counts, strict=True)
                if documents[number] >= 0
            ],
        )


def write_segment(pool: Pool, lexicons: LexiconWriter, sequences: SequenceWriter) -> None:
    """Write all that a pool holds and has been told to merge."""
    _Writer(pool, lexicons, sequences).write()


class _Writer:
    def __init__(self, pool: Pool, lexicons: LexiconWriter, sequences: SequenceWriter) -> None:
        self._pool = pool
        self._lexicons = lexicons
        self._sequences = sequences
        self._width = width_of(pool.documents)
        self._lengths = _relative(pool.lengths)
        self._words: list[Sequence[bytes]] = []
        self._frequent: Sequence[int] = ()

    def write(self) -> None:
        texts, plain = set(self._pool.fields), set(self._pool.plain)
        languages = set(self._pool.languages)
        for merged in self._pool.merged:
            texts.update(merged.leaf.columns)
            plain.update(merged.leaf.plain)
            languages.update(merged.leaf.languages)
        for field in sorted(texts):
            self._text(field)
        for field in sorted(plain):
            known = self._pool.plain.get(field)
            self._terms(field, self._sources(field, known, 0), countable=False)
        self._forms()
        self._sequences.close()
        self._lexicons.close(texts=sorted(texts), plain=sorted(plain), languages=sorted(languages))

    def _sources(self, name: str, known: Terms | None, first: int) -> list[Source]:
        """What has terms of a lexicon; for every older segment one, be it empty."""
        found: list[Source] = [_New(Terms() if known is None else known, first)]
        for merged in self._pool.merged:
            lexicon = merged.leaf.lexicons.get(name)
            found.append(_New(Terms(), 0) if lexicon is None else _Old(merged, lexicon, first))
        return found

    def _text(self, field: str) -> None:
        """Write a field with its beginnings, extras and sequences."""
        new = self._pool.fields.get(field) or FieldPool()
        words = self._sources(field, new.words, FIRST)
        beginnings = Beginnings(self._width)
        self._words.append(self._terms(field, words, countable=True, beginnings=beginnings))
        for prefix, found in beginnings.sets():
            self._lexicons.add(prefix, pack_set(found, self._width))
        self._lexicons.finish(field + BEGINNINGS)
        extras = self._sources(field + EXTRAS, new.extras, 0)
        self._terms(field + EXTRAS, extras, countable=False)
        tables = [(word.table, extra.table) for word, extra in zip(words, extras, strict=True)]
        merged_stops = any(
            merged.leaf.columns[field].has_stops
            for merged in self._pool.merged
            if field in merged.leaf.columns
        )
        self._sequences.add(
            field,
            self._codes(field, new, tables),
            stops=new.has_stops or merged_stops,
            table=signs.table(self._frequent, FIRST + len(self._words[-1])),
            everywhere=self._frequent[:EVERYWHERE],
        )
        for merged in self._pool.merged:
            merged.leaf.forget()

    def _terms(
        self, name: str, sources: Sequence[Source], *, countable: bool,
        beginnings: Beginnings | None = None,
    ) -> Sequence[bytes]:  # fmt: skip
        """Write a lexicon with its posting lists; fill the tables of the sources."""
        lexicons, width = self._lexicons, self._width
        lengths = self._lengths if countable else ()
        often = self._pool.documents // _SELDOM
        weights = []
        first = len(sources[0].table) - len(sources[0].terms)
        for term, parts in _aligned([source.terms for source in sources]):
            posted: Sequence[int] = ()
            for source, place in parts:
                more = sources[source].packed(place)
                posted = array("I", (*posted, *more)) if posted else more
            if not posted:
                continue
            number = len(lexicons)
            if number >= MOST_TERMS:  # a text of nothing but different words, gigabytes of it
                continue
            for source, place in parts:
                sources[source].table[sources[source].number(place)] = first + number
            data = pack(posted, width, countable=countable, lengths=lengths)
            lexicons.add(term, data)
            if countable and len(posted) > often:
                weights.append((weight(posted), first + number))
            if beginnings is not None:
                beginnings.add(term, data, posted)
        if countable:
            self._frequent = [code for _, code in sorted(weights, reverse=True)]
        return lexicons.finish(name, with_letters=countable)

    def _codes(
        self, field: str, new: FieldPool, tables: Sequence[tuple[array[int], array[int]]]
    ) -> Iterator[array[int]]:
        """The codes of every document of the new segment, in order."""
        none = array("I")
        for document in range(self._pool.added):
            yield _translated(new.sequences.get(document, none), *tables[0])
        for merged, table in zip(self._pool.merged, tables[1:], strict=True):
            column = merged.leaf.columns.get(field)
            for number, document in enumerate(merged.documents):
                if document >= 0:
                    codes = b"" if column is None else column.codes(number, number + 1)
                    yield _translated(unpacked(codes), *table)
            merged.leaf.forget()

    def _forms(self) -> None:
        """Write the forms: of the new words, and of the older ones that are still there."""
        found = {f"{key}\t{word}" for key, word in self._pool.forms()}
        for merged in self._pool.merged:
            found.update(
                f"{key}\t{word}"
                for key, words in merged.leaf.all_forms()
                for word in words
                if self._is_there(word)
            )
        pairs = (line.split("\t") for line in sorted(found))
        for key, group in groupby(pairs, key=lambda pair: pair[0]):
            self._lexicons.add(key.encode(), forms.packed(key, [word for _, word in group]))
        self._lexicons.finish(FORMS)

    def _is_there(self, word: str) -> bool:
        if not word.isalnum():  # two words in one; of the pairs all are kept
            return True
        wanted = word.encode()
        for words in self._words:
            place = bisect_left(words, wanted)
            if place < len(words) and words[place] == wanted:
                return True
        return False


def _aligned(
    lists: Sequence[Sequence[bytes]],
) -> Iterator[tuple[bytes, Sequence[tuple[int, int]]]]:
    """All terms in order, with which lists have it, and where."""
    filled = [number for number, terms in enumerate(lists) if terms]
    if len(filled) == 1:
        (number,) = filled
        for place, term in enumerate(lists[number]):
            yield term, ((number, place),)
        return
    places = [0] * len(lists)
    for term in sorted(set().union(*lists)):
        parts = []
        for number in filled:
            place = places[number]
            if place < len(lists[number]) and lists[number][place] == term:
                parts.append((number, place))
                places[number] = place + 1
        yield term, parts


def _translated(codes: array[int], words: array[int], extras: array[int]) -> array[int]:
    if not codes:
        return codes
    if max(codes) < EXTRA:
        return array("I", map(words.__getitem__, codes))
    return array(
        "I", [words[code] if code < EXTRA else EXTRA + extras[code - EXTRA] for code in codes]
    )


def _relative(lengths: Sequence[int]) -> Sequence[float]:
    """How much less a word weighs in each text; larger for the longer ones."""
    if not lengths:
        return ()
    mean = max(1.0, sum(lengths) / len(lengths))
    return [1 - _LENGTH_SHARE + _LENGTH_SHARE * length / mean for length in lengths]

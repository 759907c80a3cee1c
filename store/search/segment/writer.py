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

from store.search.columns import signs
from store.search.columns.places import EVERYWHERE
from store.search.columns.sequences import EXTRA, FIRST, MOST_TERMS, SequenceWriter, unpacked
from store.search.files.beginnings import Beginnings
from store.search.files.lexicon import LexiconWriter
from store.search.files.postings import Postings, pack, pack_set, weight, width_of
from store.search.segment.older import Shape, Source, write_forms, write_terms
from store.search.segment.pool import FieldPool, Pool, Terms
from store.search.words import forms

EXTRAS, BEGINNINGS, FORMS = "+", "*", "="

_SELDOM = 64  # a word in fewer than one of so many documents is none of the frequent ones
_LENGTH_SHARE = 0.75  # of BM25: how much a longer text weighs less


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
            self._terms(field, self._pool.plain.get(field) or Terms(), 0, countable=False)
        self._forms()
        self._sequences.close()
        self._lexicons.close(texts=sorted(texts), plain=sorted(plain), languages=sorted(languages))

    def _text(self, field: str) -> None:
        """Write a field with its beginnings, extras and sequences."""
        new = self._pool.fields.get(field) or FieldPool()
        beginnings = Beginnings()
        words = self._terms(field, new.words, FIRST, countable=True, beginnings=beginnings)
        for prefix, found in beginnings.sets():
            self._lexicons.add(prefix, pack_set(found, self._width))
        self._lexicons.finish(field + BEGINNINGS)
        extras = self._terms(field + EXTRAS, new.extras, 0, countable=False)
        merged_stops = any(
            merged.leaf.columns[field].has_stops
            for merged in self._pool.merged
            if field in merged.leaf.columns
        )
        self._sequences.add(
            field,
            self._codes(field, new, list(zip(words, extras, strict=True))),
            stops=new.has_stops or merged_stops,
            table=signs.table(self._frequent, FIRST + len(self._words[-1])),
            everywhere=self._frequent[:EVERYWHERE],
        )
        for merged in self._pool.merged:
            merged.leaf.forget()

    def _terms(
        self, name: str, new: Terms, first: int, *, countable: bool,
        beginnings: Beginnings | None = None,
    ) -> Sequence[array[int]]:  # fmt: skip
        """Write a lexicon with its posting lists.

        Returns:
            For the new documents, or for every older segment: by the number that a term has in its
            sequences the one it has in the new ones.
        """
        often = self._pool.documents // _SELDOM
        shape = Shape(self._width, self._lengths if countable else (), often, countable)
        if self._pool.merged:
            sources = [Source(merged, name, first) for merged in self._pool.merged]
            weights = write_terms(sources, self._lexicons, shape, first, beginnings)
            tables = [source.table for source in sources]
        else:
            weights, table = self._new_terms(new, first, shape, beginnings)
            tables = [table]
        known = self._lexicons.finish(name, with_letters=countable)
        if countable:
            self._frequent = [code for _, code in sorted(weights, reverse=True)]
            self._words.append(known)
        return tables

    def _new_terms(
        self, new: Terms, first: int, shape: Shape, beginnings: Beginnings | None
    ) -> tuple[list[tuple[int, int]], array[int]]:
        """Write the terms of the new documents."""
        words = list(new)
        order = sorted(range(first, len(words)), key=words.__getitem__)
        table = array("I", range(first)) + array("I", bytes(4 * (len(words) - first)))
        weights: list[tuple[int, int]] = []
        number = first
        for place in order:
            posted = new.postings[place]
            if posted is None or number - first >= MOST_TERMS:  # gigabytes of different words
                continue
            packed = (posted,) if isinstance(posted, int) else posted
            term = words[place].encode()
            data = pack(packed, shape.width, countable=shape.countable, lengths=shape.lengths)
            self._lexicons.add(term, data)
            if shape.countable and len(packed) > shape.often:
                weights.append((weight(packed), number))
            if beginnings is not None:
                if len(packed) == 1:
                    beginnings.add(term, (packed[0] >> 8,))
                else:
                    wide = shape.width == 4
                    beginnings.add(term, (), Postings(memoryview(data), wide=wide).bits)
            table[place] = number
            number += 1
        return weights, table

    def _codes(
        self, field: str, new: FieldPool, tables: Sequence[tuple[array[int], array[int]]]
    ) -> Iterator[array[int]]:
        """The codes of every document of the new segment, in order."""
        none = array("I")
        if not self._pool.merged:
            words, extras = tables[0][0].tolist(), tables[0][1]
            for document in range(self._pool.added):
                yield _translated(new.sequences.get(document, none), words, extras)
        for merged, table in zip(self._pool.merged, tables, strict=False):
            words, extras = table[0].tolist(), table[1]
            column = merged.leaf.columns.get(field)
            for number, document in enumerate(merged.documents):
                if document >= 0:
                    codes = b"" if column is None else column.codes(number, number + 1)
                    yield _translated(unpacked(codes), words, extras)
            merged.leaf.forget()

    def _forms(self) -> None:
        """Write the forms: of the new words, or of the older ones that are still there."""
        if self._pool.merged:
            whole = all(isinstance(merged.documents, range) for merged in self._pool.merged)
            sources = [Source(merged, FORMS, 0) for merged in self._pool.merged]
            write_forms(sources, self._lexicons, None if whole else self._is_there)
        else:
            found = sorted(set(self._pool.forms()))
            for key, group in groupby(found, key=lambda pair: pair[0]):
                words = [word for _, word in group]
                self._lexicons.add(key.encode(), forms.packed(key, words))
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


def _translated(codes: array[int], words: Sequence[int], extras: Sequence[int]) -> array[int]:
    if not codes:
        return codes
    before = signs.before_pairs(codes)
    found = array("I", signs.picked(words, codes[:before]))
    found.extend(
        words[code] if code < EXTRA else EXTRA + extras[code - EXTRA] for code in codes[before:]
    )
    return found


def _relative(lengths: Sequence[int]) -> Sequence[float]:
    """How much less a word weighs in each text; larger for the longer ones."""
    if not lengths:
        return ()
    mean = max(1.0, sum(lengths) / len(lengths))
    return [1 - _LENGTH_SHARE + _LENGTH_SHARE * length / mean for length in lengths]

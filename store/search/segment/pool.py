"""New documents in memory, taken apart into terms, until they are written as a segment.

This takes the place of Whoosh's pool, which keeps a tuple for each posting and sorts them. A word
gets a number when it is met first; a posting is packed as document number << 8 | count.
"""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from store.search.columns.sequences import END, EXTRA, STOP
from store.search.segment.schema import TEXTS, Document
from store.search.words import accents, analysis, compounds, forms

if TYPE_CHECKING:
    from store.search.segment.leaf import Leaf


class Terms(dict[str, int]):
    """The words (or pairs, ...) of a field by the number each has got, and where they stand."""

    def __init__(self, known: Mapping[str, int] | None = None) -> None:
        super().__init__(known or {})
        self.postings: list[int | array[int] | None] = [None] * len(self)

    def __missing__(self, term: str) -> int:
        self[term] = number = len(self.postings)
        self.postings.append(None)
        return number

    def post(self, document: int, counts: Mapping[int, int]) -> None:
        """Add the terms of a document, which is larger than those before it.

        Args:
            document: Its number.
            counts: How often each term stands in it, by the term's number.
        """
        postings = self.postings
        high = document << 8
        for number, count in counts.items():
            packed = high | (count if count < 255 else 255)  # noqa: FURB136 - min() is twice as slow here
            known = postings[number]
            if known is None:
                postings[number] = packed
            elif isinstance(known, int):
                postings[number] = array("I", (known, packed))
            else:
                known.append(packed)


class FieldPool:
    """One field of the new documents.

    Attributes:
        words: Their numbers are codes (``sequences``).
        extras: Pairs, specials, bigrams and spellings; the code of one is ``EXTRA`` + its number.
        sequences: The codes of each document that has any.
        has_stops: Whether there may be a ``STOP`` among them.
        met: The numbers of the words of each language.
        spelled: The spellings of each language.
    """

    def __init__(self) -> None:
        self.words = Terms({"\n": END, analysis.BREAK: STOP})  # no word is like these two
        self.extras = Terms()
        self.sequences: dict[int, array[int]] = {}
        self.has_stops = False
        self.spelled: defaultdict[str, set[str]] = defaultdict(set)
        self.met: defaultdict[str, set[int]] = defaultdict(set)

    def put(self, document: int, texts: Iterable[str], language: str) -> int:
        """Add the field's values of a document; how many words they have."""
        sequence: list[int] = []
        extras: set[str] = set()
        spelled: Counter[str] = Counter()
        runs: set[tuple[str, ...]] = set()
        for text in texts:
            folded = analysis.folded(text)
            words, bigrams = analysis.broken_words(folded)
            if words:
                sequence += map(self.words.__getitem__, words)
                sequence.append(END)
                found = compounds.extras(folded)
                extras.update(found.terms, bigrams)
                self.has_stops |= bool(bigrams)
                runs |= found.runs
                spelled.update(accents.spellings(text))
        if not sequence:
            return 0
        counts = Counter(sequence)
        del counts[END], counts[STOP]
        self.words.post(document, counts)
        if spelled:
            extras.update(
                spelled, accents.only_accented(spelled, lambda word: counts[self.words[word]])
            )
        if extras:
            self.extras.post(document, dict.fromkeys(map(self.extras.__getitem__, extras), 1))
        for run in runs:
            sequence += [EXTRA + self.extras[each] for each in run]
            sequence.append(END)
        self.sequences[document] = array("I", sequence)
        if language:
            self.met[language].update(counts)
            self.spelled[language].update(spelled)
        return sum(counts.values())


class Merged(NamedTuple):
    """An older segment whose documents are written again.

    Attributes:
        leaf: The segment.
        documents: By the number of a document in it, the one in the new segment; -1: deleted. A
            range, if none is.
    """

    leaf: Leaf
    documents: Sequence[int]


class Pool:
    """The documents of a segment that is to be written: new ones, or those of older segments.

    Attributes:
        added: New documents.
        documents: New or older ones.
        fields: What stands in each field of the new ones.
        plain: Their terms in fields that are no texts.
        languages: Their languages.
        lengths: Words of the text of each document; empty if there are no texts.
        merged: The older segments.
    """

    def __init__(self) -> None:
        self.added = 0
        self.documents = 0
        self.fields: defaultdict[str, FieldPool] = defaultdict(FieldPool)
        self.plain: defaultdict[str, Terms] = defaultdict(Terms)
        self.languages: set[str] = set()
        self.lengths: list[int] = []
        self.merged: list[Merged] = []

    def take(self, document: Document) -> list[str]:
        """Add the next new document; its row, complete."""
        plain = {"tags": document.paths} if document.paths else {}
        words = self.put(document.texts, document.language, plain)
        if document.kind == TEXTS:
            self.lengths.append(words["text"])
            document.row[2] = str(words["text"])
        return document.row

    def put(
        self,
        texts: Mapping[str, Iterable[str]],
        language: str,
        plain: Mapping[str, Iterable[str]],
    ) -> Mapping[str, int]:
        """Add the next new document.

        Args:
            texts: What stands in each field.
            language: One of ``forms.LANGUAGES``; ``""``: its words have no other forms.
            plain: Terms of fields that are no texts.

        Returns:
            How many words each field has.
        """
        document = self.added
        self.added += 1
        self.documents += 1
        if language:
            self.languages.add(language)
        for field, terms in plain.items():
            known = self.plain[field]
            known.post(document, dict.fromkeys(map(known.__getitem__, terms), 1))
        return {
            field: self.fields[field].put(document, values, language)
            for field, values in texts.items()
        }

    def merge(self, leaf: Leaf, documents: Sequence[int], lengths: Iterable[int]) -> None:
        """Write the documents of an older segment again; there may be no new ones.

        Args:
            leaf: The segment; it must stay open.
            documents: As in ``Merged``.
            lengths: Words of the text of each that is not deleted.
        """
        self.merged.append(Merged(leaf, documents))
        self.documents += sum(number >= 0 for number in documents)
        self.lengths += lengths

    def forms(self) -> Iterator[tuple[str, str]]:
        """Key and word of all forms of words in the new documents; some come twice."""
        for language in self.languages:
            met: set[str] = set()
            for field in self.fields.values():
                words = list(field.words)
                met.update(map(words.__getitem__, field.met[language]), field.spelled[language])
            yield from forms.by_key(language, met)
        for field in self.fields.values():
            for extra in field.extras:
                joined = compounds.joined(extra)
                if joined:
                    yield forms.joined_key(joined), extra

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """As Whoosh adds a posting of a field that has an analyzer; none of ours has one."""
        raise NotImplementedError(item[0])

    def iter_postings(self) -> Pool:
        """As Whoosh asks for what it is to write; ``codec.FieldWriter`` takes it as it is."""
        return self

    def cleanup(self) -> None:
        """Whoosh's call when all is written or given up; nothing is on disk."""
        for merged in self.merged:
            merged.leaf.close()

"""Hits: candidates in order, phrases checked in the text, the passage that matched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice

from store.model import Hit
from store.search.engine.evaluate import Candidates
from store.search.engine.rank import ranked
from store.search.engine.view import View
from store.search.prepared import Prepared, PreparedTexts
from store.search.query import Clause, Query
from store.search.snippets import Finder, Snippet, pattern_of
from store.tags import is_in
from store.text.fold import fold

Texts = Callable[[Sequence[str]], Mapping[str, str]]

PER_ARTICLE = 3
"""So many highlights of one article are shown, at most."""

_FIRST_BATCH = 50
_BATCH = 200


class Answer:
    """One search over one view."""

    def __init__(
        self, view: View, query: Query, candidates: Candidates, texts: Texts, kept: PreparedTexts
    ) -> None:
        self._view = view
        self._candidates = candidates
        self._query = query
        self._texts = texts
        self._kept = kept
        self._finder = Finder(query.wanted)
        self._phrases = [clause for clause in query.clauses if clause.is_phrase]
        self._positive = [c for c in query.clauses if not c.negated and c.kind != "is"]

    def hits(self, limit: int, cancelled: Callable[[], bool]) -> list[Hit]:
        """The first ``limit`` hits; an article's highlights follow it. None when cancelled."""
        found: list[Hit] = []
        order = ranked(self._view, self._query, self._candidates.articles)
        size = min(limit, _FIRST_BATCH)
        while len(found) < limit and (batch := list(islice(order, size))):
            if cancelled():
                return []
            for number, score, prepared in self._read(batch):
                if self._article_holds(number, prepared):
                    found += self._of_article(number, score, prepared)
                if len(found) >= limit:
                    break
            size = _BATCH
        return found[:limit]

    def articles(self) -> list[str]:
        """The ids of all articles for which the query holds, in order."""
        order = ranked(self._view, self._query, self._candidates.articles)
        ids = self._view.table.ids
        if not self._phrases:
            return [ids[number] for number, _ in order]
        found: list[str] = []
        while batch := list(islice(order, _BATCH)):
            found += [
                ids[number]
                for number, _, prepared in self._read(batch)
                if self._article_holds(number, prepared)
            ]
        return found

    def _read(self, batch: Sequence[tuple[int, float]]) -> Iterator[tuple[int, float, Prepared]]:
        """The texts of a batch; articles that are gone from the library are left out."""
        rows = self._view.texts.rows
        keys = {number: (rows[number][0], rows[number][3]) for number, _ in batch}
        prepared = self._kept.get(list(keys.values()), self._texts)
        for number, score in batch:
            text = prepared.get(keys[number][0])
            if text is not None:
                yield number, score, text

    def _article_holds(self, number: int, prepared: Prepared) -> bool:
        for clause in self._phrases:
            found = pattern_of(clause).search(prepared.folded) is not None or self._beside(
                number, clause
            )
            if found == clause.negated:
                return False
        return True

    def _beside(self, number: int, clause: Clause) -> bool:
        """Whether a phrase stands in the title, author, source or an annotation."""
        head: Sequence[str] = self._view.texts.stored(number)["head"]
        if _stands_in(clause, head):
            return True
        return any(_stands_in(clause, self._note(note).parts) for note in self._notes(number))

    def _notes(self, number: int) -> Sequence[int]:
        return self._view.noted.get(self._view.table.ids[number], ())

    def _note(self, note: int) -> _Note:
        row = self._view.notes.rows[note]
        quote, text, tags, start, end = self._view.notes.stored(note)["body"]
        return _Note(row[1], quote, text, tuple(tags), start, end)

    def _of_article(self, number: int, score: float, prepared: Prepared) -> Iterator[Hit]:
        """The hit of an article, then those of its highlights.

        An article in which nothing but a highlight answers has no hit of its own: it would lead
        to the top of the text.
        """
        article = self._view.table.ids[number]
        title = self._view.texts.rows[number][4]
        score = round(score, 3)
        marked = list(islice(self._marked(number), PER_ARTICLE)) if self._positive else []
        passage = self._finder.passage(prepared) or self._noted(number)
        if passage is None and (not marked or self._head_answers(number)):
            passage = self._finder.head(prepared.text)
        if passage is not None:
            yield Hit(
                article, title, score, passage.text, passage.start, passage.end, "article", "",
                passage.matches,
            )  # fmt: skip
        for note in marked:
            part = self._of_highlight(note)
            yield Hit(
                article, title, score, part.text, note.start, note.end, "highlight",
                note.highlight, part.matches,
            )  # fmt: skip

    def _marked(self, number: int) -> Iterator[_Note]:
        """The article's highlights in which, alone, all that is asked for holds."""
        for note in self._notes(number):
            if self._candidates.notes >> note & 1:
                found = self._note(note)
                if found.highlight and self._note_holds(found):
                    yield found

    def _head_answers(self, number: int) -> bool:
        """Whether something that is asked for stands in the title, author, source or own tags."""
        head: list[str] = list(self._view.texts.stored(number)["head"])
        for note in self._notes(number):
            if not self._view.notes.rows[note][1]:
                head += self._note(note).tags
        return any(_stands_in(clause, head) for clause in self._positive)

    def _note_holds(self, note: _Note) -> bool:
        return all(_stands_in(clause, note.parts) != clause.negated for clause in self._phrases)

    def _noted(self, number: int) -> Snippet | None:
        """The article's own note, if that is what matched."""
        for each in self._notes(number):
            if not self._view.notes.rows[each][1]:
                passage = self._finder.passage(Prepared(self._note(each).note))
                return passage and Snippet(passage.text, 0, 0, passage.matches)
        return None

    def _of_highlight(self, note: _Note) -> Snippet:
        for text in (note.quote, note.note):
            passage = self._finder.passage(Prepared(text))
            if passage is not None:
                return passage
        return self._finder.head(note.quote)


class _Note:
    """What was noted in one place: on an article (no ``highlight``) or on a highlight."""

    __slots__ = ("end", "highlight", "note", "quote", "start", "tags")

    def __init__(
        self, highlight: str, quote: str, note: str, tags: tuple[str, ...], start: int, end: int
    ) -> None:
        self.highlight = highlight
        self.quote = quote
        self.note = note
        self.tags = tags
        self.start = start
        self.end = end

    @property
    def parts(self) -> tuple[str, ...]:
        return (self.quote, self.note, *self.tags)


def _stands_in(clause: Clause, parts: Sequence[str]) -> bool:
    if clause.kind == "tag":
        return any(is_in(fold(part), path) for part in parts for path in clause.words)
    pattern = pattern_of(clause)
    return any(pattern.search(fold(part)) for part in parts)

"""Hits: articles in order, the passages that matched, their highlights, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from time import monotonic

from store.model import REASONS, Hit
from store.search import bits
from store.search.engine.asked import Sought
from store.search.engine.evaluate import Answers
from store.search.engine.reasons import Reasons
from store.search.engine.view import Note, View
from store.search.language.nodes import Query, Regex, Tag, TextField
from store.search.language.nodes import leaves as all_leaves
from store.search.texts import patterns
from store.search.texts.matching import REGEX_SECONDS
from store.search.texts.prepared import PreparedTexts
from store.search.texts.snippets import Finder, Known, Snippet

Texts = Callable[[Sequence[str]], Mapping[str, str]]
Order = Iterator[tuple[int, float]]

PER_ARTICLE = 3
"""So many passages, and so many highlights, of one article are shown, at most."""

_BATCH = 50
_REGEX_PLACES = 20
_THOROUGH = 12  # in so many articles the passages of other forms are looked for, too


@dataclass(slots=True)
class _Shown:
    """An article that is shown.

    Attributes:
        known: How each leaf stands in its text.
    """

    number: int
    score: float
    text: str
    marked: Sequence[Note]
    reasons: Reasons
    known: Sequence[Known]
    hits: list[Hit] = field(default_factory=list)


class Answer:
    """Makes hits of what a query holds for.

    Args:
        view: What is indexed.
        query: What was asked.
        leaves: What it looks for in texts.
        answers: What it holds for.
        texts: Reads the texts of articles.
        kept: Those that were read lately.
    """

    def __init__(
        self,
        view: View,
        query: Query,
        leaves: Sequence[Sought],
        answers: Answers,
        texts: Texts,
        kept: PreparedTexts,
    ) -> None:
        self._view = view
        self._query = query
        self._leaves = leaves
        self._answers = answers
        self._texts = texts
        self._kept = kept
        self._wanted = query.wanted
        self._regexes = [leaf for leaf in self._wanted if isinstance(leaf, Regex)]
        self._wants_tags = bool(leaves) or any(
            isinstance(leaf, Tag) for leaf in all_leaves(query.root)
        )
        self._finders: dict[TextField, Finder] = {}
        self._spans: dict[tuple[TextField, str], Sequence[tuple[int, int]]] = {}

    def hits(
        self, order: Order, limit: int, shown: int | None, cancelled: Callable[[], bool]
    ) -> tuple[list[Hit], int]:
        """The first ``limit`` hits of the articles that ``order`` gives; none when cancelled.

        The first passage of an article and its highlights come first, for as many articles as
        there is room for; the room that is left is for further passages, best articles first.
        After ``shown`` articles, if that is given, there are only heads; where there are some,
        there are no further passages.

        Returns:
            How many of them are heads, too.
        """
        whole, room = self._whole(order, limit, limit if shown is None else shown, cancelled)
        if cancelled():
            return [], 0
        heads = [self._head(*each) for each in islice(order, room)]
        if not heads:
            self._add_further(whole, room, cancelled)
        hits = [hit for each in whole for hit in each.hits]
        return ([], 0) if cancelled() else (hits + heads, len(heads))

    def _whole(
        self, order: Order, limit: int, articles: int, cancelled: Callable[[], bool]
    ) -> tuple[list[_Shown], int]:
        """The first articles with their hits, and the room that is left for more hits."""
        shown: list[_Shown] = []
        room = limit
        while batch := list(islice(order, min(room, _BATCH, articles - len(shown)))):
            if cancelled():
                break
            for each in self._read(batch):
                if len(shown) >= _THOROUGH and "typed" in each.known:
                    each.known = ["typed" if how == "typed" else "" for how in each.known]
                each.hits = list(islice(self._of_article(each), room))
                room -= len(each.hits)
                shown.append(each)
        return shown, room

    def _add_further(
        self, shown: Sequence[_Shown], room: int, cancelled: Callable[[], bool]
    ) -> None:
        """Fill the room with further passages, those of the best articles first."""
        for each in shown:
            if room <= 0 or cancelled():
                return
            more = self._more(each)[:room]
            each.hits[1:1] = more
            room -= len(more)

    def _head(self, number: int, score: float) -> Hit:
        table = self._view.table
        return Hit(table.ids[number], table.title(number), round(score, 3), "", 0, 0)

    # -- texts -------------------------------------------------------------------------------------

    def _read(self, batch: Sequence[tuple[int, float]]) -> Sequence[_Shown]:
        """The texts of a batch; articles that are gone from the library are left out."""
        table = self._view.table
        keys = {number: table.key(number) for number, _ in batch}
        texts = self._kept.get(list(keys.values()), self._texts)
        numbers = bits.from_ids(keys, self._view.texts.size)
        reasons = Reasons(self._view, self._query, self._leaves, numbers)
        shown = [
            _Shown(
                number, score, texts[id_], self._marked(number), reasons, reasons.in_text(number)
            )
            for number, score in batch
            if (id_ := keys[number][0]) in texts
        ]
        until = monotonic() + REGEX_SECONDS
        for leaf in self._regexes:
            left = until - monotonic()
            if left > 0:
                self._look(leaf, shown, left)
        return shown

    def _look(self, leaf: Regex, shown: Sequence[_Shown], seconds: float) -> None:
        """Look for a regular expression in all that is shown, as far as time allows."""
        parts: list[tuple[TextField, str]] = []
        for each in shown:
            own = self._view.own_note(each.number)
            parts += [("text", each.text), ("note", "" if own is None else own.note)]
            for note in each.marked:
                parts += [("quote", note.quote), ("note", note.note)]
        wanted = [part for part in parts if leaf.where in ("", part[0])]
        with (
            patterns.Matching(leaf, seconds=seconds, most=_REGEX_PLACES) as matching,
            suppress(patterns.PatternTimeoutError),
        ):
            found = matching.spans([text for _, text in wanted])
            for part, spans in zip(wanted, found, strict=True):
                self._spans[part] = sorted([*self._spans.get(part, ()), *spans])

    def _passages(self, kind: TextField, text: str) -> Sequence[Snippet]:
        return self._finder(kind).passages(text, 1, self._spans.get((kind, text), ()))

    def _of_text(self, shown: _Shown, most: int) -> Sequence[Snippet]:
        given = self._spans.get(("text", shown.text), ()) if self._regexes else ()
        return self._finder("text").passages(shown.text, most, given, shown.known)

    def _finder(self, kind: TextField) -> Finder:
        found = self._finders.get(kind)
        if found is None:
            found = self._finders[kind] = Finder(self._wanted, kind, self._view.languages)
        return found

    # -- one article -------------------------------------------------------------------------------

    def _of_article(self, shown: _Shown) -> Iterator[Hit]:
        """The hit of an article, then those of its highlights.

        An article in which nothing but a highlight answers has no hit of its own: it would lead
        to the top of the text.
        """
        if self._answers.articles >> shown.number & 1:
            first = self._first(shown)
            if first is not None:
                yield first
        for note in shown.marked:
            yield self._of_highlight(shown, note)

    def _first(self, shown: _Shown) -> Hit | None:
        number = shown.number
        found = self._of_text(shown, 1)
        passage = found[0] if found else self._noted(number)
        if passage is None:
            if shown.marked and not shown.reasons.is_own(number):
                return None
            passage = self._finder("text").head(shown.text)
        return self._hit(shown, passage, (*shown.reasons.of(number), *passage.ways))

    def _more(self, shown: _Shown) -> list[Hit]:
        """The further passages of an article, the best first."""
        if not shown.hits or shown.hits[0].kind != "article" or not shown.hits[0].end:
            return []
        first = shown.hits[0].start
        return [
            self._hit(shown, passage, ("text", *passage.ways))
            for passage in self._of_text(shown, PER_ARTICLE)
            if passage.start != first
        ]

    def _hit(self, shown: _Shown, passage: Snippet, why: Iterable[str]) -> Hit:
        table = self._view.table
        return Hit(
            table.ids[shown.number], table.title(shown.number), round(shown.score, 3),
            passage.text, passage.start, passage.end, "article", "", passage.matches,
            _ordered(why), 0,
        )  # fmt: skip

    # -- what was noted ----------------------------------------------------------------------------

    def _marked(self, number: int) -> list[Note]:
        """The highlights of an article that are shown."""
        notes = self._answers.notes
        if not notes:
            return []
        most = None if self._query.inside == "highlights" else PER_ARTICLE
        found = (self._view.note(n) for n in self._view.notes_by(number) if notes >> n & 1)
        return list(islice(found, most))

    def _noted(self, number: int) -> Snippet | None:
        """The article's own note, if that is what matched."""
        own = self._view.own_note(number) if self._wanted else None
        found = self._passages("note", own.note) if own is not None else ()
        if not found:
            return None
        passage = found[0]
        return Snippet(passage.text, 0, 0, passage.matches, passage.ways)

    def _of_highlight(self, shown: _Shown, note: Note) -> Hit:
        quoted, noted = self._passages("quote", note.quote), self._passages("note", note.note)
        passage = (*quoted, *noted, self._finder("quote").head(note.quote))[0]
        where = [name for name, found in (("quote", quoted), ("note", noted)) if found]
        if not where and self._wants_tags:
            where.append("tag")
        table = self._view.table
        return Hit(
            table.ids[shown.number], table.title(shown.number), round(shown.score, 3),
            passage.text, note.start, note.end, "highlight", note.highlight, passage.matches,
            _ordered((*where, *passage.ways)), 1,
        )  # fmt: skip


_PLACES = {reason: place for place, reason in enumerate(REASONS)}


def _ordered(why: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(why), key=_PLACES.__getitem__))

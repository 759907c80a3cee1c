"""One query on one view: what it holds for, in order, as hits; and what else could be meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from store.model import Hit
from store.search import bits
from store.search.engine import instead
from store.search.engine.answer import Answer, Texts
from store.search.engine.asked import Looked, Sought
from store.search.engine.evaluate import Answers, Evaluation
from store.search.engine.rank import by_relevance, in_order, newest_of
from store.search.engine.regexes import RegexSearch
from store.search.engine.view import View
from store.search.found import Facts, Found
from store.search.language.nodes import Query
from store.search.texts.prepared import PreparedTexts

FEW = 2
"""With so many articles or fewer, other queries are offered."""


class Asking:
    """Answers queries on one view.

    Args:
        view: What is indexed.
        texts: Reads the texts of articles.
        facts: What the catalogue knows; ``None``: no fact holds.
        kept: Texts that were read lately.
        cancelled: Asked often; once it says yes, nobody waits for the answer.
    """

    def __init__(
        self,
        view: View,
        texts: Texts,
        facts: Facts | None,
        kept: PreparedTexts,
        cancelled: Callable[[], bool],
    ) -> None:
        self._view = view
        self._texts = texts
        self._facts = facts
        self._kept = kept
        self._cancelled = cancelled
        self._looked = Looked(view)

    def found(self, query: Query, limit: int, shown: int | None = None) -> Found:
        """The answer, with at most ``limit`` hits, all after ``shown`` articles only heads.

        Where nothing answers and there is a query nearby that is answered, the hits are those of
        the first such query (``Found.instead``), each with ``fuzzy`` among its reasons: whoever
        mistyped a word sees at once what was meant, and ``Found.articles`` says that nothing
        answers what was typed.

        Raises:
            Cancelled: Nobody waits for it any more.
        """
        answers, notices = self._answers(query)
        leaves = self._looked.wanted(query)
        hits, heads = self._hits(query, leaves, answers, limit, shown)
        count = answers.owners.bit_count()
        others: list[instead.Other] = []
        if count <= FEW:
            others = instead.others(self._view, query, count, self._count)
        if others and not count:
            meant = others[0].query
            leaves, answers_meant = self._looked.wanted(meant), self._answers(meant)[0]
            hits, heads = self._hits(meant, leaves, answers_meant, limit, shown)
            hits = [
                hit._replace(why=(*(each for each in hit.why if each != "fuzzy"), "fuzzy"))
                for hit in hits
            ]
        return Found(
            tuple(hits),
            count,
            answers.notes.bit_count(),
            tuple(each.offered for each in others),
            0,
            (*query.notices, *notices),
            heads,
        )

    def articles(self, query: Query) -> list[str]:
        """The ids of all articles that answer (with ``in:highlights``: with a highlight), in order.

        Raises:
            Cancelled: Nobody waits for it any more.
        """
        answers, _ = self._answers(query)
        ids = self._view.table.ids
        leaves = self._looked.wanted(query)
        return [ids[number] for number, _ in self._order(query, leaves, answers.owners)]

    def highlights(self, query: Query) -> list[tuple[str, str]]:
        """The ids of all highlights for which it holds, each with its article's before it.

        By article, newest first, and place.

        Raises:
            Cancelled: Nobody waits for it any more.
        """
        answers, _ = self._answers(replace(query, inside="highlights"))
        ids, names = self._view.table.ids, self._view.notes.rows.value
        return [
            (ids[number], names(note, 1))
            for number in newest_of(self._view, answers.owners)
            for note in self._view.notes_by(number)
            if answers.notes >> note & 1
        ]

    def _count(self, query: Query) -> int:
        return self._answers(query)[0].owners.bit_count()

    def _answers(self, query: Query) -> tuple[Answers, Sequence[str]]:
        regexes = RegexSearch(self._view, self._texts, self._cancelled)
        evaluation = Evaluation(self._view, self._looked, self._facts, regexes, self._cancelled)
        answers = evaluation.answers(query)
        return answers, regexes.notices()

    def _hits(
        self,
        query: Query,
        leaves: Sequence[Sought],
        answers: Answers,
        limit: int,
        shown: int | None,
    ) -> tuple[Sequence[Hit], int]:
        if not answers.owners or limit <= 0:
            return [], 0
        answer = Answer(self._view, query, leaves, answers, self._texts, self._kept)
        order = self._order(query, leaves, answers.owners)
        return answer.hits(order, limit, shown, self._cancelled)

    def _order(
        self, query: Query, leaves: Sequence[Sought], articles: int
    ) -> Iterator[tuple[int, float]]:
        if query.sort == "relevance":
            return by_relevance(self._view, leaves, articles)
        return ((number, 0.0) for number in self._sorted(query.sort, articles))

    def _sorted(self, sort: str, articles: int) -> Iterator[int]:
        """In the catalogue's order; what it does not know comes last."""
        view = self._view
        if self._facts is None:
            yield from newest_of(view, articles)
            return
        key = (self._facts.version, sort)
        order = view.orders.get(key)
        if order is None:
            numbers = view.table.numbers
            order = [numbers[each] for each in self._facts.order(sort) if each in numbers]
            view.orders.clear()
            view.orders[key] = order
        yield from in_order(view, articles, order)
        yield from newest_of(view, articles & ~bits.from_ids(order, view.texts.size))

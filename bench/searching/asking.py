"""Questions to an index and to FTS5: as one types, and whole queries."""

from __future__ import annotations

from functools import partial

from bench.report import Row, percentile, row
from bench.searching.corpus import Corpus
from bench.searching.fts import Fts
from bench.searching.ours import Ours
from bench.searching.queries import Pair, Questions
from bench.searching.timing import in_turns, milliseconds, quantiles


class Asking:
    """All that is asked of one corpus.

    Attributes:
        p95: Of the as-you-type questions, by how they were asked; for the growth from one size
            to the next.
    """

    def __init__(self, corpus: Corpus, ours: Ours, fts: Fts, rounds: int) -> None:
        self._ours = ours
        self._fts = fts
        self._rounds = rounds
        self._questions = Questions(corpus.number)
        self._name = f"{corpus.number:,}"
        self.p95: dict[str, float] = {}

    def _ask_ours(self, pair: Pair) -> object:
        return self._ours.ask(pair.line)

    def _ask_ours_whole(self, pair: Pair) -> object:
        return self._ours.ask_whole(pair.line)

    def _ask_fts(self, pair: Pair) -> object:
        return self._fts.ask(pair.asked)

    def _ask_fts_snippets(self, pair: Pair) -> object:
        return self._fts.ask_with_snippets(pair.asked)

    def _open(self) -> None:
        """Both sides anew, and something else asked of both."""
        self._ours.opened()
        self._fts.opened()
        for phrase in self._questions.other_phrases():
            for pair in self._questions.as_typed(phrase):
                self._ask_ours(pair)
                self._ask_fts(pair)

    def as_typed(self, warm: str = "", cold: str = "", worst: str = "") -> list[Row]:
        """Every letter of mixed phrases; beside targets for p95, warm and cold, and for the worst.

        Warm: the index is open and other things were asked; each letter is asked once, after the
        one before. Nothing cached: each letter is asked of what was opened just before.
        """
        pairs = [
            pair
            for phrase in self._questions.phrases()
            for pair in self._questions.as_typed(phrase)
        ]
        sides = (self._ask_ours, self._ask_fts, self._ask_ours_whole, self._ask_fts_snippets)
        ours, fts, whole, with_snippets = in_turns(self._rounds, self._open, pairs, sides)
        rows = quantiles(f"as you type, {self._name}", ours, fts, warm, worst)
        rows += quantiles(
            f"as you type, {self._name}, both with all passages", whole, with_snippets, ""
        )[1:2]
        self.p95["as you type"] = percentile(ours, 0.95)
        ours, fts = [], []
        for pair in pairs:
            self._ours.opened()
            ours.append(milliseconds(partial(self._ask_ours, pair)))
            self._fts.opened()
            fts.append(milliseconds(partial(self._ask_fts, pair)))
        self.p95["nothing cached"] = percentile(ours, 0.95)
        return rows + quantiles(f"nothing cached, {self._name}", ours, fts, cold, worst)

    def in_full(self, target: str) -> list[Row]:
        """Whole queries of every kind: p95 of each, and of all together."""
        kinds = self._questions.full()
        pairs = [pair for each in kinds.values() for pair in each]
        ours, fts = in_turns(self._rounds, self._open, pairs, (self._ask_ours, self._ask_fts))
        rows = quantiles(f"full queries, {self._name}", ours, fts, target)
        done = 0
        for name, each in kinds.items():
            part = slice(done, done + len(each))
            done += len(each)
            one, other = percentile(ours[part], 0.95), percentile(fts[part], 0.95)
            rows.append(row(f"  {name}: p95", one, other, "ms", target))
        return rows

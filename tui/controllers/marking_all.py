"""All places that match, in the whole library: highlighted as one act; their articles tagged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from store.acting import Progress
from store.errors import NotFoundError
from tui.controllers.finding import Finding
from tui.controllers.notes import Notes
from tui.desk import Desk
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from store.everywhere import ToMark
    from store.highlight_acts import Marked
    from store.model import Article
    from tui.screens.mark_all import Decided, Plan

_PAUSE = 0.2
"""Seconds between two words on how far a long act is."""


class MarkingAll:
    """``g &``, and what the search screen and the concordance do with all that they show."""

    def __init__(self, desk: Desk, notes: Notes, finding: Finding) -> None:
        self._desk = desk
        self._notes = notes
        self._finding = finding

    def everywhere(self) -> None:
        """Highlight all places of what was looked for last, or of what is typed now."""
        self._desk.ask(
            Question("highlight all: ", self._asked, self._finding.needle,
                     placeholder="words as they stand there, word*, or a search")
        )  # fmt: skip

    def _asked(self, query: str) -> None:
        if query.strip():
            self.highlight(query, literal=True)

    # -- highlighting --------------------------------------------------------------------------

    def highlight(self, query: str, *, literal: bool = False) -> None:
        """Ask how all places of a search are to be highlighted, and do it.

        ``literal``: words are whole ones, as for a concordance.
        """
        from tui.screens.mark_all import Plan  # noqa: PLC0415 - not before it is asked for

        self._decide(Plan(query, literal, color=self._desk.last_mark.color))

    def _decide(self, plan: Plan) -> None:
        from tui.screens.mark_all import MarkAllScreen  # noqa: PLC0415 - as above

        screen, library = self._desk.screen, self._desk.library

        def count(plan: Plan, cancelled: Callable[[], bool], tell: Progress) -> ToMark:
            library.update_index()
            return library.to_mark(
                plan.query, literal=plan.literal, sentences=plan.sentences,
                cancelled=cancelled, progress=tell,
            )  # fmt: skip

        def done(decided: Decided | None) -> None:
            if decided is None:
                self._desk.say("nothing was highlighted")
            elif decided.act == "tags":
                self._ask_tags(decided.plan)
            else:
                self._mark(decided)

        screen.app.push_screen(MarkAllScreen(count, plan, screen.look), done)

    def _ask_tags(self, plan: Plan) -> None:
        """Let tags be typed, then ask again."""
        self._notes.ask_for_tags(
            "tags of all highlights", plan.tags,
            lambda tags: self._decide(plan._replace(tags=tags)), lambda: self._decide(plan),
        )  # fmt: skip

    def _mark(self, decided: Decided) -> None:
        desk, library, plan = self._desk, self._desk.library, decided.plan
        desk.last_mark = desk.last_mark._replace(color=plan.color)
        telling, style = self._telling(), desk.last_mark.style

        def job() -> Marked:
            return library.mark_spots(
                decided.found.spots, color=plan.color, style=style, tags=plan.tags,
                progress=telling,
            )  # fmt: skip

        def then(marked: Marked | None) -> None:
            if marked is None:
                return  # the error is said
            desk.changes.reload_all()
            many = "1 place" if marked.highlights == 1 else f"{marked.highlights:,} places"
            said = f"{many} highlighted"
            undo = desk.screen.keymap.first_key("undo")
            said += f"; {undo} takes all back" if undo and marked.highlights else ""
            if marked.left:
                said += f"; left out: {len(marked.left):,} changed since"
            desk.say(said, "warning" if marked.left else "success")

        desk.say("highlighting …")
        desk.queue.submit(job, then)

    def _telling(self) -> Progress:
        """What tells its user how far the act is, from the thread of the queue."""
        loop, said = asyncio.get_running_loop(), monotonic()

        def tell(done: int, total: int, what: str) -> None:
            nonlocal said
            if monotonic() - said > _PAUSE:
                said = monotonic()
                words = f"highlighting … {done:,} of {total:,} {what}"
                loop.call_soon_threadsafe(self._desk.say, words)

        return tell

    # -- tagging -------------------------------------------------------------------------------

    def tag(self, query: str) -> None:
        """Ask for tags, and give them to all articles that answer a search, as one act."""

        def found(articles: list[Article]) -> None:
            if not articles:
                raise NotFoundError("no article answers")
            self._notes.tag_articles(articles)

        self._desk.screen.reads.ask("tag all", lambda _: self._desk.library.articles(query), found)

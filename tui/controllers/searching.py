"""The search screen: what it asks of the library, and what is done with what was chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from store.errors import PostilError, StoreError
from tui.controllers.concordance import Concordance
from tui.controllers.lists import Lists
from tui.controllers.marking_all import MarkingAll
from tui.controllers.walking import Walking
from tui.desk import Desk
from tui.listing import ALL
from tui.query_completion import QueryCompleter
from tui.searching.answers import Answer, ask, count_places
from tui.searching.kept import KeptSearch
from tui.searching.start import Saved, Start

if TYPE_CHECKING:
    from tui.screens.search import SearchScreen
    from tui.searching.seeking import Outcome


class Searching:
    """``s``; answers the questions of the screen (its ``Seeking``).

    Attributes:
        completer: What the last word of a search could become.
    """

    def __init__(
        self,
        desk: Desk,
        walking: Walking,
        lists: Lists,
        marking_all: MarkingAll,
        concordance: Concordance,
    ) -> None:
        self._desk = desk
        self._walking = walking
        self._lists = lists
        self._marking_all = marking_all
        self._concordance = concordance
        self._kept = KeptSearch()
        self._made: Answer | None = None
        self._screen: SearchScreen | None = None
        self._brings = False
        self.completer = QueryCompleter()

    def search(self) -> None:
        """The search screen as it was left; the index is brought in step meanwhile."""
        self._screen = self._desk.screen.dialogs.search_library(self, self._kept, self._done)
        self._brings = False
        self._bring()

    def _bring(self) -> None:
        """Bring the index in step; what is shown is asked for again then."""
        if self._brings:
            return
        self._brings = True  # after an error, until the screen is opened anew

        def indexed(new: int) -> None:
            self._brings = False
            if new and self._screen is not None:
                self._screen.search_again()

        library = self._desk.library
        self._desk.screen.reads.ask("in step", lambda _: library.update_index(), indexed)

    def show(self, answer: Answer) -> None:
        """The search screen with what was found otherwise; it answers that line until another."""
        self._made, self._kept = answer, KeptSearch(answer.line, answer)
        self.search()

    def _done(self, outcome: Outcome) -> None:
        line = outcome.answer.meant
        self._remember(line)
        if outcome.does == "list":
            listing = self._desk.screen.listing
            listing.show(listing.wanted._replace(of=ALL, query=line))
            self._desk.screen.focus_place("list")
        elif outcome.does == "mark":
            self._marking_all.highlight(line)
        elif outcome.does == "tag":
            self._marking_all.tag(line)
        elif outcome.does == "concordance":
            self._concordance.show(line)
        elif outcome.hit is not None:
            self._walking.begin(outcome.answer, outcome.hit, self._kept)

    # -- what the screen asks ------------------------------------------------------------------

    def ask(
        self,
        line: str,
        limit: int,
        shown: int | None,
        then: Callable[[Answer], None],
        failed: Callable[[PostilError], None],
    ) -> None:
        """Search in a thread; the one for an older line is cancelled."""
        self.drop()
        made = self._made
        if made is not None and made.line == line:
            then(made)
            return
        self._made = None
        library = self._desk.library

        def answered(answer: Answer) -> None:
            then(answer)
            if answer.found.behind:  # it was damaged, or others have written meanwhile
                self._bring()

        self._desk.screen.reads.ask(
            "search", lambda cancelled: ask(library, line, limit, cancelled, shown=shown),
            answered, failed=failed, quiet=True,
        )  # fmt: skip

    def count(self, answer: Answer, then: Callable[[Mapping[str, int]], None]) -> None:
        """Count the places of an answer, in a thread, until something else is asked."""
        library = self._desk.library

        def job(cancelled: Callable[[], bool]) -> Mapping[str, int]:
            library.rest_index()  # who counts has stopped typing
            return count_places(library, answer, cancelled)

        self._desk.screen.reads.ask("places", job, then, quiet=True)

    def drop(self) -> None:
        """No answer is wanted any more."""
        self._desk.screen.reads.drop("search")
        self._desk.screen.reads.drop("places")

    def start(self, then: Callable[[Start], None]) -> None:
        """Earlier searches and saved ones; their counts come a moment later."""
        desk = self._desk
        desk.know_library(self.completer.take)

        def shown(start: Start) -> None:
            then(start)
            desk.screen.reads.ask("searches", lambda _: self._counted(start), then, quiet=True)

        desk.screen.reads.ask("searches", lambda _: self._started(), shown, quiet=True)

    def _started(self) -> Start:
        """Any thread."""
        library = self._desk.library
        saved: list[Saved] = []
        with suppress(StoreError):  # what is wrong with the file is said where lists are chosen
            saved = [Saved(*search) for search in library.saved_searches()]
        return Start(library.search_history(), saved, empty=library.counts([""]) == [0])

    def _counted(self, start: Start) -> Start:
        """Any thread."""
        counts = self._desk.library.counts([search.line for search in start.saved])
        saved = [s._replace(articles=n) for s, n in zip(start.saved, counts, strict=True)]
        return start._replace(saved=saved)

    def save(self, name: str, line: str, *, replace: bool) -> None:
        """Save a search under a name; as ``Lists.save_as``."""
        self._lists.save_as(name, line, replace=replace)
        self._remember(line)

    def help(self) -> None:
        """The keys, and what can be asked."""
        self._desk.screen.dialogs.show_search_help()

    def _remember(self, line: str) -> None:
        self._desk.queue.submit(lambda: self._desk.library.remember_search(line), lambda _: None)

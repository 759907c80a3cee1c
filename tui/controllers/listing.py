"""Listing: which articles the left pane shows, in which order, and which of them are chosen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING

from store.errors import PostilError
from store.model import Article
from tui import kept_list
from tui.desk import Desk
from tui.listing import (
    BUILT_IN,
    INBOX,
    Found,
    SmartList,
    Standing,
    View,
    arranged,
    belonging,
    count_unread,
    find_row,
    grouped,
    holds,
    replaced,
    standing,
    step_aside,
)
from tui.safe import content
from tui.widgets.list_head import Entry, Listed

if TYPE_CHECKING:
    from store.library import Library
    from tui.widgets.article_list import ArticleList

_PATIENCE = 0.012
"""Seconds that a list is waited for: less than a frame; most are there by then."""


def look_up(library: Library, view: View, before: Found | None = None) -> Found:
    """What ``view`` shows now; what ``before`` has of it is not read again. Any thread.

    Raises:
        UsageError: its query cannot be read.
    """
    if before is not None and before.view.of == view.of:
        base, empty = before.base, before.library_is_empty
    elif view.of.built_in:
        everything = library.articles()
        base, empty = belonging(everything, view.of), not everything
    else:
        base = library.articles(view.of.query)
        empty = not base and not len(library.facts())
    ids: Collection[str] | None = None
    if view.query.strip():
        ids = library.matching(view.query)
    return arranged(view, base, ids, library_is_empty=empty)


class Listing:
    """The list of articles: what it shows, and which of it is chosen.

    Attributes:
        saved: The saved searches, as they were read last.
        behind: What is shown may have been read before something that is being written now.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._found = Found(View())
        self._wanted = View()
        self._chosen: set[str] = set()
        self._counts: dict[SmartList, int] = {}
        self._said_wrong = self._said_empty = ""
        self.saved: tuple[SmartList, ...] = ()
        self.behind = False

    @property
    def view(self) -> View:
        """What the list shows."""
        return self._found.view

    @property
    def wanted(self) -> View:
        """What it will show in a moment: what was asked for last."""
        return self._wanted

    @property
    def lists(self) -> tuple[SmartList, ...]:
        """Every list there is, in the order of their jump keys."""
        return (*BUILT_IN, *self.saved)

    def count_of(self, smart: SmartList) -> int:
        """How many articles a list has; -1: not known yet."""
        return self._counts.get(smart, -1)

    @property
    def chosen(self) -> list[Article]:
        """The listed articles that verbs act on, in the order of the list."""
        if not self._chosen:
            return []
        return [article for article in self._found.ordered if article.id in self._chosen]

    @property
    def in_words(self) -> str:
        """How many articles of which list: ``12 articles · inbox``."""
        count, view = len(self._found.articles), self.view
        parts = [f"{count} {'article' if count == 1 else 'articles'}", view.of.name, view.query]
        chosen = len(self.chosen)
        return " · ".join(part for part in (f"{chosen} selected" if chosen else "", *parts) if part)

    # -- showing -------------------------------------------------------------------------------

    def start(self) -> None:
        """Show the inbox, sorted and grouped as it was last."""
        kept = kept_list.load(self._desk.library.folders.state)
        self.saved = kept.saved
        self._wanted = View(sort=kept.sort, group=kept.group)
        self._take(look_up(self._desk.library, self._wanted))

    def show(self, view: View, *, cursor: Standing | None = None) -> None:
        """Show something else; the cursor stays on its article, or goes to ``cursor``, or up."""
        self._ask(view, lambda found: self._take(found, cursor or self.standing), self._found)

    def narrow(
        self, query: str, then: Callable[[Found], None], failed: Callable[[PostilError], None]
    ) -> None:
        """Show only what answers ``query`` too, and call ``then`` with it."""

        def take(found: Found) -> None:
            self._take(found, self.standing)
            then(found)

        self._ask(self._wanted._replace(query=query), take, self._found, failed)

    def reload(self) -> None:
        """Show what the library holds now; the cursor stays, or goes to the row below."""

        def take(found: Found) -> None:
            rows = self._rows
            where = find_row(found.rows, self.standing)
            if where is None:
                where = step_aside(self._found.rows, rows.cursor, found.rows)
            self._found = found
            self._paint(where, scroll=rows.shows_cursor)

        self._ask(self._wanted, take)

    def _ask(
        self,
        view: View,
        take: Callable[[Found], None],
        before: Found | None = None,
        failed: Callable[[PostilError], None] | None = None,
    ) -> None:
        """Find what ``view`` shows, off the event loop if it takes longer than a frame.

        What ``before`` has of it is not read again.
        """
        desk, library = self._desk, self._desk.library
        queue = desk.queue
        self._wanted = view
        self.behind = False
        given, idle = queue.given, queue.idle
        words = bool(view.query.strip()) or not view.of.built_in
        update = words and desk.index_behind
        desk.index_behind = desk.index_behind and not update

        def job(_: object) -> Found:
            if update:
                library.update_index()
            return look_up(library, view, before)

        def arrived(found: Found) -> None:
            take(found)
            desk.screen.show_status()
            self.behind = not idle or queue.given != given
            if self.behind and queue.idle:
                self.reload()

        def wrong(error: PostilError) -> None:
            self._wanted = self.view
            (failed or desk.warn)(error)

        desk.screen.reads.ask("list", job, arrived, failed=wrong, patience=_PATIENCE)

    def _take(self, found: Found, where: Standing | None = None) -> None:
        if found.view.of != self.view.of:
            self._chosen = set()
        self._found = found
        self._paint(find_row(found.rows, where) or 0)

    def _paint(self, cursor: int, *, scroll: bool = True) -> None:
        """Show what was found, with the cursor on a row; ``scroll`` to it."""
        found, rows = self._found, self._rows
        rows.set_rows(
            found.rows, found.ordered, cursor, authors=found.view.sort == "author",
            nothing=self._nothing(),
        )  # fmt: skip
        if scroll:
            rows.show_cursor()
        self._say_empty()
        self.choose(self._chosen)

    @property
    def _rows(self) -> ArticleList:
        return self._desk.screen.articles

    @property
    def standing(self) -> Standing | None:
        """What the cursor stands on."""
        return standing(self._found.rows, self._rows.cursor)

    def _nothing(self) -> str:
        """What the list says when it is empty."""
        if self._found.library_is_empty:
            return "no articles yet\npostil add FILE\nbrings one in"
        return "nothing found" if self.view.query else f"no articles in {self.view.of.name}"

    def _say_empty(self) -> None:
        """Say in the reader's place what to do."""
        keys = self._desk.screen.keymap
        if self._found.library_is_empty:
            said = "No articles yet.\n\npostil add FILE\nbrings one in."
        elif not self._found.rows and not self.view.query:
            key = keys.first_key("list.lists")
            said = f"{self.view.of.name}: no articles here" + (
                f"\n\n{key} shows the other lists" if key else ""
            )
        else:
            said = f"{keys.first_key('open') or 'enter'} opens the article"
        if said != self._said_empty:
            self._said_empty = said
            self._desk.screen.empty.update(content(said))

    def _show_head(self) -> None:
        found = self._found
        lists = self.lists if found.view.of in self.lists else (*self.lists, found.view.of)
        entries = [
            Entry(
                smart.title,
                str(number) if number < 10 and smart in self.lists else "",
                self.count_of(smart),
            )
            for number, smart in enumerate(lists, 1)
        ]
        every = range(len(lists))
        first = [0, 1, *every[len(BUILT_IN) :], *every[2 : len(BUILT_IN)]]
        self._desk.screen.head.show(
            Listed(
                entries, lists.index(found.view.of), first, len(found.articles),
                count_unread(found.articles), len(found.base), found.view.query,
                found.view.order_in_words, len(self.chosen),
            )
        )  # fmt: skip

    def recount(self, *, saved: bool = True) -> None:
        """Read the saved searches and count the articles of every list, off the event loop.

        Args:
            saved: Count those of saved searches too, which the search index may have to tell.
        """
        library = self._desk.library

        def job(_: object) -> tuple[tuple[SmartList, ...] | PostilError, list[int]]:
            searches: tuple[SmartList, ...] | PostilError
            try:
                searches = tuple(SmartList(*search) for search in library.saved_searches())
            except PostilError as error:
                searches = error
            others = searches if saved and isinstance(searches, tuple) else ()
            return searches, library.counts([smart.query for smart in (*BUILT_IN, *others)])

        def then(answer: tuple[tuple[SmartList, ...] | PostilError, list[int]]) -> None:
            searches, counts = answer
            if isinstance(searches, tuple):
                self._take_saved(searches)
            else:
                self._say_once(searches)
            self._counts |= dict(zip(self.lists, counts, strict=False))
            self._show_head()

        self._desk.screen.reads.ask("counts", job, then)

    def _take_saved(self, searches: tuple[SmartList, ...]) -> None:
        if searches == self.saved:
            return
        self.saved = searches
        self.keep()
        here = self.wanted.of
        same = next((smart for smart in searches if smart.name == here.name), here)
        if not here.built_in and same != here:
            self.show(self.wanted._replace(of=same))

    def _say_once(self, error: PostilError) -> None:
        """Say what is wrong with the saved searches, until something else is."""
        if error.message != self._said_wrong:
            self._said_wrong = error.message
            self._desk.warn(error)

    def saved_as(self, smart: SmartList) -> None:
        """What is listed has been saved: it is a list of its own now."""
        others = [search for search in self.saved if search.name != smart.name]
        self.saved = (*others, smart)
        self.show(self.wanted._replace(of=smart, query=""))
        self.recount()
        self.keep()

    def back(self) -> bool:
        """Out of what one is in: the selection, the filter, another list; ``False``: nothing."""
        if self.chosen:
            self.choose(set())
        elif self.wanted.query:
            self.show(self.wanted._replace(query=""))
        elif self.wanted.of != INBOX:
            self.show(self.wanted._replace(of=INBOX))
        else:
            return False
        return True

    def choose(self, ids: set[str]) -> None:
        """Choose these articles, and no others."""
        self._chosen = ids
        self._rows.choose(ids)
        self._show_head()

    def keep(self) -> None:
        """Keep the order for the next start."""
        state, wanted, saved = self._desk.library.folders.state, self._wanted, self.saved
        self._desk.queue.submit(lambda: kept_list.save(state, wanted.sort, wanted.group, saved))

    # -- changes -------------------------------------------------------------------------------

    def replace(self, article: Article) -> None:
        """Show new values of an article; it stays where it stands."""
        found = self._found
        if all(row.id != article.id for row in found.base):
            return
        new = found.mapped(lambda row: article if row.id == article.id else row)
        if found.rows is not found.ordered:
            new = new._replace(rows=replaced(found.rows, article))
        self._found = new
        self._paint(self._rows.cursor, scroll=False)

    def changed(self, articles: Sequence[Article]) -> None:
        """Show new values of articles: what the list does not hold any more leaves it."""
        of, decidable = self.view.of, self.view.decidable
        values = {article.id: article for article in articles}

        def now(row: Article) -> Article | None:
            value = values.get(row.id)
            if value is None:
                return row
            return value if not decidable or holds(of, value) else None

        self._keep_only(now)

    def without(self, ids: Collection[str]) -> None:
        """Take articles out of the list."""
        self._chosen = self._chosen.difference(ids)
        self._keep_only(lambda row: None if row.id in ids else row)

    def _keep_only(self, now: Callable[[Article], Article | None]) -> None:
        found = self._found
        new = found.mapped(now)
        rows = grouped(new.ordered, found.view.group)
        self._found = new._replace(rows=rows)
        cursor = self._rows.cursor
        if len(rows) != len(found.rows) or found.view.group != "none":
            cursor = step_aside(found.rows, cursor, rows)
        self._paint(cursor, scroll=self._rows.shows_cursor)

    def indexed(self, new: int) -> None:
        """The search index has been brought in step; it took in ``new`` articles."""
        self.recount()
        if new and not self._wanted.decidable:
            self.reload()

    def written(self, *, done: bool) -> None:
        """An act on articles has been written, or could not be: set right what that changes."""
        self.behind = self.behind or not done or not self.view.decidable
        if self._desk.queue.idle:
            self.recount()

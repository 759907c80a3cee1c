"""What other programs do to the library: seen within a second, shown without disturbing anybody.

Looking costs six questions to the system; only when their answers differ, and now and then
because files that are written in place do not tell, every file is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from store.errors import NotFoundError, PostilError
from store.settling import Settled

if TYPE_CHECKING:
    from store.model import Article
    from store.outside import Differing, Signs
    from tui.changes import Truth
    from tui.desk import Desk
    from tui.widgets.status_line import Kind

TICK = 0.6
"""Seconds between two looks."""
_CLOSELY = 10.0
"""Seconds after which every file is looked at, at the latest ..."""
_SHARE, _BUSY_SHARE = 200, 20
"""... unless that takes more than this part of the time: when idle, and while something changes."""


class _Seen(NamedTuple):
    """What a look has seen; ``differing`` is ``None`` where not every file was looked at."""

    signs: Signs
    differing: Differing | None
    seconds: float


class _Read(NamedTuple):
    """What a refresh has read.

    Attributes:
        changed: How many articles are not as they were.
        open: The article that was open then.
        truth: How that is now; ``None``: as it was.
        settled: What became of the highlights of articles whose text is another.
        merged: What was done with conflict copies, a line each.
        left: What is still not as it is listed: it cannot be read.
    """

    changed: int
    open: str
    truth: Truth | PostilError | None
    settled: Sequence[tuple[Article, Settled]]
    merged: Sequence[str]
    left: Differing


class Outside:
    """Looks for what others have changed, and has it shown.

    Attributes:
        clock: Gives seconds.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._signs: Signs | None = None
        self._left: Differing = frozenset()
        self._looked = 0.0
        self._took = 0.0
        self._started = self._looking = self._reading = False
        self._again: bool | None = None
        self._owed = False
        self._said = ""
        self.clock: Callable[[], float] = monotonic

    def start(self) -> None:
        """Read what has changed since the last time, and look from now on."""
        self._started = True
        self.refresh()
        self._desk.screen.set_interval(TICK, self.look)

    # -- looking -------------------------------------------------------------------------------

    def look(self, *, closely: bool = False) -> None:
        """See whether anything has changed; ``closely``: look at every file."""
        if not self._started or self._looking or self._reading or self._is_busy:
            return
        if self._owed:
            self._owed = False
            self._desk.changes.reload_all()
        since = self.clock() - self._looked
        due = closely or since > max(_CLOSELY, _SHARE * self._took)
        may = due or since > _BUSY_SHARE * self._took
        opened, library, before = self._desk.opened, self._desk.library, self._signs
        article_id = opened.article.id if opened is not None else ""
        self._looking = True

        def job(_: object) -> _Seen:
            start = self.clock()
            signs = library.signs(article_id)
            if not due and (signs == before or not may):
                return _Seen(signs, None, 0.0)
            return _Seen(signs, library.differing(), self.clock() - start)

        self._desk.screen.reads.ask("look", job, self._seen, failed=self._cannot_look, quiet=True)

    @property
    def _is_busy(self) -> bool:
        """Something is being typed, chosen or written: what is shown must stay as it is."""
        screen = self._desk.screen
        return bool(
            screen.prompt.asking
            or screen.dialogs.writing
            or screen.taker is not None
            or not screen.is_current
            or screen.app.mouse_captured is not None
            or not self._desk.queue.idle
        )

    def _seen(self, seen: _Seen) -> None:
        self._looking = False
        if seen.differing is None:
            return
        before, self._signs = self._signs, seen.signs
        self._looked, self._took = self.clock(), seen.seconds
        others = before is not None and before.lists != seen.signs.lists
        if others or seen.differing - self._left:
            self.refresh()

    def _cannot_look(self, error: PostilError) -> None:
        """Say it once, not at every look."""
        self._looking = False
        self._rest(error)

    def _rest(self, error: PostilError) -> None:
        """Look again only after some seconds."""
        self._signs = None
        self._looked, self._took = self.clock(), _CLOSELY / _BUSY_SHARE
        if error.message != self._said:
            self._said = error.message
            self._desk.warn(error)

    # -- reading -------------------------------------------------------------------------------

    def refresh(self, *, tell: bool = False) -> None:
        """Read what has changed, in a thread, and show it; ``tell`` also when nothing has."""
        if self._reading:
            self._again = tell or bool(self._again)
            return
        self._reading = True
        desk = self._desk
        library, changes = desk.library, desk.changes
        open_id = desk.opened.article.id if desk.opened is not None else ""

        def job(_: object) -> _Read:
            changed = library.refresh()
            truth: Truth | PostilError | None = None
            if open_id in changed:
                try:
                    truth = changes.truth(open_id)
                except PostilError as error:
                    truth = error
            settled, merged = library.take_settled(), library.take_merged()
            return _Read(len(changed), open_id, truth, settled, merged, library.differing())

        def then(read: _Read) -> None:
            self._reading = False
            self._said = ""
            self._left = read.left
            if tell:
                desk.say(f"{read.changed} changed" if read.changed else "nothing has changed")
            self._show(read)
            self._go_on()

        def failed(error: PostilError) -> None:
            self._reading = False
            self._rest(error)
            self._go_on()

        desk.screen.reads.ask("refresh", job, then, failed=failed)

    def _show(self, read: _Read) -> None:
        desk = self._desk
        library, listing = desk.library, desk.screen.listing
        desk.screen.controllers.tags.learn()
        listing.recount()
        if read.changed:
            listing.reload()
            opened = desk.opened
            if opened is not None and opened.article.id == read.open and desk.queue.idle:
                self._show_truth(read.truth)
            elif opened is not None:
                self._owed = True  # it was opened meanwhile, or something of it is being written
        if not isinstance(read.truth, PostilError):
            self._tell(read)
        desk.index_behind = False
        desk.screen.reads.ask("index", lambda _: library.update_index(), listing.indexed)

    def _tell(self, read: _Read) -> None:
        """Say what became of highlights, above all of those of the open article, and of copies."""
        kind: Kind = "warning" if any(s.check or s.unplaced for _, s in read.settled) else "muted"
        here = [settled for article, settled in read.settled if article.id == read.open]
        others = [settled for article, settled in read.settled if article.id != read.open]
        if here:
            self._desk.say(f"changed elsewhere: {here[0].words}", kind)
        elif others and any(settled.news for settled in others):
            many = "an article" if len(others) == 1 else f"{len(others)} articles"
            total = Settled(*(sum(values) for values in zip(*others, strict=True)))
            self._desk.say(f"{many} changed elsewhere: {total.words}", kind)
        elif read.merged:
            more = len(read.merged) - 1
            self._desk.say(read.merged[0] + (f" (and {more} more)" if more else ""))

    def _show_truth(self, truth: Truth | PostilError | None) -> None:
        if isinstance(truth, PostilError):
            self._lost(truth)
        elif truth is not None:
            self._desk.changes.take(*truth)

    def _lost(self, error: PostilError) -> None:
        """The open article cannot be read any more: it is shown until it is left."""
        if isinstance(error, NotFoundError):
            self._desk.need_open().gone = True
            self._desk.screen.show_status()
            self._desk.say("deleted elsewhere: it is shown here until you leave it", "warning")
        else:
            self._desk.changes.reload(self._desk.need_open().article.id)

    def _go_on(self) -> None:
        """Read once more, if that was asked for meanwhile."""
        again, self._again = self._again, None
        if again is not None:
            self.refresh(tell=again)

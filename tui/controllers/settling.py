"""Settling: highlights that need a person are kept, put on a passage, or said to be nowhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from store.errors import NotFoundError, UsageError
from store.text.bounds import snap
from tui import edits
from tui.controllers.finding import Finding
from tui.desk import Desk
from tui.needing import needs_a_person
from tui.opened import Open
from tui.safe import clip
from tui.settling import Case, Offer, offers, ordered

if TYPE_CHECKING:
    from store.model import Article, Highlight
    from tui.screens.settle import SettleScreen
    from tui.widgets.reader import Focus

ALL_SETTLED = "every highlight has its place"
_PATIENCE = 0.03
"""Seconds in which the places of a highlight are waited for."""
_QUOTE = 30
_ABOVE = 2
"""Lines that are shown above an offer, if there is room."""


class Settling:
    """``g u``, ``g p``, and Enter on such a highlight in the side panel."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding
        self._screen: SettleScreen | None = None
        self._back: tuple[str, int, Focus] | None = None
        self._done: tuple[str, int, int] | None = None
        self._giving: tuple[str, str] | None = None

    # -- the screen ----------------------------------------------------------------------------

    def all(self) -> None:
        """All highlights that need a person: of the open article, then of the library."""
        self.one("")

    def one(self, highlight_id: str) -> None:
        """The same, beginning with one of the open article; ``""``: with the first."""
        self._when_written(lambda cases: self._begin(cases, highlight_id))

    def _when_written(self, then: Callable[[list[Case]], None]) -> None:
        """Call ``then`` with what needs a person once everything is saved."""
        desk = self._desk

        def arrived(found: list[tuple[Article, Highlight]] | None) -> None:
            if found is not None:
                open_id = desk.opened.article.id if desk.opened is not None else ""
                then(ordered((Case(*pair) for pair in found), open_id))

        if desk.queue.idle:
            arrived(desk.library.unsettled())
        else:
            desk.queue.submit(desk.library.unsettled, arrived)

    def _begin(self, cases: Sequence[Case], highlight_id: str) -> None:
        from tui.screens.settle import SettleScreen  # noqa: PLC0415 - not at start

        desk, screen = self._desk, self._desk.screen
        if not screen.is_current:
            return
        if not cases:
            desk.say(ALL_SETTLED)
            return
        ids = [case.highlight.id for case in cases]
        first = ids.index(highlight_id) if highlight_id in ids else 0
        reader = screen.reader
        self._done = None
        self._back = None
        if desk.opened is not None:
            self._back = desk.opened.article.id, reader.top_offset, reader.focus_range
        self._screen = SettleScreen(cases, first, self, screen.look)
        screen.app.push_screen(self._screen, lambda _: screen.guard(self._end))

    def _end(self) -> None:
        """Back to where one was; or to what was settled last."""
        self._screen = None
        desk, reader = self._desk, self._desk.screen.reader
        opened, back, done = desk.opened, self._back, self._done
        if opened is None:
            return
        self._finding.show_again()
        if done is not None and done[0] == opened.article.id:
            reader.focus_passage(done[1], done[2], "highlight")
        elif back is not None and back[0] == opened.article.id:
            reader.rest_on(*back[2][1:], back[2].kind)
            reader.scroll_to_offset(back[1])
        desk.screen.show_status()

    def look(self, case: Case) -> None:
        """Find what may be its passage in the present text, off the event loop."""
        library, screen = self._desk.library, self._screen
        article_id, highlight_id = case.key

        def job(_: object) -> tuple[Offer, ...]:
            text = library.document(article_id).text
            found = library.candidates(article_id, highlight_id)
            return offers(case.highlight, text, [(c.start, c.end) for c in found])

        def then(found: tuple[Offer, ...]) -> None:
            if screen is not None and screen is self._screen:
                screen.offer(case, found)

        self._desk.screen.reads.ask("candidates", job, then, patience=_PATIENCE)

    def show(self, case: Case, offers: Sequence[Offer], current: int) -> None:
        """Show the offers as matches in the text, the current one where the sheet is not."""
        opened, screen = self._desk.opened, self._screen
        reader = self._desk.screen.reader
        if opened is None or screen is None:
            return
        if opened.article.id != case.article.id or not offers:
            reader.set_matches([], -1)
            return
        chosen = offers[current]
        ranges = sorted((offer.start, offer.end) for offer in offers)
        reader.set_matches(ranges, ranges.index((chosen.start, chosen.end)))
        reader.scroll_to_offset(chosen.start)
        free = reader.size.height - screen.sheet_height
        reader.scroll_by_lines(-min(_ABOVE, max(free // 3, 0)))
        row = reader.cell_of(chosen.start)[1]
        screen.lie(on_top=row >= free > 0)
        if row >= free and row < screen.sheet_height:
            reader.scroll_by_lines(row - screen.sheet_height - 1)

    # -- what is done --------------------------------------------------------------------------

    def put(self, case: Case, offer: Offer) -> None:
        """The highlight is where the offer is."""
        anchor = case.highlight.anchor
        kept = anchor.state == "check" and (anchor.start, anchor.end) == (offer.start, offer.end)
        self._in_article(case, lambda: self._put(case, offer.start, offer.end, kept=kept))

    def unplace(self, case: Case) -> None:
        """It is not where it is thought to be; it waits for a place."""
        article_id, key = case.key
        library = self._desk.library

        def act() -> None:
            self._change(
                edits.unplaced(self._present(case)),
                lambda: library.unplace_highlight(article_id, key),
                "unplaced: it is kept, and shown nowhere",
            )
            self._go_on()

        self._in_article(case, act)

    def by_hand(self, case: Case) -> None:
        """Take what was selected before; nothing was: let it be selected now."""
        back, desk, screen = self._back, self._desk, self._screen
        if back is not None and back[0] == case.article.id and back[2].kind == "selection":
            focus = back[2]
            self._in_article(case, lambda: self._put(case, focus.start, focus.end))
            return
        self._giving, self._back, self._done = case.key, None, None
        anchor = case.highlight.anchor
        near = anchor.start if anchor.near is None else anchor.near
        if screen is not None:
            screen.dismiss(None)
        key = desk.screen.keymap.first_key("highlight.give") or "the palette"
        said = f"select its words, then {key} gives them to “{clip(case.highlight.quote, _QUOTE)}”"
        desk.open(case.article.id, at=(near, near), then=lambda: desk.say(said))

    def undo(self) -> None:
        """Take the last act back, and show what needs a person then."""
        self._desk.screen.controllers.articles.undo()
        self._go_on()

    def redo(self) -> None:
        """Do again what was taken back."""
        self._desk.screen.controllers.articles.redo()
        self._go_on()

    def _in_article(self, case: Case, act: Callable[[], None]) -> None:
        """Do it with the highlight's article in the reader."""
        guarded = partial(self._desk.screen.guard, act)
        opened = self._desk.opened
        if opened is not None and opened.article.id == case.article.id:
            guarded()
        else:
            self._desk.open(case.article.id, focus=False, then=guarded)

    def _put(self, case: Case, start: int, end: int, *, kept: bool = False) -> None:
        article_id, key = case.key
        library, opened = self._desk.library, self._desk.need_open()
        sha = opened.document.sha256
        changed = edits.placed_at(self._present(case), opened.document, start, end)
        if changed.anchor.start >= changed.anchor.end:
            raise UsageError("there is no text in focus")

        def save() -> None:
            if kept:
                library.keep_place(article_id, key)
            else:
                library.place_highlight(article_id, key, start, end, text=sha)

        self._done = article_id, changed.anchor.start, changed.anchor.end
        self._change(changed, save, "kept where it is" if kept else "it has its place again")
        if self._screen is not None:
            self._screen.without(case)
        self._go_on()

    def _change(self, changed: Highlight, save: Callable[[], object], said: str) -> None:
        desk, opened = self._desk, self._desk.need_open()
        undo = desk.screen.keymap.first_key("undo")
        shown = edits.replaced(opened.annotations.highlights, changed)
        desk.changes.marks(shown, save, said + (f"; {undo} takes it back" if undo else ""))

    def _present(self, case: Case) -> Highlight:
        found = self._desk.need_open().annotations.highlight(case.highlight.id)
        if found is None:
            raise NotFoundError("this highlight is gone")
        return found

    def _go_on(self) -> None:
        """Show what still needs a person, when that is saved; nothing: leave."""
        screen = self._screen
        if screen is None:
            return

        def then(cases: list[Case]) -> None:
            if screen is not self._screen:
                return
            if cases:
                screen.take(cases)
            elif screen.is_current:
                said = self._desk.screen.status.message
                screen.dismiss(None)
                self._desk.say(f"{said} · {ALL_SETTLED}" if said else ALL_SETTLED, "success")

        self._when_written(then)

    # -- a passage given -----------------------------------------------------------------------

    def give(self) -> None:
        """Give the passage in focus to a highlight of this article that needs one."""
        opened = self._desk.need_open()
        waiting = [h for h in opened.annotations.highlights if needs_a_person(h)]
        if not waiting:
            raise NotFoundError("every highlight of this article has its place")
        wanted = [h for h in waiting if (opened.article.id, h.id) == self._giving]
        if wanted or len(waiting) == 1:
            self._give(opened, (wanted or waiting)[0])
            return
        self._desk.screen.dialogs.choose_highlight(waiting, partial(self._give, opened))

    def _give(self, opened: Open, highlight: Highlight) -> None:
        reader = self._desk.screen.reader
        focus = reader.focus_range
        start, end = snap(opened.document.text, focus.start, focus.end)
        self._put(Case(opened.article, highlight), start, end)
        self._giving = None
        opened.moved = True
        reader.rest_on(start, end, "highlight")

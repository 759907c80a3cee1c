"""Searching the library while one types: keys never wait, and no answer comes out of order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from store.errors import PostilError
from tui.note_lines import Bit, BitLine
from tui.screens.search_naming import Naming
from tui.screens.search_sheet import SearchSheet, Standing
from tui.searching.again import Again
from tui.searching.answers import FIRST, Answer
from tui.searching.kept import KeptSearch
from tui.searching.keys import ACTS, MOTIONS, ON_HITS, ON_PASSAGES, Act
from tui.searching.rows import HitRow, Key
from tui.searching.seeking import Leaving, Outcome, Seeking
from tui.searching.start import Start
from tui.theming import Look
from tui.widgets.rows import RowList

_QUIET = 0.15
"""Seconds without a key after which all passages are looked for, and the places counted."""


class SearchScreen(ModalScreen[Outcome | None]):
    """Gives what was chosen, or ``None``.

    Args:
        seeker: Answers.
        kept: The search to begin with; it is kept in step with what is shown.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "#asked"

    def __init__(self, seeker: Seeking, kept: KeptSearch, look: Look) -> None:
        super().__init__(classes="-search")
        self._seeker = seeker
        self._kept = kept
        self._typed, self._asked, self._answered = kept.line, "", ""
        self._limit = 0  # how many hits were asked for last
        self._wrong: PostilError | None = None
        self._good: Answer | None = None
        self._note: BitLine = ()
        self._went = self._browsing = False
        self._owed: list[Act] = []
        self._again = Again()
        self._beginning = Start()
        self.sheet = SearchSheet(look, kept.line, self._take_key, self._take_name_key)
        self._naming = Naming(self.sheet, seeker)

    def compose(self) -> ComposeResult:
        """The sheet in its ring."""
        with Vertical(classes="ring tall broad"):
            yield self.sheet

    def on_mount(self) -> None:
        """Show the search as it was left, and ask it once more."""
        kept = self._kept
        if kept.answer is not None:
            self._answered = kept.answer.line
            self._list_hits(kept.key)
            self.call_after_refresh(self.sheet.hits.scroll_to, y=kept.top, animate=False)
        if kept.line.strip():
            self._ask(kept.answer.limit if kept.answer is not None else FIRST)
        self.sheet.offering.completer = self._seeker.completer
        self._seeker.start(self._begin)

    def on_resize(self, event: events.Resize) -> None:  # noqa: ARG002 - Textual's signature
        """What fits is another now."""
        self.call_after_refresh(self._tell)

    def on_unmount(self) -> None:
        """No answer can be shown any more."""
        self._seeker.drop()

    # -- asking --------------------------------------------------------------------------------

    @property
    def answer(self) -> Answer | None:
        """What is shown; it may answer an earlier line than the one that is typed."""
        return self._kept.answer

    @property
    def _waits(self) -> bool:
        return self._asked != self._answered and self._wrong is None

    @property
    def _now(self) -> Standing:
        return Standing(
            self._typed, self._kept.answer, self._waits, self._wrong, self._note,
            self._browsing, self._naming.on,
        )  # fmt: skip

    def on_input_changed(self, event: Input.Changed) -> None:
        """Ask for what stands there now."""
        event.stop()
        self._keep_up()

    def _keep_up(self) -> None:
        """Ask for what is typed, unless that was done; the message about it may come late."""
        line = self.sheet.field.value
        if line == self._typed:
            return
        self._typed = self._kept.line = line
        self._went = False
        self._owed.clear()
        self._note = ()
        self.sheet.offering.keep_up()
        self._browsing = self._browsing and bool(line.strip())
        if self._browsing:
            self._list_searches()
        else:
            self._ask(FIRST, shown=self.sheet.room)
        self._tell()

    def _ask(self, limit: int, *, shown: int | None = None) -> None:
        line, self._limit = self._typed, limit
        if line.strip():
            self._asked = line
            self._seeker.ask(line, limit, shown, self._take, self._fail)
            return
        self._seeker.drop()
        self._asked = self._answered = ""
        self._kept.answer = self._kept.key = self._wrong = self._good = None
        self._list_hits(None)
        self._list_searches()
        self._seeker.start(self._begin)

    def search_again(self) -> None:
        """Ask once more, if the screen is still there: the index knows more now."""
        self._again.planned = False
        if self.is_mounted and self.is_attached and not self._waits and self._typed.strip():
            answer = self._kept.answer
            self._ask(answer.limit if answer is not None else FIRST)

    def _take(self, answer: Answer) -> None:
        """Show an answer: the one to what was asked last."""
        if not self.is_attached:
            return
        row = self.sheet.hits.chosen
        stays = self._went or answer.line == self._answered
        if answer.line != self._answered:
            self._kept.unfolded.clear()
        self._kept.answer, self._answered, self._wrong = answer, answer.line, None
        self._good = answer if answer.found.articles else self._good
        self._list_hits(row.key if row is not None and stays else None)
        if answer.found.hits and not answer.places:
            self.set_timer(_QUIET, partial(self._complete, answer))
        owed, self._owed = self._owed, []
        for act in owed:
            self._do(act)
        self._tell()
        pause = self._again.after(answer.found.behind)
        if pause is not None:
            self.set_timer(pause, self.search_again)

    def _complete(self, answer: Answer) -> None:
        """Nothing else was typed for a moment: find out what takes longer."""
        if not self.is_attached or self._kept.answer is not answer or self._waits or self._owed:
            return
        if answer.found.heads:
            self._ask(answer.limit)
        else:
            self._seeker.count(answer, partial(self._counted, answer))

    def _counted(self, answer: Answer, places: Mapping[str, int]) -> None:
        """Say in how many places each article matches."""
        row = self.sheet.hits.chosen
        if self.is_attached and self._kept.answer is answer and row is not None:
            self._kept.answer = answer._replace(places=places)
            self._list_hits(row.key)

    def _fail(self, error: PostilError) -> None:
        """Say what is wrong; what was found before stays, dimmed.

        The beginning of what is wrong was searched for too, and perhaps without success.
        """
        if not self.is_attached:
            return
        self._owed.clear()
        self._wrong = error
        answer = self._kept.answer
        if self._good is not None and (answer is None or not answer.found.articles):
            self._kept.answer = self._good
            self._list_hits(None)
        self._tell()

    def _begin(self, start: Start) -> None:
        """Take what is offered while nothing is typed."""
        if self.is_attached:
            self._beginning = start
            self._list_searches()
            self._tell()

    # -- showing -------------------------------------------------------------------------------

    def _list_hits(self, key: Key | None) -> None:
        self.sheet.list_hits(self._now, self._kept.unfolded, key)
        self._keep_place()

    def _list_searches(self) -> None:
        self.sheet.list_searches(self._beginning, self._now)

    def _tell(self) -> None:
        if self.is_mounted and self.is_attached:
            self.sheet.tell(self._now)

    def _keep_place(self) -> None:
        row = self.sheet.hits.chosen
        self._kept.key = row.key if row is not None else None

    # -- keys ----------------------------------------------------------------------------------

    def _take_key(self, key: str) -> bool:
        """A key typed into the field, before the field sees it; whether it was taken."""
        self._keep_up()
        offering, field = self.sheet.offering, self.sheet.field
        if key == "escape" and offering.open:
            offering.close()
            return True
        if offering.take_key(key):
            self._keep_up()
            return True
        act = ACTS.get(key)
        if act is None or (key == "question_mark" and self._typed):
            return False
        if act == "unfold":
            row, at_end = self._row, field.selection.is_empty and field.cursor_at_end
            if not at_end or row is None or row.unfolded or not row.others:
                return False
        self._note = ()
        self._do(act)
        self._tell()
        return True

    def _do(self, act: Act) -> None:
        """Do it; what is about the hits waits for them, unless its user went to one shown."""
        if act in ON_PASSAGES and self._is_on_head:
            self._owed.append(act)
            self._ask(self._limit)
            return
        moves = act in MOTIONS
        waits = self._waits and act in ON_HITS and not (self._went or self._now.starts)
        if waits and not (moves and self.sheet.hits.rows):
            self._owed.append(act)
        elif moves:
            self._move(act)
        else:
            self._does[act]()

    @property
    def _is_on_head(self) -> bool:
        """The passages of the article under the cursor are not there yet."""
        answer, row = self._now.answered, self._row
        return answer is not None and row is not None and answer.is_head(row.hit)

    @property
    def _row(self) -> HitRow | None:
        """What the cursor is on, unless searches are listed."""
        return None if self._now.starts else self.sheet.hits.chosen

    @property
    def _does(self) -> dict[Act, Callable[[], None]]:
        leave = self._leave_with_all
        return {
            "open": self._choose, "fold": self._tab, "unfold": self._fold,
            "fold_all": self._fold_all, "instead": self._take_instead, "earlier": self._browse,
            "list": partial(leave, "list"), "mark_all": partial(leave, "mark"),
            "tag_all": partial(leave, "tag"), "concordance": partial(leave, "concordance"),
            "save": self._ask_name,
            "help": self._seeker.help, "leave": self._leave,
        }  # fmt: skip

    def _move(self, motion: str) -> None:
        if self._now.starts:
            self.sheet.searches.move(motion)
        else:
            self.sheet.hits.move(motion)
            self._on_hit()

    def _on_hit(self) -> None:
        """Its user went to a hit: keep it, and ask for more of them at the end of those known."""
        self._went = True
        self._keep_place()
        answer = self._now.answered
        more = answer.next_limit if answer is not None and self.sheet.hits.at_end else 0
        if more and more != self._limit:  # these are on their way
            self._ask(more)

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The cursor is elsewhere, perhaps by a click."""
        event.stop()
        row = self.sheet.hits.chosen
        if event.rows is self.sheet.hits and row is not None and row.key != self._kept.key:
            self._on_hit()
        self._tell()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on a word takes it, one on the row under the cursor chooses it."""
        event.stop()
        if event.rows is self.sheet.words:
            self.sheet.offering.take(event.index)
            self._keep_up()
        else:
            self._went = True
            self._choose()

    # -- what is done with the hits ------------------------------------------------------------

    def _choose(self) -> None:
        """Open what the cursor is on; hits that answer something else have to be gone to."""
        if self._now.starts:
            search = self.sheet.searches.chosen
            if search is not None:
                self._search_for(search.line)
            return
        answer, row = self._kept.answer, self.sheet.hits.chosen
        if answer is not None and row is not None and (self._went or self._wrong is None):
            self._finish(Outcome(answer, "open", row.hit))

    def _leave_with_all(self, does: Leaving) -> None:
        """Do something with all that was found."""
        answer = self._now.answered
        if answer is not None and answer.found.hits:
            self._finish(Outcome(answer, does))

    def _leave(self) -> None:
        """Back to the hits from the searches to take up again; else close."""
        if self._browsing:
            self._browsing = False
            self._ask(FIRST)
        else:
            self._finish(None)

    def _finish(self, outcome: Outcome | None) -> None:
        if self.is_current:  # a key was quicker than the mouse
            self._kept.top = int(self.sheet.hits.scroll_offset.y)
            self.dismiss(outcome)

    def _search_for(self, line: str) -> None:
        """Put another line into the field, and ask for it."""
        field = self.sheet.field
        self._browsing = False
        self._typed = ""
        field.value = line
        field.cursor_position = len(line)
        self._keep_up()
        self.sheet.offering.close()

    # -- folding, other searches ---------------------------------------------------------------

    def _tab(self) -> None:
        if self._now.offers_only_instead:
            self._take_instead()
        else:
            self._fold()

    def _fold(self) -> None:
        """Show every hit of the article under the cursor, or again only the first."""
        row = self._row
        if row is not None:
            self._kept.unfolded ^= {row.hit.id}
            self._list_hits(row.key)

    def _fold_all(self) -> None:
        row = self._row
        if row is not None:
            several = {each.hit.id for each in self.sheet.hits.rows if each.others}
            self._kept.unfolded = set() if self._kept.unfolded >= several else several
            self._list_hits(row.key)

    def _take_instead(self) -> None:
        answer = self._now.answered
        if answer is not None and answer.found.instead:
            self._search_for(answer.found.instead[0].query)

    def _browse(self) -> None:
        """List earlier and saved searches, or go to the next of them."""
        if self._now.starts:
            self.sheet.searches.move("next")
        else:
            self._browsing = True
            self._list_searches()
            self._seeker.start(self._begin)  # one may just have been saved

    # -- saving --------------------------------------------------------------------------------

    def _ask_name(self) -> None:
        """Let a name be typed for the search."""
        if not self._typed.strip() or self._wrong is not None:
            self._note = (Bit("there is no search to save", ("warning",)),)
        else:
            self._naming.begin()

    def _take_name_key(self, key: str) -> bool:
        said = self._naming.take_key(key, self._typed.strip())
        if said is None:
            return False
        self._note = said
        self._tell()
        return True

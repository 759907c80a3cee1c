"""A concordance over the panes: lines come while it is read, sorted by the words beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import monotonic
from typing import Literal, NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static
from textual.worker import get_current_worker

from store.errors import PostilError
from store.everywhere import Portion
from store.search.texts.concordance import FAR, Gathered, Line
from themes.theme import Role
from tui.keymap import key_of
from tui.safe import clip, clip_start, content
from tui.screens.picker import ROW_KEYS
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

Find = Callable[[str, Callable[[], bool]], Iterator[Portion]]
"""Finds the lines of a query; the second argument tells it that they are wanted no more."""

_MOTIONS = {
    **ROW_KEYS, "j": "next", "k": "previous", "space": "page_down", "b": "page_up",
    "ctrl+d": "half_down", "ctrl+u": "half_up", "g": "top", "home": "top", "G": "end", "end": "end",
}  # fmt: skip
_ORDERS = {"l": "left", "r": "right", "w": "keyword", "a": "article", "o": "none"}
_ORDER_WORDS = {
    "left": "by the words before it", "right": "by the words after it",
    "keyword": "by the word itself", "article": "by article", "none": "as found",
}  # fmt: skip
_PAUSE = 0.15
"""Seconds between two pictures while lines come."""
_AT_ONCE = 500
"""So many lines are sorted before the next key is looked at: it takes a few thousandths."""
_TITLES = 100
"""Cells of a line from which it names its article, too."""
_TITLE, _KEYWORD = 24, 24
"""Cells of the article's name, and of a keyword as far as it makes the sides narrower."""
_GAP = 2
_FOOT = (
    "enter open · l left · r right · 1-5 nth · & mark all · / words · esc back"
    " · a by article · w by the word · o as found"
)
"""The keys; what fits into eighty cells comes first."""


class Kept(NamedTuple):
    """A concordance that was looked at, to be gone back to.

    Attributes:
        query: What was asked for.
        found: Its lines, by then.
        order: How they were sorted.
        line: The one under the cursor.
        more: There are more.
        whole: All that were wanted had come.
    """

    query: str
    found: Gathered
    order: str = "right"
    line: Line | None = None
    more: bool = False
    whole: bool = False


class Chosen(NamedTuple):
    """What was done last in a concordance.

    Attributes:
        act: ``open`` the article at ``kept.line``; ``leave``; ``mark`` all places.
        kept: The concordance, to be gone back to.
    """

    act: Literal["open", "leave", "mark"]
    kept: Kept


class LineList(RowList):
    """Lines with their keywords in one column."""

    def __init__(self, look: Look) -> None:
        super().__init__(look)
        self._taken: Sequence[Line] = ()
        self._keyword = 0

    def take(self, lines: Sequence[Line], widest: int, cursor: int) -> None:
        """Show these lines; the widest keyword has so many cells."""
        self._taken, self._keyword = lines, min(widest, _KEYWORD)
        self.cursor = cursor
        self.lay_out(range(len(lines)), len(lines))
        self.show_cursor()

    @property
    def chosen(self) -> Line | None:
        """The line under the cursor."""
        return self._taken[self.cursor] if self.cursor < len(self._taken) else None

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - the rule of the base class
        """One line."""
        row = self._taken[index]
        ground: Role = "cursor_row" if cursor else "panel"
        base, text = self.look.style(ground), self.look.style(ground, "text")
        edge = ("▌", self.look.style(ground, "accent")) if cursor else (" ", base)
        title = clip(row.title, _TITLE) if width >= _TITLES else ""
        room = width - 1 - (_TITLE + _GAP if title else 0)
        side = max(1, (room - self._keyword) // 2 - _GAP)
        left = clip_start(_parted(row.left), side)
        keyword = clip(row.keyword, room - side - _GAP)
        pieces: list[Piece] = [
            edge,
            (" " * (side - cell_len(left)), base), (left, text), (" " * _GAP, base),
            (keyword, self.look.style(ground, "match")), (_parted(row.right), text),
        ]  # fmt: skip
        if not title:
            return line_of(pieces, width, base)
        muted: Piece = (" " * _GAP + title, self.look.style(ground, "muted"))
        return Strip.join(
            [line_of(pieces, room + 1, base), line_of([muted], width - room - 1, base)]
        )


def _widest(lines: Sequence[Line]) -> int:
    """Cells of the widest keyword."""
    return max((cell_len(line.keyword) for line in lines), default=0)


def _parted(text: str) -> str:
    """Where a block ends, that is shown."""
    return text.replace("\n", " ¶ ")


class ConcordanceScreen(ModalScreen[Chosen]):
    """Every place of some words; gives what was done last.

    Args:
        find: Called in a thread.
        kept: What to go back to; its lines are shown as they were.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = "LineList"

    class Came(Message):
        """Lines have come, or were sorted.

        Attributes:
            ticket: Of the question.
            lines: All by then, in order.
            order: In which.
            widest: Cells of the widest keyword.
            said: How far it is, or what is wrong; ``""``: these are all.
            last: No more will come.
        """

        def __init__(
            self, ticket: int, lines: Sequence[Line], order: str, widest: int, said: str,
            *, last: bool,
        ) -> None:  # fmt: skip
            super().__init__()
            self.ticket = ticket
            self.lines = lines
            self.order = order
            self.widest = widest
            self.said = said
            self.last = last

    def __init__(self, find: Find, look: Look, kept: Kept) -> None:
        super().__init__()
        self._find = find
        self._query = kept.query
        self._order = kept.order
        self._found = kept.found
        self._more = kept.more
        self._wanted = kept.line  # until it has come
        self._whole = kept.whole
        self._ticket = 0
        self._list = LineList(look)
        self._said = ""

    def compose(self) -> ComposeResult:
        """A heading, the words, the lines, where the chosen one is, the keys."""
        with Vertical(classes="ring whole"), Vertical(classes="sheet"):
            yield Static(content("Concordance"), classes="heading")
            yield Input(self._query, placeholder="a word, word*, or a phrase", compact=True)
            yield self._list
            yield Static(classes="about line")
            yield Static(classes="foot")

    def on_mount(self) -> None:
        """Show what is kept, or look for it."""
        if self._whole:
            self._sort()
        elif self._query.strip():
            self._ask()
        else:
            self.query_one(Input).focus()

    # -- looking and sorting, each in a thread -------------------------------------------------

    def search_again(self) -> None:
        """Look once more, if the screen is still there: the index knows more now."""
        if self.is_mounted and self.is_attached and self._query.strip():
            self._ask()

    def _ask(self) -> None:
        self._ticket += 1
        self._found, self._more, self._whole = Gathered(), False, False
        self._said = "looking …"
        self._show_place()
        self._run(partial(self._collect, self._query, self._found, self._ticket))

    def _sort(self) -> None:
        """Show the lines in the order that is wanted; while more come, the next picture does."""
        if not self._whole:
            return
        if len(self._found) <= _AT_ONCE:
            lines = self._found.in_order(self._order)
            self._take(lines, _widest(lines))
            self._show_place()
            return
        self._run(partial(self._show, self._found, self._ticket, 0, self._said, last=True))

    def _run(self, job: Callable[[], None]) -> None:
        self.run_worker(job, thread=True, exclusive=True, exit_on_error=False, group="lines")

    def _collect(self, query: str, found: Gathered, ticket: int) -> None:
        worker = get_current_worker()
        widest, shown, said = 0, 0.0, ""
        try:
            for portion in self._find(query, lambda: worker.is_cancelled):
                found.add(portion.lines)
                widest = max([widest, *(cell_len(line.keyword) for line in portion.lines)])
                self._more = portion.more
                if len(found) and monotonic() - shown > _PAUSE:
                    so_far = f"{portion.done:,} of {portion.total:,} texts"
                    self._show(found, ticket, widest, so_far, last=False)
                    shown = monotonic()
        except PostilError as error:
            said = error.message
        if not worker.is_cancelled:
            said = said or ("" if len(found) else "nothing")
            self._show(found, ticket, widest, said, last=True)

    def _show(self, found: Gathered, ticket: int, widest: int, said: str, *, last: bool) -> None:
        """Hand the lines over, sorted. In a thread."""
        order = self._order
        lines = found.in_order(order)
        widest = widest or _widest(lines)
        self.post_message(self.Came(ticket, lines, order, widest, said, last=last))

    def on_concordance_screen_came(self, event: Came) -> None:
        """Show the lines, the cursor on the one that it was on."""
        event.stop()
        if event.ticket != self._ticket:
            return
        self._said = event.said
        self._whole = event.last
        self._take(event.lines, event.widest)
        self._show_place()
        if event.last and event.order != self._order:
            self._sort()

    def _take(self, lines: Sequence[Line], widest: int) -> None:
        """Show lines; the widest keyword has so many cells."""
        self._list.take(lines, widest, self._place_in(lines))

    def _place_in(self, lines: Sequence[Line]) -> int:
        """Where the line is now that the cursor is on: at the top it stays there."""
        if self._list.cursor:
            self._wanted = self._list.chosen
        wanted = self._wanted
        place = next((i for i, line in enumerate(lines) if line == wanted), 0) if wanted else 0
        if place:
            self._wanted = None
        return place

    # -- what it says --------------------------------------------------------------------------

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Say where the line is."""
        event.stop()
        self._show_place()

    def on_resize(self) -> None:
        """Other things fit."""
        self._show_place()

    def _show_place(self) -> None:
        chosen, count = self._list.chosen, self._list.count
        width = max(20, self._list.size.width - 2)
        at = f"{self._list.cursor + 1:,} of {count:,} " if count else ""
        more = " and more" if self._more else ""
        said = f"{at}{'line' if count == 1 else 'lines'}{more}" if count else ""
        order = _ORDER_WORDS.get(self._order, self._order)
        parts = [part for part in (said, order if count else "", self._said) if part]
        title = chosen.title if chosen is not None else ""
        head = " · ".join(parts)
        room = width - cell_len(head) - 3
        line = f"{head} · {clip(title, room)}" if title and room > 12 else head
        self.query_one(".line", Static).update(content(clip(line, width)))
        self.query_one(".foot", Static).update(content(clip(_FOOT, width)))

    # -- keys ----------------------------------------------------------------------------------

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Look for other words."""
        event.stop()
        self._query, self._wanted = event.value, None
        self._list.focus()
        self._list.take((), 0, 0)
        self._ask()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose by mouse."""
        event.stop()
        self._leave("open")

    def on_key(self, event: events.Key) -> None:
        """Keys of the lines; those that the field takes do not come here."""
        key = key_of(event.key, event.character)
        typing = self.query_one(Input).has_focus
        if typing and key == "escape" and self._list.count:
            self.query_one(Input).value = self._query
            self._list.focus()
        elif key in {"escape", "q"}:
            self._leave("leave")
        elif typing:
            if key not in ROW_KEYS:
                return
            self._list.move(ROW_KEYS[key])
        elif not self._act(key):
            return
        event.stop()
        event.prevent_default()

    def _act(self, key: str) -> bool:
        """What a key does to the lines; whether it does anything."""
        if key in _MOTIONS:
            self._list.move(_MOTIONS[key])
        elif key in _ORDERS:
            self._sort_by(_ORDERS[key])
        elif key.isdecimal() and 1 <= int(key) <= FAR:
            self._sort_by_word(int(key))
        elif key == "enter":
            self._leave("open")
        elif key == "&":
            self._leave("mark")
        elif key == "/":
            self.query_one(Input).focus()
        else:
            return False
        return True

    def _sort_by(self, order: str) -> None:
        self._order = order
        self._sort()

    def _sort_by_word(self, number: int) -> None:
        """By the word so far to the side that the lines are sorted by, and those behind it."""
        side = "L" if self._order == "left" or "L" in self._order else "R"
        levels = [f"{each}{side}" for each in range(number, min(number + 3, FAR + 1))]
        self._sort_by(",".join(levels))

    def _leave(self, act: Literal["open", "leave", "mark"]) -> None:
        chosen = self._list.chosen
        if not self.is_current or (chosen is None and act == "open"):
            return
        if act == "mark" and not self._query.strip():
            return
        kept = Kept(self._query, self._found, self._order, chosen, self._more, self._whole)
        self.dismiss(Chosen(act, kept))

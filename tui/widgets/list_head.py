"""The head of the left pane: the lists there are, what is listed, and how many."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from themes.theme import Role
from tui.safe import clip
from tui.theming import Look
from tui.widgets.article_list import counts
from tui.widgets.rows import Piece, line_of

LOW, ROOMY, TALL = 20, 30, 40
"""Rows of the screen below which the head is one line, and from which it names several lists."""
_NAMED = {ROOMY: 4, TALL: 8}


class Entry(NamedTuple):
    """One list in the head.

    Attributes:
        key: What jumps to it, at most a few cells; ``""``: nothing does.
        size: How many articles; -1: not known yet.
    """

    name: str
    key: str = ""
    size: int = -1


class Listed(NamedTuple):
    """What the head says.

    Attributes:
        lists: The lists there are.
        here: The list one is in, as an index of ``lists``.
        first: The lists by how much they want to be named, as indexes.
        size: How many articles are listed.
        unread: How many of these are unread.
        out_of: How many the list has without ``query``.
        query: What narrows it.
        order: How it is sorted and grouped, where that is not as usual.
        chosen: How many articles are chosen.
    """

    lists: Sequence[Entry]
    here: int = 0
    first: Sequence[int] = (0,)
    size: int = 0
    unread: int = 0
    out_of: int = 0
    query: str = ""
    order: str = ""
    chosen: int = 0


class ListHead(Widget):
    """One line on a low screen, two on others; on high ones a line for each of several lists."""

    ALLOW_SELECT = False

    class Chosen(Message):
        """A list was clicked on.

        Attributes:
            number: Which, counted from 1.
        """

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    def __init__(self, look: Look, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.look = look
        self._rows = 0
        self._listed = Listed((Entry("Inbox"),))

    def show(self, listed: Listed) -> None:
        """Say what is listed now."""
        self._listed = listed
        self._fit()
        self.refresh()

    def set_screen_height(self, rows: int) -> None:
        """Take as many lines as suit a screen of ``rows`` rows."""
        self._rows = rows
        self._fit()

    def _fit(self) -> None:
        lines = 1 if self._rows < LOW else len(self._named()) + 1
        height = self.styles.height
        if height is None or height.value != lines:
            self.styles.height = lines

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self.look = look
        self.refresh()

    def _named(self) -> list[int]:
        """The lists that have a line each, as indexes: always the one that one is in."""
        listed = self._listed
        most = next((n for rows, n in reversed(_NAMED.items()) if self._rows >= rows), 1)
        named = list(listed.first[:most])
        if listed.here not in named:
            named[-1:] = [listed.here]
        return sorted(named)

    def on_click(self, event: events.Click) -> None:
        """To the list whose name stands there."""
        named = self._named()
        if self._rows >= LOW and event.y < len(named) and named[event.y] != self._listed.here:
            self.post_message(self.Chosen(named[event.y] + 1))

    # -- painting ------------------------------------------------------------------------------

    def render_line(self, y: int) -> Strip:
        """A list's line, or the last: what narrows it, how it is sorted."""
        named = self._named()
        if self._rows < LOW:
            return self._only()
        if y < len(named):
            return self._list(named[y], alone=len(named) == 1)
        return self._last()

    def _list(self, index: int, *, alone: bool) -> Strip:
        listed = self._listed
        entry = listed.lists[index]
        here = index == listed.here
        width, base = self.size.width, self.look.style("panel")
        role: Role = "heading" if here else "muted"
        pieces: list[Piece] = [(" ", base)]
        if not alone:
            pieces.append((f"{entry.key:<2}", self.look.style("panel", "muted")))
        pieces.append((entry.name, self.look.style("panel", role)))
        return line_of(pieces, width, base, self._tail(entry, here=here))

    def _tail(self, entry: Entry, *, here: bool) -> Piece:
        listed = self._listed
        said = str(entry.size) if entry.size >= 0 else ""
        if here:
            room = self.size.width - len(entry.name) - 6
            said = counts(listed.size, listed.unread, room)
            if listed.query:
                said = f"{listed.size} of {listed.out_of}"
        return said, self.look.style("panel", "muted")

    def _last(self) -> Strip:
        listed = self._listed
        base, muted = self.look.style("panel"), self.look.style("panel", "muted")
        pieces: list[Piece] = [(" ", base)]
        chosen = self._chosen()
        room = self.size.width - len(chosen[0]) - 3
        if listed.query:
            pieces += [(clip(listed.query, room), self.look.style("panel", "accent")), (" ", base)]
            room -= cell_len(listed.query) + 1
        if len(listed.order) <= room or not chosen[0]:
            pieces.append((clip(listed.order, room), muted))
        return line_of(pieces, self.size.width, base, chosen)

    def _only(self) -> Strip:
        """All that fits into one line."""
        listed = self._listed
        base = self.look.style("panel")
        name = (listed.lists[listed.here].name, self.look.style("panel", "heading"))
        if listed.query:
            name = (listed.query, self.look.style("panel", "accent"))
        tail = self._tail(listed.lists[listed.here], here=True)
        chosen = self._chosen()
        return line_of([(" ", base), name], self.size.width, base, chosen if chosen[0] else tail)

    def _chosen(self) -> Piece:
        chosen = self._listed.chosen
        return (f"{chosen} selected" if chosen else "", self.look.style("panel", "accent"))

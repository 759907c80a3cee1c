"""A list to choose from, over the panes: type to narrow it, Enter chooses, Escape leaves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import partial

from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widgets import Input, Static

from themes.theme import Role
from tui.item import Item
from tui.safe import content, one_line
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

_ROOM_FOR_ABOUT = 56
_NOTHING = "nothing here fits these words"
_WORD = re.compile(r"\S+\s*")


def _folded(text: str) -> str:
    """``text`` without case and accents."""
    return "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )


def narrow(items: Sequence[Item], typed: str) -> list[int]:
    """The items that have every typed word, those whose title starts with it first."""
    words = _folded(typed).split()
    if not words:
        return list(range(len(items)))
    starts, rest = [], []
    for index, item in enumerate(items):
        title = _folded(item.title)
        if all(word in title for word in words) and title.startswith(words[0]):
            starts.append(index)
        elif all(
            word in _folded(f"{item.title} {item.detail} {item.tail} {item.also}") for word in words
        ):
            rest.append(index)
    return starts + rest


def wrap_ranges(text: str, width: int, limit: int) -> list[tuple[int, int]]:
    """The ranges of ``text`` that make lines of at most ``width`` cells, at most ``limit``."""
    lines: list[tuple[int, int]] = []
    start = end = 0
    for match in _WORD.finditer(text):
        if end > start and cell_len(text[start : match.end()].rstrip()) > width:
            lines.append((start, end))
            start = match.start()
            if len(lines) == limit:
                return lines
        end = match.end()
    if end > start:
        lines.append((start, end))
    return lines


class ItemList(RowList):
    """Items, each of ``1 + details`` lines."""

    def __init__(self, look: Look, details: int = 0, *, numbered: bool = False) -> None:
        super().__init__(look)
        self._details = details
        self._numbered = numbered
        self.row_height = 1 + details
        self.items: Sequence[Item] = ()
        self._nothing = ""
        self._column = 0

    def set_items(self, items: Sequence[Item], first: int = 0, nothing: str = "") -> None:
        """Show these items, with the cursor on ``first``; if there are none, say ``nothing``."""
        self.items = items
        self._nothing = nothing
        self._column = max((cell_len(item.tail) for item in items if item.about), default=0)
        height = self.row_height
        self.cursor = first
        self.lay_out(range(0, height * len(items), height), height * len(items))
        self.show_cursor(center=True)

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:
        """The title's line, or one of the detail's."""
        item = self.items[index]
        ground: Role = "cursor_row" if cursor else "panel"
        base = self.look.style(ground)
        edge = ("▌", self.look.style(ground, "accent")) if cursor else (" ", base)
        if line:
            return self._detail(item, line - 1, width, ground, edge)
        pieces: list[Piece] = [edge]
        if self._numbered:
            pieces.append((f"{index + 1} ", self.look.style(ground, "status_key")))
        if item.mark:
            glyph, style = self.look.mark(item.mark, base)
            pieces += [(glyph, style), (" ", base)]
        pieces += [(" " * item.indent, base), (item.title or "untitled", self._title_style(ground))]
        muted = self.look.style(ground, "muted")
        if not item.about:
            return line_of(pieces, width, base, (item.tail, muted))
        keys = min(self._column, width // 3) + 2
        room = width - keys
        about = item.about if width >= _ROOM_FOR_ABOUT else ""
        key = (item.tail, self.look.style(ground, "status_key"))
        return Strip.join(
            [
                line_of(pieces, room, base, (about, muted)),
                line_of([(" ", base), key], keys, base),
            ]
        )

    def render_line(self, y: int) -> Strip:
        """One line; of an empty list, the words for that."""
        if self.count or y or not self._nothing:
            return super().render_line(y)
        base = self.look.style("panel")
        words: list[Piece] = [("  ", base), (self._nothing, self.look.style("panel", "muted"))]
        return line_of(words, self.scrollable_content_region.width, base)

    def _title_style(self, ground: Role) -> Style:
        role: Role = "heading" if self._details > 1 else "text"
        return self.look.style(ground, role)

    def _detail(self, item: Item, line: int, width: int, ground: Role, edge: Piece) -> Strip:
        base, muted = self.look.style(ground), self.look.style(ground, "muted")
        text = one_line(item.detail)
        lines = wrap_ranges(text, width - 4, self._details)
        pieces: list[Piece] = [edge, ("  ", base)]
        if line < len(lines):
            start, end = lines[line]
            matches = item.matches if text == item.detail else ()
            for low, high, hit in _runs(start, end, matches):
                style = self.look.style(ground, "match") if hit else muted
                pieces.append((text[low:high], style))
        return line_of(pieces, width, base)


def _runs(start: int, end: int, matches: Sequence[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """``[start, end)`` cut at the bounds of ``matches``, each part with whether it matched."""
    runs: list[tuple[int, int, bool]] = []
    position = start
    for low, high in sorted(matches):
        first, last = max(low, position), min(high, end)
        if first >= last:
            continue
        if first > position:
            runs.append((position, first, False))
        runs.append((first, last, True))
        position = last
    if position < end:
        runs.append((position, end, False))
    return runs


class Picker(ModalScreen[int | None]):
    """Gives the index of the item that was chosen, or ``None``.

    Args:
        numbered: Few items, chosen by their number; there is nothing to type.
        moved: Called with the index of the item under the cursor.
        narrowing: The indexes of the items that fit what is typed, the best first.
        keys: They choose too, in a numbered list; which of them did is ``pressed``.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = ""

    def __init__(
        self,
        title: str,
        items: Sequence[Item],
        look: Look,
        *,
        numbered: bool = False,
        moved: Callable[[int], None] | None = None,
        first: int = 0,
        narrowing: Callable[[str], list[int]] | None = None,
        keys: Sequence[str] = (),
    ) -> None:
        super().__init__(classes="-clear" if moved else None)
        self.pressed = ""
        self._keys = keys
        self._heading = title
        self._items = items
        self._numbered = numbered
        self._moved = moved
        self._first = first
        self._narrowing = narrowing or partial(narrow, items)
        self._shown = list(range(len(items)))
        self._rows = ItemList(
            look, 1 if any(item.detail for item in items) else 0, numbered=numbered
        )

    def compose(self) -> ComposeResult:
        """A heading, the field, the list."""
        with Vertical(classes="ring"), Vertical(classes="sheet"):
            yield Static(content(self._heading), classes="heading")
            if not self._numbered:
                yield Input(placeholder="type to narrow", compact=True)
            yield self._rows

    def on_mount(self) -> None:
        """Fill the list."""
        self._fit()
        self._rows.set_items(self._items, self._first)
        (self._rows if self._numbered else self.query_one(Input)).focus()

    def on_resize(self) -> None:
        """Keep what is above and below in sight."""
        self._fit()

    def _fit(self) -> None:
        """As high as all items together, if the screen has that much; narrowing leaves it so."""
        lines = len(self._items) * self._rows.row_height
        height = self.app.size.height
        room = height - 3 if self.app.has_class("-low") else height * 7 // 10 - 2
        self._rows.styles.height = max(1, min(lines, room))

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self._rows.set_look(look)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._shown = self._narrowing(event.value)
        self._rows.set_items([self._items[index] for index in self._shown], nothing=_NOTHING)
        self._tell()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Choose what the cursor is on."""
        event.stop()
        self._choose()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """Choose by mouse."""
        event.stop()
        self._choose()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """Tell what is under the cursor."""
        event.stop()
        self._tell()

    def _tell(self) -> None:
        if self._moved is not None and self._rows.cursor < len(self._shown):
            self._moved(self._shown[self._rows.cursor])

    def _choose(self) -> None:
        if not self.is_current:  # a key was quicker than the mouse
            return
        rows = self._rows
        self.dismiss(self._shown[rows.cursor] if rows.cursor < len(self._shown) else None)

    def on_key(self, event: events.Key) -> None:
        """Keys of the list; all that the field does not take comes here."""
        key = event.key
        motion = ROW_KEYS.get(key) or (_LETTER_KEYS.get(key) if self._numbered else None)
        if motion:
            self._rows.move(motion)
        elif key == "escape" or (self._numbered and key == "q"):
            self.dismiss(None)
        elif key == "enter":
            self._choose()
        elif self._numbered and key in self._keys:
            self.pressed = key
            self._choose()
        elif self._numbered and key.isdigit():
            if 1 <= int(key) <= len(self._items):
                self.dismiss(int(key) - 1)
        else:
            return
        event.stop()
        event.prevent_default()


ROW_KEYS = {
    "down": "next", "up": "previous", "ctrl+n": "next", "ctrl+p": "previous",
    "pagedown": "page_down", "pageup": "page_up",
}  # fmt: skip
_LETTER_KEYS = {"j": "next", "k": "previous"}

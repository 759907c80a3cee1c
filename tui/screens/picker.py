"""A list to choose from, over the panes: type to narrow it, Enter chooses, Escape leaves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

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
from tui.keymap import key_of
from tui.layout.wrap import wrap
from tui.safe import clip, content, one_line
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of

_ROOM_FOR_ABOUT = 56
_WIDEST = 78
"""Cells of the foot's lines, at most."""

_FOOT_LINES = 2
_HEADING_LINES = 3
_HIGH = 16
"""Lines of a screen on which a heading may have several."""
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
            word in _folded(f"{item.title} {item.detail} {item.tail} {item.also} {item.more}")
            for word in words
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


def in_lines(parts: Sequence[str], width: int, limit: int) -> list[str]:
    """``parts`` with ``·`` between them on lines of at most ``width`` cells; none is broken."""
    lines: list[str] = []
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines else part
        if lines and cell_len(joined) <= width:
            lines[-1] = joined
        elif len(lines) < limit:
            lines.append(part)
    return lines


def _in_few_lines(text: str, width: int, limit: int) -> list[str]:
    """``text`` in at most ``limit`` lines of ``width`` cells, with ``…`` for what is missing."""
    line = one_line(text)
    ranges = wrap(line, 0, len(line), max(width, 1))
    found = [line[start:end] for start, end in ranges[:limit]]
    if len(ranges) > limit:
        found[-1] = clip(line[ranges[limit - 1][0] :], width)
    return found


class ItemList(RowList):
    """Items, each of ``1 + details`` lines.

    Attributes:
        narrowed: Only some are shown, out of the order in which they explain each other.
    """

    def __init__(self, look: Look, details: int = 0, *, numbered: bool = False) -> None:
        super().__init__(look)
        self._details = details
        self._numbered = numbered
        self.row_height = 1 + details
        self.items: Sequence[Item] = ()
        self.narrowed = self._marked = False
        self._nothing = ""
        self._column = 0

    def set_items(self, items: Sequence[Item], first: int = 0, nothing: str = "") -> None:
        """Show these items, with the cursor on ``first``; if there are none, say ``nothing``."""
        self.items = items
        self._nothing = nothing
        self._column = max((cell_len(item.tail) for item in items if item.about), default=0)
        self._marked = any(item.mark for item in items)
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
        elif self._marked:
            pieces.append(("  ", base))
        muted = self.look.style(ground, "muted")
        before = (item.path, muted) if self.narrowed else (" " * item.indent, base)
        pieces += [before, (item.title or "untitled", self._title_style(ground))]
        if item.more:
            pieces.append((f"  {item.more}", muted))
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
            pieces.append((text[start:end], muted))
        return line_of(pieces, width, base)


class Picker(ModalScreen[int | None]):
    """Gives the index of the item that was chosen, or ``None``.

    Args:
        numbered: Few items, chosen by their number; there is nothing to type.
        moved: Called with the index of the item under the cursor.
        narrowing: The indexes of the items that fit what is typed, the best first.
        keys: They choose too; which of them did is ``pressed``. In a list that is not numbered
            they leave no letter to narrow it by, so ``/`` comes before those.
        foot: What the keys do, in parts that are not broken.
    """

    CSS_PATH = "sheet.tcss"
    AUTO_FOCUS = ""

    def __init__(  # noqa: PLR0913 - all but three have a default, by name
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
        foot: Sequence[str] = (),
    ) -> None:
        super().__init__(classes="-clear" if moved else None)
        self.pressed = ""
        self._keys = keys
        self._heading = title
        self._items = items
        self._numbered = numbered
        self._lettered = numbered or bool(keys)
        self._foot = foot
        self._moved = moved
        self._first = first
        self._narrowing = narrowing or (lambda typed: narrow(self._items, typed))
        self._shown = list(range(len(items)))
        self._rows = ItemList(
            look, 1 if any(item.detail for item in items) else 0, numbered=numbered
        )

    def compose(self) -> ComposeResult:
        """A heading, the field, the list."""
        with Vertical(classes="ring"), Vertical(classes="sheet"):
            yield Static(classes="heading")
            if not self._numbered:
                yield Input(placeholder="type to narrow", compact=True)
            yield self._rows
            if self._foot:
                yield Static(classes="foot -keys")

    def on_mount(self) -> None:
        """Fill the list."""
        self._fit()
        self._rows.set_items(self._items, self._first)
        if not self._numbered:
            self.query_one(Input).display = not self._lettered
        (self._rows if self._lettered else self.query_one(Input)).focus()

    def on_resize(self) -> None:
        """Keep what is above and below in sight."""
        self._fit()

    def _fit(self) -> None:
        """As high as all items together, if the screen has that much; narrowing leaves it so."""
        size, low = self.app.size, self.app.has_class("-low")
        foot = in_lines(self._foot, min(_WIDEST, size.width - (2 if low else 10)), _FOOT_LINES)
        if foot:
            self.query_one(".foot", Static).update(content("\n".join(foot)))
        width = min(_WIDEST, size.width - (2 if low else 10))
        heading = _in_few_lines(self._heading, width, _HEADING_LINES if size.height > _HIGH else 1)
        title = self.query_one(".heading", Static)
        title.styles.height = len(heading)
        title.update(content("\n".join(heading)))
        lines = len(self._items) * self._rows.row_height
        around = len(foot) + len(heading) + (2 if low else 1)
        room = (size.height if low else size.height * 7 // 10) - around
        self._rows.styles.height = max(1, min(lines, room))

    def renew(self, items: Sequence[Item], first: int) -> None:
        """Show other items, all of them, with the cursor on ``first``."""
        self._items, self._first = items, first
        self._shown = list(range(len(items)))
        if self.is_mounted:
            self._leave_narrowed()
            self._fit()
            self._rows.set_items(items, first)

    def set_look(self, look: Look) -> None:
        """Take another theme."""
        self._rows.set_look(look)

    def on_input_changed(self, event: Input.Changed) -> None:
        """Narrow the list."""
        event.stop()
        self._shown = self._narrowing(event.value)
        self._rows.narrowed = bool(event.value.strip())
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
        key = key_of(event.key, event.character)
        motion = ROW_KEYS.get(key) or (_LETTER_KEYS.get(key) if self._lettered else None)
        if motion:
            self._rows.move(motion)
            if self._lettered:
                self._rows.focus()  # the next letter is a key again
        elif key == "escape" or (self._lettered and key == "q"):
            self._leave()
        elif key == "enter":
            self._choose()
        elif self._lettered and key in self._keys:
            self.pressed = key
            self._choose()
        elif self._numbered and key.isdigit():
            if 1 <= int(key) <= len(self._items):
                self.dismiss(int(key) - 1)
        elif self._lettered and not self._numbered and key == "/":
            self._narrow()
        else:
            return
        event.stop()
        event.prevent_default()

    def _narrow(self) -> None:
        """Let words be typed that narrow the list."""
        field = self.query_one(Input)
        field.display = True
        field.focus()

    def _leave(self) -> None:
        """Close; where ``/`` narrows the list, all of it is shown again before that."""
        if not self._leave_narrowed():
            self.dismiss(None)

    def _leave_narrowed(self) -> bool:
        """Hide the field that ``/`` has shown; whether there was one."""
        if self._numbered or not self._lettered or not (field := self.query_one(Input)).display:
            return False
        field.value = ""
        field.display = False
        self._rows.focus()
        return True


ROW_KEYS = {
    "down": "next", "up": "previous", "ctrl+n": "next", "ctrl+p": "previous",
    "pagedown": "page_down", "pageup": "page_up",
}  # fmt: skip
_LETTER_KEYS = {"j": "next", "k": "previous"}

"""The words offered above the prompt: over the panes, which stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.strip import Strip

from themes.theme import Role
from tui.completion import Suggestion
from tui.theming import Look
from tui.widgets.rows import Piece, RowList, line_of
from tui.widgets.tag_pieces import tag_pieces

_LEAST = 2
_PART_OF_SCREEN = 4


class Suggestions(RowList, can_focus=False):
    """Suggestions, one a line; none of them is chosen until its user goes there.

    Args:
        below: They lie below the line that is typed in, and not above it.

    Attributes:
        items: What is offered now.
        chosen: The index of the one chosen; -1: none.
    """

    DEFAULT_CSS = """
    Suggestions { overlay: screen; height: 1; width: 100%; scrollbar-size: 0 0; }
    """

    def __init__(self, look: Look, *, below: bool = False) -> None:
        super().__init__(look)
        self._below = below
        self.items: Sequence[Suggestion] = ()
        self.chosen = -1
        self.display = False

    def offer(self, items: Sequence[Suggestion]) -> None:
        """Offer other words; none is chosen."""
        room = max(_LEAST, self.app.size.height // _PART_OF_SCREEN)
        self.items, self.chosen = items[:room], -1
        self.display = bool(self.items)
        count = len(self.items)
        if count:
            self.styles.height = count
            self.styles.offset = (0, 0 if self._below else -count)
        self.cursor = 0
        self.lay_out(range(count), count)

    def go(self, steps: int) -> None:
        """Choose the next one, or one before; past the last and before the first: none."""
        self.put((self.chosen + 1 + steps) % (len(self.items) + 1) - 1)

    def put(self, index: int) -> None:
        """Choose the one at ``index``; -1: none."""
        self.chosen = index
        self.repaint()

    def on_click(self, event: events.Click) -> None:
        """One click takes a word: there is no cursor to move."""
        event.prevent_default()
        index = self.row_under(event.y)
        if index is not None and event.button == 1:
            self.post_message(self.Chosen(self, index))

    def paint(self, index: int, line: int, width: int, *, cursor: bool) -> Strip:  # noqa: ARG002 - a row has one line
        """The word and what it means; a tag with its other names and how often it is used."""
        word, tag, alias, says = self.items[index]
        chosen = index == self.chosen
        ground: Role = "cursor_row" if chosen else "prompt"
        base, muted = self.look.style(ground), self.look.style(ground, "muted")
        edge = ("▌", self.look.style(ground, "accent")) if chosen else (" ", base)
        if tag is None:
            pieces: list[Piece] = [edge, (word, base), (f"  {says}", muted)]
            strip = line_of(pieces, width, base)
        else:
            sign = word[: len(word) - len(tag.name)]
            pieces = [edge, (sign, base)]
            pieces += tag_pieces(self.look, f"#{tag.name}", lambda _: tag.color, ground, "tag")
            if alias:
                pieces.append((f" = {alias}", muted))
            if tag.description:
                pieces.append((f"  {tag.description}", muted))
            strip = line_of(pieces, width, base, (f"{tag.total:,}", muted))
        return strip if cell_len(strip.text) <= width else strip.crop(0, width)

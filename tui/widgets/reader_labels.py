"""Labels over the text of a line: where they fit, and how the line looks with them."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment as Run
from rich.style import Style
from textual.strip import Strip

from themes.theme import Theme, over
from tui.layout.cells import clusters, is_plain
from tui.layout.cells import width as cell_width
from tui.theming import rich_style

Label = tuple[int, str]
"""The cell at which a label begins, and its letters."""


class LabelLook:
    """How labels look, and what becomes of the text around them, in one theme.

    Args:
        theme: The theme.
        muted: The text around them steps back.

    Attributes:
        first: The style of a label's first letter.
        rest: The style of its other letters: it shows where one label ends and the next begins.
    """

    def __init__(self, theme: Theme, *, muted: bool = False) -> None:
        paints = theme.paints
        label = over(paints["background"], paints["label"])
        self.first = rich_style(label)
        self.rest = rich_style(label._replace(bold=False))
        text = rich_style(over(paints["background"], paints["text"]))
        self._plain = text + Style(bold=False, reverse=False)
        faded = paints["muted"].fg if muted else None
        self._faded = Style(color=faded) if faded else None
        self._grounds = {paints["background"].bg, paints["panel"].bg}
        self._around: dict[Style | None, Style | None] = {None: None}

    def around(self, style: Style | None) -> Style | None:
        """What ``style`` becomes beside labels: it must not look like one, and may step back."""
        found = self._around.get(style)
        if found is None and style is not None:
            found = self._around[style] = self._beside(style)
        return found

    def _beside(self, style: Style) -> Style:
        if (style.bgcolor, style.reverse) == (self.first.bgcolor, self.first.reverse):
            return style + self._plain
        ground = style.bgcolor.name if style.bgcolor else None
        return style + self._faded if self._faded and ground in self._grounds else style

    def letters(self, text: str) -> list[Run]:
        """A label as runs."""
        first = Run(text[0], self.first)
        return [first, Run(text[1:], self.rest)] if len(text) > 1 else [first]


def place_labels(labels: Iterable[Label], width: int) -> list[Label]:
    """Labels of one line at the cells where they are shown, from left to right.

    A label goes no farther than the line's end: near it, it begins earlier. One that runs into the
    next is cut there, since typing its first letters makes room.

    Args:
        labels: Each at the cell of what it stands for; no two at the same.
        width: Cells of the line.
    """
    ordered = sorted(labels)
    placed: list[Label] = []
    limit = width
    for at in range(len(ordered) - 1, -1, -1):
        cell, text = ordered[at]
        least = ordered[at - 1][0] + 1 if at else 0
        cell = min(cell, max(width - len(text), least))
        if cell < limit:
            placed.append((cell, text[: limit - cell]))
            limit = cell
    placed.reverse()
    return placed


def overlay(strip: Strip, labels: Iterable[Label], look: LabelLook) -> Strip:
    """``strip`` with labels laid over it; of a wide character that is half covered, a blank stays.

    Args:
        strip: A finished line.
        labels: At cells of the strip.
        look: Of the labels.
    """
    runs: list[Run] = []
    waiting = place_labels(labels, strip.cell_length)
    at, cell = 0, 0
    for text, style, _ in strip:
        plain = is_plain(text)
        end = cell + (len(text) if plain else cell_width(text))
        beside = look.around(style)
        position = cell
        while at < len(waiting) and waiting[at][0] < end:
            start, label = waiting[at]
            stop = start + len(label)
            if start > position:
                runs.append(Run(_cut(text, position - cell, start - cell, plain=plain), beside))
            if start >= cell:
                runs += look.letters(label)
            position = min(stop, end)
            if stop > end:
                break
            at += 1
        if position < end:
            runs.append(Run(_cut(text, position - cell, end - cell, plain=plain), beside))
        cell = end
    return Strip(runs, strip.cell_length)


def _cut(text: str, low: int, high: int, *, plain: bool) -> str:
    return text[low:high] if plain else cut_cells(text, low, high)


def cut_cells(text: str, low: int, high: int) -> str:
    """What ``text`` shows on the cells ``[low, high)``, a blank for each half of a cluster.

    A cluster without a width goes with the cell before it.
    """
    parts: list[str] = []
    cell = 0
    for cluster in clusters(text):
        end = cell + cluster.width
        if not cluster.width:
            parts.append(cluster.shown if low < cell <= high or low == cell == 0 else "")
        elif low <= cell and end <= high:
            parts.append(cluster.shown)
        elif end > low and cell < high:
            parts.append(" " * (min(end, high) - max(cell, low)))
        cell = end
    shown = "".join(parts)
    return shown + " " * (high - low - cell_width(shown))

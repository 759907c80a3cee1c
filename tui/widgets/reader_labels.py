"""Labels over the text of the screen: where they fit on a line, and the view that shows them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rich.segment import Segment as Run
from rich.style import Style
from textual import events
from textual.strip import Strip

from store.text.document import Document
from themes.theme import Paint, Theme, over
from tui.layout.cells import clusters, is_plain
from tui.layout.cells import width as cell_width
from tui.layout.flow import Spot
from tui.theming import rich_style
from tui.widgets.flow_view import FlowView

Label = tuple[int, str]
"""The cell at which a label begins, and its letters."""


class LabelLook(NamedTuple):
    """How labels look, and what lies around them.

    Attributes:
        first: Of a label's first letter.
        rest: Of its other letters: where one label ends and the next begins is seen by it.
        muted: Laid over text on one of the ``grounds`` so that labels stand out; or ``None``.
    """

    first: Style
    rest: Style
    muted: Style | None = None
    grounds: frozenset[str] = frozenset()


def label_look(theme: Theme, *, muted: bool = False) -> LabelLook:
    """The look of labels in ``theme``; ``muted``: with the text around them held back."""
    paints = theme.paints
    label = over(paints["background"], paints["label"])
    plain = over(label, Paint())._replace(bold=False)
    grounds = frozenset(ground for role in ("background", "panel") if (ground := paints[role].bg))
    faded = Style(color=paints["muted"].fg) if muted and paints["muted"].fg else None
    return LabelLook(rich_style(label), rich_style(plain), faded, grounds)


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
    for run in strip:
        end = cell + run.cell_length
        position = cell
        while at < len(waiting) and waiting[at][0] < end:
            start, text = waiting[at]
            if start > position:
                runs.append(_part(run, position - cell, start - cell, look))
            if start >= cell:
                runs += _letters(text, look)
            position = min(start + len(text), end)
            if start + len(text) > end:
                break
            at += 1
        if position == cell:
            runs.append(_held_back(run, look))
        elif position < end:
            runs.append(_part(run, position - cell, end - cell, look))
        cell = end
    return Strip(runs, strip.cell_length)


def _letters(text: str, look: LabelLook) -> list[Run]:
    first = [Run(text[0], look.first)]
    return [*first, Run(text[1:], look.rest)] if len(text) > 1 else first


def _held_back(run: Run, look: LabelLook) -> Run:
    style = run.style
    if look.muted is None or style is None or style.bgcolor is None:
        return run
    return run if style.bgcolor.name not in look.grounds else Run(run.text, style + look.muted)


def _part(run: Run, low: int, high: int, look: LabelLook) -> Run:
    return _held_back(Run(cut_cells(run.text, low, high), run.style), look)


def cut_cells(text: str, low: int, high: int) -> str:
    """What ``text`` shows on the cells ``[low, high)``, a blank for each half of a cluster."""
    if is_plain(text):
        return text[low:high]
    parts: list[str] = []
    cell = 0
    for cluster in clusters(text):
        end = cell + cluster.width
        if low <= cell and end <= high:
            parts.append(cluster.shown if cell < high else "")
        elif end > low and cell < high:
            parts.append(" " * (min(end, high) - max(cell, low)))
        cell = end
    shown = "".join(parts)
    return shown + " " * (high - low - cell_width(shown))


class LabelKeeper(Protocol):
    """Who shows labels, and is told when they no longer stand where they should."""

    def view_moved(self) -> None:
        """Other text is on the screen, or it is laid out otherwise."""

    def interrupt(self) -> None:
        """The mouse was pressed, another article is shown, or the view has lost the focus."""


class LabelledView(FlowView, inherit_bindings=False):
    """A flow view over whose lines labels can be laid; the text under them does not move."""

    _keeper: LabelKeeper | None = None
    _label_look: LabelLook | None = None
    _labels: dict[Spot, list[Label]]

    @property
    def labels_shown(self) -> bool:
        """Labels are being typed."""
        return self._keeper is not None

    def show_labels(
        self, labels: Sequence[tuple[Spot, int, str]], look: LabelLook, keeper: LabelKeeper
    ) -> None:
        """Show labels until ``hide_labels``.

        Args:
            labels: The line, the cell of the text column and the letters of each.
            look: How they look.
            keeper: Told when they have to go or to be made anew.
        """
        self._labels = {}
        for spot, cell, text in labels:
            self._labels.setdefault(spot, []).append((cell, text))
        self._label_look, self._keeper = look, keeper
        self.refresh()

    def hide_labels(self) -> None:
        """Show the text without labels."""
        if self._keeper is not None:
            self._keeper = self._label_look = None
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The strip ``y`` lines below the top, with the labels over it."""
        strip = super().render_line(y)
        look, view = self._label_look, self._view
        found = view.line_at(y) if look is not None and view is not None else None
        if look is None or found is None:
            return strip
        left = self._columns.text_left
        return overlay(
            strip, [(left + cell, text) for cell, text in self._labels.get(found[0], ())], look
        )

    def view_moved(self) -> None:
        """Have the labels made anew."""
        if self._keeper is not None:
            self._keeper.view_moved()

    def load(self, document: Document, title: str, meta: Sequence[str], place: int) -> None:
        """Take another document, without labels."""
        self._interrupt()
        super().load(document, title, meta, place)

    def on_mouse_down(self, event: events.MouseDown) -> None:  # noqa: ARG002 - any button, anywhere
        """The mouse means the text."""
        self._interrupt()

    def on_blur(self) -> None:
        """Keys go elsewhere; a terminal that is left comes back as it was."""
        if self.app.app_focus:
            self._interrupt()

    def _interrupt(self) -> None:
        if self._keeper is not None:
            self._keeper.interrupt()

"""A view over whose lines labels can be laid."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

from textual import events
from textual.strip import Strip

from store.text.document import Document
from tui.layout.flow import Spot
from tui.widgets.flow_view import FlowView

if TYPE_CHECKING:
    from tui.widgets.reader_labels import Label, LabelLook


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
        from tui.widgets.reader_labels import overlay  # noqa: PLC0415 - not at start

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
        super().load(document, title, meta, place)
        self._interrupt()

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

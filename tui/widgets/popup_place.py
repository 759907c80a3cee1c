"""Where a view shows a popup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.layout.columns import MARGIN, RIGHT, Columns

if TYPE_CHECKING:
    from store.text.document import Document
    from themes.theme import Theme
    from tui.layout.flow import Spot
    from tui.widgets.flow_view import FlowView
    from tui.widgets.popup import Popup

_LEAST_TEXT = 20
"""Cells of text that are worth a box."""


class PopupPlace:
    """Where a view shows its popup: under a line of text, gone when that line moves."""

    def __init__(self, view: FlowView) -> None:
        self._view = view
        self._shown: Popup | None = None
        self._top: Spot | None = None

    @property
    def shown(self) -> Popup | None:
        """What is shown now."""
        return self._shown

    def show(self, document: Document, theme: Theme, columns: Columns, offset: int) -> bool:
        """Show a document under the line at ``offset``; over it, if there is more room there.

        Returns:
            Whether there is room for it at all.
        """
        self.close()
        view, parent = self._view.view, self._view.parent
        if view is None or not isinstance(parent, Widget) or columns.text < _LEAST_TEXT:
            return False
        row = view.row_of(offset)
        below = view.page - row - 1
        from tui.widgets.popup import FRAME, Popup  # noqa: PLC0415 - not before it is asked for

        popup = Popup(document, theme, columns.text + MARGIN + RIGHT, max(below, row))
        if popup.height < FRAME + 1 or max(below, row) < FRAME + 1:
            return False
        top = row + 1 if popup.height <= below or below >= row else row - popup.height
        corner = self._view.content_region.offset - parent.content_region.offset
        popup.styles.offset = (corner.x + columns.left, corner.y + top)
        self._shown, self._top = popup, view.top
        parent.mount(popup)
        return True

    def close(self) -> bool:
        """Take it away; says whether there was one."""
        popup, self._shown = self._shown, None
        if popup is None:
            return False
        popup.remove()
        return True

    def view_moved(self) -> None:
        """Other text is on the screen: what it belonged to has moved."""
        view = self._view.view
        if self._shown is not None and (view is None or view.top != self._top):
            self.close()

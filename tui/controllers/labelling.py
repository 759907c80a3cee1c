"""Labelling: sentences, words and links of the screen, chosen by typing their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.desk import Desk

if TYPE_CHECKING:
    from tui.controllers.label_mode import LabelMode


class Labelling:
    """``f``, ``F`` and ``o``. What they need is loaded when one of them is first used."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made: LabelMode | None = None

    @property
    def _mode(self) -> LabelMode:
        from tui.controllers.label_mode import LabelMode  # noqa: PLC0415 - not at start

        self._made = self._made or LabelMode(self._desk)
        return self._made

    def sentences(self) -> None:
        """Label the sentences; the one that is typed gets the focus."""
        self._mode.sentences()

    def words(self) -> None:
        """Label the words, and again from the first one typed on: a selection."""
        self._mode.words()

    def links(self) -> None:
        """Label the links; the one that is typed is shown before it is opened."""
        self._mode.links()

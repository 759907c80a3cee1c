"""When to ask again while articles are being indexed. Pure."""

from __future__ import annotations

SOON = 0.4
SELDOM = 6.4
"""Seconds between two questions while the index takes articles in; at most, if it stands still."""


class Again:
    """Soon while fewer and fewer articles are missing, else ever later.

    Attributes:
        planned: It will be asked again.
    """

    def __init__(self) -> None:
        self._behind, self._pause = 0, SOON / 2
        self.planned = False

    def after(self, behind: int) -> float | None:
        """Seconds until it should be asked again; ``None``: that is planned, or not needed.

        Args:
            behind: So many articles were missing in the last answer.
        """
        before, self._behind = self._behind, behind
        if not behind or self.planned:
            return None
        self.planned = True
        self._pause = SOON if behind < before else min(2 * self._pause, SELDOM)
        return self._pause

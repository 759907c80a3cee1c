"""Notes that were typed and are not saved: kept until they are, and offered again. Pure."""

from __future__ import annotations

from typing import NamedTuple

BETWEEN = "\n\n---\n\n"
"""Between a note that was changed elsewhere and what was typed meanwhile."""


class Draft(NamedTuple):
    """What was typed, and the note as it was when that began."""

    text: str
    since: str


class Drafts:
    """Drafts by article and highlight (``""``: of the article's own note)."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Draft] = {}

    def keep(self, article_id: str, highlight_id: str, text: str, since: str) -> None:
        """Keep what was typed on top of the note ``since``."""
        self._kept[article_id, highlight_id] = Draft(text, since)

    def drop(self, article_id: str, highlight_id: str) -> None:
        """It was saved, or is not wanted any more."""
        self._kept.pop((article_id, highlight_id), None)

    def text(self, article_id: str, highlight_id: str) -> str:
        """What was typed; ``""`` without a draft."""
        return self._kept.get((article_id, highlight_id), Draft("", "")).text

    def offer(self, article_id: str, highlight_id: str, note: str) -> str:
        """What to begin with where the note is ``note`` now.

        The draft; below the note, if that is another by now; without a draft the note itself.
        """
        draft = self._kept.get((article_id, highlight_id))
        if draft is None or draft.text == note:
            return note
        if not note.strip() or note.strip() == draft.since.strip():
            return draft.text
        return f"{note}{BETWEEN}{draft.text}"

"""What is known of the article in the reader, and what is to be kept of it when it is left."""

from __future__ import annotations

from dataclasses import dataclass, field

from store.errors import PostilError
from store.model import Annotations, Article, Place, Status
from store.text.document import Document
from store.times import now
from tui.needing import counted
from tui.outline import OutlineEntry, outline_of

_PLACE_QUOTE = 64


@dataclass(slots=True)
class Open:
    """The article in the reader.

    Attributes:
        annotations: As the panes show them: ahead of the disk by what is still to be written.
        saved: As they were read last.
        moved: The reader was moved, so the article is being read.
        end_seen: The article's end was on the screen.
        gone: It was deleted elsewhere; nothing can be kept of it.
        damage: Why its annotations cannot be read, so that nothing can be saved; else ``None``.
        status_set: Its user said by hand whether it is read; nothing changes that by itself.
    """

    article: Article
    document: Document
    annotations: Annotations
    moved: bool = False
    end_seen: bool = False
    status_set: bool = False
    gone: bool = False
    damage: PostilError | None = None
    saved: Annotations = field(init=False)
    _waiting: tuple[Annotations, str] | None = None
    _outline: tuple[Document, tuple[OutlineEntry, ...]] | None = None

    def __post_init__(self) -> None:
        """What is shown at first is what was read."""
        self.saved = self.annotations

    @property
    def outline(self) -> tuple[OutlineEntry, ...]:
        """The headings of the text, looked for once."""
        if self._outline is None or self._outline[0] is not self.document:
            self._outline = self.document, outline_of(self.document)
        return self._outline[1]

    @property
    def stopped_at(self) -> int:
        """The offset to begin with: where one stopped reading, by its words in another text."""
        place, text = self.annotations.place, self.document.text
        if place is None or text.startswith(place.quote, place.offset):
            return min(place.offset, len(text)) if place is not None else 0
        from tui.kept_marks import Mark, find  # noqa: PLC0415 - only when the text was changed

        return find(Mark(place.offset, place.offset, 0, place.quote), text)[0].start

    @property
    def waiting(self) -> str:
        """How many highlights need a person, in words; counted once for the same annotations."""
        if self._waiting is None or self._waiting[0] is not self.annotations:
            self._waiting = self.annotations, counted(self.annotations.highlights)
        return self._waiting[1]

    def take(self, annotations: Annotations, article: Article) -> None:
        """Both as they were read now."""
        self.annotations = self.saved = annotations
        self.damage = None
        self.article = article
        self.gone = False

    def place(self, offset: int, progress: int) -> Place | None:
        """Where reading stopped; ``None``: nothing new is to be kept.

        Args:
            offset: On top of the screen.
            progress: Percent of the article above it.
        """
        before = self.annotations.place
        if not self.moved and (before is None or before.offset == offset):
            return None
        progress = 100 if self.end_seen else min(99, max(progress, 0))
        if before is not None and before.progress == 100:
            progress = 100
        quote = self.document.text[offset : offset + _PLACE_QUOTE]
        return Place(offset, quote, progress, now())

    @property
    def status_after(self) -> Status | None:
        """The status that follows from how it was read; ``None``: what it is."""
        status = self.annotations.status
        if self.status_set or not self.moved or status == "done":
            return None
        if self.end_seen:
            return "done"
        return "reading" if status == "unread" else None

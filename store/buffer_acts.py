"""All annotations of an article as one text: written, and applied as one act when it was edited."""

from __future__ import annotations

from collections.abc import Callable

from store import annotation_buffer, buffer_reading
from store.acting import Acting
from store.acts import same_text
from store.annotation_shelf import AnnotationShelf
from store.buffer_edit import BufferEdit, edit_of
from store.tags import MainNames
from store.text.document import Document


class BufferActs:
    """Buffers of the annotations of one library."""

    def __init__(
        self,
        annotations: AnnotationShelf,
        document: Callable[[str], Document],
        acting: Acting,
        settled: MainNames,
    ) -> None:
        self._annotations = annotations
        self._document = document
        self._acting = acting
        self._settled = settled

    def buffer(self, article_id: str) -> str:
        """All annotations of an article as Markdown, as ``annotation_buffer`` says."""
        annotations = self._annotations.get(article_id)
        return annotation_buffer.render(annotations, self._document(article_id))

    def apply_buffer(self, article_id: str, text: str) -> BufferEdit:
        """Change what was edited in ``text`` since ``buffer`` wrote it: all of it, or nothing.

        Tags are stored under their main names.

        Raises:
            UsageError: it cannot be told what is meant; ``line`` says where.
            ConflictError: what was edited was changed elsewhere, too; ``candidates`` name it.
            StoreError: the file cannot be written.
        """
        document = self._document(article_id)
        buffer = buffer_reading.read(text)
        edit = edit_of(buffer, self._annotations.get(article_id), document, self._settled)
        if edit.changes:
            check = same_text(self._document, article_id, document.sha256)
            self._acting.act("edit of all notes", edit.changes, check=check)
        return edit

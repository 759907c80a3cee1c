"""Shaping: the acts on the structure of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.acting import Acting
from store.article_file import trimmed
from store.documents import DocumentCache
from store.errors import ConflictError
from store.rewriting import Rewriting
from store.text.document import Document

if TYPE_CHECKING:
    from store.structure import Kind


class Shaping:
    """Makes blocks of one library's articles another kind of block."""

    def __init__(self, documents: DocumentCache, rewriting: Rewriting, acting: Acting) -> None:
        self._documents = documents
        self._rewriting = rewriting
        self._acting = acting

    def set_kind(
        self, article_id: str, start: int, end: int, kind: Kind, *, level: int = 0, text: str = ""
    ) -> Document:
        """Make the blocks in ``[start, end)`` of an article's text ``kind``, as one act.

        The text stays as it is, so no highlight moves; other blocks stay what they are.

        Args:
            article_id: The article.
            start: First code point; the whole block that holds it is changed.
            end: Past the last; the blocks that begin before it are changed too.
            kind: ``heading``, ``paragraph``, ``list_item``, ``caption`` or ``furniture``.
            level: Of a heading, 1 to 6; 0: that of the heading above, and for a heading the next.
            text: SHA-256 of the ``Document.text`` that the offsets count in; ``""``: the present.

        Returns:
            The document as it is then.

        Raises:
            ConflictError: the article has another text now, or its file was changed meanwhile.
            UsageError: a block cannot be made that without changing the text or other blocks.
        """
        from store import structure  # noqa: PLC0415 - only to change one

        before = self._rewriting.source(article_id)
        markdown = trimmed(before)
        document = self._documents.get(markdown)
        if text and document.sha256 != text:
            raise ConflictError("the text has changed on disk meanwhile", hint="try it again")
        wanted = structure.set_kind(
            markdown, start, end, kind, level=level, read=self._documents.get
        )  # fmt: skip
        if wanted == markdown:
            return document
        ahead = before[: len(before) - len(before.lstrip("\r\n"))]
        after = ahead + (wanted.replace("\n", "\r\n") if "\r\n" in before else wanted)
        many = len(structure.blocks_in(document, start, end))
        title = (
            f"change to {structure.WORDS[kind]}"
            if many == 1
            else f"change of {many} blocks to {structure.PLURALS[kind]}"
        )
        self._acting.act(title, [self._rewriting.change(article_id, before, after)])
        return self._documents.get(wanted)

"""Acts: what a user does to annotations, each saved at once and undoable (see ``acting``)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from store import anchoring
from store.acting import Acting, Check
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import Change, highlight_to_json
from store.catalogue import Catalogue
from store.errors import ConflictError, UsageError
from store.making import checked, clean_tags, make_highlight
from store.model import (
    COLORS,
    STATUSES,
    STYLES,
    Annotations,
    Article,
    Highlight,
    Status,
    Style,
)
from store.tags import MainNames, retagged
from store.text.clean import clean_text
from store.text.document import Document
from store.times import now


class Acts:
    """The acts on the annotations of one library. Each raises what ``Acting.act`` raises.

    Tags are stored under their main names (``settled``).
    """

    def __init__(
        self,
        catalogue: Catalogue,
        annotations: AnnotationShelf,
        article: Callable[[str], Article],
        document: Callable[[str], Document],
        acting: Acting,
        deletion: Callable[[str], Change],
        settled: MainNames,
    ) -> None:
        self._catalogue = catalogue
        self._annotations = annotations
        self._article = article
        self._document = document
        self._acting = acting
        self._deletion = deletion
        self._settled = settled

    def mark(
        self, article_id: str, start: int, end: int, *,
        color: str = "yellow", style: Style = "fill", tags: Sequence[str] = (), note: str = "",
        text: str = "",
    ) -> Highlight:  # fmt: skip
        """Highlight ``[start, end)`` of an article's text; trimmed of blanks at both ends.

        Args:
            article_id: The article.
            start: The first code point.
            end: Past the last.
            color: One of ``COLORS``.
            style: One of ``STYLES``.
            tags: Any.
            note: Any text.
            text: SHA-256 of the ``Document.text`` that the offsets count in; ``""``: the present.

        Raises:
            ConflictError: the article has another text now; nothing is written.
            UsageError: nothing is left to mark, or no such colour or style.
        """
        document = self._document(article_id)
        check = same_text(self._document, article_id, text or document.sha256)
        check()
        highlight = make_highlight(
            document, start, end, color=color, style=style, tags=self._tags(tags), note=note
        )
        change = Change(article_id, f"highlight:{highlight.id}", None, highlight_to_json(highlight))
        self._acting.act("highlight", [change], check=check)
        return highlight

    def edit_highlight(  # noqa: PLR0913 - every field of a highlight, by name
        self, article_id: str, highlight_id: str, *,
        color: str | None = None, style: Style | None = None, tags: Sequence[str] | None = None,
        note: str | None = None, start: int | None = None, end: int | None = None,
        since: Highlight | None = None, text: str = "",
    ) -> Highlight:  # fmt: skip
        """Change what is given of a highlight; new bounds make a new quote.

        Args:
            article_id: The article.
            highlight_id: The highlight.
            color: As the others, ``None`` leaves it as it is.
            style: Likewise.
            tags: All that it shall have.
            note: Likewise.
            start: Likewise.
            end: Likewise.
            since: The highlight as it was when its user began to change it.
            text: SHA-256 of the ``Document.text`` that new bounds count in; ``""``: the present.

        Raises:
            ConflictError: it is not as in ``since`` any more, or new bounds count in another text
                than the article has now; nothing is changed.
            NotFoundError: there is no such highlight.
            UsageError: an empty passage, or no such colour or style.
        """
        before = since or self._annotations.highlight(article_id, highlight_id)
        after = replace(
            before,
            color=before.color if color is None else checked(color, COLORS, "colour"),
            style=before.style if style is None else checked(style, STYLES, "style"),
            tags=before.tags if tags is None else self._tags(tags),
            note=before.note if note is None else clean_text(note).strip(),
        )
        check: Check | None = None
        if start is not None or end is not None:
            document = self._document(article_id)
            check = same_text(self._document, article_id, text or document.sha256)
            check()
            low = before.anchor.start if start is None else start
            high = before.anchor.end if end is None else end
            anchor = anchoring.make_anchor(document.text, document.sha256, low, high)
            if anchor.start >= anchor.end:
                raise UsageError("a highlight cannot be empty", hint="delete it instead")
            after = replace(after, anchor=anchor)
        if after == before:
            return before
        after = replace(after, modified=now())
        key = f"highlight:{highlight_id}"
        change = Change(article_id, key, highlight_to_json(before), highlight_to_json(after))
        self._acting.act("change of a highlight", [change], check=check)
        return after

    def delete_highlight(self, article_id: str, highlight_id: str) -> None:
        """Delete a highlight; undo brings it back.

        Raises:
            NotFoundError: there is no such highlight.
        """
        before = highlight_to_json(self._annotations.highlight(article_id, highlight_id))
        change = Change(article_id, f"highlight:{highlight_id}", before, None)
        self._acting.act("deletion of a highlight", [change])

    def edit_article(
        self, article_id: str, *,
        status: Status | None = None, starred: bool | None = None, archived: bool | None = None,
        tags: Sequence[str] | None = None, note: str | None = None,
        since: Annotations | Article | None = None,
    ) -> Article:  # fmt: skip
        """Change what is given of an article's own status, tags and note, as one act.

        Args:
            article_id: The article.
            status: As the others, ``None`` leaves it as it is.
            starred: Likewise.
            archived: Likewise.
            tags: All that it shall have.
            note: Likewise.
            since: What they were when their user began to change them.

        Raises:
            ConflictError: what is to change is not as in ``since`` any more; nothing is changed.
        """
        present = since or self._annotations.get(article_id)
        wanted: dict[str, Any] = {
            "status": None if status is None else checked(status, STATUSES, "status"),
            "starred": starred,
            "archived": archived,
            "tags": None if tags is None else list(self._tags(tags)),
            "note": None if note is None else clean_text(note).strip(),
        }
        changes = []
        for key, after in wanted.items():
            before = getattr(present, key)
            before = list(before) if isinstance(before, tuple) else before
            if after is not None and after != before:
                changes.append(Change(article_id, key, before, after))
        if changes:
            self._acting.act(f"change of {' and '.join(change.key for change in changes)}", changes)
        return self._article(article_id)

    def edit_articles(
        self, ids: Sequence[str], *,
        status: Status | None = None, starred: bool | None = None, archived: bool | None = None,
        add_tags: Sequence[str] = (), remove_tags: Sequence[str] = (),
    ) -> int:  # fmt: skip
        """Change what is given of several articles, as one act.

        Args:
            ids: The articles.
            status: As the next two, ``None`` leaves it as it is.
            starred: Likewise.
            archived: Likewise.
            add_tags: What they shall have beside what they have.
            remove_tags: What they shall not have; nested ones stay.

        Returns:
            How many were changed: those that are so already are not.

        Raises:
            NotFoundError: one of them is not here; nothing is changed.
            UsageError: there is no such status, or something is no tag.
        """
        if status is not None:
            checked(status, STATUSES, "status")
        added, removed = self._tags(add_tags), (*clean_tags(remove_tags), *self._tags(remove_tags))
        wanted = {"status": status, "starred": starred, "archived": archived}
        changes: list[Change] = []
        for article_id in dict.fromkeys(ids):
            self._article(article_id)
            present = self._annotations.get(article_id)
            for key, after in wanted.items():
                if after is not None and after != (before := getattr(present, key)):
                    changes.append(Change(article_id, key, before, after))
            tags = retagged(present.tags, add=added, remove=removed)
            if tags != present.tags:
                changes.append(Change(article_id, "tags", list(present.tags), list(tags)))
        many = len({change.article for change in changes})
        if changes:
            self._acting.act(f"change of {_articles(many)}", changes)
        return many

    def delete_articles(self, ids: Sequence[str]) -> int:
        """Move articles and what was noted on them to the trash, as one act.

        There they are kept for 90 days, and until then ``undo`` brings them back.

        Returns:
            How many.

        Raises:
            NotFoundError: one of them is not here; nothing is deleted.
        """
        changes = [self._deletion(self._article(key).id) for key in dict.fromkeys(ids)]
        if changes:
            self._acting.act(f"deletion of {_articles(len(changes))}", changes)
        return len(changes)

    def _tags(self, names: Sequence[str]) -> tuple[str, ...]:
        return self._settled(clean_tags(names))


def same_text(document: Callable[[str], Document], article_id: str, sha256: str) -> Check:
    """What makes sure that offsets in the text ``sha256`` still mean what they meant."""

    def check() -> None:
        if document(article_id).sha256 != sha256:
            raise ConflictError("the text has changed on disk meanwhile", hint="mark it again")

    return check


def _articles(many: int) -> str:
    return "an article" if many == 1 else f"{many} articles"

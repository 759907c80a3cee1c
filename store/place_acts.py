"""Acts on where a highlight is: accepted, given another place, or taken off its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store import anchoring
from store.acting import Acting
from store.acts import same_text
from store.anchoring import Candidate
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import HIGHLIGHT, Change, highlight_to_json
from store.errors import UsageError
from store.model import Anchor, Highlight, State
from store.text.document import Document


class PlaceActs:
    """Acts that place a highlight; its quote never changes. Each raises what ``Acting.act`` raises.

    Each returns the highlight as it is now. One that is so already is left as it is.
    """

    def __init__(
        self,
        annotations: AnnotationShelf,
        document: Callable[[str], Document],
        acting: Acting,
    ) -> None:
        self._annotations = annotations
        self._document = document
        self._acting = acting

    def keep(self, article_id: str, highlight_id: str) -> Highlight:
        """Accept the place of a highlight that was to be checked.

        Raises:
            ConflictError: the article has another text by now.
            NotFoundError: there is no such highlight.
            UsageError: it is unplaced.
        """
        before = self._annotations.highlight(article_id, highlight_id)
        if before.anchor.state == "unplaced":
            raise UsageError("an unplaced highlight has no place to keep", hint="give it one")
        if before.anchor.state != "check":
            return before
        document = self._document(article_id)
        anchor = _over(document, before.anchor, before.anchor.start, before.anchor.end)
        return self._act("acceptance of a place", article_id, before, anchor, before.anchor.text)

    def place(
        self, article_id: str, highlight_id: str, start: int, end: int, *, text: str = ""
    ) -> Highlight:
        """Attach any highlight to the passage ``[start, end)``, trimmed of blanks at both ends.

        Args:
            article_id: The article.
            highlight_id: The highlight.
            start: The first code point.
            end: Past the last.
            text: SHA-256 of the ``Document.text`` that the offsets count in; ``""``: the present.

        Raises:
            ConflictError: the article has another text now; nothing is changed.
            NotFoundError: there is no such highlight.
            UsageError: there is no text.
        """
        before = self._annotations.highlight(article_id, highlight_id)
        document = self._document(article_id)
        anchor = _over(document, before.anchor, start, end)
        if anchor.start >= anchor.end:
            raise UsageError("there is no text to place a highlight on")
        sha = text or document.sha256
        return self._act("placing of a highlight", article_id, before, anchor, sha)

    def unplace(self, article_id: str, highlight_id: str) -> Highlight:
        """Take a highlight off its place, which was a wrong one; where it was is remembered.

        It covers nothing from then on: only its quote can bring it back when the text changes.

        Raises:
            NotFoundError: there is no such highlight.
        """
        before = self._annotations.highlight(article_id, highlight_id)
        if before.anchor.state == "unplaced":
            return before
        at = before.anchor.start
        anchor = before.anchor._replace(end=at, state="unplaced", near=at)
        return self._act("unplacing of a highlight", article_id, before, anchor, anchor.text)

    def candidates(self, article_id: str, highlight_id: str, limit: int = 5) -> list[Candidate]:
        """Places in the present text to choose from for a highlight, the best first.

        Raises:
            NotFoundError: there is no such highlight.
        """
        highlight = self._annotations.highlight(article_id, highlight_id)
        return anchoring.candidates(self._document(article_id).text, highlight.anchor, limit)

    def _act(
        self, title: str, article_id: str, before: Highlight, anchor: Anchor, sha: str
    ) -> Highlight:
        check = same_text(self._document, article_id, sha)
        check()
        if anchor == before.anchor:
            return before
        values = [highlight_to_json(h) for h in (before, replace(before, anchor=anchor))]
        change = Change(article_id, f"{HIGHLIGHT}{before.id}", *values)
        self._acting.act(title, [change], check=check)
        return self._annotations.highlight(article_id, before.id)


def _over(document: Document, anchor: Anchor, start: int, end: int) -> Anchor:
    """The anchor of the same quote over ``[start, end)``."""
    there = anchoring.make_anchor(document.text, document.sha256, start, end)
    state: State = "placed" if anchoring.reads_as(there.quote, anchor.quote) else "moved"
    return there._replace(quote=anchor.quote, state=state)

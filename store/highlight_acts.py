"""Acts on several highlights of one article at once: many made, some merged, one split."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from store import anchoring
from store.acting import Acting, Check, Progress
from store.acts import same_text
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import HIGHLIGHT, Change, highlight_to_json
from store.errors import PostilError, UsageError
from store.ids import new_id
from store.making import make_highlight
from store.model import Highlight, Style
from store.tags import MainNames
from store.text.bounds import snap
from store.text.document import Document
from store.times import now

if TYPE_CHECKING:
    from store.everywhere import Spots

Range = tuple[int, int]


class Marked(NamedTuple):
    """What was highlighted by one act.

    Attributes:
        highlights: How many passages.
        articles: In how many articles.
        left: The ids of the articles that were left out.
    """

    highlights: int
    articles: int
    left: tuple[str, ...] = ()


class HighlightActs:
    """Acts that change several highlights as one. Each raises what ``Acting.act`` raises.

    Each takes as ``text`` the SHA-256 of the text that its offsets count in (``""``: the present
    one), and raises ConflictError when the article has another text by now.
    """

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

    def mark_many(
        self, article_id: str, ranges: Iterable[Range], *,
        color: str = "yellow", style: Style = "fill", tags: Sequence[str] = (), text: str = "",
    ) -> list[Highlight]:  # fmt: skip
        """Highlight each of ``ranges`` of an article's text; what is one already is left out.

        Returns:
            The new ones, in the order of ``ranges``; ``[]``: every range was highlighted.

        Raises:
            UsageError: no such colour or style.
        """
        document, check = self._text(article_id, text)
        tags = self._settled(tags)
        present = self._annotations.get(article_id).highlights
        taken = {(h.anchor.start, h.anchor.end) for h in present if h.anchor.state != "unplaced"}
        made = []
        for start, end in ranges:
            passage = snap(document.text, start, end)
            if passage in taken or passage[0] >= passage[1]:
                continue
            taken.add(passage)
            made.append(make_highlight(document, *passage, color=color, style=style, tags=tags))
        if made:
            changes = [_change(article_id, None, highlight) for highlight in made]
            self._acting.act(f"{len(made)} highlights", changes, check=check)
        return made

    def mark_spots(
        self, spots: Iterable[Spots], *,
        color: str = "yellow", style: Style = "fill", tags: Sequence[str] = (), note: str = "",
        progress: Progress | None = None,
    ) -> Marked:  # fmt: skip
        """Highlight passages in many articles, as one act; what is one already is left out.

        An article that has another text by now, or whose annotations cannot be read, is left out,
        too. Where the text changes in the very moment, the highlights go with their passages.

        Args:
            spots: What ``Library.to_mark`` has found.
            color: As for ``mark``.
            style: Likewise.
            tags: Likewise.
            note: Likewise.
            progress: Told how many articles of how many are read, then changed.

        Raises:
            UsageError: no such colour or style.
        """
        wanted = list(spots)
        tags = self._settled(tags)
        changes: list[Change] = []
        left: list[str] = []
        for number, spot in enumerate(wanted):
            if progress is not None:
                progress(number, len(wanted), "articles read")
            try:
                document = self._document(spot.article)
                present = self._annotations.get(spot.article).highlights
            except PostilError:
                left.append(spot.article)
                continue
            if document.sha256 != spot.text:
                left.append(spot.article)
                continue
            taken = {
                (h.anchor.start, h.anchor.end) for h in present if h.anchor.state != "unplaced"
            }
            for passage in spot.ranges:
                if passage not in taken:
                    taken.add(passage)
                    highlight = make_highlight(
                        document, *passage, color=color, style=style, tags=tags, note=note
                    )
                    changes.append(_change(spot.article, None, highlight))
        articles = len({change.article for change in changes})
        if changes:
            title = f"{_some(len(changes), 'highlight')} in {_some(articles, 'article')}"
            self._acting.act(title, changes, progress=progress)
        return Marked(len(changes), articles, tuple(left))

    def merge(self, article_id: str, ids: Sequence[str], *, text: str = "") -> Highlight:
        """Make one highlight of several: from the first one's start to the last one's end.

        It keeps the id, colour and style of the first in the text, and has all tags and notes.

        Raises:
            NotFoundError: one of them does not exist.
            UsageError: they are fewer than two, or one has no place in the text.
        """
        found = [self._annotations.highlight(article_id, key) for key in dict.fromkeys(ids)]
        document, check = self._text(article_id, text)
        whole = merged(document, found)
        changes = [
            _change(article_id, highlight, whole if highlight.id == whole.id else None)
            for highlight in found
        ]
        self._acting.act(f"merging of {len(found)} highlights", changes, check=check)
        return whole

    def split(
        self, article_id: str, highlight_id: str, at: Sequence[int], *, text: str = ""
    ) -> list[Highlight]:
        """Cut a highlight at offsets inside it. The first part keeps its id and its note.

        Returns:
            The parts, in the order of the text; each has the colour, the style and the tags.

        Raises:
            NotFoundError: there is no such highlight.
            UsageError: no cut leaves text on both sides, or it has no place in the text.
        """
        whole = self._annotations.highlight(article_id, highlight_id)
        document, check = self._text(article_id, text)
        parts = split(document, whole, at)
        changes = [_change(article_id, whole, parts[0])]
        changes += [_change(article_id, None, part) for part in parts[1:]]
        self._acting.act(f"splitting of a highlight into {len(parts)}", changes, check=check)
        return parts

    def _text(self, article_id: str, sha256: str) -> tuple[Document, Check]:
        document = self._document(article_id)
        check = same_text(self._document, article_id, sha256 or document.sha256)
        check()
        return document, check


def merged(document: Document, highlights: Sequence[Highlight]) -> Highlight:
    """One highlight in place of several; as ``HighlightActs.merge`` makes it. Pure."""
    if len(highlights) < 2:
        raise UsageError("there is one highlight only; nothing to merge")
    _need_place(highlights, document)
    found = sorted(highlights, key=lambda h: (h.anchor.start, h.anchor.end, h.created, h.id))
    first, end = found[0], max(h.anchor.end for h in found)
    return replace(
        _over(first, document, first.anchor.start, end),
        tags=tuple(dict.fromkeys(tag for h in found for tag in h.tags)),
        note="\n\n".join(dict.fromkeys(h.note for h in found if h.note)),
        modified=now(),
    )


def split(document: Document, whole: Highlight, at: Iterable[int]) -> list[Highlight]:
    """A highlight cut at offsets; as ``HighlightActs.split`` makes it. Pure."""
    _need_place([whole], document)
    parts = cut(document.text, whole.anchor.start, whole.anchor.end, at)
    if len(parts) < 2:
        raise UsageError("there is nothing to split here")
    moment = now()
    first = replace(_over(whole, document, *parts[0]), modified=moment)
    others = [
        replace(
            _over(whole, document, *part),
            id=new_id(), note="", created=moment, modified=moment, extra={},
        )
        for part in parts[1:]
    ]  # fmt: skip
    return [first, *others]


def cut(text: str, start: int, end: int, at: Iterable[int]) -> list[Range]:
    """``[start, end)`` cut at the offsets ``at``: the parts that have text, without blank ends."""
    bounds = [start, *sorted({offset for offset in at if start < offset < end}), end]
    parts: list[Range] = []
    for low, high in pairwise(bounds):
        part = snap(text, max(low, parts[-1][1] if parts else low), high)
        if part[0] < part[1]:
            parts.append(part)
    return parts


def _over(highlight: Highlight, document: Document, start: int, end: int) -> Highlight:
    """``highlight`` over another passage."""
    return replace(
        highlight, anchor=anchoring.make_anchor(document.text, document.sha256, start, end)
    )


def _need_place(highlights: Iterable[Highlight], document: Document) -> None:
    for highlight in highlights:
        anchor = highlight.anchor
        if anchor.state == "unplaced" or anchor.end > len(document.text):
            raise UsageError("an unplaced highlight has no passage to change")


def _some(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"


def _change(article_id: str, before: Highlight | None, after: Highlight | None) -> Change:
    one = before or after
    key = f"{HIGHLIGHT}{one.id if one else ''}"
    return Change(
        article_id,
        key,
        highlight_to_json(before) if before else None,
        highlight_to_json(after) if after else None,
    )

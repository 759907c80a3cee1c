"""Settling: every highlight of an article on its present text, and what became of them. Pure.

What is in the present text and says what is true there stays. The others go there from the text
that each is anchored in, if that was kept; else their quotes are looked for.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from store import anchoring
from store.annotation_records import document_order
from store.model import Anchor, Annotations, Highlight


class Settled(NamedTuple):
    """How many highlights of an article are in which state, after its text has changed.

    Attributes:
        kept: Those that read the same.
        moved: Those that were found again with other words.
        check: Those that may be where they are: their user is asked.
        unplaced: Those that were not found.
        news: Those that were in another state before.
    """

    kept: int
    moved: int
    check: int
    unplaced: int
    news: int = 0

    @property
    def words(self) -> str:
        """``41 kept, 3 moved, 1 to check, 1 unplaced``; what is not there is left out."""
        parts = [f"{self.kept} kept"]
        parts += [f"{self.moved} moved"] if self.moved else []
        parts += [f"{self.check} to check"] if self.check else []
        parts += [f"{self.unplaced} unplaced"] if self.unplaced else []
        return ", ".join(parts)


def settled(after: Sequence[Highlight], before: Iterable[Highlight] = ()) -> Settled:
    """The states of the highlights ``after`` a change, held against those ``before`` it."""
    states = [highlight.anchor.state for highlight in after]
    known = {highlight.id: highlight.anchor.state for highlight in before}
    news = sum(known.get(h.id, "placed") != h.anchor.state for h in after)
    return Settled(
        states.count("placed"), states.count("moved"), states.count("check"),
        states.count("unplaced"), news,
    )  # fmt: skip


def settle(
    annotations: Annotations,
    text: str,
    sha: str,
    old_text: Callable[[str], str | None],
    known: Annotations | None = None,
) -> Annotations:
    """``annotations`` with every highlight on ``text``, or unplaced; in document order.

    What was not found in ``text`` before is looked for again only in another text.

    Args:
        annotations: Any; their ``text_sha256`` names the text that they were settled on last.
        text: The article's present text.
        sha: Its SHA-256.
        old_text: Gives the text of a hash, if it was kept.
        known: Those of which an edit has made ``annotations``: what it brought in was not looked
            for yet. ``None``: nothing was brought in.
    """
    before = [highlight.anchor for highlight in annotations.highlights]
    if annotations.text_sha256 == sha:
        was_sought = _was_sought(annotations if known is None else known)
    else:
        was_sought = set()
    after = _placed(before, text, sha, annotations.text_sha256, old_text, was_sought)
    highlights = [
        highlight if anchor == highlight.anchor else replace(highlight, anchor=anchor)
        for highlight, anchor in zip(annotations.highlights, after, strict=True)
    ]
    return replace(
        annotations,
        highlights=tuple(sorted(highlights, key=document_order)),
        text_sha256=sha,
        text_length=len(text),
    )


def is_settled(annotations: Annotations, sha: str, known: Annotations) -> bool:
    """Whether what an edit made of the settled annotations ``known`` is settled, too.

    It is not, if it brought in an anchor of another text, as undo does.
    """
    elsewhere = {id(h.anchor) for h in annotations.highlights if h.anchor.text != sha}
    return not elsewhere or elsewhere <= {id(highlight.anchor) for highlight in known.highlights}


def _was_sought(annotations: Annotations) -> set[int]:
    """The anchors, by identity, that were not found in the text that the annotations are on."""
    return {
        id(highlight.anchor)
        for highlight in annotations.highlights
        if highlight.anchor.state == "unplaced" and highlight.anchor.text
    }


def _placed(
    anchors: Sequence[Anchor],
    text: str,
    sha: str,
    last: str,
    old_text: Callable[[str], str | None],
    was_sought: Container[int],
) -> list[Anchor]:
    result = list(anchors)
    waiting: dict[str, list[int]] = {}
    taken: list[anchoring.Range] = []
    for index, anchor in enumerate(anchors):
        if _holds(anchor, text, sha):
            if anchor.state != "unplaced":
                taken.append((anchor.start, anchor.end))
        elif anchor.text == sha:
            waiting.setdefault("", []).append(index)
        elif id(anchor) not in was_sought:
            waiting.setdefault(anchor.text, []).append(index)
    # Those first that were in place a moment ago: what was lost long since must not take theirs.
    for key in sorted(waiting, key=lambda name: (name != last, not name, name)):
        group = waiting[key]
        old = old_text(key) if key else None
        asked = [anchors[index] for index in group]
        if old is not None:
            # Where it was counts in the old text; what it was near, in one between.
            asked = [anchor._replace(near=None) for anchor in asked]
        moved = anchoring.reanchor(old, text, asked, taken=taken)
        for index, anchor in zip(group, moved, strict=True):
            result[index] = anchor
            if anchor.state != "unplaced":
                taken.append((anchor.start, anchor.end))
    return result


def _holds(anchor: Anchor, text: str, sha: str) -> bool:
    """Whether the anchor is in ``text`` and says what is true there."""
    if anchor.text != sha:
        return False
    inside = 0 <= anchor.start < anchor.end <= len(text)
    if anchor.state in {"moved", "check"}:
        return inside
    here = inside and anchoring.reads_as(text[anchor.start : anchor.end], anchor.quote)
    return here == (anchor.state == "placed")

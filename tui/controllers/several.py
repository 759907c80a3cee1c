"""Several highlights at once: all matches marked, some merged, one split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from store.errors import NotFoundError
from store.highlight_acts import merged, split
from store.model import Highlight
from store.text.bounds import sentences_around
from tui import edits
from tui.controllers.finding import Finding
from tui.controllers.marking import Marking
from tui.desk import Desk
from tui.needing import must_be_placed

_MANY = 100


class Several:
    """The verbs that change more than one highlight; each is one act."""

    def __init__(self, desk: Desk, marking: Marking, finding: Finding) -> None:
        self._desk = desk
        self._marking = marking
        self._finding = finding

    # -- all matches ---------------------------------------------------------------------------

    def mark_matches(self, what: Literal["words", "sentences"] = "words") -> None:
        """Highlight every place that is shown as found in the article, or the sentences there."""
        matches = self._finding.matches
        if not matches:
            raise NotFoundError("no matches here", hint="/ finds words")
        if what == "sentences":
            text = self._desk.need_open().document.text
            matches = list(dict.fromkeys(sentences_around(text, matches)))
        if len(matches) <= _MANY:
            self._mark(matches)
            return
        answers = (f"highlight all {len(matches):,} matches", "leave them")
        self._desk.screen.dialogs.choose(
            "Highlight all matches?", answers, lambda i: None if i else self._mark(matches)
        )

    def _mark(self, matches: Sequence[tuple[int, int]]) -> None:
        desk, opened = self._desk, self._desk.need_open()
        last = desk.last_mark
        taken = {(h.anchor.start, h.anchor.end) for h in opened.annotations.highlights}
        made = []
        for start, end in matches:
            one = edits.provisional(
                opened.document, start, end, self._marking.provisional_id(),
                color=last.color, style=last.style,
            )  # fmt: skip
            if one is not None and (one.anchor.start, one.anchor.end) not in taken:
                taken.add((one.anchor.start, one.anchor.end))
                made.append(one)
        if not made:
            desk.say("all matches are highlighted already")
            return
        article_id, sha = opened.article.id, opened.document.sha256
        ranges = [(h.anchor.start, h.anchor.end) for h in made]

        def save() -> None:
            saved = desk.library.mark_many(
                article_id, ranges, color=last.color, style=last.style, text=sha
            )
            self._are(made, saved)

        opened.moved = True
        said = f"{len(made)} {'match' if len(made) == 1 else 'matches'} highlighted"
        undo = desk.screen.keymap.first_key("undo")
        said += f"; {undo} takes all back" if undo else ""
        desk.changes.marks([*opened.annotations.highlights, *made], save, said)

    # -- merge, split --------------------------------------------------------------------------

    def merge(self) -> None:
        """Make one of the highlights under the focus; of a lone one and those that touch it."""
        desk, opened = self._desk, self._desk.need_open()
        here = desk.highlights_here()
        if not here:
            raise NotFoundError("no highlight here")
        for highlight in here:
            must_be_placed(highlight)
        if len(here) == 1:
            here = edits.touching(opened.document.text, opened.annotations.highlights, here)
        whole = merged(opened.document, here)
        gone = {h.id for h in here}
        left = [h for h in opened.annotations.highlights if h.id not in gone]
        ids = [h.id for h in here]

        article_id, sha = opened.article.id, opened.document.sha256

        def save() -> None:
            keys = [desk.real(key) for key in ids]
            desk.library.merge_highlights(article_id, keys, text=sha)

        opened.moved = True
        said = f"{len(here)} highlights are one now"
        desk.changes.marks([*left, whole], save, said)
        self._focus(whole)

    def split(self) -> None:
        """Cut the highlight that is meant before and after the focus."""
        self._desk.choose_highlight(self._split)

    def _split(self, highlight: Highlight) -> None:
        must_be_placed(highlight)
        desk, opened = self._desk, self._desk.need_open()
        start, end = highlight.anchor.start, highlight.anchor.end
        if desk.place == "reader":
            start, end = desk.screen.reader.focus_range[1:]
        at = edits.cuts(opened.document, highlight, start, end)
        first, *others = split(opened.document, highlight, at)
        shown = [replace(part, id=self._marking.provisional_id()) for part in others]

        article_id, sha = opened.article.id, opened.document.sha256

        def save() -> None:
            key = desk.real(highlight.id)
            saved = desk.library.split_highlight(article_id, key, at, text=sha)
            self._are(shown, saved[1:])

        opened.moved = True
        rest = edits.replaced(opened.annotations.highlights, first)
        said = f"split into {len(others) + 1} highlights"
        desk.changes.marks([*rest, *shown], save, said)

    # -- both ----------------------------------------------------------------------------------

    def _are(self, shown: Sequence[Highlight], saved: Sequence[Highlight]) -> None:
        """Note the saved ids of highlights that were shown before. Any thread."""
        by_range = {(h.anchor.start, h.anchor.end): h.id for h in saved}
        for highlight in shown:
            key = by_range.get((highlight.anchor.start, highlight.anchor.end))
            if key is not None:
                self._desk.real_ids[highlight.id] = key

    def _focus(self, highlight: Highlight) -> None:
        if self._desk.place == "reader":
            anchor = highlight.anchor
            self._desk.screen.reader.focus_passage(anchor.start, anchor.end, kind="highlight")

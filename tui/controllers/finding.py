"""Finding: in the article, in the list, in the whole library."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from store.errors import NotFoundError
from store.model import Hit
from tui.desk import Desk
from tui.matches import places
from tui.widgets.prompt import Question

_PATIENCE = 0.02
_FOR_GOOD = 3600.0
"""Seconds that an answer is waited for: while one types, and on Enter."""


def find_in(text: str, needle: str) -> list[tuple[int, int]]:
    """Where ``needle`` stands in ``text``; capitals in it are meant."""
    if not needle.strip():
        return []
    from store.text.fold import find_folded  # noqa: PLC0415 - only when something is searched

    return find_folded(text, needle, case_sensitive=needle != needle.lower())


class Finding:
    """``/ n N``, the list's filter, and the search screen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._matches: list[tuple[int, int]] = []
        self._current = -1
        self._needle = ""
        self._article = ""

    # -- in the article ------------------------------------------------------------------------

    def find(self) -> None:
        """Ask for words and show every place that has them while they are typed."""
        desk = self._desk
        desk.need_open()
        reader = desk.screen.reader
        here, top, focus = desk.here, reader.top_offset, reader.focus_range
        start = focus.start

        def changed(text: str) -> None:
            self._look_for(text, start)

        def answered(text: str) -> None:
            self._look_for(text, start, now=True)
            if text and self._matches:
                desk.before_jump = here
                self._stand()
            elif text:
                desk.say(f"{text} is not in this article", "warning")
            else:
                self.clear()

        def cancelled() -> None:
            desk.screen.reads.drop("find")
            self.clear()
            reader.focus_passage(focus.start, focus.end, focus.kind)
            reader.scroll_to_offset(top)

        desk.ask(Question("/", answered, changed=changed, cancelled=cancelled))

    def _look_for(self, needle: str, start: int, *, now: bool = False) -> None:
        """Find ``needle`` and stand on the first place at ``start`` or after it.

        In a long text that may take longer than a key; then it goes on off the event loop, unless
        it is wanted ``now``.
        """
        opened, screen = self._desk.need_open(), self._desk.screen
        if now and (needle, opened.article.id) == (self._needle, self._article):
            return
        text, article_id = opened.document.text, opened.article.id

        def found(matches: list[tuple[int, int]]) -> None:
            if self._desk.need_open().article.id == article_id:
                self._take(matches, needle, start)
                screen.prompt.note(self._count() if needle else "")

        patience = _FOR_GOOD if now else _PATIENCE
        screen.reads.ask("find", lambda _: find_in(text, needle), found, patience=patience)

    def _take(self, matches: list[tuple[int, int]], needle: str, start: int) -> None:
        """Show ``matches`` and scroll to the first at ``start`` or after it."""
        self._matches, self._needle = matches, needle
        self._article = self._desk.need_open().article.id
        self._current = -1
        if matches:
            self._current = bisect.bisect_left(matches, (start, 0)) % len(matches)
            self._desk.screen.reader.scroll_to_offset(matches[self._current][0], align="visible")
        self._desk.screen.reader.set_matches(matches, self._current)

    def clear(self) -> bool:
        """Show no matches any more; ``False``: there were none."""
        shown = bool(self._matches)
        self._matches, self._current, self._needle = [], -1, ""
        if self._desk.opened is not None:
            self._desk.screen.reader.set_matches([], -1)
        return shown

    def text_changed(self) -> None:
        """The article has another text: its matches are found again when they are asked for."""
        self._matches, self._current, self._article = [], -1, ""

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """The places in the open article that are shown as found."""
        opened = self._desk.opened
        same = opened is not None and opened.article.id == self._article
        return self._matches if same else ()

    def show_again(self) -> None:
        """Show the matches again, after something else was shown as matches are."""
        found = self.matches
        self._desk.screen.reader.set_matches(found, self._current if found else -1)

    @property
    def needle(self) -> str:
        """What was looked for last."""
        return self._needle

    def hold(self, needle: str, matches: Sequence[tuple[int, int]], current: int) -> None:
        """Show what the caret has found, so that ``n`` goes on from there afterwards."""
        self._needle, self._current = needle, current
        self._article = self._desk.need_open().article.id
        if matches is not self._matches:
            self._matches = list(matches)
        self._desk.screen.reader.set_matches(self._matches, current)

    @property
    def said(self) -> str:
        """What is looked for, and which of its places the search stands on."""
        return f"{self._needle}: {self._count()}"

    def next(self, count: int = 1) -> None:
        """The next match."""
        self._step(count)

    def previous(self, count: int = 1) -> None:
        """The match before."""
        self._step(-count)

    def _step(self, steps: int) -> None:
        opened = self._desk.need_open()
        if self._needle and self._article != opened.article.id:
            self._look_for(self._needle, 0, now=True)
            steps -= 1 if steps > 0 else 0
        if not self._matches:
            raise NotFoundError("nothing to find", hint="/ asks for words")
        self._current = (self._current + steps) % len(self._matches)
        self._stand()

    def _stand(self) -> None:
        """Focus the current match, and say which it is."""
        start, end = self._matches[self._current]
        opened = self._desk.need_open()
        opened.moved = True
        reader = self._desk.screen.reader
        reader.focus_passage(start, end, kind="selection")
        reader.set_matches(self._matches, self._current)
        self._desk.say(self.said)

    def _count(self) -> str:
        if not self._matches:
            return "not found"
        return f"{self._current + 1} of {len(self._matches)}"

    # -- in the library ------------------------------------------------------------------------

    def search(self) -> None:
        """The search screen; what is chosen opens at its passage."""
        self._desk.screen.dialogs.search_library(self._chosen)

    def _chosen(self, hit: Hit, words: str) -> None:
        self._desk.open(hit.id, then=lambda: self._stand_on(hit, words))

    def _stand_on(self, hit: Hit, words: str) -> None:
        """Focus the highlight that was found, or the sentence of the passage's first match."""
        opened, reader = self._desk.need_open(), self._desk.screen.reader
        opened.moved = True
        found = places(opened.document.text, words)
        inside = [i for i, (start, _) in enumerate(found) if hit.start <= start < hit.end]
        self._matches, self._needle, self._article = found, words, hit.id
        self._current = inside[0] if inside else (0 if found else -1)
        reader.set_matches(found, self._current)
        if hit.kind == "highlight":
            reader.focus_passage(hit.start, hit.end, kind="highlight")
        elif hit.start < hit.end:
            reader.focus_sentence(found[inside[0]][0] if inside else hit.start)

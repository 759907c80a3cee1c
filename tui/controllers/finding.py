"""Finding in the article, and what is shown there as found, whoever has found it."""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from typing import NamedTuple

from store.errors import NotFoundError
from tui.desk import Desk
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


class Shown(NamedTuple):
    """What is shown as found.

    Attributes:
        current: The index of the match that the search stands on; -1: none.
        needle: What was looked for.
        article: The id of the article that the matches are in.
        everywhere: The whole library was searched.
    """

    matches: Sequence[tuple[int, int]] = ()
    current: int = -1
    needle: str = ""
    article: str = ""
    everywhere: bool = False


class Finding:
    """``/`` and the matches of the open article."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown = Shown()

    # -- in the article ------------------------------------------------------------------------

    def find(self) -> None:
        """Ask for words and show every place that has them while they are typed."""
        desk = self._desk
        desk.need_open()
        reader = desk.screen.reader
        here, top, focus = desk.here, reader.top_offset, reader.focus_range
        start, before = focus.start, self._shown

        def changed(text: str) -> None:
            self._look_for(text, start)

        def answered(text: str) -> None:
            self._look_for(text, start, now=True)
            if text and self._shown.matches:
                desk.before_jump = here
                self._stand()
            elif text:
                desk.say(f"{text} is not in this article", "warning")
            else:
                self.clear()

        def cancelled() -> None:
            desk.screen.reads.drop("find")
            self._shown = before if before.everywhere else Shown()
            self.show_again()
            reader.focus_passage(focus.start, focus.end, focus.kind)
            reader.scroll_to_offset(top)

        desk.ask(Question("/", answered, changed=changed, cancelled=cancelled))

    def _look_for(self, needle: str, start: int, *, now: bool = False) -> None:
        """Find ``needle`` and stand on the first place at ``start`` or after it.

        In a long text that may take longer than a key; then it goes on off the event loop, unless
        it is wanted ``now``.
        """
        opened, screen = self._desk.need_open(), self._desk.screen
        shown = self._shown
        if now and (needle, opened.article.id, False) == (
            shown.needle, shown.article, shown.everywhere,
        ):  # fmt: skip
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
        current = -1
        if matches:
            current = bisect.bisect_left(matches, (start, 0)) % len(matches)
            self._desk.screen.reader.scroll_to_offset(matches[current][0], align="visible")
        self.hold(needle, matches, current)

    def clear(self) -> bool:
        """Show no matches any more; ``False``: there were none."""
        shown, self._shown = bool(self._shown.matches), Shown()
        if self._desk.opened is not None:
            self._desk.screen.reader.set_matches([], -1)
        return shown

    def text_changed(self) -> None:
        """The article has another text: its matches are found again when they are asked for."""
        self._shown = self._shown._replace(matches=(), current=-1, article="")

    @property
    def matches(self) -> Sequence[tuple[int, int]]:
        """The places in the open article that are shown as found."""
        opened = self._desk.opened
        same = opened is not None and opened.article.id == self._shown.article
        return self._shown.matches if same else ()

    def show_again(self) -> None:
        """Show the matches again, after something else was shown as matches are."""
        found = self.matches
        self._desk.screen.reader.set_matches(found, self._shown.current if found else -1)

    @property
    def needle(self) -> str:
        """What was looked for last."""
        return self._shown.needle

    @property
    def in_article(self) -> bool:
        """The last to be looked for were words in one article, not in the library."""
        return bool(self._shown.needle) and not self._shown.everywhere

    def hold(
        self,
        needle: str,
        matches: Sequence[tuple[int, int]],
        current: int,
        *,
        everywhere: bool = False,
    ) -> None:
        """Show what somebody else has found, so that ``n`` goes on from there afterwards.

        Matches that are shown already stay what they are, those of a search of the library.
        """
        same = matches is self._shown.matches and self._shown.everywhere
        self._shown = Shown(
            matches, current, needle, self._desk.need_open().article.id, everywhere or same
        )
        self._desk.screen.reader.set_matches(matches, current)

    @property
    def said(self) -> str:
        """What is looked for, and which of its places the search stands on."""
        return f"{self._shown.needle}: {self._count()}"

    def step(self, steps: int) -> None:
        """Go to a match so many after the one that the search stands on, or before it.

        Raises:
            NotFoundError: there is none.
        """
        opened, shown = self._desk.need_open(), self._shown
        if shown.needle and shown.article != opened.article.id:
            self._look_for(shown.needle, 0, now=True)
            steps -= 1 if steps > 0 else 0
        shown = self._shown
        if not shown.matches:
            raise NotFoundError("nothing to find", hint="/ asks for words")
        self._shown = shown._replace(current=(shown.current + steps) % len(shown.matches))
        self._stand()

    def _stand(self) -> None:
        """Focus the current match, and say which it is."""
        matches, current = self._shown.matches, self._shown.current
        opened = self._desk.need_open()
        opened.moved = True
        reader = self._desk.screen.reader
        reader.focus_passage(*matches[current], kind="selection")
        reader.set_matches(matches, current)
        self._desk.say(self.said)

    def _count(self) -> str:
        if not self._shown.matches:
            return "not found"
        return f"{self._shown.current + 1} of {len(self._shown.matches)}"

"""``n`` and ``N``: through the matches in the article, or through all hits of the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from store.errors import NotFoundError, PostilError
from store.model import Hit
from tui.controllers.finding import Finding
from tui.desk import Desk
from tui.searching.answers import Answer, Range, ask
from tui.searching.kept import KeptSearch
from tui.searching.rows import key_of
from tui.searching.walk import Stop, beside, room_for, stop_for, stops_of, way_in

_PATIENCE = 0.04
"""Seconds in which the places in an article are waited for."""
_WIDE = 60
"""Cells of a status line in which all can be said."""


class _Here(NamedTuple):
    """The article that the walk is in.

    Attributes:
        sha256: Of the text that the stops are in.
        places: Where the words stand.
        stops: Those, and the highlights that answer without them.
        stop: The index of the one that one stands on; -1: on none.
        focus: What has the focus since.
    """

    sha256: str
    places: Sequence[Range]
    stops: Sequence[Stop]
    stop: int = -1
    focus: Range = (0, 0)


class Walking:
    """The walk goes on as long as no words are looked for in one article; ``esc`` ends it."""

    def __init__(self, desk: Desk, finding: Finding) -> None:
        self._desk = desk
        self._finding = finding
        self._answer: Answer | None = None
        self._kept: KeptSearch | None = None
        self._ids: list[str] = []
        self._at = 0
        self._here: _Here | None = None
        self._arriving = False
        self._owed = 0
        self._round = False

    @property
    def leads(self) -> bool:
        """``n`` goes through the hits of the library."""
        return self._answer is not None and not self._finding.in_article

    def begin(self, answer: Answer, hit: Hit, kept: KeptSearch) -> None:
        """Open a hit; ``n`` goes on from there. ``kept`` is told where one is."""
        self._finding.clear()
        self._answer, self._kept, self._ids = answer, kept, answer.ids
        self._round, self._owed = False, 0
        self._go(self._ids.index(hit.id), lambda stops: stop_for(stops, hit), hit=hit)
        if answer.found.heads:
            self._ask_for_all(answer)

    def clear(self) -> bool:
        """Show no matches any more; those of the library come back first.

        Returns:
            Whether there were any.
        """
        if self._finding.in_article:
            shown = self._finding.clear()
            here, opened = self._here, self._desk.opened
            if here is not None and opened is not None and opened.article.id == self._key:
                self._hold(here)
                return True
            return shown
        walked, self._answer, self._here = self._answer is not None, None, None
        self._arriving, self._ids = False, []
        return self._finding.clear() or walked

    def next(self, count: int = 1) -> None:
        """The next match or hit."""
        self._step(count)

    def previous(self, count: int = 1) -> None:
        """The match or hit before."""
        self._step(-count)

    @property
    def _key(self) -> str:
        """The id of the article that the walk is in."""
        return self._ids[self._at] if self._at < len(self._ids) else ""

    # -- steps ---------------------------------------------------------------------------------

    def _step(self, steps: int) -> None:
        if not self.leads:
            self._finding.step(steps)
        elif self._arriving:
            self._owed += steps
        else:
            self._round = False
            self._walk(steps)

    def _walk(self, steps: int) -> None:
        """So many stops on, or back."""
        opened, here = self._desk.need_open(), self._here
        key, focus = opened.article.id, self._desk.screen.reader.focus_range[1:]
        if key not in self._ids:  # its user went elsewhere: on to the next article, or back
            if steps > 0:
                self._cross(steps)
            else:
                self._go(self._at, lambda stops: way_in(stops, steps), onward=-1)
        elif key != self._key or here is None or here.sha256 != opened.document.sha256:
            self._go(self._ids.index(key), lambda stops: beside(stops, focus[0], steps))
        elif not here.stops or (here.stop >= 0 and focus == here.focus):
            self._to(here, max(0, here.stop) + steps)
        else:
            self._to(here, beside(here.stops, focus[0], steps))

    def _to(self, here: _Here, index: int) -> None:
        """Stand on a stop; past the last one, or before the first, in another article."""
        room = room_for(here.stops)
        if 0 <= index < room:
            self._stand(here, index if here.stops else -1)
        else:
            self._cross(index if index < 0 else index - room + 1)

    def _cross(self, steps: int) -> None:
        """Into the next article and to its stop number ``steps``, or from behind into one before.

        Past the last article the first one follows, and the other way round.
        """
        at = self._at + (1 if steps > 0 else -1)
        if at >= len(self._ids) and self._ask_for_more(steps):
            return
        if not 0 <= at < len(self._ids):
            at, self._round = at % len(self._ids), True
        self._go(at, lambda stops: way_in(stops, steps), onward=1 if steps > 0 else -1)

    def _ask_for_more(self, steps: int) -> bool:
        """Ask for hits that were not asked for yet, if there may be some; then go on."""
        answer, desk = self._answer, self._desk
        if answer is None or not answer.next_limit:
            return False
        self._arriving, limit = True, answer.next_limit
        desk.screen.reads.drop("hits")

        def then(more: Answer) -> None:
            self._arriving = False
            if self._answer is answer:
                self._take_more(more)
                self._cross(steps)

        def failed(error: PostilError) -> None:
            self._arriving = False
            desk.warn(error)

        desk.screen.reads.ask(
            "walk", lambda cancelled: ask(desk.library, answer.meant, limit, cancelled), then,
            failed=failed,
        )  # fmt: skip
        return True

    def _ask_for_all(self, answer: Answer) -> None:
        """Ask for what the heads among the hits lack."""
        desk = self._desk

        def then(whole: Answer) -> None:
            if self._answer is answer:
                self._take_more(whole)

        desk.screen.reads.ask(
            "hits",
            lambda cancelled: ask(desk.library, answer.line, answer.limit, cancelled),
            then, quiet=True,
        )  # fmt: skip

    def _take_more(self, more: Answer) -> None:
        known = set(self._ids)
        self._ids += [key for key in more.ids if key not in known]
        kept = self._kept
        if kept is not None and kept.answer is not None and kept.answer.line == more.line:
            kept.answer = more
        self._answer = more

    # -- arriving ------------------------------------------------------------------------------

    def _go(
        self,
        at: int,
        choose: Callable[[Sequence[Stop]], int],
        *,
        hit: Hit | None = None,
        onward: int = 0,
    ) -> None:
        """Open the article number ``at``, and stand on the stop that ``choose`` chooses in it.

        Its index may be outside of the stops: so many further, in another article. ``onward``
        says in which direction to go on if the article is gone; 0: that is said.
        """
        desk, answer = self._desk, self._answer
        if answer is None:
            return
        self._at, self._arriving, self._here = at, True, None
        key = self._ids[at]
        hits = [each for each in answer.found.hits if each.id == key]

        def found(places: Sequence[Range]) -> None:
            opened = desk.opened
            if self._answer is None or opened is None or opened.article.id != key:
                self._arriving = False
                return
            here = _Here(opened.document.sha256, places, stops_of(places, hits))
            self._arrived(here, choose(here.stops), hit)

        def look() -> None:
            from tui.matches import places  # noqa: PLC0415 - loads the query language

            opened = desk.need_open()
            opened.moved = True
            text, library = opened.document.text, desk.library
            desk.screen.reads.ask(
                "walk", lambda _: places(text, answer.meant, library.languages()), found,
                patience=_PATIENCE,
            )  # fmt: skip

        desk.open(key, then=look, failed=lambda error: self._gone(error, at, choose, onward))

    def _arrived(self, here: _Here, index: int, hit: Hit | None) -> None:
        """Stand where it was meant, and go on with the steps that were asked for meanwhile."""
        self._arriving = False
        self._here = here
        if hit is not None and index < 0:
            self._stand_on_hit(here, hit)
        else:
            self._to(here, index)
        if self._owed and not self._arriving:
            owed, self._owed = self._owed, 0
            self._walk(owed)

    def _gone(
        self, error: PostilError, at: int, choose: Callable[[Sequence[Stop]], int], onward: int
    ) -> None:
        """An article cannot be read: leave it out, and go on to another one, or say it."""
        self._arriving = False
        del self._ids[at]
        self._at = max(0, at - 1)
        if onward and isinstance(error, NotFoundError) and self._ids:
            beside = at if onward > 0 else at - 1
            self._go(beside % len(self._ids), choose, onward=onward)
        else:
            self._desk.warn(error)

    # -- standing ------------------------------------------------------------------------------

    def _stand(self, here: _Here, index: int) -> None:
        """Focus a stop (-1: the article has none), and say which it is."""
        self._desk.need_open().moved = True
        self._note(here, index, *(here.stops[index] if index >= 0 else ()))

    def _stand_on_hit(self, here: _Here, hit: Hit) -> None:
        """Focus the passage of a hit that has no stop: its words stand elsewhere."""
        inside = (hit.start, hit.end, hit.kind == "highlight")
        self._note(here, -1, *(inside if hit.start < hit.end else ()))

    def _note(
        self, here: _Here, index: int, start: int = 0, end: int = 0, highlight: int = 0
    ) -> None:
        """Focus a highlight, or the sentence that a place begins in, and say where that is."""
        reader = self._desk.screen.reader
        if highlight:
            reader.focus_passage(start, end, kind="highlight")
        elif start < end:
            start, end = reader.sentence_at(start)
            reader.focus_passage(start, end, kind="sentence")
        here = here._replace(stop=index, focus=(start, end))
        self._here = here
        self._hold(here)
        self._keep_up(here)

    def _hold(self, here: _Here) -> None:
        """Show all places, and which of them one stands on; say it."""
        answer = self._answer
        if answer is None:
            return
        stop = here.stops[here.stop] if here.stop >= 0 else None
        at = (stop.start, stop.end) if stop is not None else None
        current = here.places.index(at) if at in here.places else -1
        self._finding.hold(answer.meant, here.places, current, everywhere=True)
        self._desk.say(self._said(answer, here))

    def _said(self, answer: Answer, here: _Here) -> str:
        """``3 of 17 in this article · article 2 of 23``."""
        parts = ["once round"] if self._round else []
        wide = self._desk.screen.app.size.width >= _WIDE
        if here.stop >= 0:
            where = " in this article" if wide else ""
            parts.append(f"{here.stop + 1} of {len(here.stops)}{where}")
        elif here.stops:
            parts.append(f"{len(here.stops)} in this article" if wide else f"{len(here.stops)}")
        elif why := self._why(answer):
            parts.append(f"found by {why}")
        parts.append(f"article {self._at + 1:,} of {max(answer.total, len(self._ids)):,}")
        return " · ".join(parts)

    def _why(self, answer: Answer) -> str:
        """Why an article was found in whose text nothing is."""
        hit = next((hit for hit in answer.found.hits if hit.id == self._key), None)
        return hit.why[0] if hit is not None and hit.why else ""

    def _keep_up(self, here: _Here) -> None:
        """Put the cursor of the search screen on the hit that one stands on."""
        kept, answer = self._kept, self._answer
        if kept is None or answer is None or kept.answer is None:
            return
        if kept.answer.line != answer.line:
            return
        start = here.stops[here.stop].start if here.stop >= 0 else -1
        hits = [hit for hit in answer.found.hits if hit.id == self._key]
        inside = [hit for hit in hits if hit.start <= start < hit.end]
        if inside or hits:
            kept.key = key_of((inside or hits)[0])

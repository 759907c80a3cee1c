"""Mending: annotations that cannot be read set aside, when their user says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.errors import DamagedFileError
from tui.desk import Desk

if TYPE_CHECKING:
    from store.set_aside import Broken, SetAside

_LEAVE = "Leave it, to be corrected in an editor"


class Mending:
    """What can be done about a broken file of the open article."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def set_aside(self) -> None:
        """Ask whether the annotations of the open article are to be set aside."""
        self._ask(self._desk.need_open().article.id, tell=True)

    def offer(self, error: DamagedFileError) -> None:
        """An act was refused with ``error``: ask, if it is about the open article's annotations."""
        opened = self._desk.opened
        if opened is not None:
            opened.damage = opened.damage or error
            self._desk.screen.show_status()
            self._ask(opened.article.id, tell=False)

    def _ask(self, article_id: str, *, tell: bool) -> None:
        desk = self._desk

        def then(broken: Broken | None) -> None:
            opened = desk.opened
            if opened is None or opened.article.id != article_id:
                return
            if broken is None:
                opened.damage = None
                desk.screen.show_status()
                if tell:
                    desk.say("the annotations of this article can be read")
            else:
                self._choose(article_id, broken)

        desk.screen.reads.ask("broken", lambda _: desk.library.broken(article_id), then)

    def _choose(self, article_id: str, broken: Broken) -> None:
        if broken.last is None:
            answer = "Set it aside: what it held is not known"
        else:
            answer = f"Set it aside and bring back {_highlights(len(broken.last.highlights))}"

        def chosen(index: int) -> None:
            if index == 0:
                self._desk.queue.submit(lambda: self._desk.library.set_aside(article_id), done)

        def done(made: SetAside | None) -> None:
            if made is not None:
                self._desk.changes.reload(article_id)
                back = f"{_highlights(made.highlights)} came back"
                self._desk.say(f"set aside as annotations/{made.path.name}; {back}", "success")

        self._desk.screen.dialogs.choose(broken.error.message, (answer, _LEAVE), chosen)


def _highlights(many: int) -> str:
    return "1 highlight" if many == 1 else f"{many} highlights"

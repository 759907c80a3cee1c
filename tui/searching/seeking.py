"""What the search screen asks for, and what it is left with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, NamedTuple, Protocol

from store.errors import PostilError
from store.model import Hit
from tui.completion import Completer
from tui.searching.answers import Answer
from tui.searching.start import Start

Leaving = Literal["open", "list", "mark", "tag", "concordance"]


class Outcome(NamedTuple):
    """With what the screen is left: a hit to open, or what to do with all of the answer."""

    answer: Answer
    does: Leaving = "open"
    hit: Hit | None = None


class Seeking(Protocol):
    """What the screen asks for. Answers come on the event loop, and never one that is stale."""

    @property
    def completer(self) -> Completer:
        """What the last word of a search could become."""
        ...

    def ask(
        self,
        line: str,
        limit: int,
        shown: int | None,
        then: Callable[[Answer], None],
        failed: Callable[[PostilError], None],
    ) -> None:
        """Search; the answer to what was asked before is wanted no more.

        ``shown`` is as for ``Library.search``.
        """

    def count(self, answer: Answer, then: Callable[[Mapping[str, int]], None]) -> None:
        """Count in how many places each article of an answer matches, until more is asked."""

    def drop(self) -> None:
        """No answer is wanted any more."""

    def start(self, then: Callable[[Start], None]) -> None:
        """Read what is offered while nothing is typed; perhaps twice, to say more."""

    def save(self, name: str, line: str, *, replace: bool) -> None:
        """Save a search.

        Raises:
            ConflictError: there is one of that name, and it is not to be replaced.
            UsageError: it cannot be saved.
        """

    def help(self) -> None:
        """Show the keys, and what can be asked."""

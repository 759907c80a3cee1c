"""Questions to the library that may take a while, asked off the event loop.

Questions come in groups; in a group only the answer to the last one is wanted. A question may be
waited for a moment: what is answered within it, is answered before the next key is looked at.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from math import inf
from threading import Event
from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import PostilError, StoreError

Cancelled = Callable[[], bool]
"""Asked by a long job: is the answer wanted no more?"""


class _Question:
    """What is asked, and the answer once it is there.

    Attributes:
        quiet: Nothing on the screen follows from the answer by itself.
    """

    def __init__(
        self,
        group: str,
        then: Callable[[Any], None],
        failed: Callable[[PostilError], None],
        *,
        quiet: bool,
    ) -> None:
        self.group = group
        self.quiet = quiet
        self.then = then
        self.failed = failed
        self.result: Any = None
        self.error: PostilError | None = None
        self.answered = Event()


class Answered(Message, bubble=False):
    """A question has its answer; its target hands it to ``Reads.take``."""

    def __init__(self, question: _Question) -> None:
        super().__init__()
        self.question = question


class Reads:
    """Runs jobs in threads; each answer reaches ``target`` as an ``Answered`` message.

    ``failed`` says an error. ``on_bug`` logs one nobody expected and returns a line for its user;
    any thread. Everything else belongs to the event loop.
    """

    def __init__(
        self,
        target: MessagePump,
        failed: Callable[[PostilError], None],
        on_bug: Callable[[BaseException], str],
    ) -> None:
        self._target = target
        self._failed = failed
        self._on_bug = on_bug
        self._wanted: dict[str, _Question] = {}
        self.running: set[asyncio.Future[None]] = set()

    def ask(
        self,
        group: str,
        job: Callable[[Cancelled], Any],
        then: Callable[[Any], None],
        *,
        failed: Callable[[PostilError], None] | None = None,
        patience: float = 0.0,
        quiet: bool = False,
    ) -> bool:
        """Run ``job`` in a thread and call ``then`` with its result.

        An older job of the group is told that it is cancelled, and its answer is dropped.

        Args:
            group: What the question is about.
            job: Asks; it is handed what tells it that its answer is wanted no more.
            then: Called on the event loop, perhaps before this returns.
            failed: Called instead when ``job`` raised.
            patience: How long to wait for the answer here, in seconds; if for ever (``inf``), no
                thread is needed.
            quiet: Nothing on the screen follows from the answer by itself.

        Returns:
            Whether the answer came while it was waited for.
        """
        question = _Question(group, then, failed or self._failed, quiet=quiet)
        self._wanted[group] = question
        if patience == inf:
            self._answer(question, job)
            self.take(question)
            return True
        future = asyncio.get_running_loop().run_in_executor(None, partial(self._run, question, job))
        self.running.add(future)
        future.add_done_callback(self.running.discard)
        if not patience or not question.answered.wait(patience):
            return False
        self.take(question)
        return True

    def drop(self, group: str) -> None:
        """The answer to the last question of a group is wanted no more."""
        self._wanted.pop(group, None)

    def close(self) -> None:
        """No answer is wanted any more."""
        self._wanted.clear()

    def take(self, question: _Question) -> None:
        """Hand an answer to who asked, unless it was taken or something newer was asked since."""
        if self._wanted.get(question.group) is not question:
            return
        del self._wanted[question.group]
        if question.error is None:
            question.then(question.result)
        else:
            question.failed(question.error)

    def _run(self, question: _Question, job: Callable[[Cancelled], Any]) -> None:
        self._answer(question, job)
        question.answered.set()
        self._target.post_message(Answered(question))

    def _answer(self, question: _Question, job: Callable[[Cancelled], Any]) -> None:
        def cancelled() -> bool:
            return self._wanted.get(question.group) is not question

        try:
            question.result = job(cancelled)
        except PostilError as error:
            question.error = error
        except Exception as bug:  # noqa: BLE001 - told like any other failure
            question.error = StoreError("" if cancelled() else self._on_bug(bug))

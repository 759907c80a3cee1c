"""The serial queue of writes: one thread, in order, each result told back to the event loop.

Saves are never dropped and never overtake each other; ``close`` waits for the last one.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from textual.message import Message
from textual.message_pump import MessagePump

from store.errors import PostilError, StoreError


class Settled(Message, bubble=False):
    """A job of the queue has ended.

    Attributes:
        result: What it returned; ``None`` when it failed.
        error: Why it failed, for people; ``None`` when it did not.
        then: What its sender wants to be called with ``result``.
    """

    def __init__(
        self, result: Any, error: PostilError | None, then: Callable[[Any], None] | None
    ) -> None:
        super().__init__()
        self.result = result
        self.error = error
        self.then = then


class WriteQueue:
    """Runs jobs one after the other, off the event loop.

    ``given`` counts the jobs that it was ever given.

    Each job's end reaches ``target`` as a ``Settled`` message, in the order of the jobs.
    ``on_bug`` logs an error nobody expected and returns a line for its user; any thread.
    """

    def __init__(self, target: MessagePump, on_bug: Callable[[BaseException], str]) -> None:
        self._target = target
        self._on_bug = on_bug
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="postil-writes")
        self._waiting = 0
        self.given = 0
        self._untold: deque[PostilError | None] = deque()
        self.lost: list[PostilError] = []

    @property
    def idle(self) -> bool:
        """Every job has ended and its end was handled."""
        return self._waiting == 0

    def submit(self, job: Callable[[], Any], then: Callable[[Any], None] | None = None) -> None:
        """Run ``job`` after all the jobs before it. Call on the event loop."""
        self._waiting += 1
        self.given += 1
        self._pool.submit(self._run, job, then)

    def settle(self) -> None:
        """The target has handled the next ``Settled``."""
        self._waiting -= 1
        self._untold.popleft()

    def _run(self, job: Callable[[], Any], then: Callable[[Any], None] | None) -> None:
        try:
            settled = Settled(job(), None, then)
        except PostilError as error:
            settled = Settled(None, error, then)
        except OSError as error:
            settled = Settled(None, StoreError(f"not saved: {error.strerror or error}"), then)
        except Exception as error:  # noqa: BLE001 - a bug in a job is told like any other failure
            settled = Settled(None, StoreError(f"not saved: {self._on_bug(error)}"), then)
        self._untold.append(settled.error)
        self._target.post_message(settled)

    def close(self) -> None:
        """Wait until every job has run. No job can be given afterwards.

        The errors that the target was not told yet are in ``lost``: it is gone.
        """
        self._pool.shutdown(wait=True)
        self.lost = [error for error in self._untold if error is not None]

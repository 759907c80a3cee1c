"""Drives the reader by keys, and waits until nothing is under way."""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any
from unittest.mock import patch

from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from store.library import Library
from tui.app import PostilApp
from tui.commands import Command
from tui.screens.main import MainScreen

_MOST_TURNS = 50
"""Rounds of reads and writes, one leading to the next, after which something goes in a circle."""

DRIVEN: dict[str, str] = {}
"""Command id to the name of the test that drives it."""


async def _turn(_: float = 0) -> None:
    """Let the event loop go round a few times."""
    for _ in range(5):
        await asyncio.sleep(0)


class Session:
    """A reader under test.

    Attributes:
        ran: The ids of the commands that keys have run.
    """

    def __init__(self, app: PostilApp, pilot: Pilot[None]) -> None:
        self.app = app
        self.pilot = pilot
        self.ran: list[str] = []
        run = self.main.run_command

        def spy(command: Command, **rest: Any) -> None:
            self.ran.append(command.id)
            run(command, **rest)

        self.main.run_command = spy  # type: ignore[method-assign]

    @property
    def main(self) -> MainScreen:
        return self.app.main

    async def settle(self) -> None:
        """Until every message, read and write has ended, and those that they lead to."""
        for turn in range(_MOST_TURNS):
            if turn > 1 and (self._is_idle or self.app._exit):
                return
            await self._flush()
            with contextlib.suppress(WorkerCancelled):
                await self.app.workers.wait_for_complete()
            await asyncio.gather(*self.main.reads.running)
            pool = self.main.desk.queue._pool
            await asyncio.wrap_future(pool.submit(lambda: None))
            await self._flush()
        msg = "the reader finds no rest"
        raise AssertionError(msg)

    @property
    def _is_idle(self) -> bool:
        """Nothing is read or written, and every answer was taken."""
        reads = self.main.reads
        return not reads.running and not reads._wanted and self.main.desk.queue.idle

    async def _flush(self, rounds: int = 3) -> None:
        """Until the messages on their way, and those that they lead to, are handled."""
        for _ in range(rounds):
            await self.pilot._wait_for_screen()
            self.app.screen._on_timer_update()
            await _turn()

    async def keys(self, *keys: str) -> None:
        """Press keys; Pilot's own way waits a twentieth of a second for each."""
        with patch("textual.app.wait_for_idle", _turn):
            for key in keys:
                await self.app._press_keys([key])
                await self._flush(rounds=1)
        await self.settle()

    async def type(self, text: str) -> None:
        names = {" ": "space", "/": "slash", ":": "colon", "-": "minus", ".": "full_stop"}
        await self.keys(*(names.get(character, character) for character in text))

    def screen_text(self) -> str:
        """What is on the screen, as lines of text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip) for strip in strips)

    @property
    def message(self) -> str:
        return self.main.status.message

    @property
    def highlights(self) -> tuple[Any, ...]:
        """The saved highlights of the open article."""
        opened = self.main.desk.opened
        assert opened is not None
        return self.main.desk.library.annotations(opened.article.id).highlights


@contextlib.asynccontextmanager
async def reading(
    library: Library, size: tuple[int, int] = (120, 40), **options: Any
) -> AsyncIterator[Session]:
    app = PostilApp(library, **options)
    async with app.run_test(size=size) as pilot:
        session = Session(app, pilot)
        await session.settle()
        yield session


def drives(
    *commands: str,
) -> Callable[[Callable[..., Awaitable[None]]], Callable[..., Awaitable[None]]]:
    """Says which commands a test drives by their keys, and holds it to that.

    The test gets a ``Session`` as ``reader`` on the library of its fixture ``desk_library``.
    """

    def decorate(test: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        DRIVEN.update(dict.fromkeys(commands, test.__name__))

        @functools.wraps(test)
        async def run(*arguments: Any, **named: Any) -> None:
            session: Session = named["reader"]
            await test(*arguments, **named)
            assert set(commands) <= set(session.ran), set(commands) - set(session.ran)

        return run

    return decorate

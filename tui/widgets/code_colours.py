"""Finding the colours of code off the event loop, once it is on the screen."""

from __future__ import annotations

import asyncio

from tui.layout.code_tokens import CodeTokens
from tui.widgets.flow_view import FlowView


class CodeColours:
    """Asks in a thread for what a view has painted plain, and has it painted anew."""

    def __init__(self, view: FlowView) -> None:
        self._view = view
        self._tokens: CodeTokens | None = None
        self._running = False

    def find(self, tokens: CodeTokens) -> None:
        """Find out what ``tokens`` wants, after the frame that is being painted."""
        self._tokens = tokens
        if tokens.wanted and not self._running:
            self._running = True
            self._view.call_after_refresh(self._start)

    def _start(self) -> None:
        self._view.run_worker(self._work(), group="code", exit_on_error=False)

    async def _work(self) -> None:
        try:
            while (tokens := self._tokens) is not None and tokens.wanted:
                found = await asyncio.to_thread(tokens.job())
                for start, end in tokens.take(found):
                    if tokens is self._tokens:
                        self._view.repaint_ranges([(start, end)])
        finally:
            self._running = False

"""A terminal that measures: how long from launching a program until it shows a word.

The program runs in a pseudo-terminal of its own, as it would for its user, so the time has
everything in it: the interpreter, the imports, the work and the first frame, written.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping, Sequence

ROWS, COLUMNS = 45, 160


def seconds_until(word: str, args: Sequence[str], env: Mapping[str, str], *, limit: float) -> float:
    """Seconds from launching ``python args`` until its terminal is sent ``word``.

    Args:
        word: ASCII, in one style, not cut by the layout.
        args: For the interpreter that runs this.
        env: Beside the present environment.
        limit: Seconds to wait.

    Raises:
        TimeoutError: It did not come.
        RuntimeError: The program ended first; what it said last is in the message.
    """
    child, master = pty.fork()
    before = time.perf_counter()
    if child == 0:
        _become([sys.executable, *args], {**environment(), "TERM": "xterm-256color", **env})
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    try:
        return _wait_for(word.encode(), master, before, limit)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        os.close(master)


def environment() -> dict[str, str]:
    """The present environment, in which our modules are kept compiled as an installation's are."""
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}


def _become(args: Sequence[str], env: Mapping[str, str]) -> None:
    """In the child: be that program, or nothing."""
    try:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        os.execve(args[0], list(args), dict(env))
    finally:
        os._exit(127)


def _wait_for(word: bytes, master: int, before: float, limit: float) -> float:
    seen = b""
    while (left := before + limit - time.perf_counter()) > 0:
        if not select.select([master], [], [], left)[0]:
            break
        try:
            data = os.read(master, 65536)
        except OSError:
            data = b""
        if not data:
            raise RuntimeError(f"it ended early: {seen[-600:].decode(errors='replace')}")
        seen = seen[-len(word) :] + data
        if word in seen:
            return time.perf_counter() - before
    raise TimeoutError(f"not shown within {limit:.0f} s")

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
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROWS, COLUMNS = 45, 160
_QUIET = 0.4
"""Seconds without work after which a program has settled."""


class Launch(NamedTuple):
    """What it took until the word was shown, in seconds.

    Attributes:
        wall: By the clock.
        cpu: Of a processor; whatever else the machine does changes it less.
    """

    wall: float
    cpu: float


class Memory(NamedTuple):
    """Memory of a process, in bytes.

    Attributes:
        settled: Resident, after it has settled.
        peak: Resident, at most.
        own: Of what is resident after it has settled, what is no part of a file.
    """

    settled: int
    peak: int
    own: int


def launch(word: str, args: Sequence[str], env: Mapping[str, str], *, limit: float) -> Launch:
    """Launch ``python args`` and end it as soon as its terminal is sent ``word``.

    Args:
        word: ASCII, in one style, not cut by the layout.
        args: For the interpreter that runs this.
        env: Beside the present environment.
        limit: Seconds to wait.

    Raises:
        TimeoutError: It did not come.
        RuntimeError: The program ended first; what it said last is in the message.
    """
    before = time.perf_counter()
    with _running(args, env) as (child, master):
        _wait_for(word.encode(), master, before, limit)
        wall = time.perf_counter() - before
        os.kill(child, signal.SIGKILL)
        usage = os.wait4(child, 0)[2]
    return Launch(wall, usage.ru_utime + usage.ru_stime)


def memory_of(
    word: str, args: Sequence[str], env: Mapping[str, str], *, limit: float, typed: str = ""
) -> Memory:
    """What ``python args`` holds when it has shown ``word`` and has nothing left to do. Linux only.

    Args:
        word: As for ``launch``; likewise what follows.
        args: Likewise.
        env: Likewise.
        limit: Likewise.
        typed: Keys that are pressed then, one by one; what is held is looked at after them.

    Raises:
        TimeoutError, RuntimeError: as for ``launch``.
    """
    before = time.perf_counter()
    with _running(args, env) as (child, master):
        _wait_for(word.encode(), master, before, limit)
        _settle(child, master)
        for key in typed:
            os.write(master, key.encode())
            _settle(child, master)
        status = Path(f"/proc/{child}/status").read_text(encoding="ascii")
    sizes = {
        name: int(rest.split()[0]) * 1024
        for name, _, rest in (line.partition(":") for line in status.splitlines())
        if name in {"VmRSS", "VmHWM", "RssAnon"}
    }
    return Memory(sizes["VmRSS"], sizes["VmHWM"], sizes["RssAnon"])


def _settle(child: int, master: int) -> None:
    """Wait until a process has nothing left to do; what it shows meanwhile is not looked at."""
    ticks, since = -1, time.perf_counter()
    while time.perf_counter() - since < _QUIET:
        if select.select([master], [], [], 0.05)[0]:
            os.read(master, 65536)
        if (now := _ticks(child)) != ticks:
            ticks, since = now, time.perf_counter()


def _ticks(process: int) -> int:
    """The processor time that a process has had, in the kernel's ticks."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


@contextlib.contextmanager
def _running(args: Sequence[str], env: Mapping[str, str]) -> Iterator[tuple[int, int]]:
    """Process and terminal of ``python args``, which is ended in the end."""
    child, master = pty.fork()
    if child == 0:
        _become([sys.executable, *args], {**environment(), "TERM": "xterm-256color", **env})
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    try:
        yield child, master
    finally:
        with contextlib.suppress(ProcessLookupError, ChildProcessError):
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


def _wait_for(word: bytes, master: int, before: float, limit: float) -> None:
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
        seen = seen[-600:] + data
        if word in seen:
            return
    raise TimeoutError(f"not shown within {limit:.0f} s")

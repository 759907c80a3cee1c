"""The clipboard of the system, by the programs that have it.

The terminal gets what is copied as well (OSC 52), which works over SSH but not in every terminal.
"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from shutil import which as find_program
from typing import NamedTuple

TIMEOUT = 2.0
"""Seconds that a program is waited for."""


class Program(NamedTuple):
    """A command that takes the text on its standard input, in ``encoding``."""

    command: tuple[str, ...]
    encoding: str = "utf-8"


Which = Callable[[str], str | None]
Run = Callable[..., object]


def programs(
    environ: Mapping[str, str], platform: str = sys.platform, which: Which = find_program
) -> list[Program]:
    """The programs that could reach the clipboard its user sees, the likeliest first.

    Over SSH without a display there is none: the machine's own clipboard is somebody else's.
    """
    display, wayland = environ.get("DISPLAY"), environ.get("WAYLAND_DISPLAY")
    remote = bool(environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    wanted: list[Program] = []
    if not remote:
        if platform == "darwin":
            wanted.append(Program(("pbcopy",)))
        if platform == "win32" or environ.get("WSL_DISTRO_NAME") or environ.get("WSL_INTEROP"):
            wanted.append(Program(("clip.exe",), "utf-16"))
        if environ.get("TERMUX_VERSION"):
            wanted.append(Program(("termux-clipboard-set",)))
    if wayland:
        wanted.append(Program(("wl-copy",)))
    if display:
        wanted.append(Program(("xclip", "-selection", "clipboard", "-in")))
        wanted.append(Program(("xsel", "--clipboard", "--input")))
    return [program for program in wanted if which(program.command[0])]


class Clipboard:
    """Hands texts over, the last one last. Safe from any thread.

    Args:
        environ: The environment.
        run: Runs a program as ``subprocess.run`` does.
    """

    def __init__(
        self,
        environ: Mapping[str, str],
        *,
        platform: str = sys.platform,
        which: Which = find_program,
        run: Run = subprocess.run,
    ) -> None:
        self._programs = programs(environ, platform, which)
        self._run = run
        self._lock = threading.Lock()
        self._ticket = 0

    @property
    def there(self) -> bool:
        """There is a program to try."""
        return bool(self._programs)

    def ticket(self) -> int:
        """A number for a text that is to be copied; of two, that with the higher one counts."""
        self._ticket += 1
        return self._ticket

    def copy(self, text: str, ticket: int) -> list[str]:
        """Copy a text, unless a newer one is there; waits for the program.

        Returns:
            What went wrong, a line for each program that was tried in vain.
        """
        failures: list[str] = []
        with self._lock:
            if ticket != self._ticket:
                return failures
            for program in self._programs:
                try:
                    self._run(
                        program.command,
                        input=text.encode(program.encoding, "replace"),
                        stdout=subprocess.DEVNULL,
                        stderr=subprocess.DEVNULL,
                        timeout=TIMEOUT,
                        check=True,
                        start_new_session=True,  # what holds the text must outlive the terminal
                    )
                except (OSError, subprocess.SubprocessError) as error:
                    failures.append(f"{program.command[0]}: {error}")
                else:
                    break
        return failures

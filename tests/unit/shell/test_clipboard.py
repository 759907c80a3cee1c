"""The system's clipboard: which program is asked, and what becomes of failures."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tui.clipboard import TIMEOUT, Clipboard, programs

ALL = {"pbcopy", "wl-copy", "xclip", "xsel", "clip.exe", "termux-clipboard-set"}


def names(environ: dict[str, str], platform: str = "linux", there: set[str] = ALL) -> list[str]:
    found = programs(environ, platform, lambda name: name if name in there else None)
    return [program.command[0] for program in found]


@pytest.mark.parametrize(
    ("environ", "platform", "wanted"),
    [
        ({}, "linux", []),
        ({"DISPLAY": ":0"}, "linux", ["xclip", "xsel"]),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ["wl-copy"]),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "linux", ["wl-copy", "xclip", "xsel"]),
        ({}, "darwin", ["pbcopy"]),
        ({"WSL_DISTRO_NAME": "Debian"}, "linux", ["clip.exe"]),
        ({"WSL_INTEROP": "/x", "DISPLAY": ":0"}, "linux", ["clip.exe", "xclip", "xsel"]),
        ({"TERMUX_VERSION": "1"}, "linux", ["termux-clipboard-set"]),
        ({"SSH_TTY": "/dev/pts/1"}, "darwin", []),
        ({"SSH_CONNECTION": "a b c d"}, "linux", []),
        ({"SSH_TTY": "/dev/pts/1", "DISPLAY": "localhost:10.0"}, "linux", ["xclip", "xsel"]),
        ({"SSH_TTY": "/dev/pts/1", "WSL_DISTRO_NAME": "Debian"}, "linux", []),
    ],
)
def test_the_environment_says_which(
    environ: dict[str, str], platform: str, wanted: list[str]
) -> None:
    assert names(environ, platform) == wanted


def test_only_what_is_installed_is_asked() -> None:
    assert names({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, there={"xsel"}) == ["xsel"]


class Fake:
    """Runs nothing; fails for the programs it is told to fail for."""

    def __init__(self, fails: dict[str, Exception] | None = None) -> None:
        self.fails = fails or {}
        self.ran: list[tuple[str, bytes]] = []

    def __call__(self, command: tuple[str, ...], **options: Any) -> None:
        assert options["timeout"] == TIMEOUT
        assert options["start_new_session"]
        if command[0] in self.fails:
            raise self.fails[command[0]]
        self.ran.append((command[0], options["input"]))


def clipboard(environ: dict[str, str], run: Any) -> Clipboard:
    return Clipboard(environ, platform="linux", which=lambda name: name, run=run)


def test_a_text_reaches_the_first_program_that_takes_it() -> None:
    fake = Fake({"wl-copy": subprocess.CalledProcessError(1, "wl-copy")})
    board = clipboard({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, fake)
    failures = board.copy("昔 🏳️‍🌈 \ud800", board.ticket())
    assert [name for name, _ in fake.ran] == ["xclip"]
    assert fake.ran[0][1].decode() == "昔 🏳️‍🌈 ?"
    assert len(failures) == 1
    assert failures[0].startswith("wl-copy: ")


def test_windows_gets_utf_16() -> None:
    fake = Fake()
    board = clipboard({"WSL_DISTRO_NAME": "Debian"}, fake)
    assert board.copy("é", board.ticket()) == []
    assert fake.ran == [("clip.exe", "é".encode("utf-16"))]


def test_of_two_texts_the_newer_one_stays() -> None:
    fake = Fake()
    board = clipboard({"DISPLAY": ":0"}, fake)
    old, new = board.ticket(), board.ticket()
    board.copy("new", new)
    board.copy("old", old)
    assert fake.ran == [("xclip", b"new")]


@pytest.mark.parametrize(
    "error", [OSError("gone"), subprocess.TimeoutExpired("xclip", 2), PermissionError("no")]
)
def test_all_that_fails_is_told(error: Exception) -> None:
    board = clipboard({"DISPLAY": ":0"}, Fake({"xclip": error, "xsel": error}))
    assert [line.split(":")[0] for line in board.copy("x", board.ticket())] == ["xclip", "xsel"]


def test_without_a_program_there_is_none() -> None:
    board = Clipboard({}, platform="linux", which=lambda _: None)
    assert not board.there
    assert board.copy("x", board.ticket()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="runs a script")
def test_a_real_program_is_run(tmp_path: Path) -> None:
    script, got = tmp_path / "xclip", tmp_path / "got"
    script.write_text(f"#!/bin/sh\ncat > '{got}'\n", encoding="utf-8")
    script.chmod(0o755)
    board = Clipboard({"DISPLAY": ":0"}, platform="linux", which=lambda _: str(script))
    board._programs = [board._programs[0]._replace(command=(str(script), "-in"))]
    assert board.copy("two words", board.ticket()) == []
    assert got.read_text(encoding="utf-8") == "two words"

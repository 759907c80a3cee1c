"""Handing an address to the user's browser, in a window of its own or in this terminal."""

from __future__ import annotations

import subprocess
import webbrowser
from pathlib import PurePath
from typing import TYPE_CHECKING

from store.errors import PostilError
from tui.editor import suspended

if TYPE_CHECKING:
    from textual.app import App

_IN_TERMINAL = frozenset({"www-browser", "links", "elinks", "lynx", "w3m"})


def open_outside(url: str) -> list[str]:
    """Open ``url`` in a browser with a window of its own; not on the event loop: it takes a while.

    Returns:
        The command that ``open_here`` runs, where the only browser is one that takes the terminal;
        nothing is opened then. Else nothing.

    Raises:
        PostilError: there is no browser, or it did not start.
    """
    try:
        browser = webbrowser.get()
    except webbrowser.Error as error:
        raise PostilError("there is no browser here", hint="y copies the address") from error
    if isinstance(browser, webbrowser.GenericBrowser) or _takes_terminal(browser):
        command = [browser.name, *(part.replace("%s", url) for part in browser.args)]
        if _takes_terminal(browser):
            return [browser.name, url] if url not in command else command
        _start(command)
    elif not browser.open(url):
        raise PostilError("the browser did not start", hint="y copies the address")
    return []


def _takes_terminal(browser: webbrowser.BaseBrowser) -> bool:
    return PurePath(browser.name).name in _IN_TERMINAL


def _start(command: list[str]) -> None:
    """Start a program that says nothing on this terminal and is not waited for."""
    try:
        subprocess.Popen(  # noqa: S603 - the user's own browser, no shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise _did_not_start(command, error) from error


def open_here(app: App[object], command: list[str]) -> None:
    """Give the terminal to a browser until it is left.

    Raises:
        PostilError: it did not start.
    """
    with suspended(app):
        try:
            subprocess.call(command)  # noqa: S603 - as above
        except OSError as error:
            raise _did_not_start(command, error) from error


def _did_not_start(command: list[str], error: OSError) -> PostilError:
    return PostilError(
        f"{command[0]} did not start: {error.strerror or error}", hint="y copies the address"
    )

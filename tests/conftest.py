"""Shared fixtures: folders of one's own, a library in them, a few articles in our own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from store.folders import Folders
from store.library import Library

ORCHARD = """\
# The orchard ledger

Every spring the widow Orsolya counted her trees twice. The first count was for the tax man.
The second count was for herself, and it was always higher.

## What the second count held

- saplings no taller than a hand
- a pear that had died in the frost of 1956
- the tree her brother meant to plant

> A ledger is a promise with columns.

Neighbours who read it after her death found *no* mistakes. They found a different orchard.
"""

FERRY = """\
# Notes from the night ferry

The ferry crosses at two. Nobody who boards it is in a hurry, and nobody who boards it sleeps.

The purser keeps a kettle. He says the river remembers every rope that was thrown across it.
"""


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads the developer's own library, configuration or terminal settings."""
    for name in ("LIBRARY", "CACHE", "CONFIG", "STATE"):
        monkeypatch.setenv(f"POSTIL_{name}", str(tmp_path / name.lower()))
    for name in ("NO_COLOR", "FORCE_COLOR", "COLORFGBG", "TEXTUAL_THEME", "EDITOR", "VISUAL"):
        monkeypatch.delenv(name, raising=False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SSH_TTY", "none")  # so that no test copies into the developer's clipboard
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    """The four folders of an empty library."""
    return Folders(
        tmp_path / "library", tmp_path / "cache", tmp_path / "config", tmp_path / "state"
    )


@pytest.fixture
def library(folders: Folders) -> Iterator[Library]:
    """An empty library."""
    with Library(folders) as opened:
        yield opened


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A folder with two articles to add."""
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "orchard.md").write_text(ORCHARD, encoding="utf-8")
    (folder / "ferry.md").write_text(FERRY, encoding="utf-8")
    return folder


@pytest.fixture
def shelf(library: Library, sources: Path) -> Library:
    """A library with two articles: the orchard and the ferry."""
    assert [added.outcome for added in library.add([str(sources)])] == ["added", "added"]
    return library

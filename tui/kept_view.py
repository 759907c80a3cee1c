"""Measure and theme as they were left, until ``config.yaml`` says something else than it did."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from store import files
from store.folders import Folders
from tui import state_files
from tui.config import MEASURES, Config, load

FILE = "view.json"

Name = Literal["measure", "theme"]


def applied(config: Config, state: Path) -> Config:
    """``config`` with what was chosen in the reader since it was written."""
    kept = state_files.read(state / FILE)
    measure = _kept(kept, "measure", config.measure)
    if isinstance(measure, int) and MEASURES[0] <= measure <= MEASURES[1]:
        config = config._replace(measure=measure)
    theme = _kept(kept, "theme", config.theme)
    return config._replace(theme=theme) if isinstance(theme, str) else config


def keep(folders: Folders, name: Name, value: int | str) -> None:
    """Remember a choice, instead of what ``config.yaml`` says now. Any thread.

    Raises:
        StoreError: it cannot be written.
    """
    configured, _ = load(folders.config)
    path = folders.state / FILE
    with files.locked(path):
        kept = state_files.read(path)
        kept[name] = {"value": value, "instead_of": getattr(configured, name)}
        state_files.write(path, kept)


def _kept(kept: dict[str, object], name: Name, configured: int | str) -> object:
    entry = kept.get(name)
    if not isinstance(entry, dict) or entry.get("instead_of") != configured:
        return None
    value: object = entry.get("value")
    return None if isinstance(value, bool) else value

"""How things looked when postil was left, until ``config.yaml`` says something else than it did."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from store import files
from store.folders import Folders
from tui import state_files
from tui.config import SETTINGS, Config, load

FILE = "view.json"

Name = Literal["measure", "theme", "justify", "paragraphs", "spacing", "line_spacing"]
_NAMES: tuple[Name, ...] = (
    "measure", "theme", "justify", "paragraphs", "spacing", "line_spacing",
)  # fmt: skip


def applied(config: Config, state: Path) -> Config:
    """``config`` with what was chosen in the reader since it was written."""
    kept = state_files.read(state / FILE)
    chosen: dict[str, Any] = {}
    for setting in SETTINGS:
        entry = kept.get(setting.name)
        if setting.name not in _NAMES or not isinstance(entry, dict):
            continue
        if entry.get("instead_of") != getattr(config, setting.name):
            continue
        try:
            chosen[setting.name] = setting.read(entry.get("value"))
        except ValueError:
            continue  # written by another version: as if nothing had been chosen
    return config._replace(**chosen)


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

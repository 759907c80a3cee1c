"""Measure and theme as they were left, until ``config.yaml`` says something else than it did."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from tui import state_files
from tui.config import MEASURES, Config

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


def keep(state: Path, name: Name, value: int | str, configured: int | str) -> None:
    """Remember a choice; ``configured`` is what ``config.yaml`` says, which it holds against.

    Raises:
        StoreError: it cannot be written.
    """
    kept = state_files.read(state / FILE)
    kept[name] = {"value": value, "instead_of": configured}
    state_files.write(state / FILE, kept)


def _kept(kept: dict[str, object], name: Name, configured: int | str) -> object:
    entry = kept.get(name)
    if not isinstance(entry, dict) or entry.get("instead_of") != configured:
        return None
    value: object = entry.get("value")
    return None if isinstance(value, bool) else value

"""The version of the installed package."""

from __future__ import annotations

import importlib.metadata


def version() -> str:
    """As in ``pyproject.toml``; ``unknown`` when run from files that were never installed."""
    try:
        return importlib.metadata.version("postil")
    except importlib.metadata.PackageNotFoundError:
        return "unknown"

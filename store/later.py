"""Modules that are loaded when they are needed first: showing an article needs no importer.

For a module that many functions use; where one does, it imports it itself. A type checker must be
told the truth beside it::

    if TYPE_CHECKING:
        from store import article_file
    else:
        article_file = Later("store.article_file")
"""

from __future__ import annotations

import importlib


class Later:
    """Stands for the module ``name``."""

    __slots__ = ("_name",)

    def __init__(self, name: str) -> None:
        self._name = name

    def __getattr__(self, attribute: str) -> object:
        return getattr(importlib.import_module(self._name), attribute)

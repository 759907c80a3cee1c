"""SHA-256 without OpenSSL, which takes four megabytes and as many milliseconds to load.

Python's own is slower on long texts (five milliseconds a megabyte), and gives the same.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import Protocol


class Hash(Protocol):
    """As those of ``hashlib``."""

    def update(self, data: bytes, /) -> None:
        """Take more."""

    def digest(self) -> bytes:
        """The hash of what was taken."""

    def hexdigest(self) -> str:
        """The same in hexadecimal."""


def _find() -> Callable[[bytes], Hash]:
    for name in ("_sha2", "_sha256"):  # Python 3.12 and later, 3.11: as the library's own random
        try:
            found: Callable[[bytes], Hash] = importlib.import_module(name).sha256
        except (ImportError, AttributeError):
            continue
        return found
    return importlib.import_module("hashlib").sha256  # type: ignore[no-any-return]


sha256 = _find()

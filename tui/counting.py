"""Numbers of things, in words. Pure."""

from __future__ import annotations


def counted(number: int, word: str) -> str:
    """``1 article``, ``2,000 articles``."""
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"

"""Whether one text is a later version of another, when only their source says so. Pure."""

from __future__ import annotations

import re

from store.text.bounds import words
from store.text.document import FOLDED_KINDS, Document

_PAGE = re.compile(r"https?://[^/?#\s]+/(?:[^?#\s]+|\?)\S*", re.IGNORECASE)
_RUN = 3
_SHARED = 0.4


def is_page(source: str) -> bool:
    """Whether ``source`` names one page: a web address that is more than that of a site."""
    return _PAGE.fullmatch(source) is not None


def is_version_of(new: Document, old: Document) -> bool:
    """Whether enough runs of three words of the shorter text stand in the other one.

    Furniture and contents do not count: pages of one site have those in common.
    """
    runs, others = _runs(new), _runs(old)
    fewer = min(len(runs), len(others))
    return len(runs & others) >= max(1, _SHARED * fewer)


def _runs(document: Document) -> set[tuple[str, ...]]:
    text = document.text
    found = [
        text[start:end].casefold()
        for block in document.blocks
        if block.kind not in FOLDED_KINDS
        for start, end in words(text, block.start, block.end)
    ]
    return {tuple(found[at : at + _RUN]) for at in range(max(1, len(found) - _RUN + 1))}

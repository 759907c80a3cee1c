"""Places in an article that its links name: ``#what-was-lost``. Pure, no terminal."""

from __future__ import annotations

import re
from urllib.parse import unquote

from store.text.document import Document

_NOTE = re.compile(r"(?:user-content-)?(?:fn|footnote|note|cite_note)[-:_]*(.+)")
_NO_LETTER = re.compile(r"[\W_]+")
_NOT_IN_SLUG = re.compile(r"[^\w\- ]")


def own_fragment(url: str, source: str) -> str | None:
    """The place in the article itself that ``url`` means; ``None``: it leads elsewhere.

    Args:
        url: Of a link.
        source: Where the article came from, if that is known.
    """
    page, sign, fragment = url.partition("#")
    if not sign:
        return None
    if not page or (source and page == source.partition("#")[0]):
        return unquote(fragment, errors="replace")
    return None


def find_fragment(document: Document, fragment: str) -> int | None:
    """The offset of the block that a link's fragment means, or ``None``.

    Headings are known by the ids that programs make of them: as GitHub does, else by their
    letters alone; footnotes by their labels.
    """
    if fragment in ("", "top"):
        return 0
    wanted = fragment.lower()
    seen: dict[str, int] = {}
    loose: int | None = None
    for block in document.blocks:
        if block.kind in ("heading", "title"):
            words = document.block_text(block)
            slug = _NOT_IN_SLUG.sub("", words.strip().lower()).replace(" ", "-")
            count = seen[slug] = seen.get(slug, -1) + 1
            if (f"{slug}-{count}" if count else slug) == wanted:
                return block.start
            if loose is None and _letters(words) and _letters(words) == _letters(fragment):
                loose = block.start
    return loose if loose is not None else _footnote(document, fragment)


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _footnote(document: Document, fragment: str) -> int | None:
    named = _NOTE.fullmatch(fragment)
    if named is None:
        return None
    blocks = (block for block in document.blocks if block.kind != "code" and block.label)
    return next((block.start for block in blocks if block.label == named[1]), None)

"""What an article is called when its source gives it no title."""

from __future__ import annotations

from typing import Final

from store.text.bounds import sentences
from store.text.clean import clean_line
from store.text.document import Document

_LONGEST: Final = 80  # code points
_PROSE: Final = frozenset({"paragraph", "list_item", "quote"})


def fallback_title(document: Document, name: str) -> str:
    """The first sentence of the text, cut at a word to 80 code points, or else the file's name.

    Never the first heading: that is the title of a section.
    """
    for block in document.blocks:
        if block.kind not in _PROSE:
            continue
        first = next(iter(sentences(document.text, block.start, block.end)), None)
        if first:
            line = clean_line(document.text[first[0] : first[1]])
            if any(char.isalnum() for char in line):
                return shortened(line)
    return shortened(name_as_title(name)) or "untitled"


def name_as_title(name: str) -> str:
    """A file's name for people: without its suffix, ``-`` and ``_`` as blanks."""
    stem, dot, suffix = clean_line(name).rpartition(".")
    bare = stem if dot and stem and len(suffix) <= 8 else clean_line(name)
    return " ".join(bare.replace("_", " ").replace("-", " ").split())


def shortened(line: str) -> str:
    """``line`` in at most 80 code points: cut at a word where there is one, with ``…``."""
    if len(line) <= _LONGEST:
        return line
    head = line[:_LONGEST]
    cut = head.rfind(" ")
    kept = head[:cut] if cut > _LONGEST // 2 else head[:-1]
    return kept.rstrip(" ,;:–—-") + "…"

"""The links in a note: addresses, and highlights named by their id (``^k7f3q9x2mv``). Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from store.text.document import Document

_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_ENDS = ".,;:!?'\u2019\u201d"
_HIGHLIGHT = re.compile(r"(?<![\w^/])\^([0-9a-z][0-9a-z-]{0,39})(?![\w-])")


class NoteLink(NamedTuple):
    """One link.

    Attributes:
        words: What the note says there.
        url: Where it leads; ``""``: to a highlight.
        highlight: The id of that, which may be none; else ``""``.
    """

    words: str
    url: str = ""
    highlight: str = ""


def may_have_links(note: str) -> bool:
    """Whether a note that was not parsed may have links; cheap."""
    return any(sign in note for sign in ("<", "://", "](", "][", "]:", "^"))


def note_links(note: Document) -> list[NoteLink]:
    """The links of a note in their order, each once; what stands in code is none."""
    text = note.text
    taken = [(span.start, span.end) for span in note.spans if span.kind in ("link", "code")]
    taken += [(block.start, block.end) for block in note.blocks if block.kind == "code"]
    found = [
        (span.start, NoteLink(text[span.start : span.end], url=span.value))
        for span in note.spans
        if span.kind == "link" and span.value
    ]

    def free(match: re.Match[str]) -> bool:
        return not any(start <= match.start() < end for start, end in taken)

    for match in filter(free, _ADDRESS.finditer(text)):
        url = match[0].rstrip(_ENDS)
        url = url.rstrip(")") if "(" not in url else url
        found.append((match.start(), NoteLink(url, url=url)))
    found += [
        (match.start(), NoteLink(match[0], highlight=match[1]))
        for match in filter(free, _HIGHLIGHT.finditer(text))
    ]
    found.sort(key=lambda item: item[0])
    return list({(link.url, link.highlight): link for _, link in reversed(found)}.values())[::-1]

"""Make text from outside harmless: no escape sequences, no control or bidi characters, NFC.

Cleaning comes after entity decoding (``&#27;`` is an escape character) and again wherever a
title, a tag, a URL or a file name comes in. Every function here is idempotent.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Sequence

from store.text.edits import Edit, apply_edits

# A string sequence (OSC, DCS, SOS, PM, APC) without its end loses only its introducer, and an
# 8-bit one ends with BEL or ESC \ only: wrongly decoded quotes are U+0080..9F too, and text
# between two of them must not vanish.


@functools.cache
def _unclean() -> re.Pattern[str]:
    """Made when something unclean is met, like all patterns that take a millisecond."""
    return re.compile(
        r"""
          (?P<line> \r\n | [\r\x0b\x0c\x85\u2028\u2029] )
        | (?P<flag> \U0001f3f4 [\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6} \U000e007f )
        | (?P<bad> [\ud800-\udfff\ufffe\uffff] )
        | \x1b [\]PX^_] [^\x00-\x1f\x7f-\x9f]* (?: \x07 | \x1b\\ | \x9c )
        | [\x90\x98\x9d-\x9f] [^\x00-\x1f\x7f-\x9f]* (?: \x07 | \x1b\\ )
        | \x1b \[ [0-?]* [ -/]* [@-~]?
        | \x9b [0-?]+ [ -/]* [@-~]
        | \x1b [ -/]* [0-~]?
        | [\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200e\u200f]
        | [\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]
        """.replace("[ -/]", r"[\x20-\x2f]"),
        re.VERBOSE,
    )


_SUSPECT = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    r"\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)
_SUSPECT_ASCII = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_NON_ASCII_RUN = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]+")
_TAG_MARKS = re.compile('[,;"`“”„«»]')
_TAG_LIMIT = 100


def clean_text(text: str) -> str:
    r"""``text`` in NFC, lines parted by ``\n``, without anything that steers a terminal.

    Whole escape sequences, C0 (but ``\n`` and ``\t``), DEL, C1, soft hyphens, zero-width spaces,
    bidi controls and tag characters (but in emoji flags) are dropped; other line ends become
    ``\n``; lone surrogates U+FFFD. Joiners (ZWJ, ZWNJ) stay: emoji and scripts need them.
    """
    if text.isascii():
        return _unclean().sub(_replacement, text) if _SUSPECT_ASCII.search(text) else text
    if _SUSPECT.search(text):
        text = _unclean().sub(_replacement, text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def clean_with_offsets(text: str, offsets: Sequence[int]) -> tuple[str, list[int]]:
    """``clean_text`` that says where ascending ``offsets`` of ``text`` are afterwards."""
    if _SUSPECT.search(text):
        edits = ((*found.span(), _replacement(found)) for found in _unclean().finditer(text))
        text, offsets = apply_edits(text, edits, offsets)
    if not unicodedata.is_normalized("NFC", text):
        text, offsets = apply_edits(text, _composing(text), offsets)
    return text, list(offsets)


def fold_blanks(text: str) -> str:
    """``text`` with every run of whitespace, line ends too, as one blank, and none at its ends."""
    return " ".join(text.split())


def clean_line(text: str, limit: int = 1000) -> str:
    """``text`` cleaned, on one line, for titles, authors, URLs and names.

    Args:
        text: Any text.
        limit: The most code points; a longer line is cut and ends with ``…``.
    """
    line = fold_blanks(clean_text(text))
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"


def clean_tag(text: str) -> str:
    """``text`` as a tag: ``#To read, "now"`` becomes ``To-read-now``; ``a / b`` becomes ``a/b``.

    Blanks become ``-``; commas, semicolons and quotation marks go (apostrophes stay); ``/``
    nests and has something on both sides. At most 100 code points. ``""`` if nothing is left.
    """
    line = _TAG_MARKS.sub(" ", clean_line(text, 10 * _TAG_LIMIT))
    parts = ("-".join(part.lstrip("#- ").split()).strip("-") for part in line.split("/"))
    return _part_tag("/".join(part for part in parts if part))


def _part_tag(tag: str) -> str:
    if len(tag) > _TAG_LIMIT:
        tag = tag[:_TAG_LIMIT].rstrip("-/")
    return tag


def _replacement(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind is None:
        return ""
    if kind == "line":
        return "\n"
    return found[0] if kind == "flag" else "\ufffd"


def _composing(text: str) -> Iterator[Edit]:
    """What NFC changes in ``text``, cluster by cluster."""
    for run in _NON_ASCII_RUN.finditer(text):
        if unicodedata.is_normalized("NFC", run[0]):
            continue
        start = run.start()
        while start < run.end():
            end = start + 1
            while end < run.end() and _joins(text[end]):
                end += 1
            composed = unicodedata.normalize("NFC", text[start:end])
            if composed != text[start:end]:
                yield start, end, composed
            start = end


def _joins(character: str) -> bool:
    """Whether NFC may join ``character`` to what stands before it: marks, Hangul vowels."""
    return (
        unicodedata.category(character)[0] == "M"
        or "\u1160" <= character <= "\u11ff"
        or "\ud7b0" <= character <= "\ud7ff"
    )

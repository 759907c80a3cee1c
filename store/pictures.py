"""Pictures inside of what an article came from: found in the kept original, never fetched.

A picture is in an original as a ``data:`` address, which an article does not keep. To know which
one an image of the text was, the original is imported once more with a made-up address in the
place of each: where the text is the same, the image at the same offset has the address.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote_to_bytes

from store.errors import StoreError
from store.text.document import Document, Span

if TYPE_CHECKING:
    from store.importers.model import Source

LARGEST: Final = 20_000_000
"""Bytes of the largest picture that is handed out."""
MOST_PIXELS: Final = 50_000_000

_ADDRESS: Final = "https://picture.invalid/"
_DATA: Final = re.compile(
    rb"data:image/[a-z0-9.+-]{1,40}(?:;[a-z0-9=._-]{1,60}){0,3}?;base64,([a-z0-9+/=_%-]*)",
    re.IGNORECASE,
)
_JPEG_SIZES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_JPEG_BARE: Final = frozenset({0x01, 0xFF, *range(0xD0, 0xD9)})


class Kind(NamedTuple):
    """What the first bytes of a picture say: its format, and its size in pixels."""

    name: str
    width: int
    height: int


def images_in(document: Document, start: int, end: int) -> list[Span]:
    """The images whose text lies in ``[start, end)`` in part, in order."""
    first, last = document.block_index(start), document.block_index(max(end - 1, start))
    return [
        span
        for block in document.blocks[first : last + 1]
        for span in document.spans_of(block)
        if span.kind == "image" and start < span.end and span.start < end
    ]


def find(source: Source, importer: str, document: Document, image: Span) -> bytes | None:
    """The bytes of an ``image`` of ``document``, which was imported from ``source``.

    Returns:
        ``None``: they are not in it, or it cannot be said which of its pictures it was.

    Raises:
        SourceError: the original cannot be read any more.
        StoreError: it is a picture that is not shown; see ``check``.
    """
    if image.value:  # it has an address elsewhere
        return None
    data, payloads = _marked(source.data)
    if not payloads:
        return None
    from store.importers.registry import get  # noqa: PLC0415 - formats are slow to load
    from store.text.markdown import parse  # noqa: PLC0415 - the same

    for imported in get(importer).load(replace(source, data=data)):
        number = _number(document, image, parse(imported.markdown))
        if number is not None and number < len(payloads):
            picture = _decoded(payloads[number])
            check(picture)
            return picture
    return None


def check(picture: bytes) -> Kind:
    """What kind of picture it is, by its first bytes: PNG, JPEG, GIF or WebP.

    Raises:
        StoreError: it is something else, or larger than ``LARGEST`` or ``MOST_PIXELS``.
    """
    kind = _kind(picture)
    if kind is None:
        raise StoreError("this picture is no PNG, JPEG, GIF or WebP, so it is not shown")
    if len(picture) > LARGEST:
        raise StoreError(f"this picture has {len(picture) / 1e6:.0f} MB, so it is not shown")
    pixels = kind.width * kind.height
    if pixels > MOST_PIXELS:
        raise StoreError(f"this picture has {pixels / 1e6:.0f} megapixels, so it is not shown")
    return kind


def _marked(data: bytes) -> tuple[bytes, Sequence[bytes]]:
    """``data`` with addresses for pictures, and the pictures as they are written down."""
    payloads: list[bytes] = []

    def mark(found: re.Match[bytes]) -> bytes:
        payloads.append(found[1])
        return f"{_ADDRESS}{len(payloads) - 1}".encode()

    return _DATA.sub(mark, data), payloads


def _number(document: Document, image: Span, again: Document) -> int | None:
    """Which picture ``image`` was, going by the text imported ``again``."""
    theirs = [span for span in again.spans if _number_of(span) is not None]
    if again.text == document.text:
        same = [span for span in theirs if (span.start, span.end) == (image.start, image.end)]
        return _number_of(same[0]) if same else None
    # The text was worked on since: an image is known by its words, if they are told apart.
    words = document.text[image.start : image.end]
    ours = [
        span
        for span in document.spans
        if span.kind == "image" and not span.value and document.text[span.start : span.end] == words
    ]
    theirs = [span for span in theirs if again.text[span.start : span.end] == words]
    return _number_of(theirs[ours.index(image)]) if len(ours) == len(theirs) else None


def _number_of(span: Span) -> int | None:
    number = span.value.removeprefix(_ADDRESS)
    is_marked = span.kind == "image" and number != span.value
    return int(number) if is_marked and number.isascii() and number.isdigit() else None


def _decoded(payload: bytes) -> bytes:
    """The bytes of a picture; ``b""`` for what is too long or no base64."""
    if len(payload) > 2 * LARGEST:
        return b""
    plain = unquote_to_bytes(payload).translate(bytes.maketrans(b"-_", b"+/"), b" \t\r\n=")
    try:
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""


def _kind(data: bytes) -> Kind | None:
    def number(start: int, end: int, *, big: bool = False) -> int:
        return int.from_bytes(data[start:end], "big" if big else "little")

    if data.startswith(b"\x89PNG\r\n\x1a\n") and data[12:16] == b"IHDR":
        return Kind("PNG", number(16, 20, big=True), number(20, 24, big=True))
    if data.startswith((b"GIF87a", b"GIF89a")):
        return Kind("GIF", number(6, 8), number(8, 10))
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        size = _webp_size(data)
        return Kind("WebP", *size) if size else None
    if data.startswith(b"\xff\xd8\xff"):
        size = _jpeg_size(data)
        return Kind("JPEG", *size) if size else None
    return None


def _webp_size(data: bytes) -> tuple[int, int] | None:
    """Width and height as the first chunk has them (RFC 9649)."""
    form = data[12:16]
    if form == b"VP8X" and len(data) >= 30:
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if form == b"VP8L" and data[20:21] == b"\x2f":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        both = int.from_bytes(data[26:30], "little")
        return both & 0x3FFF, both >> 16 & 0x3FFF
    return None


def _jpeg_size(data: bytes) -> tuple[int, int] | None:
    """Width and height in the first frame header (ITU-T T.81, B.2.2)."""
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker in _JPEG_SIZES:
            height = int.from_bytes(data[at + 5 : at + 7], "big")
            return int.from_bytes(data[at + 7 : at + 9], "big"), height
        if marker in _JPEG_BARE:
            at += 1 if marker == 0xFF else 2
            continue
        at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
    return None

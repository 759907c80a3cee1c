"""Plain text: lines, what they are, and Markdown that says so. Every line stays, in order."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from store.importers import decode, lines, structure
from store.importers.model import Imported, Importer, Source
from store.importers.structure import Part
from store.text import escape
from store.text.clean import clean_line, clean_text


def to_markdown(parts: Sequence[Part]) -> str:
    """The Markdown of recognised parts; their texts come back in its ``Document``, in order."""
    return "\n\n".join(block for block in _blocks(parts) if block) + "\n"


def _blocks(parts: Sequence[Part]) -> Iterator[str]:
    for kind, run in itertools.groupby(parts, key=lambda part: part.kind):
        group = list(run)
        match kind:
            case "furniture" | "contents" | "byline" | "caption":
                inside = "\n\n".join(escape.paragraph(part.text) for part in group)
                yield escape.fenced(kind, inside)
            case "list_item":
                yield escape.list_items((part.text, part.number, part.level) for part in group)
            case "title" | "heading":
                yield from (escape.heading(part.text, part.level) for part in group)
            case "quote":
                yield "\n>\n".join(escape.quote(part.text) for part in group)
            case _:
                yield from (escape.paragraph(part.text) for part in group)


def read(source: Source) -> Sequence[Imported]:
    """The one article of a plain text.

    Raises:
        SourceError: There is nothing to read in it.
    """
    text, encoding = decode.decode(source.data)
    parts = structure.recognise(lines.unwrap(lines.split(clean_text(text))))
    if not parts:
        raise source.error("there is no text in it")
    byline = structure.byline_of(parts)
    title = next((part.text for part in parts if part.kind == "title"), "")
    return (
        Imported(
            to_markdown(parts),
            title=clean_line(title),
            author=clean_line(byline.author),
            source=source.address,
            published=clean_line(byline.published),
            importer=IMPORTER.name,
            extra={} if encoding == "utf-8" else {"encoding": encoding},
        ),
    )


def sniff(_data: bytes, name: str) -> int:
    """Sure by suffix; else it is what is left when nothing else fits."""
    return 80 if name.lower().endswith(IMPORTER.suffixes) else 10


IMPORTER = Importer(
    name="text",
    title="Plain text",
    suffixes=(".txt", ".text"),
    media_types=("text/plain",),
    limit=20_000_000,
    sniff=sniff,
    read=read,
)

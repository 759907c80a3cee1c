"""The importers, one line each. Everything that lists formats is derived from here."""

from __future__ import annotations

from store.errors import NotFoundError
from store.importers import decode, html, markdown, plain_text
from store.importers.model import Imported, Importer, Source

__all__ = ["IMPORTERS", "Imported", "Importer", "Source", "choose", "get", "suffixes"]

IMPORTERS: tuple[Importer, ...] = (
    html.IMPORTER,
    markdown.IMPORTER,
    plain_text.IMPORTER,
)


def get(name: str) -> Importer:
    """The importer of that name.

    Raises:
        NotFoundError: There is none; the hint lists the names.
    """
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    names = ", ".join(importer.name for importer in IMPORTERS)
    raise NotFoundError(f"there is no importer called “{name}”", hint=f"the importers are: {names}")


def suffixes() -> frozenset[str]:
    """The suffixes of file names that a walked folder is searched for, lower case, with the dot."""
    return frozenset(suffix for importer in IMPORTERS for suffix in importer.suffixes)


def choose(source: Source) -> Importer:
    """The importer that is surest of ``source``; the first of equals.

    Raises:
        SourceError: It is empty, not text, or larger than that importer takes.
    """
    if not source.data.strip():
        raise source.error("the file is empty" if source.origin else "nothing came in")
    importer = max(IMPORTERS, key=lambda each: each.sniff(source.data, source.name))
    binary = decode.binary_kind(source.data)
    if binary:
        formats = ", ".join(each.title.lower() for each in IMPORTERS)
        raise source.error(f"this is {binary}, not text", f"what can be read now: {formats}")
    if len(source.data) > importer.limit:
        size = len(source.data) / 1e6
        raise source.error(
            f"{size:.1f} MB is more than the {importer.limit // 1_000_000} MB that "
            f"{importer.title.lower()} may have",
            "split it into parts",
        )
    return importer

"""What goes into an importer, what comes out of it, and what an importer is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from store.errors import SourceError
from store.text.clean import clean_line


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes of one thing to import.

    Attributes:
        name: A short name for people: a file's name, ``stdin``.
        data: All its bytes.
        origin: Its absolute path or URL; ``""`` for standard input.
    """

    name: str
    data: bytes
    origin: str = ""

    @property
    def label(self) -> str:
        """What messages call it: where it came from, on one clean line."""
        return clean_line(self.origin or self.name, 200) or "the source"

    @property
    def address(self) -> str:
        """Its origin as one clean line."""
        return clean_line(self.origin, 4096)

    def error(self, what: str, hint: str = "") -> SourceError:
        """An error that names this source: ``<source>: <what>``, always one line."""
        path = Path(self.origin) if self.origin and "://" not in self.origin else None
        return SourceError(f"{self.label}: {clean_line(what, 300)}", hint=hint, path=path)


@dataclass(frozen=True, slots=True)
class Imported:
    """One article as an importer read it. All strings but ``markdown`` are one clean line.

    Attributes:
        markdown: The body, without front matter; its ``Document`` has the text of the source.
        title: ``""`` if the source has none: then ``titles.fallback_title`` decides.
        source: Where it says that it is from (a page's canonical URL, a front matter's ``source``),
            or else the origin of the ``Source``.
        published: As the source said it.
        language: A language tag (``en``, ``de-AT``), or ``""``.
        importer: The importer's name.
        extra: What else the source said, for the front matter: strings, numbers, lists, mappings.
            ``tags`` is a list of tags.
    """

    markdown: str
    title: str = ""
    author: str = ""
    source: str = ""
    published: str = ""
    language: str = ""
    importer: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


Reader = Callable[[Source], Sequence[Imported]]


@dataclass(frozen=True, slots=True)
class Importer:
    """One format that can be read.

    Attributes:
        name: Its name in front matter and options.
        title: Its name for people.
        suffixes: Of file names, lower case with the dot. Folders are walked for these.
        media_types: As HTTP names them.
        limit: The most bytes it takes.
        sniff: How sure it is, 0 to 100, that these bytes of that file name are its own.
        read: Reads a source here and now. Raises ``SourceError``.
        isolated: Untrusted structure is read in a worker process with a time limit.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_types: tuple[str, ...]
    limit: int
    sniff: Callable[[bytes, str], int]
    read: Reader
    isolated: bool = False

    def load(self, source: Source) -> Sequence[Imported]:
        """Read a source, in the worker process if this format asks for it.

        Raises:
            SourceError: It is not readable, holds no text, or took too long.
        """
        if not self.isolated:
            return self.read(source)
        from store.importers import worker  # noqa: PLC0415 - only isolated formats need it

        return worker.load(self.name, source)

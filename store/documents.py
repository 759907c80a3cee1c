"""Parsed documents, kept in the cache folder under the hash of their Markdown.

Parsing costs half a second a megabyte; decoding a cached document some twenty milliseconds.
A damaged or foreign entry is parsed anew; an entry that cannot be written is done without.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from pathlib import Path

from store import files
from store.errors import StoreError
from store.hashing import sha256
from store.text import codec
from store.text.document import PARSER, Document

_IN_MEMORY = 8
_LIMIT = 400_000_000


class DocumentCache:
    """Markdown in, ``Document`` out. Safe from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._recent: OrderedDict[str, Document] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, source: str) -> Document:
        """The document of the Markdown ``source``: from memory, from the folder, or parsed now."""
        digest = digest_of(source)
        document = self.kept(digest)
        if document is None:
            document = self._parse(_key(digest), source)
            self._remember(digest, document)
        return document

    def kept(self, digest: str) -> Document | None:
        """The document of the Markdown with that hash, unless it has to be parsed."""
        with self._lock:
            document = self._recent.get(digest)
            if document is not None:
                self._recent.move_to_end(digest)
                return document
        document = self._load(_key(digest))
        if document is not None:
            self._remember(digest, document)
        return document

    def clear(self) -> None:
        """Forget all documents, in memory and in the folder: each is parsed anew."""
        with self._lock:
            self._recent.clear()
        files.remove_derived(self._folder)

    def _remember(self, digest: str, document: Document) -> None:
        with self._lock:
            self._recent[digest] = document
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def _load(self, key: str) -> Document | None:
        try:
            return codec.decode(files.read_bytes(self._path(key), _LIMIT))
        except (StoreError, ValueError):
            return None

    def _parse(self, key: str, source: str) -> Document:
        from store.text import markdown  # noqa: PLC0415 - what was parsed before needs no parser

        document = markdown.parse(source)
        path = self._path(key)
        try:
            files.make_private_folder(path.parent)
            files.write_atomic(path, codec.encode(document), durable=False)
        except StoreError:
            return document  # derived data: the next start parses again
        return document


def digest_of(source: str) -> str:
    """The hash under which the document of a Markdown is kept."""
    return sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:40]


def _key(digest: str) -> str:
    return f"{digest}-{codec.FORMAT}.{PARSER}"

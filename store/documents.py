"""Parsed documents, kept in the cache folder under the hash of their Markdown.

Parsing costs half a second a megabyte; decoding a cached document some twenty milliseconds.
A damaged or foreign entry is parsed anew; an entry that cannot be written is done without.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from pathlib import Path

from store import files
from store.errors import StoreError
from store.text import codec, markdown
from store.text.document import Document

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
        digest = hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()
        key = f"{digest[:40]}-{codec.FORMAT}.{markdown.VERSION}"
        with self._lock:
            document = self._recent.get(key)
            if document is not None:
                self._recent.move_to_end(key)
                return document
        document = self._load(key) or self._parse(key, source)
        with self._lock:
            self._recent[key] = document
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)
        return document

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"

    def _load(self, key: str) -> Document | None:
        try:
            return codec.decode(files.read_bytes(self._path(key), _LIMIT))
        except (StoreError, ValueError):
            return None

    def _parse(self, key: str, source: str) -> Document:
        document = markdown.parse(source)
        path = self._path(key)
        try:
            files.make_private_folder(path.parent)
            files.write_atomic(path, codec.encode(document), durable=False)
        except StoreError:
            return document  # derived data: the next start parses again
        return document

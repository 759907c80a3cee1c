"""The other side of ``bulk``: a process that takes articles apart and writes whole segments.

It is given documents on its standard input, and gathers them; told to write, it writes a segment
for each index into its folder, and says which.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from store.frames import receive, send
from store.search.codec import PostingCodec
from store.search.documents import NOTES, TEXTS, Document
from store.search.pool import Pool
from store.search.storage import MappedStorage

_POLITE = 5


class Gathering:
    """New documents of one index, until they are written."""

    def __init__(self) -> None:
        self._pool = Pool()
        self._rows: list[list[str]] = []

    def add(self, document: Document) -> None:
        """Add the next one."""
        self._rows.append(self._pool.take(document))

    def write(self, folder: Path, index: str) -> tuple[str, int]:
        """Write a segment: its id (empty if there is nothing to write), and its documents."""
        if not self._rows:
            return "", 0
        storage, codec = MappedStorage(folder), PostingCodec()
        segment = codec.new_segment(storage, index)
        rows = codec.per_document_writer(storage, segment)
        for row in self._rows:
            rows.add(row)
        rows.close()
        fields = codec.field_writer(storage, segment)
        fields.add_postings(None, None, self._pool)
        fields.close()
        return segment.segid, len(self._rows)


def serve(folder: Path, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until they end."""
    gathered = {TEXTS: Gathering(), NOTES: Gathering()}
    while True:
        try:
            request: list[Any] = json.loads(receive(requests))
        except EOFError:
            return
        for fields in request:
            document = Document(*fields)
            gathered[document.kind].add(document)
        if not request:
            written = {name: each.write(folder, name) for name, each in gathered.items()}
            gathered = {TEXTS: Gathering(), NOTES: Gathering()}
            send(answers, json.dumps(written).encode())


def main() -> None:
    """Serve, as a process that gives way to the one with the screen."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ctrl+c is meant for that one
    if hasattr(os, "nice"):
        with suppress(OSError):
            os.nice(_POLITE)
    gc.disable()  # there are no cycles here, and very many objects
    answers = sys.stdout.buffer
    sys.stdout = sys.stderr  # whatever a library prints must not get between the messages
    serve(Path(sys.argv[1]), sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()

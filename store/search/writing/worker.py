"""The other side of ``bulk``: a process that takes articles apart and writes whole segments.

It is given documents on its standard input, and gathers them; told to write, it writes a segment
for each index into its folder, and says which. Or it is told to make one segment of several.
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
from store.search.commits.contents import Segment
from store.search.files.storage import MappedStorage
from store.search.segment.parts import write_segment
from store.search.segment.pool import Pool
from store.search.segment.schema import NOTES, TEXTS, Document
from store.search.writing import merging

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
        name = write_segment(MappedStorage(folder), index, self._rows, self._pool)
        return name, len(self._rows)


def serve(folder: Path, requests: IO[bytes], answers: IO[bytes]) -> None:
    """Answer requests until they end.

    A request is a list of documents to be added, an empty one to write them, or what to merge.
    """
    gathered = {TEXTS: Gathering(), NOTES: Gathering()}
    while True:
        try:
            request: Any = json.loads(receive(requests))
        except EOFError:
            return
        if isinstance(request, dict):
            send(answers, json.dumps(_merged(folder, **request)).encode())
        elif request:
            for fields in request:
                document = Document(*fields)
                gathered[document.kind].add(document)
        else:
            written = {name: each.write(folder, name) for name, each in gathered.items()}
            gathered = {TEXTS: Gathering(), NOTES: Gathering()}
            send(answers, json.dumps(written).encode())


def _merged(folder: Path, part: str, source: str, segments: list[list[Any]]) -> tuple[str, int]:
    chosen = [Segment(name, count, int(deleted, 16), ()) for name, count, deleted in segments]
    return merging.merge(part, chosen, MappedStorage(Path(source)), MappedStorage(folder))


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

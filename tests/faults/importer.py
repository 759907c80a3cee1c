"""``python -m tests.faults.importer FOLDER...``: another process that takes all articles in.

The folders are those of ``Folders``; the index is written in many batches. After each it says how
many articles are done, and waits for a line.
"""

from __future__ import annotations

import sys
from pathlib import Path
from unittest.mock import patch

from store.folders import Folders
from store.library import Library
from store.search.writing import update

BATCHES = 10


def _wait(done: int, total: int, what: str) -> None:
    if what == "indexing":
        print(done, flush=True)  # noqa: T201 - that is what is listened to
        sys.stdin.readline()


def main() -> None:
    """Take in what lies in the folder of articles."""
    folders = Folders(*map(Path, sys.argv[1:]))
    size = -(-sum(1 for _ in folders.articles.iterdir()) // BATCHES)
    with Library.open(folders) as library, patch.object(update, "BATCH", size):
        library.update_index(_wait)


if __name__ == "__main__":
    main()

"""``python -m tests.faults.rival FOLDER NAME TIMES``: another process that writes to an index.

Each time it opens the index anew, puts an article in and takes an older one out; it says what was
wrong, a line each.
"""

from __future__ import annotations

import sys
from pathlib import Path

from store.search.entry import Entry
from store.search.index import SearchIndex

LIVING = 5
"""So many of a rival's articles are there at a time."""


def main() -> None:
    """Write."""
    folder, name, times = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    for number in range(times):
        index = SearchIndex(folder)
        entry = Entry(f"{name}{number}", f"Rival {number}", f"fog and w{number}", "1")
        if not index.update([entry], [f"{name}{number - LIVING}"], wait=60):
            print(f"{name}{number} was not written")  # noqa: T201 - that is what is asked for
        if index.rebuilt:
            print(f"{name}{number}: {index.damage}")  # noqa: T201 - the same
        index.close()


if __name__ == "__main__":
    main()

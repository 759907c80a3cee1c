"""Small JSON files in the state folder: what this machine remembers of its user's habits.

They hold nothing that could not be lost: what cannot be read is as if it were not there.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from store import files
from store.errors import StoreError

_LIMIT = 2_000_000


def read(path: Path) -> dict[str, Any]:
    """The object in a file; an empty one for a file that is missing or damaged."""
    try:
        found = json.loads(files.read_bytes(path, _LIMIT))
    except (StoreError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def write(path: Path, value: dict[str, Any]) -> None:
    """Make ``value`` the content of a file.

    Raises:
        StoreError: it cannot be written.
    """
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    files.write_atomic(path, data.encode("utf-8", "surrogatepass"), durable=False)

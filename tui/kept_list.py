"""How the list of articles is sorted and grouped, kept in the state folder over a restart.

With it the names of the saved searches, so that the first frame shows them before they are read.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from store import files
from store.errors import StoreError
from tui.listing import GROUPS, SORTS, Group, SmartList, Sort

_FILE = "list.json"
_LIMIT = 100_000


class Kept(NamedTuple):
    """What is kept."""

    sort: Sort = "newest"
    group: Group = "none"
    saved: tuple[SmartList, ...] = ()


def load(state: Path) -> Kept:
    """What was kept last; what cannot be read is as if nothing was."""
    try:
        raw = json.loads(files.read_bytes(state / _FILE, _LIMIT))
        sorts: dict[str, Sort] = {name: name for name in SORTS}
        groups: dict[str, Group] = {name: name for name in GROUPS}
        sort, group = sorts.get(raw["sort"], "newest"), groups.get(raw["group"], "none")
        saved = tuple(SmartList(str(name), str(query)) for name, query in raw["saved"])
    except (StoreError, ValueError, KeyError, TypeError):
        return Kept()
    return Kept(sort, group, saved)


def save(state: Path, sort: Sort, group: Group, saved: Sequence[SmartList]) -> None:
    """Keep it for the next start.

    Raises:
        StoreError: the folder cannot be written.
    """
    content = {"sort": sort, "group": group, "saved": [[s.name, s.query] for s in saved]}
    files.write_atomic(state / _FILE, json.dumps(content).encode(), durable=False)

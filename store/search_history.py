"""The searches that were made last in one library on this machine: a line each, the newest last."""

from __future__ import annotations

from pathlib import Path

from store import files
from store.errors import StoreError
from store.locks import locked
from store.text.clean import clean_line

FILE = "searches.txt"
MOST = 200
_LONGEST = 1000
_SIZE_LIMIT = 2_000_000


class SearchHistory:
    """The file in the state folder. Safe from any thread, and beside other processes.

    Args:
        folder: The state folder; it is there.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def all(self) -> list[str]:
        """At most ``MOST`` searches, each once, the newest first; none if they cannot be read."""
        try:
            text = files.read_bytes(self._path, _SIZE_LIMIT).decode("utf-8", "replace")
        except StoreError:
            return []
        lines = (clean_line(line, _LONGEST) for line in reversed(text.split("\n")))
        return [line for line in dict.fromkeys(lines) if line][:MOST]

    def remember(self, line: str) -> None:
        """Make ``line`` the newest search; one that is too long to be shown again is left out.

        Raises:
            StoreError: the file cannot be written.
        """
        search = clean_line(line, _LONGEST + 1)
        if not search or len(search) > _LONGEST:
            return
        with locked(self._path):
            known = self.all()
            if known[:1] == [search]:
                return
            lines = [search, *(each for each in known if each != search)][:MOST]
            content = "".join(f"{each}\n" for each in reversed(lines))
            files.write_atomic(self._path, content.encode(), durable=False)

"""Checks of the old texts that highlights are anchored in: who needs them, are they whole."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from store import files
from store.article_shelf import SIZE_LIMIT
from store.doctor.model import Finding, Patient, counted, note
from store.errors import StoreError
from store.hashing import sha256

_FILE = re.compile(r"([0-9a-f]{64})\.txt\.gz")
_NAMED = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_LIMIT = 400_000_000
_KEPT_NS = 90 * 86_400 * 10**9


def old_texts(patient: Patient) -> Iterator[Finding]:
    """The kept texts against all that names them, and each against its own hash."""
    folder = patient.folders.library / "texts"
    kept = {
        found[1]: entry
        for entry in files.list_folder(folder, ".txt.gz")
        if (found := _FILE.fullmatch(entry.name))
    }
    needed = _needed(patient) if kept else set()
    # A sync tool may bring a text before the files that name it.
    long_ago = time.time_ns() - _KEPT_NS
    unneeded = [
        folder / entry.name
        for sha, entry in sorted(kept.items())
        if sha not in needed and entry.mtime_ns < long_ago
    ]
    if unneeded:
        yield note(
            "texts", f"texts has {counted(len(unneeded), 'old text')} that nothing needs any more",
            repair="remove what nothing needs", mend=partial(_remove, unneeded),
        )  # fmt: skip
    for sha, entry in sorted(kept.items()):
        if sha in needed and _hash(folder / entry.name) != sha:
            yield note(
                "texts",
                f"texts/{entry.name} is damaged; its highlights are found by their words alone",
                repair="remove it", mend=partial(_remove, [folder / entry.name]),
            )  # fmt: skip


def _needed(patient: Patient) -> set[str]:
    """What any file of annotations names, also a broken one or one in the trash, or the journal."""
    found: set[str] = set()
    folders = patient.folders
    for folder in (folders.annotations, folders.trash, folders.state):
        for entry in files.list_folder(folder, ""):
            if folder != folders.state or entry.name.startswith("history"):
                data = files.read_bytes(folder / entry.name, _LIMIT)
                found.update(sha.decode() for sha in _NAMED.findall(data))
    return found


def _hash(path: Path) -> str:
    """The hash of the text in a file; ``""`` if it cannot be unpacked."""
    try:
        unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
        return sha256(unpacker.decompress(files.read_bytes(path, SIZE_LIMIT), _LIMIT)).hexdigest()
    except (StoreError, zlib.error):
        return ""


def _remove(paths: list[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)

"""The texts that highlights are anchored in, kept while any of them needs it.

When an article's text changes, its highlights are found again by a map from the old text to the
new one, so the old one must be there: whoever edits the Markdown elsewhere leaves no second chance
to keep it. Each text is one file ``<sha256>.txt.gz`` of the library's folder ``texts/``, and goes
along to other machines. The bytes of the file depend on nothing but the text.

What is read is believed only if it has the hash that its name says.
"""

from __future__ import annotations

import contextlib
import re
import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

from store import files
from store.errors import StoreError
from store.files import Stamp
from store.folders import Folders
from store.hashing import sha256

KEPT_DAYS = 90
"""How long a text stays that nothing needs any more."""

_REFRESHED_DAYS = 30
_SUFFIX = ".txt.gz"
_LIMIT = 100_000_000  # bytes of a text, and of its file
_ANY = 1_000_000_000  # bytes of what may name a text
_SHA = re.compile(r"[0-9a-f]{64}")
_NAMED = re.compile(rb"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")
_FILE = re.compile(r"([0-9a-f]{64})\.txt\.gz")
# As gzip writes it, without a time, a name or a system: the same bytes on every machine.
_HEAD = b"\x1f\x8b\x08\0\0\0\0\0\0\xff"
_DAY_NS = 86_400 * 10**9

_sound: dict[Path, Stamp] = {}  # files that were found to hold what their names say
_REMEMBERED = 1000


def find(folder: Path, sha: str) -> str | None:
    """The text with that SHA-256; ``None`` if it was not kept, or its file is not what it says."""
    if not _SHA.fullmatch(sha):
        return None
    text = _text_in(folder / f"{sha}{_SUFFIX}")
    return text if text is not None and sha256(text.encode()).hexdigest() == sha else None


def is_kept(folder: Path, sha: str) -> bool:
    """Whether the text is there, whole, and will not be swept; its file is read once.

    Raises:
        StoreError: the folder cannot be read.
    """
    path = folder / f"{sha}{_SUFFIX}"
    stamp = files.find_stamp(path) if _SHA.fullmatch(sha) else None
    if stamp is None or stamp.mtime_ns < time.time_ns() - _REFRESHED_DAYS * _DAY_NS:
        return False
    if _sound.get(path) != stamp:
        if find(folder, sha) is None:
            return False
        _remember(path, stamp)
    return True


def keep(folder: Path, sha: str, text: str) -> None:
    """Keep ``text``, whose SHA-256 is ``sha``, unless it is kept already.

    One that has been there for long is written again: a sweep that is about to find it needed by
    nobody sees that it is young.

    Raises:
        StoreError: it cannot be written.
    """
    if is_kept(folder, sha):
        return
    files.make_private_folder(folder)
    path = folder / f"{sha}{_SUFFIX}"
    data = _packed(text.encode())
    with files.locked(folder) if files.find_stamp(path) else contextlib.nullcontext():
        _remember(path, files.write_atomic(path, data))


def _remember(path: Path, stamp: Stamp) -> None:
    if len(_sound) >= _REMEMBERED:
        _sound.clear()
    _sound[path] = stamp


def unneeded(folders: Folders) -> list[Path]:
    """The kept texts that nothing names any more, and that came here long ago.

    Needed is what any file of annotations names, be it a conflict copy, broken or in the trash,
    deleted highlights included, and what the journal of acts names: undo must find its way.

    Raises:
        StoreError: a folder cannot be read.
    """
    limit = time.time_ns() - KEPT_DAYS * _DAY_NS
    found = {
        match[1]: folders.texts / entry.name
        for entry in files.list_folder(folders.texts, _SUFFIX)
        # By when it came here: a sync tool may bring it before the files that name it.
        if entry.came_ns < limit and (match := _FILE.fullmatch(entry.name))
    }
    for data in _naming(folders) if found else ():
        for sha in _NAMED.findall(data):
            found.pop(sha.decode(), None)
    return sorted(found.values())


def damaged(folder: Path) -> list[Path]:
    """The kept texts that are not what their names say; every one is read.

    Raises:
        StoreError: the folder cannot be read.
    """
    return [
        folder / entry.name
        for entry in sorted(files.list_folder(folder, _SUFFIX))
        if (match := _FILE.fullmatch(entry.name)) and find(folder, match[1]) is None
    ]


def strays(folder: Path) -> list[Path]:
    """What is in the folder of kept texts under another name than theirs, as conflict copies are.

    Raises:
        StoreError: the folder cannot be read.
    """
    names = sorted(entry.name for entry in files.list_folder(folder, ""))
    return [folder / name for name in names if not _FILE.fullmatch(name)]


def take_in(stray: Path) -> None:
    """Keep the text that a stray file holds under its own name, and remove the stray.

    Raises:
        StoreError: it holds no text, or the system refuses.
    """
    text = _text_in(stray)
    if text is None:
        raise StoreError(f"{stray.name} holds no text", path=stray)
    keep(stray.parent, sha256(text.encode()).hexdigest(), text)
    files.remove(stray)


def is_text(stray: Path) -> bool:
    """Whether a file holds a text as they are kept, whole."""
    return _text_in(stray) is not None


def _text_in(path: Path) -> str | None:
    try:
        return _unpacked(files.read_bytes(path, _LIMIT)).decode()
    except (StoreError, ValueError, zlib.error):
        return None


def sweep(folders: Folders) -> int:
    """Remove the texts that are ``unneeded``, and say how many; safe beside other processes.

    Raises:
        StoreError: one cannot be removed, or it cannot be told what is needed.
    """
    if not files.list_folder(folders.texts, _SUFFIX):
        return 0
    with files.locked(folders.texts):
        gone = unneeded(folders)
        for path in gone:
            files.remove(path)
    return len(gone)


def _naming(folders: Folders) -> Iterator[bytes]:
    """The bytes of all files that may name a text."""
    for folder in (folders.annotations, folders.trash, folders.state):
        for entry in files.list_folder(folder, ""):
            if folder != folders.state or entry.name.startswith("history"):
                yield files.read_bytes(folder / entry.name, _ANY)


def _packed(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    end = struct.pack("<LL", zlib.crc32(data), len(data) & 0xFFFFFFFF)
    return b"".join((_HEAD, packer.compress(data), packer.flush(), end))


def _unpacked(packed: bytes) -> bytes:
    """What is in a gzip file; no more is unpacked than a text may have.

    Raises:
        ValueError: it is too large, or not whole.
        zlib.error: it is damaged.
    """
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    data = unpacker.decompress(packed, _LIMIT)
    if not unpacker.eof:
        raise ValueError("not a whole text")
    return data

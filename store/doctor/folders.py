"""Checks of the folders: what was left in them, who may read them, what they should not hold."""

from __future__ import annotations

import stat
import sys
import unicodedata
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from store import files, moves
from store import leftovers as left
from store.doctor import looking
from store.doctor.model import Finding, Patient, counted, note, problem, some
from store.folders import Folders
from store.names import is_legal, legal
from store.text.clean import clean_line

TIGHTEN = "make it readable by its owner only"
_LOW = 100_000_000
_SUFFIXES = {"articles": ".md", "annotations": ".yaml"}


def own_folders(folders: Folders) -> list[Path]:
    """The folders that are postil's own and that are there."""
    own = [
        folders.articles, folders.annotations, folders.originals, folders.texts,
        folders.trash, folders.cache, folders.state,
    ]  # fmt: skip
    return [folder for folder in own if folder.is_dir()]


def _written_to(folders: Folders) -> Iterator[Path]:
    """The folders in which something may have been left."""
    yield folders.library
    yield from own_folders(folders)
    for pattern in ("*/", "documents/*/"):
        yield from sorted(folders.cache.glob(pattern))


def leftovers(patient: Patient) -> Iterator[Finding]:
    """Temporary files and locks that a crash has left."""
    for folder in _written_to(patient.folders):
        for path in sorted(left.find_left(folder)):
            yield note(
                "leftover", f"{patient.name(path)} was left by an interrupted write",
                repair="remove it", mend=partial(left.sweep, folder),
            )  # fmt: skip


def permissions(patient: Patient) -> Iterator[Finding]:
    """Folders that others may look into. What is in a closed one is safe, whoever wrote it."""
    if sys.platform == "win32":
        return
    for folder in own_folders(patient.folders):
        if not _is_open(folder):
            continue
        yield problem(
            "permissions", f"{patient.name(folder)} can be read by others",
            repair=TIGHTEN, mend=partial(folder.chmod, 0o700),
        )  # fmt: skip
        inside = looking.find_open(folder)
        if inside:
            yield problem(
                "permissions",
                f"{counted(len(inside), 'file')} in {patient.name(folder)} can be read by others",
                repair="make them readable by their owner only", mend=partial(_close, inside),
            )  # fmt: skip


def _is_open(path: Path) -> bool:
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def _close(paths: list[Path]) -> None:
    for path in paths:
        if path.is_file() and not path.is_symlink():
            path.chmod(0o600)


def odd(patient: Patient) -> Iterator[Finding]:
    """What is passed by: links, folders, and files of other kinds."""
    for folder in (patient.folders.articles, patient.folders.annotations):
        suffix = _SUFFIXES[folder.name]
        passed = looking.find_passed_by(folder, suffix)
        looks_right = [path for path in passed if path.name.endswith(suffix)]
        for path in looks_right:
            kind = "a symbolic link" if path.is_symlink() else "no regular file"
            yield problem(
                "odd",
                f"{patient.shown(path)} is {kind}, and is passed by; put the file itself there",
            )
        others = sorted(path.name for path in passed if path not in looks_right)
        others = [name for name in others if ".bad-" not in name]
        if others:
            named = some([clean_line(name) for name in others])
            yield note(
                "odd",
                f"{folder.name} has {counted(len(others), 'entry', 'entries')} that postil does "
                f"not read: {named}",
            )


def aside(patient: Patient) -> Iterator[Finding]:
    """Files that were set aside because they could not be read."""
    for folder in (*own_folders(patient.folders), patient.folders.library):
        for name in sorted(entry.name for entry in files.list_folder(folder, "")):
            if ".bad-" in name:
                yield note(
                    "set-aside",
                    f"{patient.shown(folder / name)} could not be read and was set aside; what "
                    "can be saved of it is to be taken out by hand",
                )


def names(patient: Patient) -> Iterator[Finding]:
    """Names that are not UTF-8, not legal everywhere, or one name where case does not count."""
    for folder in (patient.folders.articles, patient.folders.annotations):
        for path in files.find_misnamed(folder):
            yield problem(
                "name",
                f"{patient.shown(path)} has a name that is not UTF-8, and is passed by",
                repair="give it a name that is",
                mend=partial(_rename, path),
            )
        first: dict[str, str] = {}
        for entry in sorted(files.list_folder(folder, _SUFFIXES[folder.name])):
            path = folder / entry.name
            facts = patient.survey.articles.get(entry.name)
            says_id = folder != patient.folders.articles or (facts is not None and facts.has_id)
            mend = partial(_rename, path) if says_id else None
            other = first.setdefault(_folded(entry.name), entry.name)
            if other != entry.name:
                yield problem(
                    "name",
                    f"{patient.shown(path)} and {clean_line(other)} have the same name on a disk "
                    "where case does not count",
                    repair="give the first another name", mend=mend,
                )  # fmt: skip
            elif not is_legal(path.stem):
                yield note(
                    "name", f"{patient.shown(path)} has a name that Windows forbids",
                    repair="give it one that every system takes", mend=mend,
                )  # fmt: skip


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())


def _rename(path: Path) -> None:
    """Give a file a name that is legal everywhere, and no other's whatever its case."""
    plain = path.name.encode("utf-8", "surrogateescape").decode("ascii", "ignore")
    stem, suffix = legal(Path(plain).stem).strip("-. ") or "file", path.suffix
    taken = {_folded(name) for name in looking.list_names(path.parent)}
    number = 2
    while _folded(f"{stem}-{number}{suffix}") in taken:
        number += 1
    with files.locked(path):
        moves.move(path, path.with_name(f"{stem}-{number}{suffix}"))


def room(patient: Patient) -> Iterator[Finding]:
    """Whether the disk of the library has room, and takes what is written."""
    for folder in (patient.folders.articles, patient.folders.annotations):
        if not looking.is_writable(folder):
            yield note(
                "read-only",
                f"{patient.name(folder)} cannot be written to; all can be read, nothing changed",
            )
    free = looking.free_bytes(patient.folders.library)
    if free < _LOW:
        yield note("room", f"the disk of the library has only {free // 1_000_000} MB left")

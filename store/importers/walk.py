"""From what a user names (files, folders, ``-``) to sources; a bad one never stops the rest."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, Final

from store.errors import SourceError
from store.importers import registry
from store.importers.model import Source
from store.text.clean import clean_line

_URL: Final = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)
_LARGEST: Final = max(importer.limit for importer in registry.IMPORTERS)
_REASONS: Final = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "you may not read it",
    errno.EPERM: "you may not read it",
    errno.ELOOP: "it is a link that leads round in a circle",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of the path is not a folder",
}


def sources(paths: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Source | SourceError]:
    """The sources that ``paths`` name, in that order; a folder's files sorted by name.

    A walked folder gives the files whose suffix an importer knows; hidden files and folders are
    passed by, and links that lead out of it are not followed. A path named outright is always
    tried. What cannot be read comes as a ``SourceError``, in its place.

    Args:
        paths: Files, folders, ``-`` for ``stdin``.
        stdin: What ``-`` reads.
    """
    for path in paths:
        if path == "-":
            yield _standard_input(stdin)
        elif _URL.match(path):
            yield SourceError(
                f"{clean_line(path, 200)}: fetching is not there yet; save the page and add it"
            )
        else:
            yield from _path(path)


def _standard_input(stdin: BinaryIO | None) -> Source | SourceError:
    if stdin is None:
        return SourceError("standard input: there is none here", hint="name a file")
    try:
        data = stdin.read(_LARGEST + 1)
    except OSError as error:
        return _failure("standard input", error)
    return Source("stdin", data) if len(data) <= _LARGEST else _too_large("standard input")


def _path(path: str) -> Iterator[Source | SourceError]:
    try:
        whole = os.path.abspath(Path(path).expanduser())  # noqa: PTH100 - Path has no lexical ".."
        is_folder = stat.S_ISDIR(os.stat(whole).st_mode)  # noqa: PTH116 - Path.is_dir hides errors
    except OSError as error:
        yield _failure(path, error)
        return
    except (ValueError, RuntimeError):  # a NUL in the path; no home folder for "~name"
        yield SourceError(f"{clean_line(path, 200)}: this is not a path")
        return
    if not is_folder:
        yield _file(whole)
        return
    found = False
    for each in _walk(whole):
        found = True
        yield each
    if not found:
        known = " ".join(sorted(registry.suffixes()))
        yield SourceError(
            f"{clean_line(whole, 200)}: nothing to read in this folder",
            hint=f"files that can be read end in {known}",
        )


def _walk(folder: str) -> Iterator[Source | SourceError]:
    """The readable files below ``folder``, depth first, each folder's entries by name."""
    root = os.path.realpath(folder)
    known = registry.suffixes()
    waiting = [folder]
    while waiting:
        path = waiting.pop()
        try:
            with os.scandir(path) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            yield _failure(path, error)
            continue
        below = []
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                below.append(entry.path)
            elif os.path.splitext(entry.name)[1].lower() in known and _inside(entry, root):  # noqa: PTH122 - an entry's name may not be valid text
                yield _file(entry.path)
        waiting.extend(reversed(below))


def _inside(entry: os.DirEntry[str], root: str) -> bool:
    """Whether a walked entry is a regular file, and if it is a link, one that stays below root."""
    try:
        if not entry.is_file():
            return False
    except OSError:  # a link that leads in a circle leads nowhere
        return False
    if not entry.is_symlink():
        return True
    return os.path.realpath(entry.path).startswith(root + os.sep)


def _file(path: str) -> Source | SourceError:
    try:
        # Else opening a named pipe would wait for ever for somebody to write to it.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            os.set_blocking(descriptor, True)  # a pipe that is written to is read to its end
            data = file.read(_LARGEST + 1)
    except OSError as error:
        return _failure(path, error)
    if len(data) > _LARGEST:
        return _too_large(path)
    return Source(clean_line(os.path.basename(path), 255), data, _printable(path))  # noqa: PTH119 - a name may not be valid text


def _printable(path: str) -> str:
    """A path as valid text: bytes that are none become U+FFFD, control characters go."""
    return clean_line(path.encode("utf-8", "surrogateescape").decode("utf-8", "replace"), 4096)


def _too_large(name: str) -> SourceError:
    return SourceError(
        f"{clean_line(name, 200)}: larger than the {_LARGEST // 1_000_000} MB a source may have",
        hint="split it into parts",
        path=Path(name),
    )


def _failure(name: str, error: OSError) -> SourceError:
    reason = _REASONS.get(error.errno or 0) or clean_line(error.strerror or "it cannot be read")
    return SourceError(f"{clean_line(_printable(name), 200)}: {reason}", path=Path(name))

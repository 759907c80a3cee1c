"""What git and Syncthing are told about a library: lines of files in it.

What is missing is added. The lines that are there are their user's own, and stay as they are.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from store import files
from store.errors import StoreError

GIT = "git"
SYNCTHING = "syncthing"
KINDS = (GIT, SYNCTHING)

DRIVER = "postil merge-file %O %A %B %P"
"""What git calls to merge a file of a library."""

_SIZE_LIMIT = 1_000_000
_HEAD = "# postil"

_FILES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    GIT: {
        ".gitattributes": (
            "annotations/*.yaml merge=postil text eol=lf",
            "lists.yaml merge=postil text eol=lf",
            "tags.yaml merge=postil text eol=lf",
            "articles/*.md text eol=lf",
            "originals/* -text",
            "texts/* -text",
        ),
        ".gitignore": (".*.tmp", ".*.lock", "/trash/", ".stfolder/", ".stversions/"),
    },
    SYNCTHING: {
        ".stignore": ("(?d).*.tmp", "(?d).*.lock", "/trash", "/.git"),
    },
}


class Told(NamedTuple):
    """One file.

    Attributes:
        file: Its name in the library.
        added: The lines that were missing; none when it was as it should be.
    """

    file: str
    added: tuple[str, ...]


def set_up(library: Path, kinds: Sequence[str] = KINDS) -> list[Told]:
    """Write what each of ``kinds`` has to know into the library; made again, it adds nothing.

    Raises:
        StoreError: a file there is none of text, or cannot be read or written.
    """
    return [
        Told(name, _add_missing(library / name, lines))
        for kind in kinds
        for name, lines in _FILES[kind].items()
    ]


def to_run(library: Path) -> list[str]:
    """The commands that tell git, on this machine, how to merge: attributes alone cannot."""
    at = f"git -C {shlex.quote(str(library))}"
    inside = any((folder / ".git").exists() for folder in (library, *library.parents))
    return [
        *([] if inside else [f"{at} init"]),
        f'{at} config merge.postil.name "postil: annotations merged by id"',
        f'{at} config merge.postil.driver "{DRIVER}"',
    ]


def _add_missing(path: Path, lines: Sequence[str]) -> tuple[str, ...]:
    with files.locked(path):
        data = b""
        if files.find_stamp(path) is not None:
            data = files.read_bytes(path, _SIZE_LIMIT)
        try:
            there = [line.strip() for line in data.decode("utf-8-sig").splitlines()]
        except UnicodeDecodeError as error:
            raise StoreError(
                f"{path.name} is not UTF-8", hint="convert it, then try again", path=path
            ) from error
        missing = tuple(line for line in lines if line not in there)
        if missing:
            gap = b"" if not data or data.endswith(b"\n") else b"\n"
            head = [] if _HEAD in there else [_HEAD]
            files.write_atomic(
                path, data + gap + "".join(f"{x}\n" for x in [*head, *missing]).encode()
            )
    return missing

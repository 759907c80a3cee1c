"""What tells that other programs have changed a library's files, without reading any of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from store import files

if TYPE_CHECKING:
    from store.catalogue import KnownFile
    from store.files import Stamp
    from store.folders import Folders


class Signs(NamedTuple):
    """The stamps of what is looked at often; others mean that something was changed.

    A folder's changes when a file in it comes, goes, or is replaced by a rename; not when one is
    written in place, so that the files of one article are looked at, too.

    Attributes:
        articles: Of the folder.
        annotations: Of the folder.
        lists: Of the files that are of no article: saved searches, codebook.
        article: Of the file of one article.
        noted: Of the file of its annotations.
    """

    articles: Stamp | None
    annotations: Stamp | None
    lists: tuple[Stamp | None, ...] = ()
    article: Stamp | None = None
    noted: Stamp | None = None


def signs(folders: Folders, article: str | None = None, noted: str | None = None) -> Signs:
    """The signs now: six questions to the system.

    Args:
        folders: The library's.
        article: The name of the file of one article; ``None``: of none.
        noted: The name of the file of its annotations.

    Raises:
        StoreError: a folder cannot be read.
    """
    from store.codebook import FILE as CODEBOOK  # noqa: PLC0415 - not before the first frame
    from store.saved_searches import FILE as SEARCHES  # noqa: PLC0415 - the same

    return Signs(
        files.find_stamp(folders.articles),
        files.find_stamp(folders.annotations),
        tuple(files.find_stamp(folders.library / name) for name in (SEARCHES, CODEBOOK)),
        files.find_stamp(folders.articles / article) if article else None,
        files.find_stamp(folders.annotations / noted) if noted else None,
    )


Differing = frozenset[tuple[str, int, int]]
"""Names, times (nanoseconds) and sizes of files that are not as they are listed; gone: size -1."""


def differing(folder: Path, suffix: str, seen: Mapping[str, KnownFile] | None) -> Differing:
    """The files of a folder that are not as they were ``seen``, whoever has written them.

    Raises:
        StoreError: the folder cannot be read.
    """
    left = dict(seen or {})
    found: set[tuple[str, int, int]] = set()
    for listed in files.list_folder(folder, suffix):
        known = left.pop(listed.name, None)
        if known is None or known[:3] != listed[:3]:
            found.add(listed[:3])
    return frozenset(found.union((name, 0, -1) for name in left))

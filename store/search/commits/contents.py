"""The table of contents of an index: which segments there are, and what their files must be.

One small file for both indexes, replaced whole by every commit: what was written becomes visible in
one breath, and nothing is unpickled. Its first line alone tells one commit from another.

Layout: a line ``postil index <version> <key> <commit> <crc32 of the rest, hex>``, then JSON.
"""

from __future__ import annotations

import json
import os
import zlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from store.search.commits.version import version

NAME = "contents"
"""The file's name in the folder of the index."""

HEAD = 200
"""So many bytes hold its first line."""

PARTS = ("texts", "notes")


class DamagedIndexError(Exception):
    """A file of the index is not what was written; the message says which one, and how."""


class File(NamedTuple):
    """A file of a segment as it was written.

    Attributes:
        name: In the folder of the index.
        size: Bytes.
        crc: The CRC-32 of them.
        mtime_ns: When it was written.
    """

    name: str
    size: int
    crc: int
    mtime_ns: int


class Segment(NamedTuple):
    """Documents that were written together; their files never change.

    Attributes:
        name: Its random id.
        documents: How many were written.
        deleted: Those that do not count any more, as a set of bits.
        files: All of it.
    """

    name: str
    documents: int
    deleted: int
    files: tuple[File, ...]


class Contents(NamedTuple):
    """An index after a commit.

    Attributes:
        key: A random id, another one whenever an index is begun anew.
        commit: Counts up from 0 with what is indexed; a merge leaves it as it is.
        parts: The segments of ``texts`` and ``notes``.
    """

    key: str
    commit: int
    parts: Mapping[str, tuple[Segment, ...]]

    def after(self, parts: Mapping[str, tuple[Segment, ...]]) -> Contents:
        """What a commit makes of it; the parts that are not given stay."""
        return Contents(self.key, self.commit + 1, {**self.parts, **parts})

    def merged(self, part: str, segments: tuple[Segment, ...]) -> Contents:
        """The same documents in other segments of a part."""
        return self._replace(parts={**self.parts, part: segments})

    @property
    def generation(self) -> tuple[str, int]:
        """Another one whenever something else is indexed."""
        return self.key, self.commit

    def files(self) -> tuple[File, ...]:
        """Every file of every segment."""
        return tuple(f for part in self.parts.values() for each in part for f in each.files)


def without(segments: Sequence[Segment], numbers: Iterable[int]) -> tuple[Segment, ...]:
    """Segments with more documents deleted.

    Args:
        segments: Of one part.
        numbers: Of the documents, counted through all segments.

    Raises:
        IndexError: There is no such document.
    """
    found = list(segments)
    bases = list(accumulate((each.documents for each in segments), initial=0))
    for number in numbers:
        at = bisect_right(bases, number) - 1
        found[at] = found[at]._replace(deleted=found[at].deleted | 1 << (number - bases[at]))
    return tuple(found)


def empty() -> Contents:
    """An index that is begun."""
    return Contents(os.urandom(8).hex(), 0, dict.fromkeys(PARTS, ()))


def to_bytes(contents: Contents) -> bytes:
    """The file."""
    parts = {
        part: [[s.name, s.documents, f"{s.deleted:x}", s.files] for s in segments]
        for part, segments in contents.parts.items()
    }
    body = json.dumps(parts, separators=(",", ":")).encode()
    return _line(contents.key, contents.commit, zlib.crc32(body)) + body


def from_bytes(data: bytes) -> Contents:
    """What ``to_bytes`` has written.

    Raises:
        DamagedIndexError: It is something else, or of another version.
    """
    head, _, body = data.partition(b"\n")
    words = head.split(b" ")
    try:
        key, commit = words[-3].decode("ascii"), int(words[-2])
        if head + b"\n" != _line(key, commit, zlib.crc32(body)):
            raise DamagedIndexError(f"{NAME} is of another version or damaged")
        parts = {name: tuple(map(_segment, given)) for name, given in json.loads(body).items()}
    except (ValueError, IndexError, TypeError, AttributeError) as error:
        raise DamagedIndexError(f"{NAME} is no table of contents") from error
    return Contents(key, commit, {part: parts.get(part, ()) for part in PARTS})


def _segment(given: Any) -> Segment:
    name, documents, deleted, files = given
    return Segment(name, documents, int(deleted, 16), tuple(File(*each) for each in files))


def _line(key: str, commit: int, crc: int) -> bytes:
    said = version().strip().replace(" ", "-")
    return f"postil index {said} {key} {commit} {crc:08x}\n".encode()

"""Files of a library that are merged by what they say, not by their lines: bytes to bytes.

A kind of file is one line in ``BY_KEY``: its name, and what merges the mapping that it holds.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from store import annotation_file, codebook, files, merging, yaml_files
from store.errors import DamagedFileError, StoreError
from store.merge_values import (
    ABSENT,
    UNDATED,
    Rule,
    Times,
    merge_mapping,
    merge_notes,
    merge_value,
)

Mapped = Mapping[str, Any]
Merge = Callable[[Mapped, Mapped, Mapped], dict[str, Any]]

SIZE_LIMIT = annotation_file.SIZE_LIMIT
"""Bytes of the largest file that is merged."""

_FOLDER = "annotations"
_MARK = re.compile(rb"(<{7}|\|{7}|={7}|>{7})(?:[ \t].*)?")
# Inside which part a mark may stand, and what comes after it.
_AFTER = {
    ("", b"<"): "one",
    ("one", b"|"): "base",
    ("one", b"="): "other",
    ("base", b"="): "other",
    ("other", b">"): "",
}


def merge_searches(base: Mapped, one: Mapped, other: Mapped) -> dict[str, Any]:
    """Saved searches. Of one that was changed on both sides, both stay."""
    merged = merge_mapping(base, one, other)
    for name in [key for key in merged if key in one and key in other]:
        mine, theirs = one[name], other[name]
        if mine != theirs and base.get(name, ABSENT) not in (mine, theirs):
            left, free = theirs if merged[name] == mine else mine, f"{name} (other)"
            while merged.get(free, left) != left:
                free = f"{free} (other)"
            merged[free] = left
    return merged


def merge_codebook(base: Mapped, one: Mapped, other: Mapped) -> dict[str, Any]:
    """What is said of each tag; of descriptions that were changed on both sides both stay.

    Raises:
        StoreError: a later postil wrote one of them.
    """
    if codebook.is_newer(one) or codebook.is_newer(other):
        raise StoreError(
            "a codebook that a later postil wrote is not merged",
            hint="install the new version here, too",
        )
    return merge_mapping(base, one, other, UNDATED, {"tags": _merge_tags})


def _merge_tags(base: Any, one: Any, other: Any, times: Times) -> Any:
    if not (isinstance(one, Mapping) and isinstance(other, Mapping)):
        return merge_value(base, one, other, times)
    rules: Mapping[str, Rule] = dict.fromkeys(one.keys() | other.keys(), _merge_tag)
    return merge_mapping(base if isinstance(base, Mapping) else {}, one, other, times, rules)


def _merge_tag(base: Any, one: Any, other: Any, times: Times) -> Any:
    """One entry; a text alone is its description."""
    if isinstance(one, str) and isinstance(other, str):
        return _merge_text(base, one, other, times)
    if not (isinstance(one, Mapping | str) and isinstance(other, Mapping | str)):
        return merge_value(base, one, other, times)
    old, mine, theirs = (_entry(side) for side in (base, one, other))
    return merge_mapping(old, mine, theirs, times, {"description": _merge_text})


def _entry(value: Any) -> Mapped:
    if isinstance(value, str):
        return {"description": value}
    return value if isinstance(value, Mapping) else {}


def _merge_text(base: Any, one: Any, other: Any, times: Times) -> Any:
    if isinstance(one, str) and isinstance(other, str):
        return merge_notes(base if isinstance(base, str) else "", one, other, times)
    return merge_value(base, one, other, times)


BY_KEY: Mapping[str, Merge] = {"lists.yaml": merge_searches, "tags.yaml": merge_codebook}
"""The files of a library that hold keys and values, by name."""


def merge_bytes(name: str, base: bytes, one: bytes, other: bytes) -> bytes:
    """What a file should hold after it was changed in two places.

    The answer does not depend on which side is called ``one``.

    Args:
        name: Its path in the library, with ``/``; ``""``: its kind is told by what it holds.
        base: What both came from, which has to be certain; empty when it is not known. One that
            cannot be read does not count.
        one: Either side.
        other: The other one.

    Raises:
        StoreError: a file of that kind is not merged, or a side of it cannot be read; the message
            calls them ours (``one``) and theirs.
    """
    merge = _merge_of(name, one, other)
    if one == other:
        return one
    return merge(base, one, other)


def merge_file(base: Path, ours: Path, theirs: Path, name: str = "") -> None:
    """Merge two versions of a file as ``merge_bytes`` does, and write ``ours``.

    Raises:
        StoreError: as ``merge_bytes``, or a file cannot be read or written; ``ours`` is as it was.
    """
    old = b""
    with contextlib.suppress(StoreError):  # without a base nothing is lost, either
        old = files.read_bytes(base, SIZE_LIMIT)
    one, other = (files.read_bytes(path, SIZE_LIMIT) for path in (ours, theirs))
    merged = merge_bytes(name, old, one, other)
    if merged != one:
        files.write_atomic(ours, merged)


def split_markers(data: bytes) -> tuple[bytes, bytes, bytes]:
    """The base and the two sides of a file in which git has left the marks of a conflict.

    Returns:
        The base is empty unless git wrote it between the marks, too (``diff3``).

    Raises:
        StoreError: there are no such marks, or they do not fit together.
    """
    parts: dict[str, list[bytes]] = {"base": [], "one": [], "other": []}
    inside, has_base, conflicts = "", True, 0
    for number, line in enumerate(data.splitlines(keepends=True), start=1):
        found = _MARK.fullmatch(line.rstrip(b"\r\n"))
        sign = found[1][:1] if found else b""
        if not sign:
            for part in [inside] if inside else parts:
                parts[part].append(line)
            continue
        after = _AFTER.get((inside, sign))
        if after is None:
            raise StoreError(f"line {number}: the marks of a conflict do not fit together")
        if sign == b"=":
            has_base = has_base and inside == "base"
        inside, conflicts = after, conflicts + (sign == b"<")
    if inside or not conflicts:
        raise StoreError("a conflict has no end" if inside else "there is no conflict in it")
    base, one, other = (b"".join(parts[part]) for part in ("base", "one", "other"))
    return base if has_base else b"", one, other


# -- inside ------------------------------------------------------------------------------------


def _merge_of(name: str, one: bytes, other: bytes) -> Callable[[bytes, bytes, bytes], bytes]:
    """What merges files of that name, or such ones.

    Raises:
        StoreError: nothing does.
    """
    path = PurePosixPath(name.replace("\\", "/"))
    kind = path.name
    if not name:
        kind = _kind([_mapping(one, "ours"), _mapping(other, "theirs")])
    if kind == _FOLDER or (path.parent.name == _FOLDER and path.suffix == ".yaml"):
        return _merge_annotations
    by_key = BY_KEY.get(kind)
    if by_key is None:
        raise StoreError(
            f"{name or 'a file of this kind'} is not merged by postil",
            hint=f"it merges annotations/*.yaml, {' and '.join(BY_KEY)}",
        )
    return lambda *sides: _merge_by_key(by_key, *sides)


def _kind(sides: Sequence[Mapped]) -> str:
    """The name of the folder or the file that such mappings stand in; ``""``: in none."""
    if any(isinstance(article := side.get("article"), dict) and "id" in article for side in sides):
        return _FOLDER
    if any(isinstance(side.get("tags"), dict) for side in sides):
        return "tags.yaml"
    texts = [yaml_files.text_of(value) for side in sides for value in side.values()]
    return "" if None in texts else "lists.yaml"


def _merge_annotations(base: bytes, one: bytes, other: bytes) -> bytes:
    mine, theirs = annotation_file.parse(one, "ours"), annotation_file.parse(other, "theirs")
    old = None
    with contextlib.suppress(DamagedFileError):
        old = annotation_file.parse(base, "base") if base.strip() else None
    return annotation_file.render(merging.merge(old, mine, theirs))


def _merge_by_key(merge: Merge, base: bytes, one: bytes, other: bytes) -> bytes:
    mine, theirs = _mapping(one, "ours"), _mapping(other, "theirs")
    old: Mapped = {}
    with contextlib.suppress(DamagedFileError):
        old = _mapping(base, "base")
    merged = merge(old, mine, theirs)
    # Where nothing has to go from a side, what its user wrote around the keys stays.
    for _, __, data in sorted(
        ((len(mine), len(one), one), (len(theirs), len(other), other)), reverse=True
    ):
        longer = _extended(data, merged)
        if longer is not None:
            return longer
    return yaml_files.dumps(merged).encode() if merged else b""


def _extended(data: bytes, wanted: Mapped) -> bytes | None:
    """``data`` with the keys that it lacks at its end; ``None`` if that is not what is wanted."""
    there = _mapping(data, "there")
    new = {key: value for key, value in wanted.items() if key not in there}
    gap = b"" if not data or data.endswith(b"\n") else b"\n"
    text = data + gap + yaml_files.dumps(new).encode() if new else data
    with contextlib.suppress(DamagedFileError):
        return text if _mapping(text, "longer") == wanted else None
    return None


def _mapping(data: bytes, name: str) -> Mapped:
    """What a file holds by key.

    Raises:
        DamagedFileError: it cannot be read, or holds something else.
    """
    value = yaml_files.loads(data, name) if data.strip() else {}
    if not isinstance(value, dict | None):
        raise DamagedFileError(f"{name}: it does not hold keys and values")
    return value or {}

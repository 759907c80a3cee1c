"""The codebook's text: read, and with entries changed, where comments and layout stay. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from store import yaml_files
from store.codebook import SCHEMA, Raw, tags_in
from store.errors import DamagedFileError


def read(data: bytes, path: Path) -> dict[str, Any]:
    """What the file holds; ``{}`` for an empty one.

    Raises:
        DamagedFileError: it is not YAML, or no codebook; with the line and the column.
    """
    raw = yaml_files.loads(data, path.name) if data.strip() else {}
    if raw is None:
        return {}
    if not isinstance(raw, dict) or not isinstance(raw.get("tags") or {}, dict):
        raise DamagedFileError(
            f"{path.name}: not a codebook",
            hint="it has the key tags, and below it, indented, one key for each tag",
            path=path,
            line=1,
        )
    return raw


def rewritten(data: bytes, gone: Collection[str], put: Raw, path: Path) -> bytes:
    """The file with its entries ``replaced``; other lines stay as they are where that can be.

    Comments are lost only when the file is laid out in a way that only YAML can make sense of. One
    that has nothing left to say is empty.
    """
    raw = read(data, path)
    tags = replaced(tags_in(raw), gone, put)
    if not tags and raw.keys() <= {"schema", "tags"} and b"#" not in data:
        return b""
    wanted = {**raw, "tags": tags} if "tags" in raw else {"schema": SCHEMA, **raw, "tags": tags}
    text = _edited(data.decode("utf-8-sig"), list(tags_in(raw)), gone, put)
    return (text if _says(text, wanted, path) else yaml_files.dumps(wanted)).encode()


def _says(text: str, wanted: Raw, path: Path) -> bool:
    """Whether ``text`` is a file that holds ``wanted``, in this order."""
    try:
        found = read(text.encode(), path)
    except DamagedFileError:
        return False
    return _in_order(found) == _in_order(wanted)


def _in_order(raw: Raw) -> object:
    """What tells two files apart: the order of their keys, too."""
    return [list(raw), {**raw, "tags": tags_in(raw)}, list(tags_in(raw))]


def _edited(text: str, keys: Sequence[str], gone: Collection[str], put: Raw) -> str:
    """``text`` with the lines of entries replaced. It goes by indentation; the caller checks."""
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += "\n"
    top = next((i for i, line in enumerate(lines) if line.startswith("tags:")), -1)
    heads = [] if top < 0 else _heads(lines, top + 1)
    if top < 0 or len(heads) != len(keys):
        return "".join(lines)
    ends = [*heads[1:], _section_end(lines, top + 1)]
    indent = " " * (_indent(lines[heads[0]]) if heads else 2)
    new = [_block(key, value, indent) for key, value in put.items() if key not in keys]
    result, at = lines[: top + 1], top + 1
    for key, start, following in zip(keys, heads, ends, strict=False):
        end = _block_end(lines, start, following, indent)
        result += lines[at:start]
        if key in gone:
            result += [new.pop(0)] if new else []
        else:
            result += [_block(key, put[key], indent)] if key in put else lines[start:end]
        at = end
    return "".join([*result, *new, *lines[at:]])


def _heads(lines: Sequence[str], start: int) -> list[int]:
    """The lines that begin an entry: all of the least indentation below ``tags:``."""
    body = range(start, _section_end(lines, start))
    said = [i for i in body if lines[i].strip() and not lines[i].lstrip().startswith("#")]
    width = min((_indent(lines[i]) for i in said), default=0)
    return [i for i in said if _indent(lines[i]) == width]


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _section_end(lines: Sequence[str], start: int) -> int:
    """Past the last line that may belong to ``tags:``: where another key begins."""
    return next(
        (i for i in range(start, len(lines)) if lines[i].strip() and lines[i][0] not in " #"),
        len(lines),
    )


def _block_end(lines: Sequence[str], start: int, following: int, indent: str) -> int:
    """Past the last line of an entry; what stands above the next one belongs to that."""
    end = following
    while end > start + 1 and not lines[end - 1].startswith(f"{indent} "):
        end -= 1
    return end


def _block(key: str, value: object, indent: str) -> str:
    text = yaml_files.dumps({key: value})
    return "".join(
        indent + line if line.strip() else line for line in text.splitlines(keepends=True)
    )


def replaced(tags: Raw, gone: Collection[str], put: Raw) -> dict[str, Any]:
    """``tags`` without ``gone`` and with ``put``.

    What is there already keeps its place; what is new takes, in order, the places of what has
    gone, and then those at the end.
    """
    new = [(key, value) for key, value in put.items() if key not in tags]
    result: dict[str, Any] = {}
    for key, value in tags.items():
        if key not in gone:
            result[key] = put.get(key, value)
        elif new:
            result.update([new.pop(0)])
    return result | dict(new)

"""The theme as it was read last, kept in the cache folder.

Loading YAML and checking a theme costs as much as reading a long article; it is done again only
when a file of the themes' folders has changed.
"""

from __future__ import annotations

import json
from pathlib import Path

import themes
from store import files
from store.errors import StoreError
from themes.theme import Paint, Theme

_FORMAT = 1
_LIMIT = 1_000_000
_BUILTIN = Path(themes.__file__).parent


def load(name: str, user_folder: Path | None, cache: Path) -> Theme:
    """The theme of that name, as ``themes.load.load`` gives it.

    Raises:
        ThemeError: There is none of that name, or its file is wrong.
    """
    path = cache / "theme.json"
    stamp = [_FORMAT, name, *_state(_BUILTIN), *_state(user_folder)]
    kept = _read(path, stamp)
    if kept is not None:
        return kept
    from themes.load import load as read  # noqa: PLC0415 - loads yaml

    theme = read(name, user_folder)
    content = json.dumps({"stamp": stamp, "theme": _plain(theme)})
    try:
        files.write_atomic(path, content.encode(), durable=False)
    except StoreError:
        return theme  # derived: the next start reads it again
    return theme


def _plain(theme: Theme) -> dict[str, object]:
    plain = theme._asdict()
    for part in ("paints", "highlights"):
        plain[part] = {key: paint._asdict() for key, paint in plain[part].items()}
    return plain


def _state(folder: Path | None) -> list[object]:
    if folder is None:
        return []
    try:
        listed = files.list_folder(folder, ".yaml")
    except StoreError:
        return [str(folder)]
    return [str(folder), *(list(entry) for entry in sorted(listed))]


def _read(path: Path, stamp: list[object]) -> Theme | None:
    """The kept theme if it was made of the same files; ``None`` for anything else."""
    try:
        content = json.loads(files.read_bytes(path, _LIMIT))
        if content["stamp"] != stamp:
            return None
        theme = content["theme"]
        for part in ("paints", "highlights"):
            theme[part] = {key: Paint(**paint) for key, paint in theme[part].items()}
        return Theme(**theme)
    except (StoreError, ValueError, KeyError, TypeError, AttributeError):
        return None

"""``config.yaml``: what its user wants otherwise. A bad one never stops the start.

Every setting is one row of ``SETTINGS``; ``postil config`` and the docs derive from it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from store.errors import ConfigError, PostilError
from tui.layout.typesetting import Typesetting

FILE = "config.yaml"
MEASURES = (40, 140)
SPACINGS = (0, 4)
LINE_SPACINGS = (1, 2)
SPACED, INDENTED = "spaced", "indented"
MAX_BYTES = 1_000_000


class Config(NamedTuple):
    """The settings of the reader.

    Attributes:
        theme: A theme's name; ``""``: ``ink``, or ``paper`` on a terminal that says it is light.
        measure: The width of the text, in cells.
        words_per_minute: For "minutes left"; 0: measured as its user reads.
        editor: The command of ``E``; ``""``: ``$VISUAL``, ``$EDITOR`` or ``vi``.
        hints: Teach first steps in the status line.
        keys: Command id to chords; an empty tuple unbinds.
        spacing: Blank lines between paragraphs.
        line_spacing: 2 leaves a blank line below every line.
        paragraphs: ``spaced`` or ``indented``.
        justify: Lines end at the same cell.
    """

    theme: str = ""
    measure: int = 72
    words_per_minute: int = 0
    editor: str = ""
    hints: bool = True
    keys: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    spacing: int = 1
    line_spacing: int = 1
    paragraphs: str = SPACED
    justify: bool = False

    @property
    def typesetting(self) -> Typesetting:
        """How paragraphs are set."""
        return Typesetting(
            self.justify, self.spacing, self.line_spacing, self.paragraphs == INDENTED
        )


class Setting(NamedTuple):
    """One key of the file: its help, and what turns a value into one of ``Config``.

    ``read`` raises ValueError with words that follow the key's name.
    """

    name: str
    help: str
    read: Callable[[Any], Any]


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("must be a text")  # noqa: TRY004 - one error type for every bad value
    return value.strip()


def _truth(value: object) -> bool:
    said = str(value).strip().lower()
    if said not in _WORDS:
        raise ValueError("must be true or false")
    return _WORDS[said]


_WORDS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def _between(low: int, high: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        try:
            number = int(str(value))
        except ValueError:
            number = low - 1
        if isinstance(value, bool) or not low <= number <= high:
            raise ValueError(f"must be a number from {low} to {high}")
        return number

    return read


def _one_of(*names: str) -> Callable[[object], str]:
    def read(value: object) -> str:
        if value not in names:
            raise ValueError(f"must be {' or '.join(names)}")
        return str(value)

    return read


def _switch(value: object) -> bool:
    word = str(value).lower()
    if word not in ("true", "false"):
        raise ValueError("must be true or false")
    return word == "true"


def _keys(value: object) -> dict[str, tuple[str, ...]]:
    if value is None or value == "":
        return {}
    if not isinstance(value, dict):
        raise ValueError("must be lines of the form  command: key")  # noqa: TRY004 - as above
    return {str(command): _chords(str(command), given) for command, given in value.items()}


def _chords(command: str, given: object) -> tuple[str, ...]:
    if given is None or given in ("", []):
        return ()
    if isinstance(given, (str, int)) and not isinstance(given, bool):
        return (str(given),)
    if isinstance(given, list) and all(isinstance(item, (str, int)) for item in given):
        return tuple(str(item) for item in given)
    raise ValueError(f"of {command} must be a key, a list of keys, or [] for none")


SETTINGS: tuple[Setting, ...] = (
    Setting("theme", "paper, ink, contrast, mono, or the name of a file in themes/", _text),
    Setting("measure", "width of the text in cells, 40 to 140", _between(*MEASURES)),
    Setting(
        "words_per_minute",
        "your reading speed, 50 to 1500; without it, it is measured",
        _between(50, 1500),
    ),
    Setting("paragraphs", "spaced (by blank lines) or indented", _one_of(SPACED, INDENTED)),
    Setting("spacing", "blank lines between spaced paragraphs, 0 to 4", _between(*SPACINGS)),
    Setting("line_spacing", "1, or 2: a blank line below every line", _between(*LINE_SPACINGS)),
    Setting("justify", "true: lines end at the same cell, words are never parted", _switch),
    Setting("editor", "the command that E opens notes with", _text),
    Setting("hints", "true or false: first steps in the status line, until they are known", _truth),
    Setting("keys", "command: key, or a list of keys, or [] for none", _keys),
)


def load(folder: Path) -> tuple[Config, tuple[ConfigError, ...]]:
    """The settings in ``folder/config.yaml``, and what is wrong there.

    Returns:
        Defaults stand for whatever is missing or wrong; one error for each thing that is wrong.
    """
    path = folder / FILE
    try:
        data = _read(path)
    except PostilError as error:
        return Config(), (_as_config_error(error, path),)
    return parse(data, path) if data is not None else (Config(), ())


def _read(path: Path) -> bytes | None:
    if not path.exists():
        return None
    from store.files import read_bytes  # noqa: PLC0415 - most users have no such file

    return read_bytes(path, MAX_BYTES)


def parse(data: bytes, path: Path) -> tuple[Config, tuple[ConfigError, ...]]:
    """``load`` for the bytes of a file already read; ``path`` is for the messages."""
    from store.yaml_files import loads  # noqa: PLC0415 - loads PyYAML

    try:
        found = loads(data, path.name)
    except PostilError as error:
        return Config(), (_as_config_error(error, path),)
    if found is None or found == "":
        return Config(), ()
    if not isinstance(found, dict):
        return Config(), (_error(path, "it must hold lines of the form  setting: value"),)
    config, errors = Config(), []
    known = {setting.name: setting for setting in SETTINGS}
    for name, value in found.items():
        setting = known.get(str(name))
        if setting is None:
            errors.append(_error(path, f"{name} is no setting{_nearest(str(name), known)}"))
            continue
        try:
            config = config._replace(**{setting.name: setting.read(value)})
        except ValueError as error:
            errors.append(_error(path, f"{name} {error}", hint=setting.help))
    return config, tuple(errors)


def _nearest(name: str, known: Mapping[str, object]) -> str:
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    return f"; do you mean {near[0]}?" if near else f"; there are {', '.join(known)}"


def _error(path: Path, what: str, hint: str = "") -> ConfigError:
    return ConfigError(f"{path.name}: {what}", hint=hint or f"edit {path}", path=path)


def _as_config_error(error: PostilError, path: Path) -> ConfigError:
    return ConfigError(
        f"{path.name}: {error.message}" if path.name not in error.message else error.message,
        hint=error.hint or f"edit {path}; until then the defaults hold",
        path=path,
        line=error.line,
    )

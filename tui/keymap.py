"""Keys to commands: chords with a pending prefix, counts, rebinding. Pure, no terminal.

A key is named by its character (``g``, ``?``, ``]``) or by a word (``space``, ``ctrl+d``,
``pagedown``). A chord is keys parted by blanks. A count is typed before a key wherever no
command has a digit for its key (in the reader digits are highlight colours).
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from tui.commands import COMMANDS, PLACE_TITLES, PLACES, Command, Place

LETTER = "<letter>"
CHARACTER = "<character>"
_OPEN = {LETTER: "letter", CHARACTER: "character"}
MAX_COUNT = 9999

_ALIASES = {
    "esc": "escape", "pgdn": "pagedown", "pgup": "pageup", "return": "enter", "del": "delete",
    "ins": "insert", "spacebar": "space",
}  # fmt: skip
_NAMED = frozenset(
    [
        "space", "enter", "escape", "tab", "backspace", "delete", "insert", "home", "end",
        "pageup", "pagedown", "up", "down", "left", "right",
        *(f"f{number}" for number in range(1, 25)),
    ]
)  # fmt: skip
_TERMINAL_TWINS = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
_SHOWN = {
    "escape": "esc", "pagedown": "pgdn", "pageup": "pgup",
}  # fmt: skip

Chord = tuple[str, ...]


class BadKeyError(ValueError):
    """A chord that no keyboard can send; its message says why."""


def parse_chord(text: str) -> Chord:
    """The keys of a chord as written in the table or in ``config.yaml``.

    Raises:
        BadKeyError: for an empty chord or a name that is no key.
    """
    keys = tuple(_parse_key(word) for word in text.split())
    if not keys:
        raise BadKeyError("an empty key; to unbind a command write []")
    for key in keys:
        if key in _OPEN and (key in keys[:-1] or len(keys) == 1):
            raise BadKeyError(f"{key} can only end a chord")
    return keys


def _parse_key(word: str) -> str:
    if len(word) == 1 and word.isprintable():
        return word
    if word in _OPEN:
        return word
    name = word.lower()
    *modifiers, last = name.split("+")
    last = _ALIASES.get(last, last)
    known = {"ctrl", "shift", "alt"}
    if not last or not known.issuperset(modifiers) or len(set(modifiers)) != len(modifiers):
        raise BadKeyError(_not_a_key(word))
    if last not in _NAMED and not (len(last) == 1 and last.isprintable() and modifiers):
        raise BadKeyError(_not_a_key(word))
    key = "+".join([*sorted(modifiers), last])
    if key in _TERMINAL_TWINS:
        raise BadKeyError(f"a terminal sends {key} as {_TERMINAL_TWINS[key]}")
    if modifiers == ["shift"] and len(last) == 1:
        raise BadKeyError(f"write {last.upper()} for shift+{last}")
    return key


def _not_a_key(word: str) -> str:
    near = difflib.get_close_matches(word.lower(), sorted(_NAMED | set(_ALIASES)), n=1)
    return f"{word} is no key" + (f"; do you mean {near[0]}?" if near else "")


def key_of(key: str, character: str | None) -> str:
    """The name here of a key event that Textual calls ``key`` and that typed ``character``."""
    if character and len(character) == 1 and character.isprintable() and character != " ":
        return character
    *modifiers, last = key.split("+")
    return "+".join([*sorted(modifiers), last])


def show_chord(chord: Chord) -> str:
    """A chord for people: ``g g``, ``ctrl+d``, ``pgdn``."""
    return " ".join(_SHOWN.get(key, _OPEN.get(key, key)) for key in chord)


class Pending(NamedTuple):
    """What was typed and is not a command yet."""

    keys: Chord = ()
    count: str = ""  # type: ignore[assignment]  # in place of a tuple's method

    def __bool__(self) -> bool:
        return bool(self.keys or self.count)

    def __str__(self) -> str:
        return " ".join(part for part in (self.count, show_chord(self.keys)) if part)


class Step(NamedTuple):
    """What one key led to: a command to run, or more keys to wait for, or nothing.

    Attributes:
        known: The key belonged to a command or to a pending chord.
    """

    pending: Pending = Pending()
    command: Command | None = None
    count: int = 1  # type: ignore[assignment]  # the same
    letter: str = ""
    known: bool = False


class Keymap(NamedTuple):
    """Which chord is which command, in each place.

    Attributes:
        chords: By the commands' ids.
        problems: What is wrong with the user's own keys, a line each.
        prefixes: What the chords of more than one key begin with.
    """

    places: Mapping[Place, Mapping[Chord, Command]]
    chords: Mapping[str, tuple[Chord, ...]]
    problems: tuple[str, ...]
    prefixes: Mapping[Place, frozenset[Chord]]

    def press(self, place: Place, pending: Pending, key: str) -> Step:
        """What ``key`` does in ``place`` after ``pending``."""
        table = self.places[place]
        if not pending.keys and self._is_count(place, pending, key):
            return Step(Pending(count=(pending.count + key)[:4]), known=True)
        if key == "escape" and pending:
            return Step(known=True)
        chord = (*pending.keys, key)
        command = table.get(chord)
        letter = ""
        typed = " " if key == "space" else key
        if command is None and len(typed) == 1:
            command = table.get((*pending.keys, LETTER)) if typed.isalnum() else None
            command = command or table.get((*pending.keys, CHARACTER))
            letter = typed if command else ""
        if command is not None:
            count = min(int(pending.count or "1"), MAX_COUNT)
            return Step(command=command, count=count, letter=letter, known=True)
        if chord in self.prefixes[place]:
            return Step(Pending(chord, pending.count), known=True)
        return Step(known=bool(pending))

    def _is_count(self, place: Place, pending: Pending, key: str) -> bool:
        if not (len(key) == 1 and key in "0123456789") or (key == "0" and not pending.count):
            return False
        return not any((digit,) in self.places[place] for digit in "123456789")

    def keys_of(self, command_id: str) -> str:
        """The chords of a command for people: ``j``, ``space or pgdn``; ``""``: none."""
        return " or ".join(show_chord(chord) for chord in self.chords.get(command_id, ()))

    def first_key(self, command_id: str) -> str:
        """The first chord of a command for people; ``""``: none."""
        chords = self.chords.get(command_id, ())
        return show_chord(chords[0]) if chords else ""


def build(
    overrides: Mapping[str, Sequence[str]] | None = None, commands: Iterable[Command] = COMMANDS
) -> Keymap:
    """The keymap of ``commands`` with the user's ``overrides`` (command id -> chords).

    An override that cannot hold is left out and said in ``Keymap.problems``; the command keeps
    its default keys then. An empty sequence unbinds.
    """
    table = tuple(commands)
    by_id = {command.id: command for command in table}
    chords = {command.id: tuple(parse_chord(key) for key in command.keys) for command in table}
    problems: list[str] = []
    wanted: dict[str, tuple[Chord, ...]] = {}
    for command_id, keys in (overrides or {}).items():
        if command_id not in by_id:
            problems.append(_unknown_command(command_id, by_id))
            continue
        try:
            wanted[command_id] = tuple(dict.fromkeys(parse_chord(key) for key in keys))
        except BadKeyError as error:
            problems.append(f"keys: {command_id}: {error}")
    accepted = chords | wanted
    while clash := _first_clash(table, accepted, by_id, prefer=wanted):
        loser, message = clash
        problems.append(message)
        del wanted[loser]
        accepted = chords | wanted
    return _keymap(table, accepted, tuple(problems))


def _unknown_command(command_id: str, by_id: Mapping[str, Command]) -> str:
    near = difflib.get_close_matches(command_id, by_id, n=1, cutoff=0.5)
    hint = f"; do you mean {near[0]}?" if near else "; `?` in the reader lists them"
    return f"keys: {command_id} is no command{hint}"


def _first_clash(
    table: Sequence[Command],
    chords: Mapping[str, tuple[Chord, ...]],
    by_id: Mapping[str, Command],
    prefer: Mapping[str, object],
) -> tuple[str, str] | None:
    """An override that takes a chord of another command in the same place, and why it cannot."""
    for command_id in reversed(list(prefer)):
        mine = by_id[command_id]
        for other in table:
            shared = [place for place in mine.places if place in other.places]
            if other.id == command_id or not shared:
                continue
            for chord in chords[command_id]:
                for theirs in chords[other.id]:
                    words = _conflict(chord, theirs)
                    if words:
                        where = PLACE_TITLES[shared[0]]
                        return command_id, (
                            f"keys: {command_id}: {show_chord(chord)} {words} "
                            f"{show_chord(theirs)}, which is {other.id} in {where}; "
                            f"give one of them another key"
                        )
    return None


def _conflict(one: Chord, other: Chord) -> str:
    """Why two chords cannot live in one place, in words; ``""`` if they can."""
    if one == other:
        return "is the same as"
    if other[: len(one)] == one:
        return "would hide"
    if one[: len(other)] == other:
        return "cannot follow"
    return ""


def _keymap(
    table: Sequence[Command], chords: Mapping[str, tuple[Chord, ...]], problems: tuple[str, ...]
) -> Keymap:
    places: dict[Place, dict[Chord, Command]] = {place: {} for place in PLACES}
    for command in table:
        for chord in chords[command.id]:
            for place in command.places:
                places[place][chord] = command
    prefixes = {
        place: frozenset(chord[:end] for chord in known for end in range(1, len(chord)))
        for place, known in places.items()
    }
    return Keymap(places, dict(chords), problems, prefixes)


def default_clashes(commands: Iterable[Command] = COMMANDS) -> list[str]:
    """Chords of the table itself that cannot live together; must be empty."""
    table = tuple(commands)
    found = []
    for index, one in enumerate(table):
        for other in table[index + 1 :]:
            if set(one.places) & set(other.places):
                found += [
                    f"{one.id} {mine} / {other.id} {theirs}"
                    for mine in one.keys
                    for theirs in other.keys
                    if _conflict(parse_chord(mine), parse_chord(theirs))
                ]
    return found

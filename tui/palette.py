"""The command palette's rules: which commands it offers, in which order, and what typing finds.

Pure: no terminal. Everything that can be done now can be found here, also what belongs to another
pane (it is gone to first) or takes a character (it is asked for).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from tui.commands import COMMANDS, PLACE_TITLES, Command, Place
from tui.needs import State, where_it_works

_WORD = re.compile(r"[^\W_]+")
_NO = 1_000
"""Above every score: the words do not fit."""


class Entry(NamedTuple):
    """One row of the palette.

    Attributes:
        place: Where the command is run.
        about: Its group, or the pane it belongs to.
        key: Its keys for people, or ``""``.
    """

    command: Command
    place: Place
    about: str
    key: str


def entries(
    here: Place,
    state: State,
    keys_of: Callable[[str], str],
    recent: Sequence[str] = (),
    commands: Iterable[Command] = COMMANDS,
) -> list[Entry]:
    """What can be run now: the ids in ``recent`` first, then what belongs here, then the rest.

    Args:
        here: Where keys go.
        state: What there is.
        keys_of: The keys of a command's id, for people.
        recent: Ids of commands, the last used one first.
        commands: The table.
    """
    found = []
    for command in commands:
        place = where_it_works(command, here, state)
        if place is not None:
            about = command.group if place == here else f"in {PLACE_TITLES[place]}"
            found.append(Entry(command, place, about, keys_of(command.id)))
    rank = {command_id: number for number, command_id in enumerate(recent)}
    last = len(rank)
    found.sort(key=lambda e: (rank.get(e.command.id, last), e.place != here))
    return found


def narrow(found: Sequence[Entry], typed: str) -> list[int]:
    """The indexes of the entries that fit all typed words, the best first.

    A word fits where a word of the title, the name, the group or the help begins with it, or where
    it stands inside one; a single word also by the first letters of the title's words (``nh`` for
    "Next highlight"), or by being the key itself.
    """
    words = _words(typed)
    if not words and not typed.strip():
        return list(range(len(found)))
    scored = [(_score(entry, typed.strip(), words), index) for index, entry in enumerate(found)]
    return [index for score, index in sorted(scored) if score < _NO]


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _score(entry: Entry, typed: str, words: Sequence[str]) -> int:
    """How badly an entry fits: 0 best, ``_NO`` not at all."""
    if typed in entry.key.split(" or "):
        return 0
    if not words:
        return _NO
    command = entry.command
    title = _words(command.title)
    if "".join(word[0] for word in title).startswith("".join(words)) and len(words) == 1 < len(
        words[0]
    ):
        return 8
    others = [*_words(command.id), *_words(entry.about), *_words(command.group)]
    more = _words(command.help)
    total = 0 if command.title.casefold().startswith(typed.casefold()) else 1
    for word in words:
        total += _fit(word, title, others, more)
    return min(total, _NO)


def _fit(word: str, title: Sequence[str], others: Sequence[str], more: Sequence[str]) -> int:
    """How badly one typed word fits."""
    grades: tuple[tuple[Sequence[str], int, int], ...] = (
        (title, 1, 10),
        (others, 4, 14),
        (more, 20, 30),
    )
    best = _NO
    for known, begins, inside in grades:
        if any(other.startswith(word) for other in known):
            best = min(best, begins)
        elif len(word) > 1 and any(word in other for other in known):
            best = min(best, inside)
    return best

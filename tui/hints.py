"""First steps: one quiet line at a time for who is new here; each goes away and does not return.

A lesson shows until one of its commands was used, or until it was on the screen in a few sessions.
What was used and shown is kept in the state folder.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from store import files
from store.errors import StoreError
from store.model import COLORS
from tui.commands import Place
from tui.widgets.status_line import Hint

FILE = "hints.json"
SESSIONS = 4
"""In so many sessions a lesson is shown at most."""
_LIMIT = 100_000
_writing = threading.Lock()

_MARKING = frozenset(
    {"highlight", "repeat", "tag", "note", "note.editor", *(f"highlight.{c}" for c in COLORS)}
)


class Step(NamedTuple):
    """Keys and the words for what they do; of several commands the keys stand side by side."""

    commands: tuple[str, ...]
    words: str


class Lesson(NamedTuple):
    """A line that teaches.

    Attributes:
        places: Where it shows.
        after: It waits until one of these commands was used.
        until: It is learned once one of these was used.
    """

    id: str
    places: tuple[Place, ...]
    steps: tuple[Step, ...]
    until: frozenset[str]
    after: frozenset[str] = frozenset()


LESSONS: tuple[Lesson, ...] = (
    Lesson(
        "open", ("list",),
        (Step(("open",), "opens"), Step(("row.next", "row.previous"), "move"),
         Step(("help",), "all keys")),
        until=frozenset({"open"}),
    ),
    Lesson(
        "mark", ("reader",),
        (Step(("highlight",), "highlights"), Step(("block.next", "block.previous"), "move"),
         Step(("focus.label",), "picks a sentence")),
        until=_MARKING,
    ),
    Lesson(
        "tag", ("reader",),
        (Step(("tag",), "tags it"), Step(("note",), "adds a note"), Step(("undo",), "undoes")),
        until=frozenset({"tag", "note", "note.editor"}), after=_MARKING,
    ),
    Lesson(
        "search", ("list", "reader"),
        (Step(("search",), "searches everything"), Step(("palette",), "finds any command")),
        until=frozenset({"search", "palette"}), after=_MARKING,
    ),
)  # fmt: skip
_OF_USE = frozenset(key for lesson in LESSONS for key in lesson.until | lesson.after)


class Learned(NamedTuple):
    """How far one has come.

    Attributes:
        used: The ids of commands that were used, of those that matter here.
        shown: In how many sessions each lesson was on the screen, by its id.
    """

    used: frozenset[str] = frozenset()
    shown: Mapping[str, int] = MappingProxyType({})

    def merged(self, other: Learned) -> Learned:
        """What two sessions have seen together."""
        ids = {*self.shown, *other.shown}
        return Learned(
            self.used | other.used,
            {key: max(self.shown.get(key, 0), other.shown.get(key, 0)) for key in ids},
        )


def next_lesson(
    place: Place, learned: Learned, begun: Collection[str] = frozenset()
) -> Lesson | None:
    """The lesson to show in ``place``; ``begun`` are the ids of those this session has shown."""
    for lesson in LESSONS:
        if place not in lesson.places or lesson.until & learned.used:
            continue
        if lesson.after and not lesson.after & learned.used:
            continue
        if lesson.id in begun or learned.shown.get(lesson.id, 0) < SESSIONS:
            return lesson
    return None


def read(path: Path) -> Learned:
    """What was learned before; nothing if there is no file, or one that makes no sense."""
    try:
        data = json.loads(files.read_bytes(path, _LIMIT))
        used = frozenset(str(key) for key in data["used"]) & _OF_USE
        return Learned(used, {str(key): int(count) for key, count in data["shown"].items()})
    except (StoreError, ValueError, KeyError, TypeError, AttributeError):
        return Learned()


def write(path: Path, learned: Learned) -> None:
    """Keep what was learned, together with what another session has kept meanwhile. Any thread."""
    with _writing:
        both = read(path).merged(learned)
        data = {"used": sorted(both.used), "shown": dict(sorted(both.shown.items()))}
        try:
            files.make_private_folder(path.parent)
            files.write_atomic(path, json.dumps(data).encode(), durable=False)
        except StoreError:
            return  # the next session teaches it again


class Hints:
    """The lessons of one session.

    Args:
        path: Where it is kept what was learned.
        first_key: The first key of a command's id for people; ``""``: it has none.
        later: Runs a job off the event loop.
    """

    def __init__(
        self,
        path: Path,
        first_key: Callable[[str], str],
        later: Callable[[Callable[[], None]], object],
    ) -> None:
        self._path = path
        self._first_key = first_key
        self._later = later
        self._learned = read(path)
        self._shown: set[str] = set()

    def used(self, command_id: str) -> None:
        """A command was run."""
        if command_id in _OF_USE and command_id not in self._learned.used:
            self._keep(self._learned._replace(used=self._learned.used | {command_id}))

    def show(self, place: Place) -> list[Hint]:
        """What to teach in ``place`` now: keys and words; nothing: all is learned."""
        lesson = next_lesson(place, self._learned, self._shown)
        if lesson is None:
            return []
        if lesson.id not in self._shown:
            self._shown.add(lesson.id)
            count = self._learned.shown.get(lesson.id, 0) + 1
            self._keep(self._learned._replace(shown={**self._learned.shown, lesson.id: count}))
        return [Hint(keys, step.words) for step in lesson.steps if (keys := self._keys(step))]

    def _keys(self, step: Step) -> str:
        keys = [self._first_key(command) for command in step.commands]
        return " ".join(keys) if all(keys) else ""

    def _keep(self, learned: Learned) -> None:
        self._learned = learned
        path = self._path
        self._later(lambda: write(path, learned))

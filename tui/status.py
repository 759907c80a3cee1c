"""What the status line says: where one is, and the keys that matter here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.commands import Place
from tui.widgets.article_list import minutes
from tui.widgets.status_line import Hint

if TYPE_CHECKING:
    from tui.screens.main import MainScreen

_HINTS: dict[Place, tuple[tuple[str, str], ...]] = {
    "list": (("open", "open"), ("list.filter", "find"), ("search", "search"), ("back", "leave")),
    "reader": (("highlight", "mark"), ("tag", "tag"), ("note", "note"), ("find", "find")),
    "caret": (
        ("highlight", "mark"),
        ("caret.take", "done"),
        ("copy", "copy"),
        ("caret.leave", "leave"),
    ),
    "panel": (("panel.jump", "go there"), ("tag", "tag"), ("note", "note"), ("delete", "delete")),
}


def hints(screen: MainScreen) -> list[Hint]:
    """The keys that matter in the pane that has the focus."""
    return [
        Hint(key, word)
        for command_id, word in _HINTS[screen.keys_in]
        if (key := screen.keymap.first_key(command_id))
    ]


def place_line(screen: MainScreen) -> str:
    """In the list how many articles; in the reader how far one is."""
    opened = screen.desk.opened
    if screen.place == "list" or opened is None:
        return screen.listing.in_words
    caret = screen.reader.caret
    if caret is not None and screen.place == "reader":
        return f"caret · {caret.told}" if caret.told else "caret"
    progress = screen.reader.progress
    left = minutes(
        opened.article.words * (100 - progress) // 100,
        screen.desk.reading.words_per_minute(opened.article),
    )
    parts = [f"{progress} %", f"{left} min left" if progress < 100 else "the end"]
    if opened.gone or opened.damage is not None:  # first, where a narrow screen shows it
        parts.insert(0, "deleted elsewhere" if opened.gone else "annotations cannot be read")
    elif opened.waiting:
        key = screen.keymap.first_key("go.unplaced")
        parts.append(f"{opened.waiting}: {key}" if key else opened.waiting)
    return " · ".join(parts)

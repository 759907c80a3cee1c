"""The rows of the side panel: what each shows at a width, and how high it is. Pure.

A row's height is known without laying it out where its text is clearly shorter than a line or
longer than all it may have, so that a thousand highlights cost about a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from store.model import Article, Highlight, State
from themes.theme import Role
from tui.layout.cells import is_plain, simple_widths
from tui.note_lines import Bit, BitLine
from tui.outline import OutlineEntry
from tui.safe import clip, fill, one_line

Part = Literal["about", "highlights", "contents"]
Kind = Literal["about", "note", "head", "hint", "highlight", "heading"]
NoteLines = Callable[[str, int], Sequence[BitLine]]
"""The lines of a note at a width."""

QUOTE_LINES = 3
_TAG_LINES = 3
_HEADING_LINES = 4
_STEPS = 3
_INDENT = Bit("  ")
_IN_TEXT: frozenset[State] = frozenset({"placed", "moved"})
_GROUPS: tuple[tuple[str, frozenset[State]], ...] = (
    ("Highlights", _IN_TEXT),
    ("To check", frozenset({"check"})),
    ("Unplaced", frozenset({"unplaced"})),
)
_LOST_WORDS: dict[State, str] = {"check": "is it this?", "unplaced": "where is it?"}
_ASIDE: tuple[Role, ...] = ("muted",)
_SAYS = " enter says"


class Row(NamedTuple):
    """One entry of the panel.

    Attributes:
        start: Where it leads in the article's text; -1: nowhere.
        highlight: The id of the highlight it shows, or ``""``.
        value: What it shows.
        tail: At the right end of its last line.
    """

    part: Part
    kind: Kind
    value: Article | Highlight | OutlineEntry | str
    start: int = -1
    end: int = -1
    highlight: str = ""
    tail: str = ""
    depth: int = 0

    @property
    def leads(self) -> bool:
        """The cursor may stand on it."""
        return self.kind in ("highlight", "heading", "note")

    @property
    def note(self) -> str:
        """The note that it shows, or ``""``."""
        if isinstance(self.value, Highlight):
            return self.value.note
        return self.value if self.kind == "note" and isinstance(self.value, str) else ""

    @property
    def is_lost(self) -> bool:
        """It shows a highlight whose passage is not in the text now."""
        return isinstance(self.value, Highlight) and self.value.anchor.state not in _IN_TEXT


def rows_of(
    article: Article,
    highlights: Sequence[Highlight],
    outline: Sequence[OutlineEntry],
    chosen: Callable[[Highlight], bool] | None = None,
) -> list[Row]:
    """The rows for an article.

    Args:
        article: What is open.
        highlights: Its highlights, in the order of the text.
        outline: Its headings.
        chosen: Only these highlights are listed; ``None``: all.
    """
    rows = [Row("about", "about", article)]
    if article.note.strip():
        rows.append(Row("about", "note", article.note))
    for title, states in _GROUPS:
        group = [h for h in highlights if h.anchor.state in states]
        if not group and states is not _IN_TEXT:
            continue
        if states == {"unplaced"}:
            group.sort(key=_near)
        listed = group if chosen is None else [h for h in group if chosen(h)]
        count = str(len(group)) if chosen is None else f"{len(listed)} of {len(group)}"
        rows.append(Row("highlights", "head", title, tail=count))
        rows += [
            Row("highlights", "highlight", h, h.anchor.start, h.anchor.end, h.id) for h in listed
        ]
    if not highlights:
        rows.append(Row("highlights", "hint", "h marks the paragraph or sentence in focus."))
    if outline:
        top = min(entry.level for entry in outline)
        rows.append(Row("contents", "head", "Contents"))
        rows += [
            Row("contents", "heading", entry, entry.offset, entry.offset,
                depth=min(entry.level - top, _STEPS))
            for entry in outline
        ]  # fmt: skip
    return rows


def height(row: Row, width: int, note_lines: NoteLines, *, unfolded: bool) -> int:
    """How many lines ``row`` has; see ``lines``."""
    value = row.value
    if not unfolded and isinstance(value, Highlight):
        quote = _filled_height(value.quote, width, QUOTE_LINES)
        return quote + row.is_lost + bool(value.tags) + bool(value.note.strip())
    if not unfolded and row.kind == "heading":
        return 1
    return len(lines(row, width, note_lines, unfolded=unfolded))


def _filled_height(text: str, width: int, limit: int) -> int:
    """``len(fill(text, width, limit))``, mostly without filling; at least 1."""
    if not text.isprintable() or "  " in text:
        start = one_line(text[: 2 * limit * width])
        if len(start) <= limit * width < len(text):
            return len(fill(text, width, limit)) or 1
        text = start
    text = text.strip(" ")
    if is_plain(text):
        return _plain_height(text, width, limit)
    widths = simple_widths(text[: limit * width + 1])
    cells = sum(widths) if widths is not None else 0
    return limit if cells > limit * width else len(fill(text, width, limit)) or 1


def _plain_height(text: str, width: int, limit: int) -> int:
    """The lines of a text in which every character takes one cell, broken as ``fill`` does."""
    position, length = 0, len(text)
    for count in range(1, limit):
        if length - position <= width:
            return count
        blank = text.rfind(" ", position, position + width + 1)
        position = blank + 1 if blank > position else position + width
    return limit


def lines(row: Row, width: int, note_lines: NoteLines, *, unfolded: bool) -> Sequence[BitLine]:
    """What ``row`` shows.

    Args:
        row: The row.
        width: Cells of a line, without the mark before a quote.
        note_lines: Lays out a note.
        unfolded: The cursor is on it: notes, tags and headings are shown whole.
    """
    value = row.value
    if isinstance(value, Highlight):
        return _highlight(value, width, note_lines, unfolded=unfolded)
    if isinstance(value, OutlineEntry):
        return _heading(value, row.depth, width, unfolded=unfolded)
    if isinstance(value, str):
        if row.kind == "note":
            return [(), *note_lines(value, width + 1)]
        if row.kind == "head":
            return [(), (Bit(value, ("heading",)),)]
        return [(Bit(line, _ASIDE),) for line in fill(value, width, 3)]
    title: list[BitLine] = [
        (Bit(line, ("title",)),) for line in fill(value.title or "untitled", width, 3)
    ]
    return title + [(Bit(line, ("tag",)),) for line in fill(_tags(value.tags), width, 3)]


def _near(highlight: Highlight) -> int:
    """Where an unplaced highlight would be."""
    anchor = highlight.anchor
    return anchor.start if anchor.near is None else anchor.near


def _tags(tags: Sequence[str]) -> str:
    return " ".join(f"#{tag}" for tag in tags)


def _highlight(
    highlight: Highlight, width: int, note_lines: NoteLines, *, unfolded: bool
) -> Sequence[BitLine]:
    first, *more = fill(highlight.quote, width, QUOTE_LINES) or [""]
    state = highlight.anchor.state
    roles: tuple[Role, ...] = ("text",) if state in _IN_TEXT else _ASIDE
    found: list[BitLine] = [(Bit("", mark=highlight.color), Bit(first, roles))]
    found += [(_INDENT, Bit(line, roles)) for line in more]
    if state not in _IN_TEXT:
        asked = Bit(clip(f"? {_LOST_WORDS[state]}", width), ("warning",))
        found.append((_INDENT, asked, Bit(_SAYS if unfolded else "", _ASIDE)))
    tags = _tags(highlight.tags)
    if tags:
        shown = fill(tags, width, _TAG_LINES) if unfolded else [clip(tags, width)]
        found += [(_INDENT, Bit(line, ("tag",))) for line in shown]
    if not highlight.note.strip():
        return found
    sign = Bit("» ", ("accent",) if unfolded else _ASIDE)
    if unfolded:
        note = note_lines(highlight.note, width - 2)
        return found + [
            (_INDENT, _INDENT if number else sign, *line) for number, line in enumerate(note)
        ]
    found.append((_INDENT, sign, Bit(clip(first_line(highlight.note), width - 2), ("note",))))
    return found


def first_line(note: str) -> str:
    """The first line of a note, without the markup that begins it or embraces its words."""
    line = next((line.strip() for line in note.splitlines() if line.strip()), "")
    bare = re.sub(r"^(?:(?:#{1,6}|>|[-+*]|\d{1,9}[.)])\s+)+", "", line)
    bare = re.sub(r"^\[([ xX])\]\s+", lambda box: "☐ " if box[1] == " " else "☑ ", bare)
    bare = re.sub(r"!?\[([^\[\]]+)\]\([^()\s]*\)", r"\1", bare)
    return re.sub(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1", r"\2", bare) or line


def _heading(entry: OutlineEntry, depth: int, width: int, *, unfolded: bool) -> Sequence[BitLine]:
    """A heading; the first cells are left to the sign of the section that is being read."""
    indent = "  " * depth
    room = max(1, width - len(indent))
    shown = fill(entry.text, room, _HEADING_LINES) if unfolded else [clip(entry.text, room)]
    return [(Bit(indent + line),) for line in shown or ["…"]]

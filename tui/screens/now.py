"""What there is on the main screen now, as the value that ``tui.needs`` has its rules over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store.text.footnotes import note_at
from tui.needing import needs_a_person
from tui.needs import State
from tui.note_links import may_have_links

if TYPE_CHECKING:
    from store.text.document import Document, SpanKind
    from tui.screens.main import MainScreen

_PATIENCE = 0.02
"""Seconds in which the journal of acts is waited for; it is read from the disk only once."""


def state_of(screen: MainScreen) -> State:
    """What there is now. Takes some milliseconds the first time: for dialogs, not for each key."""
    opened, reader = screen.desk.opened, screen.reader
    undo, redo = _steps(screen)
    state = State(
        chosen=screen.articles.selected is not None,
        jumped=screen.desk.before_jump is not None,
        undo=undo or not screen.desk.queue.idle,
        redo=redo,
    )
    if opened is None:
        return state
    document, focus = opened.document, reader.focus_range
    row = screen.panel.selected
    return state._replace(
        open=True,
        damaged=opened.damage is not None,
        passage=bool(document.text[focus.start : focus.end].strip()),
        under=bool(reader.highlight_ids_at_focus()),
        selection=focus.kind == "selection",
        fold=reader.focus_folds,
        row=row is not None,
        row_highlight=row is not None and bool(row.highlight),
        row_links=row is not None and may_have_links(row.note),
        highlights=not all(map(needs_a_person, opened.annotations.highlights)),
        unsettled=any(map(needs_a_person, opened.annotations.highlights)),
        sections=reader.has_sections,
        matches=reader.has_matches,
        walk=screen.controllers.walking.leads,
        links=_has_span(document, "link", *reader.visible_range),
        footnotes=_has_span(document, "footnote", focus.start, focus.end)
        or bool(note_at(document, focus.start)),
        pictures=_has_span(document, "image", focus.start, focus.end),
    )


def about(screen: MainScreen) -> str:
    """What has the focus, in a few words."""
    if screen.place == "list":
        article = screen.articles.selected
        return article.title if article is not None else ""
    if screen.place == "panel":
        row = screen.panel.selected
        return _highlight_words(screen, row.highlight) if row is not None else ""
    opened, focus = screen.desk.opened, screen.reader.focus_range
    if opened is None:
        return ""
    ids = screen.reader.highlight_ids_at_focus()
    if focus.kind == "highlight" and ids:
        return _highlight_words(screen, ids[0])
    if focus.kind == "block" and screen.reader.focus_folds:
        return "around the article"
    kind = "paragraph" if focus.kind == "block" else focus.kind
    return f"{kind}, {_count(opened.document.text[focus.start : focus.end])}"


def _highlight_words(screen: MainScreen, highlight_id: str) -> str:
    desk = screen.desk
    if not highlight_id or desk.opened is None:
        return "contents"
    found = desk.opened.annotations.highlight(desk.real(highlight_id))
    return f"{found.color} highlight, {_count(found.quote)}" if found is not None else "highlight"


def _count(text: str) -> str:
    words = len(text.split())
    return f"{words} {'word' if words == 1 else 'words'}"


def _has_span(document: Document, kind: SpanKind, start: int, end: int) -> bool:
    """Whether a span of that kind lies in ``[start, end)``."""
    if not document.blocks:
        return False
    first, last = document.block_index(start), document.block_index(max(end - 1, start))
    return any(
        span.kind == kind and span.start < end and span.end > start
        for block in document.blocks[first : last + 1]
        for span in document.spans_of(block)
    )


def _steps(screen: MainScreen) -> tuple[bool, bool]:
    """Whether something can be undone, and done again; said to be so while that is unknown."""
    library = screen.desk.library
    answer = [(True, True)]

    def then(found: tuple[bool, bool]) -> None:
        answer[0] = found

    screen.reads.ask(
        "steps", lambda _: (library.can_undo(), library.can_redo()), then, patience=_PATIENCE
    )
    screen.reads.drop("steps")
    return answer[0]

"""When a command works: the one place that knows. Pure; the screen says what there is.

A command names what it needs (``Command.needs``); each need is one row of ``NEEDS``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from tui.commands import Command, Need, Place


class State(NamedTuple):
    """What is on the screen now, in whichever place.

    Attributes:
        chosen: The cursor of the list stands on an article.
        open: An article is in the reader.
        passage: There is text in the reader's focus.
        under: A highlight lies under the reader's focus.
        selection: The reader's focus is a selection.
        fold: The reader's focus is a run that can be folded or unfolded.
        row: The cursor of the side panel stands on something that leads into the text.
        row_highlight: It stands on a highlight.
        row_links: The note that it stands on may have links.
        highlights: The open article has highlights.
        unsettled: Some of them are unplaced, or to be checked.
        sections: The open article has headings.
        matches: Search matches are shown in the reader.
        walk: There is a way on, through the hits of the library.
        links: There is a link on the screen.
        footnotes: There is a reference to a footnote in the reader's focus, or it is in one.
        pictures: There is a picture in the reader's focus.
        jumped: There was a jump.
        undo: An act can be undone.
        redo: An act can be done again.
        damaged: The open article's annotations cannot be read.
    """

    chosen: bool = False
    open: bool = False
    passage: bool = False
    under: bool = False
    selection: bool = False
    fold: bool = False
    row: bool = False
    row_highlight: bool = False
    row_links: bool = False
    highlights: bool = False
    unsettled: bool = False
    sections: bool = False
    matches: bool = False
    walk: bool = False
    links: bool = False
    footnotes: bool = False
    pictures: bool = False
    jumped: bool = False
    undo: bool = False
    redo: bool = False
    damaged: bool = False


Rule = Callable[[State, Place], bool]


def _article(state: State, place: Place) -> bool:
    return state.chosen if place == "list" else state.open


def _rows(state: State, place: Place) -> bool:
    return state.chosen if place == "list" else state.row


def _passage(state: State, place: Place) -> bool:
    return state.row_highlight if place == "panel" else state.passage


def _highlight(state: State, place: Place) -> bool:
    return state.row_highlight if place == "panel" else state.under


NEEDS: Mapping[Need, Rule] = {
    "article": _article,
    "listed": _article,  # at least that one, but not it alone
    "open": lambda state, _: state.open,
    "rows": _rows,
    "passage": _passage,
    "highlight": _highlight,
    "highlights": lambda state, _: state.highlights,
    "unsettled": lambda state, _: state.unsettled,
    "selection": lambda state, _: state.selection,
    "match": lambda state, _: state.matches,
    "hits": lambda state, _: state.matches or state.walk,
    "section": lambda state, _: state.sections,
    "link": lambda state, place: state.row_links if place == "panel" else state.links,
    "footnote": lambda state, _: state.footnotes,
    "unfolds": lambda state, _: state.fold or state.footnotes or state.pictures,
    "jump": lambda state, _: state.jumped,
    "undo": lambda state, _: state.undo,
    "redo": lambda state, _: state.redo,
    "damaged": lambda state, _: state.damaged,
}


def works(command: Command, place: Place, state: State) -> bool:
    """Whether ``command`` does something in ``place``, if that is where keys go."""
    if place not in command.places or (place != "list" and not state.open):
        return False
    return all(NEEDS[need](state, place) for need in command.needs)


def where_it_works(command: Command, here: Place, state: State) -> Place | None:
    """The place to run ``command`` in: here if it works here, else another pane, else ``None``.

    Caret mode is no pane that one could go to for a command.
    """
    return next((place for place in _nearest(here) if works(command, place, state)), None)


def _nearest(here: Place) -> Iterator[Place]:
    yield here
    others: dict[Place, tuple[Place, ...]] = {
        "list": ("reader", "panel"),
        "reader": ("list", "panel"),
        "panel": ("reader", "list"),
        "caret": ("list", "panel"),
    }
    yield from others[here]

"""Where a motion takes the caret in the text: from a stop to a stop, whatever the screen shows.

Sentences, paragraphs and sections are gone over as one reads. While something is selected they
are selected whole: a motion stops at their beginnings before the anchor, and at their last
characters past it. At the ends of the text the caret stays there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from tui.caret.ground import Ground, Range
from tui.caret.state import Caret
from tui.caret.units import (
    blocks_from,
    blocks_to,
    sections_from,
    sections_to,
    sentences_from,
    sentences_to,
)
from tui.caret.words import words_from, words_to

Motion = Callable[[Ground, Caret, int], int]


def step(ground: Ground, caret: Caret, count: int, *, forward: bool) -> int:
    """So many characters on, or back."""
    at = caret.at
    for _ in range(count):
        following = ground.after(at) if forward else ground.before(at)
        if following is None:
            break
        at = following
    return at


def to_word(ground: Ground, caret: Caret, count: int, *, big: bool = False) -> int:
    """To the beginning of the next word."""
    starts = (first for first, _ in words_from(ground, caret.at, big=big))
    return _ahead(ground, starts, caret.at, count)


def to_word_end(ground: Ground, caret: Caret, count: int, *, big: bool = False) -> int:
    """To the last character of the word, or of the next one."""
    ends = (last for _, last in words_from(ground, caret.at, big=big))
    return _ahead(ground, ends, caret.at, count)


def back_to_word(ground: Ground, caret: Caret, count: int, *, big: bool = False) -> int:
    """To the beginning of the word, or of the one before."""
    starts = (first for first, _ in words_to(ground, caret.at, big=big))
    return _behind(ground, starts, caret.at, count)


def back_to_word_end(ground: Ground, caret: Caret, count: int, *, big: bool = False) -> int:
    """To the last character of the word before."""
    ends = (last for _, last in words_to(ground, caret.at, big=big))
    return _behind(ground, ends, caret.at, count)


def to_top(ground: Ground, caret: Caret, count: int) -> int:  # noqa: ARG001 - as all motions
    """To the first character of the article."""
    first = ground.first
    return caret.at if first is None else first


def to_end(ground: Ground, caret: Caret, count: int) -> int:  # noqa: ARG001 - as all motions
    """To the last character of the article."""
    last = ground.last
    return caret.at if last is None else last


def on(
    ground: Ground, caret: Caret, count: int, *, units: Callable[[Ground, int], Iterable[Range]]
) -> int:
    """To the next beginning or end of ``units`` that the anchor lets it stop at."""
    stops = (stop for unit in units(ground, caret.at) for stop in _edges(unit, caret))
    return _ahead(ground, stops, caret.at, count)


def back(
    ground: Ground, caret: Caret, count: int, *, units: Callable[[Ground, int], Iterable[Range]]
) -> int:
    """As ``on``, the other way."""
    stops = (stop for unit in units(ground, caret.at) for stop in reversed(_edges(unit, caret)))
    return _behind(ground, stops, caret.at, count)


def _edges(unit: Range, caret: Caret) -> tuple[int, ...]:
    """Where a motion stops in a sentence, a paragraph, a section, in order."""
    first, last = unit
    if not caret.selecting or caret.by == "block":
        return (first,)
    starts = (first,) if first <= caret.anchor else ()
    ends = (last,) if last >= caret.anchor and last != first else ()
    return starts + ends if first <= caret.anchor else (last,)


def _ahead(ground: Ground, stops: Iterable[int], at: int, count: int) -> int:
    """The ``count``-th of ``stops`` past ``at``; the last stop of the text if there are fewer."""
    for stop in stops:
        count -= stop > at
        if not count:
            return stop
    last = ground.last
    return at if last is None else max(at, last)


def _behind(ground: Ground, stops: Iterable[int], at: int, count: int) -> int:
    """The ``count``-th of ``stops`` before ``at``; the first one of the text if there are fewer."""
    for stop in stops:
        count -= stop < at
        if not count:
            return stop
    first = ground.first
    return at if first is None else min(at, first)


MOTIONS: Mapping[str, Motion] = {
    "right": partial(step, forward=True),
    "left": partial(step, forward=False),
    "word_next": to_word,
    "word_previous": back_to_word,
    "word_end": to_word_end,
    "word_end_previous": back_to_word_end,
    "big_word_next": partial(to_word, big=True),
    "big_word_previous": partial(back_to_word, big=True),
    "big_word_end": partial(to_word_end, big=True),
    "sentence_next": partial(on, units=sentences_from),
    "sentence_previous": partial(back, units=sentences_to),
    "block_next": partial(on, units=blocks_from),
    "block_previous": partial(back, units=blocks_to),
    "section_next": partial(on, units=sections_from),
    "section_previous": partial(back, units=sections_to),
    "top": to_top,
    "end": to_end,
}
"""The motions by the names that the table of commands gives them; each takes a count."""


def grown(ground: Ground, caret: Caret, count: int) -> int:
    """The caret after its end of the selection has taken in so many more words."""
    if caret.by == "block":
        return MOTIONS["block_previous" if caret.backward else "block_next"](ground, caret, count)
    return (back_to_word if caret.backward else to_word_end)(ground, caret, count)


def shrunk(ground: Ground, caret: Caret, count: int) -> int:
    """The caret after its end of the selection has left out so many words, at most all but one."""
    forward = caret.backward
    if caret.by == "block":
        at = MOTIONS["block_next" if forward else "block_previous"](ground, caret, count)
    else:
        at = (to_word if forward else back_to_word_end)(ground, caret, count)
    return min(at, caret.anchor) if forward else max(at, caret.anchor)

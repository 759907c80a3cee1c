"""What is said between the field and the hits: what is wrong, what else was meant. Pure."""

from __future__ import annotations

from typing import NamedTuple

from store.errors import PostilError, QueryError
from store.search.found import Found
from themes.theme import Role
from tui.counting import counted
from tui.layout.cells import width as cell_width
from tui.note_lines import Bit, BitLine
from tui.safe import one_line
from tui.searching.answers import is_of_another

_TWO = 2


class Told(NamedTuple):
    """What the lines are made of.

    Attributes:
        line: What is typed.
        scrolled: Cells of it that are out of sight at the left.
        error: Why it cannot be answered.
        found: What the last answer said, unless that was to another line.
        key: The key that takes what was meant instead.
    """

    line: str
    scrolled: int = 0
    error: PostilError | None = None
    found: Found | None = None
    key: str = ""


def told_lines(told: Told, width: int, most: int) -> list[BitLine]:
    """At most ``most`` lines of ``width`` cells."""
    if told.error is not None:
        return _wrong(told, told.error, width, most)
    if told.found is None:
        return []
    lines: list[BitLine] = []
    if told.found.instead:
        lines.append(_instead(told.found, told.key))
    lines += [(Bit(one_line(notice), ("warning",)),) for notice in told.found.notices]
    if told.found.behind:
        lines.append((Bit(_behind(told.found.behind), ("muted",)),))
    return lines[:most]


def _wrong(told: Told, error: PostilError, width: int, most: int) -> list[BitLine]:
    """The reason, under the place that is wrong if there is room for it there, and what to do."""
    message, hint = one_line(error.message), one_line(error.hint)
    # What is still being typed is not wrong yet.
    unfinished = isinstance(error, QueryError) and error.end >= len(told.line.rstrip())
    role: Role = "warning" if unfinished else "error"
    column = -1
    if isinstance(error, QueryError):
        column = cell_width(told.line[: error.start]) - told.scrolled
    whole = f"{message} — {hint}" if hint else message
    fits = _points(whole, column, width) if column >= 0 else cell_width(whole) <= width
    if not hint or most < _TWO or fits:
        return [_under(Bit(whole, (role,)), column, width)]
    return [_under(Bit(message, (role,)), column, width), (Bit(hint, ("muted",)),)]


def _points(said: str, column: int, width: int) -> bool:
    """Whether words fit into the line beside a sign under ``column``."""
    return 0 <= column < width and (
        column + 2 + cell_width(said) <= width or cell_width(said) + 2 <= column
    )


def _under(reason: Bit, column: int, width: int) -> BitLine:
    """Words with a sign that points up at ``column``, if there is room for both."""
    wide = cell_width(reason.text)
    if not _points(reason.text, column, width):
        return (reason,)
    if column + 2 + wide <= width:
        return (Bit(" " * column), Bit("╰ ", reason.roles), reason)
    return (Bit(" " * (column - wide - 1)), reason, Bit(" ╯", reason.roles))


def _instead(found: Found, key: str) -> BitLine:
    """``did you mean blinken? 12 articles``; or that these are shown."""
    first = found.instead[0]
    words = " ".join(new for _, new in first.words) or first.query
    bits = [
        Bit("shown is " if is_of_another(found) else "did you mean ", ("muted",)),
        Bit(one_line(words), ("accent",)),
        Bit(", " if is_of_another(found) else "? ", ("muted",)),
        Bit(counted(first.articles, "article"), ("muted",)),
    ]
    if key:
        bits += [Bit("   "), Bit(key, ("status_key",)), Bit(" takes it", ("muted",))]
    return tuple(bits)


def _behind(number: int) -> str:
    return f"{counted(number, 'article')} {'is' if number == 1 else 'are'} still being indexed"

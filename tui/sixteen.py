"""The filter in front of a terminal of sixteen colours: text that is readable, grounds that differ.

Rich takes the nearest of the sixteen for each colour by itself. So it is given exactly those, which
come out of the filter unchanged a second time: what lies under a dialog goes through it twice.
"""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color as RichColor
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from themes.sixteen import PALETTE, ground, text


class Sixteen(LineFilter):
    """Turns true colours into the sixteen."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments in other colours; what has none lies on ``background``."""
        under = background.rich_color
        return [
            Segment(words, None if style is None else reduced(style, under), control)
            for words, style, control in segments
        ]


@lru_cache(maxsize=2048)
def reduced(style: Style, under: RichColor) -> Style:
    """``style`` with colours of the sixteen; without a ground of its own it lies on ``under``.

    What reverses its colours is turned round first, so that it is readable that way.
    """
    fore, back = style.color, style.bgcolor
    if fore is None and back is None:
        return style
    behind = _hex(back) or _hex(under)
    front = _hex(fore)
    if behind is None:
        return style
    if style.reverse and front is not None:
        number = ground(front)
        return style + Style(color=_one_of(number), bgcolor=_one_of(text(behind, number)))
    number = ground(behind)
    return style + Style(
        color=_one_of(text(front, number)) if front is not None else None,
        bgcolor=_one_of(number) if back is not None and not back.is_default else None,
    )


def _hex(colour: RichColor | None) -> str | None:
    """``#rrggbb``, if the colour is one that has such."""
    if colour is None or colour.triplet is None:
        return None
    return colour.triplet.hex


def _one_of(number: int) -> str:
    """One of the sixteen as a true colour."""
    return PALETTE[number]

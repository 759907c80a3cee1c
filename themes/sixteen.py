"""What a colour becomes on a terminal that has only sixteen, so that all text stays readable.

The nearest of the sixteen is no answer: a dark green and a dark grey would both be black, and text
could vanish in its ground. So a ground is chosen by its hue, and text by what can be read on that
ground in the palettes that terminals come with (yellow may be brown, blue may be nearly black).
Numbers are those of ECMA-48 and its bright extension: 0 black, 1 red, 2 green, 3 yellow, 4 blue,
5 magenta, 6 cyan, 7 white, 8 to 15 the same, bright.
"""

from __future__ import annotations

from colorsys import rgb_to_hsv

from themes.contrast import lab

PALETTE = (
    "#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa",
    "#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff",
)  # fmt: skip
"""The sixteen as VGA had them, and as Rich knows them; terminals' own differ."""

BLACK, WHITE, GREY, BRIGHT_WHITE = 0, 7, 8, 15
_BRIGHT = 8
_GREYISH, _WARM_GREYISH = 14.0, 20.0
"""Chroma in L*a*b* below which a colour has no hue worth showing; paper is yellowish."""
_LIGHT = 60.0
"""Lightness in L*a*b* from which a ground takes the bright one of its hue."""
_GREYS = ((25.0, BLACK), (50.0, GREY), (84.0, WHITE), (101.0, BRIGHT_WHITE))
_HUES = ((32, 1), (70, 3), (165, 2), (215, 6), (280, 4), (340, 5), (361, 1))
"""Degrees up to which a hue is called so."""
_ON_LIGHT = frozenset({1, 4, 5})
"""Hues that can be read on white everywhere: green, cyan and yellow cannot."""
_UNDER_BLACK = frozenset({2, 3, 6, 7, 9, 10, 11, 12, 13, 14})
"""Grounds that black is read on; on the other hues and on grey it is white."""


def ground(colour: str) -> int:
    """The number of a ground ``#rrggbb``; one of the sixteen stays what it is."""
    if colour in PALETTE:
        return PALETTE.index(colour)
    lightness, grey = _look(colour)
    if grey:
        return next(number for limit, number in _GREYS if lightness < limit)
    return _hue(colour) + (_BRIGHT if lightness > _LIGHT else 0)


def text(colour: str, on: int) -> int:
    """The number of a text ``#rrggbb`` on the ground of that number."""
    lightness, grey = _look(colour)
    if on == BLACK:
        if not grey:
            return _hue(colour) + _BRIGHT
        return BRIGHT_WHITE if lightness >= _GREYS[-2][0] else WHITE
    if on == BRIGHT_WHITE:
        if not grey:
            hue = _hue(colour)
            return hue if hue in _ON_LIGHT else BLACK
        return GREY if lightness >= _GREYS[0][0] else BLACK
    return BLACK if on in _UNDER_BLACK else BRIGHT_WHITE


def _look(colour: str) -> tuple[float, bool]:
    """Lightness, and whether it is one of the greys."""
    lightness, a, b = lab(colour)
    least = _WARM_GREYISH if b > abs(a) else _GREYISH
    return lightness, (a * a + b * b) ** 0.5 < least


def _hue(colour: str) -> int:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    degrees = rgb_to_hsv(red, green, blue)[0] * 360
    return next(number for limit, number in _HUES if degrees < limit)

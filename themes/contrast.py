"""Is a theme readable? Contrast as WCAG 2.2 computes it, and distances between grounds.

Sources: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; CIE 1976 L*a*b* under D65.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import dist

from themes.theme import GROUNDS, HIGHLIGHT_COLORS, ROLES, Paint, Role, Theme

AAA = 7.0
AA = 4.5
NON_TEXT = 3.0
APART = 9.0
"""The least distance in L*a*b* of two grounds that must not be taken for each other."""


def _linear(colour: str) -> tuple[float, float, float]:
    """The linear-light channels of ``#rrggbb``, 0 to 1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else pow((c + 0.055) / 1.055, 2.4) for c in channels
    )
    return red, green, blue


def luminance(colour: str) -> float:
    """Relative luminance of ``#rrggbb``, 0 (black) to 1 (white)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: str, other: str) -> float:
    """Contrast of two colours ``#rrggbb``, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str) -> tuple[float, float, float]:
    """L*a*b* of ``#rrggbb``: lightness 0 to 100, and two axes of colour."""
    red, green, blue = _linear(colour)
    white = (0.95047, 1.0, 1.08883)
    xyz = (
        0.4124564 * red + 0.3575761 * green + 0.1804375 * blue,
        0.2126729 * red + 0.7151522 * green + 0.0721750 * blue,
        0.0193339 * red + 0.1191920 * green + 0.9503041 * blue,
    )
    x, y, z = (
        t ** (1 / 3) if t > 216 / 24389 else (24389 / 27 * t + 16) / 116
        for t in (value / whole for value, whole in zip(xyz, white, strict=True))
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def distance(one: str, other: str) -> float:
    """How far two colours ``#rrggbb`` look apart: the CIE 1976 difference."""
    return dist(lab(one), lab(other))


def check(theme: Theme, text_ratio: float = AA) -> list[str]:
    """What is hard to read or easy to mistake in ``theme``, one sentence each; ``[]``: nothing.

    Args:
        theme: A complete theme.
        text_ratio: The least contrast of text: ``AA`` or ``AAA``.
    """
    if not theme.colour:
        return [*_coloured(theme), *_same_attributes(theme)]
    return [*_faint_text(theme, text_ratio), *_faint_marks(theme), *_alike(theme), *_dim(theme)]


def _paints(theme: Theme) -> Iterator[tuple[str, Paint]]:
    yield from theme.paints.items()
    yield from ((f"highlight {color}", theme.highlights[color]) for color in HIGHLIGHT_COLORS)


def _patches(theme: Theme) -> dict[str, Paint]:
    """What covers text and must not be taken for one another."""
    names: tuple[Role, ...] = ("match", "match_current", "selection")
    return {color: theme.highlights[color] for color in HIGHLIGHT_COLORS} | {
        name: theme.paints[name] for name in names
    }


def _coloured(theme: Theme) -> Iterator[str]:
    for name, paint in _paints(theme):
        if paint.fg or paint.bg:
            yield f"{name} has a colour in a theme without colour"


def _same_attributes(theme: Theme) -> Iterator[str]:
    for (one, a), (other, b) in combinations(_patches(theme).items(), 2):
        if a == b:
            yield f"{one} and {other} look the same"
    for (one, mark), (other, same) in combinations(theme.glyphs.items(), 2):
        if mark == same:
            yield f"the marks of {one} and {other} look the same"


def _faint_text(theme: Theme, least: float) -> Iterator[str]:
    def faint(name: str, fg: str | None, ground: str, bg: str | None) -> Iterator[str]:
        if fg and bg and (found := ratio(fg, bg)) < least:
            yield f"{name} on {ground}: contrast {found:.2f}, should be {least:g}"

    for role in ROLES:
        paint = theme.paints[role.name]
        if role.kind == "text":
            for ground in GROUNDS:
                yield from faint(role.name, paint.fg, ground, paint.bg or theme.paints[ground].bg)
        elif role.kind in ("patch", "ground"):
            yield from faint(role.name, paint.fg, "its own ground", paint.bg)
    for color, paint in theme.highlights.items():
        yield from faint(f"highlight {color}", paint.fg, "its own ground", paint.bg)


def _faint_marks(theme: Theme) -> Iterator[str]:
    for color, mark in theme.marks.items():
        for ground in GROUNDS:
            bg = theme.paints[ground].bg
            if bg and (found := ratio(mark, bg)) < NON_TEXT:
                yield f"mark {color} on {ground}: contrast {found:.2f}, should be {NON_TEXT:g}"


def _alike(theme: Theme) -> Iterator[str]:
    grounds = {name: paint.bg for name, paint in _patches(theme).items()}
    under: tuple[Role, ...] = ("background", "focus")
    pairs = [*combinations(grounds.items(), 2)]
    pairs += [((name, theme.paints[name].bg), patch) for name in under for patch in grounds.items()]
    for (one, a), (other, b) in pairs:
        if a and b and (found := distance(a, b)) < APART:
            yield f"{one} and {other}: grounds {found:.1f} apart, should be {APART:g}"


def _dim(theme: Theme) -> Iterator[str]:
    for name, paint in _paints(theme):
        if paint.dim:
            yield f"{name} is dim: nobody knows its contrast then"

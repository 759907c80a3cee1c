"""A theme of ``themes/`` as what Textual and Rich understand: CSS variables and styles."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from rich.style import Style
from textual.theme import Theme as TextualTheme

from store.folders import Folders
from themes.theme import Paint, Role, Theme, ThemeError, over
from tui import kept_theme

DARK, LIGHT, NO_COLOUR = "ink", "paper", "mono"
_FALLBACK = "ansi_default"


@lru_cache(maxsize=1024)
def rich_style(paint: Paint) -> Style:
    """A paint as a Rich style; what it leaves open stays open."""
    return Style(
        color=paint.fg,
        bgcolor=paint.bg,
        bold=paint.bold or None,
        italic=paint.italic or None,
        underline=paint.underline or None,
        strike=paint.strike or None,
        reverse=paint.reverse or None,
        dim=paint.dim or None,
    )


class Look:
    """A theme, asked by role for Rich styles. Immutable; a change of theme is a new one."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self._styles: dict[tuple[Role, ...], Style] = {}

    def style(self, *roles: Role) -> Style:
        """The paints of ``roles`` laid over each other, the ground first."""
        found = self._styles.get(roles)
        if found is None:
            paint = Paint()
            for role in roles:
                paint = over(paint, self.theme.paints[role])
            found = self._styles[roles] = rich_style(paint)
        return found

    def mark(self, color: str, ground: Style) -> tuple[str, Style]:
        """Glyph and style of a highlight colour's mark on ``ground``."""
        glyph, paint = self.theme.mark(color)
        return glyph, ground + rich_style(paint)


def theme_folder(folders: Folders) -> Path:
    """Where the user's own themes are."""
    return folders.config / "themes"


def default_theme() -> str:
    """``paper`` where the terminal says by ``COLORFGBG`` that it is light, else ``ink``."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT if ground in {"7", "15"} else DARK


def load_theme(name: str, folders: Folders) -> tuple[Theme, str]:
    """The theme of that name, or the default and a line that says what is wrong."""
    own, cache = theme_folder(folders), folders.cache
    try:
        return kept_theme.load(name or default_theme(), own, cache), ""
    except ThemeError as error:
        hint = f" {error.hint}" if error.hint else ""
        return kept_theme.load(default_theme(), None, cache), f"{error.message}{hint}"


def textual_name(theme: Theme) -> str:
    """The name a theme is registered with in Textual."""
    return f"postil-{theme.name}"


def textual_theme(theme: Theme) -> TextualTheme:
    """The theme for Textual's own widgets and our CSS."""
    paints = theme.paints

    def fg(role: Role) -> str:
        return paints[role].fg or _FALLBACK

    def bg(role: Role) -> str:
        return paints[role].bg or _FALLBACK

    return TextualTheme(
        name=textual_name(theme),
        primary=fg("accent"),
        secondary=fg("accent"),
        accent=fg("accent"),
        warning=fg("warning"),
        error=fg("error"),
        success=fg("success"),
        foreground=fg("text"),
        background=bg("background"),
        surface=bg("panel"),
        panel=bg("panel"),
        boost=bg("panel"),
        dark=theme.dark,
        ansi=not theme.colour,
        variables=variables(theme),
    )


def variables(theme: Theme) -> dict[str, str]:
    """The CSS variables of the style sheets."""
    paints = theme.paints
    found: dict[str, str] = {}
    for role, name in _VARIABLES:
        found[f"{name}-fg"] = paints[role].fg or paints["text"].fg or _FALLBACK
        found[f"{name}-bg"] = paints[role].bg or _FALLBACK
    selection = found["p-selection-bg"]
    return found | {
        "ansi-background": _FALLBACK,
        "ansi-foreground": _FALLBACK,
        "input-cursor-background": found["p-text-fg"],
        "input-cursor-foreground": found["p-prompt-bg"],
        "input-cursor-text-style": "none" if theme.colour else "reverse",
        "input-selection-background": selection,
        "input-selection-foreground": found["p-selection-fg"],
        "screen-selection-background": selection,
        "screen-selection-foreground": found["p-selection-fg"],
        "scrollbar": found["p-border-fg"],
        "scrollbar-hover": found["p-muted-fg"],
        "scrollbar-active": found["p-accent-fg"],
        "scrollbar-background": found["p-background-bg"],
        "scrollbar-background-hover": found["p-background-bg"],
        "scrollbar-background-active": found["p-background-bg"],
        "scrollbar-corner-color": found["p-background-bg"],
    }


_VARIABLES: tuple[tuple[Role, str], ...] = (
    ("background", "p-background"),
    ("panel", "p-panel"),
    ("status", "p-status"),
    ("prompt", "p-prompt"),
    ("cursor_row", "p-cursor"),
    ("selection", "p-selection"),
    ("text", "p-text"),
    ("muted", "p-muted"),
    ("accent", "p-accent"),
    ("heading", "p-heading"),
    ("border", "p-border"),
    ("error", "p-error"),
)

"""What a theme is, as values: roles, paints, highlight colours, marks.

A screen asks for a role, never for a colour. Paints are laid over each other with ``over``, from
below: the ground (``background``, ``panel``, …), the block's role, its inline roles, ``focus``,
the highlight, ``match``, ``selection``. Colours are ``#rrggbb`` in lower case.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

HIGHLIGHT_COLORS = ("yellow", "green", "blue", "pink", "orange", "purple", "red", "gray")
"""The eight highlight colours, in the order of the keys 1 to 8."""

Role = Literal[
    "background", "panel", "focus", "cursor_row", "status", "prompt",
    "text", "muted", "accent", "title", "heading", "byline", "link", "code", "quote", "caption",
    "code_keyword", "code_string", "code_comment", "code_number", "code_name",
    "furniture", "footnote", "tag", "note", "unread", "focus_mark", "status_key",
    "error", "warning", "success",
    "strong", "emphasis", "strike",
    "selection", "match", "match_current", "label", "caret",
    "rule", "border",
]  # fmt: skip

RoleKind = Literal["ground", "text", "attributes", "patch", "line"]


class ThemeError(Exception):
    """A theme that cannot be used.

    Attributes:
        message: One sentence: which file and key, what is wrong with it.
        hint: What to do about it, or ``""``.
        path: The theme's file, if it has come to that.
        line: 1-based line in ``path``, if known.
    """

    exit_code = 2

    def __init__(
        self, message: str, *, hint: str = "", path: Path | None = None, line: int | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.path = path
        self.line = line


class RoleInfo(NamedTuple):
    """One role that a screen may ask for.

    Attributes:
        kind: ``ground``: has a ground, and any text role may stand on it; ``text``: has a text
            colour; ``attributes``: bold and the like over a text role, no colour needed;
            ``patch``: has both, and covers what lies below; ``line``: a line, no text.
    """

    name: Role
    kind: RoleKind
    about: str


ROLES: tuple[RoleInfo, ...] = (
    RoleInfo("background", "ground", "behind the article"),
    RoleInfo("panel", "ground", "behind the list, the side panel and dialogs"),
    RoleInfo("focus", "ground", "under the focused block or sentence"),
    RoleInfo("cursor_row", "ground", "under the chosen row of a list"),
    RoleInfo("status", "ground", "the status line"),
    RoleInfo("prompt", "ground", "the prompt line and input fields"),
    RoleInfo("text", "text", "running text"),
    RoleInfo("muted", "text", "what may be overlooked: counts, minutes, placeholders"),
    RoleInfo("accent", "text", "the one accent: what is active or current"),
    RoleInfo("title", "text", "an article's title"),
    RoleInfo("heading", "text", "headings in an article, heads of panes"),
    RoleInfo("byline", "text", "author, date and minutes under a title"),
    RoleInfo("link", "text", "links"),
    RoleInfo("code", "text", "code, inline and in blocks"),
    RoleInfo("quote", "text", "quoted paragraphs"),
    RoleInfo("caption", "text", "captions and images' texts"),
    RoleInfo("code_keyword", "text", "words of a programming language"),
    RoleInfo("code_string", "text", "texts in code"),
    RoleInfo("code_comment", "text", "comments in code"),
    RoleInfo("code_number", "text", "numbers in code"),
    RoleInfo("code_name", "text", "what code defines: functions, classes, keys"),
    RoleInfo("furniture", "text", "the folded line of what a page carries around its article"),
    RoleInfo("footnote", "text", "references to footnotes"),
    RoleInfo("tag", "text", "tags"),
    RoleInfo("note", "text", "the user's own notes"),
    RoleInfo("unread", "text", "the dot and title of an unread article"),
    RoleInfo("focus_mark", "text", "the bar in the margin beside what has the focus"),
    RoleInfo("status_key", "text", "keys named in the status line and in the help"),
    RoleInfo("error", "text", "what went wrong"),
    RoleInfo("warning", "text", "what needs a look"),
    RoleInfo("success", "text", "what went well"),
    RoleInfo("strong", "attributes", "strong words"),
    RoleInfo("emphasis", "attributes", "emphasised words"),
    RoleInfo("strike", "attributes", "struck words"),
    RoleInfo("selection", "patch", "what is selected"),
    RoleInfo("match", "patch", "what a search found"),
    RoleInfo("match_current", "patch", "the match that the search stands on"),
    RoleInfo("label", "patch", "letters to type to choose what they stand on"),
    RoleInfo("caret", "patch", "the caret"),
    RoleInfo("rule", "line", "a rule in an article, the bar of a quote"),
    RoleInfo("border", "line", "lines between panes, around dialogs, scroll bars"),
)

GROUNDS: tuple[Role, ...] = tuple(role.name for role in ROLES if role.kind == "ground")


class Paint(NamedTuple):
    """How cells look. ``None`` and ``False`` leave what lies below.

    Attributes:
        fg: Text colour, ``#rrggbb``.
        bg: Ground colour, ``#rrggbb``.
    """

    fg: str | None = None
    bg: str | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    reverse: bool = False
    dim: bool = False


ATTRIBUTES = ("bold", "italic", "underline", "strike", "reverse", "dim")
"""The attributes of a paint, in the order of its fields."""


def over(below: Paint, top: Paint) -> Paint:
    """``top`` laid over ``below``: its colours win, attributes add up.

    Two reverses cancel each other, so that a selection shows inside a reversed highlight.
    """
    return Paint(
        fg=top.fg or below.fg,
        bg=top.bg or below.bg,
        bold=top.bold or below.bold,
        italic=top.italic or below.italic,
        underline=top.underline or below.underline,
        strike=top.strike or below.strike,
        reverse=top.reverse != below.reverse,
        dim=top.dim or below.dim,
    )


class Theme(NamedTuple):
    """A complete theme: every role, every highlight colour.

    Attributes:
        name: What the user calls it: its file's name without ``.yaml``.
        title: What people read; ``about``: one sentence on its mood.
        dark: Light text on a dark ground.
        colour: ``False``: no paint has a colour, only attributes.
        paints: One for every role.
        highlights: One for every highlight colour: the ``fill`` style.
        marks: The colour of each highlight colour's mark in the margin; ``""`` where the theme
            has no colour.
        glyphs: The mark itself, one cell wide, other for each colour: so that highlights can be
            told apart in greyscale, too.
    """

    name: str
    title: str
    dark: bool
    colour: bool
    paints: Mapping[Role, Paint]
    highlights: Mapping[str, Paint]
    marks: Mapping[str, str]
    glyphs: Mapping[str, str]
    about: str = ""

    def highlight(self, color: str, style: str = "fill") -> Paint:
        """The paint of a highlight's words; unknown colours look like the first one.

        Only ``fill`` has a ground. Of the other styles the mark in the margin shows the colour.
        """
        if style == "underline":
            return Paint(underline=True)
        if style == "strike":
            return Paint(strike=True)
        if style == "margin":
            return Paint()
        return self.highlights.get(color, self.highlights[HIGHLIGHT_COLORS[0]])

    def mark(self, color: str) -> tuple[str, Paint]:
        """Glyph and paint of a highlight's mark in the margin."""
        known = color if color in self.marks else HIGHLIGHT_COLORS[0]
        return self.glyphs[known], Paint(fg=self.marks[known] or None, bold=not self.colour)

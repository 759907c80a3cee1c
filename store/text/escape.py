"""Plain text as Markdown that ``store.text.markdown.parse`` reads back as typed.

Importers build their Markdown from these. Each function gives one block (or ``""`` where there is
no text); blocks are joined with a blank line. What comes back is the text cleaned
(``clean_text``) and with every run of blanks folded to one; code keeps its blanks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from store.text.clean import clean_line, clean_text, fold_blanks

CONTAINERS = ("furniture", "contents", "byline", "caption")
"""The kinds of block that Markdown has no word for: they stand between ``:::`` lines."""

_DEEPEST = 12

# What means something anywhere in a line. Where it cannot mean anything it is left as typed, so
# that the file reads well: snake_case, 2 * 3, AT&T, a < b, a ~ b.
# Every branch begins with a character: the search then skips what begins none.
_ACTIVE = re.compile(
    r"""
      [\\`\[\]|]
    | _ (?! [^\W_] ) | _ (?<! [^\W_]_ )
    | \* (?! \x20 ) | \* (?<! \x20\* )
    | ~ (?= ~ | $ ) | ~ (?<= ~~ ) | ~ (?<= ^~ )
    | < (?= [A-Za-z/!?] | $ )
    | & (?= [#A-Za-z0-9]* (?: ; | $ ) )
    | ! (?= \[ | $ )
    """,
    re.VERBOSE,
)
# What means something only where a line begins.
_OPENING = re.compile(
    r"""
      (?: [-+] (?= \s | $ ) | > | \#{1,6} (?= \s | $ ) | ::: )
    | (?= [-=:_*+\s]+ $ ) [-=:+]
    """,
    re.VERBOSE,
)
_NUMBERING = re.compile(r"([0-9]{1,9})([.)])(?=\s|$)")
_COLONS = re.compile(r"^[ \t]*(:{3,})", re.MULTILINE)
_TICKS = re.compile(r"`+")
_LANGUAGE = re.compile(r"[^\s`{}]+")
_UNSAFE_IN_URL = re.compile(r"[\s<>\\]")


def escape_inline(text: str) -> str:
    """``text`` (one line) for use inside other Markdown, at any place but a line's beginning.

    Blanks at the ends of ``text`` are kept (as one blank): words of neighbours do not join.
    """
    folded = re.sub(r"\s+", " ", clean_text(text))
    return _ACTIVE.sub(r"\\\g<0>", folded)


def escape_line(line: str) -> str:
    """The Markdown of one line of plain text. It has no newline in it."""
    source = escape_inline(line).strip(" ")
    if source.endswith("\\!"):
        source = source[:-2] + "!"
    if numbering := _NUMBERING.match(source):
        return f"{numbering[1]}\\{source[len(numbering[1]) :]}"
    return f"\\{source}" if _OPENING.match(source) else source


def paragraph(text: str) -> str:
    """A paragraph; the lines of ``text`` stay lines (hard breaks), blank ones are dropped."""
    return "\\\n".join(_lines(text))


def heading(text: str, level: int) -> str:
    """A heading of ``level`` 1 to 6 (others are brought in range)."""
    source = escape_line(text)
    if source.endswith("#"):
        source = f"{source[:-1]}\\#" if not source.endswith("\\#") else source
    return f"{'#' * min(max(level, 1), 6)} {source}" if source else ""


def list_item(text: str, *, number: int | None = None, depth: int = 1) -> str:
    """An item of a list that stands on its own: a depth of 2 is written ``- - text``.

    For lists with nested items ``list_items`` writes what people write.

    Args:
        text: Its lines stay lines.
        number: What a numbered item shows, 0 to 999,999,999.
        depth: 1 to 12 (others are brought in range).
    """
    return _item(text, number, outer="- " * (min(max(depth, 1), _DEEPEST) - 1))


def list_items(items: Iterable[tuple[str, int | None, int]]) -> str:
    """A whole list: each item is ``(text, number or None, depth 1 to 12)``.

    An item is at most one deeper than the one before it.
    """
    indents: list[int] = []
    sources: list[str] = []
    for text, number, depth in items:
        source = _item(text, number)
        if not source:
            continue
        del indents[min(max(depth, 1), _DEEPEST) - 1 :]
        indent = " " * sum(indents)
        # a numbered item breaks into a paragraph only if its number is 1 (CommonMark 5.3)
        gap = "\n" if indents and number not in {None, 1} else ""
        sources.append(gap + indent + source.replace("\n", "\n" + indent))
        indents.append(source.index(" ") + 1)
    return "\n".join(sources).lstrip("\n")


def quote(text: str) -> str:
    """A block quote of one paragraph."""
    return "\n".join(f"> {line}" for line in paragraph(text).split("\n") if line)


def code(text: str, language: str = "") -> str:
    """A fenced code block. Blank lines at its ends are dropped, tabs come back as blanks."""
    body = clean_text(text).strip("\n")
    if not body.strip():
        return ""
    fence = "`" * (1 + max((2, *(len(ticks) for ticks in _TICKS.findall(body)))))
    label = _LANGUAGE.search(clean_line(language, 40))
    return f"{fence}{label[0] if label else ''}\n{body}\n{fence}"


def fenced(kind: str, markdown: str) -> str:
    """Blocks of Markdown in a container.

    Raises:
        ValueError: ``kind`` is none of ``CONTAINERS``.
    """
    if kind not in CONTAINERS:
        raise ValueError(f"no such container: {kind}")
    body = markdown.strip("\n")
    if not body.strip():
        return ""
    colons = ":" * (1 + max((2, *(len(found) for found in _COLONS.findall(body)))))
    return f"{colons} {kind}\n\n{body}\n\n{colons}"


def link(markdown: str, url: str) -> str:
    """A link around inline Markdown; only the text where the URL is none to follow."""
    target = _target(url)
    if not target.lower().startswith(("http://", "https://", "mailto:")) or not markdown.strip():
        return markdown
    return f"[{markdown}](<{target}>)"


def image(alt: str, url: str) -> str:
    """An image; ``data:`` URLs are dropped."""
    target = _target(url)
    if target.lower().startswith("data:"):
        target = ""
    return f"![{escape_inline(alt).strip(' ')}](<{target}>)"


def _lines(text: str) -> list[str]:
    return [line for line in map(escape_line, clean_text(text).split("\n")) if line]


def _item(text: str, number: int | None, outer: str = "") -> str:
    """A list item; a number that Markdown cannot have becomes text."""
    lines = _lines(text)
    marker = "- "
    if number is not None and 0 <= number <= 999_999_999:
        marker = f"{number}. "
    elif number is not None and lines:
        lines[0] = escape_line(f"{number}.") + " " + lines[0]
    marker = outer + marker
    return marker + ("\\\n" + " " * len(marker)).join(lines) if lines else ""


def _target(url: str) -> str:
    return _UNSAFE_IN_URL.sub(
        lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()),
        fold_blanks(clean_text(url)),
    )

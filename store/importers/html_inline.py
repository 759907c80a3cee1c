"""Runs of styled text to inline Markdown that reads back as the same text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from store.text import escape
from store.text.clean import clean_text

_WRAPS: Final = (("strong", "**"), ("emphasis", "*"), ("strike", "~~"))
_BLANKS: Final = re.compile(r"[ \t\n\r\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_TICKS: Final = re.compile(r"`+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style.

    Attributes:
        text: The text; of an image, what it says instead.
        marks: ``strong``, ``emphasis``, ``strike``, ``code``.
        href: Where it leads; of an image, where it is.
        is_break: A line break.
        is_image: An image.
    """

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    is_break: bool = False
    is_image: bool = False


def tidy(runs: Sequence[Run], *, keep_breaks: bool = True) -> list[Run]:
    """``runs`` cleaned, blanks folded over their bounds, none at the ends and next to breaks."""
    kept: list[Run] = []
    blank = True  # a blank here would be one too many
    for run in runs:
        if run.is_break and keep_breaks:
            if kept:
                _strip_end(kept)
                kept.append(run)
            blank = True
            continue
        text = _BLANKS.sub(" ", clean_text(run.text)) if not run.is_break else " "
        if blank and not run.is_image:
            text = text.lstrip(" ")
        if text:
            kept.append(Run(text, run.marks, run.href, is_image=run.is_image))
            blank = text.endswith(" ")
    _strip_end(kept)
    while kept and kept[-1].is_break:
        kept.pop()
        _strip_end(kept)
    return _joined(kept)


def plain(runs: Sequence[Run]) -> str:
    """The text of tidy ``runs``, as it will stand in the ``Document``."""
    return clean_text("".join("\n" if run.is_break else run.text for run in runs))


def render(runs: Sequence[Run], text: str, before: str = "") -> str:
    """Inline Markdown of tidy ``runs``; ``""`` where they are plain, or cannot be written down.

    Emphasis inside words, next to punctuation and the like cannot always be: what does not read
    back as ``text`` is tried again without styles. The caller then writes plain text.

    Args:
        runs: What ``tidy`` returned.
        text: What it must read back as.
        before: A block's marker: ``## ``.
    """
    from store.text.markdown import parse  # noqa: PLC0415 - heavy

    if not any(run.marks or run.href or run.is_image for run in runs):
        return ""
    for given_up in (False, True):
        tried = [replace(run, marks=frozenset()) for run in runs] if given_up else list(runs)
        source = before + _lines(_joined(tried))
        document = parse(source)
        if document.text == text and len(document.blocks) == 1:
            return source
    return ""


def _strip_end(runs: list[Run]) -> None:
    """Take the blank off the end of the last run, in place."""
    while runs and not runs[-1].is_break and not runs[-1].is_image:
        text = runs[-1].text.rstrip(" ")
        if text:
            runs[-1] = replace(runs[-1], text=text)
            return
        runs.pop()


def _joined(runs: Sequence[Run]) -> list[Run]:
    """``runs`` with neighbours of the same style made one."""
    joined: list[Run] = []
    for run in runs:
        last = joined[-1] if joined else None
        if (
            last
            and not (run.is_break or run.is_image or last.is_break or last.is_image)
            and (last.marks, last.href) == (run.marks, run.href)
        ):
            joined[-1] = replace(last, text=last.text + run.text)
        else:
            joined.append(run)
    return joined


def _lines(runs: Sequence[Run]) -> str:
    lines = [list(group) for is_break, group in itertools.groupby(runs, key=lambda r: r.is_break)
             if not is_break]  # fmt: skip
    return "\\\n".join(_line(line) for line in lines)


def _line(runs: Sequence[Run]) -> str:
    first, *rest = runs
    if first.marks or first.href or first.is_image:
        return _linked(runs)
    start = escape.escape_line(first.text) + (" " if first.text.endswith(" ") else "")
    return start + _linked(rest)


def _linked(runs: Sequence[Run]) -> str:
    parts = []
    for (href, is_image), group in itertools.groupby(runs, key=lambda r: (r.href, r.is_image)):
        if is_image:
            parts += [escape.image(run.text, run.href) for run in group]
            continue
        inside = list(group)
        lead, tail, core = _blanks_out(inside)
        source = _styled(core, 0)
        parts += [lead, escape.link(source, href) if href else source, tail]
    return "".join(parts)


def _styled(runs: Sequence[Run], level: int) -> str:
    """``runs`` with the marks from ``level`` on as Markdown around them."""
    if level == len(_WRAPS):
        return "".join(
            _code(run.text) if "code" in run.marks else escape.escape_inline(run.text)
            for run in runs
        )
    mark, sign = _WRAPS[level]
    parts = []
    for has_mark, group in itertools.groupby(runs, key=lambda run: mark in run.marks):
        inside = list(group)
        if not has_mark:
            parts.append(_styled(inside, level + 1))
            continue
        lead, tail, core = _blanks_out(inside)
        source = _styled(core, level + 1)
        parts += [lead, f"{sign}{source}{sign}" if source else "", tail]
    return "".join(parts)


def _blanks_out(runs: list[Run]) -> tuple[str, str, list[Run]]:
    """The blanks at both ends of ``runs``, and the runs without them."""
    core = list(runs)
    lead = " " if core[0].text.startswith(" ") else ""
    core[0] = replace(core[0], text=core[0].text.removeprefix(" "))
    tail = " " if core[-1].text.endswith(" ") else ""
    core[-1] = replace(core[-1], text=core[-1].text.removesuffix(" "))
    return lead, tail, [run for run in core if run.text]


def _code(text: str) -> str:
    """A code span; backticks in it make its fence longer."""
    if not text.strip():
        return text
    fence = "`" * (1 + max((0, *(len(found) for found in _TICKS.findall(text)))))
    pad = " " if text.startswith("`") or text.endswith("`") else ""
    lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{lead}{fence}{pad}{text.strip()}{pad}{fence}{tail}"

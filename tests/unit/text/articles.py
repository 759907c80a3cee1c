"""Random articles as people and importers write them: nested lists, quotes, containers, tables."""

from __future__ import annotations

from hypothesis import strategies as st

_WORDS = st.sampled_from(
    ["salt", "road", "tide", "harbour", "keeper", "lamp", "ledger", "count", "orchard", "ferry"]
)
_ODD = st.sampled_from(
    ("**bold**", "*slant*", "`code`", "[link](http://a.b/c)", "[ref][r]", "[^n]", "#", "1984.")
)
_OPENINGS = st.sampled_from(("", "", "", "3\\. ", "\\- ", "\\# ", "\\> ", "[x] ", "#1 "))
_BREAKS = st.sampled_from(("\n", "\\\n", "  \n"))
DEFINITIONS = "\n\n[r]: http://x.y/z\n\n[^n]: a note\n"


@st.composite
def _line(draw: st.DrawFn) -> str:
    words = draw(st.lists(st.one_of(_WORDS, _WORDS, _ODD), min_size=1, max_size=4))
    return draw(_OPENINGS) + draw(_WORDS) + " " + " ".join(words)


@st.composite
def _paragraph(draw: st.DrawFn) -> str:
    lines = draw(st.lists(_line(), min_size=1, max_size=2))
    return draw(_BREAKS).join(lines)


@st.composite
def _heading(draw: st.DrawFn) -> str:
    return "#" * draw(st.integers(1, 5)) + " " + draw(_line())


@st.composite
def _list(draw: st.DrawFn, depth: int) -> str:
    ordered = draw(st.booleans())
    first, step = draw(st.sampled_from((0, 1, 9))), draw(st.sampled_from((0, 1, 1)))
    items = []
    for number in range(draw(st.integers(1, 4))):
        mark = f"{first + step * number}. " if ordered else draw(st.sampled_from(("- ", "-   ")))
        body = draw(st.one_of(_paragraph(), _line().map(lambda line: f"[x] {line}")))
        if draw(st.booleans()):
            body += "\n\n" + draw(_block(depth + 1))
        items.append(_indented(body, " " * len(mark), mark))
    return draw(st.sampled_from(("\n", "\n\n"))).join(items)


@st.composite
def _container(draw: st.DrawFn, depth: int) -> str:
    fence = ":" * (7 - depth)
    kind = draw(st.sampled_from(("furniture", "contents", "caption", "byline")))
    return f"{fence} {kind}\n\n{draw(_blocks(depth + 1, 3))}\n\n{fence}"


def _block(depth: int) -> st.SearchStrategy[str]:
    if depth >= 3:
        return _paragraph()
    return st.one_of(
        _paragraph(),
        _paragraph(),
        _heading(),
        _list(depth),
        _container(depth),
        _blocks(depth + 1, 2).map(lambda inside: _indented(inside, "> ")),
        st.sampled_from(("---", "```py\nx = 1\n```", "| a | b |\n|---|---|\n| c | *d* |")),
    )


def _blocks(depth: int, most: int) -> st.SearchStrategy[str]:
    return st.lists(_block(depth), min_size=1, max_size=most).map("\n\n".join)


def _indented(text: str, prefix: str, first: str | None = None) -> str:
    lines = [f"{prefix}{line}" if line else prefix.rstrip() for line in text.split("\n")]
    if first is not None:
        lines[0] = first + lines[0][len(prefix) :]
    return "\n".join(lines)


articles = _blocks(0, 6).map(lambda body: body + DEFINITIONS)
"""Markdown with definitions that it refers to at its end."""

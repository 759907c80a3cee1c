"""Markdown to ``Document``: the one place where an article's text and structure are made.

CommonMark with tables, strikethrough, footnotes, task lists and ``:::`` containers. It holds for
any input: hostile nesting becomes text, nothing raises, and ``Document``'s invariants stand. What
changes here for some input changes ``store.text.document.PARSER``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from store.text.clean import clean_text
from store.text.document import Document

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

_MAX_NESTING = 30
"""Levels of the block and of the inline parser; a list takes two."""
_SPARE_CELLS = 20_000
"""How many table cells a text may have beyond what its length explains."""
_INLINE_STOPS = re.compile(r"[\n!&*<\[\\\]_`~]")
_FRONT_MATTER = re.compile(
    r"\A\ufeff?---[ \t]*\r?\n(?P<yaml>.*?^)(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)",
    re.DOTALL | re.MULTILINE,
)
_YAML_START = re.compile(r"\s*(?:\Z|[#{}]|[\w\"'][^\n]*?:(?:\s|\Z))")


def parse(markdown: str) -> Document:
    """The text, blocks and spans of ``markdown`` (without front matter). Any text is legal."""
    from store.text.blocks import build  # noqa: PLC0415 - an article that is kept needs no parsing

    return build(_parser().parse(clean_text(markdown)))


class Sourced(NamedTuple):
    """A document with what it was made from.

    Attributes:
        source: The Markdown as it was read: cleaned.
        tokens: Of markdown-it; ``map`` counts the lines of ``source``.
        at: For each block the index of its token; -1 if it has none.
        env: What references and footnotes the source defines.
    """

    document: Document
    source: str
    tokens: Sequence[Token]
    at: Sequence[int]
    env: dict[str, Any]


def parse_sourced(markdown: str, env: Mapping[str, Any] | None = None) -> Sourced:
    """As ``parse``, with the way back to the source.

    Args:
        markdown: Any text.
        env: Of another parse: its definitions hold here too.
    """
    from store.text.blocks import build_sourced  # noqa: PLC0415 - as in parse

    own: dict[str, Any] = {}
    if env is not None:
        own["references"] = dict(env.get("references", {}))
        own["footnotes"] = {"refs": dict.fromkeys(env.get("footnotes", {}).get("refs", {}), -1)}
    source = clean_text(markdown)
    tokens = _parser().parse(source, own)
    document, at = build_sourced(tokens)
    return Sourced(document, source, tokens, at, own)


def split_front_matter(source: str) -> tuple[str, str]:
    """The YAML between the ``---`` lines at the top (``""`` if there is none), and the rest.

    What stands between two lines of dashes and does not begin like YAML is text.
    """
    found = _FRONT_MATTER.match(source)
    if found is None or not _YAML_START.match(found["yaml"]):
        return "", source.removeprefix("\ufeff")
    return found["yaml"], source[found.end() :]


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - 60 ms that a search need not pay
    from mdit_py_plugins.container import container_plugin  # noqa: PLC0415 - the same
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415 - the same

    parser = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"])
    parser.use(footnote_plugin, inline=False, move_to_end=False)
    parser.use(container_plugin, "postil", validate=_is_container)
    parser.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.before("table", "deep", _deep)
    # Which links are followed is decided on the parsed token: here it would leave their source.
    setattr(parser, "validateLink", _any_link)  # noqa: B010 - a method, so mypy wants it so
    # No rule of ours begins at the other characters of the default, such as - : = %.
    parser.inline.terminator_re = _INLINE_STOPS
    return parser


def _is_container(info: str, _markup: str) -> bool:
    from store.text.escape import CONTAINERS  # noqa: PLC0415 - as in parse

    return info.strip() in CONTAINERS


def _any_link(_url: str) -> bool:
    return True


def _deep(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - markdown-it's signature
    """Too deep: what stands here is a paragraph as typed (markdown-it would drop it)."""
    if silent or state.level < _MAX_NESTING - 3:
        return False
    line = start_line + 1
    while line < end_line and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    state.line = line
    state.push("paragraph_open", "p", 1)
    token = state.push("inline", "", 0)
    token.content = state.getLines(start_line, line, state.blkIndent, keepLastLF=False).strip()
    token.children = []
    state.push("paragraph_close", "p", -1)
    return True


def _bounded_table(state: StateBlock, start_line: int, end_line: int, silent: bool) -> bool:  # noqa: FBT001 - the same
    """A table, while missing cells have not yet blown the text up: 1 kB can ask for 65,000."""
    from markdown_it.rules_block import table  # noqa: PLC0415 - as in _parser

    if state.env.get("cells", 0) > _SPARE_CELLS + len(state.src) // 2:
        return False
    before = len(state.tokens)
    is_table = table(state, start_line, end_line, silent)
    state.env["cells"] = state.env.get("cells", 0) + (len(state.tokens) - before) // 3
    return is_table

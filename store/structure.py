"""Structure: a block made another kind of block, by rewriting the Markdown. Pure.

The plain text stays as it is to the last code point, so no highlight moves; and so does every
other block. Both are checked on what comes out; what cannot be done so is refused. A block that
changes leaves the list, quote or container that it stands in, whose rest goes on below it.

A heading of level 1 is the article's title where nothing but furniture stands above it; whether
it is, may change with what stands above.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from store.errors import UsageError
from store.text import escape, places
from store.text.document import FOLDED_KINDS, Block, Document, Span
from store.text.markdown import Sourced, parse, parse_sourced

Kind = Literal["heading", "paragraph", "list_item", "caption", "furniture"]
KINDS: tuple[Kind, ...] = ("heading", "paragraph", "list_item", "caption", "furniture")
WORDS: dict[Kind, str] = {
    "heading": "a heading",
    "paragraph": "a paragraph",
    "list_item": "a list item",
    "caption": "a caption",
    "furniture": "furniture",
}
PLURALS: dict[Kind, str] = {
    "heading": "headings",
    "paragraph": "paragraphs",
    "list_item": "list items",
    "caption": "captions",
    "furniture": "furniture",
}
LEVELS = (2, 3, 4, 1)
"""The levels that a heading takes in turn."""

_PARTING = "<!-- -->"
"""A comment: no block, but what stands above it does not go on below."""
_TASK = re.compile(r"\[[ xX]\]\s+")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n[ \t]*")
_SOFT_BREAK = re.compile(r"[ \t]*\n[ \t]*")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_NUMBERING = re.compile(r"([0-9]{1,9})([.)])")


def blocks_in(document: Document, start: int, end: int) -> list[int]:
    """The indexes of the blocks with text that ``[start, end)`` touches; it may be empty."""
    blocks = document.blocks
    found: list[int] = []
    for index in range(document.block_index(start), len(blocks)):
        if blocks[index].start >= max(end, start + 1):
            break
        if blocks[index].end > max(start, blocks[index].start):
            found.append(index)
    return found


def next_level(document: Document, index: int) -> int:
    """The level for a block that is to be a heading.

    A heading gets the next of ``LEVELS``; another block the level of the heading above it.
    """
    block = document.blocks[index]
    if block.kind in {"heading", "title"}:
        return LEVELS[(LEVELS.index(block.level) + 1) % len(LEVELS)] if block.level in LEVELS else 1
    for above in reversed(document.blocks[:index]):
        if above.kind == "heading":
            return above.level
    return LEVELS[0]


def changed_blocks(
    document: Document, start: int, end: int, kind: Kind, level: int
) -> dict[int, Block]:
    """The blocks in ``[start, end)`` that are not of that kind and level, as they shall be."""
    wanted = {}
    for index in blocks_in(document, start, end):
        block = document.blocks[index]
        is_it = _plain(block).kind == kind and (kind != "heading" or block.level == level)
        if not is_it:
            depth = {"heading": level, "list_item": 1}.get(kind, 0)
            wanted[index] = Block(
                kind, block.start, block.end, level=depth, folded=kind in FOLDED_KINDS
            )
    return wanted


def as_shown(document: Document, wanted: dict[int, Block]) -> Document:
    """``document`` with some blocks as ``changed_blocks`` gave them; without its Markdown."""
    blocks = list(document.blocks)
    for index, block in wanted.items():
        blocks[index] = block
    spans = document.spans
    changed = [document.blocks[index] for index in wanted]
    cells = {id(s) for block in changed for s in document.spans_of(block) if s.kind == "cell"}
    if cells:
        spans = tuple(span for span in spans if id(span) not in cells)
    return Document(document.text, tuple(blocks), spans)


def set_kind(
    markdown: str, start: int, end: int, kind: Kind, *, level: int = 0,
    read: Callable[[str], Document] = parse,
) -> str:  # fmt: skip
    """``markdown`` with the blocks in ``[start, end)`` of its plain text made ``kind``.

    Args:
        markdown: Any, without front matter.
        start: First code point; the whole block that holds it is changed.
        end: Past the last; more blocks are changed if they begin before it.
        kind: One of ``KINDS``.
        level: Of a heading, 1 to 6; 0: as ``next_level`` says for the first block.
        read: Gives the document of some Markdown.

    Returns:
        The Markdown; ``markdown`` itself when the blocks are of that kind already.

    Raises:
        UsageError: there is no block, or it cannot be made that without changing the text or
            other blocks.
    """
    if kind not in KINDS:
        raise UsageError(f"no kind of block {kind!r}", hint=f"one of: {', '.join(KINDS)}")
    document = read(markdown)
    touched = blocks_in(document, start, end)
    if not touched:
        raise UsageError("there is no text here")
    if kind == "heading":
        level = level or next_level(document, touched[0])
        if not 1 <= level <= 6:
            raise UsageError(f"no heading has the level {level}")
    wanted = changed_blocks(document, start, end, kind, level)
    while wanted:
        sourced = parse_sourced(markdown)
        rewriting = _Rewriting(sourced, wanted, kind, level)
        expected = as_shown(sourced.document, {i: wanted[i] for i in rewriting.group})
        markdown = _first_that_says(expected, rewriting.results(), read, kind)
        for index in rewriting.group:
            del wanted[index]
    return markdown


def _first_that_says(
    expected: Document, results: Iterator[str], read: Callable[[str], Document], kind: Kind
) -> str:
    for result in results:
        if says_the_same(read(result), expected):
            return result
    raise UsageError(
        f"this cannot be made {WORDS[kind]} without changing what stands around it",
        hint="change it in the file, with an editor",
    )


def says_the_same(one: Document, other: Document) -> bool:
    """Whether two documents agree, but for which heading of level 1 is the title."""
    return (
        one.text == other.text
        and one.spans == other.spans
        and [*map(_plain, one.blocks)] == [*map(_plain, other.blocks)]
    )


def _plain(block: Block) -> Block:
    return block._replace(kind="heading") if block.kind == "title" else block


class _Row(NamedTuple):
    """Blocks that follow each other in the source with nothing between them, and their lines."""

    indexes: list[int]
    start: int
    end: int


class _Rewriting:
    """One row of blocks, the last of those that are to change, taken out and written anew.

    Attributes:
        group: The indexes of the blocks that it changes.
    """

    def __init__(self, sourced: Sourced, wanted: dict[int, Block], kind: Kind, level: int) -> None:
        self._sourced = sourced
        self._kind = kind
        self._level = level
        self._lines = sourced.source.split("\n")
        indexes = sorted(wanted)
        around = {i for index in indexes for i in (index - 1, index, index + 1)}
        blocks = sourced.document.blocks
        self._chains = places.chains(
            sourced.tokens, self._lines, {sourced.at[i] for i in around if 0 <= i < len(blocks)}
        )
        self._check(indexes)
        self._row = self._last_row(indexes)
        self.group = self._row.indexes

    def results(self) -> Iterator[str]:
        """Ways to write it, the most natural first; each has to be checked."""
        first, last = self.group[0], self.group[-1]
        above, below = places.cut(
            self._sourced.tokens, self._lines, (self._row.start, self._row.end),
            self._chains[self._sourced.at[first]], self._chains[self._sourced.at[last]],
        )  # fmt: skip
        made = self._made()
        if self._kind in escape.CONTAINERS:
            yield from self._merged(above, made, below)
            made = escape.fenced(self._kind, made)
        for parts in (
            [made],
            [made, _PARTING],
            [_PARTING, made],
            [_PARTING, made, _PARTING],
        ):
            yield _joined(above, parts, below)

    # -- which blocks ---------------------------------------------------------------------------

    def _check(self, indexes: Sequence[int]) -> None:
        at = self._sourced.at
        for index in indexes:
            token = at[index]
            chain = self._chains.get(token, ())
            if token < 0 or any(node.kind == "footnote" for node in chain):
                raise UsageError("a footnote stays what it is")
            if places.lines_of(self._sourced.tokens, token) is None:
                raise UsageError("this is nested too deep", hint="change it in the file")
            near = [i for i in (index - 1, index + 1) if 0 <= i < len(at)]
            if any(at[i] == token and i not in indexes for i in near):
                raise UsageError(
                    "this is one piece of HTML with what stands beside it",
                    hint="select both, or change the file",
                )

    def _lines_of(self, index: int) -> tuple[int, int]:
        return places.lines_of(self._sourced.tokens, self._sourced.at[index]) or (0, 0)

    def _last_row(self, indexes: Sequence[int]) -> _Row:
        row = [indexes[-1]]
        start, end = self._lines_of(row[0])
        for index in reversed(indexes[:-1]):
            low, high = self._lines_of(index)
            same = self._sourced.at[index] == self._sourced.at[row[0]]
            if index + 1 != row[0]:
                break
            if not same and not (high <= start and places.is_plain_gap(self._lines[high:start])):
                break
            row.insert(0, index)
            start = low
        return _Row(row, start, end)

    # -- how they are written -------------------------------------------------------------------

    def _made(self) -> str:
        sources = [self._written(index) for index in self.group]
        return ("\n" if self._kind == "list_item" else "\n\n").join(sources)

    def _written(self, index: int) -> str:
        """One block as Markdown of its new kind; of a container's kind: a paragraph."""
        document = self._sourced.document
        block = document.blocks[index]
        text = document.block_text(block)
        spans = [
            Span(span.kind, span.start - block.start, span.end - block.start, span.value)
            for span in document.spans_of(block)
            if span.kind != "cell"
        ]
        kind = "paragraph" if self._kind in escape.CONTAINERS else self._kind
        for source in self._sources(index, text, spans):
            written = _as_kind(source, self._kind, self._level)
            alone = parse_sourced(written, self._sourced.env).document
            if (
                alone.text == text
                and [*alone.spans] == spans
                and [_plain(each).kind for each in alone.blocks] == [kind]
            ):
                return written
        raise UsageError(
            f"this cannot be made {WORDS[self._kind]} without changing its text",
            hint="change it in the file, with an editor",
        )

    def _sources(self, index: int, text: str, spans: Sequence[Span]) -> Iterator[str]:
        """The inline Markdown of a block: as it is, harmless at its beginning, made anew."""
        typed = self._typed(index, text)
        if typed:
            yield typed
            yield _harmless(typed)
        if all(span.kind == "image" for span in spans):
            yield _anew(text, spans)

    def _typed(self, index: int, text: str) -> str:
        tokens, at = self._sourced.tokens, self._sourced.at[index]
        token = tokens[at]
        if token.type == "table_open":
            return _table_lines(self._sourced, at)
        if token.type != "inline":
            return ""
        box = _TASK.match(token.content)
        # The box of a task is no part of its text.
        if box and not text.startswith(token.content[:3]):
            return token.content[box.end() :]
        return token.content

    # -- beside a container of the same kind ----------------------------------------------------

    def _merged(self, above: list[str], made: str, below: list[str]) -> Iterator[str]:
        """Written into the container above, the one below, or both, where they are of the kind."""
        up, down = list(above), list(below)
        fence = ":::"
        head, tail = f"{fence} {self._kind}", fence
        joins_up = bool(up) and up[-1] == fence and self._is_beside(self.group[0] - 1)
        joins_down = bool(down) and down[0] == head and self._is_beside(self.group[-1] + 1)
        if joins_up:
            del up[-1]
            _strip(up)
        if joins_down:
            del down[0]
            while down and not down[0].strip():
                del down[0]
        if joins_up or joins_down:
            parts = [*([] if joins_up else [head]), made, *([] if joins_down else [tail])]
            yield _joined(up, parts, down)

    def _is_beside(self, index: int) -> bool:
        if not 0 <= index < len(self._sourced.at):
            return False
        chain = self._chains.get(self._sourced.at[index], ())
        return bool(chain) and (chain[0].kind, chain[0].info) == ("container", self._kind)


def _as_kind(source: str, kind: Kind, level: int) -> str:
    if kind == "list_item":
        return "- " + source.replace("\n", "\n  ")
    if kind != "heading":
        return source
    line = _SOFT_BREAK.sub(" ", _HARD_BREAK.sub("<br>", source)).strip()
    if _CLOSING.search(line):
        line = f"{line[:-1]}\\#"
    return f"{'#' * level} {line}"


def _harmless(source: str) -> str:
    """Inline Markdown whose first characters begin no list, quote, code or the like."""
    if found := _NUMBERING.match(source):
        return f"{found[1]}\\{source[found.end(1) :]}"
    return f"\\{source}" if source[0] in string.punctuation else source


def _anew(text: str, spans: Sequence[Span]) -> str:
    """The Markdown of plain text with images in it."""
    parts: list[str] = []
    done = 0
    for span in spans:
        parts.append(escape.paragraph(text[done : span.start]))
        parts.append(escape.image(text[span.start : span.end], span.value))
        done = span.end
    parts.append(escape.paragraph(text[done:]))
    return " ".join(part for part in parts if part) if spans else parts[0]


def _table_lines(sourced: Sourced, index: int) -> str:
    """The rows of a table as lines, their cells parted as in the plain text."""
    rows: list[list[str]] = []
    for token in sourced.tokens[index:]:
        if token.type == "table_close":
            break
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(token.content)
    return "\\\n".join(" | ".join(row) for row in rows if any(row)).strip()


def _strip(lines: list[str]) -> None:
    while lines and not lines[-1].strip():
        del lines[-1]


def _joined(above: Sequence[str], parts: Sequence[str], below: Sequence[str]) -> str:
    text = "\n\n".join(part for part in ("\n".join(above), *parts, "\n".join(below)) if part)
    return text if text.endswith("\n") else f"{text}\n"

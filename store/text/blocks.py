"""Block tokens of markdown-it to the blocks of a ``Document``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from store.text import html_text
from store.text.clean import clean_line, clean_text
from store.text.document import FOLDED_KINDS, Block, BlockKind, Document, Span
from store.text.inline import Inline, Writer, flatten

if TYPE_CHECKING:
    from markdown_it.token import Token

_BEFORE_TITLE = frozenset({"furniture", "byline", "caption", "contents"})
_LABELLED = _BEFORE_TITLE | {"paragraph"}
_TASK = re.compile(r"\[([ xX])\]\s")
_LANGUAGE = re.compile(r"[^\s{}]+")
_ALIGNMENTS = {"text-align:right": "right", "text-align:center": "center"}


def build(tokens: Sequence[Token]) -> Document:
    """The document of a whole token stream."""
    return build_sourced(tokens)[0]


def build_sourced(tokens: Sequence[Token]) -> tuple[Document, list[int]]:
    """The document, and for each of its blocks the index of the token that it was made from.

    The index is -1 for a block that no token stands for: the label of a footnote without text.
    """
    builder = _Builder()
    builder.read(tokens)
    drafts = builder.drafts + builder.notes
    return _assemble(drafts), [draft.at for draft in drafts]


@dataclass
class _List:
    ordered: bool
    first: int | None = None
    shown: int | None = None


@dataclass
class _Item:
    number: int | None
    ordered: bool
    begun: bool = False


@dataclass(frozen=True)
class _Draft:
    """A block before its place in the text is known: ``block`` counts from 0.

    ``at`` is the index of its token.
    """

    block: Block
    text: str
    spans: list[Span] = field(default_factory=list)
    at: int = -1


class _Builder:
    """Walks the tokens and keeps what stands around: quotes, lists, containers, a footnote."""

    def __init__(self) -> None:
        self.drafts: list[_Draft] = []
        self.notes: list[_Draft] = []
        self._around: list[_Item | None] = []  # innermost last; None is a block quote
        self._lists: list[_List] = []
        self._containers: list[BlockKind] = []
        self._outside: list[tuple[list[_Item | None], list[_List], list[_Draft], str]] = []
        self._target = self.drafts
        self._at = -1
        self._label = ""
        self._heading = 0
        self._titled = False
        self._nesting: dict[str, Callable[[Token], None]] = {
            "heading_open": self._open_heading,
            "heading_close": self._close_heading,
            "blockquote_open": self._open_quote,
            "blockquote_close": self._close_around,
            "bullet_list_open": self._open_list,
            "bullet_list_close": self._close_list,
            "ordered_list_open": self._open_list,
            "ordered_list_close": self._close_list,
            "list_item_open": self._open_item,
            "list_item_close": self._close_around,
            "container_postil_open": self._open_container,
            "container_postil_close": self._close_container,
            "footnote_reference_open": self._open_note,
            "footnote_reference_close": self._close_note,
        }

    def read(self, tokens: Sequence[Token]) -> None:
        """Take in all tokens, in order."""
        index = 0
        while index < len(tokens):
            token = tokens[index]
            self._at = index
            if token.type == "inline":
                self._paragraph(token)
            elif token.type == "table_open":
                index = self._table(tokens, index)
            elif token.type in {"fence", "code_block"}:
                self._code(token)
            elif token.type == "html_block":
                self._html(token.content)
            elif token.type == "hr":
                self._rule()
            elif handler := self._nesting.get(token.type):
                handler(token)
            index += 1

    # what nests

    def _open_heading(self, token: Token) -> None:
        self._heading = int(token.tag[1:])

    def _close_heading(self, _token: Token) -> None:
        self._heading = 0

    def _open_quote(self, _token: Token) -> None:
        self._around.append(None)

    def _open_list(self, token: Token) -> None:
        self._lists.append(_List(token.type.startswith("ordered")))

    def _close_list(self, _token: Token) -> None:
        self._lists.pop()

    def _open_item(self, token: Token) -> None:
        around = self._lists[-1]
        if around.ordered:
            typed = int(token.info)
            if around.first is None or around.shown is None:
                around.first = around.shown = typed
            else:  # "1. 1. 1." means 1, 2, 3; "10. 9. 8." means what it says
                around.shown = around.shown + 1 if typed == around.first else typed
        self._around.append(_Item(around.shown, around.ordered))

    def _close_around(self, _token: Token) -> None:
        self._around.pop()

    def _open_container(self, token: Token) -> None:
        self._containers.append(cast("BlockKind", token.info.strip()))

    def _close_container(self, _token: Token) -> None:
        self._containers.pop()

    def _open_note(self, token: Token) -> None:
        self._outside.append((self._around, self._lists, self._target, self._label))
        self._around, self._lists = [], []
        self._target = []
        self._label = clean_line(str(token.meta["label"]), 80)

    def _close_note(self, _token: Token) -> None:
        label, drafts = self._label, self._target
        self._around, self._lists, self._target, self._label = self._outside.pop()
        mark = f"[{label}]"
        if drafts and drafts[0].block.kind in _LABELLED:
            writer = Writer()
            writer.text(f"{mark} ")
            writer.add((drafts[0].text, drafts[0].spans))
            text, spans = writer.settled()
            drafts[0] = _Draft(drafts[0].block._replace(label=label), text, spans, drafts[0].at)
        else:
            drafts.insert(0, _Draft(Block("paragraph", 0, 0, label=label), mark))
        self.notes += drafts

    # blocks

    def _add(self, block: Block, inline: Inline) -> None:
        """Add a block, of the container's kind if it stands in one, unless it has no text."""
        text, spans = inline
        if not text and block.kind != "rule":
            return
        if self._containers:
            kind = self._containers[-1]
            if block.kind != "list_item" or kind != "contents":
                block = Block(kind, 0, 0)
            block = block._replace(kind=kind, folded=kind in FOLDED_KINDS)
        if self._around:
            indent = self._indent() - (block.level > 0 and block.kind in {"list_item", "contents"})
            block = block._replace(quote=self._around.count(None), indent=indent)
        self._target.append(_Draft(block, text, spans, self._at))

    def _indent(self) -> int:
        return sum(item is not None for item in self._around)

    def _unbegun_item(self) -> _Item | None:
        """The list item that the next block begins, if it does."""
        inner = self._around[-1] if self._around else None
        return None if inner is None or inner.begun else inner

    def _begin_item(self) -> None:
        """Say that the innermost item begins with a block that carries no marker."""
        if item := self._unbegun_item():
            item.begun = True

    def _paragraph(self, token: Token) -> None:
        children = list(token.children or [])
        if self._heading:
            self._add_heading(flatten(children))
            return
        task: bool | None = None
        box = _TASK.match(token.content)
        if box and self._unbegun_item() and children[0].type == "text":
            task = box[1] != " "
            children[0] = children[0].copy(content=children[0].content[3:])
        self._flow(flatten(children), task=task)

    def _flow(self, inline: Inline, *, task: bool | None = None) -> None:
        """Add text that is an item's, a quote's or a paragraph's, by what stands around."""
        item = self._unbegun_item()
        if not inline[0]:
            return
        if item:
            item.begun = True
            block = Block(
                "list_item", 0, 0, level=self._indent(), ordered=item.ordered,
                number=item.number, task=task,
            )  # fmt: skip
        elif self._around and self._around[-1] is None:
            block = Block("quote", 0, 0, level=self._around.count(None))
        else:
            block = Block("paragraph", 0, 0)
        self._add(block, inline)

    def _add_heading(self, inline: Inline) -> None:
        level = self._heading
        self._begin_item()
        if level == 1 and inline[0] and self._may_be_title():
            self._titled = True
            self._add(Block("title", 0, 0, level=1), inline)
        else:
            self._add(Block("heading", 0, 0, level=level), inline)

    def _may_be_title(self) -> bool:
        return not (self._titled or self._around or self._containers or self._outside) and all(
            draft.block.kind in _BEFORE_TITLE for draft in self.drafts
        )

    def _code(self, token: Token) -> None:
        self._begin_item()
        text = clean_text(token.content).strip("\n").expandtabs(4)
        language = _LANGUAGE.search(clean_line(token.info, 80)) if token.type == "fence" else None
        if text.strip():
            self._add(Block("code", 0, 0, label=language[0] if language else ""), (text, []))

    def _rule(self) -> None:
        self._begin_item()
        if not self._containers:
            self._add(Block("rule", 0, 0), ("", []))

    def _html(self, source: str) -> None:
        writer = Writer()
        for kind, content in html_text.pieces(source):
            if kind == "text":
                writer.text(content.replace("\n", " "))
            elif kind == html_text.BREAK:
                writer.text("\n")
            elif kind == html_text.IMAGE:
                writer.image(
                    html_text.attribute(content, "alt"), html_text.attribute(content, "src")
                )
            else:
                self._flow(writer.settled())
                writer = Writer()
        self._flow(writer.settled())

    def _table(self, tokens: Sequence[Token], index: int) -> int:
        """Take in the table that opens at ``index``; return the index of its end."""
        self._begin_item()
        rows: list[list[tuple[Inline, str]]] = []
        align = "left"
        while tokens[index].type != "table_close":
            token = tokens[index]
            if token.type == "tr_open":
                rows.append([])
            elif token.type in {"th_open", "td_open"}:
                align = _ALIGNMENTS.get(str(token.attrGet("style")), "left")
            elif token.type == "inline":
                rows[-1].append((flatten(token.children or []), align))
            index += 1
        self._add(Block("table", 0, 0), _table_text(rows))
        return index


def _table_text(rows: Sequence[Sequence[tuple[Inline, str]]]) -> Inline:
    """The lines of a table; rows without any text are dropped."""
    parts: list[str] = []
    spans: list[Span] = []
    length = 0
    for row in rows:
        if not any(text for (text, _), _ in row):
            continue
        if parts:
            parts.append("\n")
            length += 1
        for column, ((text, inner), align) in enumerate(row):
            if column:
                parts.append(" | ")
                length += 3
            parts.append(text.replace("\n", " "))
            spans.append(Span("cell", length, length + len(text), align))
            spans += [Span(s.kind, length + s.start, length + s.end, s.value) for s in inner]
            length += len(text)
    return "".join(parts), spans


def _assemble(drafts: Sequence[_Draft]) -> Document:
    blocks: list[Block] = []
    spans: list[Span] = []
    start = 0
    for draft in drafts:
        end = start + len(draft.text)
        b = draft.block  # written out: dataclasses.replace takes five times as long
        blocks.append(
            Block(
                b.kind, start, end, b.level, b.ordered, b.number, b.task, b.quote, b.indent,
                b.label, b.folded,
            )
        )  # fmt: skip
        spans += [Span(s.kind, start + s.start, start + s.end, s.value) for s in draft.spans]
        start = end + 2
    return Document("\n\n".join(draft.text for draft in drafts), tuple(blocks), tuple(spans))

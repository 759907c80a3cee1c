"""Where a block stands in its Markdown, and how it is taken out of what stands around it.

A block may stand in lists, quotes and containers. Taking it out closes them above it and opens
them again below, so that all else stays what it is. Lines count from 0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from markdown_it.token import Token

_KINDS: Mapping[str, Literal["quote", "list", "item", "container", "footnote"]] = {
    "blockquote": "quote",
    "bullet_list": "list",
    "ordered_list": "list",
    "list_item": "item",
    "container_postil": "container",
    "footnote_reference": "footnote",
}
_NOTHING = re.compile(r"[\s>]*")
_FENCE = re.compile(r"[\s>]*:{3,}\s*(?:[a-z]+\s*)?")
_QUOTE = re.compile(r" {0,3}> ?")
_MARKER = re.compile(r" *(?P<mark>[-+*]|(?P<number>[0-9]{1,9})[.)])(?P<gap> *)")
_MOST_GAP = 4  # blanks behind a marker: with more of them code begins


class Around(NamedTuple):
    """Something that stands around a block.

    Attributes:
        token: The index of its opening token.
        start: Its first line.
        end: Past its last line; of a container: past what is in it.
        closed: A container's closing fence is the line ``end``.
        markup: A container's fence; a list's: ``.`` or ``)`` if it is numbered.
        info: A container's kind; an item's number as typed.
    """

    kind: Literal["quote", "list", "item", "container", "footnote"]
    token: int
    start: int
    end: int
    closed: bool
    markup: str
    info: str


Chain = tuple[Around, ...]
"""What stands around a block, the outermost first."""


class Cut(NamedTuple):
    """The lines above and below what was taken out."""

    before: list[str]
    after: list[str]


def chains(
    tokens: Sequence[Token], lines: Sequence[str], wanted: Collection[int]
) -> dict[int, Chain]:
    """What stands around each of the tokens of the indexes ``wanted``."""
    found: dict[int, Chain] = {}
    stack: list[Around] = []
    for index, token in enumerate(tokens):
        if index in wanted:
            found[index] = tuple(stack)
        kind = _KINDS.get(token.type.removesuffix("_open").removesuffix("_close"))
        if kind is None:
            continue
        if token.nesting < 0:
            stack.pop()
            continue
        start, end = token.map or (0, 0)
        closed = kind == "container" and end < len(lines) and bool(_FENCE.fullmatch(lines[end]))
        stack.append(Around(kind, index, start, end, closed, token.markup, token.info.strip()))
    return found


def lines_of(tokens: Sequence[Token], index: int) -> tuple[int, int] | None:
    """The lines ``[start, end)`` of the block of a token; ``None`` where the parser gave none."""
    if tokens[index].type == "inline" and index:
        index -= 1  # of a heading, the line below that makes it one belongs to it
    lines = tokens[index].map
    return None if lines is None else (lines[0], lines[1])


def is_plain_gap(lines: Sequence[str]) -> bool:
    """Whether nothing is lost when these lines between two blocks go: blanks, quotes, fences."""
    return all(_NOTHING.fullmatch(line) or _FENCE.fullmatch(line) for line in lines)


def cut(
    tokens: Sequence[Token], lines: Sequence[str], span: tuple[int, int], first: Chain, last: Chain
) -> Cut:
    """Take the lines ``span`` out of what stands around them.

    Args:
        tokens: Of the whole source.
        lines: Of the whole source.
        span: From the first line of a block to the last of the same or a later one.
        first: What stands around the first.
        last: What stands around the last.
    """
    return Cut(_above(lines, span[0], first), _below(tokens, lines, span[1], last))


def is_blank(line: str) -> bool:
    """Whether a line says nothing, though it may stand in a quote."""
    return _NOTHING.fullmatch(line) is not None


# -- above -------------------------------------------------------------------------------------


def _above(lines: Sequence[str], start: int, chain: Chain) -> list[str]:
    """The lines above ``start``, with all containers closed that are open there."""
    before = list(lines[:start])
    widths = _widths(lines, chain)
    fences: list[str] = []
    for depth in range(len(chain) - 1, -1, -1):
        node = chain[depth]
        if node.kind != "container":
            continue
        if any(not is_blank(line) for line in before[node.start + 1 :]):
            start_of_line = _going_on(chain[:depth], widths)
            fences += [start_of_line.rstrip(), start_of_line + node.markup]
        else:  # it begins with what is taken out
            del before[node.start :]
    while before and is_blank(before[-1]):
        del before[-1]
    return before + fences


# -- below -------------------------------------------------------------------------------------


def _below(tokens: Sequence[Token], lines: Sequence[str], end: int, chain: Chain) -> list[str]:
    """The lines from ``end`` on, with all opened again that goes on there."""
    closing = {node.end for node in chain if node.closed}
    goes_on = [
        any(
            not is_blank(lines[at])
            for at in range(end, min(node.end, len(lines)))
            if at not in closing
        )
        for node in chain
    ]
    depth = goes_on.index(False) if False in goes_on else len(chain)
    dropped = {node.end for node in chain[depth:] if node.closed}
    widths = _widths(lines, chain)
    numbered = _renumbered(tokens, lines, end, chain[:depth], widths)
    after = [numbered.get(at, lines[at]) for at in range(end, len(lines)) if at not in dropped]
    while after and is_blank(after[0]):
        del after[0]
    listed = not any(
        node.kind == "item" and _has_text_below(tokens, node, end) for node in chain[:depth]
    )
    return _opening(chain[:depth], widths, after, listed=listed)


def _has_text_below(tokens: Sequence[Token], item: Around, end: int) -> bool:
    """Whether more than lists stands in an item from the line ``end`` on."""
    level = tokens[item.token].level
    for token in tokens[item.token + 1 :]:
        if token.level <= level:
            break
        below = token.level == level + 1 and token.map and token.map[0] >= end
        if below and not token.type.endswith("_list_open"):
            return True
    return False


def _opening(
    chain: Chain, widths: Mapping[int, int], after: list[str], *, listed: bool
) -> list[str]:
    """``after`` with what makes it go on inside ``chain``.

    ``listed``: the items in it have nothing but lists to go on with.
    """
    head: list[str] = []
    here = rest = ""  # what the next line begins with, and the lines below it
    for node in chain:
        if node.kind == "item":
            here += _marker(widths[node.token])
            rest += " " * widths[node.token]
        elif node.kind in {"quote", "container"}:
            if here != rest:
                head += _begun(here, rest)
            if node.kind == "container":
                head += [f"{rest}{node.markup} {node.info}", rest.rstrip()]
            else:
                rest += "> "
            here = rest
    if here != rest:
        if listed and after and after[0].startswith(rest) and _MARKER.match(after[0], len(rest)):
            after = [here + after[0][len(rest) :], *after[1:]]  # a list in an item: "- - text"
        else:
            head += _begun(here, rest)
    return head + after


def _begun(here: str, rest: str) -> list[str]:
    """An item that has begun, without any text: an empty heading, which is no block."""
    return [f"{here}#", rest.rstrip()]


def _marker(width: int) -> str:
    """A bullet that is so many cells wide with the blanks around it."""
    ahead = max(0, width - _MOST_GAP - 1)
    return f"{' ' * ahead}-".ljust(width)


def _going_on(chain: Chain, widths: Mapping[int, int]) -> str:
    """What a line begins with inside ``chain``."""
    return "".join(
        "> " if node.kind == "quote" else " " * widths.get(node.token, 0) for node in chain
    )


def _widths(lines: Sequence[str], chain: Chain) -> dict[int, int]:
    """How many cells the text of each item is indented by, by its token."""
    widths: dict[int, int] = {}
    for depth, node in enumerate(chain):
        if node.kind == "item":
            line = lines[node.start].expandtabs(4)
            at = _position(line, node.start, chain[:depth], widths)
            widths[node.token] = _width(line, at)
    return widths


def _position(line: str, number: int, chain: Chain, widths: Mapping[int, int]) -> int:
    """The cell in a line where what stands inside ``chain`` begins."""
    at = 0
    for node in chain:
        if node.kind == "quote":
            found = _QUOTE.match(line, at)
            at = found.end() if found else at
        elif node.kind == "item":
            at += _width(line, at) if node.start == number else widths[node.token]
    return at


def _width(line: str, at: int) -> int:
    """The cells of the marker at ``at``, with the blanks around it."""
    found = _MARKER.match(line, at)
    if found is None:
        return 2
    gap = len(found["gap"])
    if found.end() == len(line) or gap > _MOST_GAP:
        gap = 1
    return found.end("mark") - at + gap


# -- numbers -----------------------------------------------------------------------------------


def _renumbered(
    tokens: Sequence[Token],
    lines: Sequence[str],
    end: int,
    chain: Chain,
    widths: Mapping[int, int],
) -> dict[int, str]:
    """Lines whose items would show another number in a list that begins below ``end``."""
    changed: dict[int, str] = {}
    for depth, node in enumerate(chain):
        if node.kind != "list" or tokens[node.token].type != "ordered_list_open":
            continue
        items = _items(tokens, node.token)
        shown = _shown([typed for _, typed in items])
        below = [
            (start, typed, wanted)
            for ((start, _), typed), wanted in zip(items, shown, strict=True)
            if start >= end
        ]
        if _shown([typed for _, typed, _ in below]) == [wanted for *_, wanted in below]:
            continue
        spans = {start: stop for (start, stop), _ in items}
        for start, _, wanted in below:
            line = changed.get(start, lines[start])
            at = _position(line, start, chain[:depth], widths)
            found = _MARKER.match(line, at)
            if found is None or found["number"] is None:
                continue
            more = len(str(wanted)) - len(found["number"])
            changed[start] = (
                line[: found.start("number")]
                + str(wanted)
                + line[found.end("number") : found.end("mark")]
                + " " * max(-more, 0)
                + line[found.end("mark") :]
            )
            for each in range(start + 1, spans[start]) if more > 0 else ():
                text = changed.get(each, lines[each])
                if not is_blank(text):
                    inner = min(at, len(text))
                    changed[each] = text[:inner] + " " * more + text[inner:]
    return changed


def _items(tokens: Sequence[Token], opening: int) -> list[tuple[tuple[int, int], int]]:
    """Lines and typed number of each item of a numbered list."""
    level = tokens[opening].level
    items: list[tuple[tuple[int, int], int]] = []
    for token in tokens[opening + 1 :]:
        if token.level == level and token.type == "ordered_list_close":
            break
        if token.level == level + 1 and token.type == "list_item_open" and token.map:
            items.append(((token.map[0], token.map[1]), int(token.info)))
    return items


def _shown(typed: Sequence[int]) -> list[int]:
    """The numbers that are shown for those typed; as ``store.text.blocks`` counts."""
    shown: list[int] = []
    for number in typed:
        shown.append(shown[-1] + 1 if shown and number == typed[0] else number)
    return shown

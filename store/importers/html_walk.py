"""From an HTML tree to Markdown, block by block. Every word of the tree stays, in order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from lxml.html import HtmlElement

from store.importers.html_inline import Run, plain, render, tidy
from store.text import escape
from store.text.clean import clean_line, clean_text

NUMBER: Final = "data-postil"
"""The attribute that numbers elements in document order, through extraction."""

_BLOCKS: Final = frozenset(
    {"address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
     "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2",
     "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html", "li", "main", "menu", "nav", "ol",
     "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"}
)  # fmt: skip
_DROPPED: Final = frozenset(
    {"script", "style", "template", "noscript", "head", "title", "meta", "link", "iframe", "object",
     "embed", "svg", "canvas", "video", "audio", "button", "select", "textarea", "rp"}
)  # fmt: skip
_MARKS: Final = {
    "b": "strong", "strong": "strong", "i": "emphasis", "em": "emphasis", "cite": "emphasis",
    "var": "emphasis", "dfn": "emphasis", "code": "code", "kbd": "code", "samp": "code",
    "tt": "code", "s": "strike", "del": "strike", "strike": "strike",
}  # fmt: skip
_RAISED: Final = {
    "sup": str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ"),
    "sub": str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"),
}
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LANGUAGE: Final = re.compile(
    r"(?:^|\s)(?:language|lang|highlight-source|brush:?)[-:\s]*([\w+#.-]{1,20})"
)
_DEEPEST_ELEMENT: Final = 150  # then only its text is taken: recursion has an end
_MOST_COLUMNS: Final = 60
_DEEPEST_BLOCK: Final = 8  # quotes and lists in each other


@dataclass(frozen=True, slots=True)
class Piece:
    """One block of an article, or a whole list or quote.

    Attributes:
        kind: ``heading``, ``paragraph``, ``caption``, ``byline`` or ``other``.
        markdown: Its Markdown.
        text: Its text, for people and for counting.
        number: The number of the element it came from, or -1.
        level: Of a heading.
    """

    kind: str
    markdown: str
    text: str
    number: int = -1
    level: int = 0


def walk(root: HtmlElement) -> list[Piece]:
    """The pieces of a tree, in order."""
    return [piece for piece in _Walk(root).pieces(root, 0, 0) if piece.markdown]


def heading_piece(element: HtmlElement) -> Piece | None:
    """The piece of a heading element, or ``None`` if it holds no text."""
    found = walk(element)
    return found[0] if len(found) == 1 and found[0].kind == "heading" else None


class _Walk:
    """One walk over a tree; knows which elements have blocks in them."""

    def __init__(self, root: HtmlElement) -> None:
        self._with_blocks: set[HtmlElement] = set()
        for element in root.iter(*_BLOCKS):
            for above in element.iterancestors():
                if above in self._with_blocks:
                    break
                self._with_blocks.add(above)
        self._special: dict[str, Callable[[HtmlElement, int, int], Iterator[Piece]]] = {
            "blockquote": self._quote, "ul": self._list, "ol": self._list, "menu": self._list,
            "pre": self._code, "table": self._table, "hr": self._rule, "figcaption": self._caption,
            "figure": self._figure,
            **dict.fromkeys(_HEADINGS, self._heading),
        }  # fmt: skip

    def pieces(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        """The pieces of one element: a block of its own kind, or those of what is in it."""
        special = self._special.get(str(element.tag))
        if depth > _DEEPEST_ELEMENT:
            yield from _paragraphs([Run(" ".join(element.itertext()))], _number(element))
        elif special:
            yield from special(element, depth, nested)
        else:
            yield from self._container(element, depth, nested)

    def _container(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        """Blocks, with the text between them as paragraphs."""
        number = _number(element)
        runs: list[Run] = [Run(element.text or "")]
        for child in element:
            if _is_block(child) or child in self._with_blocks:
                yield from _paragraphs(runs, number)
                runs = []
                if child.tag not in _DROPPED:
                    yield from self.pieces(child, depth + 1, nested)
                number = max(number, _number(child))
            else:
                runs += _inline(child, Run(""), depth + 1)
            runs.append(Run(child.tail or ""))
        if element.tag == "dt":
            runs = [replace(run, marks=run.marks | {"strong"}) for run in runs]
        yield from _paragraphs(runs, number)

    def _heading(self, element: HtmlElement, depth: int, _nested: int) -> Iterator[Piece]:
        runs = tidy(_inline_of(element, depth), keep_breaks=False)
        level = int(str(element.tag)[1])
        text = plain(runs)
        if text:
            source = render(runs, text, before="#" * level + " ")
            markdown = source or escape.heading(text, level)
            yield Piece("heading", markdown, text, _number(element), level)

    def _quote(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        inside = list(self._container(element, depth, nested + 1))
        if nested >= _DEEPEST_BLOCK:
            yield from inside
        elif inside:
            body = "\n\n".join(piece.markdown for piece in inside)
            quoted = "\n".join(f"> {line}".rstrip() for line in body.split("\n"))
            yield Piece("other", quoted, _text_of(inside), _number(element))

    def _list(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        if nested >= _DEEPEST_BLOCK:
            yield from self._container(element, depth, nested)
            return
        yield from _paragraphs([Run(element.text or "")], _number(element))
        number = _integer(element.get("start"), 1)
        items: list[str] = []
        texts: list[Piece] = []
        loose = False
        for child in element:
            if not isinstance(child.tag, str) or child.tag in _DROPPED:
                continue
            inside = list(self.pieces(child, depth + 1, nested + 1))
            inside += _paragraphs([Run(child.tail or "")], _number(child))  # not in any item
            if child.tag != "li" and items and inside:  # a list right in a list
                items[-1] += "\n" + _indented("\n\n".join(p.markdown for p in inside), 2)
                texts += inside
                continue
            number = _integer(child.get("value"), number)
            if inside:
                marker = f"{number}. " if element.tag == "ol" else "- "
                items.append(_item(marker, _task(child), inside))
                texts += inside
                loose = loose or sum(piece.kind == "paragraph" for piece in inside) > 1
                number += 1
        if items:
            joined = ("\n\n" if loose else "\n").join(items)
            yield Piece("other", joined, _text_of(texts), _number(element))

    def _code(self, element: HtmlElement, _depth: int, _nested: int) -> Iterator[Piece]:
        for line_break in list(element.iter("br")):
            line_break.tail = "\n" + (line_break.tail or "")
        text = clean_text("".join(element.itertext()))
        inner = next(element.iter("code"), element)
        label = _LANGUAGE.search(f"{element.get('class') or ''} {inner.get('class') or ''}")
        markdown = escape.code(text, label[1] if label else "")
        yield Piece("other", markdown, text.strip("\n"), _number(element))

    def _rule(self, element: HtmlElement, _depth: int, _nested: int) -> Iterator[Piece]:
        yield Piece("other", "---", "", _number(element))

    def _caption(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        inside = list(self._container(element, depth, nested))
        markdown = escape.fenced("caption", "\n\n".join(piece.markdown for piece in inside))
        yield Piece("caption", markdown, _text_of(inside), _number(element))

    def _figure(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        """A figure: an image without words is still there to be seen elsewhere."""
        for image in element.iter("img"):
            if not (image.get("alt") or "").strip():
                image.set("alt", "image")
        yield from self._container(element, depth, nested)

    def _table(self, element: HtmlElement, depth: int, nested: int) -> Iterator[Piece]:
        rows = _rows(element)
        columns = max((len(row) for row in rows), default=0)
        blocks = element.iter("table", "pre", "ul", "ol", "h2", "h3", "blockquote")
        is_layout = any(found is not element for found in blocks)
        if is_layout or len(rows) < 2 or not 2 <= columns <= _MOST_COLUMNS:
            yield from self._container(element, depth, nested)
            return
        for caption in element.iter("caption"):
            yield from self._caption(caption, depth, nested)
        lines = [[_cell(cell, depth) for cell in row] for row in rows]
        lines = [line + [""] * (columns - len(line)) for line in lines]
        sources = [f"| {' | '.join(line)} |" for line in lines]
        sources.insert(1, "|" + " --- |" * columns)
        text = "\n".join(" ".join("".join(cell.itertext()).split()) for row in rows for cell in row
                         if cell is not None)  # fmt: skip
        yield Piece("other", "\n".join(sources), text, _number(element))


def _rows(table: HtmlElement) -> list[list[HtmlElement | None]]:
    """The cells of a table by row; a cell over several columns is followed by ``None``."""
    rows = []
    for row in table.iter("tr"):
        cells: list[HtmlElement | None] = []
        for cell in row.iterchildren("td", "th"):
            cells += [cell] + [None] * (min(_integer(cell.get("colspan"), 1), 20) - 1)
        if cells:
            rows.append(cells)
    return rows


def _cell(cell: HtmlElement | None, depth: int) -> str:
    if cell is None:
        return ""
    runs = tidy(_inline_of(cell, depth), keep_breaks=False)
    runs = [replace(run, marks=frozenset()) if "|" in run.text else run for run in runs]
    text = plain(runs)
    return render(runs, text) or escape.escape_line(text)


def _paragraphs(runs: list[Run], number: int) -> Iterator[Piece]:
    """The paragraphs of a piece of running text: two breaks in a row part them."""
    if not any(run.is_image or run.text.strip() for run in runs):
        return  # what stands between two blocks, nearly always
    group: list[Run] = []
    for run in [*runs, Run("\n\n", is_break=True)]:
        if run.is_break and group and _ends_with_break(group):
            run = Run("\n\n", is_break=True)  # noqa: PLW2901 - the second break in a row
        if not (run.is_break and run.text == "\n\n"):
            group.append(run)
            continue
        found = tidy(group)
        group = []
        text = plain(found)
        if text:
            markdown = render(found, text) or escape.paragraph(text)
            yield Piece("paragraph", markdown, text, number)


def _ends_with_break(runs: list[Run]) -> bool:
    for run in reversed(runs):
        if run.is_break:
            return True
        if run.text.strip() or run.is_image:
            return False
    return False


def _inline_of(element: HtmlElement, depth: int) -> list[Run]:
    """The runs of all that is in ``element``, as one line of text."""
    runs = [Run(element.text or "")]
    for child in element:
        runs += _inline(child, Run(""), depth + 1)
        runs.append(Run(child.tail or ""))
    return runs


def _inline(element: HtmlElement, style: Run, depth: int) -> list[Run]:
    """The runs of an inline element (without its tail), in the style of what is around it."""
    tag = element.tag
    if not isinstance(tag, str) or tag in _DROPPED:
        return []
    if tag == "br":
        return [Run("\n", is_break=True)]
    if tag == "img":
        return _image(element)
    if tag in _RAISED:
        return [replace(style, text=_raised(element, _RAISED[tag]))]
    if tag == "math" and element.get("alttext"):
        return [replace(style, text=f" {element.get('alttext')} ")]
    if tag == "a" and element.get("href"):
        style = replace(style, href=element.get("href") or "")
    if tag in _MARKS:
        style = replace(style, marks=style.marks | {_MARKS[tag]})
    inside = [replace(style, text=element.text or "")]
    if depth > _DEEPEST_ELEMENT:
        inside = [replace(style, text=" ".join(element.itertext()))]
    for child in element if depth <= _DEEPEST_ELEMENT else ():
        inside += _inline(child, style, depth + 1)
        inside.append(replace(style, text=child.tail or ""))
    return [Run(" "), *inside, Run(" ")] if tag in _BLOCKS else inside


def _raised(element: HtmlElement, signs: dict[int, int]) -> str:
    """The text of ``sup`` or ``sub``: 10⁶ is not 106. What has no such sign stays as it is."""
    text = "".join(element.itertext())
    return text.translate(signs) if all(ord(char) in signs for char in text) else text


def _image(element: HtmlElement) -> list[Run]:
    alt = clean_line(element.get("alt") or "", 500)
    return [Run(alt, href=element.get("src") or "", is_image=True)] if alt else []


def _item(marker: str, task: str, inside: list[Piece]) -> str:
    """A list item: its first piece after the marker, the others indented below."""
    body = inside[0].markdown
    for piece in inside[1:]:
        tight = piece.kind == "other" and not piece.markdown[:1].isdigit()
        body += ("\n" if tight and piece.markdown.startswith("- ") else "\n\n") + piece.markdown
    return marker + _indented(task + body, len(marker)).lstrip(" ")


def _task(item: HtmlElement) -> str:
    """The box of a task list's item."""
    box = next(item.iter("input"), None)
    if box is None:
        return ""
    return "[x] " if box.get("checked") is not None else "[ ] "


def _indented(markdown: str, width: int) -> str:
    return "\n".join(" " * width + line if line else "" for line in markdown.split("\n"))


def _text_of(pieces: list[Piece]) -> str:
    return "\n".join(piece.text for piece in pieces)


def _is_block(element: HtmlElement) -> bool:
    return element.tag in _BLOCKS


def _number(element: HtmlElement) -> int:
    return _integer(element.get(NUMBER), -1)


def _integer(value: str | None, otherwise: int) -> int:
    """A small number in an attribute, or ``otherwise``."""
    digits = (value or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 6 else otherwise

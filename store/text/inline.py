"""Inline tokens of one block as plain text with spans over it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.text import html_text
from store.text.clean import clean_line, clean_text, clean_with_offsets, fold_blanks
from store.text.document import Span, SpanKind
from store.text.edits import apply_edits

if TYPE_CHECKING:
    from markdown_it.token import Token

_KINDS: dict[str, SpanKind] = {"strong": "strong", "em": "emphasis", "s": "strike", "link": "link"}
_PLAIN = {"text": "", "text_special": "", "softbreak": " ", "hardbreak": "\n"}
_FOLLOWED = ("http://", "https://", "mailto:")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_URL_LIMIT = 4000
_BLANKS = re.compile(r"\s+")

Inline = tuple[str, list[Span]]
"""The text of a block and its spans, which count from the block's start."""


def flatten(tokens: Sequence[Token]) -> Inline:
    """The children of an inline token as settled text and spans."""
    writer = Writer()
    writer.write(tokens)
    return writer.settled()


class Writer:
    """Gathers text and spans of one block."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._open: list[tuple[SpanKind | None, int, str]] = []

    def text(self, text: str) -> None:
        """Add text as it is."""
        self._parts.append(text)
        self._length += len(text)

    def marked(self, kind: SpanKind, text: str, value: str = "") -> None:
        """Add text with a span over all of it."""
        start = self._length
        self.text(text)
        self._spans.append(Span(kind, start, self._length, value))

    def image(self, alt: str, url: str) -> None:
        """Add an image: its alternative text, or ``image``."""
        self.marked("image", clean_line(alt) or "image", image_url(url))

    def add(self, inline: Inline) -> None:
        """Add settled text with its spans."""
        text, spans = inline
        start = self._length
        self.text(text)
        self._spans += [Span(s.kind, start + s.start, start + s.end, s.value) for s in spans]

    def settled(self) -> Inline:
        """All of it cleaned, blanks folded, spans without text dropped, in order."""
        return settle("".join(self._parts), self._spans)

    def write(self, tokens: Sequence[Token]) -> None:
        """Add the children of an inline token."""
        skipped = _silent(tokens)
        for index, token in enumerate(tokens):
            if index in skipped:
                continue
            if token.type in _PLAIN:
                self.text(_PLAIN[token.type] or token.content)
            elif token.type == "code_inline":
                self.marked("code", token.content)
            elif token.type == "image":
                alt, _ = flatten(token.children or [])
                self.image(alt, str(token.attrGet("src") or ""))
            elif token.type == "footnote_ref":
                label = clean_line(str(token.meta["label"]), 80)
                self.marked("footnote", f"[{label}]", label)
            elif token.type == "html_inline":
                self._html(token.content)
            elif token.nesting:
                self._nest(token)

    def _html(self, tag: str) -> None:
        name = html_text.tag_name(tag)
        if name == html_text.BREAK:
            self.text("\n")
        elif name == html_text.IMAGE:
            self.image(html_text.attribute(tag, "alt"), html_text.attribute(tag, "src"))

    def _nest(self, token: Token) -> None:
        """Open or close a span; markdown-it hands over balanced pairs only."""
        if token.nesting > 0:
            kind = _KINDS.get(token.type.removesuffix("_open"))
            value = link_url(str(token.attrGet("href") or "")) if kind == "link" else ""
            self._open.append((None if kind == "link" and not value else kind, self._length, value))
        elif self._open:
            kind, start, value = self._open.pop()
            if kind:
                self._spans.append(Span(kind, start, self._length, value))


def settle(text: str, spans: Sequence[Span]) -> Inline:
    """Text and spans cleaned, blanks folded: a run that holds a line end becomes a line end."""
    if fold_blanks(text) == text and clean_text(text) == text:
        return text, _ordered(spans)
    offsets = sorted({offset for span in spans for offset in (span.start, span.end)})
    text, moved = clean_with_offsets(text, offsets)
    edits = [
        (*run.span(), _fold(run, len(text)))
        for run in _BLANKS.finditer(text)
        if run[0] != " " or not run.start() or run.end() == len(text)
    ]
    text, moved = apply_edits(text, edits, moved)
    to = dict(zip(offsets, moved, strict=True))
    return text, _ordered([Span(s.kind, to[s.start], to[s.end], s.value) for s in spans])


def link_url(url: str) -> str:
    """``url`` if it is one to follow (http, https, mailto, a ``#place``), cleaned; else ``""``."""
    url = clean_line(url, _URL_LIMIT + 1)
    followed = url.lower().startswith(_FOLLOWED) or (url.startswith("#") and url != "#")
    return url if followed and len(url) <= _URL_LIMIT else ""


def image_url(url: str) -> str:
    """``url`` of an image, cleaned: http, https or relative; else ``""``."""
    url = clean_line(url, _URL_LIMIT + 1)
    if len(url) > _URL_LIMIT or (_SCHEME.match(url) and not url.lower().startswith(_FOLLOWED[:2])):
        return ""
    return url


def _fold(run: re.Match[str], length: int) -> str:
    if not run.start() or run.end() == length:
        return ""
    return "\n" if "\n" in run[0] else " "


def _ordered(spans: Sequence[Span]) -> list[Span]:
    kept = [span for span in spans if span.start < span.end or span.kind == "cell"]
    return sorted(kept, key=lambda span: (span.start, -span.end))


def _silent(tokens: Sequence[Token]) -> frozenset[int]:
    """The indexes of what stands between ``<script>`` or ``<style>`` and its end tag."""
    silent: set[int] = set()
    opened: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if token.type != "html_inline":
            continue
        name = html_text.tag_name(token.content)
        if name not in html_text.SILENT:
            continue
        if not token.content.startswith("</"):
            opened.setdefault(name, index)
        elif name in opened:
            silent.update(
                between for between in range(opened.pop(name), index) if not tokens[between].nesting
            )
    return frozenset(silent)

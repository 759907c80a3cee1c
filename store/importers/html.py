"""Web pages: the article found in the page, and Markdown with its text and structure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from store.importers import decode, looks
from store.importers.byline import split_byline
from store.importers.model import Imported, Importer, Source
from store.text import escape
from store.text.clean import clean_line

if TYPE_CHECKING:
    from store.importers.html_walk import Piece
    from store.importers.metadata import Metadata

_SHARE: Final = 0.2  # of a page's words: an extraction that keeps less has missed the article
_ENOUGH: Final = 120  # words: a short article on a page full of others is still an article
_FEW: Final = 8  # pieces at the top that a title and a byline are looked for in
_DECLARED: Final = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.IGNORECASE
)
_XML_DECLARED: Final = re.compile(rb"""<\?xml[^>]{0,80}?encoding\s*=\s*["']([\w.:-]{2,40})""")
_SAVED_FROM: Final = re.compile(r"<!-- saved from url=\(\d+\)(https?://[^\s>]{1,2000}) -->")
_START: Final = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]{0,200}>\s*|<!--.{0,2000}?-->\s*){0,5}"
    rb"<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG: Final = re.compile(
    rb"</?(?:p|div|span|a|h[1-6]|ul|li|br|table|body|article)\b[^>]{0,500}>", re.IGNORECASE
)


def read(source: Source) -> Sequence[Imported]:
    """The one article of a page. Slow on hostile pages: ``IMPORTER.load`` sets a time limit.

    Raises:
        SourceError: There is nothing to read in it.
    """
    from store.importers import html_page, html_walk, metadata  # noqa: PLC0415 - lxml is heavy

    text, encoding = decode.decode(source.data, declared(source.data))
    page = html_page.parse(text)
    if page is None:
        raise source.error("there is no text in this page")
    about = metadata.metadata(page)
    address = about.url or _own_address(text, source)
    prepared = html_page.prepare(page, address)
    total = html_page.word_count(prepared.body)
    pieces: list[Piece] = []
    if (article := html_page.main_part(prepared)) is not None:
        pieces = html_walk.walk(article)
        pieces = html_page.with_missing_headings(prepared, pieces)
    words = sum(looks.word_count(piece.text) for piece in pieces)
    if words < total * _SHARE and words < _ENOUGH:
        pieces = html_walk.walk(prepared.body)
        words = sum(looks.word_count(piece.text) for piece in pieces)
    if not words:
        raise source.error("there is no text in this page")
    pieces = _with_byline(_with_title(pieces, prepared.heading, about))
    return (_imported(source, pieces, about, address, encoding, (words, max(words, total))),)


def _imported(
    source: Source, pieces: list[Piece], about: Metadata, address: str, encoding: str,
    words: tuple[int, int],
) -> Imported:  # fmt: skip
    extra: dict[str, object] = {"extracted": f"{words[0]} of {words[1]} words"}
    if about.site:
        extra["site"] = about.site
    if encoding != "utf-8":
        extra["encoding"] = encoding
    shown = [piece for piece in pieces if piece.kind in {"title", "heading"} and piece.level == 1]
    bylines = [split_byline(piece.text) for piece in pieces if piece.kind == "byline"]
    author = next((each.author for each in bylines if each and each.author), "")
    published = next((each.published for each in bylines if each and each.published), "")
    return Imported(
        "\n\n".join(piece.markdown for piece in pieces) + "\n",
        title=clean_line(about.title or (shown[0].text if shown else "")),
        author=clean_line(about.author or author),
        source=address or source.address,
        published=clean_line(about.published or published, 80),
        language=about.language,
        importer=IMPORTER.name,
        extra=extra,
    )


def _with_title(pieces: list[Piece], heading: str, about: Metadata) -> list[Piece]:
    """``pieces`` with the page's heading at the top, once, as level 1."""
    from store.importers.html_walk import Piece  # noqa: PLC0415 - lxml is heavy

    title = about.title or heading
    for index, piece in enumerate(pieces[:_FEW]):
        if piece.kind == "heading" and (piece.level == 1 or _same(piece.text, title)):
            top = replace(piece, level=1, markdown="# " + piece.markdown.lstrip("# "))
            return [top, *pieces[:index], *pieces[index + 1 :]] if index == 0 else [
                *pieces[:index], top, *pieces[index + 1 :]
            ]  # fmt: skip
    if heading and (_same(heading, title) or not about.title):
        return [Piece("heading", escape.heading(heading, 1), heading, -1, level=1), *pieces]
    return pieces


def _with_byline(pieces: list[Piece]) -> list[Piece]:
    """``pieces`` with the paragraphs near the top that are bylines in their container."""
    return [
        replace(piece, kind="byline", markdown=escape.fenced("byline", piece.markdown))
        if index < _FEW and piece.kind == "paragraph" and split_byline(piece.text)
        else piece
        for index, piece in enumerate(pieces)
    ]


def _same(one: str, other: str) -> bool:
    return "".join(filter(str.isalnum, one.casefold())) == "".join(
        filter(str.isalnum, other.casefold())
    )


def declared(data: bytes) -> str:
    """The encoding that a page names in its first bytes, or ``""``."""
    found = _DECLARED.search(data[:4096]) or _XML_DECLARED.match(data[:200].lstrip())
    name = found[1].decode("ascii", "replace") if found else ""
    # A page whose ``meta`` can be read as ASCII is not UTF-16, whatever it says (WHATWG).
    return "utf-8" if name.lower().startswith("utf-16") else name


def _own_address(text: str, source: Source) -> str:
    """Where a page was saved from, if it is known."""
    saved = _SAVED_FROM.search(text, 0, 5000)
    if saved:
        return clean_line(saved[1], 2000)
    return source.address if source.address.startswith(("http://", "https://")) else ""


def sniff(data: bytes, name: str) -> int:
    """Sure by how it begins or by suffix; likely if it holds many tags."""
    if _START.match(data[:10_000]):
        return 95
    if name.lower().endswith(IMPORTER.suffixes):
        return 85
    return 55 if len(_TAG.findall(data[:20_000])) >= 6 and data.lstrip()[:1] == b"<" else 0


IMPORTER = Importer(
    name="html",
    title="Web page",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
    limit=10_000_000,
    sniff=sniff,
    read=read,
    isolated=True,
)

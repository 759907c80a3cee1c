"""Links that the terminal itself knows (OSC 8): styles that carry an address."""

from __future__ import annotations

from bisect import bisect_right

from rich.style import Style

from store.text.document import Document, Span

_KEPT = 500


class Hyperlinks:
    """The links of one document as styles.

    Only http and https, written anew by ``tui.links.read``: in printable ASCII, so that nothing in
    an address ends the terminal's sequence. What cannot be read so is text like any other.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks: dict[int, list[Span]] = {}
        self._addresses: dict[str, str] = {}
        self._styles: dict[tuple[Style, str], Style] = {}

    def style(self, style: Style, offset: int) -> Style:
        """``style`` with the address of the link at ``offset``, which lies in one."""
        address = self._address(self._url_at(offset))
        if not address:
            return style
        found = self._styles.get((style, address))
        if found is None:
            if len(self._styles) > _KEPT:
                self._styles.clear()
            found = self._styles[style, address] = style.update_link(address)
        return found

    def _url_at(self, offset: int) -> str:
        index = self._document.block_index(offset)
        links = self._blocks.get(index)
        if links is None:
            if len(self._blocks) > _KEPT:
                self._blocks.clear()
            spans = self._document.spans_of(self._document.blocks[index])
            links = self._blocks[index] = [span for span in spans if span.kind == "link"]
        at = bisect_right(links, offset, key=_start) - 1
        return links[at].value if at >= 0 and offset < links[at].end else ""

    def _address(self, url: str) -> str:
        found = self._addresses.get(url)
        if found is None:
            if len(self._addresses) > _KEPT:
                self._addresses.clear()
            found = self._addresses[url] = _page(url)
        return found


def _start(span: Span) -> int:
    return span.start


def _page(url: str) -> str:
    """The address of a page as it is written to the terminal; ``""``: it is none."""
    from tui.links import BadAddressError, read  # noqa: PLC0415 - not before a link is on the screen

    try:
        address = read(url)
    except BadAddressError:
        return ""
    return address.url if address.kind == "page" else ""

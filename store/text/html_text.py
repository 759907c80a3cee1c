"""The text of HTML that stands inside Markdown: tags go, text stays.

This is no HTML parser: whole pages are the HTML importer's duty. Scripts, styles and comments are
dropped; ``<br>`` is a line end; images give their alternative text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

BREAK = "br"
IMAGE = "img"
SILENT = frozenset({"script", "style"})

_TAG = re.compile(
    r"""
      (?P<dropped> <!--.*?(?:-->|\Z) | <(script|style)\b.*?(?:</\2\s*>|\Z) | <\?.*?(?:\?>|\Z) )
    | <(?P<name> [/!]?[A-Za-z][A-Za-z0-9]* )
      # Taken whole or not at all; possessive repeats are wrong in Python before 3.11.5.
      (?= (?P<rest> (?: [^<>"'] | "[^"<]*" | '[^'<]*' )* ) )(?P=rest) >
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9]*)")
_PARTING = re.compile(
    "[/!]?(?:address|article|aside|blockquote|body|caption|center|d[dlt]|details|dialog|dir|div"
    "|fieldset|figcaption|figure|footer|form|h[1-6r]|header|li|main|nav|[ou]l|p|pre|section"
    "|summary|table|tbody|t[dhr]|tfoot|thead|title)"
)


def tag_name(tag: str) -> str:
    """The lower-case name of a start or end tag; ``""`` for a comment and the like."""
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def attribute(tag: str, name: str) -> str:
    """The decoded value of an attribute of a start tag, or ``""``."""
    found = re.search(
        rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", tag, re.IGNORECASE
    )
    return _unescape(found[1] or found[2] or found[3] or "") if found else ""


def pieces(block: str) -> Iterator[tuple[str, str]]:
    """``("text", …)``, ``("br", "")``, ``("img", tag)`` ``("block", "")`` of some HTML."""
    done = 0
    for found in _TAG.finditer(block):
        if found.start() > done:
            yield "text", _unescape(block[done : found.start()])
        done = found.end()
        if found["dropped"]:
            continue
        name = found["name"].lower()
        if name in {BREAK, IMAGE}:
            yield name, found[0]
        elif _PARTING.fullmatch(name):
            yield "block", ""
    if done < len(block):
        yield "text", _unescape(block[done:])


def _unescape(text: str) -> str:
    if "&" not in text:
        return text
    import html  # noqa: PLC0415 - its table of entities is slow to load, and rarely needed

    return html.unescape(text)

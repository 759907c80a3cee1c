"""All that its user made of an article as one Markdown text, to be edited by hand. Pure.

::

    # The night ferry

    ## @article reading starred #travel ^k7f3q9x2mv

    The article's note.

    <!-- § Departure -->

    ## @yellow underline #tea ^m2c8r4t6vw
    > The purser keeps a kettle.

    The highlight's note.

    <!-- ^ k7f3q9x2mv @status:1f2e3d4c @tags:… @note:… m2c8r4t6vw:… -->

A line that begins with ``## @`` begins a block; its quote follows, then its note. Of the comments,
``§`` is for orientation, ``!`` says what was wrong the last time, and ``^`` holds a digest of each
value as it was written: so it can be told what was edited here from what was changed elsewhere.
A line of a note that begins like any of these has a backslash before it, and one more for each
that it has already.
"""

from __future__ import annotations

import bisect
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from store.annotation_records import document_order
from store.errors import UsageError
from store.hashing import sha256
from store.model import COLORS, STATUSES, STYLES, Annotations, Highlight
from store.text.clean import clean_line, clean_text, fold_blanks
from store.text.document import Document

ARTICLE = "article"
DELETE = "delete"
HELP = f"""\
<!-- What you change here is done when you save and leave the editor; u takes it back.

A line "## @colour style #tag ^id" begins a highlight. Below it: its passage, which
stays as it is, and your note, in Markdown. Highlights may stand in any order.
- a new one: write such a line without ^id, and below it the passage as a quote
- delete one: write "delete" in place of its colour
A note may name another highlight by its ^id. The comments at the end stay as they are.

Colours: {" ".join(COLORS)}
Styles: {" ".join(STYLES)}
Article: {" ".join(STATUSES)}, starred, archived
-->
"""

MARK = re.compile(
    r"(\\*)(?:(?P<head> {0,3}#{1,6}[ \t]*@)|<!-- (?P<comment>[§^!])|(?P<conflict><{7}|>{7}|\|{7}))"
)
_MESSAGE = "<!-- !"
_PAIRS_A_LINE = 4
_MODELINES = 5
_SHORT = 60
_LONG = 100


class Own(NamedTuple):
    """The block of the article itself.

    Attributes:
        line: Where its head is, from 1.
    """

    line: int
    status: str
    starred: bool
    archived: bool
    tags: tuple[str, ...]
    note: str

    @classmethod
    def of(cls, annotations: Annotations) -> Own:
        """The block that is written of an article's own values."""
        return cls(
            0, annotations.status, annotations.starred, annotations.archived,
            annotations.tags, trimmed(annotations.note),
        )  # fmt: skip

    @property
    def digests(self) -> dict[str, str]:
        """A digest of each part that may be changed on its own."""
        return {
            "@status": digest(self.status, self.starred, self.archived),
            "@tags": digest(*self.tags),
            "@note": digest(self.note),
        }


class Marked(NamedTuple):
    """The block of a highlight.

    Attributes:
        line: Where its head is, from 1.
        id: ``""``: it is new.
        color: ``DELETE``: it is to be deleted.
        quote: The passage, its blanks folded.
        note: Without blank lines at its ends.
    """

    line: int
    id: str
    color: str
    style: str
    tags: tuple[str, ...]
    quote: str
    note: str

    @classmethod
    def of(cls, highlight: Highlight) -> Marked:
        """The block that is written of a highlight."""
        return cls(
            0, highlight.id, highlight.color, highlight.style, highlight.tags,
            fold_blanks(highlight.quote), trimmed(highlight.note),
        )  # fmt: skip

    @property
    def digest(self) -> str:
        """A digest of all that its user made."""
        return digest(self.color, self.style, *self.tags, "", self.quote, self.note)


def trimmed(note: str) -> str:
    """A note without blank lines at its ends; a first line keeps its indent."""
    lines = note.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:]).rstrip()


def shortened(quote: str) -> str:
    """The beginning of a quote, for messages."""
    return f"“{clean_line(quote, _SHORT)}”"


def render(annotations: Annotations, document: Document) -> str:
    """The text of all annotations of an article, its highlights in document order.

    Unplaced highlights come last. The headings of ``document`` stand between, as comments.
    """
    own, title = Own.of(annotations), clean_line(annotations.title)
    parts = [HELP]
    if title:
        parts.append(_escaped(f"# {title}") + "\n")
    flags = [name for name in ("starred", "archived") if getattr(own, name)]
    parts.append(_block([ARTICLE, own.status, *flags], own.tags, annotations.article, "", own.note))
    blocks = []
    for highlight, asides in _in_order(annotations.highlights, document):
        parts += [f"<!-- § {aside} -->\n" for aside in asides]
        block = Marked.of(highlight)
        words = [block.color, *([] if block.style == STYLES[0] else [block.style])]
        parts.append(_block(words, block.tags, block.id, highlight.quote, block.note))
        blocks.append(block)
    pairs = [("@title", digest(title)), *own.digests.items()]
    pairs += ((block.id, block.digest) for block in blocks)
    return "\n".join([*parts, *_base_lines(annotations.article, pairs), ""])


def _block(words: Iterable[str], tags: Iterable[str], key: str, quote: str, note: str) -> str:
    lines = ["## @" + " ".join([*words, *(f"#{tag}" for tag in tags), f"^{key}"])]
    if quote:
        lines += [f"> {line}".rstrip() for line in clean_text(quote).split("\n")]
    if note:
        lines += ["", *map(_escaped, note.split("\n"))]
    return "\n".join([*lines, ""])


def _escaped(line: str) -> str:
    return f"\\{line}" if MARK.match(line) else line


def _in_order(
    highlights: Sequence[Highlight], document: Document
) -> Iterator[tuple[Highlight, list[str]]]:
    """The highlights as they are written, each with what is said before it."""
    headings = [block for block in document.blocks if block.kind == "heading"]
    starts = [block.start for block in headings]
    said = ""
    for highlight in sorted(highlights, key=_order):
        asides = []
        above = bisect.bisect_right(starts, highlight.anchor.start)
        section = document.block_text(headings[above - 1]) if above else ""
        if highlight.anchor.state == "unplaced":
            section = "unplaced: not found in the text"
        if section and section != said:
            asides.append(clean_line(section, _LONG).replace("-->", "->"))
        said = section
        if highlight.anchor.state == "check":
            asides.append("to check: the passage may read otherwise now")
        yield highlight, asides


def _order(highlight: Highlight) -> tuple[object, ...]:
    """Document order; what is unplaced comes last."""
    unplaced = highlight.anchor.state == "unplaced"
    near = highlight.anchor.near or 0
    return (unplaced, near if unplaced else 0, *document_order(highlight))


def _base_lines(article: str, pairs: Sequence[tuple[str, str]]) -> Iterator[str]:
    """The last lines. They are five at least: Vim obeys what an article says in the last five."""
    words = [article, *(f"{key}:{digest}" for key, digest in pairs)]
    yield from (f"<!-- ^ {word} -->" for word in words[:_MODELINES])
    for index in range(_MODELINES, len(words), _PAIRS_A_LINE):
        yield f"<!-- ^ {' '.join(words[index : index + _PAIRS_A_LINE])} -->"


def digest(*values: object) -> str:
    """What tells values from others: eight hexadecimal digits."""
    return sha256(json.dumps(values).encode()).hexdigest()[:8]


def line_of(text: str, highlight_id: str) -> int:
    """The line where the block of a highlight begins, from 1; 1 without such a block."""
    end = re.compile(rf"## @.*\^{re.escape(highlight_id)}")
    numbered = enumerate(text.split("\n"), 1)
    return next((number for number, line in numbered if end.fullmatch(line)), 1)


def with_message(text: str, error: UsageError) -> tuple[str, int]:
    """``text`` with what is wrong said above the line, and at its top which; and that line, from 1.

    What was said in it before goes.
    """
    lines = text.split("\n")
    wrong = min(max(error.line or 1, 1), len(lines)) - 1
    said = error.message + (f"; {error.hint}" if error.hint else "")
    comment = clean_line(said, 2000).replace("-->", "->")
    before, after = _without_messages(lines[:wrong]), _without_messages(lines[wrong:])
    number = len(before) + 3
    top = f"{_MESSAGE} Nothing is changed yet: see line {number}. -->"
    return "\n".join([top, *before, f"{_MESSAGE} {comment} -->", *after]), number


def without_messages(text: str) -> str:
    """``text`` without what was said in it."""
    return "\n".join(_without_messages(text.split("\n")))


def _without_messages(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not line.startswith(_MESSAGE)]

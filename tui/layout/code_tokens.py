"""What stands where in code, as Pygments reads it: keywords, texts, comments, numbers, names.

The language is the one that the article names; it is never guessed. Reading code takes tens of
milliseconds and loads much, so it is done in a thread (``tokenise``); until then, and for what is
too long or written in no known language, code has one colour.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from time import sleep, thread_time
from typing import Any, Literal, NamedTuple

from store.text.document import Document

Token = Literal["code_keyword", "code_string", "code_comment", "code_number", "code_name"]
TOKENS: tuple[Token, ...] = (
    "code_keyword", "code_string", "code_comment", "code_number", "code_name",
)  # fmt: skip

LONGEST = 50_000
"""Code points of the longest code that is coloured."""
LONGEST_LINE = 2_000
"""And of its longest line: what was made by a machine costs most and is not read by people."""
_BUDGET = 0.4
_SLICE = 0.004
_PAUSE = 0.001
_KEPT = 300

_KINDS: tuple[tuple[str, Token], ...] = (
    ("Comment.Preproc", "code_keyword"),
    ("Comment", "code_comment"),
    ("Keyword", "code_keyword"),
    ("Operator.Word", "code_keyword"),
    ("Literal.String", "code_string"),
    ("Literal.Number", "code_number"),
    ("Literal.Date", "code_number"),
    ("Name.Function", "code_name"),
    ("Name.Class", "code_name"),
    ("Name.Tag", "code_name"),
    ("Name.Attribute", "code_name"),
    ("Name.Decorator", "code_name"),
    ("Name.Label", "code_name"),
    ("Name.Namespace", "code_name"),
    ("Name.Property", "code_name"),
    ("Generic.Heading", "code_name"),
    ("Generic.Subheading", "code_keyword"),
    ("Generic.Prompt", "code_comment"),
    ("Generic.Inserted", "code_string"),
    ("Generic.Deleted", "code_number"),
)


class Found(NamedTuple):
    """The tokens of one block: ``[starts[i], ends[i])`` in its text is ``tokens[i]``; ordered."""

    starts: Sequence[int] = ()
    ends: Sequence[int] = ()
    tokens: Sequence[Token] = ()


class CodeTokens:
    """The tokens of a document's code, as far as they are known.

    Attributes:
        wanted: Indexes of blocks that were asked for and are not known yet, in order.
    """

    __slots__ = ("_document", "_found", "wanted")

    def __init__(self, document: Document) -> None:
        self._document = document
        self._found: dict[int, Found] = {}
        self.wanted: dict[int, None] = {}

    def over(self, start: int, end: int) -> Iterator[tuple[int, int, Token]]:
        """The tokens over ``[start, end)``, which lies in one block; notes what is not known."""
        index = self._document.block_index(start)
        block = self._document.blocks[index]
        if block.kind != "code" or not block.label:
            return
        found = self._found.get(index)
        if found is None:
            self.wanted[index] = None
            return
        low, high = start - block.start, end - block.start
        at = max(bisect_right(found.starts, low) - 1, 0)
        while at < len(found.starts) and found.starts[at] < high:
            if found.ends[at] > low:
                yield found.starts[at] + block.start, found.ends[at] + block.start, found.tokens[at]
            at += 1

    def job(self) -> Callable[[], dict[int, Found]]:
        """What finds out all that is wanted now; to be called in any thread, for ``take``."""
        document = self._document
        blocks = [(index, document.blocks[index]) for index in self.wanted]
        self.wanted.clear()
        texts = [(index, document.block_text(block), block.label) for index, block in blocks]
        return lambda: {index: tokenise(text, label) for index, text, label in texts}

    def take(self, found: dict[int, Found]) -> list[tuple[int, int]]:
        """Know what a job has found; returns the ranges of the blocks that have colours now."""
        if len(self._found) > _KEPT:
            self._found.clear()
        self._found |= found
        blocks = self._document.blocks
        return [(blocks[at].start, blocks[at].end) for at in found if found[at].tokens]


def tokenise(code: str, language: str) -> Found:
    """The tokens of ``code``; none if it is too long or the language is not known.

    It lets other threads run every few milliseconds, and gives up after some tenths of a second.
    """
    if len(code) > LONGEST or max(map(len, code.split("\n"))) > LONGEST_LINE:
        return Found()
    lexer = _lexer(language.lower())
    if lexer is None:
        return Found()
    starts: list[int] = []
    ends: list[int] = []
    tokens: list[Token] = []
    began = paused = thread_time()
    try:
        for at, kind, words in lexer.get_tokens_unprocessed(code + "\n"):
            token = _token_of(kind)
            end = min(at + len(words), len(code))
            if token is not None and ends and at == ends[-1] and token == tokens[-1] and at < end:
                ends[-1] = end
            elif token is not None and (ends[-1] if ends else 0) <= at < end:
                starts.append(at)
                ends.append(end)
                tokens.append(token)
            now = thread_time()
            if now - began > _BUDGET:
                return Found()
            if now - paused > _SLICE:
                sleep(_PAUSE)
                paused = now
    except Exception:  # noqa: BLE001 - any lexer of many; code without colours can be read, too
        return Found()
    return Found(starts, ends, tokens)


def _lexer(language: str) -> Any:
    from pygments.lexers import find_lexer_class  # noqa: PLC0415 - only where there is code

    name = _names().get(language)
    # Not by ``get_lexer_by_name``: for a name that it does not know it loads others' plugins.
    lexer = find_lexer_class(name) if name else None
    return lexer() if lexer else None


@functools.cache
def _names() -> dict[str, str]:
    """The lexer's name by each name that a language goes by."""
    from pygments.lexers import get_all_lexers  # noqa: PLC0415 - as above

    return {
        alias.lower(): name
        for name, aliases, _, _ in get_all_lexers(plugins=False)
        for alias in (*aliases, name)
    }


@functools.cache
def _token_of(kind: Any) -> Token | None:
    from pygments.token import string_to_tokentype  # noqa: PLC0415 - as above

    for name, token in _KINDS:
        if kind in string_to_tokentype(name):
            return token
    return None

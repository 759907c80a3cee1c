"""Reads the text that ``annotation_buffer`` has written and its user has edited. Pure.

Nothing is guessed: what is not plain is refused, with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from store.annotation_buffer import ARTICLE, DELETE, MARK, Marked, Own, digest, shortened, trimmed
from store.errors import UsageError
from store.ids import is_id
from store.model import COLORS, STATUSES, STYLES
from store.text.clean import clean_tag, clean_text, fold_blanks

Kind = Literal["head", "aside", "base", "text"]
_FLAGS = ("starred", "archived")


class Buffer(NamedTuple):
    """A text that was read.

    Attributes:
        article: The article's id.
        own: The block of the article; ``None``: it is not there.
        marked: Those of highlights, as they stand.
        base: The digests of what was written: by highlight, and by part of the article.
        end: The line of the first of these, from 1.
    """

    article: str
    own: Own | None
    marked: tuple[Marked, ...]
    base: dict[str, str]
    end: int


class _Line(NamedTuple):
    number: int
    kind: Kind
    text: str


def read(text: str) -> Buffer:
    """The blocks of a text that ``render`` has written and its user has edited.

    Raises:
        UsageError: it cannot be told what is meant; ``line`` says where.
    """
    if not text.strip():
        raise unclear(1, "it was emptied", "to delete a highlight write “delete” for its colour")
    lines = list(_lines(text))
    heads = [index for index, line in enumerate(lines) if line.kind == "head"]
    if not heads:
        raise unclear(1, "no line begins with “## @”: these are no annotations of an article")
    title = _title(lines[: heads[0]])
    own: Own | None = None
    marked: dict[str, Marked] = {}
    new: list[Marked] = []
    for start, stop in zip(heads, [*heads[1:], len(lines)], strict=True):
        head, body = lines[start], _body(lines[start + 1 : stop])
        for block in _blocks(head, body):
            if isinstance(block, Own):
                if own is not None:
                    raise unclear(head.number, f"the article's block is in line {own.line}, too")
                own = block
            elif not block.id:
                new.append(block)
            elif block.id in marked:
                raise unclear(
                    head.number, f"^{block.id} is in line {marked[block.id].line}, too",
                    "a new highlight has no ^id",
                )  # fmt: skip
            else:
                marked[block.id] = block
    article, base, end = _base(lines)
    if title is not None and digest(title.text[2:]) != base.get("@title"):
        raise unclear(title.number, "the title is not changed here", "it is in the article's file")
    ordered = sorted([*marked.values(), *new], key=lambda block: block.line)
    return Buffer(article, own, tuple(ordered), base, end)


def unclear(line: int, message: str, hint: str = "") -> UsageError:
    """What is wrong with an edit, and where."""
    return UsageError(message, hint=hint, line=line)


def _lines(text: str) -> Iterator[_Line]:
    """The lines with their kind; what was said the last time is left out."""
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), 1):
        line = clean_text(raw)
        found = MARK.match(line)
        if found is None:
            yield _Line(number, "text", line)
        elif found[1]:
            yield _Line(number, "text", line[1:])
        elif found["conflict"]:
            raise unclear(
                number, f"a conflict is not resolved: {shortened(line)}",
                "a \\ before it keeps it in a note",
            )  # fmt: skip
        elif found["head"]:
            yield _Line(number, "head", line[found.end("head") :])
        elif found["comment"] != "!":
            yield _Line(number, "base" if found["comment"] == "^" else "aside", line)


def _title(lines: Sequence[_Line]) -> _Line | None:
    """The title above the first block, where nothing else can be written but comments."""
    title: _Line | None = None
    comment = 0
    for line in lines:
        if line.kind != "text":
            continue
        if comment or line.text.startswith("<!--"):
            comment = 0 if "-->" in line.text else comment or line.number
        elif title is None and line.text.startswith("# "):
            title = line
        elif line.text.strip():
            raise unclear(
                line.number, f"{shortened(line.text)} stands above the first “## @” line",
                "a note stands below the line of its highlight or of the article",
            )  # fmt: skip
    if comment:
        raise unclear(comment, "the comment that begins here has no end: -->")
    return title


def _body(lines: Sequence[_Line]) -> list[_Line]:
    """What belongs to a head: all up to the first comment of ours."""
    end = next((index for index, line in enumerate(lines) if line.kind != "text"), len(lines))
    for line in lines[end:]:
        if line.kind == "text" and line.text.strip():
            raise unclear(
                line.number, f"{shortened(line.text)} belongs to no highlight",
                "a note stands below the quote of its highlight, above the next comment",
            )  # fmt: skip
    return list(lines[:end])


class _Head(NamedTuple):
    """What the words of a head say."""

    name: str
    words: tuple[str, ...]
    tags: tuple[str, ...]
    ids: tuple[str, ...]


def _blocks(head: _Line, body: Sequence[_Line]) -> Iterator[Own | Marked]:
    """What a head and the lines below it are: one block, or one for each that is deleted."""
    said = _head(head)
    if said.name == ARTICLE:
        yield _own(head, said, trimmed("\n".join(line.text for line in body)))
        return
    quote, note = _quote_and_note(body)
    if said.name == DELETE:
        _need_plain_deletion(head, said, body, quote)
        for key in said.ids:
            yield Marked(head.number, key, DELETE, "", (), quote, "")
        return
    style = _one(head, said.words, STYLES, "style") or STYLES[0]
    if len(said.ids) > 1:
        raise unclear(head.number, "a highlight has one ^id")
    if not quote:
        raise unclear(
            head.number, "the quote below this line is gone", "> and the passage, as it reads"
        )
    yield Marked(head.number, "".join(said.ids), said.name, style, said.tags, quote, note)


def _head(head: _Line) -> _Head:
    name, *rest = head.text.split() or [""]
    if name not in {ARTICLE, DELETE, *COLORS}:
        missing = "the colour is missing" if name[:1] in {"", "#", "^"} else ""
        raise unclear(
            head.number, missing or f"there is no colour {name!r}",
            f"one of: {', '.join(COLORS)}; a \\ before the line keeps it in a note",
        )  # fmt: skip
    words, tags, ids = [], [], []
    for word in rest:
        if word.startswith("#"):
            tags.append(_tag(head, word[1:]))
        elif word.startswith("^"):
            if not is_id(word[1:]):
                raise unclear(head.number, f"{word!r} is no id")
            ids.append(word[1:])
        else:
            words.append(word)
    return _Head(name, tuple(words), tuple(dict.fromkeys(tags)), tuple(dict.fromkeys(ids)))


def _tag(head: _Line, name: str) -> str:
    tag = clean_tag(name)
    if not tag or tag != name:
        other = f"write #{tag}" if tag else "a tag needs a letter or a digit"
        raise unclear(head.number, f"“#{name}” is no tag", other)
    return tag


def _own(head: _Line, said: _Head, note: str) -> Own:
    flags = {name: name in said.words for name in _FLAGS}
    others = tuple(word for word in said.words if word not in flags)
    status = _one(head, others, STATUSES, "status")
    if not status:
        raise unclear(head.number, "the article's status is gone", f"one of: {_list(STATUSES)}")
    return Own(head.number, status, flags["starred"], flags["archived"], said.tags, note)


def _one(head: _Line, words: Sequence[str], allowed: Sequence[str], what: str) -> str:
    """The one of ``allowed`` that a head names, or ``""``."""
    wrong = [word for word in words if word not in allowed]
    if wrong:
        more = f"; {_list(_FLAGS)} go with it" if allowed is STATUSES else ""
        hint = f"one of: {_list(allowed)}{more}; a tag begins with #"
        raise unclear(head.number, f"there is no {what} {wrong[0]!r}", hint)
    if len(words) > 1:
        raise unclear(head.number, f"more than one {what}: {' '.join(words)}")
    return "".join(words)


def _list(words: Iterable[str]) -> str:
    return ", ".join(words)


def _quote_and_note(body: Sequence[_Line]) -> tuple[str, str]:
    """The quote that a body begins with, its blanks folded, and the note below it."""
    texts = [line.text for line in body]
    start = next((index for index, text in enumerate(texts) if text.strip()), len(texts))
    end = start
    while end < len(texts) and texts[end].startswith(">"):
        end += 1
    quote = fold_blanks("\n".join(text[1:] for text in texts[start:end]))
    return quote, trimmed("\n".join(texts[end:]))


def _need_plain_deletion(head: _Line, said: _Head, body: Sequence[_Line], quote: str) -> None:
    if not said.ids:
        raise unclear(head.number, "what is to be deleted? there is no ^id")
    written = next((line for line in body if line.text.strip()), None)
    if written is not None and (not quote or len(said.ids) > 1):
        raise unclear(
            written.number, f"{shortened(written.text)} would be deleted, too",
            "put the line with “delete” elsewhere, or take the text away",
        )  # fmt: skip


def _base(lines: Sequence[_Line]) -> tuple[str, dict[str, str], int]:
    """The article's id, the digests, and the line of the first."""
    found = [line for line in lines if line.kind == "base"]
    words = [
        word
        for line in found
        for word in line.text.removeprefix("<!-- ^").partition("-->")[0].split()
    ]
    if not words or ":" in words[0]:
        raise unclear(
            lines[-1].number, "the comments at the end, <!-- ^ …, are gone",
            "without them it cannot be told what was changed elsewhere; begin anew",
        )  # fmt: skip
    pairs = (word.partition(":") for word in words[1:])
    return words[0], {key: digest for key, _, digest in pairs}, found[0].number

"""What is written with marks and found as it is typed: ``e-mail``, ``U.S.``, ``C++``, ``#tag``.

Two words with marks and no blank between them are a *pair*, a term of its own (``e-mail``). More
of them in a row are a *run* of pairs (``example.org/a``: ``example.org``, ``org/a``). One word with
marks before or behind that mean something is a *special* (``c++``, ``#tag``, ``.net``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from store.search.words.analysis import LETTER, LONGEST, WORD, is_unspaced, words

_OPENING = "([{<\"'*_~-!?,;:/"
_CLOSING = ")]}>\"'*_~-!?.,;:/"
_REMEMBERED = 40  # a longer run without blanks does not come again

_ANY_MARK = r"-'./@&+_:#~\%=?!$^"
_MARKS = re.compile(f"[{re.escape(_ANY_MARK)}]{{2,3}}")
_NO_PAIR = re.compile(r"\.\.+|--+")
_ASCII_PART = re.compile("[a-z0-9]+")
_PART = re.compile(WORD)
_ASCII_PAIR = re.compile("([a-z0-9]+)([^a-z0-9])([a-z0-9]+)")
_ASCII_INNER = re.compile(r"[^\sa-z0-9]+(?=[a-z0-9])")
_ANY_INNER = re.compile(r"[^\w\s]+(?=\w)|_")
_BEHIND = re.compile("[+#%]")
_JOINTS = ("-", "'")
_JOINING = re.compile(r"([^-']*)[-']([^-']*)")

_SPECIAL = (
    r"(?:(?<!{letter})[#@$€£]|(?<![.{inside}])\.){word}(?![+#%]|{letter})"
    r"|(?<!{letter}){word}(?:\+\+|[+#%])(?![+#%]|{letter})"
)
_ASCII_SPECIAL = re.compile(_SPECIAL.format(letter="[a-z0-9]", inside="a-z0-9_", word="[a-z0-9]+"))
_ANY_SPECIAL = re.compile(_SPECIAL.format(letter=LETTER, inside=r"\w", word=rf"(?:{WORD})"))


class Compound(NamedTuple):
    """What was typed without a blank.

    Attributes:
        words: Its words, or one special.
        marks: What stands between two words, one for each gap; ``()`` if there is none.
    """

    words: tuple[str, ...]
    marks: tuple[str, ...] = ()


class Extras(NamedTuple):
    """What a text has besides words.

    Attributes:
        terms: Pairs and specials.
        runs: Two or more pairs that follow each other.
    """

    terms: frozenset[str]
    runs: frozenset[tuple[str, ...]]


_NOTHING = Extras(frozenset(), frozenset())


def pair(left: str, marks: str, right: str) -> str:
    """The term for two words with marks between them; ``""`` if these marks only part them."""
    if marks == ",":
        is_pair = left.isdecimal() and right[0].isdecimal()  # "4,200km" too
    elif len(marks) == 1:
        is_pair = marks in _ANY_MARK
    else:
        is_pair = _MARKS.fullmatch(marks) is not None and _NO_PAIR.fullmatch(marks) is None
    if not is_pair or is_unspaced(left) or is_unspaced(right):
        return ""
    return f"{left[:LONGEST]}{marks}{right[:LONGEST]}"


def joined(pair_: str) -> str:
    """The spelling of a pair in one word (``e-mail``: ``email``); ``""`` if it has none."""
    match = _JOINING.fullmatch(pair_)
    return f"{match[1]}{match[2]}" if match else ""


def in_one_word(parts: Sequence[str], marks: Sequence[str]) -> str:
    """The spelling in one word of words with joints between them; ``""`` if they have none.

    Of ``e-mail`` it is ``email``, of ``state-of-the-art`` ``stateoftheart``.
    """
    has_one = bool(marks) and all(mark in _JOINTS for mark in marks)
    return "".join(parts)[:LONGEST] if has_one else ""


def compound(folded: str) -> Compound:
    """What was typed without a blank, folded, as words with the marks between them.

    A word with marks of its own (``c++``, ``#tag``) is one word. Marks at the ends that mean
    nothing are left out.
    """
    special = (_ASCII_SPECIAL if folded.isascii() else _ANY_SPECIAL).fullmatch(
        folded.lstrip("([{<\"'").rstrip(")]}>\"'!?.,;:")
    )
    if special is not None:
        return Compound((special[0][:LONGEST],))
    found = tuple(words(folded))
    if len(found) < 2:
        return Compound(found)
    marks: list[str] = []
    at = 0
    for number, word in enumerate(found):
        start = folded.index(word, at)
        if number:
            gap = folded[at:start]
            marks.append(gap.lstrip(_rest_of(gap)) if len(found[number - 1]) == LONGEST else gap)
        at = start + len(word)
    return Compound(found, tuple(marks))


def _rest_of(gap: str) -> str:
    """The letters of an overlong word that were cut off it."""
    return "".join(character for character in gap if character.isalnum())


def extras(folded: str) -> Extras:
    """The pairs, specials and runs of pairs of a folded text."""
    terms: set[str] = set()
    runs: set[tuple[str, ...]] = set()
    for chunk in set(_chunks(folded)):
        core = chunk.lstrip(_OPENING).rstrip(_CLOSING)
        simple = _ASCII_PAIR.fullmatch(core)  # most are
        if simple is not None:
            terms.add(pair(*simple.groups()))
        elif not core.isalnum():
            found = _remembered(core) if len(core) <= _REMEMBERED else _of_chunk(core)
            if found is not _NOTHING:
                terms |= found.terms
                runs |= found.runs
    terms.discard("")
    return Extras(frozenset(terms), frozenset(runs))


def _chunks(folded: str) -> Iterator[str]:
    """The runs without blanks in which marks stand before a letter, or such as mean something."""
    inner = _ASCII_INNER if folded.isascii() else _ANY_INNER
    marks = [match.start() for match in inner.finditer(folded)]
    if any(mark in folded for mark in "+#%"):
        marks += [match.start() for match in _BEHIND.finditer(folded)]
    for mark in marks:
        start = max(folded.rfind(" ", 0, mark), folded.rfind("\n", 0, mark)) + 1
        end = folded.find(" ", mark)
        yield from folded[start : end if end >= 0 else len(folded)].split()


def _of_chunk(chunk: str) -> Extras:
    is_ascii = chunk.isascii()
    specials = (_ASCII_SPECIAL if is_ascii else _ANY_SPECIAL).findall(chunk)
    terms = {special[:LONGEST] for special in specials}
    runs: set[tuple[str, ...]] = set()
    for run in _runs(chunk, _ASCII_PART if is_ascii else _PART):
        terms.update(run)
        if len(run) > 1:
            runs.add(tuple(run))
    return Extras(frozenset(terms), frozenset(runs)) if terms else _NOTHING


def _runs(chunk: str, part: re.Pattern[str]) -> Iterator[Sequence[str]]:
    run: list[str] = []
    before, end = "", 0
    for match in part.finditer(chunk):
        found = pair(before, chunk[end : match.start()], match[0]) if before else ""
        if found:
            run.append(found)
        elif run:
            yield run
            run = []
        before, end = match[0], match.end()
    if run:
        yield run


_remembered = lru_cache(maxsize=8_192)(_of_chunk)

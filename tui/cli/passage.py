"""Finds the one passage that a quote names, or shows those it could be."""

from __future__ import annotations

import re
import shlex
from collections import Counter
from collections.abc import Sequence

from store.anchoring import find_quote
from store.errors import ConflictError, UsageError
from store.text.bounds import sentences
from store.text.clean import clean_line
from store.text.fold import fold

Passage = tuple[int, int]

SHOWN = 8
"""Candidates shown of a quote that is there more than once."""
NEAREST = 3
"""Passages shown for a quote that is not there."""
CONTEXT = 40
"""Code points of context on each side of a candidate."""
LIKENESS = 0.4
"""Share of the quote's words that a passage needs to be shown; two of them at least."""
_WORD = re.compile(r"\w+")
_MOST_WORDS = 12
_REACH = 200
"""Code points in which what tells candidates apart is looked for."""


def find_passage(text: str, quote: str, prefix: str = "", suffix: str = "") -> Passage:
    """Where ``quote`` is in ``text``: the one place with that context.

    Raises:
        UsageError: The quote is empty.
        ConflictError: It is not there, or more than once; the candidates are shown.
    """
    if not quote.strip():
        raise UsageError("the quote is empty")
    found = find_quote(text, quote, prefix, suffix)
    if len(found) == 1:
        return found[0]
    if found:
        raise _several(text, found)
    elsewhere = find_quote(text, quote) if prefix or suffix else []
    if elsewhere:
        raise ConflictError(
            "the quote is there, but not between that --prefix and --suffix",
            candidates=tuple(_candidates(text, elsewhere)),
        )
    near = nearest(text, quote)
    raise ConflictError(
        f"the article does not say “{clean_line(quote, 80)}”",
        candidates=tuple(in_context(text, place) for place in near),
        hint="quote one of these as it reads" if near else "postil show prints the article's text",
    )


def _several(text: str, found: Sequence[Passage]) -> ConflictError:
    more = f"; the first {SHOWN} are shown" if len(found) > SHOWN else ""
    return ConflictError(
        f"the quote is there {len(found)} times",
        candidates=tuple(_candidates(text, found)),
        hint=f"say which by the --prefix or --suffix beside it{more}",
    )


def _candidates(text: str, found: Sequence[Passage]) -> list[str]:
    return [
        "  ".join(
            part for part in (in_context(text, place), tell_apart(text, place, found)) if part
        )
        for place in found[:SHOWN]
    ]


def in_context(text: str, place: Passage) -> str:
    """The passage in brackets and what stands around it, on one line."""
    start, end = place
    before = text[max(0, start - CONTEXT) : start]
    after = text[end : end + CONTEXT]
    if start > CONTEXT:
        before = "…" + before.partition(" ")[2]
    if end + CONTEXT < len(text):
        after = after.rpartition(" ")[0] + "…"
    return clean_line(f"{before}[{clean_line(text[start:end], 160)}]{after}")


def tell_apart(text: str, place: Passage, others: Sequence[Passage]) -> str:
    """The shortest ``--prefix`` or ``--suffix`` that only ``place`` has; ``""``: none is short."""
    start, end = place
    rivals = [other for other in others if other != place]
    heads = [_plain(text[max(0, other - _REACH) : other]) for other, _ in rivals]
    tails = [_plain(text[other : other + _REACH]) for _, other in rivals]
    before = [m.start() for m in _WORD.finditer(text, max(0, start - _REACH), start)]
    after = [m.end() for m in _WORD.finditer(text, end, end + _REACH)]
    for count in range(1, _MOST_WORDS + 1):
        if count <= len(before):
            words = text[before[-count] : start]
            if not any(head.endswith(_plain(words)) for head in heads):
                return f"--prefix {shlex.quote(_flat(words))}"
        if count <= len(after):
            words = text[end : after[count - 1]]
            if not any(tail.startswith(_plain(words)) for tail in tails):
                return f"--suffix {shlex.quote(_flat(words))}"
    return ""


def _flat(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """As ``find_quote`` compares context: whatever its case, accents and blanks."""
    return _flat(fold(text))


def nearest(text: str, quote: str) -> list[Passage]:
    """The sentences that share most words with ``quote``, best first; rare words weigh more."""
    wanted = _words(quote)
    least = max(2.0, LIKENESS * len(wanted))
    blocks = _blocks(text)
    held = [wanted & _words(text[start:end]) for start, end in blocks]
    spread = Counter(word for words in held for word in words)

    def score(words: set[str]) -> float:
        return sum(1 / spread[word] for word in words)

    order = sorted(range(len(blocks)), key=lambda i: -score(held[i]))
    best: list[tuple[float, Passage]] = []
    for index in order[: 2 * NEAREST]:
        for first, last in sentences(text, *blocks[index]):
            shared = wanted & _words(text[first:last])
            if len(shared) >= least:
                best.append((score(shared), (first, last)))
    best.sort(key=lambda item: (-item[0], item[1]))
    return [place for _, place in best[:NEAREST]]


def _words(text: str) -> set[str]:
    return set(_WORD.findall(fold(text)))


def _blocks(text: str) -> list[Passage]:
    """The ranges between the blank lines that part blocks."""
    blocks: list[Passage] = []
    start = 0
    for match in re.finditer(r"\n\n", text):
        blocks.append((start, match.start()))
        start = match.end()
    return [*blocks, (start, len(text))]

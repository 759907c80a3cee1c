"""Random queries against a plain scan of the same articles: the same articles must come out."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from store.model import Anchor, Highlight
from store.search.index import SearchIndex
from store.search.query import parse
from store.search.update import Entry

_WORDS = (
    "harbour harbours harbourmaster salt salty saltier road roads the of a tide tides cafe café"
    " naïve Ærø straße STRASSE ﬁne don’t keeper's U.S. 北京 北京大学 大学 学 地図"
    " かがみ 한국 한국어 Москва москвы ελλάδα 3.5 42 420 x y-z o’clock ÉCOLE école e-mail"
)
WORDS = _WORDS.split()
TAGS = ("idea", "coast", "coast/north", "Über", "söurce/Paper")


@dataclass(frozen=True)
class Plain:
    """A scan that is slow and obvious: tokens by looking at every character."""

    fields: Sequence[Sequence[str]]
    tags: Sequence[str]

    def holds(self, words: Sequence[str], *, prefix: bool, phrase: bool) -> bool:
        if phrase:
            return any(_follows(field, words, prefix=prefix) for field in self.fields)
        (word,) = words
        every = [token for field in self.fields for token in field]
        return any(token.startswith(word) if prefix else token == word for token in every)

    def tagged(self, path: str) -> bool:
        folded = [simple(tag) for tag in self.tags]
        return any(tag == path or tag.startswith(path + "/") for tag in folded)


def simple(text: str) -> str:
    """Folding, said with a table of what occurs in ``WORDS`` and ``TAGS``."""
    table = {"é": "e", "ï": "i", "æ": "ae", "ø": "o", "ß": "ss", "ﬁ": "fi", "’": "'", "ü": "u",
             "ö": "o", "ά": "α", "ς": "σ", "が": "か\u3099"}  # fmt: skip
    return "".join(table.get(c, c) for c in text.lower())


def tokens_of(text: str) -> list[str]:
    found: list[str] = []
    open_word = False
    for c in simple(text):
        if "\u3040" <= c <= "\u30ff" or "\u4e00" <= c <= "\u9fff":
            if c == "\u3099":
                found[-1] += c
            else:
                found.append(c)
            open_word = False
        elif c.isalnum():
            if open_word:
                found[-1] += c
            else:
                found.append(c)
            open_word = True
        else:
            open_word = False
    return found


def _follows(tokens: Sequence[str], words: Sequence[str], *, prefix: bool) -> bool:
    size = len(words)
    for at in range(len(tokens) - size + 1):
        part = tokens[at : at + size]
        last = part[-1].startswith(words[-1]) if prefix else part[-1] == words[-1]
        if last and list(part[:-1]) == list(words[:-1]):
            return True
    return False


def _articles(rng: random.Random, number: int) -> Iterator[tuple[Entry, Plain]]:
    for n in range(number):

        def some(most: int) -> str:
            # A blank is the only thing between words, so that a phrase is a run of tokens.
            return " ".join(rng.choices(WORDS, k=rng.randint(0, most)))

        tags = tuple(rng.sample(TAGS, rng.randint(0, 2)))
        marks = [
            Highlight(
                f"h{n}{m}", Anchor(0, 1, some(4)), note=some(3), tags=tuple(rng.sample(TAGS, 1))
            )
            for m in range(rng.randint(0, 2))
        ]
        entry = Entry(f"a{n}", some(3), some(25), "1", author=some(1), added=str(n), tags=tags,
                      note=some(3), highlights=marks)  # fmt: skip
        parts = [entry.title, entry.text, entry.author, entry.note, *tags]
        for mark in marks:
            parts += [mark.quote, mark.note, *mark.tags]
        every = [*tags, *(tag for mark in marks for tag in mark.tags)]
        yield entry, Plain([tokens_of(part) for part in parts], every)


def _query(rng: random.Random) -> str:
    parts = []
    for _ in range(rng.randint(1, 3)):
        kind = rng.random()
        word = rng.choice(WORDS)
        if kind < 0.15:
            parts.append(f"tag:{rng.choice((*TAGS, 'söurce', 'co'))}")
        elif kind < 0.35:
            parts.append('"' + " ".join(rng.choices(WORDS, k=rng.randint(1, 2))) + '"')
        else:
            parts.append(word[: rng.randint(1, len(word))] if rng.random() < 0.6 else word)
        if rng.random() < 0.25:
            parts[-1] = f"-{parts[-1]}"
    return " ".join(parts)


def _scan(plain: dict[str, Plain], line: str) -> set[str]:
    found = set(plain)
    for clause in parse(line).clauses:
        for name in list(found):
            article = plain[name]
            holds = (
                article.tagged(clause.words[0])
                if clause.kind == "tag"
                else article.holds(clause.words, prefix=clause.prefix, phrase=clause.is_phrase)
            )
            if holds == clause.negated:
                found.discard(name)
    return found


@pytest.mark.parametrize("seed", range(3))
def test_the_index_finds_what_a_scan_finds(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    made = list(_articles(rng, 50))
    plain = {entry.id: scan for entry, scan in made}
    texts = {entry.id: entry.text for entry, _ in made}
    index = SearchIndex(tmp_path / "index")
    assert index.update([entry for entry, _ in made[:35]])
    assert index.update([entry for entry, _ in made[25:]], ["a3", "a5"])
    for gone in ("a3", "a5"):
        del plain[gone]
    answered = 0
    for _ in range(250):
        line = _query(rng)
        if not parse(line).clauses:
            continue
        hits = index.search(parse(line), limit=10_000, texts=lambda ids: {i: texts[i] for i in ids})
        got = {hit.id for hit in hits}
        assert got == _scan(plain, line), line
        matching = index.matching(parse(line), texts=lambda ids: {i: texts[i] for i in ids})
        assert matching == list(dict.fromkeys(hit.id for hit in hits)), line
        answered += bool(got) and got != set(plain)
        for hit in hits:
            assert all(0 <= a < b <= len(hit.snippet) for a, b in hit.matches)
            if hit.kind == "article":
                shown = " ".join(texts[hit.id][hit.start : hit.end].split())
                assert shown == (hit.snippet.strip("…") if hit.end else "")
    assert answered > 60
    assert index.rebuilt == 0

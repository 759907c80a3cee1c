"""Articles for benches: generated, seeded, with the shape of natural text.

Each article is about two subjects with words of their own, so that words come in clusters; half of
all words are function words; some are written together with marks. What ``bench.shape`` says of it
beside 3.5 million words of English technical proposals (PEPs and RFCs of Rust) and 155,000 of
manuals, blogs and handbooks:

| | generated | proposals | manuals |
|---|---|---|---|
| distinct words in 100,000 | 9,900 | 6,900 | 6,800 |
| in 1,000,000; in 10,000,000 | 35,300; 108,000 | 22,400; | |
| so it grows with the text to the power of | 0.52 | 0.52 | |
| of them once only (100,000; 1,000,000) | 51; 43 % | 38; 37 % | 37 %; |
| share of the 100 most frequent in the text | 46 % | 44 % | 44 % |
| of the 1,000; of the 10,000 | 78; 94 % | 77; 97 % | 78; 100 % |
| words that go on from one letter, p95 | 5,741 | 3,493 | 898 |
| from two; three; four | 1,851; 376; 55 | 1,236; 283; 101 | 390; 76; 19 |
| the vocabulary that this is of | 54,000 | 46,000 | 9,300 |
| distinct words of an article | 38 % of its words | 24 %, twice as long | 29 % |

So the vocabulary is that of a library of many subjects rather than of one trade's, and an article
has some more distinct words than a real one. Both cost an index more, not less.
"""

from __future__ import annotations

import functools
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bench.vocabulary import FUNCTION_WORDS, Vocabulary

_TOPICS = 300
_TOPIC_WORDS = 140
_FUNCTION_SHARE, _TOPIC_SHARE = 0.54, 0.29
_LEAST, _MOST = 300, 3_000
_LONGEST_SENTENCE = 30
_TITLES = (
    "{0} {1}", "The {0} of {1}", "{0} and the {1}", "How {0} {1} {2}", "{0}: {1} in {2}",
    "On {0}", "What the {0} {1}", "A {0} for {1} {2}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Generated:
    """One generated article; ``added`` is a time in UTC, ``published`` a day."""

    id: str
    title: str
    author: str
    source: str
    published: str
    added: str
    text: str


class Writer:
    """Writes articles. The same seed and number give the same article."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self.vocabulary = Vocabulary(seed)
        self.words = self.vocabulary.first(len(self.vocabulary.sums) - 1)
        self._fixed = [*FUNCTION_WORDS, *self.words, ""]
        function = [1 / (place + 2.5) for place in range(len(FUNCTION_WORDS))]
        topical = [1 / (place % _TOPIC_WORDS + 2.0) for place in range(2 * _TOPIC_WORDS)]
        content = [b - a for a, b in itertools.pairwise([0.0, *self.vocabulary.sums])]
        shares = (_FUNCTION_SHARE, 1 - _FUNCTION_SHARE - _TOPIC_SHARE, _TOPIC_SHARE)
        self._sums = list(
            itertools.accumulate(
                weight * share / sum(weights)
                for weights, share in zip((function, content, topical), shares, strict=True)
                for weight in weights
            )
        )
        self._places = range(len(self._sums))
        self.topic = functools.lru_cache(maxsize=4_000)(self._topic)

    def article(self, number: int) -> Generated:
        """Article ``number``: 300 to 3,000 words, about 1,200 on average."""
        rng = random.Random(f"{self._seed} {number}")
        topics = self.topics(rng)
        length = int(min(_MOST, max(_LEAST, rng.lognormvariate(6.95, 0.55))))
        curly = rng.random() < 0.4
        text = "\n\n".join(self._paragraphs(rng, topics, length, curly=curly))
        named = (rng.choice(topics[each % 2][:40]) for each in range(3))
        title = rng.choice(_TITLES).format(*named)
        author = f"{self.vocabulary.name(rng)} {self.vocabulary.name(rng)}"
        site = f"{self.words[int(300 * rng.random() ** 2)]}.example"
        day = number * 7 % 3_650
        date = f"{2014 + day // 365}-{day % 12 + 1:02}-{day % 28 + 1:02}"
        return Generated(
            id=f"a{number:09}",
            title=title[0].upper() + title[1:],
            author=author,
            source=f"https://{site}/{title.split()[-1]}-{number}",
            published=f"{int(date[:4]) - (number % 5 == 0)}{date[4:]}",
            added=f"{date}T{number % 24:02}:{number // 24 % 60:02}:00Z",
            text=text,
        )

    def articles(self, number: int, first: int = 0) -> Iterator[Generated]:
        """``number`` articles from ``first`` on."""
        return (self.article(each) for each in range(first, first + number))

    def topics(self, rng: random.Random) -> tuple[Sequence[str], Sequence[str]]:
        """Two subjects: some come up often, and there is always another new one."""
        first, second = (int(_TOPICS * rng.random() ** -0.6) - _TOPICS for _ in range(2))
        return self.topic(first), self.topic(second)

    def _topic(self, number: int) -> Sequence[str]:
        """The words of a subject: most of them known to all, some hardly used elsewhere."""
        rng = random.Random(f"{self._seed} topic {number}")
        words = [self.vocabulary.draw(rng) for _ in range(_TOPIC_WORDS)]
        for place in range(3, _TOPIC_WORDS, 5):
            words[place] = self.vocabulary.rare(rng)
        return words

    def some_words(
        self, rng: random.Random, topics: tuple[Sequence[str], Sequence[str]], number: int
    ) -> list[str]:
        """Words as they follow each other in a text, without marks and capitals."""
        fixed = self._fixed
        size, each = len(fixed), len(topics[0])
        words = []
        for place in rng.choices(self._places, cum_weights=self._sums, k=number):
            if place < size:
                words.append(fixed[place] or self.vocabulary.rare(rng))
            else:
                words.append(topics[(place - size) // each][(place - size) % each])
        return words

    def sentence(
        self, rng: random.Random, topics: tuple[Sequence[str], Sequence[str]], *, curly: bool
    ) -> str:
        """One sentence of 4 to 30 words."""
        words = self.some_words(rng, topics, rng.randint(4, _LONGEST_SENTENCE))
        return _sentence(rng, words, curly=curly)

    def _paragraphs(
        self,
        rng: random.Random,
        topics: tuple[Sequence[str], Sequence[str]],
        length: int,
        *,
        curly: bool,
    ) -> Iterator[str]:
        words = self.some_words(rng, topics, length)
        written = 0
        while written < length:
            sentences = []
            for _ in range(rng.randint(2, 7)):
                size = rng.randint(4, _LONGEST_SENTENCE)
                if written < length:
                    sentences.append(_sentence(rng, words[written : written + size], curly=curly))
                written += size
            yield " ".join(sentences)


def _sentence(rng: random.Random, words: list[str], *, curly: bool) -> str:
    """Words with the marks that texts have: commas, quotes, compounds, seldom an address."""
    if len(words) > 9:
        words[len(words) // 2] += ","
        if rng.random() < 0.3:
            words[2:4] = [f"{words[2]}-{words[3]}"]
        if rng.random() < 0.25:
            words[-3] += "’s" if curly else "'s"
        if rng.random() < 0.06:
            words[1] = _marked(rng, words[1])
    if curly and len(words) > 4 and rng.random() < 0.2:
        words[1], words[3] = f"“{words[1]}", f"{words[3]}”"
    if rng.random() < 0.15:
        words[-1] = words[-1].capitalize()
    line = " ".join(words)
    return line[0].upper() + line[1:] + rng.choice("......?!")


def _marked(rng: random.Random, word: str) -> str:
    number = rng.randrange(1_000)
    return rng.choice(
        (
            "U.S.", "e.g.", "don't", f"{number / 10}", f"{number},500", f"#{word}",
            f"https://{word}.example/{number}/{word}", f"{word}@mail.example", "C++", "and/or",
        )
    )  # fmt: skip


def long_markdown(size: int = 1_000_000, seed: int = 1) -> str:
    """One article of about ``size`` characters: headings, lists, quotes, code, emphasis, links."""
    writer = Writer(seed)
    rng = random.Random(seed)
    topics = writer.topics(rng)
    parts = [f"# {writer.sentence(rng, topics, curly=False)[:-1]}"]
    total = 0
    while total < size:
        part = _block(writer, rng, topics)
        parts.append(part)
        total += len(part) + 2
    return "\n\n".join(parts) + "\n"


def _block(writer: Writer, rng: random.Random, topics: tuple[Sequence[str], Sequence[str]]) -> str:
    """One block, of the kinds and in about the shares that long articles have."""

    def sentence() -> str:
        return _emphasis(rng, writer.sentence(rng, topics, curly=rng.random() < 0.3))

    kind = rng.random()
    if kind < 0.08:
        return (
            f"{'#' * rng.choice((2, 2, 3, 3, 4))} {writer.sentence(rng, topics, curly=False)[:-1]}"
        )
    if kind < 0.16:
        mark = rng.choice(("- ", "1. "))
        return "\n".join(
            ("   " if rng.random() < 0.2 and item else "") + mark + sentence()
            for item in range(rng.randint(3, 7))
        )
    if kind < 0.21:
        return "\n".join(f"> {sentence()}" for _ in range(rng.randint(1, 3)))
    if kind < 0.25:
        lines = [f"{word} = {rng.randrange(1000)}" for word in rng.choices(writer.words[:500], k=6)]
        return "\n".join(["```python", *lines, "```"])
    return " ".join(sentence() for _ in range(rng.randint(2, 7)))


def _emphasis(rng: random.Random, sentence: str) -> str:
    words = sentence.split(" ")
    roll = rng.random()
    at = rng.randrange(len(words) - 1)
    if roll < 0.10:
        words[at] = f"**{words[at]}**"
    elif roll < 0.22:
        words[at] = f"*{words[at]}*"
    elif roll < 0.27:
        words[at] = f"`{words[at]}`"
    elif roll < 0.32:
        words[at] = f"[{words[at]}](https://example.org/{rng.randrange(10_000)})"
    return " ".join(words)

"""Articles for benches: generated, seeded, with the shape of natural text.

Word frequencies follow Zipf's law over a few hundred function words and a long tail of made-up
content words (syllables put together, some with accents). Each article has topics of its own, so
that words come in clusters as they do in real articles. Nothing is taken from anybody's text.
"""

from __future__ import annotations

import bisect
import itertools
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


def _list(words: str) -> list[str]:
    return words.split()


FUNCTION_WORDS = _list(
    "the of and to a in that is was for it with as on by at from but not or are be this had "
    "which they have were one all their there been if more when will would who so no out up "
    "into them can only other some could time these two may then do first any my now such like "
    "our over me even most made after also did many off before must well back through years "
    "where much your way down should because long each just state people those too mr how "
    "little good world make very year still see own work men day get here between both life "
    "being under three never know same last another while us might great go come since against "
    "right came take used himself few house use during without again place around old however "
    "home small found thought went say part once general high upon school every does got united "
    "left number course until always away something fact water less public put think almost "
    "hand enough far took head yet government system set better told nothing night end why "
    "called didn eyes find going look asked later point knew city next program business give "
    "group toward days young let room president side social given present several order "
    "national second possible rather per face among form often important things early white "
    "case large became need big four within felt along children saw best church ever least "
    "power development light thing seemed family interest want members mind country area others "
    "done turned although open god service problem certain kind began different door thus help "
    "sense means whole matter"
)

_ONSETS = _list(
    "b c d f g h j k l m n p r s t v w b c d f g l m n p r s t ch br cl dr gr pl pr sh st tr"
)
_NUCLEI = _list("a e i o u a e i o u a e i o ai ea ou y")
_CODAS = ["", "", "", "", *_list("n r l s t m d n r l s nd nt st ck rn ll")]
_ENDINGS = _list(
    "ing ed er ers s s s tion tions al ally ment ness ity ous ive able ful less ist ism ary"
)
_ACCENTED = str.maketrans("aeioucn", "áéîöüçñ")

VOCABULARY = 150_000
"""Content words that may occur; 10,000 articles use most of them, very many of them rarely."""

_TOPICS = 400


@dataclass(frozen=True, slots=True)
class Generated:
    """One generated article."""

    id: str
    title: str
    author: str
    added: str
    text: str


def vocabulary(seed: int = 1, size: int = VOCABULARY) -> list[str]:
    """Distinct made-up words, the more frequent ones shorter; few have accents."""
    rng = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < size:
        syllables = 1 + (rng.random() < 0.85) + (rng.random() < 0.05 + 0.7 * len(found) / size)
        word = "".join(
            rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS) for _ in range(syllables)
        )
        word += rng.choice(_ENDINGS) if rng.random() < 0.35 else ""
        if rng.random() < 0.003:
            word = word.translate(_ACCENTED)
        if len(word) > 2:
            found[word] = None
    return list(found)


class _Zipf:
    """Draws places of a list, the n-th with a weight of 1 / (n + shift) ** power."""

    def __init__(self, size: int, shift: float, power: float = 1.0) -> None:
        weights = ((place + shift) ** -power for place in range(1, size + 1))
        self._sums = list(itertools.accumulate(weights))

    def draw(self, rng: random.Random) -> int:
        return bisect.bisect(self._sums, rng.random() * self._sums[-1])


class Writer:
    """Writes articles. The same seed and number give the same article."""

    def __init__(self, seed: int = 1) -> None:
        self._seed = seed
        self.words = vocabulary(seed)
        self._content = _Zipf(len(self.words), 20.0, 1.08)
        self._function = _Zipf(len(FUNCTION_WORDS), 1.5)
        self._topical = _Zipf(150, 2.0)
        rng = random.Random(seed)
        self._topics = [
            [self.words[self._content.draw(rng)] for _ in range(110)]
            + [self.words[rng.randrange(len(self.words))] for _ in range(40)]
            for _ in range(_TOPICS)
        ]

    def article(self, number: int) -> Generated:
        """Article ``number``: 300 to 3,000 words, about 1,200 on average."""
        rng = random.Random(f"{self._seed} {number}")
        topics = [rng.choice(self._topics) for _ in range(2)]
        length = int(min(3_000, max(300, rng.lognormvariate(6.95, 0.55))))
        curly = rng.random() < 0.4
        text = "\n\n".join(self._paragraphs(rng, topics, length, curly=curly))
        title = " ".join(self._content_word(rng, topics) for _ in range(rng.randint(2, 6)))
        author = f"{rng.choice(self.words[:4_000])} {rng.choice(self.words[:9_000])}".title()
        day = number % 3_650
        added = f"{2014 + day // 365}-{day % 12 + 1:02}-{day % 28 + 1:02}T{number % 24:02}:00:00Z"
        return Generated(f"a{number:09}", title.capitalize(), author, added, text)

    def articles(self, number: int) -> Iterator[Generated]:
        """The first ``number`` articles."""
        return (self.article(each) for each in range(number))

    def sentence(self, rng: random.Random, topics: Sequence[Sequence[str]], *, curly: bool) -> str:
        """One sentence of 4 to 30 words."""
        words = [self._word(rng, topics) for _ in range(rng.randint(4, 30))]
        if len(words) > 9:
            words[len(words) // 2] += ","
        if curly and rng.random() < 0.3:
            words[1] = f"“{words[1]}”"
            words[-2] += "’s"
        line = " ".join(words)
        return line[0].upper() + line[1:] + rng.choice("......?!")

    def _paragraphs(
        self, rng: random.Random, topics: Sequence[Sequence[str]], length: int, *, curly: bool
    ) -> Iterator[str]:
        written = 0
        while written < length:
            sentences = [self.sentence(rng, topics, curly=curly) for _ in range(rng.randint(2, 7))]
            written += sum(sentence.count(" ") + 1 for sentence in sentences)
            yield " ".join(sentences)

    def _word(self, rng: random.Random, topics: Sequence[Sequence[str]]) -> str:
        if rng.random() < 0.56:
            return FUNCTION_WORDS[self._function.draw(rng)]
        return self._content_word(rng, topics)

    def _content_word(self, rng: random.Random, topics: Sequence[Sequence[str]]) -> str:
        if rng.random() < 0.5:
            return rng.choice(topics)[self._topical.draw(rng)]
        return self.words[self._content.draw(rng)]


def long_markdown(size: int = 1_000_000, seed: int = 1) -> str:
    """One article of about ``size`` characters: headings, lists, quotes, code, emphasis, links."""
    writer = Writer(seed)
    rng = random.Random(seed)
    topics = [rng.choice(writer._topics) for _ in range(2)]  # noqa: SLF001 - of this module
    parts = [f"# {writer.sentence(rng, topics, curly=False)[:-1]}"]
    total = 0
    while total < size:
        part = _block(writer, rng, topics)
        parts.append(part)
        total += len(part) + 2
    return "\n\n".join(parts) + "\n"


def _block(writer: Writer, rng: random.Random, topics: Sequence[Sequence[str]]) -> str:
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

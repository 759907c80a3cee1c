"""What is asked: phrases as they are typed, and whole queries, each with its FTS5 equivalent."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from bench.corpus import Generated, Writer
from bench.searching.corpus import TAGS
from bench.searching.fts import Asked, typed
from bench.vocabulary import FUNCTION_WORDS
from store.model import STATUSES
from store.text.fold import fold

Kind = str


class Pair(NamedTuple):
    """The same question in both languages."""

    line: str
    asked: Asked


class Questions:
    """Makes questions from the words that some articles have. The same seed makes the same."""

    def __init__(self, number: int, seed: int = 3) -> None:
        self._writer = Writer()
        self._number = number
        self._rng = random.Random(seed)

    # -- as one types ------------------------------------------------------------------------------

    def phrases(self) -> list[str]:
        """Mixed phrases: frequent and rare words, several, titles, authors, tags, misspelt."""
        rng = self._rng
        title, other = self._some().title.lower(), self._some().title
        one, two, three = self._some(), self._some(), self._some()
        accented = self._accented()
        slipped = self._word(one)
        at = len(slipped) // 2
        return [
            title,
            other,
            self._some().author.lower(),
            rng.choice(TAGS[5:]),
            self._word(one),
            self._rare(one),
            self._rare(two),
            f"{self._word(one)} {self._word(one)}",
            f"{self._word(two)} {self._rare(two)}",
            f"{self._word(two)} {self._word(two)} {self._word(two)}",
            f"{self._word(three)} {self._word(three)} {self._word(three)} {self._word(three)}",
            f"the {self._word(three)}",
            " ".join(FUNCTION_WORDS[40:44]),
            f"{FUNCTION_WORDS[150]} {self._writer.words[3]}",
            next(accented),
            fold(next(accented)),
            slipped[:at] + slipped[at + 1] + slipped[at] + slipped[at + 2 :],
            f"{self._word(three)} {self._word(three)[1:]}",
        ]

    def other_phrases(self) -> list[str]:
        """What was asked before, so that nothing is opened for the first time."""
        return [self._some().title.lower(), f"{self._word(self._some())} {FUNCTION_WORDS[80]}"]

    @staticmethod
    def as_typed(phrase: str) -> list[Pair]:
        """Every prefix of a phrase; what is no letter adds nothing."""
        lines = [phrase[:end] for end in range(1, len(phrase) + 1)]
        return [Pair(line, typed(line)) for line in lines if line[-1].isalnum()]

    # -- whole queries -----------------------------------------------------------------------------

    def full(self, each: int = 12) -> dict[Kind, list[Pair]]:
        """Questions of every kind, so many of each."""
        kinds: dict[Kind, Callable[[Generated], Pair]] = {
            "ranked words": self._words,
            "frequent words": self._frequent,
            "phrase": self._phrase,
            "field": self._field,
            "date range": self._dates,
            "status and number": self._facts,
            "negation": self._negation,
            "OR": self._either,
            "NEAR": self._near,
            "prefix and phrase": self._prefix_phrase,
            "tag": self._tag,
        }
        return {name: [make(self._some()) for _ in range(each)] for name, make in kinds.items()}

    def _words(self, article: Generated) -> Pair:
        words = [self._word(article) for _ in range(self._rng.randint(2, 4))]
        return Pair(" ".join(words), typed(" ".join(words)))

    def _frequent(self, article: Generated) -> Pair:
        del article
        words = self._rng.sample([*FUNCTION_WORDS[30:], *self._writer.words[:60]], 3)
        return Pair(" ".join(words), typed(" ".join(words)))

    def _phrase(self, article: Generated) -> Pair:
        phrase = self._run(article, self._rng.randint(2, 4))
        return Pair(f'"{phrase}"', Asked(f'"{phrase}"'))

    def _field(self, article: Generated) -> Pair:
        name, value = self._rng.choice((
            ("title", self._rng.choice(article.title.split())),
            ("author", article.author.split()[0]),
            ("text", self._word(article)),
        ))  # fmt: skip
        value = value.strip(":").lower()
        other = self._word(article)
        return Pair(f"{other} {name}:{value}", Asked(f'"{other}" AND {name} : "{value}" *'))

    def _dates(self, article: Generated) -> Pair:
        word = self._word(article)
        year = self._rng.randint(2015, 2022)
        ends = (f"{year}-03-01", f"{year + self._rng.randint(0, 2)}-11-01")
        return Pair(
            f"{word} added:{year}-03..{ends[1][:4]}-10",
            Asked(f'"{word}"', "added >= ? AND added < ?", ends),
        )

    def _facts(self, article: Generated) -> Pair:
        word = self._word(article)
        status, least = self._rng.choice(STATUSES), self._rng.randrange(500, 2_000)
        return Pair(
            f"{word} status:{status} words:>{least}",
            Asked(f'"{word}"', "status = ? AND words > ?", (status, least)),
        )

    def _negation(self, article: Generated) -> Pair:
        one, other = self._word(article), self._word(article)
        return Pair(f"{one} -{other}", Asked(f'"{one}" NOT "{other}"'))

    def _either(self, article: Generated) -> Pair:
        one, two, third = (self._word(article) for _ in range(3))
        return Pair(f"({one} OR {two}) {third}", Asked(f'("{one}" OR "{two}") AND "{third}" *'))

    def _near(self, article: Generated) -> Pair:
        one, *_, other = self._run(article, 4).split()
        return Pair(f"({one} NEAR/5 {other})", Asked(f'NEAR("{one}" "{other}", 4)'))

    def _prefix_phrase(self, article: Generated) -> Pair:
        phrase, word = self._run(article, 2), self._word(article)
        return Pair(f'"{phrase}" {word[:3]}*', Asked(f'"{phrase}" AND "{word[:3]}" *'))

    def _tag(self, article: Generated) -> Pair:
        tag, word = self._rng.choice(TAGS[:10]), self._word(article)
        return Pair(f"tag:{tag} {word}", Asked(f'tags : "{tag}" AND "{word}" *'))

    # -- words -------------------------------------------------------------------------------------

    def _some(self) -> Generated:
        return self._writer.article(self._rng.randrange(self._number))

    def _word(self, article: Generated) -> str:
        words = [word for word in article.text.split() if word.isalpha() and len(word) > 4]
        return self._rng.choice(words).lower()

    def _rare(self, article: Generated) -> str:
        """A word that is in hardly any other article."""
        known = set(self._writer.words)
        words = (word.lower() for word in article.text.split() if word.isalpha() and len(word) > 6)
        return next(word for word in words if word not in known)

    def _accented(self) -> Iterator[str]:
        rng = random.Random(5)
        while True:
            word = self._writer.vocabulary.draw(rng)
            if not word.isascii():
                yield word

    def _run(self, article: Generated, size: int) -> str:
        """Words that follow each other, with nothing but blanks between."""
        sentences: Sequence[str] = article.text.replace(",", ".").split(".")
        runs = [s.split() for s in sentences if s.replace(" ", "").isalpha()]
        run = self._rng.choice([words for words in runs if len(words) > size])
        start = self._rng.randrange(len(run) - size)
        return " ".join(run[start : start + size]).lower()

"""Articles as plain values, made and changed at random."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from store.model import COLORS, STATUSES

_FAMILIES = (
    # words with others that are forms of theirs, begin with them, are near or nearly alike
    "harbour harbours harboured harbourmaster salt salts salted salty road roads a the of in",
    "run runs running runner blinken blinker blinked blinking tide tides tidal die dying dies",
    "café cafe cafés naïve naive Ærø aero straße STRASSE ﬁne fine École école ecole résumé resume",
    "e-mail email e-mails emails co-op coop don’t don't dont o’clock oclock U.S. US us e.g.",
    "3.5 35 42 420 4,200 a@b.example b@a.example x-y-z xyz AT&T and/or C C++ C# c .NET net",
    "北京 北京大学 大学 学 地図 東京 京 かがみ 3D映画 映画 한국 한국어 Москва москвы ελλάδα",
    "#coast coast @moor moor Moor keeper's keeper keepers https://salt.example/road?x=1",
)  # fmt: skip
GERMAN = ["Haus", "Häuser", "Hauses", "häusern", "Fahrrad", "Fahrräder", "laufen", "läuft", "lief"]
FRENCH = ["cheval", "chevaux", "continuer", "continuation", "continuité", "l’été", "étés"]
WORDS = " ".join(_FAMILIES).split()
LONG = "abcdefgh" * 9
_BETWEEN = (*[" "] * 12, "\n", "\n\n", ", ", ". ", " *", "* ", " – ", "-", "'", "’", "、", "/",
            "(", ") ", "_", "“", "” ", "", "+", "#", ".")  # fmt: skip
TAGS = ("idea", "coast", "coast/north", "coast/north/tide", "Über", "söurce/Paper", "to-read")
SITES = ("", "https://www.salt.example/a", "https://road.example/b", "http://a.salt.example")
LANGUAGES = ("", "en", "de", "fr-CA")
NAMES = ("Ada Moor", "Ines Halloran", "Łukasz Ørsted", "森 和子", "")


@dataclass(frozen=True)
class Mark:
    """A highlight."""

    id: str
    quote: str
    note: str = ""
    tags: tuple[str, ...] = ()
    color: str = "yellow"
    made: str = "2024-01-01"
    unplaced: bool = False


@dataclass(frozen=True)
class Article:
    """An article with all that is known of it; days are ``2024-01-31``."""

    id: str
    title: str
    text: str
    author: str = ""
    source: str = ""
    language: str = ""
    added: str = "2024-01-01"
    published: str = "2024-01-01"
    read: str = ""
    words: int = 0
    note: str = ""
    tags: tuple[str, ...] = ()
    status: str = "unread"
    starred: bool = False
    archived: bool = False
    marks: tuple[Mark, ...] = field(default=())


class Maker:
    """Makes articles, and changes what is on them."""

    def __init__(self, rng: random.Random, languages: Sequence[str] = LANGUAGES) -> None:
        self._rng = rng
        self._languages = languages
        self._count = 0

    def article(self, name: str) -> Article:
        """A new article with some annotations."""
        rng = self._rng
        language = rng.choice(self._languages)
        made = Article(
            name, self.words(4, language), self.words(rng.choice((0, 8, 40)), language),
            author=rng.choice(NAMES), source=rng.choice(SITES), language=language,
            added=self._day(), published=self._day(), read=rng.choice(("", self._day())),
            words=rng.randrange(30),
        )  # fmt: skip
        return self.annotated(replace(made, marks=tuple(self._marks(language))))

    def annotated(self, article: Article) -> Article:
        """The same article with other tags, another note, other marks; its text stays."""
        rng = self._rng
        marks = [mark for mark in article.marks if rng.random() < 0.7]
        marks += self._marks(article.language)
        return replace(
            article,
            note=self.words(4, article.language) if rng.random() < 0.4 else "",
            tags=tuple(rng.sample(TAGS, rng.choice((0, 0, 1, 2)))),
            status=rng.choice(STATUSES),
            starred=rng.random() < 0.3,
            archived=rng.random() < 0.2,
            marks=tuple(marks),
        )

    def words(self, most: int, language: str = "") -> str:
        """Up to ``most`` words with anything between them."""
        rng = self._rng
        parts: list[str] = []
        for _ in range(rng.randint(0, most)):
            pool = WORDS
            if rng.random() < 0.3:
                pool = {"de": GERMAN, "fr-CA": FRENCH}.get(language, WORDS)
            parts += [rng.choice(pool) if rng.random() < 0.99 else LONG, rng.choice(_BETWEEN)]
        return "".join(parts[:-1])

    def _marks(self, language: str) -> Iterator[Mark]:
        rng = self._rng
        for _ in range(rng.choice((0, 0, 0, 1, 2))):
            self._count += 1
            yield Mark(
                f"h{self._count}",
                self.words(6, language),
                note=self.words(4, language) if rng.random() < 0.5 else "",
                tags=tuple(rng.sample(TAGS, rng.choice((0, 0, 1, 2)))),
                color=rng.choice(COLORS[:4]),
                made=self._day(),
                unplaced=rng.random() < 0.2,
            )

    def _day(self) -> str:
        return f"{self._rng.randint(2022, 2024)}-{self._rng.randint(1, 12):02}-15"

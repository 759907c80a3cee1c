"""How reading goes on: progress of the open article, and its reader's own pace, kept."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

from store.model import Article
from store.text.bounds import count_words
from tui import state_files
from tui.pace import USUAL, Pace, Sample, Watch

if TYPE_CHECKING:
    from store.text.document import Document
    from tui.desk import Desk

FILE = "pace.json"


class Reading:
    """Measures while one reads; what was learned before is known after the first frame.

    Attributes:
        clock: Gives seconds.
    """

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._paces: dict[str, Pace] = {}
        self._watch: tuple[Document, Watch] | None = None
        self._saved: dict[str, int] = {}
        self.clock: Callable[[], float] = monotonic
        desk.screen.articles.set_pace(self.words_per_minute)

    def words_per_minute(self, article: Article) -> int:
        """The configured speed, else the pace measured in the article's language, else a usual."""
        pace = self._paces.get(_language(article))
        own = pace.words_per_minute if pace is not None else None
        return self._desk.config.words_per_minute or own or USUAL

    def place_changed(self, offset: int, progress: int) -> None:
        """Other text is on the screen; ``offset`` is its first, ``progress`` in percent."""
        opened = self._desk.opened
        if opened is None:
            return
        opened.end_seen = opened.end_seen or progress >= 100
        before = opened.annotations.place
        opened.moved = opened.moved or (before.offset if before else 0) != offset
        if self._watch is None or self._watch[0] is not opened.document:
            self._watch = opened.document, self._watch_of(opened.article, opened.document)
        self._watch[1].see(*self._desk.screen.reader.visible_range, self.clock())

    def _watch_of(self, article: Article, document: Document) -> Watch:
        pace = self._paces.setdefault(_language(article), Pace())
        return Watch(pace, lambda start, end: count_words(document.text, start, end))

    # -- kept ----------------------------------------------------------------------------------

    def load(self) -> None:
        """Remember the paces of earlier sessions, and count minutes by them."""
        kept = state_files.read(self._desk.library.folders.state / FILE)
        for language, value in kept.items():
            pace = _pace(value)
            if language not in self._paces:
                self._paces[language] = pace
            else:  # the article that is open since before the first frame is watched already
                present = self._paces[language]
                present.words += pace.words
                present.samples.extendleft(reversed(pace.samples))
        self._saved = {language: pace.words for language, pace in self._paces.items()}
        self._desk.screen.articles.set_pace(self.words_per_minute)

    def save(self) -> None:
        """Keep what was learned since."""
        words = {language: pace.words for language, pace in self._paces.items() if pace.words}
        if words == {language: count for language, count in self._saved.items() if count}:
            return
        self._saved = words
        kept = {
            language: {"words": pace.words, "samples": [list(s) for s in pace.samples]}
            for language, pace in self._paces.items()
            if pace.words
        }
        path = self._desk.library.folders.state / FILE
        self._desk.queue.submit(lambda: state_files.write(path, kept))


def _language(article: Article) -> str:
    return article.language[:2].lower()


def _pace(value: Any) -> Pace:
    """The pace in a file, as far as it can be read."""
    match value:
        case {"words": int(words), "samples": [*samples]} if words >= 0:
            return Pace(words, [sample for each in samples if (sample := _sample(each))])
    return Pace()


def _sample(value: Any) -> Sample | None:
    match value:
        case [int(words), (int() | float()) as seconds] if words > 0:
            return Sample(words, float(seconds))
    return None

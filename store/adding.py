"""Adding: sources become articles, one result each; a bad source never stops the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from store.annotation_shelf import AnnotationShelf
from store.article_shelf import ArticleShelf
from store.errors import PostilError
from store.model import Added, Article
from store.tags import MainNames
from store.text.clean import clean_tag
from store.times import countdown, now

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.importers.model import Source


class Adding:
    """Imports sources into the shelves of one library, tags under their main names."""

    def __init__(
        self,
        articles: ArticleShelf,
        annotations: AnnotationShelf,
        article: Callable[[str], Article],
        settled: MainNames,
    ) -> None:
        self._articles = articles
        self._annotations = annotations
        self._article = article
        self._settled = settled

    def add(self, sources: Sequence[str], stdin: BinaryIO | None = None) -> Iterator[Added]:
        """Import files, folders and ``-`` (``stdin``), one result an article.

        A source that fails is a result too; the others go on.
        """
        from store.importers import worker  # noqa: PLC0415 - only when adding
        from store.importers.walk import sources as walk  # noqa: PLC0415 - only when adding

        try:
            for source in walk(sources, stdin):
                if isinstance(source, PostilError):
                    yield Added(str(source.path or ""), "failed", message=_told(source))
                else:
                    yield from self._add_source(source)
        finally:
            worker.stop()  # an idle one would stay as long as the reader

    def add_builtin(self) -> None:
        """Put the articles that come with postil into the library."""
        from store.importers.model import Source  # noqa: PLC0415 - only for an empty library
        from store.welcome.articles import welcome_articles  # noqa: PLC0415 - as above

        articles = welcome_articles()
        times = countdown(len(articles))  # the first is on top of the list
        for at, (name, markdown) in zip(times, articles, strict=True):
            source = Source(f"{name}.md", markdown.encode(), f"postil:{name}")
            for added in self._add_source(source, at):
                if added.outcome == "failed":
                    raise PostilError(added.message)

    def _add_source(self, source: Source, at: str = "") -> Iterator[Added]:
        from store.importers.registry import choose  # noqa: PLC0415 - only when adding

        where = source.origin or source.name
        try:
            known = self._articles.known_original(source.data)
            if known is not None:
                self._after_put(known, self._articles.file(known).extra.get("tags"))
                yield Added(where, "known", self._article(known))
                return
            for imported in choose(source).load(source):
                put = self._articles.put(imported, source, at or now())
                message = self._after_put(put.article, imported.extra.get("tags"))
                yield Added(where, put.outcome, self._article(put.article), message)
        except PostilError as error:
            yield Added(where, "failed", message=_told(error))

    def _after_put(self, article_id: str, tags: object) -> str:
        """Give an article that has no annotations yet its tags; say what became of highlights.

        One that is known may have none because its adding was cut short before they were written.
        """
        from store.settling import settled  # noqa: PLC0415 - only when adding

        if self._annotations.path(article_id).exists():
            highlights = self._annotations.get(article_id).highlights
            return settled(highlights).words if highlights else ""
        names = tuple(clean_tag(str(tag)) for tag in tags) if isinstance(tags, list) else ()
        names = self._settled(name for name in names if name)
        if names:
            self._annotations.update(article_id, lambda a: replace(a, tags=names))
        return ""


def _told(error: PostilError) -> str:
    """What went wrong and what to do, on one line."""
    return f"{error.message}; {error.hint}" if error.hint else error.message

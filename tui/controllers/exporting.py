"""Exporting: a format chosen, a file asked for, written off the event loop."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from store.errors import StoreError, UsageError
from tui.desk import Desk
from tui.item import Item
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.exporters.registry import Exporter
    from store.model import Article


class Exporting:
    """``x``."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def export(self) -> None:
        """Ask for the format, then for the file."""
        from store.exporters.registry import EXPORTERS  # noqa: PLC0415 - only to export

        articles = self._articles()
        exporters = list(EXPORTERS)
        what = articles[0].title if len(articles) == 1 else f"{len(articles)} articles"
        self._desk.screen.dialogs.pick(
            f"Export {what} as",
            [Item(title=exporter.name, tail=exporter.title) for exporter in exporters],
            lambda index: self._ask_file(articles, exporters[index]),
        )

    def _articles(self) -> Sequence[Article]:
        if self._desk.place != "list":
            return [self._desk.need_open().article]
        articles = self._desk.screen.listing.chosen or self._desk.screen.articles.articles
        if not articles:
            raise StoreError("there is nothing to export")
        return articles

    def _ask_file(self, articles: Sequence[Article], exporter: Exporter) -> None:
        stem = articles[0].file.removesuffix(".md") if len(articles) == 1 else "postil"
        name = f"{stem}{exporter.suffix}"

        def answered(text: str) -> None:
            if text.strip():
                self._answered(self._path(text.strip(), name), articles, exporter)

        self._desk.ask(Question("export to", answered, value=str(_here() / name)))

    def _path(self, text: str, name: str) -> Path:
        """The file that was typed; in a folder that was typed, the file ``name``.

        Raises:
            UsageError: it would be a file of the library, or names a home that is not there.
        """
        try:
            path = Path(text).expanduser().absolute()
        except RuntimeError as error:
            raise UsageError(f"{text} names nobody's home") from error
        if path.is_dir():
            path /= name
        if path.resolve().is_relative_to(self._desk.library.folders.library.resolve()):
            raise UsageError("that is inside the library", hint="export to another folder")
        return path

    def _answered(self, path: Path, articles: Sequence[Article], exporter: Exporter) -> None:
        if path.exists():
            self._desk.screen.dialogs.choose(
                f"{path.name} is there already",
                ["write over it", "leave it"],
                lambda index: self._write(path, articles, exporter) if index == 0 else None,
            )
        else:
            self._write(path, articles, exporter)

    def _write(self, path: Path, articles: Sequence[Article], exporter: Exporter) -> None:
        library = self._desk.library

        def job() -> int:
            from store.exporters.registry import ExportArticle  # noqa: PLC0415 - only to export
            from store.files import write_atomic  # noqa: PLC0415 - only to export

            chosen = [
                ExportArticle(
                    article, library.annotations(article.id), library.document(article.id)
                )
                for article in articles
            ]
            data = exporter.render(chosen)
            write_atomic(path, data)
            return len(data)

        def then(size: int | None) -> None:
            if size is not None:
                self._desk.say(f"{size} bytes in {path}", "success")

        self._desk.say("exporting…")
        self._desk.queue.submit(job, then)


def _here() -> Path:
    """The folder postil was started in; when it is gone, one's home."""
    try:
        return Path.cwd()
    except FileNotFoundError:
        return Path.home()

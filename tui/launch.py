"""Opening the reader from the command line."""

from __future__ import annotations

import importlib
import os
import sys
from pathlib import Path

from store.errors import NotFoundError, PostilError, UsageError
from store.folders import Folders
from store.library import Library
from tui.garbage import hold
from tui.session import Session


def open_reader(
    session: Session,
    article_id: str | None = None,
    highlight_id: str | None = None,
    theme: str | None = None,
) -> int:
    """Run the reader on the session's library until its user leaves; the exit code.

    A library without articles gets the built-in ones first. Else no folder is read before the app
    is on the screen, but for what names an article that is not known yet, or on a new machine.

    Raises:
        PostilError: There is no terminal; no such article, highlight or theme.
    """
    need_terminal()
    folders = session.working_folders()
    if theme is not None:
        _check_theme(theme, folders)
    empty = is_empty(folders)
    if empty or not folders.cache.is_dir():
        with session.open() as library:
            if empty:
                library.add_builtin()
    with Library(folders) as library:
        library.notice = session.makeshift
        if article_id or highlight_id:
            article_id, highlight_id = _find(library, article_id, highlight_id)
        return run_app(library, article_id, highlight_id, theme)


def need_terminal() -> None:
    """Raise a PostilError unless keys can be read and a screen be drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise PostilError(
            "the reader needs a terminal", hint="for scripts there are postil list, show and search"
        )


def is_empty(folders: Folders) -> bool:
    """There is not one article file; looks at names only, so that a large library opens fast.

    One whose articles its user has deleted is not empty: it stays as it was left.
    """
    return not (_has_articles(folders.articles) or _has_articles(folders.trash))


def _has_articles(folder: Path) -> bool:
    try:
        with os.scandir(folder) as entries:
            return any(entry.name.endswith(".md") for entry in entries)
    except OSError:
        return False


def run_app(
    library: Library, article_id: str | None, highlight_id: str | None, theme: str | None
) -> int:
    """The application itself."""
    hold()
    _load_asyncio()
    from tui.app import run  # noqa: PLC0415 - loads Textual, which a wrong id must not wait for

    return run(library, article=article_id, at=highlight_id, theme=theme)


def _load_asyncio() -> None:
    """Load asyncio without TLS, which it does without where there is none: nothing here needs it.

    OpenSSL takes as long to load as a long article. ``import ssl`` works as ever afterwards.
    """
    if "ssl" in sys.modules or "asyncio" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # how an import is told: there is none
    try:
        importlib.import_module("asyncio")
    finally:
        del sys.modules["ssl"]


def _find(
    library: Library, article_id: str | None, highlight_id: str | None
) -> tuple[str, str | None]:
    """The ids of what was named; what is not known yet may have come with new files."""
    try:
        return _whole_ids(library, article_id, highlight_id)
    except NotFoundError:
        library.refresh()
        return _whole_ids(library, article_id, highlight_id)


def _whole_ids(
    library: Library, article_id: str | None, highlight_id: str | None
) -> tuple[str, str | None]:
    """The ids of what was named, checked against each other."""
    if highlight_id is None:
        return library.article(article_id or "").id, None
    article, mark = library.find_highlight(highlight_id)
    if article_id and library.article(article_id).id != article.id:
        raise UsageError(f"the highlight {mark.id} is in the article {article.id}")
    return article.id, mark.id


def _check_theme(name: str, folders: Folders) -> None:
    from themes.load import load  # noqa: PLC0415 - only with --theme
    from themes.theme import ThemeError  # noqa: PLC0415 - the same

    try:
        load(name, folders.config / "themes")
    except ThemeError as error:
        raise UsageError(error.message, hint=error.hint) from error

"""One run of the command line: the library it works on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.garbage import set_aside_what_is_loaded

if TYPE_CHECKING:
    from store.folders import Folders
    from store.library import Library


_WAIT = 2.0
"""Seconds to wait for another process that writes the search index: then what is there answers."""

_WAITING = "postil: merging the search index, to be quicker; ctrl+c leaves that for the next time"

_MOST_TOLD = 3
"""Files that cannot be read, named by each command; the doctor names them all."""


class Session:
    """One run of the command line.

    Attributes:
        library: What ``--library`` named, else ``""``: then the environment or the user's own.
        told: Errors that were said already.
        behind: How many articles the search index did not know when the library was opened.
        makeshift: What is to be said of a cache that cannot be written; ``""``: nothing.
    """

    def __init__(self) -> None:
        self.library = ""
        self.told: list[str] = []
        self.behind = 0
        self.makeshift = ""
        self._working: Folders | None = None

    def folders(self) -> Folders:
        """Where the library of this run and its companions are."""
        from pathlib import Path  # noqa: PLC0415 - `--help` must start fast

        from store.folders import find_folders  # noqa: PLC0415 - `--help` must start fast

        return find_folders(Path(self.library) if self.library else None, os.environ)

    def working_folders(self) -> Folders:
        """The same, with another cache where the user's own cannot be written (``makeshift``)."""
        from store.makeshift import usable  # noqa: PLC0415 - `--help` must start fast

        if self._working is None:
            self._working, self.makeshift = usable(self.folders())
        return self._working

    def library_as_it_is(self) -> Library:
        """The library, of which nothing was read yet, and in which nothing was tidied up.

        Raises:
            StoreError: Its folder cannot be read or made.
        """
        from store.library import Library  # noqa: PLC0415 - `--help` must start fast

        set_aside_what_is_loaded()
        return Library(self.working_folders())

    def open(self, *, index: bool = False) -> Library:
        """Open the library, with a progress bar if that takes its time. Close it after use.

        What became of the highlights of articles that were edited elsewhere is said on stderr,
        and which files cannot be read: of those, what was read last is shown.

        Args:
            index: Bring the search index up to date, too: for whatever takes a query.

        Raises:
            StoreError: Its folder cannot be read or made.
        """
        from store.library import Library  # noqa: PLC0415 - `--help` must start fast
        from tui.cli.output import talk  # noqa: PLC0415 - the same
        from tui.cli.progress import progress  # noqa: PLC0415 - the same

        set_aside_what_is_loaded()
        with progress() as report:
            library = Library.open(self.working_folders(), progress=report)
            library.when_waiting(lambda: talk(_WAITING))
            if index:
                library.update_index(report, wait=_WAIT)
        if self.makeshift:
            talk(f"postil: {self.makeshift}")
        for said in library.take_merged():
            talk(said)
        _tell_settled(library)
        self._tell_unreadable(library)
        if index:
            self.tell_behind(library)
        return library

    def tell_behind(self, library: Library) -> None:
        """Say how many articles the search index does not know, if it has not been said."""
        from tui.cli.output import talk  # noqa: PLC0415 - `--help` must start fast

        behind = library.behind()
        many = len(behind.fresh | behind.gone)
        if many > self.behind:
            articles = f"{many:,} {'article' if many == 1 else 'articles'}"
            talk(f"postil: the search index is behind on {articles}; another postil may be at it")
        self.behind = many

    def _tell_unreadable(self, library: Library) -> None:
        from store.text.clean import clean_line  # noqa: PLC0415 - `--help` must start fast
        from tui.cli.output import talk  # noqa: PLC0415 - the same

        errors = library.unreadable()
        self.told = errors[:_MOST_TOLD]
        for error in self.told:
            talk(f"postil: {clean_line(error)}")
        more = len(errors) - len(self.told)
        if more:
            talk(f"postil: {more:,} more cannot be read")
        if errors:
            talk("  postil doctor says what can be done")


def _tell_settled(library: Library) -> None:
    """One line an article whose highlights are not all where they were, after an edit elsewhere."""
    from store.text.clean import clean_line  # noqa: PLC0415 - `--help` must start fast
    from tui.cli.output import talk  # noqa: PLC0415 - the same

    for article, settled in library.take_settled():
        if settled.news:
            talk(f"{clean_line(article.title)}: {settled.words}")

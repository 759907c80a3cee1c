"""The table of commands: the only place where one is registered.

Help, documentation, contracts and the lazy group derive from it. A command's module is
imported when it is called, and has a click command named ``command``.
"""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One command.

    Attributes:
        name: As it is typed.
        module: Where its ``command`` is.
        section: The heading of ``postil --help`` it stands under.
        help: One line, a sentence without its full stop.
    """

    name: str
    module: str
    section: str
    help: str


COMMANDS: tuple[Entry, ...] = (
    Entry("add", "tui.cli.add", "Read", "Add files and folders (or - for stdin) to the library"),
    Entry("read", "tui.cli.read", "Read", "Open the reader, at an article or a highlight"),
    Entry("list", "tui.cli.list", "Read", "List the articles, all or those that match a query"),
    Entry("show", "tui.cli.show", "Read", "Print one article as text, Markdown or JSON blocks"),
    Entry(
        "status", "tui.cli.status", "Read", "Set an article unread, reading or done; star, archive"
    ),
    Entry("search", "tui.cli.search", "Find", "Search the library, best passages first"),
    Entry(
        "concordance", "tui.cli.concordance", "Find", "Show a word everywhere, with words around it"
    ),
    Entry("searches", "tui.cli.searches", "Find", "List, save, rename and delete saved searches"),
    Entry("similar", "tui.cli.similar", "Find", "List articles like an article or a passage"),
    Entry("highlights", "tui.cli.highlights", "Find", "List the marked passages"),
    Entry("highlight", "tui.cli.highlight", "Mark", "Mark the passage that reads like a quote"),
    Entry("edit", "tui.cli.edit", "Mark", "Change a highlight's colour, style or passage"),
    Entry("place", "tui.cli.place", "Mark", "Say where a highlight belongs after its text changed"),
    Entry("unmark", "tui.cli.unmark", "Mark", "Delete highlights"),
    Entry("note", "tui.cli.note", "Mark", "Show or write the note of an article or a highlight"),
    Entry("tag", "tui.cli.tag", "Mark", "Give, rename, merge, delete, describe and list tags"),
    Entry("delete", "tui.cli.delete", "Mark", "Move articles to the trash"),
    Entry("undo", "tui.cli.undo", "Mark", "Take back the last act"),
    Entry("redo", "tui.cli.redo", "Mark", "Do again what was taken back last"),
    Entry(
        "export", "tui.cli.export", "Take out", "Write articles and highlights in another format"
    ),
    Entry(
        "trash", "tui.cli.trash", "Care", "List what was deleted, bring it back, empty the trash"
    ),
    Entry("doctor", "tui.cli.doctor", "Care", "Check the whole library and repair it on --fix"),
    Entry(
        "sync-setup", "tui.cli.sync_setup", "Care", "Make the library ready for git and Syncthing"
    ),
    Entry("merge-file", "tui.cli.merge_file", "Care", "Merge two versions of a file, for git"),
    Entry("reindex", "tui.cli.reindex", "Care", "Build the catalogue and the search index anew"),
    Entry("themes", "tui.cli.themes", "Care", "List the themes and check your own"),
    Entry("config", "tui.cli.config", "Care", "Show the folders and the settings in effect"),
    Entry("demo", "tui.cli.demo", "Care", "Open the reader on a throw-away library"),
)


def find(name: str) -> Entry | None:
    """The command of that name, or ``None``."""
    return next((entry for entry in COMMANDS if entry.name == name), None)


def sections() -> list[str]:
    """The headings in the order of the table."""
    return list(dict.fromkeys(entry.section for entry in COMMANDS))

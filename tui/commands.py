"""The table of the reader's commands: the only source of keys, help, palette and docs.

A command names its action as ``controller.method``; the reader's main screen holds the
controllers. A contract test resolves every entry, and another drives every entry at least once.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.model import COLORS

Pane = Literal["list", "reader", "panel"]
Place = Literal["list", "reader", "panel", "caret"]
"""Where keys mean something of their own: a pane, or the reader while its caret is shown."""
PANES: tuple[Pane, ...] = ("list", "reader", "panel")
PLACES: tuple[Place, ...] = ("list", "reader", "caret", "panel")
PLACE_TITLES: dict[Place, str] = {
    "list": "the list of articles",
    "reader": "the reader",
    "caret": "caret mode",
    "panel": "the side panel",
}

Need = Literal[
    "article", "listed", "open", "rows", "passage", "highlight", "highlights", "selection", "match",
    "section", "link", "footnote", "unfolds", "jump", "undo", "redo",
]  # fmt: skip
"""What must be there for a command to work; ``tui.needs`` has the rules."""

GROUPS = ("Move", "Select", "Mark", "Articles", "Find", "Structure", "Look", "Everything else")


class Command(NamedTuple):
    """One thing a key or the palette can do.

    Attributes:
        id: The name used in ``config.yaml``.
        keys: Default chords; the keys of a chord are parted by a blank. ``<letter>`` stands for
            any letter or digit, ``<character>`` for anything that is typed (a blank too); it is
            handed to the action.
        title: What it does, for the palette and the help screen.
        help: One more sentence where the title leaves a question; else ``""``.
        places: The panes where its keys work.
        action: ``controller.method``.
        arguments: Handed to the method before a letter or a count.
        counts: The method takes the count typed before the key (default 1).
        family: Said once in the help for all commands of the same family.
        needs: All that must be there for it to do anything; palette, help and menu leave it out
            until then.
    """

    id: str
    keys: tuple[str, ...]
    title: str
    places: tuple[Place, ...]
    group: str
    action: str
    help: str = ""
    arguments: tuple[str, ...] = ()
    counts: bool = False
    family: str = ""
    needs: tuple[Need, ...] = ()


_READER: tuple[Place, ...] = ("reader",)
_LIST: tuple[Place, ...] = ("list",)
_ROWS: tuple[Place, ...] = ("list", "panel")
_MARKS: tuple[Place, ...] = ("reader", "panel")


def _motion(command_id: str, keys: str, title: str, motion: str, *needs: Need) -> Command:
    """A motion of the reader; ``keys`` are parted by commas."""
    return Command(
        command_id,
        tuple(keys.split(", ")),
        title,
        _READER,
        "Move",
        "moving.move",
        arguments=(motion,),
        counts=True,
        needs=needs,
    )


def _row(command_id: str, keys: str, title: str, motion: str) -> Command:
    """A motion of a list or of the side panel; ``keys`` are parted by commas."""
    return Command(
        command_id, tuple(keys.split(", ")), title, _ROWS, "Move", "moving.row", "", (motion,),
        counts=True, needs=("rows",),
    )  # fmt: skip


MOTIONS: tuple[Command, ...] = (
    _motion("block.next", "j", "Next paragraph", "block_next"),
    _motion("block.previous", "k", "Previous paragraph", "block_prev"),
    _motion("sentence.next", ")", "Next sentence", "sentence_next"),
    _motion("sentence.previous", "(", "Previous sentence", "sentence_prev"),
    _motion("line.down", "down", "One line down", "line_down"),
    _motion("line.up", "up", "One line up", "line_up"),
    _motion("page.down", "space, pagedown", "Page down", "page_down"),
    _motion("page.up", "b, pageup", "Page up", "page_up"),
    _motion("half.down", "ctrl+d", "Half a page down", "half_down"),
    _motion("half.up", "ctrl+u", "Half a page up", "half_up"),
    _motion("top", "g g, home", "Top of the article", "top"),
    _motion("end", "G, end", "End of the article", "end"),
    _motion("section.next", "] ]", "Next section", "section_next", "section"),
    _motion("section.previous", "[ [", "Previous section", "section_prev", "section"),
    _motion("highlight.next", "] h", "Next highlight", "highlight_next", "highlights"),
    _motion("highlight.previous", "[ h", "Previous highlight", "highlight_prev", "highlights"),
    Command("mark.set", ("m <letter>",), "Set a mark", _READER, "Move", "moving.set_mark",
            "Marks last until postil is left; a letter each."),
    Command("mark.go", ("' <letter>",), "Go to a mark", _READER, "Move", "moving.go_mark"),
    Command("jump.back", ("' '",), "Back to where one was before the last jump", _READER, "Move",
            "moving.back", needs=("jump",)),
    _row("row.next", "j, down", "Next row", "next"),
    _row("row.previous", "k, up", "Previous row", "previous"),
    _row("row.page_down", "space, pagedown", "Page down", "page_down"),
    _row("row.page_up", "b, pageup", "Page up", "page_up"),
    _row("row.half_down", "ctrl+d", "Half a page down", "half_down"),
    _row("row.half_up", "ctrl+u", "Half a page up", "half_up"),
    _row("row.top", "g g, home", "First row", "top"),
    _row("row.end", "G, end", "Last row", "end"),
    Command("pane.next", ("tab",), "Next pane", PLACES, "Move", "looks.next_pane"),
    Command("pane.previous", ("shift+tab",), "Previous pane", PLACES, "Move",
            "looks.previous_pane"),
)  # fmt: skip

MARKS: tuple[Command, ...] = (
    Command("highlight", ("h",), "Highlight the focus", _MARKS, "Mark", "marking.highlight",
            "In the colour used last. The focus is the paragraph, the sentence or the selection.",
            needs=("passage",)),
    *(
        Command(f"highlight.{color}", (str(number),), f"Highlight in {color}", _MARKS, "Mark",
                "marking.highlight", "Recolours a highlight that is exactly the focus.", (color,),
                family=f"Highlight in {', '.join(COLORS[:-1])} or {COLORS[-1]}",
                needs=("passage",))
        for number, color in enumerate(COLORS, 1)
    ),
    Command("tag", ("t",), "Tag the highlight", _MARKS, "Mark", "notes.tag_highlight",
            "Makes a highlight of the focus if there is none. Tags are parted by blanks.",
            needs=("passage",)),
    Command("note", ("a",), "Write a note on the highlight", _MARKS, "Mark",
            "notes.note_highlight", "Makes a highlight of the focus if there is none.",
            needs=("passage",)),
    Command("note.editor", ("E",), "Edit the note in $EDITOR", _MARKS, "Mark",
            "notes.edit_highlight_note", "Or in the editor that config.yaml names.",
            needs=("passage",)),
    Command("copy", ("y",), "Copy the focus", _MARKS, "Mark", "marking.copy",
            "To the clipboard of your terminal, also over SSH (OSC 52), and of the system.",
            needs=("passage",)),
    Command("delete", ("d",), "Delete the highlight", _MARKS, "Mark", "marking.delete",
            "u brings it back.", needs=("highlight",)),
    Command("grow", ("+",), "Grow the highlight by a sentence", _MARKS, "Mark", "marking.grow",
            needs=("highlight",)),
    Command("shrink", ("-",), "Shrink the highlight by a sentence", _MARKS, "Mark",
            "marking.shrink", needs=("highlight",)),
    Command("repeat", (".",), "Repeat the last mark here", _READER, "Mark", "marking.repeat",
            "Its colour and its tags.", needs=("passage",)),
    Command("undo", ("u",), "Undo", PLACES, "Mark", "articles.undo",
            "Over a restart, too.", needs=("undo",)),
    Command("redo", ("ctrl+r",), "Redo", PLACES, "Mark", "articles.redo", needs=("redo",)),
)  # fmt: skip

LABELS: tuple[Command, ...] = ()

CARET: tuple[Command, ...] = ()

STRUCTURE: tuple[Command, ...] = ()

ARTICLES: tuple[Command, ...] = (
    Command("open", ("enter",), "Open the article", _LIST, "Articles", "articles.open_selected",
            needs=("article",)),
    Command("article.next", ("J",), "Next article", PLACES, "Articles", "articles.next",
            counts=True, needs=("listed",)),
    Command("article.previous", ("K",), "Previous article", PLACES, "Articles",
            "articles.previous", counts=True, needs=("listed",)),
    Command("article.read", ("r",), "Read or unread", PLACES, "Articles", "articles.toggle_read",
            "By itself an article is being read once you move in it, and done only when its end "
            "was on the screen.", needs=("article",)),
    Command("article.star", ("*",), "Star, or take the star away", PLACES, "Articles",
            "articles.toggle_star", needs=("article",)),
    Command("article.archive", ("e",), "Archive, or take out of the archive", PLACES, "Articles",
            "articles.toggle_archive", needs=("article",)),
    Command("article.tag", ("t",), "Tag the article", _LIST, "Articles", "notes.tag_article",
            needs=("article",)),
    Command("article.note", ("a",), "Write a note on the article", _LIST, "Articles",
            "notes.note_article", needs=("article",)),
    Command("article.note_editor", ("E",), "Edit the article's note in $EDITOR", _LIST, "Articles",
            "notes.edit_article_note", needs=("article",)),
    Command("export", ("x",), "Export", PLACES, "Articles", "exporting.export",
            "In the list: the articles listed; else the article that is open.", needs=("listed",)),
    Command("library.refresh", (), "Look for changed files in the library", PLACES, "Articles",
            "articles.refresh"),
)  # fmt: skip

FINDING: tuple[Command, ...] = (
    Command("list.filter", ("/",), "Search the library, in the list", _LIST, "Find",
            "finding.filter_list", "esc shows all articles again."),
    Command("find", ("/",), "Find in the article", _READER, "Find", "finding.find"),
    Command("find.next", ("n",), "Next match", _READER, "Find", "finding.next", counts=True,
            needs=("match",)),
    Command("find.previous", ("N",), "Previous match", _READER, "Find", "finding.previous",
            counts=True, needs=("match",)),
    Command("search", ("s",), "Search the library as you type", PLACES, "Find", "finding.search",
            "enter opens the article at the passage."),
    Command("go.highlights", ("g h",), "Highlights of this article", PLACES, "Find",
            "going.highlights", needs=("highlights",)),
    Command("go.library_highlights", ("g H",), "Highlights of the library", PLACES, "Find",
            "going.library_highlights"),
    Command("go.tags", ("g t",), "Tags", PLACES, "Find", "going.tags",
            "enter lists the articles that carry one."),
    Command("go.unplaced", ("g u",), "Unplaced highlights", PLACES, "Find", "going.unplaced",
            "Those whose passage was not found again in a changed text."),
    Command("go.contents", ("T",), "Contents (outline)", PLACES, "Find", "going.contents",
            needs=("section",)),
    Command("panel.jump", ("enter",), "Go to it in the text", ("panel",), "Find", "going.panel",
            needs=("rows",)),
)  # fmt: skip

LISTS: tuple[Command, ...] = ()

PANEL: tuple[Command, ...] = ()

LOOKS: tuple[Command, ...] = (
    Command("fold", ("enter",), "Unfold or fold what stands around the article", _READER, "Look",
            "moving.fold", needs=("unfolds",)),
    Command("view.alone", ("z",), "Reader alone", PLACES, "Look", "looks.alone", needs=("open",)),
    Command("view.narrower", ("<",), "Narrower text", PLACES, "Look", "looks.narrower"),
    Command("view.wider", (">",), "Wider text", PLACES, "Look", "looks.wider"),
    Command("theme", (), "Change the theme", PLACES, "Look", "looks.theme"),
)  # fmt: skip

GENERAL: tuple[Command, ...] = (
    Command("palette", (":", "ctrl+p"), "Command palette", PLACES, "Everything else",
            "general.palette"),
    Command("menu", ("M",), "Menu of what can be done here", ("list", "reader", "panel"),
            "Everything else", "general.menu", "A right click opens it, too."),
    Command("help", ("?",), "Keys of this place", PLACES, "Everything else", "general.help"),
    Command("back", ("q", "escape"), "Back; at the top: leave", PLACES, "Everything else",
            "general.back"),
    Command("quit", ("ctrl+q", "ctrl+c"), "Leave postil", PLACES, "Everything else",
            "general.quit"),
)  # fmt: skip

COMMANDS: tuple[Command, ...] = (
    *MOTIONS, *LABELS, *CARET, *MARKS, *STRUCTURE, *ARTICLES, *LISTS, *FINDING, *PANEL, *LOOKS,
    *GENERAL,
)  # fmt: skip

BY_ID: dict[str, Command] = {command.id: command for command in COMMANDS}


def commands_of(place: Place) -> tuple[Command, ...]:
    """The commands that work in ``place``, in the order of the table."""
    return tuple(command for command in COMMANDS if place in command.places)


def takes_a_character(command: Command) -> bool:
    """Whether its chords end with a key that is handed to it, so that it needs to be typed."""
    return any(key.endswith(">") and len(key) > 1 for key in command.keys)


def takes_a_letter(command: Command) -> bool:
    """Whether what it is handed must be a letter or a digit."""
    return any(key.endswith("<letter>") for key in command.keys)

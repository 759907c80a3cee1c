"""The table of the reader's commands: the only source of keys, help, palette and docs.

A command names its action as ``controller.method``; the reader's main screen holds the
controllers. A contract test resolves every entry, and another drives every entry at least once.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from store.model import COLORS, Style

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
    "hits", "unsettled", "section", "link", "footnote", "unfolds", "jump", "undo", "redo",
    "damaged",
]  # fmt: skip
"""What must be there for a command to work; ``tui.needs`` has the rules."""

GROUPS = ("Move", "Select", "Mark", "Articles", "Find", "Structure", "Look", "Everything else")


STYLE_WORDS: dict[Style, str] = {
    "fill": "filled",
    "underline": "underlined",
    "strike": "struck through",
    "margin": "a line in the margin",
}


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
_CARET: tuple[Place, ...] = ("caret",)
_MARKS_AND_CARET: tuple[Place, ...] = (*_MARKS, *_CARET)


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


def _caret(command_id: str, keys: str, title: str, motion: str, family: str) -> Command:
    """A motion of the caret; ``keys`` are parted by commas followed by a blank."""
    return Command(
        f"caret.{command_id}", tuple(keys.split(", ")), title, _CARET, "Move", "caret.move", "",
        (motion,), counts=True, family=family,
    )  # fmt: skip


def _find_character(command_id: str, how: str, title: str) -> Command:
    """A row for ``f``, ``t``, ``F`` or ``T``."""
    return Command(
        f"caret.{command_id}", (f"{how} <character>",), title, _CARET, "Move",
        "caret.find_character", "In the paragraph; a typed quote or dash means any of its kind.",
        (how,), counts=True, family="To a character, or short of it; back with a capital",
    )  # fmt: skip


def _object(how: str, key: str, kind: str) -> Command:
    """A row for a text object: ``how`` is ``i`` or ``a``."""
    what = "quoted passage" if kind == "quote" else kind
    name, title = (
        ("inside", f"Select the {what}")
        if how == "i"
        else ("around", f"Select the {what} and what is around it")
    )
    return Command(
        f"caret.{name}_{kind}", (f"{how} {key}",), title, _CARET, "Select", "caret.select_object",
        "With `a` also the blank after it, or the quotation marks; again, one more.", (kind, how),
        counts=True, family="Select the word (w), sentence (s), paragraph (p), quoted passage (\")",
    )  # fmt: skip


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
            "A letter each in every article; they are kept on this machine."),
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
    Command("highlight", ("h",), "Highlight the focus", _MARKS_AND_CARET, "Mark",
            "marking.highlight",
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
    Command("copy", ("y",), "Copy the focus", _MARKS_AND_CARET, "Mark", "marking.copy",
            "To the clipboard of your terminal, also over SSH (OSC 52), and of the system.",
            needs=("passage",)),
    Command("delete", ("d",), "Delete the highlight", _MARKS_AND_CARET, "Mark", "marking.delete",
            "u brings it back.", needs=("highlight",)),
    Command("grow", ("+",), "Grow the highlight by a sentence", _MARKS, "Mark", "marking.grow",
            needs=("highlight",)),
    Command("shrink", ("-",), "Shrink the highlight by a sentence", _MARKS, "Mark",
            "marking.shrink", needs=("highlight",)),
    Command("repeat", (".",), "Repeat the last mark here", ("reader", "caret"), "Mark",
            "marking.repeat", "Its colour, its style and its tags.", needs=("passage",)),
    Command("style", ("S",), "Choose the highlight's style", _MARKS, "Mark",
            "marking.choose_style", "Filled, underlined, struck through, a line in the margin.",
            needs=("passage",)),
    *(
        Command(f"style.{style}", (), f"Style: {words}", _MARKS, "Mark", "marking.style",
                arguments=(style,), needs=("passage",))
        for style, words in STYLE_WORDS.items()
    ),
    Command("merge", ("g m",), "Merge the highlights here into one", _MARKS_AND_CARET, "Mark",
            "several.merge", "Those under the focus; of one, those that touch it.",
            needs=("highlight",)),
    Command("split", ("g s",), "Split the highlight around the focus", _MARKS_AND_CARET, "Mark",
            "several.split", "One that the focus holds whole: into its sentences.",
            needs=("highlight",)),
    Command("highlight.give", ("g p",), "Give this passage to an unplaced highlight",
            ("reader", "caret"), "Mark", "settling.give",
            "Or to one that is to be checked; of several in this article it asks which.",
            needs=("passage", "unsettled")),
    Command("undo", ("u",), "Undo", PLACES, "Mark", "articles.undo",
            "Over a restart, too.", needs=("undo",)),
    Command("redo", ("ctrl+r",), "Redo", PLACES, "Mark", "articles.redo", needs=("redo",)),
)  # fmt: skip

LABELS: tuple[Command, ...] = (
    Command("focus.label", ("f",), "Go to a sentence on the screen by its label", _READER,
            "Select", "labelling.sentences", "Then h marks it, t tags it, y copies it."),
    Command("select.words", ("F",), "Select from word to word by labels", _READER, "Select",
            "labelling.words", "First the label of the first word, then that of the last."),
    Command("link.open", ("o",), "Open a link on the screen by its label", _READER, "Look",
            "labelling.links", "Its host is shown first; y copies the address.", needs=("link",)),
)  # fmt: skip

CARET: tuple[Command, ...] = (
    Command("caret.start", ("v",), "Select with the caret", _READER, "Select", "caret.start",
            "From the focus on, by characters."),
    Command("caret.start_blocks", ("V",), "Select paragraphs", _READER, "Select", "caret.start",
            "From the focus on, whole ones.", ("block",)),
    _caret("left", "left", "One character back", "left", "One character back, on"),
    _caret("right", "right", "One character on", "right", "One character back, on"),
    _caret("down", "j, down", "One line down", "line_down", "One line down, up"),
    _caret("up", "k, up", "One line up", "line_up", "One line down, up"),
    *(
        _caret(name, keys, title, motion, "Over words; capitals: over all that blanks part")
        for name, keys, title, motion in (
            ("word", "w", "Next word", "word_next"),
            ("word_back", "b", "Word before", "word_previous"),
            ("word_end", "e", "End of the word", "word_end"),
            ("word_end_back", "g e", "End of the word before", "word_end_previous"),
            ("big_word", "W", "Past the next blank", "big_word_next"),
            ("big_word_back", "B", "Back past a blank", "big_word_previous"),
            ("big_word_end", "E", "Up to the next blank", "big_word_end"),
        )
    ),
    _caret("line_start", "0, home", "Beginning of the line", "edge_start",
           "To the line's beginning, text, end"),
    _caret("line_text", "^", "First letter of the line", "edge_text",
           "To the line's beginning, text, end"),
    _caret("line_end", "$, end", "End of the line", "edge_end",
           "To the line's beginning, text, end"),
    *(
        _caret(name, keys, f"{'Previous' if way == 'previous' else 'Next'} {what}",
               f"{unit}_{way}", f"Next, previous {what}; a selection takes it whole")
        for name, keys, what, unit, way in (
            ("sentence", ")", "sentence", "sentence", "next"),
            ("sentence_back", "(", "sentence", "sentence", "previous"),
            ("paragraph", "}", "paragraph", "block", "next"),
            ("paragraph_back", "{", "paragraph", "block", "previous"),
            ("section", "] ]", "section", "section", "next"),
            ("section_back", "[ [", "section", "section", "previous"),
        )
    ),
    _caret("top", "g g", "Top of the article", "top", "Top, end of the article"),
    _caret("end", "G", "End of the article", "end", "Top, end of the article"),
    _caret("screen_top", "H", "Top of the screen", "screen_top",
           "To the screen's top, middle, last line"),
    _caret("screen_middle", "M", "Middle of the screen", "screen_middle",
           "To the screen's top, middle, last line"),
    _caret("screen_bottom", "L", "Last line of the screen", "screen_bottom",
           "To the screen's top, middle, last line"),
    _caret("page_down", "space, pagedown", "Page down", "page_down", "Page down, up"),
    _caret("page_up", "pageup", "Page up", "page_up", "Page down, up"),
    _caret("half_down", "ctrl+d", "Half a page down", "half_down", "Half a page down, up"),
    _caret("half_up", "ctrl+u", "Half a page up", "half_up", "Half a page down, up"),
    _find_character("find_character", "f", "To a character ahead"),
    _find_character("till_character", "t", "Short of a character ahead"),
    _find_character("find_character_back", "F", "Back to a character"),
    _find_character("till_character_back", "T", "Back, short of a character"),
    Command("caret.find_again", (";",), "The same character again", _CARET, "Move",
            "caret.find_again", counts=True, family="The same character again; the other way"),
    Command("caret.find_again_back", (",",), "The same character, the other way", _CARET, "Move",
            "caret.find_again_back", counts=True,
            family="The same character again; the other way"),
    Command("caret.find", ("/",), "Find, from the caret on", _CARET, "Find", "caret.find"),
    Command("caret.find_next", ("n",), "Next match", _CARET, "Find", "caret.find_next",
            counts=True),
    Command("caret.find_previous", ("N",), "Previous match", _CARET, "Find",
            "caret.find_previous", counts=True),
    Command("caret.find_word", ("*",), "Find the word under the caret", _CARET, "Find",
            "caret.find_word", counts=True),
    Command("caret.select", ("v",), "Drop the selection, or begin one", _CARET, "Select",
            "caret.select", "While nothing is selected, the sentence at the caret has the focus."),
    Command("caret.select_blocks", ("V",), "Select whole paragraphs, or characters", _CARET,
            "Select", "caret.select_blocks"),
    Command("caret.other_end", ("o",), "To the other end of the selection", _CARET, "Select",
            "caret.other_end"),
    *(
        _object(how, key, kind)
        for how in "ia"
        for key, kind in (("w", "word"), ("s", "sentence"), ("p", "paragraph"), ('"', "quote"))
    ),
    Command("caret.grow", (">",), "One word more, at the caret's end", _CARET, "Select",
            "caret.grow", counts=True),
    Command("caret.shrink", ("<",), "One word less, at the caret's end", _CARET, "Select",
            "caret.shrink", counts=True),
    Command("caret.take", ("enter",), "Leave with the selection in focus", _CARET, "Select",
            "caret.take", "Then every verb of the reader acts on it."),
    Command("caret.leave", ("escape", "q"), "Leave; the sentence has the focus", _CARET, "Select",
            "caret.leave"),
    Command("caret.color", ("c <letter>",), "Highlight in the colour of a digit", _CARET, "Mark",
            "caret.color", "1 to 8, as the keys 1 to 8 outside of caret mode."),
    Command("caret.tag", ("#",), "Highlight with tags", _CARET, "Mark", "caret.tag"),
    Command("caret.note", ("A",), "Highlight with a note", _CARET, "Mark", "caret.note"),
)  # fmt: skip

STRUCTURE: tuple[Command, ...] = (
    Command("structure.heading", ("H",), "Make it a heading", _READER, "Structure",
            "structure.heading", "Again: a smaller one; after the fourth level, the first.",
            needs=("open",)),
    Command("structure.paragraph", ("P",), "Make it a paragraph", _READER, "Structure",
            "structure.paragraph", "A folded line too: all that it hides becomes paragraphs.",
            needs=("open",)),
    Command("structure.list_item", ("L",), "Make it a list item", _READER, "Structure",
            "structure.list_item", needs=("open",)),
    Command("structure.caption", ("C",), "Make it a caption", _READER, "Structure",
            "structure.caption", needs=("open",)),
    Command("structure.furniture", ("X",), "Fold it away as furniture", _READER, "Structure",
            "structure.furniture", "What stands around an article: menus, buttons, cookies.",
            needs=("open",)),
)  # fmt: skip

ARTICLES: tuple[Command, ...] = (
    Command("open", ("enter",), "Open the article", _LIST, "Articles", "articles.open_selected",
            needs=("article",)),
    Command("article.next", ("J",), "Next article", PANES, "Articles", "articles.next",
            counts=True, needs=("listed",)),
    Command("article.previous", ("K",), "Previous article", PANES, "Articles",
            "articles.previous", counts=True, needs=("listed",)),
    Command("article.read", ("r",), "Read or unread", PANES, "Articles", "articles.toggle_read",
            "By itself an article is being read once you move in it, and done only when its end "
            "was on the screen.", needs=("article",)),
    Command("article.star", ("*",), "Star, or take the star away", PANES, "Articles",
            "articles.toggle_star", needs=("article",)),
    Command("article.archive", ("e",), "Archive, or take out of the archive", PANES, "Articles",
            "articles.toggle_archive", needs=("article",)),
    Command("article.tag", ("t",), "Tag the article", _LIST, "Articles", "notes.tag_article",
            needs=("article",)),
    Command("article.note", ("a",), "Write a note on the article", _LIST, "Articles",
            "notes.note_article", needs=("article",)),
    Command("article.note_editor", ("E",), "Edit the article's note in $EDITOR", _LIST, "Articles",
            "notes.edit_article_note", needs=("article",)),
    Command("notes.editor", ("g E",), "Edit all notes of the article in $EDITOR", PANES, "Articles",
            "all_notes.edit", "With quotes, tags and colours, as one Markdown text.",
            needs=("article",)),
    Command("export", ("x",), "Export", PANES, "Articles", "exporting.export",
            "In the list: the articles selected, or all that are listed; else the open one.",
            needs=("listed",)),
    Command("article.set_aside", (), "Set aside annotations that cannot be read", _READER,
            "Articles", "mending.set_aside",
            "The file is kept under another name, and what was read of it last comes back.",
            needs=("damaged",)),
    Command("library.refresh", (), "Look for changed files in the library", PANES, "Articles",
            "articles.refresh"),
)  # fmt: skip

FINDING: tuple[Command, ...] = (
    Command("list.filter", ("/",), "Search the list as you type", _LIST, "Find",
            "arranging.filter", "esc shows all articles again."),
    Command("find", ("/",), "Find in the article", _READER, "Find", "finding.find"),
    Command("find.next", ("n",), "Next match", _READER, "Find", "walking.next", counts=True,
            help="After a search of the library: through all hits of all articles.",
            needs=("hits",)),
    Command("find.previous", ("N",), "Previous match", _READER, "Find", "walking.previous",
            counts=True, needs=("hits",)),
    Command("find.mark_all", ("&",), "Highlight all matches", _READER, "Find",
            "several.mark_matches", "One act: u takes all of them back.", needs=("match",)),
    Command("find.mark_all_sentences", (), "Highlight the sentences of all matches", _READER,
            "Find", "several.mark_matches", "One act: u takes all of them back.", ("sentences",),
            needs=("match",)),
    Command("search.mark_all", ("g &",), "Highlight all places in the library that match", PANES,
            "Find", "marking_all.everywhere",
            "Or the sentences they stand in; it says first how many. u takes all of them back."),
    Command("search", ("s",), "Search the library as you type", PANES, "Find", "searching.search",
            "enter opens the article at the passage; n and N go on through all hits."),
    Command("like", ("g l",), "More like this passage", _MARKS_AND_CARET, "Find",
            "likening.passage", "The words that it is found by are a search, which can be changed.",
            needs=("passage",)),
    Command("like.article", ("g L",), "More like the open article", _MARKS_AND_CARET, "Find",
            "likening.article", needs=("open",)),
    Command("like.listed", ("g l", "g L"), "More like this article", _LIST, "Find",
            "likening.article", needs=("article",)),
    Command("concordance", ("g k",), "Concordance of the words here", PLACES, "Find",
            "concordance.here",
            "Every place of them in the library, with what stands around; of others it asks."),
    Command("concordance.again", ("g K",), "Back to the concordance", PLACES, "Find",
            "concordance.again"),
    Command("go.highlights", ("g h",), "Highlights of this article", PANES, "Find",
            "going.highlights", needs=("highlights",)),
    Command("go.library_highlights", ("g H",), "Highlights of the library", PANES, "Find",
            "going.library_highlights"),
    Command("go.tags", ("g t",), "Tags", PANES, "Find", "tags.show",
            "enter lists the articles that carry one; there tags are renamed, merged, deleted, "
            "described, coloured."),
    Command("go.unplaced", ("g u",), "Unplaced highlights, and those to check", PANES, "Find",
            "settling.all", "A changed text has them nowhere, or perhaps elsewhere: say where."),
    Command("go.contents", ("T",), "Contents (outline)", PANES, "Find", "going.contents",
            needs=("section",)),
    Command("panel.jump", ("enter",), "Go to it in the text", ("panel",), "Find", "going.panel",
            needs=("rows",)),
)  # fmt: skip

LISTS: tuple[Command, ...] = (
    Command("list.select", ("v",), "Select the article, or do not any more", _LIST, "Articles",
            "arranging.select", "Verbs then act on all that are selected.", counts=True,
            needs=("article",)),
    Command("list.select_all", ("V",), "Select all that are listed, or none", _LIST, "Articles",
            "arranging.select_all", needs=("listed",)),
    Command("list.delete", ("d",), "Delete the article", _LIST, "Articles", "articles.delete",
            "It goes to the trash; u brings it back.", needs=("article",)),
    Command("go.trash", ("g d",), "Deleted articles, to bring back", PANES, "Articles",
            "articles.trash", "What was deleted or replaced in the last 90 days."),
    Command("list.sort", ("o",), "Sort the articles", _LIST, "Articles", "arranging.sort",
            needs=("listed",)),
    Command("list.group", ("O",), "Group the articles", _LIST, "Articles", "arranging.group",
            "By tag, by source or by status.", needs=("listed",)),
    Command("list.group_next", ("] ]",), "Next group", _LIST, "Articles", "arranging.next_group",
            counts=True, needs=("listed",)),
    Command("list.group_previous", ("[ [",), "Previous group", _LIST, "Articles",
            "arranging.previous_group", counts=True, needs=("listed",)),
    Command("list.lists", ("l",), "Choose a list", _LIST, "Articles", "lists.pick",
            "Inbox, unread, starred, archive, all, and the searches you saved."),
    Command("list.save", ("L",), "Save what is searched as a list", _LIST, "Articles",
            "lists.save"),
    *(
        Command(f"list.jump_{number}", (f"g {number}",), f"Go to list {number}", _LIST, "Articles",
                "lists.jump", arguments=(str(number),), family="Go to a list by its number")
        for number in range(1, 10)
    ),
)  # fmt: skip

PANEL: tuple[Command, ...] = (
    Command("panel.filter", ("/",), "Filter the highlights", ("panel",), "Find", "panel.filter",
            "By words of the quote, note, tags or colour; esc shows all again."),
    Command("note.link", ("o",), "Open a link in the note", ("panel",), "Look", "note_links.open",
            "A page, after its host was shown; or a highlight named by its id: ^k7f3q9x2mv.",
            needs=("link",)),
    Command("panel.follow", ("F",), "Follow the text, or stop following", ("panel",), "Look",
            "panel.follow", "While it follows, the panel shows what the reader is at, and the "
            "reader what the panel's cursor is on."),
)  # fmt: skip

LOOKS: tuple[Command, ...] = (
    Command("open.here", ("enter",), "Unfold, show a footnote or a picture", _READER, "Look",
            "here.open", "In a footnote: back to where it is referred to.", needs=("unfolds",)),
    Command("footnote.go", ("g f",), "Go to the footnote; in a footnote, back", _READER, "Look",
            "here.footnote", needs=("footnote",)),
    Command("view.alone", ("z",), "Reader alone", PLACES, "Look", "looks.alone", needs=("open",)),
    Command("view.narrower", ("<",), "Narrower text", PANES, "Look", "looks.narrower"),
    Command("view.wider", (">",), "Wider text", PANES, "Look", "looks.wider"),
    Command("view.justify", (), "Justified text, or ragged", PLACES, "Look", "looks.justify"),
    Command("view.paragraphs", (), "Paragraphs indented, or spaced", PLACES, "Look",
            "looks.paragraphs"),
    Command("view.spacing", (), "More or fewer blank lines between paragraphs", PLACES, "Look",
            "looks.spacing"),
    Command("view.line_spacing", (), "A blank line below every line, or none", PLACES, "Look",
            "looks.line_spacing"),
    Command("theme", (), "Change the theme", PLACES, "Look", "looks.theme"),
)  # fmt: skip

GENERAL: tuple[Command, ...] = (
    Command("palette", (":", "ctrl+p"), "Command palette", PLACES, "Everything else",
            "general.palette"),
    Command("menu", ("M",), "Menu of what can be done here", ("list", "reader", "panel"),
            "Everything else", "general.menu", "A right click opens it, too."),
    Command("help", ("?",), "Keys of this place", PLACES, "Everything else", "general.help"),
    Command("back", ("q", "escape"), "Back; at the top: leave", PANES, "Everything else",
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

"""The keys of the search screen: the one table for the keys, the foot and the help. Pure.

Letters are typed, so every key here is one that types nothing; none is a chord that a terminal or
tmux keeps for itself.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal, NamedTuple

from tui.layout.cells import width as cell_width
from tui.note_lines import Bit, BitLine

Act = Literal[
    "open", "next", "previous", "page_down", "page_up", "fold", "unfold", "fold_all", "instead",
    "earlier", "list", "mark_all", "tag_all", "concordance", "save", "help",
    "leave",
]  # fmt: skip


class Key(NamedTuple):
    """What some keys do.

    Attributes:
        keys: Textual's names for them; the first is the one that is named.
        title: What it does, for the help.
        word: That in a word, for the foot; ``""``: it is not named there.
    """

    act: Act
    keys: tuple[str, ...]
    title: str
    word: str = ""
    help: str = ""


KEYS: tuple[Key, ...] = (
    Key("open", ("enter",), "Open the article at the passage", "open",
        "n and N go on from there, through all hits of all articles."),
    Key("next", ("down", "ctrl+n"), "Next hit"),
    Key("previous", ("up", "ctrl+p"), "Hit before"),
    Key("page_down", ("pagedown",), "Page down"),
    Key("page_up", ("pageup",), "Page up"),
    Key("fold", ("tab",), "Show every hit of the article, or only the first one again", "unfold",
        "Words that are on offer are taken by it instead."),
    Key("unfold", ("right",), "Show every hit of the article, behind what is typed"),
    Key("fold_all", ("shift+tab",), "The same for all articles"),
    Key("instead", ("ctrl+y",), "Search for what was meant instead", "did you mean"),
    Key("earlier", ("ctrl+r",), "Earlier searches and saved ones", "earlier",
        "What is typed narrows them. They show by themselves while nothing is typed."),
    Key("list", ("ctrl+l",), "List the articles that answer", "list"),
    Key("mark_all", ("ctrl+g",), "Highlight all places that match", "mark all",
        "It says first how many, and asks for colour and tags; one act."),
    Key("tag_all", ("ctrl+t",), "Tag all articles that answer", "tag all"),
    Key("concordance", ("ctrl+o",), "Concordance of what is typed", "",
        "Every place of it on a line, sorted by the words around."),
    Key("save", ("ctrl+s",), "Save the search under a name", "save",
        "It becomes a list, with its count."),
    Key("help", ("f1", "question_mark"), "These keys, and what can be asked", "help",
        "? while nothing is typed."),
    Key("leave", ("escape",), "Leave; the search is kept for the next time"),
)  # fmt: skip

ACTS: dict[str, Act] = {key: row.act for row in KEYS for key in row.keys}
MOTIONS: Collection[Act] = ("next", "previous", "page_down", "page_up")
ON_HITS: Collection[Act] = (
    *MOTIONS, "open", "fold", "fold_all", "instead", "list", "mark_all", "tag_all", "concordance",
)  # fmt: skip
"""What is done with the answer to what is typed."""
ON_PASSAGES: Collection[Act] = ("open", "fold", "unfold")
"""What needs the passages of the article under the cursor."""

_SHOWN = {
    "pagedown": "pgdn", "pageup": "pgup", "escape": "esc", "question_mark": "?",
}  # fmt: skip


def key_shown(key: str) -> str:
    """A key as people read it."""
    return _SHOWN.get(key, key)


def key_for(act: Act) -> str:
    """The key that is named for an act."""
    return next(key_shown(row.keys[0]) for row in KEYS if row.act == act)


def foot_line(words: Sequence[tuple[Act, str]], width: int) -> BitLine:
    """The keys of ``words`` with what they do now, as many as fit in ``width`` cells.

    The last one comes before all others but the first.
    """
    *others, last = [(key_for(act), word) for act, word in words]
    kept: list[tuple[str, str]] = []
    for index, pair in enumerate(others):
        if _width([*kept, pair, *([last] if index else [])]) > width:
            break
        kept.append(pair)
    if _width([*kept, last]) <= width:
        kept.append(last)
    bits: list[Bit] = []
    for key, word in kept:
        if bits:
            bits.append(Bit(" · ", ("muted",)))
        bits += [Bit(key, ("status_key",)), Bit(f" {word}", ("muted",))]
    return tuple(bits)


def _width(pairs: Sequence[tuple[str, str]]) -> int:
    """Cells of keys with their words, and of what stands between them."""
    return cell_width(" · ".join(f"{key} {word}" for key, word in pairs))

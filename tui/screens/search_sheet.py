"""What the search screen shows: a heading, the field, what is said, hits or searches, the keys."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from rich.cells import cell_len
from rich.style import Style
from textual.app import ComposeResult
from textual.containers import Vertical

from store.errors import PostilError, QueryError
from tui.note_lines import Bit, BitLine
from tui.safe import clip, one_line
from tui.searching.answers import Answer, totals
from tui.searching.colours import LineColours
from tui.searching.keys import Act, foot_line, key_for
from tui.searching.rows import Key, rows_of
from tui.searching.said import Told, told_lines
from tui.searching.start import Start, StartRow, example_rows, start_rows
from tui.theming import Look
from tui.widgets.field import Field
from tui.widgets.found_list import FoundList
from tui.widgets.lines import Lines
from tui.widgets.offering import Offering
from tui.widgets.start_list import StartList
from tui.widgets.suggestions import Suggestions

TITLE = "Search the library"
_ROOMY = 20
"""Lines of a screen on which a passage has two lines, and three may be said above the hits."""
_AIRY = 36
"""Lines of a screen on which there is one free between articles."""
_SAID = 3
_AROUND = 8
"""Lines of a screen that are not the list's: the ring, the heading, the field, the foot."""
_EMPTY = ("There are no articles yet.", "postil add FILE brings one in.")


class Standing(NamedTuple):
    """Where the screen is.

    Attributes:
        typed: What stands in the field.
        answer: What was found last.
        waits: The answer to what is typed is not there yet.
        error: Why there is none.
        note: Said instead of all else.
        browsing: Searches to take up again are listed, narrowed by what is typed.
        naming: A name for the search is being typed.
    """

    typed: str
    answer: Answer | None = None
    waits: bool = False
    error: PostilError | None = None
    note: BitLine = ()
    browsing: bool = False
    naming: bool = False

    @property
    def starts(self) -> bool:
        """Searches to take up again are listed, instead of hits."""
        return self.browsing or not self.typed.strip()

    @property
    def answered(self) -> Answer | None:
        """The answer to what is typed."""
        answer = self.answer
        return answer if answer is not None and answer.line == self.typed else None

    @property
    def offers_only_instead(self) -> bool:
        """Nothing was found, but there is something else that may have been meant."""
        found = self.answered.found if self.answered is not None else None
        return found is not None and not found.hits and bool(found.instead)


class SearchSheet(Vertical):
    """The parts of the search screen, and how they are filled; what it does is the screen's.

    Attributes:
        field: What is searched for.
        name_field: The name that a search is saved under.
        hits: What was found.
        searches: Earlier and saved searches.
    """

    def __init__(
        self,
        look: Look,
        line: str,
        take_key: Callable[[str], bool],
        take_name_key: Callable[[str], bool],
    ) -> None:
        super().__init__(classes="sheet")
        self._colours = LineColours(look.style("prompt", "error") + Style(underline=True))
        self.field = Field(
            take_key, line, id="asked", highlighter=self._colours, select_on_focus=True,
            placeholder='words, "a phrase", tag:history, -without',
        )  # fmt: skip
        self.name_field = Field(take_name_key, placeholder="a name for this search")
        self.hits, self.searches = FoundList(look), StartList(look)
        self.words = Suggestions(look, below=True)
        self.offering = Offering(self.field, self.words)
        self._top, self._said, self._foot = Lines(look), Lines(look), Lines(look)

    def compose(self) -> ComposeResult:
        """From the top down."""
        yield self._top
        yield self.field
        yield self.words
        yield self.name_field
        yield self._said
        yield self.searches
        yield self.hits
        yield self._foot

    def on_mount(self) -> None:
        """All but the lists and what is said has one line."""
        self._top.styles.height = self._foot.styles.height = 1
        self.name_field.display = False

    @property
    def room(self) -> int:
        """How many articles with a passage can be seen at once."""
        passage, gap = self._lines
        return max(1, -(-(self.app.size.height - _AROUND) // (1 + passage + gap)))

    @property
    def _roomy(self) -> bool:
        return self.app.size.height >= _ROOMY

    @property
    def _lines(self) -> tuple[int, int]:
        """Lines of a passage, and those free between articles."""
        return 2 if self._roomy else 1, 1 if self.app.size.height >= _AIRY else 0

    def list_hits(self, standing: Standing, unfolded: set[str], key: Key | None) -> None:
        """List what was found, with the cursor on a hit."""
        answer = standing.answer
        rows = rows_of(answer, unfolded) if answer is not None else []
        said = "nothing found" if answer is None or answer.found.asked else "nothing asked for yet"
        self.hits.show(rows, key, () if standing.waits else (said,))

    def list_searches(self, start: Start, standing: Standing) -> None:
        """List what can be taken up again."""
        rows = start_rows(start, standing.typed)
        if start.empty:
            rows = []
        elif not standing.browsing:
            rows += [*([StartRow()] if rows else []), *example_rows()]
        nothing = _EMPTY if start.empty else ("no earlier or saved search has that",)
        self.searches.show(rows, nothing)

    def tell(self, standing: Standing) -> None:
        """Say how much was found, what is wrong or was meant, and what the keys do."""
        self.hits.set_room(*self._lines)
        self.hits.dim(standing.error is not None)
        self.searches.display, self.hits.display = standing.starts, not standing.starts
        self.name_field.display = standing.naming
        self._underline(standing.error)
        width = self._top.size.width
        self._top.show([_head_line(standing, width)])
        lines = [standing.note] if standing.note else self._lines_said(standing, width)
        self._said.styles.height = max(len(lines), 1 if self._roomy else 0)
        self._said.show(lines)
        self._foot.show([foot_line(self._keys_now(standing), width)])

    def _underline(self, error: PostilError | None) -> None:
        place = (error.start, error.end) if isinstance(error, QueryError) else None
        if self._colours.wrong != place:
            self._colours.wrong = place
            self.field.refresh()

    def _lines_said(self, standing: Standing, width: int) -> list[BitLine]:
        if standing.starts:
            return []
        answer = standing.answered
        told = Told(
            standing.typed,
            int(self.field.scroll_offset.x),
            standing.error,
            answer.found if answer is not None else None,
            "tab" if standing.offers_only_instead else key_for("instead"),
        )
        return told_lines(told, width, _SAID if self._roomy else 1)

    def _keys_now(self, standing: Standing) -> list[tuple[Act, str]]:
        """The keys that matter, with what they do now."""
        if standing.naming:
            return [("open", "save"), ("leave", "do not save")]
        if standing.starts:
            take: list[tuple[Act, str]] = [("open", "search")] if self.searches.chosen else []
            return [*take, ("leave", "leave"), ("help", "what can be asked")]
        row = self.hits.chosen
        keys: list[tuple[Act, str]] = []
        if row is not None:
            keys.append(("open", "open"))
            if row.unfolded or not row.first:
                keys.append(("fold", "fold"))
            elif row.others:
                keys.append(("fold", "unfold"))
            keys += [("list", "list"), ("save", "save"), ("mark_all", "mark all")]
        return [*keys, ("earlier", "earlier"), ("leave", "leave"), ("help", "help")]


def _head_line(standing: Standing, width: int) -> BitLine:
    """What the screen is for, and how much was found."""
    answer = standing.answer
    counted = "" if standing.starts or answer is None else totals(answer.found)
    answered = standing.answered
    title = (answered.about if answered is not None else "") or TITLE
    if standing.naming:
        title = f"Save {one_line(standing.typed)} as"
    if cell_len(title) + cell_len(counted) + 2 > width:
        counted = counted.partition(",")[0]
    room = width - cell_len(counted) - (2 if counted else 0)
    title = clip(title, room)
    gap = " " * (width - cell_len(title) - cell_len(counted))
    return (Bit(title, ("heading",)), Bit(gap), Bit(counted, ("muted",)))

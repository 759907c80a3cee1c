"""The main screen: three panes, prompt and status line, and the way of a key to its command."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from math import inf
from time import sleep
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.widgets import Static

from store.errors import PostilError
from tui.commands import BY_ID, Command, Pane, Place
from tui.controllers.listing import Listing
from tui.desk import Desk
from tui.garbage import set_aside_what_is_loaded
from tui.keymap import Keymap, Pending, key_of
from tui.opened import Open
from tui.reads import Answered, Reads
from tui.screens.dialogs import Dialogs
from tui.screens.panes import Panes
from tui.status import hints, place_line
from tui.theming import Look
from tui.widgets.article_list import ArticleList, minutes
from tui.widgets.ground import Ground, LinesAlike
from tui.widgets.list_head import ListHead
from tui.widgets.menu_asked import MenuAsked
from tui.widgets.prompt import Prompt
from tui.widgets.reader import Reader
from tui.widgets.reader_messages import PlaceChanged
from tui.widgets.rows import RowList
from tui.widgets.side_panel import SidePanel
from tui.widgets.status_line import StatusLine
from tui.writes import Settled

if TYPE_CHECKING:
    from textual.binding import BindingType

    from store.library import Library
    from store.model import Article
    from themes.theme import Theme
    from tui.app import PostilApp
    from tui.config import Config
    from tui.controllers.all import Controllers
    from tui.hints import Hints

_START_PATIENCE = inf
"""The first frame shows the article that was asked for, however long that takes."""


_GRACE = 0.05
"""Seconds that the thread which writes the first frame has for itself."""


class MainScreen(LinesAlike, Screen[None]):
    """Panes and keys. What commands do is in ``tui.controllers``; what is open is on the desk.

    Attributes:
        taker: Given every key before it is looked up (labels that are being typed); says whether
            it took it.
        hints: The first steps to teach; ``None`` before the first frame, or if none are wanted.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(
        self,
        library: Library,
        config: Config,
        keymap: Keymap,
        look: Look,
        *,
        article_id: str | None = None,
        at: str | None = None,
        problems: Sequence[str] = (),
    ) -> None:
        super().__init__(id="main")
        self.keymap = keymap
        self.look = look
        self.taker: Callable[[str], bool] | None = None
        self.hints: Hints | None = None
        self._pending = Pending()
        self._shown = False
        self._start = (article_id, at)
        self._problems = list(problems)
        self.articles = ArticleList(look, id="articles")
        self.reader = Reader(
            look.theme, measure=config.measure, typesetting=config.typesetting, id="reader"
        )
        self.panel = SidePanel(look, id="panel")
        self.status = StatusLine(look, id="status")
        self.prompt = Prompt(look, id="prompt")
        self.head = ListHead(look, id="head")
        self.empty = Static(id="empty")
        self.panes = Panes(
            {
                "list": Ground(self.head, self.articles, id="left"),
                "reader": Ground(self.empty, self.reader, id="middle"),
                "panel": Ground(self.panel, id="right"),
            },
            self.head,
        )
        self.dialogs = Dialogs(self)
        self.desk = Desk(self, library, config)
        self._made: Controllers | None = None
        self.listing = Listing(self.desk)
        self.reads = Reads(self, self.desk.warn, self.report_bug)

    @property
    def controllers(self) -> Controllers:
        """What commands do; loaded after the first frame, which needs none of it."""
        if self._made is None:
            from tui.controllers.all import make  # noqa: PLC0415 - as said above

            self._made = make(self.desk)
        return self._made

    def follow_reader(self) -> None:
        """Show in the side panel what the reader stands on."""
        if self._made is not None:
            self._made.panel.reader_moved()

    def compose(self) -> ComposeResult:
        """Panes side by side, then the status line; the prompt comes between them later."""
        self.reader.display = False
        self._lay_out_panes()
        with Ground(id="panes"):
            yield from self.panes.all.values()
        yield self.status

    def update_node_styles(self, animate: bool = True) -> None:  # noqa: FBT001, FBT002 - Textual's signature
        """Textual's; but at the start every widget has just got its styles."""
        if self._shown:
            super().update_node_styles(animate)

    def _compositor_refresh(self) -> None:
        """Textual's; but behind a dialog that would be done again at every message."""
        super()._compositor_refresh()
        if self.app.screen is not self:
            self._repaint_required = False

    # -- start and end -------------------------------------------------------------------------

    def on_mount(self) -> None:
        """Show the list (and the article asked for); all else waits for the first frame."""
        self.guard(self.listing.start)
        self.focus_place("list")
        self.guard(self._open_start)
        if self._problems:
            more = len(self._problems) - 1
            rest = f" (and {more} more: postil config)" if more else ""
            self.status.say(f"{self._problems[0]}{rest}", "warning")
        self.call_after_refresh(self._after_first_frame)

    def _complete(self) -> None:
        """Mount and load what the first frame does without: after it, or at a key before."""
        if not self._shown:
            self._shown = True
            self.mount(self.prompt, before=self.status)
            self.prompt.fill()
            self.controllers.panel.start()

    def _after_first_frame(self) -> None:
        self._complete()
        if self.desk.config.hints:
            self._teach()
        set_aside_what_is_loaded()
        self.reads.ask("start", lambda _: sleep(_GRACE), lambda _: self._bring_in_step())

    def _bring_in_step(self) -> None:
        self.listing.recount(saved=False)
        self.desk.outside.start()

    def _teach(self) -> None:
        from tui.hints import FILE, Hints  # noqa: PLC0415 - not before the first frame

        def later(job: Callable[[], None]) -> None:
            self.reads.ask("hints", lambda _: job(), lambda _: None)

        path = self.desk.library.folders.state / FILE
        self.hints = Hints(path, self.keymap.first_key, later)
        self.show_status()

    def _open_start(self) -> None:
        article_id, at = self._start
        passage = None
        if at:
            article, highlight = self.desk.library.find_highlight(at)
            article_id = article.id
            passage = (highlight.anchor.start, highlight.anchor.end)
        if article_id:
            found = self.desk.library.article(article_id).id
            self.desk.open(found, at=passage, patience=_START_PATIENCE)

    def on_unmount(self) -> None:
        """Save the place, and wait for every write."""
        self.reads.close()
        self.desk.library.stop_merging()
        self.desk.close()

    # -- the way of a key ----------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Every key that no field took: a command, the rest of a chord, or nothing."""
        if self.prompt.asking or self.dialogs.writing:
            return
        key = key_of(event.key, event.character)
        if self.taker is not None and self.taker(key):
            event.stop()
            event.prevent_default()
            return
        step = self.keymap.press(self.keys_in, self._pending, key)
        self._pending = step.pending
        self.status.show_pending(str(step.pending))
        if not step.known:
            return
        event.stop()
        event.prevent_default()
        if step.command is not None:
            self.run_command(step.command, letter=step.letter, count=step.count)

    def run_command(self, command: Command, *, letter: str = "", count: int = 1) -> None:
        """Do what a command says; what goes wrong is a line in the status line."""
        self._complete()
        self.status.say("")
        action = self.action_of(command)
        arguments = [*command.arguments, *([letter] if letter else [])]
        named = {"count": count} if command.counts else {}
        self.guard(partial(action, *arguments, **named))
        if self.hints is not None:
            self.hints.used(command.id)
        self.show_status()

    def action_of(self, command: Command) -> Callable[..., None]:
        """The method that a command names."""
        controller, _, method = command.action.partition(".")
        action: Callable[..., None] = getattr(getattr(self.controllers, controller), method)
        return action

    def guard(self, action: Callable[[], object]) -> None:
        """Run ``action``; errors become a line, bugs a line and an entry in the log."""
        try:
            action()
        except PostilError as error:
            self.desk.warn(error)
        except Exception as error:  # noqa: BLE001 - the one place where a bug becomes words here
            self.status.say(self.report_bug(error), "error")

    def report_bug(self, error: BaseException) -> str:
        """Log a bug and return a line about it. Any thread."""
        from tui.report import LOG, report  # noqa: PLC0415 - only for a bug

        state = self.desk.library.folders.state
        report(error, "the reader", state)
        return f"a bug in postil ({type(error).__name__}); please report it with {state / LOG}"

    def on_answered(self, event: Answered) -> None:
        """A question to the library has its answer."""
        self.guard(partial(self.reads.take, event.question))
        if not event.question.quiet:
            self.show_status()

    def on_settled(self, event: Settled) -> None:
        """A write has ended."""
        self.guard(partial(self.desk.changes.settled, event))
        self.show_status()

    # -- panes ---------------------------------------------------------------------------------

    def _screen_resized(self, size: Size) -> None:
        """Other panes fit: chosen before the frame is laid out, or it would be laid out twice."""
        self._lay_out_panes()
        super()._screen_resized(size)

    def _lay_out_panes(self) -> None:
        self.panes.lay_out(self.app)

    @property
    def place(self) -> Pane:
        """The pane that keys go to."""
        return self.panes.place

    @property
    def in_caret(self) -> bool:
        """The reader's caret is shown, and its keys are looked up in caret mode."""
        return self.reader.caret is not None

    @property
    def keys_in(self) -> Place:
        """Where the next key is looked up: the pane, or caret mode in the reader."""
        return "caret" if self.in_caret and self.place == "reader" else self.place

    @property
    def reader_shown(self) -> bool:
        """The reader is on the screen now."""
        return "reader" in self.panes.shown_at(self.app.size.width)

    def focus_place(self, place: Pane) -> None:
        """Give keys to a pane, and show it."""
        if place != "reader":
            self.panes.alone = False
        if place != "list" and self.desk.opened is None:
            place = "list"
        self.panes.place = place
        self._lay_out_panes()
        self.pane(place).focus()
        self.show_status()

    def pane(self, place: Pane) -> ArticleList | Reader | SidePanel:
        """The widget of a pane."""
        panes: dict[Pane, ArticleList | Reader | SidePanel] = {
            "list": self.articles,
            "reader": self.reader,
            "panel": self.panel,
        }
        return panes[place]

    def set_alone(self, alone: bool) -> None:  # noqa: FBT001 - says what its name says
        """The reader alone, or with the panes that fit."""
        self.panes.alone = alone
        self.focus_place("reader")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """A click has given a pane the focus; while a question is asked, its field keeps it."""
        for place in self.panes.all:
            pane = self.pane(place)
            if event.widget is not pane or not pane.has_focus:
                continue
            if self.prompt.asking:
                self.prompt.take_focus()
            elif place != self.place:
                self.panes.place = place
                self._lay_out_panes()
                self.show_status()

    def on_menu_asked(self, event: MenuAsked) -> None:
        """A right click: what can be done with what is under the pointer."""
        if self.prompt.asking:
            return
        for place in self.panes.all:
            if self.pane(place) is event.widget and place != self.place:
                self.focus_place(place)
        self.guard(partial(self.controllers.general.menu, (event.x, event.y)))

    # -- what the desk shows -------------------------------------------------------------------

    def show_article(self, opened: Open, place: int) -> None:
        """Put an article into the reader."""
        article = opened.article
        self.empty.display = False
        self.reader.display = True
        self.reader.show(
            opened.document,
            highlights=opened.annotations.highlights,
            place=place,
            title=article.title,
            meta=(self._meta_of(article),),
        )
        self.articles.set_open(article.id)
        index = self.articles.index_of(article.id)
        if index is not None:
            self.articles.move_cursor(index)
        self.show_status()

    def show_other_text(self, opened: Open, top: int, focus: tuple[int, int]) -> None:
        """Put another text of the open article into the reader; one stays where one is in it.

        ``top``: the offset on top; ``focus``: the passage in focus.
        """
        article = opened.article
        self.reader.set_text(
            opened.document, top, focus, title=article.title, meta=(self._meta_of(article),)
        )
        if self._made is not None:
            self._made.finding.text_changed()

    def _meta_of(self, article: Article) -> str:
        """Author, date and minutes, in one line."""
        length = minutes(article.words, self.desk.reading.words_per_minute(article))
        meta = (article.author, article.published[:10], f"{length} min")
        return " · ".join(part for part in meta if part)

    def when_laid_out(self, action: Callable[[], None]) -> None:
        """Run ``action`` once the reader has a size: now, or after the next frame."""
        if self.reader.display and self.reader.size.area:
            action()
        else:
            self.call_after_refresh(action)

    def show_nothing(self) -> None:
        """No article is open any more."""
        self.reader.end_caret()
        self.reader.display = False
        self.empty.display = True
        self.articles.set_open("")
        if self.place != "list" or self.panes.alone:
            self.focus_place("list")

    def show_status(self) -> None:
        """Say in the status line where one is and what the keys do, or teach a first step."""
        taught = self.hints.show(self.keys_in) if self.hints is not None else []
        right = self._help_hint()
        if not taught:
            right = f"{self.look.theme.name}   {right}".strip()
        self.status.show_place(place_line(self), taught or hints(self), right, teaches=bool(taught))

    def _help_hint(self) -> str:
        key = self.keymap.first_key("help")
        return f"{key} keys" if key else ""

    def on_reader_focus_changed(self) -> None:
        """The panel follows the reader."""
        self.follow_reader()
        if self.in_caret:
            self.show_status()

    def on_row_list_moved(self, event: RowList.Moved) -> None:
        """The reader follows the panel."""
        if event.rows is self.panel:
            self.guard(self.controllers.panel.row_moved)

    def on_reader_place_changed(self, event: PlaceChanged) -> None:
        """Progress and minutes left."""
        self.desk.reading.place_changed(event.offset, event.progress)
        self.show_status()

    def on_list_head_chosen(self, event: ListHead.Chosen) -> None:
        """A click on the name of a list goes there."""
        self.focus_place("list")
        self.guard(partial(self.controllers.lists.jump, str(event.number)))

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        """A click on the row under the cursor opens it."""
        command = "open" if event.rows is self.articles else "panel.jump"
        self.run_command(BY_ID[command])

    # -- looks ---------------------------------------------------------------------------------

    def set_theme(self, theme: Theme) -> None:
        """Paint everything in another theme."""
        from tui.screens.picker import Picker  # noqa: PLC0415 - not at start

        self.look = Look(theme)
        self.postil.use_theme(theme)
        for widget in (self.articles, self.panel, self.status, self.head, self.prompt):
            widget.set_look(self.look)
        self.reader.set_theme(theme)
        for screen in self.app.screen_stack:
            if isinstance(screen, Picker):
                screen.set_look(self.look)
        self.show_status()

    @property
    def postil(self) -> PostilApp:
        """The app, as what it is."""
        from tui.app import PostilApp  # noqa: PLC0415 - the app imports this module

        app = self.app
        if not isinstance(app, PostilApp):
            raise TypeError("the main screen belongs to a PostilApp")
        return app

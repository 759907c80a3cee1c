"""Marking: highlights made, recoloured, deleted, grown, shrunk, repeated, copied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from store.errors import ConflictError, NotFoundError, UsageError
from store.model import STYLES, Highlight, Style
from store.text.bounds import snap
from tui import edits
from tui.commands import STYLE_WORDS
from tui.desk import Desk, LastMark
from tui.needing import must_be_placed
from tui.opened import Open


class Marking:
    """The verbs on the focus."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._made = 0

    # -- making --------------------------------------------------------------------------------

    def highlight(self, color: str = "") -> None:
        """Highlight the focus, or recolour the highlight that is exactly the focus."""
        exact = self.exact()
        if exact is not None:
            self._recolour(exact, color or self._desk.last_mark.color)
            return
        if self._desk.place == "panel":
            raise NotFoundError("no highlight here")
        last = self._desk.last_mark
        chosen = color or last.color
        self._desk.last_mark = LastMark(chosen, style=last.style)
        self.make(chosen)

    def repeat(self) -> None:
        """The last mark's colour, style and tags, on this focus."""
        last = self._desk.last_mark
        self.make(last.color, tags=last.tags)

    def make(
        self, color: str, *,
        tags: Sequence[str] = (), note: str = "", done: Callable[[], None] | None = None,
    ) -> None:  # fmt: skip
        """Highlight the focus, in the style used last.

        ``done`` is called in the queue's thread when it is saved.

        Raises:
            UsageError: there is no text in focus.
        """
        desk, opened = self._desk, self._desk.need_open()
        focus = desk.screen.reader.focus_range
        style = desk.last_mark.style
        made = edits.provisional(
            opened.document, focus.start, focus.end, self.provisional_id(),
            color=color, style=style, tags=tuple(tags), note=note,
        )  # fmt: skip
        if made is None:
            raise UsageError("there is no text in focus")
        opened.moved = True
        article_id, document, anchor = opened.article.id, opened.document, made.anchor

        def save() -> None:
            saved = desk.library.mark(
                article_id, anchor.start, anchor.end,
                color=color, style=style, tags=tags, note=note, text=document.sha256,
            )  # fmt: skip
            desk.real_ids[made.id] = saved.id
            if done is not None:
                done()

        if focus.kind == "selection":
            desk.screen.reader.rest_on(anchor.start, anchor.end, "highlight")
        else:
            desk.screen.reader.end_caret()
        desk.changes.marks(
            [*opened.annotations.highlights, made], save, self._said(made, "highlighted")
        )

    def provisional_id(self) -> str:
        """An id for a highlight that is shown before it is saved."""
        self._made += 1
        return f"{edits.PROVISIONAL}{self._made}"

    @staticmethod
    def _said(highlight: Highlight, verb: str) -> str:
        tags = "".join(f" #{tag}" for tag in highlight.tags)
        how = "" if highlight.style == "fill" else f", {STYLE_WORDS[highlight.style]}"
        return f"{verb} in {highlight.color}{how}{tags}"

    def exact(self) -> Highlight | None:
        """The highlight that is exactly the focus; in the panel, the one of the row."""
        here = self._desk.highlights_here()
        if self._desk.place == "panel":
            return here[0] if here else None
        focus = self._desk.screen.reader.focus_range
        text = self._desk.need_open().document.text
        passage = snap(text, focus.start, focus.end)
        return next((h for h in here if (h.anchor.start, h.anchor.end) == passage), None)

    # -- changing ------------------------------------------------------------------------------

    def _recolour(self, highlight: Highlight, color: str) -> None:
        self._desk.last_mark = LastMark(color, highlight.tags, highlight.style)
        self._desk.screen.reader.end_caret()
        if highlight.color == color:
            self._desk.say(f"highlighted in {color} already")
            return
        changed = replace(highlight, color=color)
        self.change(changed, self._said(changed, "now"), color=color)

    def change(  # noqa: PLR0913 - every field of a highlight, by name
        self,
        changed: Highlight,
        said: str,
        *,
        color: str | None = None,
        style: Style | None = None,
        tags: Sequence[str] | None = None,
        note: str | None = None,
        bounds: tuple[int, int] | None = None,
        since: Highlight | None = None,
        done: Callable[[], None] | None = None,
    ) -> None:
        """Show a changed highlight and save what is given of it.

        Args:
            changed: As it will be.
            said: What to say then.
            color: As the others, ``None`` leaves it as it is.
            style: Likewise.
            tags: Likewise.
            note: Likewise.
            bounds: Likewise.
            since: The highlight as its user saw it: tags or a note that are others by now are
                left as they are, and that is said.
            done: Called in the queue's thread when it is saved.
        """
        desk, opened = self._desk, self._desk.need_open()
        start, end = bounds or (None, None)
        article_id, document = opened.article.id, opened.document
        shown = edits.replaced(opened.annotations.highlights, changed)

        def save() -> None:
            real = desk.real(changed.id)
            present = self._as_seen(article_id, real, since, tags=tags, note=note)
            if present is None and since is not None:
                desk.real_ids[changed.id] = self._make_again(article_id, changed, document.sha256)
            else:
                desk.library.edit_highlight(
                    article_id, real, since=present,
                    color=color, style=style, tags=tags, note=note, start=start, end=end,
                    text=document.sha256,
                )  # fmt: skip
            if done is not None:
                done()

        desk.changes.marks(shown, save, said)

    def _as_seen(
        self, article_id: str, highlight_id: str, since: Highlight | None,
        *, tags: Sequence[str] | None, note: str | None,
    ) -> Highlight | None:  # fmt: skip
        """The highlight on disk, if what is to change is there as in ``since``. Any thread.

        Raises:
            ConflictError: tags or note were changed elsewhere.
        """
        found = self._desk.library.annotations(article_id).highlight(highlight_id)
        if since is None or found is None:
            return None
        keys = self._desk.screen.keymap.first_key
        if note is not None and found.note != since.note:
            raise ConflictError(
                "the note was changed elsewhere meanwhile",
                hint=f"what you typed is kept; {keys('note') or 'the note'} shows both",
            )
        if tags is not None and found.tags != since.tags:
            raise ConflictError(
                "the tags were changed elsewhere meanwhile",
                hint=f"{keys('tag') or 'the prompt'} shows them",
            )
        return found

    def _make_again(self, article_id: str, highlight: Highlight, text: str) -> str:
        """Save a highlight that was deleted elsewhere, for what was written on it; its id."""
        made = self._desk.library.mark(
            article_id, highlight.anchor.start, highlight.anchor.end,
            color=highlight.color, style=highlight.style, tags=highlight.tags, note=highlight.note,
            text=text,
        )  # fmt: skip
        return made.id

    def style(self, style: Style) -> None:
        """Give the highlight that is meant another style; without one, make it."""

        def restyle(highlight: Highlight) -> None:
            changed = replace(highlight, style=style)
            self._desk.last_mark = LastMark(changed.color, changed.tags, style)
            self.change(changed, self._said(changed, "now"), style=style)

        def make() -> None:
            self._desk.last_mark = self._desk.last_mark._replace(style=style, tags=())
            self.make(self._desk.last_mark.color)

        self._desk.choose_highlight(restyle, make if self._desk.place == "reader" else None)

    def choose_style(self) -> None:
        """Ask for a style by its number."""
        self._desk.screen.dialogs.choose(
            "Style", [STYLE_WORDS[style] for style in STYLES], lambda i: self.style(STYLES[i])
        )

    def delete(self) -> None:
        """Delete the highlight that is meant."""
        self._desk.choose_highlight(self._delete)

    def _delete(self, highlight: Highlight) -> None:
        desk, opened = self._desk, self._desk.need_open()
        article_id = opened.article.id
        undo = desk.screen.keymap.first_key("undo")
        desk.changes.marks(
            edits.without(opened.annotations.highlights, highlight.id),
            lambda: desk.library.delete_highlight(article_id, desk.real(highlight.id)),
            "highlight deleted" + (f"; {undo} brings it back" if undo else ""),
        )

    def grow(self) -> None:
        """One sentence more at the end."""
        self._desk.choose_highlight(lambda h: self._resize(h, edits.grown, "the text ends here"))

    def shrink(self) -> None:
        """One sentence less at the end."""
        self._desk.choose_highlight(
            lambda h: self._resize(h, edits.shrunk, "it is one sentence already")
        )

    def _resize(
        self,
        highlight: Highlight,
        rule: Callable[..., tuple[int, int] | None],
        otherwise: str,
    ) -> None:
        opened = self._desk.need_open()
        must_be_placed(highlight)
        bounds = rule(opened.document, highlight.anchor.start, highlight.anchor.end)
        if bounds is None:
            self._desk.say(otherwise)
            return
        changed = edits.moved_to(highlight, opened.document, *bounds)
        words = len(changed.quote.split())
        self.change(changed, f"highlight of {words} words", bounds=bounds)
        if self._desk.place == "reader":
            self._refocus(opened, changed)

    def _refocus(self, opened: Open, highlight: Highlight) -> None:
        """Keep the focus on what was resized, so that the next key means it again."""
        anchor = highlight.anchor
        reader = self._desk.screen.reader
        focus = reader.focus_range
        if focus.kind in {"highlight", "selection"}:
            reader.focus_passage(anchor.start, anchor.end, kind="highlight")
        opened.moved = True

    # -- copying -------------------------------------------------------------------------------

    def copy(self) -> None:
        """The focus (in the panel: the highlight) to the terminal's clipboard."""
        here = self._desk.highlights_here() if self._desk.place == "panel" else []
        text = here[0].quote if here else self.text_in_focus()
        self._desk.screen.app.copy_to_clipboard(text)
        self._desk.screen.reader.end_caret()
        words = len(text.split())
        self._desk.say(f"copied {words} {'word' if words == 1 else 'words'}", "success")

    def text_in_focus(self) -> str:
        """The text that a verb would mark.

        Raises:
            UsageError: there is none.
        """
        opened = self._desk.need_open()
        focus = self._desk.screen.reader.focus_range if self._desk.place == "reader" else None
        text = opened.document.text[focus.start : focus.end] if focus else ""
        if not text.strip():
            raise UsageError("there is no text in focus")
        return text

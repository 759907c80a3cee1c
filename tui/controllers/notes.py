"""Tags and notes, of highlights and of articles: in the prompt, in the app, in $EDITOR."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from store.errors import PostilError
from store.model import Highlight
from store.text.clean import clean_tag
from tui.controllers.marking import Marking
from tui.desk import Desk, LastMark
from tui.editor import edit_text
from tui.widgets.prompt import Question


def read_tags(text: str) -> tuple[str, ...]:
    """The tags in what was typed, parted by blanks or commas; each once."""
    names = (clean_tag(word) for word in text.replace(",", " ").split())
    return tuple(dict.fromkeys(name for name in names if name))


class Notes:
    """The verbs ``t``, ``a`` and ``E``."""

    def __init__(self, desk: Desk, marking: Marking) -> None:
        self._desk = desk
        self._marking = marking

    # -- tags ----------------------------------------------------------------------------------

    def tag_highlight(self) -> None:
        """Ask for the tags of the highlight that is meant, or of a new one on the focus."""
        self._desk.choose_highlight(self._tag, self._tag_new)

    def tag_selection(self) -> None:
        """Ask for the tags of the highlight that is exactly the focus, or of a new one."""
        exact = self._marking.exact()
        if exact is None:
            self._tag_new()
        else:
            self._tag(exact)

    def _tag(self, highlight: Highlight) -> None:
        def answered(text: str) -> None:
            tags = read_tags(text)
            present = self._present(highlight)
            self._desk.last_mark = LastMark(present.color, tags)
            self._marking.change(replace(present, tags=tags), _said_tags(tags), tags=tags)

        self._ask_tags("tags of the highlight", highlight.tags, answered)

    def _tag_new(self) -> None:
        self._need_focus()

        def answered(text: str) -> None:
            tags = read_tags(text)
            color = self._desk.last_mark.color
            self._desk.last_mark = LastMark(color, tags)
            self._marking.make(color, tags=tags)

        self._ask_tags("highlight with tags", (), answered)

    def tag_article(self) -> None:
        """Ask for the tags of the article."""
        article = self._desk.target()

        def answered(text: str) -> None:
            tags = read_tags(text)
            self._desk.changes.article(article, _said_tags(tags), tags=tags)

        self._ask_tags("tags of the article", article.tags, answered)

    def _ask_tags(self, label: str, tags: tuple[str, ...], answered: Callable[[str], None]) -> None:
        known = [name for name, _ in self._desk.library.tags()]
        self._desk.ask(Question(label, answered, value=" ".join(tags), words=known, completes=True))

    # -- notes ---------------------------------------------------------------------------------

    def note_highlight(self) -> None:
        """Open the note of the highlight that is meant, or of a new one on the focus."""
        self._desk.choose_highlight(self._note, self._note_new)

    def note_selection(self) -> None:
        """Open the note of the highlight that is exactly the focus, or of a new one."""
        exact = self._marking.exact()
        if exact is None:
            self._note_new()
        else:
            self._note(exact)

    def _note(self, highlight: Highlight) -> None:
        self._desk.screen.dialogs.edit_note(
            "Note on the highlight", highlight.quote, highlight.note,
            lambda note: self._save_note(highlight, note),
        )  # fmt: skip

    def _note_new(self) -> None:
        quote = self._need_focus()
        self._desk.screen.dialogs.edit_note(
            "Highlight with a note", quote, "", self._make_with_note
        )

    def _make_with_note(self, note: str) -> None:
        self._marking.make(self._desk.last_mark.color, note=note)

    def _save_note(self, highlight: Highlight, note: str) -> None:
        changed = replace(self._present(highlight), note=note)
        self._marking.change(changed, _said_note(note), note=note)

    def note_article(self) -> None:
        """Open the note of the article."""
        article = self._desk.target()
        self._desk.screen.dialogs.edit_note(
            "Note on the article", article.title, article.note,
            lambda note: self._desk.changes.article(article, _said_note(note), note=note),
        )  # fmt: skip

    def edit_highlight_note(self) -> None:
        """The highlight's note in $EDITOR."""
        self._desk.choose_highlight(
            lambda h: self._in_editor(h.note, lambda note: self._save_note(h, note)),
            self._new_in_editor,
        )

    def _new_in_editor(self) -> None:
        self._need_focus()
        self._in_editor("", self._make_with_note)

    def edit_article_note(self) -> None:
        """The article's note in $EDITOR."""
        article = self._desk.target()
        self._in_editor(
            article.note,
            lambda note: self._desk.changes.article(article, _said_note(note), note=note),
        )

    def _in_editor(self, note: str, save: Callable[[str], None]) -> None:
        try:
            edited = edit_text(self._desk.screen.app, note, self._desk.config.editor)
        except PostilError as error:
            self._desk.warn(error)
            return
        if edited is None:
            self._desk.say("the note is as it was")
        else:
            save(edited)

    # -- what is meant -------------------------------------------------------------------------

    def _present(self, highlight: Highlight) -> Highlight:
        """The highlight as it is now: a write may have brought its saved form meanwhile."""
        annotations = self._desk.need_open().annotations
        found = annotations.highlight(highlight.id)
        return found or annotations.highlight(self._desk.real(highlight.id)) or highlight

    def _need_focus(self) -> str:
        """The text in focus, of which a highlight can be made."""
        return self._marking.text_in_focus()


def _said_tags(tags: tuple[str, ...]) -> str:
    return "tags: " + " ".join(f"#{tag}" for tag in tags) if tags else "no tags"


def _said_note(note: str) -> str:
    return "note saved" if note.strip() else "note removed"

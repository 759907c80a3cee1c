"""Tags and notes, of highlights and of articles: in the prompt, in the app, in $EDITOR."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from store.errors import PostilError
from store.model import Article, Highlight
from store.text.clean import clean_tag
from tui.completion import TagCompleter, used_last
from tui.controllers.marking import Marking
from tui.desk import Desk, LastMark
from tui.editor import edit_text
from tui.screens.dialogs import NoteOn
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from tui.drafts import Drafts

_NEW = "new"


def read_tags(text: str) -> tuple[str, ...]:
    """The tags in what was typed, parted by blanks or commas; each once."""
    names = (clean_tag(word) for word in text.replace(",", " ").split())
    return tuple(dict.fromkeys(name for name in names if name))


def read_tag_changes(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The tags to add in what was typed, and those to remove: these begin with a minus."""
    words = text.replace(",", " ").split()
    remove = read_tags(" ".join(word[1:] for word in words if word.startswith("-")))
    add = read_tags(" ".join(word for word in words if not word.startswith("-")))
    return tuple(tag for tag in add if tag not in remove), remove


class Notes:
    """The verbs ``t``, ``a`` and ``E``."""

    def __init__(self, desk: Desk, marking: Marking) -> None:
        self._desk = desk
        self._marking = marking

    @cached_property
    def _drafts(self) -> Drafts:
        from tui.drafts import Drafts  # noqa: PLC0415 - not at start

        return Drafts()

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
            tags = self._read(text)
            present = self._present(highlight)
            self._desk.last_mark = LastMark(present.color, tags, present.style)
            changed = replace(present, tags=tags)
            self._marking.change(changed, _said_tags(tags), tags=tags, since=highlight)

        self._ask_tags("tags of the highlight", highlight.tags, answered)

    def _tag_new(self) -> None:
        self._need_focus()

        def answered(text: str) -> None:
            tags = self._read(text)
            last = self._desk.last_mark._replace(tags=tags)
            self._desk.last_mark = last
            self._marking.make(last.color, tags=tags)

        self._ask_tags("highlight with tags", (), answered)

    def tag_article(self) -> None:
        """Ask for the tags of the article; of several, for tags to add and to remove."""
        article, *more = self._desk.targets()
        if more:
            self.tag_articles([article, *more])
            return

        def answered(text: str) -> None:
            tags = self._read(text)
            self._desk.changes.article(article, _said_tags(tags), tags=tags)

        self._ask_tags("tags of the article", article.tags, answered)

    def ask_for_tags(
        self,
        label: str,
        tags: tuple[str, ...],
        answered: Callable[[tuple[str, ...]], None],
        cancelled: Callable[[], None],
    ) -> None:
        """Ask for the tags that something is to have, for somebody else."""
        self._ask_tags(label, tags, lambda text: answered(self._read(text)), cancelled=cancelled)

    def tag_articles(self, articles: Sequence[Article]) -> None:
        """Ask for tags to give to articles and to take from them, as one act."""

        def answered(text: str) -> None:
            add, remove = read_tag_changes(text)
            add, remove = self._meant(add), (*remove, *self._meant(remove))
            if not add and not remove:
                self._desk.say("the tags are as they were")
                return
            said = " ".join(
                [*(f"#{tag}" for tag in add), *(f"-{tag}" for tag in dict.fromkeys(remove))]
            )
            self._desk.changes.articles(
                articles, f"{len(articles)} articles: {said}", add_tags=add, remove_tags=remove
            )

        there = Counter(tag for article in articles for tag in article.tags)
        self._ask_tags(
            f"tag {len(articles)} articles, -tag takes one away", (), answered,
            removable=[tag for tag, _ in there.most_common()],
        )  # fmt: skip

    def _read(self, text: str) -> tuple[str, ...]:
        """All tags that something shall have, as they are meant; one with a minus it shall not."""
        add, remove = read_tag_changes(text)
        gone = {*remove, *self._meant(remove)}
        return tuple(tag for tag in self._meant(add) if tag not in gone)

    def _meant(self, tags: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._desk.library.meant_tags(tags).values())) if tags else ()

    def _ask_tags(
        self,
        label: str,
        tags: tuple[str, ...],
        answered: Callable[[str], None],
        *,
        removable: Sequence[str] = (),
        cancelled: Callable[[], None] | None = None,
    ) -> None:
        desk = self._desk
        completer = TagCompleter(removable or tags)
        opened = desk.opened
        recent = used_last(opened.annotations if opened else None, desk.last_mark.tags)
        desk.ask(
            Question(
                label, answered, value=" ".join(tags), completer=completer,
                placeholder="tags, parted by blanks", goes_on=True, cancelled=cancelled,
            )
        )  # fmt: skip
        desk.know_tags(lambda known: completer.take(known, recent))

    # -- notes ---------------------------------------------------------------------------------

    def note_highlight(self) -> None:
        """Open the note of the highlight that is meant, or of a new one on the focus."""
        if self._on_article_note:
            self.note_article()
        else:
            self._desk.choose_highlight(self._note, self._note_new)

    @property
    def _on_article_note(self) -> bool:
        """The panel's cursor is on the article's own note."""
        row = self._desk.screen.panel.selected
        return self._desk.place == "panel" and row is not None and row.kind == "note"

    def note_selection(self) -> None:
        """Open the note of the highlight that is exactly the focus, or of a new one."""
        exact = self._marking.exact()
        if exact is None:
            self._note_new()
        else:
            self._note(exact)

    def _note(self, highlight: Highlight) -> None:
        article_id = self._desk.need_open().article.id
        about = self._note_on(
            article_id, highlight.id, "Note on the highlight", highlight.quote, highlight.note
        )
        self._desk.screen.dialogs.edit_note(about, lambda note: self._save_note(highlight, note))

    def _note_on(
        self, article_id: str, highlight_id: str, title: str, about: str, note: str
    ) -> NoteOn:
        """What is asked for; what was typed before and is not saved is offered again."""
        drafts, key = self._drafts, (article_id, highlight_id)
        text = drafts.offer(*key, note)
        if text not in (note, drafts.text(*key)):
            title += " · changed elsewhere meanwhile: yours is below it"
        return NoteOn(
            title, about, note, text, highlight_id,
            keep=lambda typed: drafts.keep(*key, typed, note), drop=lambda: drafts.drop(*key),
        )  # fmt: skip

    def _note_new(self) -> None:
        quote, article_id = self._need_focus(), self._desk.need_open().article.id
        about = self._note_on(article_id, _NEW, "Highlight with a note", quote, "")
        self._desk.screen.dialogs.edit_note(about, self._make_with_note)

    def _make_with_note(self, note: str) -> None:
        article_id = self._desk.need_open().article.id
        self._drafts.keep(article_id, _NEW, note, "")
        self._marking.make(
            self._desk.last_mark.color, note=note, done=lambda: self._drafts.drop(article_id, _NEW)
        )

    def _save_note(self, highlight: Highlight, note: str) -> None:
        key = (self._desk.need_open().article.id, highlight.id)
        self._drafts.keep(*key, note, highlight.note)
        self._marking.change(
            replace(self._present(highlight), note=note), _said_note(note), note=note,
            since=highlight, done=lambda: self._drafts.drop(*key),
        )  # fmt: skip

    def note_article(self) -> None:
        """Open the note of the article."""
        article = self._desk.target()
        about = self._note_on(article.id, "", "Note on the article", article.title, article.note)
        self._desk.screen.dialogs.edit_note(
            about, lambda note: self._save_article_note(article, note)
        )

    def _save_article_note(self, article: Article, note: str) -> None:
        self._drafts.keep(article.id, "", note, article.note)
        self._desk.changes.article(
            article, _said_note(note), note=note, done=lambda: self._drafts.drop(article.id, "")
        )

    def edit_highlight_note(self) -> None:
        """The highlight's note in $EDITOR."""
        if self._on_article_note:
            self.edit_article_note()
            return
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
        self._in_editor(article.note, lambda note: self._save_article_note(article, note))

    def _in_editor(self, note: str, save: Callable[[str], None]) -> None:
        try:
            edited = edit_text(self._desk.screen.app, note, self._desk.config.editor)
        except PostilError as error:
            self._desk.warn(error)
            return
        if edited is None:
            self._desk.say("the note is as it was")
        else:
            save(edited.strip())

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

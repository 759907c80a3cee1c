"""Tags: the list of them, and what can be done there: renamed, merged, deleted, described."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from store.acting import Progress
from store.errors import NotFoundError, PostilError
from store.model import COLORS
from store.tags import Tag, Touched, is_in
from store.text.clean import clean_tag
from tui.completion import TagCompleter
from tui.controllers.going import Going
from tui.desk import Desk
from tui.item import Item
from tui.listing import SmartList
from tui.widgets.prompt import Question

if TYPE_CHECKING:
    from store.codebook import Codebook
    from tui.screens.picker import Picker

_INDENT = 2
_PAUSE = 0.2
"""Seconds between two words on how far a long act is."""


class _Verb(NamedTuple):
    """A key of the list of tags.

    Attributes:
        word: What it does, for the foot of the list.
        act: Called with the tag under the cursor.
    """

    key: str
    word: str
    act: Callable[[Tag], None]


def item(tag: Tag) -> Item:
    """A tag in the list of them: below the one it is nested in, or with that before its name."""
    above, _, name = tag.name.rpartition("/")
    counts = str(tag.own) if tag.own == tag.total else f"{tag.own} of {tag.total}"
    return Item(
        title=name, tail=counts, mark=tag.color, indent=_INDENT * tag.depth,
        path=f"{above}/" if above else "", more=tag.description,
        also=" ".join((tag.name, f"#{tag.name}", *tag.aliases)),
    )  # fmt: skip


class Tags:
    """``g t`` and the keys of the list that it shows."""

    def __init__(self, desk: Desk, going: Going) -> None:
        self._desk = desk
        self._going = going
        self._tags: Sequence[Tag] = ()
        self._list: Picker | None = None
        self._complaint = ""
        self._verbs = (
            _Verb("h", "highlights", self._highlights),
            _Verb("r", "rename", self._rename),
            _Verb("m", "merge", self._merge),
            _Verb("d", "delete", self._delete),
            _Verb("e", "describe", self._describe),
            _Verb("c", "colour", self._color),
            _Verb("A", "aliases", self._alias),
            _Verb("u", "undo", self._undo),
            _Verb("ctrl+r", "redo", self._redo),
        )

    # -- what the panes know -------------------------------------------------------------------

    def learn(self) -> None:
        """Paint tags in the colours that the codebook has now; what is wrong with it is said."""

        def known(codebook: Codebook) -> None:
            self._complaint = ""
            for pane in (self._desk.screen.articles, self._desk.screen.panel):
                pane.set_tag_color(codebook.color)

        def broken(error: PostilError) -> None:
            if error.message != self._complaint:  # once
                self._complaint = error.message
                self._desk.warn(error)

        self._desk.screen.reads.ask(
            "codebook", lambda _: self._desk.library.codebook(), known, failed=broken
        )

    # -- the list ------------------------------------------------------------------------------

    def show(self, at: str = "") -> None:
        """The tags, each below the one it is nested in; one chosen lists what carries it.

        Args:
            at: The tag under the cursor at first.
        """
        self._show(self._desk.library.tag_tree(), at)

    def _show(self, tags: Sequence[Tag], at: str) -> None:
        if not tags:
            raise NotFoundError("no tags yet", hint="t gives one")
        self._tags = tags

        def acting(verb: _Verb) -> Callable[[int], None]:
            return lambda index: verb.act(self._tags[index])

        self._list = self._desk.screen.dialogs.pick(
            "Tags", [item(tag) for tag in tags], lambda index: self._articles(self._tags[index]),
            first=self._index(at), keys={verb.key: acting(verb) for verb in self._verbs},
            foot=[
                "enter articles", "/ find", *(f"{verb.key} {verb.word}" for verb in self._verbs)
            ],
        )  # fmt: skip

    def _index(self, name: str) -> int:
        """Where a tag is in the list; else the first."""
        return next((i for i, tag in enumerate(self._tags) if tag.name == name), 0)

    def _back(self, tag: Tag) -> None:
        """Show the list as it was, with the cursor on a tag: nothing was done, or not yet."""
        self._show(self._tags, tag.name)

    def _articles(self, tag: Tag) -> None:
        listing = self._desk.screen.listing
        self._desk.screen.focus_place("list")
        listed = SmartList(f"#{tag.name}", f"tag:{tag.name}")
        listing.show(listing.wanted._replace(of=listed, query=""))

    def _highlights(self, tag: Tag) -> None:
        found = [
            (article, mark)
            for article, mark in self._desk.library.highlights(f"tag:{tag.name}")
            if any(is_in(each, tag.name) for each in mark.tags)
        ]
        self._going.pick_pairs(
            f"Highlights with #{tag.name}", found, f"no highlight has #{tag.name}"
        )

    # -- what can be done ----------------------------------------------------------------------

    def _rename(self, tag: Tag) -> None:
        def answered(text: str) -> None:
            new = clean_tag(text)
            if not new or new == tag.name:
                self._back(tag)
            elif any(each.name == new for each in self._tags):
                self._ask_merge(tag, new)
            else:
                library = self._desk.library
                self._change(
                    tag,
                    f"renaming #{tag.name} …",
                    lambda progress: library.rename_tag(tag.name, new, progress=progress),
                    f"#{tag.name} is #{new} now",
                    new,
                )

        self._ask(f"rename #{tag.name} to", tag, answered, value=tag.name)

    def _ask_merge(self, tag: Tag, into: str) -> None:
        self._desk.screen.dialogs.choose(
            f"There is a tag #{into}",
            [f"make them one: #{into}", "leave both"],
            lambda index: self._do_merge(tag, into) if index == 0 else self._back(tag),
        )

    def _merge(self, tag: Tag) -> None:
        def answered(text: str) -> None:
            into = clean_tag(text)
            if not into or into == tag.name:
                self._back(tag)
            else:
                self._do_merge(tag, into)

        completer = TagCompleter()
        completer.take([each for each in self._tags if each.name != tag.name])
        self._ask(f"merge #{tag.name} into", tag, answered, completer=completer)

    def _do_merge(self, tag: Tag, into: str) -> None:
        library = self._desk.library
        self._change(
            tag,
            f"merging #{tag.name} into #{into} …",
            lambda progress: library.merge_tags([tag.name], into, progress=progress),
            f"#{tag.name} is #{into} now, and another name of it",
            into,
        )

    def _delete(self, tag: Tag) -> None:
        library, nested = (
            self._desk.library,
            tag.total > tag.own
            or any(each.name != tag.name and is_in(each.name, tag.name) for each in self._tags),
        )

        def delete(*, whole: bool) -> None:
            self._change(
                tag,
                f"deleting #{tag.name} …",
                lambda progress: library.delete_tag(tag.name, nested=whole, progress=progress),
                f"#{tag.name} is deleted",
                tag.name.rpartition("/")[0],
            )

        answers: list[tuple[str, Callable[[], None]]] = []
        if nested:
            answers.append(
                (f"it and those nested in it: {_uses(tag.total)}", lambda: delete(whole=True))
            )
        answers += [
            (f"it alone: {_uses(tag.own)}" if nested else f"delete it: {_uses(tag.own)}",
             lambda: delete(whole=False)),
            ("keep it", lambda: self._back(tag)),
        ]  # fmt: skip
        self._desk.screen.dialogs.choose(
            f"Delete the tag #{tag.name}?",
            [words for words, _ in answers],
            lambda index: answers[index][1](),
        )

    def _describe(self, tag: Tag) -> None:
        def answered(text: str) -> None:
            self._say_of(tag, f"#{tag.name} is described", description=text)

        self._ask(f"what #{tag.name} means", tag, answered, value=tag.description)

    def _color(self, tag: Tag) -> None:
        items = [*(Item(title=color, mark=color) for color in COLORS), Item(title="none")]
        self._desk.screen.dialogs.pick(
            f"The colour of #{tag.name}",
            items,
            lambda index: self._say_of(
                tag, f"#{tag.name}: {items[index].title}", color=items[index].mark
            ),
            cancelled=lambda: self._back(tag),
            first=COLORS.index(tag.color) if tag.color in COLORS else len(COLORS),
            numbered=True,
        )

    def _alias(self, tag: Tag) -> None:
        def answered(text: str) -> None:
            names = text.replace(",", " ").split()
            said = f"#{tag.name} is also " + ", ".join(names) if names else "no other names"
            self._say_of(tag, said, aliases=names)

        value = " ".join(tag.aliases)
        self._ask(f"other names of #{tag.name}", tag, answered, value=value)

    def _say_of(
        self,
        tag: Tag,
        said: str,
        *,
        description: str | None = None,
        color: str | None = None,
        aliases: Sequence[str] | None = None,
    ) -> None:
        library = self._desk.library

        def job(_: Progress) -> None:
            library.edit_tag(tag.name, description=description, color=color, aliases=aliases)

        self._change(tag, "", job, said, tag.name)

    def _undo(self, tag: Tag) -> None:
        library = self._desk.library

        def job(_: Progress) -> str:
            title = library.undo()
            return f"undone: {title}" if title else "there is nothing to undo"

        self._change(tag, "", job, "", tag.name)

    def _redo(self, tag: Tag) -> None:
        library = self._desk.library

        def job(_: Progress) -> str:
            title = library.redo()
            return f"done again: {title}" if title else "there is nothing to do again"

        self._change(tag, "", job, "", tag.name)

    # -- inside --------------------------------------------------------------------------------

    def _ask(
        self,
        label: str,
        tag: Tag,
        answered: Callable[[str], None],
        *,
        value: str = "",
        completer: TagCompleter | None = None,
    ) -> None:
        self._desk.ask(
            Question(
                label, answered, value=value, completer=completer,
                cancelled=lambda: self._back(tag),
            )
        )  # fmt: skip

    def _change(
        self,
        tag: Tag,
        doing: str,
        job: Callable[[Progress], Touched | str | None],
        said: str,
        at: str,
    ) -> None:
        """Do an act on a tag in the queue, saying how far it is.

        The list is there again at once, so that the next key is for it; what came of the act is
        shown in it later.
        """
        desk, telling = self._desk, self._telling(doing)
        self._back(tag)
        desk.say(doing)

        def then(result: Touched | str | None) -> None:
            desk.changes.reload_all()
            self._renew(at)
            if result is None:
                return
            words = result if isinstance(result, str) and result else said
            if isinstance(result, Touched) and result.total:
                words += f": {result.words}"
            desk.say(words, "success")

        desk.queue.submit(lambda: job(telling) or "", then)

    def _renew(self, at: str) -> None:
        """Show the tags as they are now, if the list of them is on the screen."""
        self._tags = tags = self._desk.library.tag_tree()
        if self._list is None or not self._list.is_current:
            return
        if tags:
            self._list.renew([item(tag) for tag in tags], self._index(at))
        else:
            self._list.dismiss(None)

    def _telling(self, doing: str) -> Progress:
        """What tells its user how far an act is, from the thread of the queue."""
        loop, said = asyncio.get_running_loop(), monotonic()

        def tell(done: int, total: int, what: str) -> None:
            nonlocal said
            if monotonic() - said > _PAUSE:
                said = monotonic()
                loop.call_soon_threadsafe(self._desk.say, f"{doing} {done:,} of {total:,} {what}")

        return tell


def _uses(count: int) -> str:
    return "1 use" if count == 1 else f"{count:,} uses"

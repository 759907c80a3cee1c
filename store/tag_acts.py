"""Acts on tags: renamed, merged, deleted over the library; described; given to many at once.

Each is one act, undone as one; what the codebook says of a tag goes along.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from store.acting import Acting, Progress
from store.annotation_shelf import AnnotationShelf
from store.annotations_edit import HIGHLIGHT_TAGS, Change
from store.catalogue import Catalogue
from store.codebook import Entry, Raw, with_entry, with_moves
from store.codebook_shelf import CodebookShelf
from store.errors import ConflictError, NotFoundError, StoreError, UsageError
from store.model import COLORS
from store.tag_lists import TagLists
from store.tags import Touched, as_tag, is_in, retagged
from store.text.clean import clean_text

Retag = Callable[[Sequence[str]], tuple[str, ...]]
_NAMED = 4


class TagActs:
    """Acts on the tags of one library. Each raises what ``Acting.act`` raises.

    A tag is named by its name, by an alias, or in another case. Those acts that change many
    articles tell ``progress`` how far they are; with ``dry_run`` they change nothing and say what
    they would.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        annotations: AnnotationShelf,
        codebook: CodebookShelf,
        lists: TagLists,
        acting: Acting,
    ) -> None:
        self._catalogue = catalogue
        self._annotations = annotations
        self._codebook = codebook
        self._lists = lists
        self._acting = acting

    # -- over the library ----------------------------------------------------------------------

    def rename_tag(
        self, old: str, new: str, *, dry_run: bool = False, progress: Progress | None = None
    ) -> Touched:
        """Give a tag, and with it those nested in it, another name.

        Raises:
            ConflictError: there is a tag of the new name; ``merge_tags`` makes one of both.
            NotFoundError: there is no tag of the old one.
            UsageError: ``new`` is no tag.
        """
        source, target = self._lists.known(old), as_tag(new)
        names = self._lists.names()
        for taken in (target, self._codebook.working().main(target)):
            if taken != source and any(is_in(name, taken) for name in names):
                raise ConflictError(
                    f"there is a tag {taken} already",
                    hint=f"to make them one: postil tag merge {source} --into {taken}",
                )

        def entries(tags: Raw) -> dict[str, Any]:
            return with_moves(tags, {source: target})

        return self._move(
            f"renaming of #{source}", {source: target}, entries, dry_run=dry_run, progress=progress
        )

    def merge_tags(
        self,
        names: Sequence[str],
        into: str,
        *,
        aliases: bool = True,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Touched:
        """Make several tags one; what is nested in them becomes nested in it.

        Args:
            names: The tags that go.
            into: The one that stays; it need not be there yet.
            aliases: The names that go, and their aliases, become aliases of the one that stays.
            dry_run: As said above.
            progress: Likewise.

        Raises:
            NotFoundError: one of them is not there; nothing is changed.
            UsageError: ``into`` is no tag, or there is nothing to merge.
        """
        target = as_tag(into)
        with contextlib.suppress(NotFoundError):
            target = self._lists.known(target)
        moves = {name: target for each in names if (name := self._lists.known(each)) != target}
        if not moves:
            raise UsageError(f"#{target} is that tag already; there is nothing to merge")

        def entries(tags: Raw) -> dict[str, Any]:
            return with_moves(tags, moves, aliases=aliases, old_names=aliases)

        return self._move(
            f"merging of {_listed(moves)} into #{target}", moves, entries,
            dry_run=dry_run, progress=progress,
        )  # fmt: skip

    def delete_tag(
        self,
        name: str,
        *,
        nested: bool = True,
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Touched:
        """Take a tag, and if ``nested`` those nested in it, from all that have it.

        Raises:
            NotFoundError: there is no such tag.
        """
        moves = {(tag := self._lists.known(name)): ""}

        def entries(tags: Raw) -> dict[str, Any]:
            return with_moves(tags, moves, nested=nested)

        return self._move(
            f"deletion of #{tag}", moves, entries,
            nested=nested, dry_run=dry_run, progress=progress,
        )  # fmt: skip

    def _move(
        self,
        title: str,
        moves: Mapping[str, str],
        entries: Callable[[Raw], dict[str, Any]],
        *,
        nested: bool = True,
        dry_run: bool,
        progress: Progress | None,
    ) -> Touched:
        def retag(tags: Sequence[str]) -> tuple[str, ...]:
            return retagged(tags, moves, nested=nested)

        concerned = {key for key, tags in self._catalogue.tagged() if retag(tags) != tags}
        changes: list[Change] = []
        for article_id in _telling(sorted(concerned), progress):
            changes += self._of_article(article_id, retag)
            changes += self._of_highlights(article_id, retag)
        touched = _touched(changes)
        with contextlib.suppress(StoreError):  # tags go on working where the file cannot be read
            if (change := self._codebook.change(entries)) is not None:
                changes.insert(0, change)
        if changes and not dry_run:
            self._acting.act(title, changes, progress=progress)
        return touched

    # -- given to many -------------------------------------------------------------------------

    def tag_many(
        self,
        articles: Iterable[str] = (),
        highlights: Iterable[tuple[str, str]] = (),
        *,
        add: Sequence[str] = (),
        remove: Sequence[str] = (),
        dry_run: bool = False,
        progress: Progress | None = None,
    ) -> Touched:
        """Give tags to articles and highlights, and take others away; nested ones stay.

        Args:
            articles: Their ids.
            highlights: Pairs of an article's id and a highlight's.
            add: Aliases become the tags that they mean.
            remove: Likewise.
            dry_run: As said above.
            progress: Likewise.

        Returns:
            What was changed: those that are so already are not.
        """
        codebook = self._codebook.working()
        added = codebook.settled(as_tag(tag) for tag in add)
        gone = (*map(as_tag, remove), *codebook.settled(map(as_tag, remove)))

        def retag(tags: Sequence[str]) -> tuple[str, ...]:
            return retagged(tags, add=[tag for tag in added if tag not in gone], remove=gone)

        wanted: dict[str, set[str]] = {}
        for article_id, highlight_id in highlights:
            wanted.setdefault(article_id, set()).add(highlight_id)
        changes: list[Change] = []
        for article_id in _telling(list(dict.fromkeys(articles)), progress):
            changes += self._of_article(article_id, retag)
        for article_id in _telling(list(wanted), progress):
            changes += self._of_highlights(article_id, retag, wanted[article_id])
        touched = _touched(changes)
        if changes and not dry_run:
            self._acting.act(f"tagging of {touched.words}", changes, progress=progress)
        return touched

    def _of_article(self, article_id: str, retag: Retag) -> list[Change]:
        tags = self._annotations.get(article_id).tags
        after = retag(tags)
        return [] if after == tags else [Change(article_id, "tags", list(tags), list(after))]

    def _of_highlights(
        self, article_id: str, retag: Retag, only: Collection[str] | None = None
    ) -> list[Change]:
        return [
            Change(article_id, f"{HIGHLIGHT_TAGS}{each.id}", list(each.tags), list(after))
            for each in self._annotations.get(article_id).highlights
            if (only is None or each.id in only) and (after := retag(each.tags)) != each.tags
        ]

    # -- what is said of a tag -----------------------------------------------------------------

    def edit_tag(
        self,
        name: str,
        *,
        description: str | None = None,
        color: str | None = None,
        aliases: Sequence[str] | None = None,
    ) -> Entry:
        """Change what is given of the codebook's entry for a tag, which need not be in use.

        Args:
            name: The tag.
            description: As the others, ``None`` leaves it as it is.
            color: One of ``COLORS``, or ``""``.
            aliases: All that it shall have.

        Raises:
            ConflictError: an alias is a tag of its own, or another tag's alias.
            DamagedFileError: the codebook cannot be read; it is left as it is.
            UsageError: something is no tag, or there is no such colour.
        """
        tag = as_tag(name)
        with contextlib.suppress(NotFoundError):
            tag = self._lists.known(tag)
        present = self._codebook.get().entry(tag)
        entry = present
        if description is not None:
            entry = entry._replace(description=clean_text(description).strip())
        if color is not None:
            if color and color not in COLORS:
                raise UsageError(f"no colour {color!r}", hint=f"one of: {', '.join(COLORS)}")
            entry = entry._replace(color=color)
        if aliases is not None:
            names = tuple(dict.fromkeys(as_tag(alias) for alias in aliases))
            self._need_free(tag, [alias for alias in names if alias not in present.aliases])
            entry = entry._replace(aliases=names)

        change = self._codebook.change(lambda tags: with_entry(tags, tag, entry))
        if change is not None:
            self._acting.act(f"change of what is said of #{tag}", [change])
        return entry

    def _need_free(self, tag: str, aliases: Sequence[str]) -> None:
        """Raise ``ConflictError`` if something that shall be an alias of ``tag`` means another."""
        names, codebook = self._lists.names(), self._codebook.get()
        for alias in aliases:
            if alias.casefold() == tag.casefold():
                raise UsageError(f"{alias} is the tag itself")
            if (other := codebook.main(alias)) not in (alias, tag):
                raise ConflictError(f"{alias} is another name of #{other} already")
            if any(is_in(name.casefold(), alias.casefold()) for name in names):
                raise ConflictError(
                    f"{alias} is a tag of its own",
                    hint=f"to make them one: postil tag merge {alias} --into {tag}",
                )


def _touched(changes: Sequence[Change]) -> Touched:
    highlights = sum(change.key.startswith(HIGHLIGHT_TAGS) for change in changes)
    return Touched(len(changes) - highlights, highlights)


def _telling(keys: Sequence[str], progress: Progress | None) -> Iterator[str]:
    """``keys``, telling before each how far it is."""
    for number, key in enumerate(keys):
        if progress is not None:
            progress(number, len(keys), "articles read")
        yield key


def _listed(names: Collection[str]) -> str:
    """``#a, #b and 3 more``."""
    shown = ", ".join(f"#{name}" for name in list(names)[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"

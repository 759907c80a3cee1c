"""Tags as names: what nests in what, what a renaming makes of them, what is meant. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from store.errors import UsageError
from store.text.clean import clean_tag

if TYPE_CHECKING:
    from store.codebook import Codebook


MainNames = Callable[[Iterable[str]], tuple[str, ...]]
"""Gives tags their main names, each once (``Codebook.settled``)."""


class Tag(NamedTuple):
    """A tag of the library, as a list of all of them shows it.

    Attributes:
        name: Whole, with what it is nested in.
        own: How many articles and highlights have it itself.
        total: How many have it or one that is nested in it.
        color: Its own, or the nearest above it; ``""``: none.
    """

    name: str
    own: int
    total: int
    description: str = ""
    color: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def depth(self) -> int:
        """How many tags it is nested in."""
        return self.name.count("/")


class Touched(NamedTuple):
    """How many articles and highlights an act on tags changes."""

    articles: int = 0
    highlights: int = 0

    @property
    def total(self) -> int:
        """Both together."""
        return self.articles + self.highlights

    @property
    def words(self) -> str:
        """``2 articles and 1 highlight``."""
        counts = ((self.articles, "article"), (self.highlights, "highlight"))
        said = [f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in counts if n]
        return " and ".join(said) or "nothing"


def as_tag(name: str) -> str:
    """``name`` as a tag.

    Raises:
        UsageError: it is none.
    """
    tag = clean_tag(name)
    if not tag:
        raise UsageError(f"{name!r} is no tag", hint="a tag is a word; a/b nests")
    return tag


@lru_cache(maxsize=20_000)
def above(tag: str) -> tuple[str, ...]:
    """The tags that ``tag`` is nested in, the outermost first."""
    return tuple(tag[:at] for at, character in enumerate(tag) if character == "/")


def is_in(tag: str, outer: str) -> bool:
    """Whether ``tag`` is ``outer`` or nested in it."""
    return tag == outer or tag.startswith(f"{outer}/")


def moved(tag: str, moves: Mapping[str, str], *, nested: bool = True) -> str:
    """What ``tag`` becomes when tags are given other names.

    Args:
        tag: Any.
        moves: New names by old ones; ``""`` takes a tag away.
        nested: What is nested in an old one goes along.
    """
    old = tag if tag in moves else ""
    if not old and nested:
        old = next((name for name in reversed(above(tag)) if name in moves), "")
    if not old:
        return tag
    new = moves[old]
    if not new or (is_in(new, old) and new != old and is_in(tag, new)):
        return tag if new else ""  # moved into itself: what is there already stays
    return new + tag[len(old) :]


def retagged(
    tags: Sequence[str],
    moves: Mapping[str, str] | None = None,
    *,
    nested: bool = True,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
) -> tuple[str, ...]:
    """``tags`` with some renamed, some added and some taken away, each once, in order.

    Args:
        tags: As they are.
        moves: As for ``moved``.
        nested: Likewise.
        add: At the end, those that are not there.
        remove: These only, not what is nested in them.
    """
    names = [moved(tag, moves, nested=nested) for tag in tags] if moves else tags
    gone = frozenset(remove)
    return tuple(dict.fromkeys(name for name in (*names, *add) if name and name not in gone))


def as_known(tag: str, known: Mapping[str, str]) -> str:
    """``tag`` in the case in which it is known, or the tag above it that is.

    Args:
        tag: As it was typed.
        known: Names by themselves without their case (``by_case``).
    """
    for part in reversed((*above(tag), tag)):
        if name := known.get(part.casefold()):
            return name + tag[len(part) :]
    return tag


def by_case(names: Iterable[str]) -> dict[str, str]:
    """For ``as_known``: names and all they are nested in; of two that differ by case the first."""
    known: dict[str, str] = {}
    listed = list(names)
    for name in (*listed, *(part for each in listed for part in above(each))):
        known.setdefault(name.casefold(), name)
    return known


def meant(
    tags: Sequence[str], codebook: Codebook, used: Collection[str], *, exact: bool = False
) -> dict[str, str]:
    """What somebody means who types ``tags``: for each of them the one to store.

    An alias is the tag that it means; a tag that is there in another case is that one, and so is
    the part of it that is there, unless ``exact``.

    Args:
        tags: As they were typed.
        codebook: What is said of tags.
        used: The tags that are there, the most used first.
        exact: Keep the case.
    """
    names = {tag: codebook.main(tag) for tag in tags}
    if exact:
        return names
    here, known = frozenset(used), by_case([*codebook.entries, *used])
    return {tag: m if m in here else as_known(m, known) for tag, m in names.items()}


def tree(items: Iterable[Sequence[str]], codebook: Codebook) -> list[Tag]:
    """All tags of a library, each below the one it is nested in, the most used first.

    Args:
        items: The tags of each article and of each highlight.
        codebook: What is said of them; a tag that only it knows is listed, too.
    """
    own: dict[str, int] = {}
    total: dict[str, int] = {}
    main: dict[str, str] = {}
    for tags in items:
        names = {main.get(tag) or main.setdefault(tag, codebook.main(tag)) for tag in tags}
        for name in names:
            own[name] = own.get(name, 0) + 1
        for name in names.union(*map(above, names)):
            total[name] = total.get(name, 0) + 1
    for name in codebook.entries:
        for part in (*above(name), name):
            total.setdefault(part, 0)

    def place(name: str) -> list[tuple[int, str, str]]:
        parts = (*above(name), name)
        return [(-total[part], part.casefold(), part) for part in parts]

    return [
        Tag(name, own.get(name, 0), total[name], *_said(codebook, name))
        for name in sorted(total, key=place)
    ]


def _said(codebook: Codebook, name: str) -> tuple[str, str, tuple[str, ...]]:
    entry = codebook.entry(name)
    return entry.description, codebook.color(name), entry.aliases

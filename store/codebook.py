"""The codebook: what its user says of each tag: a description, a colour, other names for it. Pure.

It stands in ``tags.yaml`` as ``schema: 1`` and ``tags:``, a mapping of a tag's name (``a/b`` nests)
to ``description``, ``color`` and ``aliases``. A tag needs no entry, and an entry no use. Below,
``tags`` is that mapping as it was read, with all keys that this version does not know.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from store import yaml_files
from store.model import COLORS
from store.tags import above, moved
from store.text.clean import clean_tag, clean_text

FILE = "tags.yaml"
SCHEMA = 1
_DESCRIPTION_LONGEST = 2000
_ALIASES_MOST = 100

Raw = Mapping[str, Any]


class Entry(NamedTuple):
    """What the codebook says of one tag.

    Attributes:
        color: One of ``COLORS``, or ``""``.
        aliases: Other names that mean this tag.
    """

    description: str = ""
    color: str = ""
    aliases: tuple[str, ...] = ()


_NOTHING = Entry()


class Codebook:
    """The entries by the names of their tags, in the order of the file. Immutable.

    Names and aliases are told apart without regard to case; what is a name of its own is never
    taken for an alias, and an alias that two tags claim is the first one's.
    """

    def __init__(self, entries: Mapping[str, Entry] = MappingProxyType({})) -> None:
        self.entries = entries

    def entry(self, tag: str) -> Entry:
        """What is said of ``tag``; an empty entry when nothing is."""
        return self.entries.get(tag, _NOTHING)

    def color(self, tag: str) -> str:
        """The colour of ``tag``, or of the nearest tag above it that has one; ``""``: none."""
        for name in reversed((*above(tag), tag)):
            if found := self.entry(name).color:
                return found
        return ""

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(name.casefold() for name in self.entries)

    @cached_property
    def _aliases(self) -> dict[str, str]:
        """The tag that each alias means, by the alias without its case."""
        found: dict[str, str] = {}
        for name, entry in self.entries.items():
            for alias in entry.aliases:
                if alias.casefold() not in self._names:
                    found.setdefault(alias.casefold(), name)
        return found

    def main(self, tag: str) -> str:
        """The name under which ``tag`` is stored: an alias becomes the tag that it means.

        So does an alias that ``tag`` is nested in: with ``ai`` for ``machines``, ``ai/ethics`` is
        ``machines/ethics``. What is no alias stays as it is.
        """
        if not self._aliases:
            return tag
        name = tag
        # What an alias has become begins with a name, so another one can only be longer: it ends.
        while meant := self._meant(name):
            name = meant
        return name if name == tag else clean_tag(name) or tag

    def _meant(self, tag: str) -> str:
        """``tag`` with the longest alias it begins with replaced; ``""``: there is none."""
        for part in reversed((*above(tag), tag)):
            if part.casefold() in self._names:
                return ""
            name = self._aliases.get(part.casefold())
            if name is not None:
                return name + tag[len(part) :]
        return ""

    def settled(self, tags: Iterable[str]) -> tuple[str, ...]:
        """``tags`` under their main names, each once, in order."""
        return tuple(dict.fromkeys(self.main(tag) for tag in tags))

    def spellings(self, path: str) -> tuple[str, ...]:
        """The folded paths under which what ``path`` means may be stored, its main name first.

        Args:
            path: The folded name of a tag or an alias.
        """
        if not self._aliases:
            return (path,)
        from store.text.fold import fold  # noqa: PLC0415 - only for a query with a tag

        main = fold(self.main(path))
        found = {main: None}
        for alias, name in self._aliases.items():
            meant = fold(name)
            if meant == main or meant.startswith(f"{main}/"):
                found[fold(alias)] = None
            elif main.startswith(f"{meant}/"):
                found[fold(alias) + main[len(meant) :]] = None
        return tuple(found)


# -- reading -----------------------------------------------------------------------------------


def is_newer(raw: Raw) -> bool:
    """Whether a later version of postil wrote it: it can be read, never written."""
    schema = raw.get("schema", SCHEMA)
    return isinstance(schema, int) and schema > SCHEMA


def tags_in(raw: Raw) -> dict[str, Any]:
    """The entries as they stand in what was read."""
    return raw.get("tags") or {}


def codebook(tags: Raw) -> Codebook:
    """The entries, cleaned; one whose name is no tag, or there already, is passed by."""
    entries: dict[str, Entry] = {}
    for key, value in tags.items():
        name = clean_tag(key)
        if name and name not in entries:
            entries[name] = _entry(name, value)
    return Codebook(MappingProxyType(entries))


def _entry(name: str, value: object) -> Entry:
    """An entry; a text alone is its description."""
    if not isinstance(value, dict):
        return Entry(_description(value))
    color = value.get("color")
    aliases, own = (clean_tag(text) for text in _alias_texts(value)), name.casefold()
    return Entry(
        _description(value.get("description")),
        color if isinstance(color, str) and color in COLORS else "",
        tuple(dict.fromkeys(a for a in aliases if a and a.casefold() != own))[:_ALIASES_MOST],
    )


def _description(value: object) -> str:
    return clean_text(yaml_files.text_of(value) or "").strip()[:_DESCRIPTION_LONGEST]


def _alias_texts(value: Raw) -> list[str]:
    found = value.get("aliases")
    return [
        yaml_files.text_of(each) or "" for each in (found if isinstance(found, list) else [found])
    ]


# -- changing ----------------------------------------------------------------------------------


def with_entry(tags: Raw, name: str, entry: Entry) -> dict[str, Any]:
    """``tags`` with ``entry`` for ``name``; keys that are not known stay, an empty entry goes."""
    key = _key_of(tags, name)
    record = _with(tags.get(key), entry)
    changed = {**tags, key: record}
    if not record:
        del changed[key]
    return changed


def with_moves(
    tags: Raw,
    moves: Mapping[str, str],
    *,
    nested: bool = True,
    aliases: bool = True,
    old_names: bool = False,
) -> dict[str, Any]:
    """``tags`` with entries renamed, each where it stood; those of one new name are joined.

    Args:
        tags: As they stand.
        moves: New names by old ones; ``""`` takes an entry away.
        nested: What is nested in a tag goes along.
        aliases: The aliases of what is joined stay; else those of the new name's own entry only.
        old_names: The old names become aliases of the new ones.
    """
    parts: dict[str, list[object]] = {}
    for key, value in tags.items():
        name = clean_tag(key)
        new = moved(name, moves, nested=nested)
        if new == name:
            parts.setdefault(key, []).insert(0, value)  # its own entry leads
        elif new:
            kept = value if aliases else _with(value, _entry(new, value)._replace(aliases=()))
            parts.setdefault(_key_of(tags, new), []).append(kept)
    changed = {key: _joined(clean_tag(key), values) for key, values in parts.items()}
    for old, new in moves.items():
        if old_names and new and new.casefold() != old.casefold():
            entry = _entry(new, changed.get(_key_of(changed, new)))
            together = dict.fromkeys((*entry.aliases, old))
            changed = with_entry(changed, new, entry._replace(aliases=tuple(together)))
    return changed


def _key_of(tags: Raw, name: str) -> str:
    """The key that ``name`` stands under, or would."""
    return name if name in tags else next((k for k in tags if clean_tag(k) == name), name)


def _with(value: object, entry: Entry) -> dict[str, Any]:
    """The entry ``value`` saying what ``entry`` says; keys that are not known stay."""
    record: dict[str, Any] = dict(value) if isinstance(value, dict) else {}
    for key, said in (
        ("description", entry.description), ("color", entry.color), ("aliases", list(entry.aliases))
    ):  # fmt: skip
        if said:
            record[key] = said
        else:
            record.pop(key, None)
    return record


def _joined(name: str, values: Sequence[object]) -> object:
    """One entry of several, the first of which leads."""
    first, *others = values
    entries = [_entry(name, value) for value in values]
    if not others and entries[0] == _entry("", first):
        return first
    record: dict[str, Any] = {}
    for value in reversed(values):
        record |= value if isinstance(value, dict) else {}
    return _with(
        record,
        Entry(
            next((e.description for e in entries if e.description), ""),
            next((e.color for e in entries if e.color), ""),
            tuple(dict.fromkeys(alias for e in entries for alias in e.aliases)),
        ),
    )

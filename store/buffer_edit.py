"""What an edited buffer of annotations changes, against the annotations as they are now. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple, cast

from store.anchoring import find_quote
from store.annotation_buffer import DELETE, Marked, Own, shortened
from store.annotations_edit import HIGHLIGHT, Change, highlight_to_json
from store.buffer_reading import Buffer, unclear
from store.errors import ConflictError, UsageError
from store.making import make_highlight
from store.model import Annotations, Highlight, Style
from store.tags import MainNames
from store.text.document import Document

_PARTS = {"@status": ("status", "starred", "archived"), "@tags": ("tags",), "@note": ("note",)}


class BufferEdit(NamedTuple):
    """What an edit is.

    Attributes:
        changes: All of them, of one article.
        changed: How many highlights are changed, and the article itself.
        added: How many highlights are new.
        deleted: How many are deleted.
    """

    changes: tuple[Change, ...]
    changed: int
    added: int
    deleted: int

    @property
    def words(self) -> str:
        """The counts, for people."""
        counts = {"changed": self.changed, "added": self.added, "deleted": self.deleted}
        return ", ".join(f"{count} {what}" for what, count in counts.items() if count)


def edit_of(
    buffer: Buffer, present: Annotations, document: Document, settled: MainNames = tuple
) -> BufferEdit:
    """The changes that make ``present`` what ``buffer`` says, where that was edited.

    Args:
        buffer: What was read.
        present: The annotations now.
        document: The article's text now, in which new passages are looked for.
        settled: Gives the tags of what was edited their main names.

    Raises:
        UsageError: it cannot be told what is meant; ``line`` says where.
        ConflictError: what was edited was changed elsewhere, too, since the buffer was written.
    """
    if buffer.article != present.article:
        raise UsageError(f"these are the annotations of another article: {buffer.article}")
    own = _need_own(buffer)
    _need_known(buffer)
    _need_all(buffer, present)
    elsewhere: list[str] = []
    edited = [*_own_changes(buffer, own, present, settled, elsewhere)]
    changed, added, deleted = int(bool(edited)), 0, 0
    for block in buffer.marked:
        change = (
            _changed(buffer, block, present, settled, elsewhere)
            if block.id
            else _added(block._replace(tags=settled(block.tags)), present, document)
        )
        if change is not None:
            edited.append(change)
            changed += change.before is not None and change.after is not None
            added += change.before is None
            deleted += change.after is None
    if elsewhere:
        raise ConflictError(
            "changed elsewhere meanwhile, and here too; nothing is changed",
            hint="look at what it is now, and edit that",
            candidates=tuple(elsewhere),
        )
    return BufferEdit(tuple(edited), changed, added, deleted)


def _need_own(buffer: Buffer) -> Own:
    if buffer.own is None:
        first = buffer.marked[0].line if buffer.marked else 1
        raise unclear(first, "the article's own block is gone", "## @article, its status and tags")
    return buffer.own


def _need_known(buffer: Buffer) -> None:
    for block in buffer.marked:
        if block.id and block.id not in buffer.base:
            raise unclear(
                block.line, f"this article has no highlight ^{block.id}", "a new one has no ^id"
            )


def _need_all(buffer: Buffer, present: Annotations) -> None:
    """Make sure that no block was cut out: one that is to go is marked so."""
    lines = {block.id: block.line for block in buffer.marked}
    order = [key for key in buffer.base if not key.startswith("@")]
    gone = [h for key in order if key not in lines and (h := present.highlight(key)) is not None]
    if not gone:
        return
    later = order[order.index(gone[0].id) + 1 :]
    line = next((lines[key] for key in later if key in lines), buffer.end)
    what, it = (
        (f"the highlight {shortened(gone[0].quote)} is gone", "it")
        if len(gone) == 1
        else (f"{len(gone)} highlights are gone, the first is {shortened(gone[0].quote)}", "them")
    )
    ids = " ".join(f"^{highlight.id}" for highlight in gone)
    raise unclear(line, what, f"to delete {it} write the line “## @delete {ids}” here")


def _own_changes(
    buffer: Buffer, own: Own, present: Annotations, settled: MainNames, elsewhere: list[str]
) -> Iterator[Change]:
    """The changes of the article's own values; what is in conflict goes to ``elsewhere``."""
    now = Own.of(present)
    here, there = own.digests, now.digests
    for part, names in _PARTS.items():
        base = buffer.base.get(part)
        if here[part] in (base, there[part]):
            continue
        if base is None:
            what = f"the comment on the article's {part[1:]} is gone from the end"
            raise unclear(buffer.end, what, "put it back, or edit a new one")
        if there[part] != base:
            elsewhere.append(f"the article's {part[1:]}")
            continue
        for name in names:
            before, after = getattr(present, name), getattr(own, name)
            after = settled(after) if name == "tags" else after
            if after != getattr(now, name):
                yield Change(present.article, name, _plain(before), _plain(after))


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _changed(
    buffer: Buffer, block: Marked, present: Annotations, settled: MainNames, elsewhere: list[str]
) -> Change | None:
    """The change of a highlight that was there; ``None``: nothing is to be done."""
    base = buffer.base[block.id]
    found = present.highlight(block.id)
    if block.digest == base or (found is None and block.color == DELETE):
        return None
    if found is None:
        elsewhere.append(f"the highlight {shortened(block.quote)}, deleted there")
        return None
    now = Marked.of(found)
    if now.digest == block.digest:
        return None
    if now.digest != base:
        elsewhere.append(f"the highlight {shortened(found.quote)}")
        return None
    if block.quote != now.quote and (block.quote or block.color != DELETE):
        raise unclear(
            block.line, f"the quote is not as it was: {shortened(found.quote)}",
            f"only notes, tags and looks are changed here; postil edit {block.id} --quote marks "
            "another passage",
        )  # fmt: skip
    if block.color == DELETE:
        return Change(present.article, f"{HIGHLIGHT}{block.id}", highlight_to_json(found), None)
    after = replace(
        found, color=block.color, style=cast("Style", block.style),
        tags=found.tags if block.tags == now.tags else settled(block.tags),
        note=found.note if block.note == now.note else block.note,
    )  # fmt: skip
    return None if after == found else _change(present.article, found, after)


def _added(block: Marked, present: Annotations, document: Document) -> Change | None:
    """The change that makes a new highlight; ``None``: there is one that is the same."""
    found = find_quote(document.text, block.quote)
    if len(found) != 1:
        what = f"the quote is there {len(found)} times" if found else "the article does not say so"
        hint = "quote more of it" if found else "quote the passage as it reads in the article"
        raise unclear(block.line, f"{what}: {shortened(block.quote)}", hint)
    made = make_highlight(
        document, *found[0], color=block.color, style=cast("Style", block.style),
        tags=block.tags, note=block.note,
    )  # fmt: skip
    same = (
        h
        for h in present.highlights
        if (h.anchor.start, h.anchor.end) == (made.anchor.start, made.anchor.end)
        and Marked.of(h)._replace(id="") == Marked.of(made)._replace(id="")
    )
    return None if next(same, None) else _change(present.article, None, made)


def _change(article_id: str, before: Highlight | None, after: Highlight) -> Change:
    return Change(
        article_id,
        f"{HIGHLIGHT}{after.id}",
        None if before is None else highlight_to_json(before),
        highlight_to_json(after),
    )

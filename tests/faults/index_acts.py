"""What is done to the search index under fire: one line an act, as in ``acts``.

What the library is told before (``ready``) the index does not know yet; ``do`` brings it in step.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from store.library import Library
from store.search.found import Found
from store.search.writing import bulk, merging, update
from tests.faults.acts import FOUR, Act, Step, article, mark_id

QUERIES = (
    "lamp", "the", "keep", "one", "old", "tag:old", '"at dusk"', "-rain", "watch", "w7", "fog",
    "tag:new", "on", "four bells", "o", "anoth",
)  # fmt: skip
"""Words of the acts' articles, tags and notes, in the ways in which one asks."""

Answers = dict[str, list[tuple[str, str, str, str]]]


def asked(library: Library) -> dict[str, Found]:
    """What the library answers to ``QUERIES`` with the index as it is."""
    return {line: library.search(line) for line in QUERIES}


def answers(library: Library) -> Answers:
    """The same, to be compared."""
    return {line: told(found) for line, found in asked(library).items()}


def told(found: Found) -> list[tuple[str, str, str, str]]:
    """What is shown of an answer, whatever the order."""
    return sorted((hit.id, hit.kind, hit.highlight, hit.snippet) for hit in found.hits)


@contextmanager
def small_batches() -> Iterator[None]:
    """A bulk import of some articles is one of many batches."""
    with patch.object(update, "BATCH", 3):
        yield


@contextmanager
def several_processes() -> Iterator[None]:
    """It is done by two processes that help, and so is a merge."""
    small = {"MANY": 4, "FIRST_BATCH": 2, "BATCH": 3, "workers": lambda: 2}
    with patch.multiple(bulk, **small):
        yield


def _write(library: Library, *numbers: int) -> None:
    """Put articles into the library's folder."""
    for number in numbers:
        text = f"# Fog {number}\n\nThe fog came in from w{number}. One could not see the watch.\n"
        (library.folders.articles / f"fog-{number}.md").write_text(text, encoding="utf-8")
    library.refresh()


def _in_step(*steps: Step) -> Step:
    """Steps after each of which the index is in step."""

    def ready(library: Library) -> None:
        library.update_index()
        for step in steps:
            step(library)
            library.update_index()

    return ready


def _then(ready: Step, step: Step) -> Step:
    def both(library: Library) -> None:
        ready(library)
        step(library)

    return both


def _update(library: Library) -> None:
    library.update_index()


def _bulk(library: Library) -> None:
    with small_batches():
        library.update_index()


def _helped(library: Library) -> None:
    with several_processes():
        library.update_index()
        library._upkeep.wait_for_merging()


def _unmerged(library: Library) -> None:
    """Many articles, whose segments are still to be merged."""
    with several_processes(), patch.object(merging, "due", lambda *_, **__: ()):
        library.update_index()


def _merge(library: Library) -> None:
    """It is done by this process: there is little to do."""
    index = library._upkeep.open_index()
    index._many = True
    index.merge()


def _merge_elsewhere(library: Library) -> None:
    with several_processes():
        _merge(library)


def _reindex(library: Library) -> None:
    library.reindex()


def _tag(library: Library) -> None:
    library.edit_article(article(library, "One").id, tags=["new"], note="Another.")


def _note(library: Library) -> None:
    library.edit_highlight(*mark_id(library, "Two"), note="Another\n\nnote, on fog.")


def _import(library: Library) -> None:
    (library.folders.articles / "four.md").write_text(FOUR, encoding="utf-8")
    library.refresh()


def _edit(library: Library) -> None:
    path = library.folders.articles / article(library, "Three").file
    text = path.read_text(encoding="utf-8").replace("for show", "for fog, the watch says")
    path.write_text(text, encoding="utf-8")
    library.refresh()


def _delete(library: Library) -> None:
    library.delete_articles([article(library, "One").id])


def _each(library: Library) -> None:
    """Something of everything."""
    for step in (_tag, _note, _import, _edit, _delete):
        step(library)


def _many(library: Library) -> None:
    _write(library, *range(11))


def _one_by_one(count: int) -> Step:
    """So many commits of one article that segments are merged soon."""

    def write(number: int) -> Step:
        return lambda library: _write(library, number)

    return _in_step(*(write(number) for number in range(count)))


def _damage(library: Library) -> None:
    for path in _files(library, "*_*"):
        path.write_bytes(path.read_bytes()[:-1] + b"?!")


def _other_version(library: Library) -> None:
    for path in _files(library, "contents"):
        path.write_bytes(b"postil index 0 " + path.read_bytes()[15:])


def _files(library: Library, pattern: str) -> list[Path]:
    return sorted((library.folders.cache / "index").glob(pattern))


INDEX_ACTS = [
    Act("index-first", lambda _: None, _update),
    Act("index-tag", _then(_in_step(), _tag), _update),
    Act("index-note", _then(_in_step(), _note), _update),
    Act("index-import", _then(_in_step(), _import), _update),
    Act("index-edit", _then(_in_step(), _edit), _update),
    Act("index-delete", _then(_in_step(), _delete), _update),
    Act("index-each", _then(_in_step(), _each), _update),
    Act("index-merge", _then(_one_by_one(merging.FEW - 2), lambda a: _write(a, 90)), _update),
    Act("index-bulk", _many, _bulk),
    Act("index-bulk-again", _then(_in_step(_many), lambda a: _write(a, *range(5, 30))), _bulk),
    Act("index-helped", _then(_in_step(_each), _many), _helped),
    Act("index-aside", _then(_then(_in_step(_each), _many), _unmerged), _merge),
    Act("index-aside-elsewhere", _then(_then(_in_step(), _many), _unmerged), _merge_elsewhere),
    Act("index-anew", _in_step(_each), _reindex),
    Act("index-damaged", _then(_in_step(_each), _damage), _update),
    Act("index-of-another-version", _then(_in_step(_each), _other_version), _update),
]

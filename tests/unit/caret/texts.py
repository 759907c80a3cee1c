"""Documents to move a caret over, and ways to write down where it is."""

from __future__ import annotations

from hypothesis import strategies as st

from store.text.document import FOLDED_KINDS, Document
from store.text.markdown import parse
from tests.unit.layout.texts import documents
from tui.caret.ground import Ground
from tui.caret.state import Caret, selection
from tui.layout.cells import clusters

HARBOUR = """
::: furniture
Share this
:::

# Harbour lights

When the lamps went out, the town kept its own time. The keeper's ledgers — nobody had read
them — name every ship. “Historians,” she said, “had assumed the opposite.”

東京の港では、昔の灯台が今も光っています。 A family 👨\u200d👩\u200d👧 waits.

## Pilots and tolls

- the guild paid in candles
- the toll-house kept the tally

***

```
toll = length * 3

pay(toll)
```

| port | lamps |
|------|-------|
| Aar  | two   |

## What was lost

Last words. They are short.

::: furniture
Leave a comment
:::
"""


def folded_ground(document: Document) -> Ground:
    """The ground of a document as the reader opens it: furniture and contents folded away."""
    blocks = document.blocks

    def folded(index: int) -> tuple[int, int] | None:
        kind = blocks[index].kind
        if kind not in FOLDED_KINDS:
            return None
        first, last = index, index + 1
        while first and blocks[first - 1].kind == kind:
            first -= 1
        while last < len(blocks) and blocks[last].kind == kind:
            last += 1
        return first, last

    return Ground(document, folded)


def harbour() -> Ground:
    return folded_ground(parse(HARBOUR))


def at(ground: Ground, text: str, inside: int = 0) -> int:
    """The offset of a piece of the text."""
    return ground.text.index(text) + inside


def free(where: int) -> Caret:
    return Caret(where, where, selecting=False)


def selected(ground: Ground, caret: Caret) -> str:
    start, end = selection(ground, caret)
    return ground.text[start:end]


def all_stops(ground: Ground) -> list[int]:
    """Every stop of a small document, found by trying every offset."""
    return [offset for offset in range(len(ground.text)) if ground.is_stop(offset)]


def has_nothing_unseen(document: Document) -> bool:
    """Whether every cluster takes a cell: a joiner alone after a blank is shown as nothing."""
    return all(cluster.width for cluster in clusters(document.text.replace("\n", " ")))


seen_documents = documents.filter(has_nothing_unseen)
grounds = documents.map(folded_ground)
seen_grounds = seen_documents.map(folded_ground)
counts = st.integers(1, 4)

"""Footnotes are found by their labels, with all of their text, and cut out whole."""

from __future__ import annotations

from store.text.footnotes import excerpt, note_at, notes_of, references_in, references_to
from store.text.markdown import parse

DOCUMENT = parse(
    """\
One[^a] and two[^b], and one again.[^a] A loose end.[^none]

```python
code
```

[^a]: The first.

    With *more* of it.

[^b]: ```sh
    ls
    ```
"""
)


def test_notes_are_their_blocks_and_code_is_no_note() -> None:
    texts = {
        label: [DOCUMENT.block_text(block) for block in DOCUMENT.blocks[first:last]]
        for label, (first, last) in notes_of(DOCUMENT).items()
    }
    assert texts == {"a": ["[a] The first.", "With more of it."], "b": ["[b]", "ls"]}


def test_references_are_found_both_ways() -> None:
    end = DOCUMENT.blocks[0].end
    assert [s.value for s in references_in(DOCUMENT, 0, end)] == ["a", "b", "a"]
    assert [s.value for s in references_in(DOCUMENT, 4, 5)] == ["a"]
    assert references_in(DOCUMENT, 0, 3) == []
    assert [s.start for s in references_to(DOCUMENT, "a")] == [
        s.start for s in references_in(DOCUMENT, 0, end) if s.value == "a"
    ]
    assert note_at(DOCUMENT, DOCUMENT.text.index("more")) == "a"
    assert note_at(DOCUMENT, 0) == ""


def test_an_excerpt_counts_from_its_own_start() -> None:
    note = excerpt(DOCUMENT, *notes_of(DOCUMENT)["a"])
    assert note.text == "[a] The first.\n\nWith more of it."
    assert note.text == "\n\n".join(note.block_text(block) for block in note.blocks)
    [span] = note.spans
    assert note.text[span.start : span.end] == "more"
    assert excerpt(DOCUMENT, 0, 0).blocks == ()

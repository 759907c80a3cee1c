"""Typography in the reader: code, footnotes, pictures, spacing, as they show on the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.library import Library
from tests.ui.harness import Session, reading
from themes.load import load
from tui.theming import rich_style

ALMANAC = """\
# The pilot's almanac

The keeper had three books.[^third] One of them had a lock.[^lock]

The tally was kept by rule, and the rule was written on the wall of the lamp room in red paint.

```python
def toll(length):
    return "due"  # in candles
```

```
def plain(length):
```

Nothing else was written down.

[^third]: It held the names of those who never paid.

    It was burnt in the winter.

[^lock]: The key is in the museum.
"""


@pytest.fixture
async def almanac(library: Library, tmp_path: Path) -> AsyncIterator[Session]:
    """A reader of 100 x 40 with an article of many kinds of blocks."""
    source = tmp_path / "almanac.md"
    source.write_text(ALMANAC, encoding="utf-8")
    [added] = library.add([str(source)])
    assert added.article is not None
    async with reading(library, (100, 40), article_id=added.article.id) as session:
        yield session


def colours(reader: Session) -> dict[str, str]:
    """Each run of text on the screen to its colour."""
    strips = reader.app.screen._compositor.render_strips()
    return {
        run.text: run.style.color.name
        for strip in strips
        for run in strip
        if run.style is not None and run.style.color is not None
    }


async def test_code_has_the_colours_of_its_language(almanac: Session) -> None:
    found = colours(almanac)
    paints = load("ink", None).paints

    def colour(role: str) -> str:
        found = rich_style(paints[role]).color  # type: ignore[index]
        assert found is not None
        return found.name

    assert found["def"] == found["return"] == colour("code_keyword")
    assert found["toll"] == colour("code_name")
    assert found["# in candles"] == colour("code_comment")
    assert found['"due"'] == colour("code_string")
    assert found["def plain(length):"] == colour("code")


async def test_colours_of_code_stay_under_a_selection(almanac: Session) -> None:
    reader = almanac.main.reader
    at = reader.document.text.index("def toll")
    reader.focus_passage(at + 1, at + 5, "selection")
    await almanac.settle()
    assert {"d", "ef", "t", "oll"} <= set(colours(almanac))

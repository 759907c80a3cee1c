"""Makes ``docs/screenshot.svg``: the reader, run here on the articles that come with postil.

Run by ``make screenshot``.
"""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
from pathlib import Path

from store.folders import Folders
from store.library import Library
from tui.app import PostilApp

TARGET = Path(__file__).with_name("screenshot.svg")
SIZE = (132, 36)
FONTS = "ui-monospace, Menlo, Consolas, monospace"


def marked_library(folder: Path) -> tuple[Library, str]:
    """A library with the built-in articles, three passages of one marked; that one's id."""
    library = Library(
        Folders(folder / "library", folder / "cache", folder / "config", folder / "state")
    )
    library.add_builtin()
    article = next(a for a in library.articles() if "arbour" in a.title)
    document = library.document(article.id)
    paragraphs = [block for block in document.blocks if block.kind == "paragraph"]
    marks = [
        ("yellow", ["source"], "compare with the toll rolls"),
        ("green", ["idea"], ""),
        ("pink", ["to-read"], ""),
    ]
    for block, (color, tags, note) in zip(paragraphs[1:], marks, strict=False):
        stop = document.text.index(". ", block.start) + 1
        library.mark(article.id, block.start, stop, color=color, tags=tags, note=note)
    library.edit_article(article.id, tags=["history", "coast/north"])
    return library, article.id


async def shoot(folder: Path) -> str:
    """The screen as SVG, without references to fonts elsewhere."""
    library, article_id = marked_library(folder)
    with library:
        app = PostilApp(library, article_id=article_id, theme="ink")
        async with app.run_test(size=SIZE) as pilot:
            await app.workers.wait_for_complete()
            await pilot.press("j", "j", "j")
            await app.workers.wait_for_complete()
            await pilot.pause()
            svg = app.export_screenshot(title="postil")
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)
    return svg.replace("font-family: Fira Code", f"font-family: {FONTS}")


def main() -> None:
    """Write the picture."""
    os.environ |= {"TERM": "xterm-256color", "COLORTERM": "truecolor"}  # whatever it runs in
    os.environ.pop("NO_COLOR", None)
    with tempfile.TemporaryDirectory() as folder:
        TARGET.write_text(asyncio.run(shoot(Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    main()

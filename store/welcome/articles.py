"""Lists and reads the articles that come with postil.

Each is a Markdown file in this folder, imported like any other; its name without ``.md`` is what
its source is called (``postil:welcome``).
"""

from __future__ import annotations

WELCOME = ("welcome", "keys", "files", "harbour-lights", "in-the-margin")
"""Their names, in the order in which they are to be read."""


def welcome_articles() -> list[tuple[str, str]]:
    """Name and Markdown (with front matter) of each, in the order of ``WELCOME``."""
    from importlib.resources import files  # noqa: PLC0415 - only an empty library needs it

    folder = files("store.welcome")
    return [(name, (folder / f"{name}.md").read_text(encoding="utf-8")) for name in WELCOME]

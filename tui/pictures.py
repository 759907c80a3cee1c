"""Pictures in the terminal: by kitty's or sixel graphics where it can, else of half blocks.

They need the extra ``postil[pictures]``; everything here is imported when a picture is to be shown.
"""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

from store.errors import StoreError
from store.pictures import MOST_PIXELS, check
from tui.editor import suspended

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

_NEEDED = ("PIL", "textual_image")
_LARGEST_SIDE = 2_000
"""Pixels of the longer side that a decoded picture is kept with."""
_LEAST_CELLS = 40
"""A small picture is made larger, up to so many cells."""


def are_installed() -> bool:
    """Whether the packages that pictures need are here."""
    return all(find_spec(name) is not None for name in _NEEDED)


def decode(data: bytes) -> Any:
    """The picture as a ``PIL.Image.Image``, upright and not larger than a screen. Any thread.

    Raises:
        StoreError: it is too large, broken, or something else than it says.
    """
    kind = check(data)
    image_module: Any = import_module("PIL.Image")
    image_ops = import_module("PIL.ImageOps")
    image_module.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        image = image_module.open(BytesIO(data), formats=(kind.name.upper(),))
        if image.width * image.height > MOST_PIXELS:
            raise StoreError("this picture has too many pixels, so it is not shown")
        image.draft("RGB", (_LARGEST_SIDE, _LARGEST_SIDE))
        image = image_ops.exif_transpose(image)
        image = image.convert("RGBA" if image.has_transparency_data else "RGB")
        image.thumbnail((_LARGEST_SIDE, _LARGEST_SIDE))
    except StoreError:
        raise
    except Exception as error:  # a decoder's own errors are of many kinds
        raise StoreError("this picture is broken, so it cannot be shown") from error
    return image


def make_widget(app: App[Any], image: Any) -> Widget:
    """A widget that shows a decoded picture as well as this terminal can.

    The terminal is asked once what it can do. Its answer comes as keys do, so Textual must not
    read the keys meanwhile.
    """
    name = "textual_image.widget"
    if name not in sys.modules and sys.__stdout__ is not None and sys.__stdout__.isatty():
        with suspended(app):
            import_module(name)
    widgets, unicode = import_module(name), import_module("textual_image.renderable.unicode")
    best = widgets.AutoRenderable
    make = widgets.HalfcellImage if best is unicode.Image else widgets.Image
    widget: Widget = make(image)
    return widget


def cells_of(image: Any, columns: int, lines: int) -> tuple[int, int]:
    """Columns and lines of cells in which a picture fits into so many, in its own proportions."""
    cell = import_module("textual_image._terminal").get_cell_size()
    width, height = image.width / cell.width, image.height / cell.height
    scale = min(columns / width, lines / height, max(1.0, _LEAST_CELLS / width))
    return max(round(width * scale), 1), max(round(height * scale), 1)

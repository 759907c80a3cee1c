"""A picture is found in the kept original, the right one or none, and nothing hostile is shown."""

from __future__ import annotations

import base64
import struct
import zlib
from pathlib import Path

import pytest

from store import pictures
from store.errors import StoreError
from store.library import Library
from store.text.markdown import parse


def png(width: int = 2, height: int = 2, color: int = 0) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes([color] * 3) * width) * min(height, 100)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + (chunk(b"IEND", b""))
    )


def address(data: bytes, kind: str = "image/png") -> str:
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


RED, BLUE = png(color=200), png(3, 3, color=90)
WORDS = " ".join(["The kiln was fired four times a year, and each firing took a night."] * 12)
PAGE = f"""<!doctype html><html><head><title>The kiln</title></head><body>
<img src="{address(png(9, 9))}" alt="The mark of the house">
<article><h1>The kiln</h1><p>{WORDS}</p>
<figure><img src="{address(RED)}"><figcaption>The kiln at night.</figcaption></figure>
<p>{WORDS}</p><figure><img src="{address(BLUE)}"></figure>
<p>{WORDS} <img src="https://example.com/far.png" alt="far away"></p></article></body></html>"""
NOTES = f"# Notes\n\nSome words ![a shard]({address(RED)}) and ![a shard]({address(BLUE)}).\n"


def added(library: Library, path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    [one] = library.add([str(path)])
    assert one.article is not None
    return one.article.id


def found(library: Library, article_id: str) -> list[bytes | None]:
    document = library.document(article_id)
    spans = [span for span in document.spans if span.kind == "image"]
    return [library.picture(article_id, span.start) for span in spans]


def test_pictures_of_a_page_are_those_of_its_article(library: Library, tmp_path: Path) -> None:
    article_id = added(library, tmp_path / "page.html", PAGE)
    assert found(library, article_id) == [RED, BLUE, None]


def test_pictures_of_a_markdown_file(library: Library, tmp_path: Path) -> None:
    article_id = added(library, tmp_path / "notes.md", NOTES)
    assert found(library, article_id) == [RED, BLUE]
    assert library.picture(article_id, 0) is None


def test_a_text_worked_on_since_has_only_what_can_be_told_apart(
    library: Library, tmp_path: Path
) -> None:
    article_id = added(library, tmp_path / "notes.md", NOTES)
    article = library.folders.articles / library.article(article_id).file
    source = article.read_text(encoding="utf-8")
    article.write_text(source.replace("Some words", "Some other words"), encoding="utf-8")
    library.refresh()
    assert found(library, article_id) == [RED, BLUE]
    article.write_text(source.replace(f"![a shard]({address(RED)}) and", ""), encoding="utf-8")
    library.refresh()
    assert found(library, article_id) == [None]


def test_nothing_is_read_but_the_original(library: Library, tmp_path: Path) -> None:
    (tmp_path / "near.png").write_bytes(RED)
    article_id = added(library, tmp_path / "notes.md", "# Notes\n\n![near](near.png) words\n")
    assert found(library, article_id) == [None]
    article_id = added(library, tmp_path / "two.md", f"# Two\n\n![a shard]({address(RED)}) word\n")
    [original] = [p for p in library.folders.originals.iterdir() if p.name.startswith(article_id)]
    original.write_text("something else", encoding="utf-8")
    assert found(library, article_id) == [None]
    original.unlink()
    assert found(library, article_id) == [None]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no PNG"),
        (b"", "no PNG"),
        (b"\xff\xd8\xff\xe0", "no PNG"),
        (png(100_000, 100_000), "megapixels"),
        (png() + b"\0" * pictures.LARGEST, "MB"),
    ],
)
def test_what_is_no_picture_or_too_large_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        pictures.check(data)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (png(7, 5), ("PNG", 7, 5)),
        (b"GIF89a" + struct.pack("<HH", 7, 5), ("GIF", 7, 5)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\0\x05\0\x07\x03" + b"\0" * 9, ("JPEG", 7, 5)),
        (b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + b"\x06\0\0\x04\0\0", ("WebP", 7, 5)),
        (b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 6 | 4 << 14), ("WebP", 7, 5)),
        (
            b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a" + struct.pack("<HH", 7, 5),
            ("WebP", 7, 5),
        ),
    ],
)
def test_the_size_is_read_from_the_first_bytes(data: bytes, kind: tuple[str, int, int]) -> None:
    assert pictures.check(data) == kind


def test_a_picture_that_is_refused_says_so(library: Library, tmp_path: Path) -> None:
    text = f"# One\n\nWords ![a plan]({address(b'<svg/>', 'image/svg+xml')}) here.\n"
    article_id = added(library, tmp_path / "one.md", text)
    with pytest.raises(StoreError, match="no PNG"):
        found(library, article_id)


def test_images_are_found_by_any_part_of_their_text() -> None:
    document = parse("Words ![a plan](x.png) and more.\n\n![other](y.png)")
    at = document.text.index("plan")
    assert [s.value for s in pictures.images_in(document, at, at + 1)] == ["x.png"]
    assert pictures.images_in(document, 0, 3) == []
    assert len(pictures.images_in(document, 0, len(document.text))) == 2

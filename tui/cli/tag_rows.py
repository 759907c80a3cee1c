"""Tags for people, for programs and as JSON; and what an act has changed of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from store.tags import Tag, Touched, is_in
from store.text.clean import clean_line, clean_text
from tui.cli.output import Cell, fields, json_out, line, on_terminal, styled
from tui.cli.table import Column, table

if TYPE_CHECKING:
    from store.library import Library

TAG_COLUMNS = (
    Column("tag", least=10, styles=("accent",)),
    Column("own", right=True),
    Column("total", right=True),
    Column("description", least=12, rank=1, styles=("dim",)),
)
"""The columns of ``postil tag list``."""

_USES = (Column("id", styles=("dim",)), Column("uses", right=True), Column("title", least=20))


def said(touched: Touched, record: dict[str, Any], *, dry_run: bool, as_json: bool) -> None:
    """How much was changed, or would be."""
    if as_json:
        counts = {"articles": touched.articles, "highlights": touched.highlights}
        json_out({**record, "changed": touched.total, **counts, "dry_run": dry_run})
    else:
        line(f"{'would change' if dry_run else 'changed'}: {touched.words}")


def show_tag(library: Library, name: str, *, as_json: bool, uses: bool = False) -> None:
    """What is said of a tag; with ``uses`` also which articles have it or one nested in it."""
    tags = library.tag_tree()
    tag = next((tag for tag in tags if tag.name == name), Tag(name, 0, 0))
    used = library.tag_uses(name) if uses else []
    if as_json:
        listed = [{"id": a.id, "title": a.title, "uses": count} for a, count in used]
        json_out({**tag_record(tag), **({"articles": listed} if uses else {})})
    elif not on_terminal():
        aliases = " ".join(tag.aliases)
        fields(tag.name, tag.own, tag.total, tag.color, aliases, tag.description)
    else:
        line(styled(f"#{clean_line(name)}", "bold", *([tag.color] if tag.color else [])))
        nested = [each.name for each in tags if is_in(each.name, name) and each.name != name]
        counts = f"{tag.own} with it"
        for what, said in (
            ("", clean_text(tag.description)), ("colour: ", tag.color),
            ("also: ", ", ".join(tag.aliases)),
            ("", f"{counts}, {tag.total} with those in it" if nested else counts),
            ("in it: ", ", ".join(nested)),
        ):  # fmt: skip
            if said:
                line(f"  {what}{said}")
    if uses and not as_json:
        table(_USES, [[article.id, count, article.title] for article, count in used])


def tag_record(tag: Tag) -> dict[str, Any]:
    """A tag as JSON."""
    return {
        "tag": tag.name, "uses": tag.own, "total": tag.total, "description": tag.description,
        "color": tag.color, "aliases": list(tag.aliases),
    }  # fmt: skip


def tag_cells(tag: Tag, *, indented: bool) -> list[Cell]:
    """One row of ``TAG_COLUMNS``."""
    name = "· " * tag.depth + tag.name.rpartition("/")[2] if indented else tag.name
    return [name, tag.own, tag.total, clean_line(tag.description)]

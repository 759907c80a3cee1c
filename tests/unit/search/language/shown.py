"""A query in short, for tables: ``salt & road*``.

``=word`` is exact, ``"a b"`` a phrase, ``‹e-mail›`` a compound, ``title:a`` in a field,
``a~1`` fuzzy, ``a <5> b`` near, ``#tag``, ``is=done``, ``words[1,5)``, ``*`` everything.
"""

from __future__ import annotations

from store.search.language.nodes import (
    And,
    Fact,
    Near,
    Node,
    Not,
    Or,
    Query,
    Range,
    Regex,
    Tag,
    Words,
)


def shown(query: Query) -> str:
    """The tree, and what else was asked, in short."""
    parts = [_shown(query.root) if query.root is not None else "nothing"]
    if query.sort != "relevance":
        parts.append(f"sort={query.sort}")
    if query.inside:
        parts.append(f"in={query.inside}")
    return " ".join(parts)


def _shown(node: Node, *, inner: bool = False) -> str:
    if isinstance(node, And | Or):
        if not node.parts:
            return "*"
        sign = " & " if isinstance(node, And) else " | "
        said = sign.join(_shown(part, inner=True) for part in node.parts)
        return f"({said})" if inner else said
    if isinstance(node, Not):
        return f"!{_shown(node.part, inner=True)}"
    if isinstance(node, Near):
        return f"{_shown(node.left)} <{node.distance}> {_shown(node.right)}"
    if isinstance(node, Words):
        return _words(node)
    if isinstance(node, Regex):
        where = f"{node.where}:" if node.where else ""
        return f"{where}/{node.pattern}/{'i' if node.ignore_case else ''}"
    if isinstance(node, Tag):
        return f"#{','.join(node.paths)}{'*' if node.prefix else ''}"
    if isinstance(node, Fact):
        return f"{node.name}={node.value}"
    assert isinstance(node, Range)
    low, high = ("" if end is None else end for end in (node.low, node.high))
    return f"{node.name}[{low},{high})"


def _words(node: Words) -> str:
    if node.marks:
        said = node.words[0]
        for mark, word in zip(node.marks, node.words[1:], strict=True):
            said += (mark or " ") + word
        said = f"‹{said}›"
    else:
        said = f'"{" ".join(node.words)}"' if node.is_phrase else node.words[0]
    return (
        f"{node.where + ':' if node.where else ''}{'=' if node.exact else ''}{said}"
        f"{'*' if node.prefix else ''}{f'~{node.edits}' if node.edits else ''}"
    )

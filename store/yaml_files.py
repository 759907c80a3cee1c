"""YAML as the library's files use it: an emitter of our own and a strict loader.

A value is a ``dict`` with string keys, a ``list``, a ``str``, an ``int`` of up to 18 digits, a
``bool`` or ``None``; nothing else goes in or comes out. Only plain ``true``, ``false``, ``null``,
``~`` and integers are not strings, so ``no``, ``012``, ``1:30`` and dates stay as they were typed.

The emitter gives the same bytes on every machine (PyYAML's own two differ from each other, and
lose or escape some characters); what it writes reads the same in YAML 1.1 and 1.2.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from store.errors import DamagedFileError

if TYPE_CHECKING:
    import yaml

DEPTH_LIMIT = 32
"""How deep collections may nest in a file."""

# -- writing -----------------------------------------------------------------------------------

_RESERVED = frozenset(
    ("y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf")
)  # fmt: skip
# What YAML 1.1 or 1.2 does not print, or takes for a line break, or for a byte order mark.


@functools.cache
def _unprintable() -> re.Pattern[str]:
    """Made, as the next one, when something is written: that takes a millisecond."""
    return re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


_NOT_PLAIN = re.compile(r": |:$| #| $|\t")
_LINE_OF_BLANKS = re.compile(r"^[ \t]+$|^\t", re.MULTILINE)


@functools.cache
def _escaped() -> re.Pattern[str]:
    return re.compile(r'["\\\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]')


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}
_KEY_LIMIT = 900  # a longer one is no "simple key": YAML gives up at 1,024
_INT_LIMIT = 10**18


def dumps(value: object) -> str:
    """``value`` as YAML in block style, keys in their order, ending with a line break.

    Raises:
        TypeError: it holds something that is not one of the kinds above.
        ValueError: it holds an integer of more than 18 digits, or nests too deep.
    """
    if isinstance(value, Mapping) and value:
        lines = _mapping(value, "", 1)
    elif isinstance(value, list | tuple) and value:
        lines = _sequence(value, "", 1)
    else:
        lines = iter((_inline(value),))
    return "\n".join(lines) + "\n"


def _mapping(value: Mapping[Any, object], indent: str, depth: int) -> Iterator[str]:
    _check_depth(depth)
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"a key must be a string: {key!r}")
        head = _line(key)
        if len(head) > _KEY_LIMIT:
            yield f"{indent}? {head}"
            head = ""
        if isinstance(item, Mapping) and item:
            yield f"{indent}{head}:"
            yield from _mapping(item, indent + "  ", depth + 1)
        elif isinstance(item, list | tuple) and item:
            yield f"{indent}{head}:"
            yield from _sequence(item, indent, depth + 1)
        else:
            yield f"{indent}{head}: {_scalar(item, indent)}"


def _sequence(value: Sequence[object], indent: str, depth: int) -> Iterator[str]:
    _check_depth(depth)
    inner = indent + "  "
    for item in value:
        if isinstance(item, Mapping) and item:
            lines = _mapping(item, inner, depth + 1)
        elif isinstance(item, list | tuple) and item:
            lines = _sequence(item, inner, depth + 1)
        else:
            yield f"{indent}- {_scalar(item, indent)}"
            continue
        yield f"{indent}- {next(lines)[len(inner) :]}"
        yield from lines


def _check_depth(depth: int) -> None:
    if depth > DEPTH_LIMIT:
        raise ValueError("nested too deep")


def _scalar(value: object, indent: str) -> str:
    """A value without parts; text of several lines as a literal block where that is safe."""
    if (
        isinstance(value, str)
        and "\n" in value
        and value[0] not in " \n\t"
        and not value.endswith("\n\n")
        and not _unprintable().search(value)
        and not _LINE_OF_BLANKS.search(value)
    ):
        chomp = "" if value.endswith("\n") else "-"
        body = value.removesuffix("\n").split("\n")
        inner = indent + "  "
        return f"|{chomp}\n" + "\n".join(inner + line if line else "" for line in body)
    return _inline(value)


def _inline(value: object) -> str:
    if isinstance(value, str):
        return _line(value)
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        if not -_INT_LIMIT < value < _INT_LIMIT:
            raise ValueError("an integer of more than 18 digits")
        return str(int(value))
    if isinstance(value, Mapping):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    raise TypeError(f"cannot be written: {type(value).__name__}")


def _line(text: str) -> str:
    """A string on one line: plain if it starts with a letter, else in quotes."""
    if "\n" in text or "\t" in text or _unprintable().search(text):
        return f'"{_escaped().sub(_escape, text)}"'
    if text[:1].isalpha() and not _NOT_PLAIN.search(text) and text.casefold() not in _RESERVED:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    code = ord(character)
    return _ESCAPES.get(character) or (f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}")


def text_of(value: object) -> str | None:
    """What was typed for a value without parts, ``""`` for nothing; ``None`` for a list or dict."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return _inline(value)
    return None


# -- reading -----------------------------------------------------------------------------------

_STR, _INT, _BOOL, _NULL, _SEQ, _MAP = (
    f"tag:yaml.org,2002:{name}" for name in ("str", "int", "bool", "null", "seq", "map")
)
# As written by _inline: what is read as an integer or a bool can be turned back into its text.
_PLAIN_INT = re.compile(r"-?[1-9][0-9]{0,17}|0", re.ASCII)
_PLAIN = {"": _NULL, "~": _NULL, "null": _NULL, "true": _BOOL, "false": _BOOL}
_RUN_OF_INDICATORS = re.compile(r"[ \t?:-]{200,}")
_MANY_BRACKETS = 500
_ALIAS_ALLOWANCE = 10_000
# An item of a list in the first column: no other line begins there, but comments and empty ones.
_ITEM = re.compile(r"- [^\r\n]*\n(?:(?:[ #][^\r\n]*)?\n)*")
_REFERENCE = re.compile(r"(?:^|[\s\[{,:-])[&*!][^\s]", re.MULTILINE)
_WHAT = (
    (
        "cannot start any token",
        "a character that cannot begin a text (a tab, @, `, %): put it in quotes",
    ),
    ("mapping values are not allowed", "a colon inside a text: put the text in quotes"),
    ("expected ':'", "a key without its colon, or a text that is indented wrongly"),
    ("end of stream", "a quotation mark that is never closed"),
    ("expected node content", "a bracket that is never closed, or a value that is missing"),
    ("another document", "two documents in one file"),
    ("nesting depth", f"lists and keys nest more than {DEPTH_LIMIT} deep"),
    ("undefined alias", "a reference (*name) to something that is not there"),
    ("expected key", "something here is indented wrongly, or misses its colon or a quotation mark"),
    ("'-' indicator", "an item of a list that misses its dash"),
    ("sequence entries are not allowed", "a list that must begin on a line of its own"),
    ("expected <block end>", "something here is indented wrongly, or misses its dash or colon"),
)


def loads(data: bytes, name: str, *, first_line: int = 1) -> Any:
    """The value that ``data`` holds.

    Args:
        data: UTF-8, with or without a byte order mark.
        name: The file's name or path, for the error.
        first_line: The line of the file at which ``data`` begins, for the error.

    Raises:
        DamagedFileError: it is no such YAML; the message says what is wrong, in which line and
            column.
    """
    return load_sliced(data, name, "", first_line=first_line)[0]


def load_sliced(
    data: bytes, name: str, key: str, *, first_line: int = 1
) -> tuple[Any, tuple[str, ...]]:
    r"""The value that ``data`` holds, and the source of each item of the list under ``key``.

    A source is whole lines from the item's dash (in the first column) to the next item, so that
    it can be written back byte for byte; ``""`` where that is not safe (other indentation,
    references, ``\r``). There are none when the value is no dict or has no such list.

    Raises:
        DamagedFileError: as ``loads``.
    """
    import yaml  # noqa: PLC0415 - slow to import, and searching needs none of it

    text = _decoded(data, name, first_line)
    try:
        if _RUN_OF_INDICATORS.search(text) or text.count("[") + text.count("{") > _MANY_BRACKETS:
            _check_nesting(text, yaml)
        node = _composer()(text).get_single_node()
        build = _Builder(2 * len(text) + _ALIAS_ALLOWANCE)
        value = None if node is None else build.value(node, 1)
        return value, _slices(text, node, key) if key else ()
    except yaml.YAMLError as error:
        _fail(error, data, name, first_line)
    except RecursionError:
        raise _damaged(name, "the lists and keys nest too deep") from None


def _decoded(data: bytes, name: str, first_line: int) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = first_line + data.count(b"\n", 0, error.start)
        raise _damaged(name, "bytes that are not UTF-8", line) from error


@cache
def _composer() -> Any:
    """PyYAML's loader, in C where there is one, with our resolver in place of its own."""
    import yaml  # noqa: PLC0415 - slow to import

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class Composer(base):  # type: ignore[misc]  # chosen at run time
        """Makes nodes; values are made from them here."""

        def resolve(self, kind: type, value: Any, implicit: Any) -> str:
            """The tag of a node that names none."""
            if kind is yaml.ScalarNode:
                if not implicit[0]:
                    return _STR
                return _PLAIN.get(value) or (_INT if _PLAIN_INT.fullmatch(value) else _STR)
            return _SEQ if kind is yaml.SequenceNode else _MAP

    return Composer


class _Builder:
    """Makes values from nodes, and refuses what the files may not hold.

    Args:
        budget: How much may be built. Without references there is less than the text is long.
    """

    def __init__(self, budget: int) -> None:
        self._budget = budget

    def value(self, node: Any, depth: int) -> Any:
        """The value of a node that is ``depth`` collections deep."""
        tag = node.tag
        if tag == _STR and isinstance(node.value, str):
            return node.value
        self._budget -= 1 + len(node.value)
        if self._budget < 0:
            _refuse(node, "references (*name) that unfold without end")
        if isinstance(node.value, str):
            return _plain_value(node)
        if depth > DEPTH_LIMIT:
            _refuse(node, f"lists and keys nest more than {DEPTH_LIMIT} deep")
        if tag == _MAP and node.id == "mapping":
            return self._mapping(node, depth)
        if tag == _SEQ and node.id == "sequence":
            return [self.value(item, depth + 1) for item in node.value]
        return _refuse_kind(node)

    def _mapping(self, node: Any, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = key_node.value
            if not isinstance(key, str):
                _refuse(key_node, "a key that is not a word")
            if key in found:
                _refuse(key_node, f"the key {key[:60]!r} is there twice")
            found[key] = self.value(value_node, depth + 1)
        return found


def _plain_value(node: yaml.Node) -> int | bool | None:
    if node.tag == _NULL and node.value in _PLAIN:
        return None
    if node.tag == _BOOL and _PLAIN.get(node.value) == _BOOL:
        return bool(node.value == "true")
    if node.tag == _INT and _PLAIN_INT.fullmatch(node.value):
        return int(node.value)
    return _refuse_kind(node)


def _refuse_kind(node: yaml.Node) -> NoReturn:
    _refuse(node, f"a value of the kind {node.tag.removeprefix('tag:yaml.org,2002:')[:60]}")


def _refuse(node: yaml.Node, what: str) -> NoReturn:
    import yaml  # noqa: PLC0415 - it is loaded: there is a node

    raise yaml.MarkedYAMLError(problem=what, problem_mark=node.start_mark)


def _check_nesting(text: str, yaml: Any) -> None:
    """Refuse deep nesting before the composer sees it: libyaml's crashes the process."""
    depth = 0
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    for event in yaml.parse(text, Loader=loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > DEPTH_LIMIT:
                raise yaml.MarkedYAMLError(
                    problem=f"lists and keys nest more than {DEPTH_LIMIT} deep",
                    problem_mark=event.start_mark,
                )
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _slices(text: str, node: Any, key: str) -> tuple[str, ...]:
    if node is None or node.tag != _MAP:
        return ()
    listed = next((v for k, v in node.value if k.value == key), None)
    if listed is None or listed.tag != _SEQ or not listed.value:
        return ()
    # An item's node starts after its dash.
    starts = [text.rfind("\n", 0, item.start_mark.index) + 1 for item in listed.value]
    ends = [*starts[1:], listed.end_mark.index]
    return tuple(_slice(text[start:end]) for start, end in zip(starts, ends, strict=True))


def _slice(source: str) -> str:
    safe = _ITEM.fullmatch(source) and not _unprintable().search(source)
    return source if safe and not _REFERENCE.search(source) else ""


def _fail(error: yaml.YAMLError, data: bytes, name: str, first_line: int) -> NoReturn:
    """Say in words what PyYAML found."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if re.search(rb"^<{7} |^>{7} ", data, re.MULTILINE):
        line = first_line + data[: data.find(b"<<<<<<<")].count(b"\n")
        raise _damaged(name, "a conflict that git could not merge", line) from error
    if mark is None:  # a ReaderError: a character that YAML does not allow
        position = getattr(error, "position", 0)
        text = data.decode("utf-8-sig", "replace")
        line = first_line + text[:position].count("\n")
        raise _damaged(name, "a control character", line) from error
    problem = str(getattr(error, "problem", "") or "this is not YAML")
    problem = next((words for sign, words in _WHAT if sign in problem), problem)
    raise _damaged(name, problem, first_line + mark.line, mark.column + 1) from error


def _damaged(
    name: str, what: str, line: int | None = None, column: int | None = None
) -> DamagedFileError:
    where = f", line {line}" if line else ""
    where += f", column {column}" if column else ""
    return DamagedFileError(
        f"{Path(name).name}{where}: {what}",
        hint="correct the file in an editor; it is not written over",
        path=Path(name),
        line=line,
    )

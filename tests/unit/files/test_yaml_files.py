from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from store import yaml_files
from store.errors import DamagedFileError
from store.yaml_files import dumps, load_sliced, loads


@pytest.fixture(params=["C", "pure"])
def loader(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Both of PyYAML's loaders."""
    if request.param == "pure":
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("PyYAML without libyaml")
    yaml_files._composer.cache_clear()
    yield request.param
    yaml_files._composer.cache_clear()


# Text that is hard on YAML, much oftener than chance has it.
# fmt: off
_HARD = st.sampled_from([
    "\n", "\n\n", " ", "  ", "\t", ":", ": ", " #", "#", "- ", "-", "?", "'", '"', "\\", "|", ">",
    "&a", "*a", "!", "%", "@", "`", "{", "}", "[", "]", ",", "---", "...", "~", "null", "no",
    "y", "1", "0x1f", "1e3", ".5", "=", "<<", "\x85", "\u2028", "\ufeff", "\xa0", "\x00", "\x1b",
    "\r", "\x7f", "\u200b", "é", "日本", "😀", "👩‍👩‍👧", "a", "word", "\U0001fffe", "\ufffd",
])
# fmt: on
_CHARACTERS = st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
texts = st.lists(_HARD | _CHARACTERS, max_size=8).map("".join)
plain = texts | st.integers(-(10**18) + 1, 10**18 - 1) | st.booleans() | st.none()
values = st.recursive(
    plain,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=12,
)
fixture_is_fine = [HealthCheck.function_scoped_fixture]


@settings(max_examples=80, deadline=None, suppress_health_check=fixture_is_fine)
@given(values)
@example({"k" * 2000: {"a": ["x"]}})
@example(["no", "012", "1:30", "2026-01-02", "1_000", "~", "true", "", " ", "y", "😀\n😀"])
@example({"note": "a\n  b\n\n\tc", "prefix": "end.\n\n", "suffix": "\n\nNext"})
def test_what_is_written_comes_back(loader: str, value: Any) -> None:
    text = dumps(value)
    assert loads(text.encode(), "x") == value
    assert dumps(loads(text.encode(), "x")) == text
    # Indented deeper, as a part of something else, it still is what it was.
    assert loads(dumps({"a": [[value], {"b": value}]}).encode(), "x") == {
        "a": [[value], {"b": value}]
    }


@settings(max_examples=60, deadline=None)
@given(values)
def test_others_read_the_same(value: Any) -> None:
    """PyYAML with its own rules (dates, octals, yes and no) reads what was meant."""
    assert yaml.safe_load(dumps(value)) == value


def test_what_people_type_stays_as_typed(loader: str) -> None:
    source = b"""\
norway: no
octal: 012
time: 1:30
thousand: 1_000
date: 2026-01-02
moment: 2026-01-02T03:04:05Z
number: 42
minus: -7
float: 1.50
big: 1234567890123456789
plus: +1
yes: yes
True: True
on: off
nothing: ~
empty:
null: null
7: seven
flag: true
"""
    assert loads(source, "x") == {
        "norway": "no",
        "octal": "012",
        "time": "1:30",
        "thousand": "1_000",
        "date": "2026-01-02",
        "moment": "2026-01-02T03:04:05Z",
        "number": 42,
        "minus": -7,
        "float": "1.50",
        "big": "1234567890123456789",
        "plus": "+1",
        "yes": "yes",
        "True": "True",
        "on": "off",
        "nothing": None,
        "empty": None,
        "null": None,
        "7": "seven",
        "flag": True,
    }


def test_a_byte_order_mark_and_line_ends_of_windows(loader: str) -> None:
    assert loads("\ufeffa: é\r\nb:\r\n- 1\r\n".encode(), "x") == {"a": "é", "b": [1]}


@pytest.mark.parametrize(
    ("source", "line", "words"),
    [
        (b"a: 1\nb: 2\na: 3\n", 3, "the key 'a' is there twice"),
        (b"a:\n\tb: 1\n", 2, "a tab"),
        (b"a: b: c\n", 1, "put the text in quotes"),
        (b"a: x\nb: 'never closed\n", 3, "quotation mark"),
        (b"a: [1, 2\n", None, "f.yaml"),
        (b"a: \xff\n", 1, "not UTF-8"),
        (b"a: 1\nb: \x01\n", 2, "control character"),
        (b"a: 1\n---\nb: 1\n", 2, "two documents"),
        (b"a: *nowhere\n", 1, "a reference"),
        (b"a: &x [*x]\n", 1, "nest"),
        (b"a: !!float 1.5\n", 1, "kind float"),
        (b"a: !!python/object/apply:os.system [x]\n", 1, "kind python"),
        (b"a: !!int 012\n", 1, "kind int"),
        (b"a: !!map [b]\n", 1, "kind map"),
        (b"[a]: 1\n", 1, "a key that is not a word"),
        (b"a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> x\n", 2, "git"),
    ],
)
def test_damage_is_said_with_its_line(
    loader: str, source: bytes, line: int | None, words: str
) -> None:
    with pytest.raises(DamagedFileError) as caught:
        loads(source, "folder/f.yaml")
    assert caught.value.message.startswith("f.yaml")
    assert words in caught.value.message
    assert "\n" not in caught.value.message
    assert caught.value.line
    if line is not None:
        assert caught.value.line == line


def test_lines_count_from_where_the_yaml_begins() -> None:
    with pytest.raises(DamagedFileError) as caught:
        loads(b"a: 1\na: 2\n", "f.md", first_line=2)
    assert caught.value.line == 3


def test_references_are_unfolded_but_not_without_end(loader: str) -> None:
    assert loads(b"a: &x [1]\nb: *x\n", "x") == {"a": [1], "b": [1]}
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(DamagedFileError, match="without end"):
        loads("\n".join(lines).encode(), "x")


def test_deep_nesting_never_takes_the_process_along() -> None:
    """libyaml's composer ends the process at some 30,000 levels; so this runs in another one."""
    code = """
        import threading
        from store.errors import DamagedFileError
        from store.yaml_files import loads
        parts = [b"[", b"{a: ", b"- ", b"? ", b"[{a: ", b"-\\t", b"!!seq ["]
        sources = [part * (100_000 // len(part)) for part in parts]
        sources.append(b"".join(b" " * depth + b"a:\\n" for depth in range(1500)))
        sources.append(b"".join(b" " * depth + b"- a:\\n" for depth in range(0, 3000, 2)))
        def run():
            for source in sources:
                try:
                    loads(source, "x")
                except DamagedFileError:
                    print("refused")
        threading.stack_size(512 * 1024)
        thread = threading.Thread(target=run)
        thread.start()
        thread.join()
        """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, check=True, timeout=60
    )
    assert done.stdout.split() == [b"refused"] * 9


@settings(max_examples=80, deadline=None, suppress_health_check=fixture_is_fine)
@given(
    st.binary(max_size=60)
    | st.lists(_HARD | st.just("a: ") | st.just("\n  "), max_size=25).map(
        lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
    )
)
def test_any_bytes_are_read_or_refused(loader: str, data: bytes) -> None:
    try:
        value = loads(data, "x")
    except DamagedFileError as error:
        assert "\n" not in error.message  # noqa: PT017 - most bytes are refused, some are not
    else:
        assert loads(dumps(value).encode(), "x") == value


@pytest.mark.parametrize("value", [1.5, {1: 2}, b"x", {"a": {1, 2}}, 10**18])
def test_what_files_do_not_hold_is_not_written(value: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        dumps(value)


def test_nesting_has_a_limit_in_both_directions() -> None:
    value: Any = "x"
    for _ in range(yaml_files.DEPTH_LIMIT):
        value = [value]
    assert loads(dumps(value).encode(), "x") == value
    with pytest.raises(ValueError, match="too deep"):
        dumps([value])


# -- the source of items --------------------------------------------------------------------------


def test_items_come_with_their_source(loader: str) -> None:
    source = (
        b"a: 1\nitems:\n- x: 1  # a comment\n# another\n- y: |-\n    two\n\n    lines\n-   z: '1'\n"
        b"end: 1\n"
    )
    value, slices = load_sliced(source, "x", "items")
    assert value["items"] == [{"x": 1}, {"y": "two\n\nlines"}, {"z": "1"}]
    assert slices == (
        "- x: 1  # a comment\n# another\n",
        "- y: |-\n    two\n\n    lines\n",
        "-   z: '1'\n",
    )


@pytest.mark.parametrize(
    "source",
    [
        "items:\n  - x: 1\n",  # indented
        "items: [{x: 1}]\n",  # in brackets
        "items:\n- x: 1",  # without a line end
        "items:\n- &a x\n",  # referred to from elsewhere
        "items:\n-\n  x: 1\n",  # the dash on a line of its own
        'items:\n- "a\nb"\n',  # a line that begins in the first column
        "items:\r\n- x: 1\r\n",
    ],
)
def test_items_that_cannot_be_written_back_have_no_source(loader: str, source: str) -> None:
    assert set(load_sliced(source.encode(), "x", "items")[1]) == {""}


@settings(max_examples=60, deadline=None, suppress_health_check=fixture_is_fine)
@given(st.lists(values, min_size=1, max_size=4), values)
def test_sources_put_together_are_the_list(loader: str, items: list[Any], after: Any) -> None:
    text = dumps({"before": after, "items": items, "after": after})
    _, slices = load_sliced(text.encode(), "x", "items")
    for item, source in zip(items, slices, strict=True):
        if source:
            assert loads(source.encode(), "x") == [item]
    if all(slices):
        again = f"items:\n{''.join(slices)}"
        assert loads(again.encode(), "x") == {"items": items}

"""Which module may import what: the parts that import-linter does not say."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted(
    path for name in ("store", "themes", "tui") for path in (ROOT / name).rglob("*.py")
)


def imported(path: Path) -> Iterator[str]:
    """The top-level packages that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def users_of(package: str) -> set[str]:
    return {path.relative_to(ROOT).as_posix() for path in MODULES if package in set(imported(path))}


def test_whoosh_is_imported_by_the_search_package_alone() -> None:
    users = users_of("whoosh")
    assert users
    assert {user for user in users if not user.startswith("store/search/")} == set()


def test_yaml_is_imported_by_one_module_of_store_and_by_themes() -> None:
    users = users_of("yaml")
    assert {user for user in users if not user.startswith("themes/")} == {"store/yaml_files.py"}


@pytest.mark.parametrize("package", ["pickle", "marshal", "shelve"])
def test_nothing_of_ours_unpickles(package: str) -> None:
    assert users_of(package) == set()


def test_only_the_catalogue_speaks_sql() -> None:
    assert users_of("sqlite3") == {"store/database.py"}

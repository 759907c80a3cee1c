"""What may be loaded before the reader's first frame: it is as quick as it loads little."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from store.folders import find_folders
from store.library import Library

pty = pytest.importorskip("pty", reason="a terminal of our own")

_RUN = """
import sys
from pathlib import Path
from tui import launch

load_asyncio = launch._load_asyncio


def load():
    load_asyncio()
    from tui.screens.main import MainScreen

    def shown(screen):
        Path(sys.argv[1]).write_text(" ".join(sys.modules), encoding="utf-8")
        screen.app.exit()

    MainScreen._after_first_frame = shown


launch._load_asyncio = load
from tui.main import main

sys.exit(main(sys.argv[2:]))
"""

_NEVER = {
    "click": "the call without options is known without it",
    "yaml": "themes and settings are kept as they were read",
    "whoosh": "nothing is searched",
    "lxml": "nothing is imported",
    "readability": "nothing is imported",
    "charset_normalizer": "nothing is imported",
    "markdown_it": "what was parsed is kept",
    "mdit_py_plugins": "what was parsed is kept",
    "pygments": "code gets its colours later",
    "ssl": "asyncio does without",
    "hashlib": "it loads OpenSSL",
    "secrets": "it loads hashlib",
    "importlib.metadata": "the version is not asked for",
}
_LATER = (
    "store.acts", "store.adding", "store.importers", "store.exporters", "store.search",
    "store.text.markdown", "tui.controllers.", "tui.cli", "tui.screens.picker",
)  # fmt: skip


def loaded(library: Library, out: Path, *args: str) -> set[str]:
    """The modules there are when the first frame is on the screen."""
    folders = library.folders
    master, slave = pty.openpty()
    env = dict(os.environ) | {
        "COLUMNS": "120", "LINES": "40", "POSTIL_LIBRARY": str(folders.library),
        "POSTIL_CACHE": str(folders.cache.parent), "POSTIL_CONFIG": str(folders.config),
        "POSTIL_STATE": str(folders.state.parent),
    }  # fmt: skip
    ends = {"stdin": slave, "stdout": slave, "stderr": slave}
    run = subprocess.Popen([sys.executable, "-c", _RUN, str(out), *args], env=env, **ends)
    os.close(slave)
    said = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not data:
            break
        said += data
    os.close(master)
    assert run.wait(60) == 0, said[-2000:].decode(errors="replace")
    return set(out.read_text("utf-8").split())


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Those loaded at the second start with an article: the first one keeps what it has read."""
    home = tmp_path_factory.mktemp("first-frame")
    names = ("LIBRARY", "CACHE", "CONFIG", "STATE")
    environ = {f"POSTIL_{name}": str(home / name.lower()) for name in names}
    source = home / "lamps.md"
    source.write_text("# Lamps\n\nThe keeper’s ledger, which nobody had read.\n", "utf-8")
    with Library(find_folders(None, environ)) as library:
        (added,) = library.add([str(source)])
        assert added.article is not None
        loaded(library, home / "modules", "read", added.article.id)
        return loaded(library, home / "modules", "read", added.article.id)


@pytest.mark.parametrize("name", _NEVER)
def test_it_is_not_loaded_before_the_first_frame(name: str, modules: set[str]) -> None:
    found = {each for each in modules if each == name or each.startswith(f"{name}.")}
    assert not found, _NEVER[name]


def test_what_comes_later_is_loaded_later(modules: set[str]) -> None:
    early = {"tui.controllers.listing"}  # the first frame shows the list
    assert not sorted(m for m in modules - early if m.startswith(_LATER))
    assert "tui.widgets.reader" in modules

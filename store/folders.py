"""Where things live: the platform's user folders, each of which can be overridden."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from store.hashing import sha256

APP = "postil"


class Folders(NamedTuple):
    """The four folders of one library.

    Attributes:
        library: Articles, annotations, originals: copy it, sync it, put it in git.
        cache: Derived and disposable: catalogue, index, parsed documents. Of this library only.
        config: ``config.yaml``, ``themes/``. Shared by all libraries of this user.
        state: Undo journal and log of this library on this machine.
    """

    library: Path
    cache: Path
    config: Path
    state: Path

    @property
    def articles(self) -> Path:
        """One Markdown file an article."""
        return self.library / "articles"

    @property
    def annotations(self) -> Path:
        """One YAML file an annotated article."""
        return self.library / "annotations"

    @property
    def originals(self) -> Path:
        """The bytes that articles came from."""
        return self.library / "originals"

    @property
    def texts(self) -> Path:
        """The texts that highlights are anchored in; made when there is one."""
        return self.library / "texts"

    @property
    def unfinished(self) -> Path:
        """The act that is written down before it is made; there only until it is made."""
        return self.state / "unfinished.json"

    @property
    def trash(self) -> Path:
        """Versions of article files that were replaced; made when there is one."""
        return self.library / "trash"


def find_folders(library: Path | None, environ: Mapping[str, str]) -> Folders:
    """The folders for ``library``, or for the user's own library when it is ``None``.

    ``POSTIL_LIBRARY``, ``POSTIL_CACHE``, ``POSTIL_CONFIG`` and ``POSTIL_STATE`` override the
    platform's folders. Cache and state are kept apart by the library's path.
    """
    import platformdirs  # noqa: PLC0415 - only needed when no folder is given

    def base(name: str, fallback: str) -> Path:
        given = environ.get(name)
        return Path(given).expanduser() if given else Path(fallback)

    home = library or base("POSTIL_LIBRARY", platformdirs.user_data_dir(APP, appauthor=False))
    home = home.expanduser().absolute()
    key = sha256(str(home.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return Folders(
        library=home,
        cache=base("POSTIL_CACHE", platformdirs.user_cache_dir(APP, appauthor=False)) / key,
        config=base("POSTIL_CONFIG", platformdirs.user_config_dir(APP, appauthor=False)),
        state=base("POSTIL_STATE", platformdirs.user_state_dir(APP, appauthor=False)) / key,
    )

"""A cache for one run, where the user's own cannot be written: what is derived can be made anew."""

from __future__ import annotations

import os
from pathlib import Path

from store import files
from store.errors import StoreError
from store.folders import Folders

_COPIED = ("catalogue.sqlite", "catalogue.sqlite-wal", "index")


def usable(folders: Folders) -> tuple[Folders, str]:
    """The same folders, or with another cache, which is removed when the process ends.

    Returns:
        The folders, and what is to be said of it, a line for people; ``""``: all is well.
    """
    try:
        files.make_private_folder(folders.cache)
    except StoreError:
        return _instead(folders)
    if os.access(folders.cache, os.W_OK | os.X_OK):
        return folders, ""
    return _instead(folders)


def _instead(folders: Folders) -> tuple[Folders, str]:
    import atexit  # noqa: PLC0415 - hardly ever
    import shutil  # noqa: PLC0415 - the same
    import tempfile  # noqa: PLC0415 - the same

    place = Path(tempfile.mkdtemp(prefix="postil-cache-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    cache = place / folders.cache.name
    cache.mkdir(mode=0o700)
    for name in _COPIED:
        _copy(folders.cache / name, cache / name)
    return folders._replace(cache=cache), (
        f"the cache folder {folders.cache} cannot be written: this run makes one of its own, "
        "which takes its time; POSTIL_CACHE names another folder"
    )


def _copy(source: Path, target: Path) -> None:
    """Take over what can be read and is this user's; whatever is wrong with it is found later."""
    import shutil  # noqa: PLC0415 - hardly ever
    from contextlib import suppress  # noqa: PLC0415 - the same

    with suppress(OSError, shutil.Error):
        if os.name == "posix" and source.lstat().st_uid != os.getuid():
            return
        if source.is_dir():
            target.mkdir(mode=0o700)
            for each in source.iterdir():
                _copy(each, target / each.name)
        elif source.is_file() and not source.is_symlink():
            shutil.copy2(source, target)
            target.chmod(0o600)

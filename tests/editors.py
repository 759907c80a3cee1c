"""An editor for tests: a script that changes the file it is given."""

from __future__ import annotations

import sys
from pathlib import Path


def editor(folder: Path, *edits: str) -> str:
    """The command of an editor that does one of ``edits`` each time it is opened.

    Each is Python that sets ``text``, of which it has the present value (and ``path``). The last
    is done from then on. ``folder / "opened"`` has a line for each time: the file's permissions
    and its name.
    """
    script = folder / "editor.py"
    script.write_text(
        f"""import os, pathlib, sys
opened = pathlib.Path({str(folder / "opened")!r})
edits = {edits!r}
before = opened.read_text(encoding="utf-8").splitlines() if opened.exists() else []
path = pathlib.Path(sys.argv[-1])
mode = oct(path.stat().st_mode & 0o777)
opened.write_text("\\n".join([*before, f"{{mode}} {{path.name}}"]), encoding="utf-8")
scope = {{"text": path.read_text(encoding="utf-8"), "path": path}}
exec(edits[min(len(before), len(edits) - 1)], scope)
path.write_text(scope["text"], encoding="utf-8")
""",
        encoding="utf-8",
    )
    return f"{sys.executable} {script}"

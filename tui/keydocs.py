"""Writes ``docs/keys.md`` from the table of commands and of settings.

``python -m tui.keydocs > docs/keys.md``; a test compares the two.
"""

from __future__ import annotations

import sys

from tui.commands import GROUPS, PLACE_TITLES, PLACES, commands_of
from tui.config import SETTINGS
from tui.keymap import build
from tui.searching.keys import KEYS, key_shown

_HEAD = """\
# Keys

Written by `python -m tui.keydocs`; the table in `tui/commands.py` is the only source.
In the reader `?` shows the keys that do something in the pane one is in, now; `:` runs any command
by its name, also those of other panes; `M` or a right click shows what can be done with one thing.
A number typed before a key repeats it wherever digits are not commands themselves: in the list
and in caret mode.

Every key can be changed in `config.yaml`, by the command's name:

```yaml
keys:
  block.next: ctrl+n          # one key
  page.down: [space, f]       # several; a chord is keys parted by blanks: "g g"
  export: []                  # none
```

"""


def document() -> str:
    """The page, in Markdown."""
    keymap = build()
    parts = [_HEAD]
    for place in PLACES:
        title = PLACE_TITLES[place]
        parts.append(f"## In {title}\n\n| keys | does | command |\n|---|---|---|\n")
        for group in GROUPS:
            for command in commands_of(place):
                if command.group == group:
                    keys = keymap.keys_of(command.id).replace("|", "\\|")
                    shown = f"`{keys}`" if keys else ""
                    more = f". {command.help}" if command.help else ""
                    parts.append(f"| {shown} | {command.title}{more} | `{command.id}` |\n")
        parts.append("\n")
    parts.append("## In the search screen\n\nThese keys are fixed; letters are typed.\n\n")
    parts.append("| keys | does |\n|---|---|\n")
    for row in KEYS:
        more = f". {row.help}" if row.help else ""
        parts.append(f"| `{' or '.join(map(key_shown, row.keys))}` | {row.title}{more} |\n")
    parts.append("\n## Settings of `config.yaml`\n\n| setting | |\n|---|---|\n")
    parts += [f"| `{setting.name}` | {setting.help} |\n" for setting in SETTINGS]
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(document())

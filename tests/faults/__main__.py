"""``python -m tests.faults``: at how many points each act is killed, torn and refused."""

from __future__ import annotations

from tests.faults import test_errors, test_index_kills, test_kills
from tests.faults.acts import ACTS
from tests.faults.conftest import a_world
from tests.faults.index_acts import INDEX_ACTS
from tests.faults.points import sample

HEAD = ("act", "points", "kills", "torn", "refused")


def main() -> None:
    """Do each act once, and print a row for it, and the sums."""
    rows: list[tuple[str, int, int, int, int]] = []
    for act in ACTS:
        with a_world() as world:
            passed = world.ends(act)[2]
        kills = len(sample(len(passed), test_kills.MOST))
        refused = 0 if act.at_start else 2 * len(sample(len(passed), test_errors.MOST))
        rows.append((act.name, len(passed), kills, passed.count("write"), refused))
    for act in INDEX_ACTS:
        with a_world() as world:
            passed = test_index_kills.points_of(world, act)
        kills = len(sample(len(passed), test_index_kills.MOST))
        torn = len(sample(passed.count("write"), test_index_kills.MOST))
        rows.append((act.name, len(passed), kills, torn, 2 * kills))
    sums = [sum(column) for column in list(zip(*rows, strict=True))[1:]]
    for row in (HEAD, *rows, (f"{len(rows)} acts", *sums)):
        print(f"{row[0]:<44}" + "".join(f"{cell:>9}" for cell in row[1:]))  # noqa: T201 - it is for that


if __name__ == "__main__":
    main()

"""Examining a library, and repairing what was found."""

from __future__ import annotations

from collections.abc import Sequence

from store.doctor.checks import CHECKS
from store.doctor.model import Finding, Patient
from store.doctor.survey import Progress
from store.errors import PostilError
from store.model import Problem


def examine(patient: Patient, progress: Progress | None = None) -> list[Finding]:
    """All that is wrong, in the order of the checks. Nothing is changed."""
    found: list[Finding] = []
    for at, check in enumerate(CHECKS):
        if progress is not None:
            progress(at, len(CHECKS), f"checking {check.looks_at}")
        found += check.run(patient)
    return found


def repair(found: Sequence[Finding]) -> list[Problem]:
    """Make the repairs that were found, each once; what failed, and why.

    One that fails does not keep the others from being made.
    """
    failed = []
    for mend in dict.fromkeys(finding.mend for finding in found if finding.mend is not None):
        words = next(each.problem.repair for each in found if each.mend == mend)
        try:
            mend()
        except PostilError as error:
            failed.append(Problem("repair", f"could not {words}: {error.message}"))
        except OSError as error:
            failed.append(Problem("repair", f"could not {words}: {error.strerror or error}"))
    return failed

"""Count what one person says on one thing."""

from __future__ import annotations

from assembly.rules import submissions
from assembly.rules.submissions import Submissions
from assembly.store.work import Work
from kernel.actors import Actor


def hear(work: Work, thing_id: str, village: str, by: Actor, most: int) -> None:
    """Count what somebody says on a thing.

    Raises
    ------
    SpokenEnough
        It would be more often than one person may.
    """
    wanted = submissions.submissions_id(thing_id, by.person_id)
    known = submissions.add(work.find(Submissions, wanted), wanted, village, most)
    work.save(known)

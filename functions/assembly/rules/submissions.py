"""How often one person may speak on one thing: often enough to be heard, not so often that nobody else is."""

from __future__ import annotations

from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Text


@record
class Submissions:
    """How often somebody has spoken on something."""

    id: str
    village: str
    times: int


class SpokenEnough(Conflict):
    """One person has said what one person may on this; `most` is how often that is."""

    slug = "spoken-enough"
    title = Text("已达提出次数上限", "Spoken often enough")


def submissions_id(thing_id: str, person: str) -> str:
    """Return the id of one person's submissions on one thing."""
    return f"{thing_id}~{person}"


def add(known: Submissions | None, wanted: str, village: str, most: int) -> Submissions:
    """Return what is known of a person's submissions after one more.

    Raises
    ------
    SpokenEnough
        There were `most` before.
    """
    times = known.times if known else 0
    if times >= most:
        raise SpokenEnough(
            Text(
                f"每人对同一事项最多提出 {most} 次，请等待答复或向监督委员会提出。",
                f"One person speaks at most {most} times on one thing; wait for the answer, or go to the supervision committee.",
            ),
            most=most,
        )
    return Submissions(id=wanted, village=village, times=times + 1)

"""Follow a case by its code, without login."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from incidents.rules.incident import Incident
from incidents.rules.policy import Policy
from incidents.store import incidents
from incidents.store.base import HistoryRow
from incidents.store.policies import policy_of
from incidents.store.tracking import refuse_crowding
from kernel import ids, paging
from kernel.problems import NotFound
from kernel.texts import Text


class Tracked(NamedTuple):
    """A case as anybody may follow it.

    Attributes
    ----------
    incident
        The one the code stands for.
    followed
        The one that is worked on: what it was merged into, else itself; `steps` are its own.
    """

    incident: Incident
    followed: Incident
    policy: Policy
    steps: Sequence[HistoryRow]


def track_incident(case_code: str, source_ip: str) -> Tracked:
    """Follow a case by its code.

    Raises
    ------
    TooManyRequests
        Somebody tries many of them.
    NotFound
        There is none.
    """
    refuse_crowding(source_ip)
    tidy = ids.tidy_case_code(case_code)
    incident = incidents.load_by_case_code(tidy) if tidy else None
    if incident is None:
        raise NotFound(
            Text("没有此事件编号，请核对。", "There is no case of this code; please check it.")
        )
    # What was merged goes on as what it follows.
    lead = incidents.load(incident.merged_into) if incident.merged_into else None
    followed = lead or incident
    steps = incidents.last_steps(followed.id, paging.MAX_LIMIT)
    return Tracked(incident, followed, policy_of(followed), steps)

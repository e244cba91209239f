"""See to it that a request about own data is answered by its day.

The county's office owes the answer and is reminded and urged like anybody else. Its officers read what the office owes, so nothing of who asked,
or what, is told there.
"""

from __future__ import annotations

import escalation
from escalation.store.rows import COUNTY
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.request_states import DataRequestStatus
from workspace.data_requests.rules.requests import DataRequest

_KIND = "data_request"


def follow_request(work: UnitOfWork, request: DataRequest) -> None:
    """Let the answer be owed."""
    one = escalation.Owed(request.id, COUNTY, request.due_at, {"request": request.id})
    escalation.owe(work, [one], None, kind=_KIND)


def end_following(work: UnitOfWork, request: DataRequest, actor: Actor) -> None:
    """Let the answer be owed no more: it was given, or is not wanted."""
    if request.status is DataRequestStatus.WITHDRAWN:
        escalation.drop(work, [request.id], None)
        return
    escalation.fulfil(work, [request.id], actor)

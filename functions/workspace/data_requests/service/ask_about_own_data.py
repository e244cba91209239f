"""Ask for a copy, a correction or the deletion of own data."""

from __future__ import annotations

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.requests import DataRequestKind, ask, terms
from workspace.data_requests.service.follow_request import follow_request
from workspace.data_requests.service.see_request import DataRequestSeen, see
from workspace.data_requests.store import requests


def ask_about_own_data(
    work: UnitOfWork, kind: DataRequestKind, about: str | None, caller: Caller
) -> DataRequestSeen:
    """Keep what a person asks of the own data."""
    asked = ask(
        kind,
        about,
        request_id=work.change_id,
        person=caller.person_id,
        open_now=requests.open_now(work, caller.person_id),
        now=clock.now(),
        allowed=terms(),
    )
    requests.add(work, asked, Actor.of(caller))
    follow_request(work, asked)
    return see(asked, caller)

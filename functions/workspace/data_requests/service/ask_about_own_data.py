"""Ask for a copy, a correction or the deletion of own data."""

from __future__ import annotations

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.storage.unit_of_work import UnitOfWork
from workspace.data_requests.rules.requests import DataRequestKind, NamedField, ask, terms
from workspace.data_requests.service.follow_request import follow_request
from workspace.data_requests.service.see_request import DataRequestSeen, see
from workspace.data_requests.store import requests


def ask_about_own_data(
    work: UnitOfWork,
    kind: DataRequestKind,
    about: str | None,
    caller: Caller,
    named: NamedField | None = None,
) -> DataRequestSeen:
    """Keep what a person asks of the own data; a field it names is one that is held of that person.

    Raises
    ------
    InvalidFields, IdNumberInValue, TooManyDataRequests
    """
    if named is not None:
        # Most requests are in words, and need nothing of the services of the grid.
        from services.information.service.answer_requests import refuse_unfit

        refuse_unfit(work, caller.person_id, named.field, named.value)
    asked = ask(
        kind,
        about,
        request_id=work.change_id,
        person=caller.person_id,
        open_now=requests.open_now(work, caller.person_id),
        now=clock.now(),
        allowed=terms(),
        named=named,
    )
    requests.add(work, asked, Actor.of(caller))
    follow_request(work, asked)
    return see(asked, caller)

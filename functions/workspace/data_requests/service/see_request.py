"""See a request about own data."""

from __future__ import annotations

from collections.abc import Sequence

from kernel import clock
from kernel.access import Caller
from kernel.problems import NotFound
from kernel.record import record
from kernel.storage.lists import Listed
from kernel.texts import Text
from workspace.data_requests.rules.request_states import DataRequestAction, DataRequestStatus
from workspace.data_requests.rules.requests import DataRequest, Step, actions_of, standing_of
from workspace.data_requests.store import requests


@record
class DataRequestSeen:
    """A request as somebody sees it."""

    request: DataRequest
    actions: Sequence[DataRequestAction]
    is_late: bool

    @property
    def version(self) -> int:
        """The request's."""
        return self.request.version


def see(request: DataRequest, caller: Caller) -> DataRequestSeen:
    """Return a request as the caller sees it."""
    return DataRequestSeen(request, actions_of(request, caller), request.is_late(clock.now()))


def list_own(caller: Caller, limit: int, cursor: str | None) -> Listed:
    """Return one page of the caller's own requests as the caller sees them, newest first."""
    page = requests.of_person(caller.person_id, limit, cursor)
    return page._replace(rows=[see(one, caller) for one in page.rows])


def list_of_status(
    status: DataRequestStatus, caller: Caller, limit: int, cursor: str | None
) -> Listed:
    """Return one page of the county's requests of one status as the caller sees them, what is due first on top."""
    page = requests.of_status(status, limit, cursor)
    return page._replace(rows=[see(one, caller) for one in page.rows])


def see_request(request_id: str, caller: Caller) -> tuple[DataRequestSeen, Sequence[Step]]:
    """Return a request with its history.

    Raises
    ------
    NotFound
        There is none, or the caller may not know of it.
    """
    request = require_known(requests.load(request_id), caller)
    return see(request, caller), requests.steps_of(request_id)


def require_known(request: DataRequest | None, caller: Caller) -> DataRequest:
    """Return a request that is the caller's, or any to an administrator.

    Raises
    ------
    NotFound
        It is none.
    """
    if request is None or not standing_of(request, caller):
        raise NotFound(Text("没有找到该请求。", "There is no such request."))
    return request

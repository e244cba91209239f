"""The requests about own data that a county administrator has to answer."""

from __future__ import annotations

from kernel.access import Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import MOST_COUNTED, Waiting
from workspace.data_requests.rules.request_states import ADMINISTRATORS, DataRequestStatus


def _count(caller: Caller) -> Waiting:
    if not caller.holds(ADMINISTRATORS):
        return Waiting(0)
    from workspace.data_requests.store.requests import of_status

    page = of_status(DataRequestStatus.OPEN, MOST_COUNTED, None)
    return Waiting(len(page.rows), page.next_cursor is not None)


DATA_REQUESTS = Counter("data_requests", Text("个人信息请求", "requests about own data"), _count)

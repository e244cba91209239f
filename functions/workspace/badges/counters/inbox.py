"""The unread messages of a person."""

from __future__ import annotations

from kernel.access import Caller
from kernel.texts import Text
from workspace.badges.counters.base import Counter
from workspace.badges.rules import Waiting


def _count(caller: Caller) -> Waiting:
    from notices.inbox.store.messages import page_of

    page = page_of(caller.person_id, 1, None)
    return Waiting(page.unread or 0, page.is_more)


INBOX = Counter("inbox", Text("未读消息", "unread messages"), _count)

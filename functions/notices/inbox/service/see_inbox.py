"""See the own inbox."""

from __future__ import annotations

from kernel import clock
from notices.inbox.rules.messages import InboxSeen, MessageSeen
from notices.inbox.rules.told import About
from notices.inbox.store import messages
from notices.inbox.store.messages import MarkRow, MessageRow


def see_inbox(person_id: str, limit: int, cursor: str | None) -> InboxSeen:
    """Return one page of a person's messages, newest first; with the first, how many are unread."""
    page = messages.page_of(person_id, limit, cursor)
    seen = [_seen(row, page.mark) for row in page.rows]
    return InboxSeen(seen, page.unread, page.is_more, page.next_cursor)


def _seen(row: MessageRow, mark: MarkRow | None) -> MessageSeen:
    return MessageSeen(
        id=row.message_id,
        about=About(row.about),
        thing_id=row.thing_id,
        told=row.told,
        words=row.words,
        happened_at=clock.from_iso(row.happened_at),
        is_read=mark is not None and mark.covers(row),
        case_code=row.case_code,
        category=row.category,
        question=row.question,
    )

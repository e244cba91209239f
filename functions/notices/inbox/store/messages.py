"""Messages as they are kept, and up to where they are read.

===========================================  ===============================================
`PERSON#{person}` / `MESSAGE#{at}#{of}#{n}`   one message to one person
`PERSON#{person}` / `INBOX`                   up to where the person has read
===========================================  ===============================================
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock, paging
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.lists import read_page
from kernel.storage.rows import Key, Row
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from notices.inbox.rules.messages import Message, Question
from notices.store.rows import NoticesMeta

UNREAD_LOOK_BACK = 50
"""So many of the newest messages are counted; more than that nobody counts either."""


class MessageRow(Row):
    """One message: what happened to which case, in both languages. Its key is that of the history entry, so that none comes twice."""

    class Meta(NoticesMeta):
        """The notices' table."""

    about = UnicodeAttribute()
    thing_id = UnicodeAttribute()
    case_code = UnicodeAttribute(null=True)
    category = UnicodeAttribute(null=True)
    told = UnicodeAttribute()
    text = JSONAttribute()
    asks = JSONAttribute(null=True)
    happened_at = UnicodeAttribute()
    arrived_at = UnicodeAttribute()
    expires_at = NumberAttribute()

    @classmethod
    def key(cls, person_id: str, message_id: str) -> Key:
        """Return where a person's message is."""
        return Key(cls, f"PERSON#{person_id}", f"MESSAGE#{message_id}")

    @property
    def message_id(self) -> str:
        """What its owner names it by; text order is the order of events."""
        return self.sk.removeprefix("MESSAGE#")

    @property
    def words(self) -> Text:
        """What it says."""
        return Text(self.text["zh"], self.text["en"])

    @property
    def question(self) -> Question | None:
        """What it asks."""
        if not self.asks:
            return None
        answers = {code: Text(zh, en) for code, zh, en in self.asks["answers"]}
        return Question(clock.from_iso(self.asks["until"]), answers)


class MarkRow(Row):
    """Up to which message a person has read, and when: `PERSON#{person}` / `INBOX`."""

    class Meta(NoticesMeta):
        """The notices' table."""

    up_to = UnicodeAttribute()
    read_at = UnicodeAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, person_id: str) -> Key:
        """Return where a person's mark is."""
        return Key(cls, f"PERSON#{person_id}", "INBOX")

    def covers(self, message: MessageRow) -> bool:
        """Tell whether a message was there, and not above the mark, when the person last read.

        An old event may be told late: what arrived afterwards is unread, wherever it stands.
        """
        return message.message_id <= self.up_to and message.arrived_at <= self.read_at


def add_new(work: UnitOfWork, people: Sequence[str], message: Message, keep_days: int) -> int:
    """Write a message to those of several people who have not got it yet; return how many these are."""
    rows = [_row(one, message, keep_days) for one in people]
    there = work.find_all([Key(MessageRow, row.pk, row.sk) for row in rows])
    new = [row for row, known in zip(rows, there, strict=True) if known is None]
    work.add(*new)
    return len(new)


def _row(person_id: str, message: Message, keep_days: int) -> MessageRow:
    now, key = clock.now(), MessageRow.key(person_id, message.id)
    return MessageRow(
        key.pk,
        key.sk,
        about=str(message.about),
        thing_id=message.thing_id,
        case_code=message.case_code,
        category=message.category,
        told=str(message.told),
        text=message.words._asdict(),
        asks=_stored(message.asks) if message.asks else None,
        happened_at=clock.iso(message.at),
        arrived_at=clock.iso(now),
        expires_at=int((now + timedelta(days=keep_days)).timestamp()),
    )


def _stored(asks: Question) -> dict[str, Any]:
    answers = [[code, name.zh, name.en] for code, name in asks.answers.items()]
    return {"until": clock.iso(asks.until), "answers": answers}


class InboxPage(NamedTuple):
    """One page of a person's messages, newest first.

    Attributes
    ----------
    unread
        How many of the newest messages are unread; None on later pages.
    is_more
        Whether there may be more unread ones than were counted.
    """

    rows: list[MessageRow]
    mark: MarkRow | None
    unread: int | None
    is_more: bool
    next_cursor: str | None


def page_of(person_id: str, limit: int, cursor: str | None) -> InboxPage:
    """Return one page of a person's messages: one Query, and the mark.

    The first page reads at least `UNREAD_LOOK_BACK` messages, so that the unread ones are counted with it.
    """
    listing = f"inbox:{person_id}"
    mark: MarkRow | None = dynamo.read([MarkRow.key(person_id)], consistent=True)[0]
    start = paging.decode(listing, cursor)
    page = read_page(
        MessageRow,
        ("pk", f"PERSON#{person_id}"),
        within=Range("sk", "begins_with", ("MESSAGE#",)),
        limit=limit if start else max(limit, UNREAD_LOOK_BACK),
        start=start,
        newest_first=True,
    )
    rows = [MessageRow.from_raw_data(item) for item in page.items]
    unread = [row for row in rows if mark is None or not mark.covers(row)]
    next_key, shown = page.next_key, rows[:limit]
    if len(rows) > limit:
        next_key = {"pk": {"S": shown[-1].pk}, "sk": {"S": shown[-1].sk}}
    return InboxPage(
        shown,
        mark,
        None if start else len(unread),
        page.next_key is not None and len(unread) == len(rows),
        paging.encode(listing, next_key),
    )

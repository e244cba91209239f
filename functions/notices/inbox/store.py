"""The inbox in the notices' table: messages, up to where they are read, the versions of the texts.

===========================================  ===============================================
`PERSON#{person}` / `MESSAGE#{at}#{inc}#{n}`  one message to one person
`PERSON#{person}` / `INBOX`                   up to where the person has read
`MESSAGE_TEXTS` / `V#{version}`, `CURRENT`    versions of the texts, and a copy of the newest
===========================================  ===============================================
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from kernel import clock, paging
from kernel.directory import Remembered
from kernel.problems import NotFound, StaleVersion, TryAgain
from kernel.storage import dynamo
from kernel.storage.dynamo import Range
from kernel.storage.idempotency import Answered, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.texts import Text
from notices.inbox import rules
from notices.inbox.rules import Question, Step, Texts
from notices.store.base import NoticesMeta

UNREAD_LOOK_BACK = 50
"""So many of the newest messages are counted; more than that nobody counts either."""

_PACKAGED = Path(__file__).parent / "default_texts.json"
# A transaction takes a hundred rows; half of them leave it small enough to be quick.
_AT_ONCE = 50
_REDECIDE = 3


class MessageRow(Row):
    """One message: what happened to which case, in both languages. Its key is that of the history entry, so that none comes twice."""

    class Meta(NoticesMeta):
        """The notices' table."""

    incident_id = UnicodeAttribute()
    case_code = UnicodeAttribute()
    category = UnicodeAttribute()
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


def tell(
    people: Sequence[str], step: Step, words: Text, asks: Question | None, keep_days: int
) -> int:
    """Write a message to each of several people; return how many had not got it yet.

    Raises
    ------
    TryAgain
        The store is busy; who has got the message by then will not get it twice.
    """
    return sum(
        _write_new(
            [_message(one, step, words, asks, keep_days) for one in people[at : at + _AT_ONCE]]
        )
        for at in range(0, len(people), _AT_ONCE)
    )


def _write_new(rows: list[MessageRow]) -> int:
    for _ in range(_REDECIDE):
        if not rows:
            return 0
        try:
            dynamo.write([Write(row, Ensure.is_new) for row in rows])
        except ConditionFailed as fault:
            rows = [row for place, row in enumerate(rows) if place not in fault.failed]
            continue
        return len(rows)
    raise TryAgain


def _message(
    person_id: str, step: Step, words: Text, asks: Question | None, keep_days: int
) -> MessageRow:
    now, at = clock.now(), clock.iso(step.at)
    key = MessageRow.key(person_id, f"{at}#{step.incident_id}#{step.seq:06d}")
    return MessageRow(
        key.pk,
        key.sk,
        incident_id=step.incident_id,
        case_code=step.case_code,
        category=step.category,
        told=str(step.told),
        text=words._asdict(),
        asks=_stored(asks) if asks else None,
        happened_at=at,
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
    page = dynamo.query(
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


def mark_read(person_id: str, up_to: str, once: Once | None, answer: Any) -> tuple[Answered, bool]:
    """Note that a person has read everything up to a message, and keep the answer to the request with it.

    The mark never goes back: who reads an old message on one device has not unread the newer ones.

    Returns
    -------
    Answered, bool
        The answer, and whether it was given before.

    Raises
    ------
    NotFound
        The person has no such message.
    TryAgain
        The person marks on several devices at once.
    """
    for _ in range(_REDECIDE):
        keys = [MessageRow.key(person_id, up_to), MarkRow.key(person_id)]
        message, mark, *kept = dynamo.read([*keys, *([once.key] if once else [])], consistent=True)
        if once and (replayed := once.replay(kept[0])):
            return replayed, True
        if message is None:
            raise NotFound
        seen, now = int(mark.version) if mark else 0, clock.now()
        moved = MarkRow(
            keys[1].pk,
            keys[1].sk,
            up_to=max(up_to, mark.up_to) if mark else up_to,
            read_at=clock.iso(now),
            version=seen + 1,
        )
        answered: Answered = answer(moved)
        unchanged = (MarkRow.version == seen) if seen else Ensure.is_new
        try:
            dynamo.write([Write(moved, unchanged), *([once.record(answered, now)] if once else [])])
        except ConditionFailed:
            continue
        return answered, False
    raise TryAgain


class TextsRow(Row):
    """A version of the texts."""

    class Meta(NoticesMeta):
        """The notices' table."""

    version = NumberAttribute()
    document = UnicodeAttribute()
    set_by = UnicodeAttribute()
    set_at = UnicodeAttribute()

    @classmethod
    def current(cls) -> Key:
        """Return where the newest version is."""
        return Key(cls, "MESSAGE_TEXTS", "CURRENT")

    @classmethod
    def key(cls, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, "MESSAGE_TEXTS", f"V#{version:06d}")


class InForce(NamedTuple):
    """Texts as they are kept: for rendering, the whole document, who set it when (packaged: nobody)."""

    texts: Texts
    document: Mapping[str, Any]
    set_by: str
    set_at: str


def of(row: TextsRow | None) -> InForce:
    """Return the texts of a row; the packaged default (version 0) when the county has set none."""
    if row is None:
        return _packaged()
    return _parsed(int(row.version), row.document, row.set_by, row.set_at)


def current() -> InForce:
    """Return the newest texts, up to half a minute old."""
    key = TextsRow.current()
    return of(Remembered.recall([key])[key])


def newest() -> InForce:
    """Return the newest texts as they are now (consistent read)."""
    return of(dynamo.read([TextsRow.current()], consistent=True)[0])


def version(number: int) -> InForce | None:
    """Return one version; None when there is none."""
    if number == 0:
        return _packaged()
    row: TextsRow | None = dynamo.read([TextsRow.key(number)], consistent=True)[0]
    return of(row) if row else None


def put(document: Mapping[str, Any], *, seen: int, set_by: str, at: datetime) -> InForce:
    """Keep a document as the next version.

    Raises
    ------
    StaleVersion
        Somebody set a newer version than `seen`.
    """
    number = seen + 1
    kept: dict[str, Any] = {
        "version": number,
        "document": json.dumps(document, ensure_ascii=False, separators=(",", ":")),
        "set_by": set_by,
        "set_at": clock.iso(at),
    }
    unchanged = Ensure.is_new if seen == 0 else TextsRow.version == seen
    try:
        dynamo.write(
            [
                Write(TextsRow("MESSAGE_TEXTS", f"V#{number:06d}", **kept), Ensure.is_new),
                Write(TextsRow("MESSAGE_TEXTS", "CURRENT", **kept), unchanged),
            ]
        )
    except ConditionFailed as fault:
        raise StaleVersion from fault
    Remembered.forget()
    return _parsed(number, kept["document"], set_by, kept["set_at"])


@lru_cache(maxsize=8)
def _parsed(number: int, document: str, set_by: str, set_at: str) -> InForce:
    whole = rules.complete(json.loads(document), _packaged().document)
    return InForce(rules.parse(whole, number), whole, set_by, set_at)


@lru_cache(maxsize=1)
def _packaged() -> InForce:
    document = json.loads(_PACKAGED.read_text(encoding="utf-8"))
    return InForce(rules.parse(document, 0), document, "packaged", "")

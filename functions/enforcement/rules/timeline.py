"""The record of a whole case: entries that are only added, each carrying the hash of all before it (处罚法 Art. 47)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from kernel import clock
from kernel.actors import Actor
from kernel.ledger.chain import GENESIS, canonical, link
from kernel.problems import Conflict
from kernel.record import record
from kernel.texts import Named, Text

MOST_ENTRIES = 1_000
MOST_PAPERS = 150
MOST_EVIDENCE = 150


class RecordEvent(Named):
    """What happens to the record itself; steps of a case are called as its actions are."""

    PAPER_ISSUED = "paper_issued", "文书制发", "a paper was issued"
    PAPER_VOIDED = "paper_voided", "文书作废", "a paper was made void"
    EVIDENCE_ADDED = "evidence_added", "证据入卷", "evidence was added"
    EVIDENCE_VERIFIED = "evidence_verified", "证据查证", "evidence was verified"
    CAMERA_REVIEWED = "camera_reviewed", "监控记录审核", "footage was reviewed"
    EVIDENCE_HANDED_OVER = "evidence_handed_over", "证据移交保管", "evidence changed hands"
    EVIDENCE_EXCLUDED = "evidence_excluded", "证据排除", "evidence was excluded"
    FILE_COMPOSED = "file_composed", "案卷归档", "the file was composed"
    FILE_REVIEWED = "file_reviewed", "案卷评查", "the file was reviewed"
    LIABILITY_OPENED = "liability_opened", "启动过错责任追究", "liability for it was opened"
    LIABILITY_HEARD = "liability_heard", "听取责任人陈述", "the person was heard"
    LIABILITY_DECIDED = "liability_decided", "责任认定", "liability for it was decided"


@record
class Head:
    """Where the record of a case ends, and how much it holds.

    Attributes
    ----------
    seq, seal
        Of the last entry.
    """

    seq: int = 0
    seal: str = GENESIS
    papers: int = 0
    evidence: int = 0


class Entry(NamedTuple):
    """An entry as it is kept."""

    seq: int
    at: str
    event: str
    actor: str
    actor_name: str
    actor_role: str | None
    actor_unit: str | None
    details: str
    seal: str

    @property
    def content(self) -> str:
        """The one text that is sealed."""
        return canonical(
            {name: getattr(self, name) for name in self._fields if name not in ("seq", "seal")}
        )


class Fault(NamedTuple):
    """Where a record is not what it was."""

    place: str
    text: Text


class RecordFull(Conflict):
    """A case holds so much and no more: what one person does does not grow without end."""

    slug = "record-full"
    said = Text("案卷内容已达上限。", "The record of this case is full.")


def next_entry(
    head: Head, event: str, by: Actor, now: datetime, details: Mapping[str, Any]
) -> Entry:
    """Return the entry that comes after the head, sealed.

    Raises
    ------
    RecordFull
        There are as many as a case may have.
    """
    if head.seq >= MOST_ENTRIES:
        raise RecordFull
    role = str(by.role) if by.role else None
    said = canonical(details)
    entry = Entry(
        head.seq + 1, clock.iso(now), event, by.person_id, by.name, role, by.unit, said, ""
    )
    return entry._replace(seal=link(head.seal, entry.seq, entry.content))


def verify(entries: Iterable[Entry], head: Head) -> list[Fault]:
    """Return where a record was changed, shortened, lengthened or put in another order; nothing: it is sound."""
    faults: list[Fault] = []
    seal, seq = GENESIS, 0
    for entry in entries:
        seq += 1
        if entry.seq != seq:
            told = Text(f"第{seq}条缺失或次序有误。", f"Entry {seq} is missing, or out of order.")
            faults.append(Fault(str(seq), told))
            seq = entry.seq
        if link(seal, entry.seq, entry.content) != entry.seal:
            told = Text(f"第{entry.seq}条内容被改动。", f"Entry {entry.seq} was changed.")
            faults.append(Fault(str(entry.seq), told))
        seal = entry.seal
    if (seq, seal) != (head.seq, head.seal):
        told = Text("链尾与记录不符。", "The end of the record does not fit.")
        faults.append(Fault("head", told))
    return faults

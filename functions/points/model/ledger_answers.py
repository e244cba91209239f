"""What clients are answered about the ledger."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable
from typing import Any

from typing_extensions import TypedDict

from kernel import clock
from kernel.ledger.postings import Posting
from kernel.texts import Language
from points.model.shown import shown
from points.rules.account import PointsMove, balances
from points.rules.entry import Entry, in_words
from points.rules.verification import Verification, VerificationStatus
from points.service.reverse_entry import Reversal
from points.service.verify_ledger import Report


class PostingView(TypedDict):
    """What an account gets, or gives when negative."""

    account: str
    points: int


class EntryView(TypedDict):
    """An entry of the ledger, with its reason in plain words."""

    id: str
    household: str
    kind: PointsMove
    kind_name: str
    points: int
    postings: list[PostingView]
    short: int
    reason: str
    text: str
    ref: str | None
    rule: dict[str, Any] | None
    evaluation: dict[str, Any] | None
    evidence: list[str]
    reverses: str | None
    reversed_by: str | None
    actor_role: str | None
    balances: dict[str, int]
    at: str
    seq: int | None
    seal: str | None


class EntryList(TypedDict):
    """One page of entries, newest first."""

    items: list[EntryView]
    next_cursor: str | None


class ReversalView(TypedDict):
    """A reversal: its entry, and what could not be taken back."""

    entry: str
    reverses: str
    household: str
    short: int
    postings: list[PostingView]
    balances: dict[str, int]


class LedgerFault(TypedDict):
    """What is wrong with a ledger, and where."""

    code: str
    place: str
    text: str
    text_en: str


class LedgerReport(TypedDict):
    """What a verification found; `fresh`: recomputed now, else the last one kept."""

    village: str
    fresh: bool
    verified_at: str
    sound: bool
    entries: int
    sealed: int
    waiting_for_seal: int
    head: str
    totals: dict[str, int]
    sum: int
    households: int
    faults: list[LedgerFault]
    milliseconds: int


class VerificationView(TypedDict):
    """A verification in the background: `checked` of `entries`, and once it is `done` what it found."""

    village: str
    status: VerificationStatus
    checked: int
    entries: int
    requested_at: str
    updated_at: str
    report: LedgerReport | None


def verification_view(one: Verification) -> VerificationView:
    """Return a verification as it is answered."""
    report = report_view(Report(one.report, fresh=True)) if one.report else None
    return shown(VerificationView, one, report=report)


def entry_view(entry: Entry, language: Language) -> EntryView:
    """Return an entry as it is answered, with its reason in plain words."""
    told = entry.content
    return shown(
        EntryView,
        {**told, "id": entry.id, "points": entry.points, "reversed_by": entry.reversed_by},
        language,
        household=told["holder"],
        kind_name=entry.kind.said,
        postings=_postings(entry.postings),
        text=in_words(entry),
        at=clock.from_iso(told["at"]),
        seq=entry.seq,
        seal=entry.seal,
    )


def reversal_view(reversal: Reversal) -> ReversalView:
    """Return a reversal as it is answered."""
    told = balances(reversal.account)
    return shown(ReversalView, reversal, postings=_postings(reversal.postings), balances=told)


def report_view(report: Report) -> LedgerReport:
    """Return what a verification found as it is answered."""
    found = report.document
    return shown(
        LedgerReport, found, village=found["book"], fresh=report.fresh, households=found["holders"]
    )


def _postings(postings: Iterable[Posting]) -> list[PostingView]:
    return [{"account": account, "points": points} for account, points in postings]

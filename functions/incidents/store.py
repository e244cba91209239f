"""Incidents in DynamoDB: the rows, and the transactions that keep their promises.

A change of an incident, its history entries and the answer to its idempotency key are one transaction, conditional on the version the
decision was made on. Indexes, streams and timers are hints; these rows are the truth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.rules.clocked import Clocked, Entry, Severity, Staffing
from escalation.store.rows import (
    CLOCKED_KINDS,
    COUNTY,
    ClockedRow,
    ClocksMeta,
    HistoryRow,
    history_writes,
    read_fields,
    set_fields,
)
from escalation.store.staffing import staffing_keys, staffing_of
from escalation.store.terms import SECTION, PolicyRow
from escalation.store.terms import packaged as packaged_terms
from incidents.rules import policy as policies
from incidents.rules import policy_checks
from incidents.rules.allowance import Allowance
from incidents.rules.duplicates import AlreadyFollowing, Seen
from incidents.rules.feeds import feeds_of_change
from incidents.rules.incident import Change, ConfirmStage, Ending, Fact, FactKind, Incident, Tenure
from incidents.rules.policy import Policy
from incidents.rules.ratings import AlreadyRated
from incidents.rules.standing import answering_roles
from incidents.rules.states import Source, Status
from kernel import clock, ids, paging
from kernel.directory import PersonRow, Remembered, UnitRow
from kernel.problems import Conflict, Problem, StaleVersion
from kernel.storage.dynamo import Filter, Page, Range, call, client, query, read, write
from kernel.storage.idempotency import Answered, IdempotencyRow, Once
from kernel.storage.rows import ConditionFailed, Ensure, Key, Row, Write
from kernel.texts import Text
from kernel.units import Level, ancestor, is_within, level_of, tier_of

CHANGES_KEPT = timedelta(days=30)
"""How long a feed holds a change; a phone that was away longer starts anew."""

_REDECIDE = 3
_A_SWEEP = 100
_TRACKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(ClocksMeta):
        """The incidents' table."""


class IncidentRow(ClockedRow):
    """An incident as it is now: `INC#{id}` / `INCIDENT`. Attributes are those of `rules.incident.Incident`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    county = UnicodeAttribute(null=True)
    town = UnicodeAttribute(null=True)
    village = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    severity = UnicodeAttribute()
    source = UnicodeAttribute()
    description = UnicodeAttribute()
    reporter = UnicodeAttribute()
    on_behalf_of = UnicodeAttribute(null=True)
    client_ref = UnicodeAttribute(null=True)
    location = JSONAttribute(null=True)
    turn = UnicodeAttribute(null=True, attr_name="queue")
    accepted_by = UnicodeAttribute(null=True)
    handler = UnicodeAttribute(null=True)
    self_handled = BooleanAttribute()
    done = UnicodeAttribute(null=True)
    evidence = JSONAttribute(null=True)
    allowances = JSONAttribute(null=True)
    held_since = UnicodeAttribute(null=True)
    running_since = UnicodeAttribute(null=True)
    working_seconds = NumberAttribute(null=True)
    natural_seconds = NumberAttribute(null=True)
    late = BooleanAttribute(null=True)
    tenures = JSONAttribute(null=True)
    returned_by = UnicodeAttribute(null=True)
    returned_at_all = JSONAttribute(null=True)
    final_assignment = BooleanAttribute(null=True)
    asked = UnicodeAttribute(null=True)
    dispatcher = UnicodeAttribute(null=True)
    parent = UnicodeAttribute(null=True)
    task_no = NumberAttribute(null=True)
    tasks = JSONAttribute(null=True)
    open_tasks = NumberAttribute(null=True)
    limit_passed_at = UnicodeAttribute(null=True)
    helpers = JSONAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    duplicates = NumberAttribute(null=True)
    joined = NumberAttribute(null=True)
    round = NumberAttribute(null=True)
    order_no = NumberAttribute(null=True)
    order_unit = UnicodeAttribute(null=True)
    order_due = UnicodeAttribute(null=True)
    open_in = UnicodeAttribute(null=True)
    confirm_stage = UnicodeAttribute(null=True)
    confirm_asked = NumberAttribute()
    rejections = NumberAttribute()

    @classmethod
    def key(cls, incident_id: str) -> Key:
        """Return where the incident of this id is."""
        return Key(cls, f"INC#{incident_id}", "INCIDENT")


class ReporterRow(Row):
    """One more reporter of an incident: `INC#{id}` / `REPORTER#{person}`; in the index of what a person reported, too.

    Rows are never deleted: one that is `ended` (what brought the person here was separated) has no `reporter` any more and so has left
    the index.
    """

    class Meta(ClocksMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    reporter = UnicodeAttribute(null=True)
    id = UnicodeAttribute()
    listed_in = UnicodeAttribute(attr_name="queue")
    place_in_list = UnicodeAttribute(attr_name="due_at")
    details = JSONAttribute(null=True)
    ended = BooleanAttribute(null=True)

    @classmethod
    def list_of(cls, person_id: str) -> str:
        """Return the partition of the index by queue that lists what a person joined, apart from what the person reported."""
        return f"JOINED#{person_id}"

    @classmethod
    def key(cls, incident_id: str, person_id: str) -> Key:
        """Return where it stands that a person is one of an incident's reporters."""
        return Key(cls, f"INC#{incident_id}", f"REPORTER#{person_id}")

    @property
    def counts(self) -> bool:
        """Whether the person is one of the incident's reporters now."""
        return not self.ended


class ChangeRow(Row):
    """That an incident changed, for one of its feeds: `FEED#{feed}` / `{change_id}#{n}`; in order of time, gone after `CHANGES_KEPT`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    id = UnicodeAttribute()
    unit = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class FactRow(Row):
    """What follows an incident, or who rated it how: `INC#{id}` / `DUPLICATE#{incident}`, `RATING#{round}#{person}`."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    key_of = UnicodeAttribute()
    details = JSONAttribute(null=True)
    ended = BooleanAttribute(default=False)


class TenureRow(Row):
    """A settled tenure, for figures: `TENURE#{county}#{month}` / `{unit}#{until}#{incident}#{n}`.

    An ancestor is a prefix: the tenures of a unit with all below it in a month are one Query.
    """

    class Meta(ClocksMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    unit = UnicodeAttribute()
    tier = UnicodeAttribute()
    category = UnicodeAttribute()
    severity = UnicodeAttribute()
    since = UnicodeAttribute()
    until = UnicodeAttribute()
    working_seconds = NumberAttribute()
    natural_seconds = NumberAttribute()
    late = BooleanAttribute()
    ending = UnicodeAttribute()
    round = NumberAttribute()
    rejections = NumberAttribute()


class CaseRow(Row):
    """Which incident a case code stands for: `CASE#{case_code}` / `CASE`; written once, so that no code is given twice."""

    class Meta(ClocksMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()

    @classmethod
    def key(cls, case_code: str) -> Key:
        """Return where the case of this code is."""
        return Key(cls, f"CASE#{case_code}", "CASE")


class SomebodyWasFaster(Conflict):
    """The incident kept changing under the request."""

    slug = "somebody-was-faster"
    said = Text(
        "事件刚刚被他人更新，请刷新后重试。",
        "The incident was changed by somebody else just now; reload and try again.",
    )


class PolicyInForce(NamedTuple):
    """A policy as it is kept: the parsed rules, the document, who set it."""

    policy: Policy
    document: Mapping[str, Any]
    set_by: str
    set_at: str


def load(incident_id: str) -> Incident | None:
    """Return an incident as it is now, or None."""
    row = read([IncidentRow.key(incident_id)], consistent=True)[0]
    return from_row(row) if row else None


def find_by_case_code(case_code: str) -> Incident | None:
    """Return the incident a case code stands for, or None."""
    case = read([CaseRow.key(case_code)])[0]
    return load(case.incident_id) if case else None


class Outcome(NamedTuple):
    """What a request came to: the incident now and the answer; `entries` is empty when an earlier answer was replayed."""

    incident: Incident | None
    entries: tuple[Entry, ...]
    answered: Answered


def open_incident(
    change: Change,
    once: Once | None,
    answer: Callable[[Incident], Answered],
    more: Sequence[Write] = (),
) -> Outcome:
    """Write a new incident with its first entries, its case code and the answer, in one transaction.

    Parameters
    ----------
    more
        What must become true together with the incident.

    Raises
    ------
    IdempotencyKeyReused
        The key was used meanwhile, with another body.
    ConditionFailed
        A condition of `more` did not hold.
    """
    change = _stamped(change)
    incident = change.incident
    case = CaseRow(f"CASE#{incident.case_code}", "CASE", incident_id=incident.id)
    answered = answer(incident)
    writes = [*_writes(change, Ensure.is_new), Write(case, Ensure.is_new), *more]
    if incident.on_behalf_of and incident.on_behalf_of != incident.reporter:
        # Whom it was reported for finds it in the own list.
        writes.append(
            Write(_reporter_row(Fact(FactKind.REPORTER, incident.id, incident.on_behalf_of)))
        )
    if once:
        writes.append(once.record(answered, incident.created_at))
    try:
        write(writes)
    except ConditionFailed:
        if not _arrived(change):
            replayed = _replay(once)
            if replayed is None:
                raise
            return Outcome(None, (), replayed)
    return Outcome(incident, change.entries, answered)


def change_incident(
    incident_id: str,
    decide: Callable[[Incident], Change | None],
    *,
    once: Once | None = None,
    answer: Callable[[Incident], Answered] | None = None,
    seen: Incident | None = None,
) -> Outcome | None:
    """Load, decide, save; decide again on the newer state when somebody was faster.

    What a change brings about in other incidents is part of the same transaction, each on its own version.

    Parameters
    ----------
    decide
        The rule: gives the change, or None for nothing to do, or raises the refusal.
    answer
        What the request is answered once the incident is as decided; kept under `once`.
    seen
        The incident as it was just loaded, to save reading it again.

    Returns
    -------
    Outcome or None
        None when there is no such incident or nothing to do.

    Raises
    ------
    SomebodyWasFaster
        The incident changed under every try.
    AlreadyFollowing, AlreadyRated
        The person did the same before.
    """
    for _ in range(_REDECIDE):
        before = seen or load(incident_id)
        seen = None
        try:
            change = decide(before) if before else None
        except Problem:
            # The same request may have made the move just now, and the look at its key before may have been too early to see it.
            replayed = _replay(once)
            if replayed is None:
                raise
            return Outcome(None, (), replayed)
        if before is None or change is None:
            return None
        change = _stamped(change)
        answered = answer(change.incident) if answer else Answered(200, "")
        writes = _writes(change)
        if once:
            writes.append(once.record(answered, change.incident.updated_at))
        try:
            write(writes)
        except ConditionFailed as fault:
            if not _arrived(change):
                replayed = _replay(once)
                if replayed:
                    return Outcome(None, (), replayed)
                _refuse_repeated_facts(writes, fault.failed)
                continue
        return Outcome(change.incident, _all_entries(change), answered)
    raise SomebodyWasFaster


def _stamped(change: Change) -> Change:
    """Give the change an id of its own, by which its own first arrival is recognised, and by which the feeds are in order.

    It says when it is about to be written, which may be a while after it was decided.
    """
    stamp = ids.new_id(clock.now())
    return change._replace(
        incident=replace(change.incident, change_id=stamp),
        others=tuple(_stamped(other) for other in change.others),
    )


def _arrived(change: Change) -> bool:
    present = load(change.incident.id)
    return present is not None and present.change_id == change.incident.change_id


def _writes(change: Change, condition: Any = None) -> list[Write]:
    incident = change.incident
    if condition is None:
        seen = incident.version - 1
        condition = (IncidentRow.version == seen) if seen else Ensure.is_new
    writes = [
        Write(to_row(incident), condition),
        *history_writes(IncidentRow.key(incident.id), incident, change.entries),
        *_settled_tenures(incident, change.entries),
        *_feed_writes(change),
    ]
    for fact in change.facts:
        row = _reporter_row(fact) if fact.kind is FactKind.REPORTER else _fact_row(fact)
        writes.append(Write(row, _news_of(row) if fact.is_news else None))
    for other in change.others:
        writes += _writes(other)
    return writes


def _feed_writes(change: Change) -> list[Write]:
    incident = change.incident
    gone = int((clock.now() + CHANGES_KEPT).timestamp())
    return [
        Write(
            ChangeRow(
                f"FEED#{told.feed}",
                f"{incident.change_id}#{n}",
                id=incident.id,
                unit=told.unit,
                expires_at=gone,
            )
        )
        for n, told in enumerate(feeds_of_change(change.before, incident))
    ]


def _all_entries(change: Change) -> tuple[Entry, ...]:
    return (*change.entries, *(entry for other in change.others for entry in _all_entries(other)))


def _reporter_row(fact: Fact) -> ReporterRow:
    key = ReporterRow.key(fact.incident_id, fact.key)
    return ReporterRow(
        key.pk,
        key.sk,
        incident_id=fact.incident_id,
        reporter=None if fact.ended else fact.key,
        id=fact.incident_id,
        listed_in=ReporterRow.list_of(fact.key),
        place_in_list=fact.incident_id,
        details=dict(fact.details) or None,
        ended=True if fact.ended else None,
    )


def _news_of(row: ReporterRow | FactRow) -> Any:
    if isinstance(row, ReporterRow):
        return Ensure.is_new | (ReporterRow.ended == True)  # noqa: E712 - a condition of the store
    return Ensure.is_new


def _fact_row(fact: Fact) -> FactRow:
    return FactRow(
        f"INC#{fact.incident_id}",
        f"{fact.kind.upper()}#{fact.key}",
        incident_id=fact.incident_id,
        kind=str(fact.kind),
        key_of=fact.key,
        details=dict(fact.details) or None,
        ended=fact.ended,
    )


def _refuse_repeated_facts(writes: Sequence[Write], failed: Sequence[int]) -> None:
    """Say what was done before, when that alone stood in the way."""
    rows = [writes[position].row for position in failed]
    if rows and all(isinstance(row, ReporterRow) for row in rows):
        raise AlreadyFollowing
    if rows and all(isinstance(row, FactRow) for row in rows):
        raise AlreadyRated


def _settled_tenures(incident: Incident, entries: Sequence[Entry]) -> list[Write]:
    """Write down the tenures that were settled in this change: those that end when its entries were made."""
    if not entries:
        return []
    at = entries[0].at
    return [
        Write(_tenure_row(incident, tenure, number))
        for number, tenure in enumerate(incident.tenures)
        if tenure.until == at
    ]


def _tenure_row(incident: Incident, tenure: Tenure, number: int) -> TenureRow:
    until = clock.iso(tenure.until)
    month = clock.local_iso(tenure.until)[:7]
    return TenureRow(
        f"TENURE#{incident.unit[: Level.COUNTY.digits]}#{month}",
        f"{tenure.unit}#{until}#{incident.id}#{number:02d}",
        incident_id=incident.id,
        unit=tenure.unit,
        tier=str(tier_of(tenure.unit)),
        category=incident.category,
        severity=str(incident.severity),
        since=clock.iso(tenure.since),
        until=until,
        working_seconds=tenure.working_seconds,
        natural_seconds=tenure.natural_seconds,
        late=tenure.late,
        ending=str(tenure.ending),
        round=incident.round,
        rejections=incident.rejections,
    )


def _replay(once: Once | None) -> Answered | None:
    return once.replay(read([once.key], consistent=True)[0]) if once else None


def _allowances(stored: Sequence[Sequence[Any]]) -> tuple[Allowance, ...]:
    return tuple(
        Allowance(unit, clock.from_iso(since) if since else None, *counted)
        for unit, since, *counted in stored
    )


def _tenures(stored: Sequence[Sequence[Any]]) -> tuple[Tenure, ...]:
    return tuple(
        Tenure(
            unit,
            clock.from_iso(since),
            clock.from_iso(until),
            float(working),
            float(natural),
            late,
            Ending(ending),
        )
        for unit, since, until, working, natural, late, ending in stored
    )


_KINDS: dict[str, Callable[[Any], Any]] = {
    **CLOCKED_KINDS,
    "severity": Severity,
    "source": Source,
    "status": Status,
    "confirm_stage": ConfirmStage,
    "tenures": _tenures,
    **dict.fromkeys(("evidence", "returned_at_all", "tasks", "helpers"), tuple),
    "allowances": _allowances,
    **dict.fromkeys(("working_seconds", "natural_seconds"), float),
    **dict.fromkeys(
        (
            "confirm_asked",
            "rejections",
            "task_no",
            "open_tasks",
            "duplicates",
            "joined",
            "round",
            "order_no",
        ),
        int,
    ),
    **dict.fromkeys(
        ("held_since", "running_since", "closed_at", "order_due", "limit_passed_at"), clock.from_iso
    ),
}
_FIELDS = tuple(field.name for field in fields(Incident))
# What most incidents never have is not stored at all: a row pays for every kilobyte in each of its indexes.
_STORED_IF_ANY = frozenset(
    {
        "later",
        "tenures",
        "working_seconds",
        "natural_seconds",
        "late",
        "returned_at_all",
        "final_assignment",
        "tasks",
        "open_tasks",
        "helpers",
        "duplicates",
        "joined",
        "round",
        "order_no",
        "evidence",
        "location",
    }
)


def to_row(incident: Incident) -> IncidentRow:
    """Return the row of an incident, with the keys of its indexes.

    A task has none of the indexes by area: it is found in the queue of its department, and through the incident it belongs to.
    """
    row = IncidentRow(
        f"INC#{incident.id}",
        "INCIDENT",
        # The wake-up index holds only those the clock still has to wake, the index of open ones only those with a limit.
        clock=COUNTY if incident.wake_at else None,
        open_in=COUNTY if incident.due_at else None,
    )
    if not incident.is_task:
        row.county = incident.unit[: Level.COUNTY.digits]
        row.town = ancestor(incident.unit, Level.TOWN)
        row.village = ancestor(incident.unit, Level.VILLAGE)
    set_fields(row, incident, _FIELDS, _STORED_IF_ANY)
    row.evidence = list(incident.evidence) or None
    row.location = dict(incident.location) if incident.location else None
    row.allowances = [_stored_allowance(one) for one in incident.allowances] or None
    row.tenures = [_stored_tenure(tenure) for tenure in incident.tenures] or None
    for name in ("returned_at_all", "tasks", "helpers"):
        setattr(row, name, list(getattr(incident, name)) or None)
    return row


def _stored_allowance(one: Allowance) -> list[Any]:
    since = clock.iso(one.since) if one.since else None
    kept = [one.unit, since, one.left, one.extra, one.extensions, one.suspensions, one.solutions]
    # Most have asked for nothing: a row pays for every byte.
    while len(kept) > 3 and not kept[-1]:
        kept.pop()
    return kept


def _stored_tenure(tenure: Tenure) -> list[Any]:
    return [
        tenure.unit,
        clock.iso(tenure.since),
        clock.iso(tenure.until),
        tenure.working_seconds,
        tenure.natural_seconds,
        tenure.late,
        str(tenure.ending),
    ]


def from_row(row: IncidentRow) -> Incident:
    """Return the incident a row holds."""
    incident = Incident(**read_fields(row, _FIELDS, _KINDS))
    if incident.allowances:
        return incident
    # Rows of an earlier release have none: the limit of whoever has it runs since the present turn began.
    since = incident.clock_started_at or incident.created_at
    return replace(incident, allowances=(Allowance(incident.responsible_unit, since),))


def load_with_reporter(incident_id: str, person_id: str) -> tuple[Incident | None, bool]:
    """Return an incident as it is now, and whether a person is one of its further reporters, in one read."""
    row, reporter = read(
        [IncidentRow.key(incident_id), ReporterRow.key(incident_id, person_id)], consistent=True
    )
    return (from_row(row) if row else None), reporter is not None and reporter.counts


def load_followed(
    incident_ids: Sequence[str], person_id: str, *, consistent: bool = False
) -> list[tuple[Incident | None, bool]]:
    """Return incidents as they are now, each with whether a person is one of its further reporters, in one read of at most fifty."""
    keys = [
        key
        for one in incident_ids
        for key in (IncidentRow.key(one), ReporterRow.key(one, person_id))
    ]
    rows = iter(read(keys, consistent=consistent) if keys else [])
    return [
        (from_row(row) if row else None, reporter is not None and reporter.counts)
        for row, reporter in zip(rows, rows, strict=True)
    ]


def load_all(incident_ids: Sequence[str]) -> list[Incident]:
    """Return incidents as they are now, in one read; what is not there is left out."""
    if not incident_ids:
        return []
    rows = read([IncidentRow.key(one) for one in incident_ids], consistent=True)
    return [from_row(row) for row in rows if row]


def joint_with(task: Incident) -> tuple[Incident, ...]:
    """Return what a task belongs to and its other tasks, the incident itself first; nothing of what is no task."""
    joint = load(task.parent) if task.parent else None
    if joint is None:
        return ()
    return (joint, *load_all([one for one in joint.tasks if one != task.id]))


def reporters_of(incident_id: str, most: int | None = None) -> list[str]:
    """Return the further reporters of an incident, page by page; at most `most` of them if a number is given."""
    found: list[str] = []
    start: dict[str, Any] | None = None
    while most is None or len(found) < most:
        page = query(
            ReporterRow,
            ("pk", f"INC#{incident_id}"),
            within=Range("sk", "begins_with", ("REPORTER#",)),
            limit=most or _A_SWEEP,
            start=start,
            consistent=True,
        )
        found += [item["reporter"]["S"] for item in page.items if "reporter" in item]
        start = page.next_key
        if start is None:
            break
    return found[:most]


def followed_by(incident_id: str, people: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Return which of some people are further reporters of an incident, with how they came to be, in one read."""
    keys = [ReporterRow.key(incident_id, person) for person in people]
    rows = read(keys, consistent=True) if keys else []
    return {row.reporter: row.details or {} for row in rows if row and row.counts}


def recent_around(unit: str, most: int = 100) -> list[Seen]:
    """Return the newest incidents of the village a place is in, or of the wider unit it is: one Query, of an index that may lag."""
    level = Level.VILLAGE if level_of(unit) is Level.GRID else level_of(unit)
    page = query(
        IncidentRow,
        (str(level), unit[: level.digits]),
        index=f"by_{level}",
        limit=most,
        newest_first=True,
    )
    return [_seen(item) for item in page.items]


def _seen(item: Mapping[str, Any]) -> Seen:
    location = json.loads(item["location"]["S"]) if "location" in item else None
    return Seen(
        id=item["id"]["S"],
        case_code=item["case_code"]["S"],
        category=item["category"]["S"],
        status=Status(item["status"]["S"]),
        unit=item["unit"]["S"],
        created_at=clock.from_iso(item["created_at"]["S"]),
        point=(location["lat"], location["lon"]) if location else None,
    )


def last_steps(incident_id: str, most: int) -> list[HistoryRow]:
    """Return the last steps of an incident, oldest first."""
    page = query(
        HistoryRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=most,
        newest_first=True,
        consistent=True,
    )
    return [HistoryRow.from_raw_data(item) for item in reversed(page.items)]


def timeline_page(
    incident_id: str, limit: int, cursor: str | None
) -> tuple[list[HistoryRow], str | None]:
    """Return one page of an incident's history, oldest first."""
    listing = f"timeline {incident_id}"
    page = query(
        HistoryRow,
        ("pk", f"INC#{incident_id}"),
        within=Range("sk", "begins_with", ("HIST#",)),
        limit=limit,
        start=paging.decode(listing, cursor),
        consistent=True,
    )
    return [HistoryRow.from_raw_data(item) for item in page.items], paging.encode(
        listing, page.next_key
    )


class Listing(NamedTuple):
    """Which incidents are asked for: an area or a person, and what narrows the list."""

    index_name: str
    partition: tuple[str, str]
    only: Mapping[str, Filter]
    due_before: str | None
    newest_first: bool


def area_listing(
    units: Sequence[str], only: Mapping[str, Filter], due_before: str | None
) -> Listing:
    """Return the listing of everything in an area, newest first.

    Parameters
    ----------
    units
        One unit with everything below it, or several grids of one village. A department has no area: what waits for it is listed.
    """
    unit, level, narrowed = units[0], level_of(units[0]), dict(only)
    if level is Level.DEPARTMENT:
        return Listing("by_queue", ("queue", unit), narrowed, due_before, newest_first=False)
    if level is Level.GRID:
        # A grid has no index of its own: its village's is read, of which it is a fifteenth or so.
        narrowed["unit"] = ("in", *units)
        level, unit = Level.VILLAGE, unit[: Level.VILLAGE.digits]
    return Listing(f"by_{level}", (str(level), unit), narrowed, due_before, newest_first=True)


def own_listing(person_id: str, only: Mapping[str, Filter], due_before: str | None) -> Listing:
    """Return the listing of what a person reported, newest first."""
    return Listing("by_reporter", ("reporter", person_id), only, due_before, newest_first=True)


def queue_listing(unit: str, due_before: str | None) -> Listing:
    """Return the work queue of a unit: what it must act on, what is due first on top."""
    return Listing("by_queue", ("queue", unit), {}, due_before, newest_first=False)


def list_page(
    listing: Listing, limit: int, cursor: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Return one page of a listing as raw items: one Query, and one read of what a person joined.

    A filtered page may hold fewer than `limit` items, even none, and still have a cursor: rows read and dropped count too.
    """
    # What is overdue grows while one pages through it: the instant itself must not bind the cursor.
    name = repr(listing._replace(due_before=str(bool(listing.due_before))))
    only, within = dict(listing.only), None
    sort_key = _sort_key(listing.index_name)
    if listing.due_before and sort_key == "due_at":
        within = Range("due_at", "<", (listing.due_before,))
    elif listing.due_before:
        only["due_at"] = ("<", listing.due_before)
    own = listing.index_name == "by_reporter"
    # A filter drops rows after they are read: read more of them, but never more than four pages' worth. What a person joined is only
    # known by its id until it is read itself, and filtered then.
    page: Page = query(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        within=within,
        only={} if own else only,
        limit=limit if own or not only else min(limit * 4, 200),
        start=paging.decode(name, cursor),
        newest_first=listing.newest_first,
    )
    items, next_key = page.items, page.next_key
    if len(items) > limit:
        items = items[:limit]
        next_key = {name: items[-1][name] for name in ("pk", "sk", listing.partition[0], sort_key)}
    if own:
        items = [item for item in _completed(items) if _passes(item, only)]
    return items, paging.encode(name, next_key)


def _completed(items: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    joined = [item["id"]["S"] for item in items if item["sk"]["S"] != "INCIDENT"]
    rows = read([IncidentRow.key(one) for one in joined]) if joined else []
    whole = {row.id: row.serialize() for row in rows if row}
    for item in items:
        if item["sk"]["S"] == "INCIDENT":
            yield item
        elif item["id"]["S"] in whole:
            yield whole[item["id"]["S"]]


def _passes(item: Mapping[str, Any], only: Mapping[str, Filter]) -> bool:
    return all(_fits(item.get(name, {}).get("S"), wanted) for name, wanted in only.items())


def _fits(held: str | None, wanted: Filter) -> bool:
    operator, *values = wanted if isinstance(wanted, tuple) else ("=", wanted)
    if held is None:
        return False
    match operator:
        case "begins_with":
            return held.startswith(values[0])
        case "<":
            return held < values[0]
        case _:
            return held in values


def _sort_key(index: str) -> str:
    return {"by_queue": "due_at", "by_due": "due_at", "by_wake": "wake_at"}.get(index, "id")


def staffing_around(incident: Incident, *others: str) -> Staffing:
    """Return who holds the posts around an incident today (remembered rows where possible).

    Parameters
    ----------
    others
        Further units a step is about to give it to.
    """
    place = next((unit for unit in others if _moves_the_place(incident, unit)), incident.unit)
    keys = staffing_keys(place)
    reporter = PersonRow.key(incident.reporter)
    wider_than_a_grid = level_of(place) is not Level.GRID
    teams = {
        unit: UnitRow.key(unit)
        for unit in (incident.responsible_unit, *others)
        if level_of(unit) in (Level.DEPARTMENT, Level.GRID)
    }
    wanted = [*keys, *teams.values(), *([reporter] if wider_than_a_grid else [])]
    rows = Remembered.recall(wanted)
    staffing = staffing_of(place, [rows[key] for key in keys], rows.get(reporter))
    day = clock.today()
    return replace(
        staffing, teams={unit: _answering(unit, rows[key], day) for unit, key in teams.items()}
    )


def _moves_the_place(incident: Incident, unit: str) -> bool:
    return level_of(unit) is not Level.DEPARTMENT and not is_within(incident.unit, unit)


def _answering(unit: str, row: UnitRow | None, day: date) -> frozenset[str]:
    if row is None:
        return frozenset()
    return frozenset(person for role in answering_roles(unit) for person in row.holders(role, day))


def policy_in_force(row: PolicyRow | None) -> PolicyInForce:
    """Return the policy of a row; the packaged default (version 0) when the county has set none."""
    if row is None:
        return _packaged()
    return _parsed(int(row.version), row.document, row.set_by, row.set_at)


def current_policy() -> PolicyInForce:
    """Return the newest policy."""
    key = PolicyRow.current()
    return policy_in_force(Remembered.recall([key])[key])


@lru_cache(maxsize=32)
def policy_version(version: int) -> PolicyInForce:
    """Return a version of the policy; versions never change, so they are kept for good.

    Raises
    ------
    LookupError
        There is no such version (which is not remembered: it may come).
    """
    if version == 0:
        return _packaged()
    row: PolicyRow | None = read([PolicyRow.key(version)], consistent=True)[0]
    if row is None:
        raise LookupError(f"there is no policy version {version}")
    return policy_in_force(row)


def policy_of(thing: Clocked) -> Policy:
    """Return the policy that was in force when an incident was reported or a follow-up began."""
    return policy_version(thing.policy_version).policy


def set_policy(
    document: Mapping[str, Any], *, seen: int, set_by: str, at: datetime
) -> PolicyInForce:
    """Keep a document as the next version; earlier versions stay for the incidents reported under them.

    Raises
    ------
    StaleVersion
        Somebody set a newer version than `seen`.
    """
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    version = seen + 1
    kept: dict[str, Any] = {
        "version": version,
        "document": text,
        "set_by": set_by,
        "set_at": clock.iso(at),
    }
    newest = Ensure.is_new if seen == 0 else PolicyRow.version == seen
    try:
        write(
            [
                Write(PolicyRow("POLICY", f"V#{version:06d}", **kept), Ensure.is_new),
                Write(PolicyRow("POLICY", "CURRENT", **kept), newest),
            ]
        )
    except ConditionFailed as fault:
        raise StaleVersion from fault
    Remembered.forget()
    return _parsed(version, text, set_by, kept["set_at"])


@lru_cache(maxsize=32)
def _parsed(version: int, document: str, set_by: str, set_at: str) -> PolicyInForce:
    # What a county has not set is as packaged.
    loaded = policy_checks.filled(json.loads(document), _packaged().document)
    return PolicyInForce(policies.parse(loaded, version), loaded, set_by, set_at)


@lru_cache(maxsize=1)
def _packaged() -> PolicyInForce:
    document = packaged_document()
    return PolicyInForce(policies.parse(document, 0), document, "packaged", "")


def packaged_document() -> dict[str, Any]:
    """Return the policy a county starts with: the incidents' own, and the terms of obligations, with the sources of both."""
    own = json.loads((Path(__file__).parent / "default_policy.json").read_text(encoding="utf-8"))
    owed = packaged_terms()
    return {**own, SECTION: owed[SECTION], "sources": [*owed["sources"], *own["sources"]]}


def may_track(visitor: str, now: datetime) -> bool:
    """Count a look-up by case code and tell whether the visitor is within the limit of this minute.

    Parameters
    ----------
    visitor
        What tells visitors apart without saying who they are.
    """
    minute = int(now.timestamp()) // 60
    answer = call(
        lambda: client().update_item(
            TableName=ClocksMeta.table_name,
            Key={"pk": {"S": f"RATE#{visitor}#{minute}"}, "sk": {"S": "RATE"}},
            UpdateExpression="ADD #n :one SET expires_at = if_not_exists(expires_at, :gone)",
            ExpressionAttributeNames={"#n": "looked"},
            ExpressionAttributeValues={":one": {"N": "1"}, ":gone": {"N": str((minute + 5) * 60)}},
            ReturnValues="UPDATED_NEW",
        )
    )
    return int(answer["Attributes"]["looked"]["N"]) <= _TRACKS_A_MINUTE

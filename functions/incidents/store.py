"""Incidents in DynamoDB: the rows, and the transactions that keep their promises.

A change of an incident, its history entries and the answer to its idempotency key are one transaction, conditional on the version the
decision was made on. Indexes, streams and timers are hints; these rows are the truth.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from incidents.rules import policy as policies
from incidents.rules.incident import Change, ConfirmStage, Entry, Incident, Staffing, Wake
from incidents.rules.policy import Policy
from incidents.rules.states import Severity, Source, Status
from kernel import clock, ids, paging
from kernel.access import TIER_OFFICER, Role
from kernel.directory import PersonRow, Remembered, UnitRow
from kernel.dynamo import (
    ConditionFailed,
    Ensure,
    Filter,
    Key,
    Page,
    Range,
    Row,
    TableMeta,
    Write,
    call,
    client,
    query,
    read,
    write,
)
from kernel.idempotency import Answered, IdempotencyRow, Once
from kernel.problems import Conflict, Problem, StaleVersion
from kernel.texts import Text
from kernel.units import Level, Tier, ancestor, is_within, level_of, path_of

COUNTY = os.environ.get("COUNTY_CODE", "140426")

_REDECIDE = 3
_A_SWEEP = 100
_TRACKS_A_MINUTE = int(os.environ.get("TRACKS_A_MINUTE", "30"))


class IncidentsMeta(TableMeta):
    """`Meta` of every row in the incidents' table."""

    table_name = os.environ.get("INCIDENTS_TABLE", "incidents")


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(IncidentsMeta):
        """The incidents' table."""


class IncidentRow(Row):
    """An incident as it is now: `INC#{id}` / `INCIDENT`. Attributes are those of `rules.incident.Incident`."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    id = UnicodeAttribute()
    case_code = UnicodeAttribute()
    unit = UnicodeAttribute()
    county = UnicodeAttribute()
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
    status = UnicodeAttribute()
    tier = UnicodeAttribute()
    responsible_unit = UnicodeAttribute()
    turn = UnicodeAttribute(null=True, attr_name="queue")
    due_at = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)
    wake_action = UnicodeAttribute(null=True)
    epoch = NumberAttribute()
    armed_for = UnicodeAttribute(null=True)
    clock_started_at = UnicodeAttribute(null=True)
    provisional = BooleanAttribute()
    version = NumberAttribute()
    entries = NumberAttribute()
    policy_version = NumberAttribute()
    accepted_by = UnicodeAttribute(null=True)
    handler = UnicodeAttribute(null=True)
    self_handled = BooleanAttribute()
    done = UnicodeAttribute(null=True)
    evidence = JSONAttribute(null=True)
    left_seconds = NumberAttribute(null=True)
    confirm_stage = UnicodeAttribute(null=True)
    confirm_asked = NumberAttribute()
    supervisions = NumberAttribute()
    rejections = NumberAttribute()
    created_at = UnicodeAttribute()
    updated_at = UnicodeAttribute()
    change_id = UnicodeAttribute()

    @classmethod
    def key(cls, incident_id: str) -> Key:
        """Return where the incident of this id is."""
        return Key(cls, f"INC#{incident_id}", "INCIDENT")


class HistoryRow(Row):
    """One step of an incident: `INC#{id}` / `HIST#{seq}`; carries what notices need, so that they read nothing more."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    seq = NumberAttribute()
    at = UnicodeAttribute()
    event = UnicodeAttribute()
    actor = UnicodeAttribute()
    actor_name = UnicodeAttribute()
    actor_role = UnicodeAttribute(null=True)
    actor_unit = UnicodeAttribute(null=True)
    from_status = UnicodeAttribute(null=True)
    to_status = UnicodeAttribute()
    from_tier = UnicodeAttribute(null=True)
    to_tier = UnicodeAttribute()
    responsible_unit = UnicodeAttribute()
    reason = UnicodeAttribute(null=True)
    reason_code = UnicodeAttribute(null=True)
    details = JSONAttribute(null=True)
    addressees = UnicodeAttribute()
    epoch = NumberAttribute()
    due_at = UnicodeAttribute(null=True)
    unit = UnicodeAttribute()
    category = UnicodeAttribute()
    severity = UnicodeAttribute()
    case_code = UnicodeAttribute()


class CaseRow(Row):
    """Which incident a case code stands for: `CASE#{case_code}` / `CASE`; written once, so that no code is given twice."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()

    @classmethod
    def key(cls, case_code: str) -> Key:
        """Return where the case of this code is."""
        return Key(cls, f"CASE#{case_code}", "CASE")


class PolicyRow(Row):
    """A version of the policy: `POLICY` / `V#{version}`, and a copy of the newest under `POLICY` / `CURRENT`."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    version = NumberAttribute()
    document = UnicodeAttribute()
    set_by = UnicodeAttribute()
    set_at = UnicodeAttribute()

    @classmethod
    def current(cls) -> Key:
        """Return where the newest version is."""
        return Key(cls, "POLICY", "CURRENT")

    @classmethod
    def key(cls, version: int) -> Key:
        """Return where a version is."""
        return Key(cls, "POLICY", f"V#{version:06d}")


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
    incident = replace(change.incident, change_id=ids.new_id(change.incident.created_at))
    case = CaseRow(f"CASE#{incident.case_code}", "CASE", incident_id=incident.id)
    answered = answer(incident)
    writes = [
        Write(to_row(incident), Ensure.is_new),
        Write(case, Ensure.is_new),
        *_history_writes(incident, change.entries),
        *more,
    ]
    if once:
        writes.append(once.record(answered, incident.created_at))
    try:
        write(writes)
    except ConditionFailed:
        present = load(incident.id)
        if present is None or present.change_id != incident.change_id:
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
        after = replace(change.incident, change_id=ids.new_id(change.incident.updated_at))
        answered = answer(after) if answer else Answered(200, "")
        writes = [
            Write(to_row(after), IncidentRow.version == before.version),
            *_history_writes(after, change.entries),
        ]
        if once:
            writes.append(once.record(answered, after.updated_at))
        try:
            write(writes)
        except ConditionFailed:
            present = load(incident_id)
            if present is None or present.change_id != after.change_id:
                replayed = _replay(once)
                if replayed:
                    return Outcome(None, (), replayed)
                continue
        return Outcome(after, change.entries, answered)
    raise SomebodyWasFaster


def _replay(once: Once | None) -> Answered | None:
    return once.replay(read([once.key], consistent=True)[0]) if once else None


def _history_writes(incident: Incident, entries: Sequence[Entry]) -> list[Write]:
    first = incident.entries - len(entries)
    return [
        Write(_history_row(incident, entry, first + n), Ensure.is_new)
        for n, entry in enumerate(entries, start=1)
    ]


def _history_row(incident: Incident, entry: Entry, seq: int) -> HistoryRow:
    addressees = [{"tier": str(told.tier), "unit": told.unit} for told in entry.addressees]
    return HistoryRow(
        f"INC#{incident.id}",
        f"HIST#{seq:06d}",
        incident_id=incident.id,
        seq=seq,
        at=clock.iso(entry.at),
        event=str(entry.event),
        actor=entry.actor.person_id,
        actor_name=entry.actor.name,
        actor_role=str(entry.actor.role) if entry.actor.role else None,
        actor_unit=entry.actor.unit,
        from_status=str(entry.from_status) if entry.from_status else None,
        to_status=str(entry.to_status),
        from_tier=str(entry.from_tier) if entry.from_tier else None,
        to_tier=str(entry.to_tier),
        responsible_unit=entry.responsible_unit,
        reason=entry.reason,
        reason_code=entry.reason_code,
        details=dict(entry.details) or None,
        addressees=json.dumps(addressees),
        epoch=incident.epoch,
        due_at=clock.iso(incident.due_at) if incident.due_at else None,
        unit=incident.unit,
        category=incident.category,
        severity=str(incident.severity),
        case_code=incident.case_code,
    )


_INSTANTS = frozenset(
    {"created_at", "updated_at", "due_at", "wake_at", "armed_for", "clock_started_at"}
)
_KINDS: dict[str, Callable[[Any], Any]] = {
    "severity": Severity,
    "source": Source,
    "status": Status,
    "tier": Tier,
    "wake_action": Wake,
    "confirm_stage": ConfirmStage,
    "evidence": tuple,
    "left_seconds": float,
    **dict.fromkeys(
        (
            "epoch",
            "version",
            "entries",
            "policy_version",
            "confirm_asked",
            "supervisions",
            "rejections",
        ),
        int,
    ),
    **dict.fromkeys(_INSTANTS, clock.from_iso),
}
_FIELDS = tuple(field.name for field in fields(Incident))


def to_row(incident: Incident) -> IncidentRow:
    """Return the row of an incident, with the keys of its indexes."""
    row = IncidentRow(
        f"INC#{incident.id}",
        "INCIDENT",
        county=incident.unit[: Level.COUNTY.digits],
        town=ancestor(incident.unit, Level.TOWN),
        village=ancestor(incident.unit, Level.VILLAGE),
        # The wake-up index holds only those the clock still has to wake.
        clock=COUNTY if incident.wake_at else None,
    )
    for name in _FIELDS:
        value = getattr(incident, name)
        if isinstance(value, datetime):
            value = clock.iso(value)
        elif isinstance(value, str):
            value = str(value)
        setattr(row, name, value)
    row.evidence = list(incident.evidence) or None
    row.location = dict(incident.location) if incident.location else None
    return row


def from_row(row: IncidentRow) -> Incident:
    """Return the incident a row holds."""
    values: dict[str, Any] = {}
    for name in _FIELDS:
        value = getattr(row, name)
        if value is None:
            continue
        kind = _KINDS.get(name)
        values[name] = kind(value) if kind else value
    return Incident(**values)


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
        One unit with everything below it, or several grids of one village.
    """
    unit, level, narrowed = units[0], level_of(units[0]), dict(only)
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
    """Return one page of a listing as raw items: one Query.

    A filtered page may hold fewer than `limit` items, even none, and still have a cursor: rows read and dropped count too.
    """
    # What is overdue grows while one pages through it: the instant itself must not bind the cursor.
    name = repr(listing._replace(due_before=str(bool(listing.due_before))))
    only, within = dict(listing.only), None
    if listing.due_before and _sort_key(listing.index_name) == "due_at":
        within = Range("due_at", "<", (listing.due_before,))
    elif listing.due_before:
        only["due_at"] = ("<", listing.due_before)
    # A filter drops rows after they are read: read more of them, but never more than four pages' worth.
    page: Page = query(
        IncidentRow,
        listing.partition,
        index=listing.index_name,
        within=within,
        only=only,
        limit=min(limit * 4, 200) if only else limit,
        start=paging.decode(name, cursor),
        newest_first=listing.newest_first,
    )
    items, next_key = page.items, page.next_key
    if len(items) > limit:
        items = items[:limit]
        next_key = {
            name: items[-1][name]
            for name in ("pk", "sk", listing.partition[0], _sort_key(listing.index_name))
        }
    return items, paging.encode(name, next_key)


def _sort_key(index: str) -> str:
    return {"by_queue": "due_at", "by_wake": "wake_at"}.get(index, "id")


def overslept(before: datetime) -> Iterator[str]:
    """Give the ids of open incidents whose wake-up passed before `before`, the longest overdue first, page by page."""
    start: dict[str, Any] | None = None
    while True:
        page = query(
            IncidentRow,
            ("clock", COUNTY),
            index="by_wake",
            within=Range("wake_at", "<", (clock.iso(before),)),
            limit=_A_SWEEP,
            start=start,
        )
        for item in page.items:
            yield item["id"]["S"]
        start = page.next_key
        if start is None:
            return


def staffing_keys(unit: str) -> list[Key]:
    """Return where the staff of a place's units are."""
    return [UnitRow.key(code) for code in path_of(unit)]


def staffing_of(
    unit: str, rows: Sequence[UnitRow | None], reporter: PersonRow | None = None
) -> Staffing:
    """Return who holds the posts around a place today.

    Parameters
    ----------
    rows
        The rows of `staffing_keys(unit)`, county first.
    reporter
        A grid worker of the place who reported for more than a grid stands in as that place's worker.
    """
    day = clock.today()
    officers: dict[Tier, frozenset[str]] = {}
    administrators: frozenset[str] = frozenset()
    workers: frozenset[str] = frozenset()
    chiefs: frozenset[str] = frozenset()
    for row in rows:
        if row is None:
            continue
        level = Level(row.level)
        if level is Level.GRID:
            workers = frozenset(row.holders(Role.GRID_WORKER, day))
            chiefs = frozenset(row.holders(Role.GRID_CHIEF, day))
        else:
            tier = Tier(level.value)
            officers[tier] = frozenset(row.holders(TIER_OFFICER[tier], day))
        if level is Level.COUNTY:
            administrators = frozenset(row.holders(Role.COUNTY_ADMIN, day))
    if reporter and any(
        post.role is Role.GRID_WORKER and is_within(post.unit, unit)
        for post in reporter.as_caller(day).posts
    ):
        workers |= {reporter.person_id}
    return Staffing(officers, workers, chiefs, administrators)


def staffing_around(incident: Incident) -> Staffing:
    """Return who holds the posts around an incident today (remembered rows where possible)."""
    keys = staffing_keys(incident.unit)
    reporter = PersonRow.key(incident.reporter)
    wider_than_a_grid = level_of(incident.unit) is not Level.GRID
    rows = Remembered.recall([*keys, reporter] if wider_than_a_grid else keys)
    return staffing_of(incident.unit, [rows[key] for key in keys], rows.get(reporter))


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


def policy_of(incident: Incident) -> Policy:
    """Return the policy an incident was reported under."""
    return policy_version(incident.policy_version).policy


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
    loaded = json.loads(document)
    return PolicyInForce(policies.parse(loaded, version), loaded, set_by, set_at)


@lru_cache(maxsize=1)
def _packaged() -> PolicyInForce:
    document = json.loads(
        (Path(__file__).parent / "default_policy.json").read_text(encoding="utf-8")
    )
    return PolicyInForce(policies.parse(document, 0), document, "packaged", "")


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
            TableName=IncidentsMeta.table_name,
            Key={"pk": {"S": f"RATE#{visitor}#{minute}"}, "sk": {"S": "RATE"}},
            UpdateExpression="ADD #n :one SET expires_at = if_not_exists(expires_at, :gone)",
            ExpressionAttributeNames={"#n": "looked"},
            ExpressionAttributeValues={":one": {"N": "1"}, ":gone": {"N": str((minute + 5) * 60)}},
            ReturnValues="UPDATED_NEW",
        )
    )
    return int(answer["Attributes"]["looked"]["N"]) <= _TRACKS_A_MINUTE

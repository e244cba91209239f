"""Entering what was told: a value is held once, corrected with a reason, and replaced by nothing that was seen before it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import NamedTuple

from kernel import clock
from kernel.problems import Conflict
from kernel.texts import Text
from services.information.rules.forms import Form, FormField
from services.information.rules.records import (
    Change,
    Held,
    InformationSource,
    Record,
    RecordEvent,
    Superseded,
)
from services.information.rules.terms import amount, law_of


class AlreadyHeld(Conflict):
    """Another value is held: what is held is corrected with a reason, not asked anew; `held` names the fields."""

    slug = "already-held"
    title = Text("已有采集结果", "Already held")


class NewerHeld(Conflict):
    """What was seen earlier does not replace what was seen later, however late it is sent."""

    slug = "newer-held"
    title = Text("已有更新的结果", "A newer value is held")


class RecordFull(Conflict):
    """As much is held of one person or household as may be; `most` says how much."""

    slug = "information-record-full"


class Entry(NamedTuple):
    """A value as it was entered: `why` makes it a correction."""

    value: str
    source: InformationSource
    at: datetime
    by: str
    why: str | None = None


def enter(record: Record, form: Form, field: FormField, entry: Entry, now: datetime) -> Change:
    """Enter, confirm or correct a value; what was held is kept beside it.

    Raises
    ------
    AlreadyHeld
        Another value is held and no reason is given.
    NewerHeld
        What is held was seen later.
    RecordFull
        The record is full.
    """
    seen_on = entry.at.astimezone(clock.SHANGHAI).date()
    new = Held(
        form.id,
        field.name,
        entry.value,
        entry.source,
        entry.at,
        now,
        entry.by,
        clock.months_after(seen_on, field.keep_months),
    )
    held = record.value_of(field.name)
    if held is None:
        most = amount("values_of_a_record")
        if len(record.held) >= most:
            said = Text(f"每人每户最多 {most} 项。", f"At most {most} values are held of one.")
            raise RecordFull(said, most=most)
        return Change(replace(record, held=(*record.held, new)), RecordEvent.ENTERED, (field.name,))
    if entry.at < held.seen_at:
        if held.value == entry.value:
            return Change(record, RecordEvent.CONFIRMED, (field.name,))
        said = Text("已有更晚查看的结果，不予覆盖。", "A value that was seen later is held.")
        raise NewerHeld(said, held=[field.name])
    others = tuple(one for one in record.held if one.field != field.name)
    if held.value == entry.value:
        return Change(replace(record, held=(*others, new)), RecordEvent.CONFIRMED, (field.name,))
    if entry.why is None:
        said = Text(
            "该项已有结果，不再采集；有误请更正并说明理由。",
            "It is held already; correct it with a reason where it is wrong.",
        )
        raise AlreadyHeld(said, held=[field.name], citation=law_of("once"))
    return Change(
        _corrected(record, new, held, entry.why, now), RecordEvent.CORRECTED, (field.name,)
    )


def _corrected(record: Record, new: Held, held: Held, why: str, now: datetime) -> Record:
    of_field = [one for one in record.old if one.held.field == held.field]
    others = [one for one in record.old if one.held.field != held.field]
    kept = [*of_field, Superseded(held, why, now)][-amount("old_values_of_a_field") :]
    values = (*(one for one in record.held if one.field != held.field), new)
    return replace(record, held=values, old=(*others, *kept))

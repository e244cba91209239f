"""Do what a person asked of the own data and was granted: correct a field, delete one (个保法 Arts. 46, 47). For `workspace`, in its transaction."""

from __future__ import annotations

from dataclasses import replace

from kernel import clock
from kernel.actors import Actor
from kernel.directory import PersonRow
from kernel.problems import InvalidFields
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.information.rules import ending, entering
from services.information.rules.entering import Entry
from services.information.rules.forms import InformationAbout
from services.information.rules.records import Change, Held, InformationSource, Record, record_id
from services.information.rules.values import checked_value
from services.information.store import kept

_NOT_HELD = Text("没有您的该项信息。", "Nothing of yours is held in this field.")


def require_held(work: UnitOfWork, person: str, field: str) -> tuple[Record, Held]:
    """Return the record of a person or the own household in which a field is held.

    Raises
    ------
    InvalidFields
        It is held in neither.
    """
    me: PersonRow | None = work.find(PersonRow.key(person))
    ids = [record_id(InformationAbout.PERSON, me.resident)] if me and me.resident else []
    ids += [record_id(InformationAbout.HOUSEHOLD, me.household)] if me and me.household else []
    work.load(map(kept.RECORDS.key, ids))
    for one in ids:
        record = kept.RECORDS.find(work, one)
        held = record.value_of(field) if record else None
        if record and held:
            return record, held
    raise InvalidFields.one("field", _NOT_HELD)


def refuse_unfit(work: UnitOfWork, person: str, field: str, value: str | None) -> None:
    """Let a request be made that can be granted: the field is held, and the value fits it.

    Raises
    ------
    InvalidFields, IdNumberInValue
    """
    _, held = require_held(work, person, field)
    form = kept.FORMS.find(work, held.form)
    described = form.field(field) if form else None
    if value is not None and described is not None:
        checked_value("value", described, value)


def correct(work: UnitOfWork, person: str, field: str, value: str, why: str, by: Actor) -> None:
    """Correct a field as a person asked; the old value is kept beside it.

    Raises
    ------
    InvalidFields
        It is not held any more, or nobody knows its form.
    """
    record, held = require_held(work, person, field)
    form = kept.FORMS.find(work, held.form)
    described = form.field(field) if form else None
    if form is None or described is None:
        raise InvalidFields.one("field", _NOT_HELD)
    entry = Entry(value, InformationSource.REQUEST, clock.now(), by.person_id, why)
    _keep(work, record, entering.enter(record, form, described, entry, clock.now()), by)


def delete(work: UnitOfWork, person: str, field: str, by: Actor) -> None:
    """Delete a field as a person asked, with all it replaced.

    Raises
    ------
    InvalidFields, HeldByDuty
    """
    record, held = require_held(work, person, field)
    form = kept.FORMS.find(work, held.form)
    _keep(work, record, ending.deleted(record, form.field(field) if form else None, field), by)


def _keep(work: UnitOfWork, record: Record, change: Change, by: Actor) -> None:
    after = replace(change.after, version=record.version + 1)
    step = Step(change.event, by, unit=after.unit, details={"of": list(change.of)})
    kept.RECORDS.save(work, after, step)

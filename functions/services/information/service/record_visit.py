"""Record a visit: what was told, agreed, entered, corrected and found right, in one transaction; the household is due again in a year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from kernel import clock
from kernel.access import Caller, Post
from kernel.actors import Actor
from kernel.ages import Born
from kernel.field_time import believed, refuse_to_come
from kernel.problems import InvalidFields
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.information.rules import consenting, entering, rechecks
from services.information.rules.consenting import Agreement, NotTold
from services.information.rules.entering import Entry
from services.information.rules.forms import Form, FormField, InformationAbout, Origin
from services.information.rules.records import Change, Record, RecordEvent
from services.information.rules.terms import amount, law_of
from services.information.rules.values import checked_value
from services.information.rules.visits import Visit, counted
from services.information.service.homes import Household, found
from services.information.service.note_events import due_after
from services.information.store import kept

if TYPE_CHECKING:
    from services.information.model.visits import (
        InformationConsentSaid,
        InformationEntry,
        RecordInformationVisit,
    )


def record_visit(
    work: UnitOfWork, said: RecordInformationVisit, household: Household, caller: Caller, post: Post
) -> Visit:
    """Keep a visit and all that came of it, or nothing of it.

    Raises
    ------
    InvalidFields
        It names a form, a field or a resident that is not here; a value does not fit, or an event is yet to come.
    NotTold, ConsentMissing, SeparateConsentNeeded, GuardianMissing, ConsentWithdrawnSince, NothingWithdrawn, AlreadyHeld, NewerHeld, RecordFull, TooManyVisits
    """
    return _Visiting(work, said, household, caller, post).done()


class _Visiting:
    """One visit on its way into the records."""

    def __init__(
        self,
        work: UnitOfWork,
        said: RecordInformationVisit,
        household: Household,
        caller: Caller,
        post: Post,
    ) -> None:
        self._work, self._said, self._household = work, said, household
        self._caller, self._actor = caller, Actor.of(caller, post)
        self._now = clock.now()
        self._at = believed(said.at, self._now, amount("believable_days"))
        self._day = clock.day_of(self._at)
        codes = said.form_codes()
        work.load(
            [
                *map(kept.RECORDS.key, household.record_ids),
                *map(kept.FORMS.key, codes),
            ]
        )
        self._forms: Mapping[str, Form] = {
            code: form for code in codes if (form := kept.FORMS.find(work, code))
        }
        self._touched: dict[str | None, Record] = {None: found(work, household, None)}
        self._changes: list[tuple[str | None, Change]] = []

    def done(self) -> Visit:
        said, home = self._said, self._touched[None]
        self._touched[None] = rechecks.checked(counted(home, clock.today()), self._at)
        self._tell()
        for number, consent in enumerate(said.consents):
            self._agree(number, consent)
        for number, entry in enumerate(said.entries):
            self._enter(number, entry)
        for number, event in enumerate(said.events):
            self._refuse_stranger(f"events.{number}.resident", event.resident)
            refuse_to_come(event.on, clock.today(), f"events.{number}.on")
            due_on = due_after(event.on)
            home = self._touched[None]
            self._take(None, rechecks.happened(home, event.kind, due_on, self._at))
        self._keep()
        return self._visit()

    def _tell(self) -> None:
        told = {code: self._form("told", code).version for code in self._said.told}
        home = self._touched[None]
        self._touched[None] = replace(home, told={**home.told, **told})

    def _agree(self, number: int, said: InformationConsentSaid) -> None:
        place = f"consents.{number}"
        self._refuse_stranger(f"{place}.resident", said.resident)
        record = self._of(said.resident)
        if said.withdraw:
            known = self._forms.get(said.form)
            back = consenting.withdrawn(record, said.form, said.field, known, self._at)
            self._take(said.resident, back)
            return
        form = self._form(f"{place}.form", said.form)
        self._refuse_untold(form)
        agreement = Agreement(
            *(form, said.field, said.by, said.how, self._at),
            *(self._caller.person_id, said.guardian),
        )
        born = self._born(said.resident)
        self._take(said.resident, consenting.consented(record, agreement, born, self._day))

    def _enter(self, number: int, said: InformationEntry) -> None:
        place = f"entries.{number}"
        self._refuse_stranger(f"{place}.resident", said.resident)
        form = self._form(f"{place}.form", said.form)
        field = self._field(f"{place}.field", form, said)
        value = checked_value(f"{place}.value", field, said.value)
        self._refuse_untold(form)
        record, born = self._of(said.resident), self._born(said.resident)
        consenting.refuse_ungrounded(record, form, field, born, self._day)
        entry = Entry(value, said.source, self._at, self._caller.person_id, said.why)
        self._take(said.resident, entering.enter(record, form, field, entry, self._now))

    def _form(self, place: str, code: str) -> Form:
        form = self._forms.get(code)
        if form is None or not form.in_use:
            raise InvalidFields.one(place, Text("没有使用中的该表。", "No such form is in use."))
        return form

    def _field(self, place: str, form: Form, said: InformationEntry) -> FormField:
        field = form.field(said.field)
        about = InformationAbout.PERSON if said.resident else InformationAbout.HOUSEHOLD
        if field is None or field.about is not about:
            wrong = Text("该表没有这一字段。", "The form has no such field.")
            raise InvalidFields.one(place, wrong)
        if field.origin is not Origin.ASKED:
            wrong = Text("该项已有来源，不再采集。", "It is held elsewhere, and not asked here.")
            raise InvalidFields.one(place, wrong)
        return field

    def _refuse_untold(self, form: Form) -> None:
        if self._touched[None].told.get(form.id) != form.version:
            said = Text(
                "须先告知采集用途、依据、期限和权利。",
                "Tell first what for, on which ground, for how long, and which rights there are.",
            )
            raise NotTold(said, forms=[form.id], citation=law_of("told"))

    def _refuse_stranger(self, place: str, resident: str | None) -> None:
        if not self._household.knows(resident):
            said = Text("该居民不在本户。", "This resident does not live here.")
            raise InvalidFields.one(place, said)

    def _of(self, resident: str | None) -> Record:
        if resident not in self._touched:
            record = found(self._work, self._household, resident)
            # Whoever moved in brings along what is held.
            home = self._household
            self._touched[resident] = replace(
                record, household=home.id, unit=home.home.unit, left_on=None
            )
        return self._touched[resident]

    def _born(self, resident: str | None) -> Born | None:
        return self._household.people[resident].born if resident else None

    def _take(self, resident: str | None, change: Change) -> None:
        self._touched[resident] = change.after
        self._changes.append((resident, change))

    def _keep(self) -> None:
        for resident, record in self._touched.items():
            told: dict[RecordEvent, list[str]] = {} if resident else {RecordEvent.CHECKED: []}
            for whose, change in self._changes:
                if whose == resident:
                    told.setdefault(change.event, []).extend(change.of)
            steps = [
                Step(str(event), self._actor, unit=record.unit, details={"of": of} if of else None)
                for event, of in told.items()
            ]
            unit = self._household.home.unit
            kept.RECORDS.save(
                self._work, replace(record, unit=unit, version=record.version + 1), *steps
            )

    def _visit(self) -> Visit:
        def count(event: RecordEvent) -> int:
            return sum(change.event is event for _, change in self._changes)

        visit = Visit(
            self._work.change_id,
            self._household.id,
            self._household.home.unit,
            self._caller.person_id,
            self._at,
            self._now,
            count(RecordEvent.ENTERED),
            count(RecordEvent.CORRECTED),
            count(RecordEvent.CONFIRMED),
            count(RecordEvent.CONSENTED),
            count(RecordEvent.WITHDRAWN),
        )
        kept.VISITS.save(self._work, visit)
        return visit

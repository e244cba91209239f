"""Agree to a form or a field of it, or take that back, in the app: taking back is as easy as giving (Art. 15)."""

from __future__ import annotations

from dataclasses import replace

from kernel import clock
from kernel.access import Caller
from kernel.actors import Actor
from kernel.problems import InvalidFields
from kernel.storage.repository import Step
from kernel.storage.unit_of_work import UnitOfWork
from kernel.texts import Text
from services.information.rules import consenting
from services.information.rules.consenting import Agreement, GuardianMissing
from services.information.rules.forms import InformationAbout
from services.information.rules.records import Consenter, How, Record
from services.information.rules.terms import law_of
from services.information.service.homes import Household, found
from services.information.store import kept


def set_own_consent(
    work: UnitOfWork,
    household: Household,
    resident: str,
    form_id: str,
    field: str | None,
    caller: Caller,
    about: InformationAbout,
    *,
    give: bool,
) -> Record:
    """Keep that the caller agrees to a form or one field of it, or does not any more: for oneself, or, grown up, for the household.

    Raises
    ------
    InvalidFields
        No such form is in use, or it has no such field.
    GuardianMissing, SeparateConsentNeeded, NothingWithdrawn
    """
    own, born = about is InformationAbout.PERSON, household.people[resident].born
    form = kept.FORMS.find(work, form_id)
    if not own and consenting.is_child(born, clock.today()):
        said = Text("未满14周岁不能代表本户。", "Under 14 nobody speaks for the household.")
        raise GuardianMissing(said, forms=[form_id], citation=law_of("guardian"))
    record = found(work, household, resident if own else None)
    if give:
        if form is None or not form.in_use:
            raise InvalidFields.one("form", Text("没有使用中的该表。", "No such form is in use."))
        said = Agreement(form, field, Consenter.SELF, How.APP, clock.now(), caller.person_id)
        change = consenting.consented(record, said, born if own else None, clock.today())
    else:
        change = consenting.withdrawn(record, form_id, field, form, clock.now())
    after = replace(change.after, version=record.version + 1)
    step = Step(change.event, Actor.of(caller), unit=after.unit, details={"of": list(change.of)})
    kept.RECORDS.save(work, after, step)
    return after

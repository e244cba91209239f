"""What is held, as it is answered: masked to staff until somebody says what for, whole to whom it is about."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import Field

from kernel import clock
from kernel.access import ROLE_NAMES, Role
from kernel.fields import Model
from kernel.texts import Language
from services.information.model.fields import ConsentField, FormCode
from services.information.model.forms import field_view, notice
from services.information.model.record_answers import (
    DueHousehold,
    HouseholdInformationView,
    InformationConsent,
    InformationFilled,
    InformationHeld,
    InformationReading,
    InformationRecordView,
    OwnInformationView,
)
from services.information.rules.consenting import is_child, is_guarded
from services.information.rules.forms import Form, FormField, Ground, InformationAbout, Origin
from services.information.rules.records import Consent, Held, Record
from services.information.rules.terms import law_of
from services.information.rules.visits import Reading
from services.information.service.homes import Household
from services.information.service.see_records import HouseholdSeen, OwnSeen

MASKED = "＊＊＊"


class SetOwnConsent(Model):
    """That the caller agrees to a form's ordinary fields, or to one field by its name, or does not any more."""

    form: FormCode
    field: ConsentField = None
    give: Annotated[bool, Field(description="true 同意, false 撤回")]
    about: Annotated[
        InformationAbout,
        Field(description="Whose items / 哪些项目"),
    ] = InformationAbout.PERSON


def household_view(seen: HouseholdSeen, language: Language) -> HouseholdInformationView:
    """Return a household as staff sees it."""
    home, first = seen.household.home, seen.records[0]
    people = seen.household.people
    residents: list[str | None] = [None, *people]
    return {
        "household": seen.household.id,
        "unit": home.unit,
        "head_name": home.head_name,
        "door_plate": home.door_plate,
        "checked_on": first.checked_on.isoformat() if first.checked_on else None,
        "due_on": first.due_on.isoformat() if first.due_on else None,
        "due_for": first.due_for,
        "due_for_name": first.due_for.said.say(language) if first.due_for else None,
        "told": sorted(first.told),
        "unmasked": seen.unmasked,
        "records": [
            _record_view(one, seen.forms, seen.household, resident, seen.unmasked, language)
            for one, resident in zip(seen.records, residents, strict=True)
        ],
        "form": notice(seen.filled, language) if seen.filled else None,
        "filled": list(_filled(seen, residents, language)) if seen.filled else [],
        "version": seen.version,
    }


def own_view(seen: OwnSeen, language: Language) -> OwnInformationView:
    """Return what is held of somebody to that person."""
    return {
        "records": [
            _record_view(
                one,
                seen.forms,
                None,
                one.subject if one.about is InformationAbout.PERSON else None,
                unmasked=True,
                language=language,
            )
            for one in seen.records
        ],
        "forms": [notice(form, language) for form in seen.forms.values()],
        "rights": law_of("rights").tell(language),
    }


def _record_view(
    record: Record,
    forms: Mapping[str, Form],
    household: Household | None,
    resident: str | None,
    unmasked: bool,
    language: Language,
) -> InformationRecordView:
    person = household.people[resident] if household and resident else None
    return {
        "about": record.about,
        "resident": resident,
        "name": person.name if person else None,
        "needs_guardian": person is not None and is_child(person.born, clock.today()),
        "values": [_held_view(one, record, forms, unmasked, language) for one in record.held],
        "corrected": [
            {
                **_held_view(one.held, record, forms, unmasked, language),
                "corrected_at": clock.local_iso(one.at),
                "why": one.why if unmasked else MASKED,
            }
            for one in record.old
        ],
        "consents": [_consent_view(one, forms, unmasked, language) for one in record.consents],
    }


def _held_view(
    held: Held, record: Record, forms: Mapping[str, Form], unmasked: bool, language: Language
) -> InformationHeld:
    form = forms.get(held.form)
    field = form.field(held.field) if form else None
    masked = not unmasked and is_guarded(record, held.form, field, held.field)
    return {
        "form": held.form,
        "field": held.field,
        "title": field.title if field else None,
        "value": MASKED if masked else held.value,
        "masked": masked,
        "source": held.source,
        "source_name": held.source.said.say(language),
        "seen_at": clock.local_iso(held.seen_at),
        "entered_at": clock.local_iso(held.entered_at),
        "kept_until": held.until.isoformat(),
    }


def _consent_view(
    consent: Consent, forms: Mapping[str, Form], unmasked: bool, language: Language
) -> InformationConsent:
    form = forms.get(consent.form)
    field = form.field(consent.field) if form else None
    guardian = consent.guardian if unmasked or not consent.guardian else MASKED
    return {
        "form": consent.form,
        "field": consent.field,
        "title": field.title if field else None,
        "form_version": consent.form_version,
        "by": consent.by,
        "by_name": consent.by.said.say(language),
        "how": consent.how,
        "how_name": consent.how.said.say(language),
        "at": clock.local_iso(consent.at),
        "guardian": guardian,
    }


def _filled(
    seen: HouseholdSeen, residents: Sequence[str | None], language: Language
) -> list[InformationFilled]:
    assert seen.filled is not None
    found: list[InformationFilled] = []
    for field in seen.filled.fields:
        for resident, record in zip(residents, seen.records, strict=True):
            if (field.about is InformationAbout.PERSON) == (resident is not None):
                found.append(_filled_view(seen, field, resident, record, language))
    return found


def _filled_view(
    seen: HouseholdSeen,
    field: FormField,
    resident: str | None,
    record: Record,
    language: Language,
) -> InformationFilled:
    assert seen.filled is not None
    value = _value_of(seen.household, field, resident, record)
    # What another form holds is shown here on this form's own ground (Art. 14).
    agreed = field.ground is Ground.DUTY or record.agrees_to(seen.filled, field.name) is not None
    shown = value if field.origin is not Origin.FORM or agreed else None
    held = record.value_of(field.name)
    of_form = held.form if held else seen.filled.id
    guarded = is_guarded(record, of_form, field, field.name)
    masked = shown is not None and guarded and not seen.unmasked
    return {
        "resident": resident,
        "value": MASKED if masked else shown,
        "masked": masked,
        "ask": field.origin is Origin.ASKED and value is None,
        "field": field_view(field, language),
    }


def _value_of(
    household: Household, field: FormField, resident: str | None, record: Record
) -> str | None:
    if field.origin is not Origin.REGISTRY:
        held = record.value_of(field.name)
        return held.value if held else None
    if field.name == "residents":
        return str(len(household.people))
    known = household.people[resident] if resident else household.home
    value = getattr(known, field.name, None)
    return None if value is None else str(value)


def reading_view(reading: Reading, language: Language) -> InformationReading:
    """Return a reading as it is answered."""
    role = Role(reading.reader_role)
    return {
        "at": clock.local_iso(reading.at),
        "role": role,
        "role_name": ROLE_NAMES[role].say(language),
        "unit": reading.reader_unit,
        "why": reading.why,
    }


def due_view(record: Record, language: Language) -> DueHousehold:
    """Return a household that is due as it is answered."""
    return {
        "household": record.household,
        "unit": record.unit,
        "due_on": record.due_on.isoformat() if record.due_on else None,
        "due_for": record.due_for,
        "due_for_name": record.due_for.said.say(language) if record.due_for else None,
        "overdue": record.due_on is not None and record.due_on < clock.today(),
        "checked_on": record.checked_on.isoformat() if record.checked_on else None,
    }

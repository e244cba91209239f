"""The shapes in which what is held is answered: to staff, to whom it is about, and what is due."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from kernel.law import CitationView
from services.information.model.forms import FormNotice, InformationFieldView


class InformationHeld(TypedDict):
    """A value that is held."""

    form: str
    field: str
    title: str | None
    value: str
    masked: bool
    source: str
    source_name: str
    seen_at: str
    entered_at: str
    kept_until: str


class InformationCorrected(InformationHeld):
    """A value that was corrected."""

    corrected_at: str
    why: str


class InformationConsent(TypedDict):
    """A consent that stands: to one field, to be taken back by itself."""

    form: str
    field: str
    title: str | None
    form_version: int
    by: str
    by_name: str
    how: str
    how_name: str
    at: str
    guardian: str | None


class InformationRecordView(TypedDict):
    """What is held of a household or of a person in it."""

    about: str
    resident: str | None
    name: str | None
    needs_guardian: bool
    values: list[InformationHeld]
    corrected: list[InformationCorrected]
    consents: list[InformationConsent]


class InformationFilled(TypedDict):
    """A field of a form for somebody: filled in where it is held, asked where it is not."""

    resident: str | None
    value: str | None
    masked: bool
    ask: bool
    field: InformationFieldView


class HouseholdInformationView(TypedDict):
    """A household as its grid worker sees it: all in one answer."""

    household: str
    unit: str
    head_name: str | None
    door_plate: str | None
    checked_on: str | None
    due_on: str | None
    due_for: str | None
    due_for_name: str | None
    told: list[str]
    unmasked: bool
    records: list[InformationRecordView]
    form: FormNotice | None
    filled: list[InformationFilled]
    version: int


class OwnInformationView(TypedDict):
    """All that is held of whoever asks, a copy that machines can read (Art. 45), with what each form is for."""

    records: list[InformationRecordView]
    forms: list[FormNotice]
    rights: CitationView


class InformationReading(TypedDict):
    """That somebody read what is sensitive; the role, not the name."""

    at: str
    role: str
    role_name: str
    unit: str
    why: str


class InformationReadings(TypedDict):
    """One page of readings, newest first."""

    items: list[InformationReading]
    next_cursor: str | None


class DueHousehold(TypedDict):
    """A household that is to be looked at again."""

    household: str
    unit: str
    due_on: str | None
    due_for: str | None
    due_for_name: str | None
    overdue: bool
    checked_on: str | None


class DueHouseholds(TypedDict):
    """One page of what is due, first things first."""

    items: list[DueHousehold]
    next_cursor: str | None

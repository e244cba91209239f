"""Visits as they are recorded, on the spot or later from a phone that was offline, and as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.fields import AnyInstant, Day, Model, ShortText, once_each
from services.information.model.fields import ConsentField, FieldName, FormCode, RegistryId
from services.information.rules.records import Consenter, How, InformationSource, RecheckOccasion
from services.information.rules.visits import Visit

_Resident = Annotated[
    RegistryId | None, Field(description="Null: the household itself / 空为户本身")
]
EventKind = Literal[
    RecheckOccasion.BIRTH, RecheckOccasion.DEATH, RecheckOccasion.MOVE, RecheckOccasion.MARRIAGE
]


class InformationEntry(Model):
    """A value: entered, found right where it is held already, or corrected with a reason."""

    resident: _Resident = None
    form: FormCode
    field: FieldName
    value: Annotated[ShortText, Field(examples=["水井"])]
    source: Annotated[
        InformationSource,
        Field(description="How it is known / 信息来源", examples=["said"]),
    ] = InformationSource.SAID
    why: Annotated[ShortText | None, Field(description="Why it is corrected / 更正理由")] = None


class InformationConsentSaid(Model):
    """That somebody agrees to a form's ordinary fields, or to one field by its name, or does not any more."""

    resident: _Resident = None
    form: FormCode
    field: ConsentField = None
    withdraw: Annotated[bool, Field(description="Taken back / 撤回")] = False
    by: Annotated[Consenter, Field(description="Who consents / 谁同意")] = Consenter.SELF
    how: Annotated[
        Literal[How.PAPER, How.SPOKEN], Field(description="How it was said / 同意方式")
    ] = How.PAPER
    guardian: Annotated[ShortText | None, Field(description="Who the guardian is / 监护人")] = None


class InformationEventSaid(Model):
    """That somebody was born, died, moved or married."""

    resident: _Resident = None
    kind: Annotated[EventKind, Field(description="What happened / 变化种类")]
    on: Day


class RecordInformationVisit(Model):
    """A visit, with all that came of it."""

    household: RegistryId
    at: Annotated[
        AnyInstant,
        Field(
            description="When it was, by the phone's clock; what cannot be is taken as now / 走访时间，不可信的按现在计"
        ),
    ]
    told: Annotated[
        list[FormCode],
        Field(
            default_factory=list, max_length=20, description="Forms whose notice was told / 已告知"
        ),
        AfterValidator(once_each),
    ]
    consents: Annotated[list[InformationConsentSaid], Field(default_factory=list, max_length=60)]
    entries: Annotated[list[InformationEntry], Field(default_factory=list, max_length=60)]
    events: Annotated[list[InformationEventSaid], Field(default_factory=list, max_length=10)]

    def form_codes(self) -> list[str]:
        """Return the forms it names, each once."""
        named = (*self.told, *(c.form for c in self.consents), *(e.form for e in self.entries))
        return list(dict.fromkeys(named))


class NoteInformationEvent(Model):
    """That something happened in a household, of which somebody heard."""

    kind: Annotated[EventKind, Field(description="What happened / 变化种类")]
    on: Day


class InformationVisitView(TypedDict):
    """That a household was visited, and how much came of it; no values."""

    id: str
    household: str
    unit: str
    at: str
    received_at: str
    entered: int
    corrected: int
    confirmed: int
    consents: int
    withdrawals: int


class InformationVisitList(TypedDict):
    """One page of a household's visits, newest first."""

    items: list[InformationVisitView]
    next_cursor: str | None


def visit_view(visit: Visit) -> InformationVisitView:
    """Return a visit as it is answered."""
    return {
        "id": visit.id,
        "household": visit.household,
        "unit": visit.unit,
        "at": clock.local_iso(visit.at),
        "received_at": clock.local_iso(visit.received_at),
        "entered": visit.entered,
        "corrected": visit.corrected,
        "confirmed": visit.confirmed,
        "consents": visit.consents,
        "withdrawals": visit.withdrawals,
    }

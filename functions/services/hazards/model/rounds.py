"""Checklists, rounds, warnings and the work of a grid, as they are answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Iterable
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from kernel import clock
from kernel.law import CitationView
from kernel.texts import Language
from services.hazards.model.findings import HazardFindingView, finding_view
from services.hazards.model.places import HazardPlaceView, place_view
from services.hazards.rules.calendar import PlannedRound
from services.hazards.rules.checklists import Checklist, HazardKind
from services.hazards.rules.warnings import Warned, Warnings
from services.hazards.service.see_due import DueList


class HazardItemView(TypedDict):
    """One thing to look at."""

    code: str
    name: str
    grade: str
    photo: Annotated[bool, Field(description="Whether a photo is wanted / 是否要求拍照")]
    duty: Annotated[str | None, Field(description="To whom it is reported at once / 须立即报告")]
    citation: CitationView


class HazardChecklistView(TypedDict):
    """A checklist in force."""

    kind: HazardKind
    kind_name: str
    version: int
    valid_from: str
    items: list[HazardItemView]


class HazardChecklistList(TypedDict):
    """The checklists in force."""

    items: list[HazardChecklistView]


class PlannedRoundView(TypedDict):
    """A round by season or festival."""

    id: str
    name: str
    kinds: list[str]
    first_on: str
    last_on: str
    citation: CitationView


class HazardWarningView(TypedDict):
    """A warning that holds."""

    id: str
    kinds: list[str]
    reason: str
    given_at: str
    until: str


class WarningsOfUnit(TypedDict):
    """The warnings of a unit that hold now."""

    unit: str
    items: list[HazardWarningView]
    version: int


class DuePlaceView(TypedDict):
    """A place that is to be visited, and why."""

    place: HazardPlaceView
    by_interval: Annotated[bool, Field(description="By its own interval / 按间隔应查")]
    rounds: Annotated[list[str], Field(description="For these rounds / 因专项排查")]
    warnings: Annotated[list[str], Field(description="For these warnings / 因预警")]


class DueListView(TypedDict):
    """The work of a grid."""

    items: list[DuePlaceView]
    findings: Annotated[
        list[HazardFindingView],
        Field(description="Open ones, with the first page alone / 未办结隐患，仅首页给出"),
    ]
    rounds: list[PlannedRoundView]
    warnings: list[HazardWarningView]
    next_cursor: str | None


def checklist_view(one: Checklist, language: Language) -> HazardChecklistView:
    """Return a checklist as it is answered."""
    return {
        "kind": one.kind,
        "kind_name": one.kind.said.say(language),
        "version": one.version,
        "valid_from": one.valid_from.isoformat(),
        "items": [
            {
                "code": item.code,
                "name": item.name.say(language),
                "grade": str(item.grade),
                "photo": item.photo,
                "duty": item.duty.said.say(language) if item.duty else None,
                "citation": item.cites.tell(language),
            }
            for item in one.items
        ],
    }


def due_view(due: DueList, language: Language) -> DueListView:
    """Return the work of a grid as it is answered."""
    return {
        "items": [
            {
                "place": place_view(one.seen, language),
                "by_interval": one.due.by_interval,
                "rounds": [each.id for each in one.due.rounds],
                "warnings": [each.id for each in one.due.warnings],
            }
            for one in due.places
        ],
        "findings": [finding_view(one, language) for one in due.findings],
        "rounds": [_round(one, language) for one in due.rounds],
        "warnings": _warnings(due.warnings),
        "next_cursor": due.next_cursor,
    }


def warnings_view(warnings: Warnings) -> WarningsOfUnit:
    """Return the warnings of a unit as they are answered."""
    return {
        "unit": warnings.id,
        "items": _warnings(warnings.given),
        "version": warnings.version,
    }


def _round(one: PlannedRound, language: Language) -> PlannedRoundView:
    return {
        "id": one.id,
        "name": one.name.say(language),
        "kinds": sorted(map(str, one.kinds)),
        "first_on": one.first.isoformat(),
        "last_on": one.last.isoformat(),
        "citation": one.cites.tell(language),
    }


def _warnings(given: Iterable[Warned]) -> list[HazardWarningView]:
    return [
        {
            "id": one.id,
            "kinds": [str(kind) for kind in one.kinds],
            "reason": one.reason,
            "given_at": clock.local_iso(one.given_at),
            "until": clock.local_iso(one.until),
        }
        for one in given
    ]

"""A board as it is answered; every view is an allow-list."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from incidents.supervision.model import Punctuality, punctuality_view
from kernel.fields import counts
from kernel.texts import Language
from kernel.units import Tier
from reports.tracking.model.months import TrackedMonths, months_view
from reports.tracking.rules.board import CameBack, Numbers, Open, OpenAge, Owes
from reports.tracking.service.follow_area import Tracked


class TrackedNumbers(TypedDict):
    """What the matters reported in some months came to, as they stand now; a matter cancelled or merged into another is none."""

    matters: Annotated[int, counts("incidents_reported")]
    voices: Annotated[
        int, counts("incident_reporters", description="People who reported or joined / 反映人次")
    ]
    returned: Annotated[int, counts("incidents_returned")]
    reopened: Annotated[int, counts("incidents_reopened")]
    late: Annotated[int, counts("incidents_late")]
    rated: Annotated[int, counts("results_rated")]
    unsatisfied: Annotated[int, counts("results_unsatisfied")]


class TrackedPair(TypedDict):
    """Numbers of the period, and of the one before."""

    now: TrackedNumbers
    before: TrackedNumbers


class TrackedCategory(TrackedPair):
    """The numbers of a category."""

    category: str
    category_name: str
    open: Annotated[int, counts("incidents_open")]
    overdue: Annotated[int, counts("incidents_overdue")]


class TrackedOwed(TypedDict):
    """What units owe by a day and have not done: decisions to be carried out, answers, checks; never of persons."""

    open: Annotated[int, counts("obligations_open")]
    overdue: Annotated[
        int,
        counts(
            "obligations_overdue",
            description="Past its day, or gone up from who owes it / 已逾期或已上报上级",
        ),
    ]


class TrackedOwedAll(TrackedOwed):
    """What all units of an area owe."""

    at_least: Annotated[bool, Field(description="There is more than counted / 实际多于所计")]


class TrackedUnit(TrackedPair):
    """The numbers of a unit below, in the order of the codes: no ranking. The area's own code: what lies in none of them."""

    unit: str
    name: str | None
    open: Annotated[int, counts("incidents_open")]
    obligations: TrackedOwed


class TrackedAge(TypedDict):
    """How much of what is open was reported how long ago."""

    age: OpenAge
    age_name: str
    matters: Annotated[int, counts("incidents_open")]


class TrackedReturnedAge(TypedDict):
    """How much of what was returned was reported how long ago."""

    age: OpenAge
    age_name: str
    matters: Annotated[int, counts("incidents_returned")]


class TrackedReopenedAge(TypedDict):
    """How much of what was opened again was reported how long ago."""

    age: OpenAge
    age_name: str
    matters: Annotated[int, counts("incidents_reopened")]


class TrackedLate(TypedDict):
    """How much of what is past its limit was reported how long ago."""

    age: OpenAge
    age_name: str
    matters: Annotated[int, counts("incidents_overdue")]


class TrackedOverdue(TypedDict):
    """What is past its limit now, by the tier that answers for it, and by how long ago it was reported."""

    total: Annotated[int, counts("incidents_overdue")]
    at_least: Annotated[bool, Field(description="There are more than counted / 实际多于所计")]
    by_tier: Annotated[dict[Tier, int], counts("incidents_overdue")]
    by_age: list[TrackedLate]


class TrackedOpen(TypedDict):
    """What is open now."""

    total: Annotated[int, counts("incidents_open")]
    by_tier: Annotated[dict[Tier, int], counts("incidents_open")]
    by_age: list[TrackedAge]


class TrackedReturned(TypedDict):
    """What of the period was returned, by the tier that has it or had it last, and by how long ago it was reported; by category beside it."""

    total: Annotated[int, counts("incidents_returned")]
    by_tier: Annotated[dict[Tier, int], counts("incidents_returned")]
    by_age: list[TrackedReturnedAge]


class TrackedReopened(TypedDict):
    """What of the period was opened again, by the tier that has it or had it last, and by how long ago it was reported; by category beside it."""

    total: Annotated[int, counts("incidents_reopened")]
    by_tier: Annotated[dict[Tier, int], counts("incidents_reopened")]
    by_age: list[TrackedReopenedAge]


class TrackingBoard(TypedDict):
    """An area's board: units and matters, never persons."""

    unit: str
    period: TrackedMonths
    before: TrackedMonths
    is_running: Annotated[
        bool, Field(description="The period is not over: its numbers still grow / 期间未结束")
    ]
    open: TrackedOpen
    overdue: TrackedOverdue
    returned: TrackedReturned
    reopened: TrackedReopened
    obligations: TrackedOwedAll
    reported: TrackedPair
    categories: list[TrackedCategory]
    units: list[TrackedUnit]
    punctuality: Punctuality


def board_view(found: Tracked, language: Language) -> TrackingBoard:
    """Return a board as it is answered."""
    zero = Numbers()
    codes = {
        *(*found.by_category, *found.by_category_before),
        *(*found.open.by_category, *found.overdue.by_category),
    }
    return {
        "unit": found.area,
        "period": months_view(found.span),
        "before": months_view(found.before),
        "is_running": found.is_running,
        "open": _open_view(found.open, language),
        "overdue": {
            "total": sum(found.overdue.by_tier.values()),
            "at_least": found.overdue.at_least,
            "by_tier": _tiers_view(found.overdue.by_tier),
            "by_age": _ages_view(found.overdue_by_age, language),
        },
        "returned": _back_view(found.returned, language),
        "reopened": _back_view(found.reopened, language),
        "obligations": {**_owed_view(found.owed), "at_least": found.owed_at_least},
        "reported": _pair_view(found.numbers, found.numbers_before),
        "categories": [
            {
                "category": code,
                "category_name": found.names[code].say(language) if code in found.names else code,
                "open": found.open.by_category.get(code, 0),
                "overdue": found.overdue.by_category.get(code, 0),
                **_pair_view(
                    found.by_category.get(code, zero), found.by_category_before.get(code, zero)
                ),
            }
            for code in sorted(codes)
        ],
        "units": [
            {
                "unit": one.unit,
                "name": one.name.say(language) if one.name else None,
                "open": one.open,
                "obligations": _owed_view(one.owed),
                **_pair_view(one.now, one.before),
            }
            for one in found.by_unit
        ],
        "punctuality": punctuality_view(found.punctuality, language),
    }


def _open_view(one: Open, language: Language) -> TrackedOpen:
    return {
        "total": one.total,
        "by_tier": _tiers_view(one.by_tier),
        "by_age": _ages_view(one.by_age, language),
    }


def _back_view(one: CameBack, language: Language) -> Any:
    return {
        "total": one.total,
        "by_tier": _tiers_view(one.by_tier),
        "by_age": _ages_view(one.by_age, language),
    }


def _tiers_view(tiers: Mapping[str, int] | Mapping[Tier, int]) -> dict[Tier, int]:
    return {Tier(tier): number for tier, number in tiers.items()}


def _ages_view(ages: Mapping[OpenAge, int], language: Language) -> list[Any]:
    return [
        {"age": age, "age_name": age.said.say(language), "matters": number}
        for age, number in ages.items()
    ]


def _owed_view(one: Owes) -> TrackedOwed:
    return {"open": one.open, "overdue": one.overdue}


def _pair_view(now: Numbers, before: Numbers) -> TrackedPair:
    return {"now": _numbers_view(now), "before": _numbers_view(before)}


def _numbers_view(one: Numbers) -> TrackedNumbers:
    return {
        "matters": one.matters,
        "voices": one.voices,
        "returned": one.returned,
        "reopened": one.reopened,
        "late": one.late,
        "rated": one.rated,
        "unsatisfied": one.unsatisfied,
    }

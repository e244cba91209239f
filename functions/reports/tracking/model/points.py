"""Points and hot spots as they are answered; every view is an allow-list."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from kernel.fields import counts
from kernel.texts import Language
from reports.tracking.model.months import TrackedMonths, months_view
from reports.tracking.rules.points import Point, TrackingPointKind, TrackingPointRule, TrackingTrend
from reports.tracking.service.find_points import Found, Spot, Spots


class TrackingPoint(TypedDict):
    """Where something stands out, by which rule, and how it stood before."""

    kind: TrackingPointKind
    kind_name: str
    rule: TrackingPointRule
    rule_name: str
    unit: str
    category: str | None
    category_name: str | None
    figure: Annotated[str, Field(description="What `number` and `before` count / 所计指标")]
    figure_name: str
    number: int
    of_figure: Annotated[str | None, Field(description="What `of` counts / 基数的指标")]
    of_figure_name: str | None
    of: int | None
    before: int | None
    trend: TrackingTrend | None
    trend_name: str | None


class TrackingRule(TypedDict):
    """A rule in words."""

    rule: str
    said: str


class TrackingPoints(TypedDict):
    """The points of an area: difficulties, pain points, risk points, each in the order of the codes."""

    unit: str
    period: TrackedMonths
    before: TrackedMonths
    rules_version: int
    rules: list[TrackingRule]
    points: list[TrackingPoint]


class HotSpot(TypedDict):
    """How many matters there were in a place; never who handled them."""

    unit: str
    name: str
    matters: Annotated[int, counts("incidents_reported")]
    before: Annotated[int, counts("incidents_reported")]
    is_hot: bool
    boundary: Annotated[
        dict[str, Any] | None,
        Field(description="GeoJSON, of a village's grids and of what stands out / 网格边界"),
    ]


class HotSpots(TypedDict):
    """Where the matters of an area were."""

    unit: str
    period: TrackedMonths
    before: TrackedMonths
    category: str | None
    category_name: str | None
    rule: str
    spots: list[HotSpot]


def points_view(found: Found, language: Language) -> TrackingPoints:
    """Return an area's points as they are answered."""

    def one_view(one: Point) -> TrackingPoint:
        named = found.names.get(one.category) if one.category else None
        return {
            "kind": one.kind,
            "kind_name": one.kind.said.say(language),
            "rule": one.rule,
            "rule_name": one.rule.said.say(language),
            "unit": one.unit,
            "category": one.category,
            "category_name": named.say(language) if named else one.category,
            "figure": one.figure,
            "figure_name": found.figures[one.figure].say(language),
            "number": one.number,
            "of_figure": one.of_figure,
            "of_figure_name": found.figures[one.of_figure].say(language) if one.of_figure else None,
            "of": one.of,
            "before": one.before,
            "trend": one.trend,
            "trend_name": one.trend.said.say(language) if one.trend else None,
        }

    return {
        "unit": found.area,
        "period": months_view(found.span),
        "before": months_view(found.before),
        "rules_version": found.version,
        "rules": [
            {"rule": rule, "said": words.say(language)} for rule, words in found.said.items()
        ],
        "points": [one_view(one) for one in found.points],
    }


def spots_view(found: Spots, language: Language) -> HotSpots:
    """Return hot spots as they are answered."""

    def one_view(one: Spot) -> HotSpot:
        return {
            "unit": one.unit,
            "name": one.name.say(language),
            "matters": one.matters,
            "before": one.before,
            "is_hot": one.is_hot,
            "boundary": one.boundary,
        }

    return {
        "unit": found.area,
        "period": months_view(found.span),
        "before": months_view(found.before),
        "category": found.category,
        "category_name": _category(found, language),
        "rule": found.said.say(language),
        "spots": [one_view(one) for one in found.spots],
    }


def _category(found: Spots, language: Language) -> str | None:
    named = found.names.get(found.category) if found.category else None
    return named.say(language) if named else found.category

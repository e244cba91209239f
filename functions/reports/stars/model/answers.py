"""Stars as officers read them: the scheme, the year, and each rating with the figures that bear it out."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from datetime import timedelta
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from kernel import clock
from kernel.fields import counts
from kernel.in_force import InForce
from kernel.law import CitationView
from kernel.law.model import CitedFor, cited
from kernel.texts import Language
from reports.rules.counts import Count, CountStatus
from reports.stars.rules.rounds import StarYear
from reports.stars.rules.scheme import Item, StarScheme
from reports.stars.rules.terms import law_of
from reports.stars.service.see_ratings import StarRatingSeen, figures_in


class StarItemView(TypedDict):
    """What is looked at for a star."""

    code: str
    name: str
    figure: str
    at_least: int | None


class StarView(TypedDict):
    """A star of the scheme."""

    code: str
    name: str
    items: list[StarItemView]


class StarSchemeView(TypedDict):
    """A version of the scheme."""

    version: Annotated[int, Field(description="0: as packaged / 0 为默认")]
    set_by: str
    set_at: str | None
    stars: list[StarView]
    citations: list[CitedFor]


class StarYearView(TypedDict):
    """How far a year is open."""

    unit: str
    year: int
    scheme_version: int
    rate_by: Annotated[str, Field(description="Last day of self-rating / 自评截止日")]
    villages: Annotated[int, Field(description="That have their rating / 已开始的村数")]
    is_open: Annotated[bool, Field(description="For every village / 全部村均已开始")]
    version: int


class StarEvidenceView(TypedDict):
    """An item, and what its figure came to: counted, never typed in."""

    star: str
    star_name: str
    item: str
    item_name: str
    figure: str
    exact: Annotated[int | None, Field(description="Null: not counted yet / 空：尚未统计")]
    at_least: int | None
    is_met: Annotated[
        bool | None,
        Field(description="Null: left to judgement, or not counted / 空：由人判断或未统计"),
    ]


class StarSnapshotView(TypedDict):
    """The snapshot the figures are of; it never changes once it is done."""

    count: str
    status: CountStatus
    status_name: str
    first_on: str
    last_on: str
    cut_off_at: str


class TakenStarView(TypedDict):
    """A star that was taken away, as officers see it."""

    star: str
    star_name: str
    taken_on: str
    reason: str
    cites: list[StatuteShown]


class StarRatingLine(TypedDict):
    """A rating in a list."""

    id: str
    village: str
    village_name: str | None
    year: int
    status: str
    status_name: str
    claimed: list[str]
    checked: list[str]
    stars: list[str]
    star_names: Annotated[
        dict[str, str], Field(description="What the stars are called, by code / 星的名称")
    ]
    level: Annotated[int, counts("stars_held")]
    due_at: str | None
    actions: list[str]
    version: int


class StarRatingView(StarRatingLine):
    """A village's stars of a year, with what bears them out."""

    scheme_version: int
    awarded_on: str | None
    holds_until: str | None
    taken: list[TakenStarView]
    snapshot: StarSnapshotView | None
    evidence: list[StarEvidenceView]
    citation: CitationView


class StarRatingList(TypedDict):
    """One page of ratings, by village."""

    items: list[StarRatingLine]
    next_cursor: str | None


def scheme_view(kept: InForce[StarScheme], language: Language) -> StarSchemeView:
    """Return a version of the scheme."""
    return {
        "version": kept.version,
        "set_by": kept.set_by,
        "set_at": clock.local_iso(clock.from_iso(kept.set_at)) if kept.set_at else None,
        "stars": [
            {
                "code": star.code,
                "name": star.name.say(language),
                "items": [_item(one, language) for one in star.items],
            }
            for star in kept.value.stars
        ],
        "citations": cited(kept.document, language),
    }


def year_view(year: StarYear) -> StarYearView:
    """Return how far a year is open."""
    return {
        "unit": year.unit,
        "year": year.year,
        "scheme_version": year.scheme,
        "rate_by": (clock.day_of(year.rate_by) - timedelta(days=1)).isoformat(),
        "villages": year.villages,
        "is_open": year.wake_at is None,
        "version": year.version,
    }


def rating_line(seen: StarRatingSeen, language: Language) -> StarRatingLine:
    """Return a rating as a line of a list."""
    one = seen.thing
    return {
        "id": one.id,
        "village": one.village,
        "village_name": seen.name.say(language) if seen.name else None,
        "year": one.year,
        "status": str(one.status),
        "status_name": one.status.said.say(language),
        "claimed": list(one.claimed),
        "checked": list(one.checked),
        "stars": list(one.stars),
        "star_names": {each.code: each.name.say(language) for each in seen.scheme.stars},
        "level": len(one.stars),
        "due_at": clock.local_iso(one.due_at) if one.due_at else None,
        "actions": [str(each) for each in seen.actions],
        "version": one.version,
    }


def rating_view(seen: StarRatingSeen, language: Language) -> StarRatingView:
    """Return a rating with the figures that bear it out, by reference to their snapshot."""
    one = seen.thing
    return {
        **rating_line(seen, language),
        "scheme_version": one.scheme,
        "awarded_on": one.awarded_on.isoformat() if one.awarded_on else None,
        "holds_until": one.holds_until.isoformat() if one.awarded_on else None,
        "taken": [
            {
                "star": each.star,
                "star_name": seen.scheme.star(each.star).name.say(language),
                "taken_on": each.on.isoformat(),
                "reason": each.said,
                "cites": statutes_shown(each.cites, language),
            }
            for each in one.taken
        ],
        "snapshot": _snapshot(seen.count, language) if seen.count else None,
        "evidence": _evidence(seen, language),
        "citation": law_of("yearly").tell(language),
    }


def _item(one: Item, language: Language) -> StarItemView:
    return {
        "code": one.code,
        "name": one.name.say(language),
        "figure": one.figure,
        "at_least": one.at_least,
    }


def _snapshot(count: Count, language: Language) -> StarSnapshotView:
    return {
        "count": count.id,
        "status": count.status,
        "status_name": count.status.said.say(language),
        "first_on": count.first.isoformat(),
        "last_on": count.last.isoformat(),
        "cut_off_at": clock.local_iso(count.cut_off),
    }


def _evidence(seen: StarRatingSeen, language: Language) -> list[StarEvidenceView]:
    figures = figures_in(seen.count, seen.thing)
    found: list[StarEvidenceView] = []
    for star in seen.scheme.stars:
        for item in star.items:
            exact = figures[item.figure] if figures is not None else None
            found.append(
                {
                    "star": star.code,
                    "star_name": star.name.say(language),
                    "item": item.code,
                    "item_name": item.name.say(language),
                    "figure": item.figure,
                    "exact": exact,
                    "at_least": item.at_least,
                    "is_met": None
                    if exact is None or item.at_least is None
                    else exact >= item.at_least,
                }
            )
    return found

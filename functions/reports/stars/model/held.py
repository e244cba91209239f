"""Stars as everybody reads them: which village holds which, what was taken by which rule, and both sums of a year; no person is in it."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Annotated

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.outreach.model.fields import StatuteShown, statutes_shown
from kernel.fields import counts
from kernel.law import CitationView
from kernel.texts import Language, Text
from reports.stars.rules.rating_states import StarRatingStatus
from reports.stars.rules.ratings import StarRating
from reports.stars.rules.tallies import StarTally
from reports.stars.rules.terms import law_of
from reports.stars.service.see_held import StarsHeld


class PublicStarView(TypedDict):
    """A star a village holds."""

    code: str
    name: str


class PublicTakenStarView(TypedDict):
    """A star that was taken away, as everybody sees it: which, when and by what rule."""

    code: str
    name: str
    taken_on: str
    cites: list[StatuteShown]


class PublicVillageStars(TypedDict):
    """The stars of a village in a year: of an organisation, and of no person."""

    village: str
    village_name: str | None
    year: int
    status: StarRatingStatus
    status_name: str
    level: Annotated[int, counts("stars_held", description="How many it holds of that year / 星级")]
    stars: list[PublicStarView]
    taken: list[PublicTakenStarView]
    awarded_on: str | None
    holds_until: Annotated[
        str | None, Field(description="First day they hold no more / 星级失效日")
    ]


class PublicStarList(TypedDict):
    """One page of villages or years."""

    items: list[PublicVillageStars]
    next_cursor: str | None


class StarLevelCount(TypedDict):
    """How many villages hold so many stars."""

    level: int
    villages: Annotated[int, counts("villages_with_stars")]


class StarKindCount(TypedDict):
    """How many villages hold a star."""

    code: str
    name: str
    villages: Annotated[int, counts("villages_with_stars")]


class StarTallyView(TypedDict):
    """The stars of a year in a county or a town, counted twice: by village and by kind."""

    unit: str
    year: int
    levels: list[StarLevelCount]
    stars: list[StarKindCount]
    sum_by_level: Annotated[int, counts("stars_of_year")]
    sum_by_star: Annotated[int, counts("stars_of_year")]
    citation: CitationView


def held_view(held: StarsHeld, language: Language) -> PublicVillageStars:
    """Return what everybody may know of a village's stars."""
    one: StarRating = held.rating
    holds = one.status is StarRatingStatus.AWARDED
    return {
        "village": one.village,
        "village_name": held.name.say(language) if held.name else None,
        "year": one.year,
        "status": one.status,
        "status_name": one.status.said.say(language),
        "level": len(one.stars),
        "stars": [
            {"code": code, "name": held.scheme.star(code).name.say(language)} for code in one.stars
        ],
        "taken": [
            {
                "code": each.star,
                "name": held.scheme.star(each.star).name.say(language),
                "taken_on": each.on.isoformat(),
                "cites": statutes_shown(each.cites, language),
            }
            for each in one.taken
        ],
        "awarded_on": one.awarded_on.isoformat() if one.awarded_on else None,
        "holds_until": one.holds_until.isoformat() if holds else None,
    }


def tally_view(tally: StarTally, names: Mapping[str, Text], language: Language) -> StarTallyView:
    """Return a tally with both of its sums."""
    levels = sorted(tally.levels.items(), key=lambda one: -int(one[0]))
    return {
        "unit": tally.town,
        "year": tally.year,
        "levels": [{"level": int(level), "villages": number} for level, number in levels],
        "stars": [
            {"code": code, "name": names[code].say(language), "villages": number}
            for code, number in tally.stars.items()
        ],
        "sum_by_level": tally.by_level,
        "sum_by_star": tally.by_star,
        "citation": law_of("levels").tell(language),
    }

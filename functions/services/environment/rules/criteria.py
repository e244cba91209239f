"""By what courtyards are rated: a versioned document of items with points, indoor ones only with the household's consent (DOMAIN 17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.problems import FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Text

HUNDRED = 100


class CriteriaDoNotHold(InvalidFields):
    """Criteria are items of different codes that come to a hundred points, with something to see outdoors."""

    slug = "criteria-do-not-hold"


class ScoresDoNotFit(InvalidFields):
    """Every item that is rated has points from 0 to its most, and no other item has any."""

    slug = "scores-do-not-fit"


class IndoorsWithoutConsent(InvalidFields):
    """Rooms are rated where the household itself has consented, and nowhere else (民法典 Arts. 1032, 1033)."""

    slug = "indoors-without-consent"


@record
class Item:
    """What is looked at, and the most points it has."""

    code: str
    name: Text
    most: int
    indoor: bool = False


@record
class Criteria:
    """The items of one version, in order."""

    items: tuple[Item, ...]

    def rated(self, *, indoors: bool) -> tuple[Item, ...]:
        """Return what is rated where rooms are, or are not, looked at."""
        return tuple(one for one in self.items if indoors or not one.indoor)

    def check(self, scores: Mapping[str, int], *, indoors: bool) -> None:
        """Let a rating pass that fits.

        Raises
        ------
        IndoorsWithoutConsent
            A room was rated though the household did not consent.
        ScoresDoNotFit
            An item is missing, unknown, or beyond its points.
        """
        if not indoors and any(one.indoor and one.code in scores for one in self.items):
            text = Text(
                "室内项目须经本户同意才可评分。",
                "Rooms are rated with the household's consent only.",
            )
            raise IndoorsWithoutConsent.one("scores", text)
        wanted = {one.code: one.most for one in self.rated(indoors=indoors)}
        wrong = [code for code in scores if code not in wanted]
        wrong += [code for code, most in wanted.items() if not 0 <= scores.get(code, -1) <= most]
        if wrong:
            text = Text("分值缺失或超出该项满分。", "Missing, or beyond the points of the item.")
            errors = [FieldError(f"scores.{code}", text) for code in wrong]
            raise ScoresDoNotFit(text, errors=errors)

    def reach(self, scores: Mapping[str, int], points: int, *, indoors: bool) -> bool:
        """Tell whether a rating comes to so many of a hundred, counted over what was rated; nothing is rounded."""
        most = sum(one.most for one in self.rated(indoors=indoors))
        return sum(scores.values()) * HUNDRED >= points * most


def parse(document: Mapping[str, Any], version: int) -> Criteria:  # noqa: ARG001 - as settings are read
    """Read a complete document.

    Raises
    ------
    CriteriaDoNotHold
        Codes come twice, the points are not a hundred, or nothing is outdoors.
    """
    items = tuple(
        Item(one["code"], Text(one["name"]["zh"], one["name"]["en"]), one["most"], one["indoor"])
        for one in document["items"]
    )
    once = len({one.code for one in items}) == len(items)
    hundred = sum(one.most for one in items) == HUNDRED
    if not (once and hundred and any(not one.indoor for one in items)):
        text = Text(
            "项目不得重复，满分合计须为 100，且须有室外项目。",
            "Items differ, come to 100 points, and some are outdoors.",
        )
        raise CriteriaDoNotHold.one("items", text)
    return Criteria(items)

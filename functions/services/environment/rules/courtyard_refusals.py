"""What stands in the way of a step with a courtyard, each by its own name."""

from __future__ import annotations

from kernel.problems import Conflict, NotAllowed
from kernel.texts import Text


class BelowTheStars(Conflict):
    """Stars are proposed for a rating that reaches them; `points` says how many of a hundred they take."""

    slug = "below-the-stars"

    def __init__(self, points: int) -> None:
        detail = Text(f"评分未达 {points} 分。", f"The rating is below {points} points.")
        super().__init__(detail, points=points)


class ObjectedAlready(Conflict):
    """A posting is objected to once by each person, and by no more than the terms allow."""

    slug = "objected-already"
    said = Text(
        "您已提出异议，或异议已达上限。", "You have objected, or there are as many as may be."
    )


class ObjectionsOver(Conflict):
    """A posting is objected to until its last day has ended."""

    slug = "objections-over"
    said = Text("公示期已满。", "The posting is over.")


class StillMending(Conflict):
    """Stars are lost after the time to mend, never within it; `until` says when it ends."""

    slug = "still-mending"
    said = Text("整改期未满，不得摘牌。", "There is still time to mend: no star is lost before.")


class NotBySamePerson(NotAllowed):
    """Who told a household to mend does not decide that it has not."""

    slug = "not-by-the-same-person"
    said = Text("须由其他人员复查。", "Somebody else looks again.")


class NotTheOneNamed(NotAllowed):
    """A posting shows the name of the household's head: the head alone consents to that, of age and known to the register (个保法 Art. 25)."""

    slug = "not-the-one-named"
    said = Text("署名须由户主本人同意，且户主已成年。", "The head alone consents, and is of age.")


class NotDueYet(Conflict):
    """A courtyard is looked at again when its year is over, not before."""

    slug = "not-due-yet"
    said = Text("复查日期未到。", "It is not to be looked at again yet.")

"""The policy: how long each tier has, when it is reminded, who confirms until when. Versioned data, never numbers in code.

The defaults and their sources stand in `default_policy.json`; a county replaces them with `PUT /v1/incidents/policies`. An incident keeps the
version it was reported under (DESIGN 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from escalation.rules.clocked import Severity
from escalation.rules.terms import Supervision
from kernel.problems import FieldError, InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier
from kernel.working_time import Limit

if TYPE_CHECKING:
    from kernel.law import Reference

Limits = Mapping[Severity, Mapping[Tier, Limit]]


class UnknownCategory(InvalidFields):
    """The policy has no such category; `known` lists those it has."""

    def __init__(self, code: str, known: list[str]) -> None:
        detail = Text(f"没有类别“{code}”。", f"There is no category {code!r}.")
        super().__init__(detail, errors=[FieldError("category", detail)], known=known)


@record
class Confirmation:
    """How long each in turn has to confirm, and how often the last is asked again."""

    worker: Limit
    chief: Limit
    above: Limit
    cap: int


@record
class Handover:
    """How long an owner has to sign or to return what it was given, and a dispatcher to assign it."""

    sign: Limit
    give_back: Limit
    give_back_complex: Limit
    dispatch: Limit


@record
class Extension:
    """How often an owner may be given more time, how much at once, and how long the decision may take."""

    times: int
    most: Limit
    decide: Limit


@record
class Suspension:
    """For which causes a clock may be stopped, how often, how long at most, and how long the decision may take."""

    causes: Mapping[str, Text]
    times: int
    cap: Limit
    decide: Limit


class RatingAnswer(NamedTuple):
    """A standard answer of a reporter who is not satisfied, and whether it opens the incident again."""

    name: Text
    reopens: bool


@record
class Rating:
    """Within how many days a reporter may rate, with which answers, and after how many times an incident is supervised."""

    days: int
    answers: Mapping[str, RatingAnswer]
    supervise_after: int


class Duty(NamedTuple):
    """A duty of one tier that may not be pushed further down, with the rule that says so."""

    id: str
    category: str
    tier: Tier
    name: Text
    cites: Mapping[str, Any]

    @property
    def law(self) -> Reference:
        """What it rests on; read when it is told, as most requests never ask."""
        from kernel.law import reference

        return reference(self.cites)


class Nearness(NamedTuple):
    """How near in place and time two reports of one category may be one matter."""

    metres: int
    hours: int


@record
class Category:
    """A kind of incident and who is first responsible for it.

    Attributes
    ----------
    is_complex
        Whether its owner has the longer time to return it.
    grid_item
        Whether it is on the grid's item list: only then may a grid be given it.
    after_photo
        Whether a solution needs a photo of how it looks now (no other category asks for one, DOMAIN 2.6).
    is_personal
        Whether it is about persons rather than about a place: neighbours are not told that there is one, and do not join it (DOMAIN 7).
    """

    code: str
    name: Text
    start_tier: Tier
    limits: Limits
    confirmation: Confirmation | None
    supervision: Supervision | None
    is_complex: bool = False
    grid_item: bool = False
    after_photo: bool = False
    is_personal: bool = False
    nearness: Nearness | None = None


@record
class Policy:
    """One version of a county's policy."""

    version: int
    categories: Mapping[str, Category]
    limits: Limits
    reminder_share: float
    confirmation: Confirmation
    supervision: Supervision
    handover: Handover
    extension: Extension
    suspension: Suspension
    rating: Rating
    order_answer: Limit
    nearness: Nearness
    duties: tuple[Duty, ...]
    grounds: Mapping[str, Text]

    def category(self, code: str) -> Category:
        """Return a category by its code.

        Raises
        ------
        UnknownCategory
            The policy has none of this code.
        """
        found = self.categories.get(code)
        if found is None:
            raise UnknownCategory(code, sorted(self.categories))
        return found

    def start_tier(self, code: str, severity: Severity) -> Tier:
        """Return the tier that is responsible first.

        An urgent incident goes to the town at once, beside the village (DOMAIN 2.5), or to the category's own tier if that is higher.
        """
        tier = self.category(code).start_tier
        return (
            max(tier, Tier.TOWN, key=lambda one: one.rank) if severity is Severity.URGENT else tier
        )

    def limit(self, code: str, severity: Severity, tier: Tier) -> Limit:
        """Return how long a tier has: the category's own limit, else the general one."""
        own = self.category(code).limits.get(severity, {})
        return at_all_hours(own.get(tier) or self.limits[severity][tier], severity)

    def confirmation_of(self, code: str, severity: Severity) -> Confirmation:
        """Return the confirmation limits of a category."""
        said = self.category(code).confirmation or self.confirmation
        return Confirmation(
            worker=at_all_hours(said.worker, severity),
            chief=at_all_hours(said.chief, severity),
            above=at_all_hours(said.above, severity),
            cap=said.cap,
        )

    def supervision_of(self, code: str, severity: Severity) -> Supervision:
        """Return the supervision rhythm of a category."""
        said = self.category(code).supervision or self.supervision
        return Supervision(at_all_hours(said.every, severity), said.cap)

    def give_back(self, code: str, severity: Severity) -> Limit:
        """Return how long an owner may return an incident of a category."""
        handover = self.handover
        is_complex = self.category(code).is_complex
        limit = handover.give_back_complex if is_complex else handover.give_back
        return at_all_hours(limit, severity)

    def sign(self, severity: Severity) -> Limit:
        """Return how long an owner has to sign for what it was given."""
        return at_all_hours(self.handover.sign, severity)

    def suspend(self, severity: Severity) -> Limit:
        """Return how long a clock may be stopped at most."""
        return at_all_hours(self.suspension.cap, severity)

    def dispatch(self, severity: Severity) -> Limit:
        """Return how long a dispatcher has to assign what was returned."""
        return at_all_hours(self.handover.dispatch, severity)

    def decide_extension(self, severity: Severity) -> Limit:
        """Return how long the unit above has to decide on an extension."""
        return at_all_hours(self.extension.decide, severity)

    def decide_suspension(self, severity: Severity) -> Limit:
        """Return how long the unit above has to decide on a suspension."""
        return at_all_hours(self.suspension.decide, severity)

    def duty_of(self, code: str) -> Duty | None:
        """Return the duty that keeps a category at its tier, if any."""
        return next((duty for duty in self.duties if duty.category == code), None)

    def nearness_of(self, code: str) -> Nearness:
        """Return how near two reports of a category may be one matter."""
        return self.category(code).nearness or self.nearness


def at_all_hours(limit: Limit, severity: Severity) -> Limit:
    """Count an urgent limit by day and night: a working hour is an hour, a working day a day (DOMAIN 2.5)."""
    if severity is not Severity.URGENT or limit.unit in ("seconds", "natural_hours"):
        return limit
    hours = limit.amount if limit.unit == "working_hours" else limit.amount * 24
    return Limit(hours, "natural_hours")

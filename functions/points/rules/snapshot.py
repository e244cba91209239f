"""The snapshot of a village and a period: ranks, who stands on the lists, and who must not.

Law: naming takes separate consent (个保法 Arts. 14, 15, 25), public ranking a prior impact assessment (Arts. 55, 56) and a human decision
(Art. 24(3)); sensitive data never stands on a board (Arts. 28-31); dignity is kept (民法典 Art. 1024). Defaults are DOMAIN 3.2's safe ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from points.rules.book import Parameters


class Exclusion(StrEnum):
    """Why a household does not stand on the improvement list."""

    ABSENT = "absent"
    MINOR = "minor"
    BIRTH_UNKNOWN = "birth_unknown"
    CARE = "care"
    SOLE_ELDERLY = "sole_elderly"
    PENDING_OBJECTION = "pending_objection"


class NoListBecause(StrEnum):
    """Why there is no improvement list at all."""

    FEW_HOUSEHOLDS = "few_households"
    EQUAL_SCORES = "equal_scores"
    NOTHING_TO_IMPROVE = "nothing_to_improve"


class Score(NamedTuple):
    """A household in the snapshot of a period.

    Attributes
    ----------
    earned, lost
        Points posted in the period; the board ranks by `earned - lost`.
    active
        Whether anything was posted at all.
    """

    household: str
    earned: int
    lost: int

    @property
    def net(self) -> int:
        """What the household is ranked by."""
        return self.earned - self.lost

    @property
    def active(self) -> bool:
        """Whether anything was posted in the period."""
        return bool(self.earned or self.lost)


class Ranked(NamedTuple):
    """A household with its rank; households of equal score share one."""

    rank: int
    score: Score


class Lists(NamedTuple):
    """What a board shows.

    Attributes
    ----------
    red, improvement
        Best first, worst first. With a tie at the last place all who tie stand on the red list, and none of them on the improvement
        list: honour is shared, blame is not drawn by lot.
    none_because
        Why there is no improvement list, or None.
    excluded
        Who would have stood on the improvement list but for which reason.
    """

    red: tuple[Ranked, ...]
    improvement: tuple[Ranked, ...]
    none_because: NoListBecause | None
    excluded: Mapping[str, Exclusion]


def rank(scores: Iterable[Score]) -> list[Ranked]:
    """Rank households by net score, best first; equal scores share a rank, and the next one skips (1, 2, 2, 4)."""
    ranked: list[Ranked] = []
    for place, score in enumerate(sorted(scores, key=lambda one: (-one.net, one.household)), 1):
        tied = ranked and ranked[-1].score.net == score.net
        ranked.append(Ranked(ranked[-1].rank if tied else place, score))
    return ranked


def compose(
    scores: Iterable[Score], parameters: Parameters, excluded: Callable[[str], Exclusion | None]
) -> Lists:
    """Choose who stands on the lists.

    The red list holds the best who earned something. The improvement list holds the worst among those with a deduction in the period:
    only conduct the voted rules name, never mere absence, and nobody above the middle of the village. There is none with fewer than
    `board_least` households, nor when all scores are equal.

    Parameters
    ----------
    excluded
        Why a household must not stand on the improvement list; asked of candidates only.
    """
    ranked = rank(scores)
    size = parameters.board_size
    winners = [one for one in ranked if one.score.earned and one.score.net > 0]
    red = tuple(one for one in winners if one.rank <= size)
    if len(ranked) < parameters.board_least:
        return Lists(red, (), NoListBecause.FEW_HOUSEHOLDS, {})
    if ranked[0].score.net == ranked[-1].score.net:
        return Lists(red, (), NoListBecause.EQUAL_SCORES, {})
    best = {one.score.household for one in red}
    middle = ranked[len(ranked) // 2].score.net
    left_out: dict[str, Exclusion] = {}
    worst: list[Ranked] = []
    for one in reversed(ranked):
        if len(worst) > size and worst[-1].score.net != worst[size - 1].score.net:
            break
        above = one.score.net > middle or one.score.household in best
        if not one.score.lost or above:
            continue
        ground = excluded(one.score.household)
        if ground:
            left_out[one.score.household] = ground
        else:
            worst.append(one)
    if len(worst) > size:
        edge = worst[size - 1].score.net
        if worst[size].score.net == edge:
            worst = [one for one in worst if one.score.net < edge]
    worst = worst[:size]
    because = None if worst else NoListBecause.NOTHING_TO_IMPROVE
    return Lists(red, tuple(worst), because, left_out)


class Household(NamedTuple):
    """What the exclusion rules need to know of a household.

    Attributes
    ----------
    births
        Birth years of the residents; None where the registry does not know one.
    head_born
        Birth year of the head.
    away
        Spans (from, to) in which nobody lived there.
    care
        Whether illness or disability stands behind the household's conduct, as the village noted without saying which.
    pending
        Whether an objection of or about the household is open.
    """

    births: tuple[int | None, ...]
    head_born: int | None
    away: tuple[tuple[date, date | None], ...]
    care: bool
    pending: bool


def exclusion(
    home: Household, begins: date, ends: date, parameters: Parameters
) -> Exclusion | None:
    """Return why a household must not stand on the improvement list of a period, or None."""
    if _is_away(home.away, begins, ends):
        return Exclusion.ABSENT
    # Only years of birth are known: who may still be under age, or already old, is treated as such.
    if home.head_born is None:
        return Exclusion.BIRTH_UNKNOWN
    if ends.year - home.head_born <= parameters.adult_age:
        return Exclusion.MINOR
    if home.care:
        return Exclusion.CARE
    old = parameters.sole_elderly_age
    if home.births and all(born is None or ends.year - born >= old for born in home.births):
        unknown = None in home.births
        return Exclusion.BIRTH_UNKNOWN if unknown else Exclusion.SOLE_ELDERLY
    return Exclusion.PENDING_OBJECTION if home.pending else None


def _is_away(spans: Iterable[tuple[date, date | None]], begins: date, ends: date) -> bool:
    """Tell whether absences that adjoin or overlap cover a period from its first day to its last."""
    missing = begins
    for start, end in sorted(spans, key=lambda span: span[0]):
        if start > missing:
            return False
        if end is None or end >= ends:
            return True
        missing = max(missing, end + timedelta(days=1))
    return False


def months_of(period: str) -> list[str]:
    """Return the months of `2026-11`, `2026-Q4` or `2026`."""
    year, _, part = period.partition("-")
    if not part:
        return [f"{year}-{month:02d}" for month in range(1, 13)]
    if part.startswith("Q"):
        first = int(part[1]) * 3 - 2
        return [f"{year}-{month:02d}" for month in range(first, first + 3)]
    return [period]


def span_of(period: str) -> tuple[date, date]:
    """Return the first and last day of a period."""
    months = months_of(period)
    first, last = (tuple(map(int, month.split("-"))) for month in (months[0], months[-1]))
    after = date(last[0] + last[1] // 12, last[1] % 12 + 1, 1)
    return date(first[0], first[1], 1), date.fromordinal(after.toordinal() - 1)

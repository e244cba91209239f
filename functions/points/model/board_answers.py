"""What clients are answered about boards."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from collections.abc import Mapping
from typing import Any

from typing_extensions import TypedDict

from kernel.texts import Language
from points.model.instants import local
from points.rules.assessment import Assessment
from points.rules.board_states import STATUS_NAMES
from points.rules.snapshot import Ranked
from points.rules.standing import Standing
from points.service.see_board import BoardSeen


class BoardLine(TypedDict):
    """A household on a board; which one it is, is for staff to see."""

    household: str | None
    rank: int
    net: int
    name: str
    named: bool


class RemovedView(TypedDict):
    """Who left a board, when and why."""

    household: str
    reason: str
    note: str | None
    by: str
    at: str


class BoardView(TypedDict):
    """A board; the improvement list is masked and shown in the village alone."""

    id: str
    village: str
    period: str
    status: str
    status_name: str
    taken_at: str
    households: int
    red: list[BoardLine]
    improvement: list[BoardLine]
    none_because: str | None
    named: bool
    assessment_id: str | None
    resolution_id: str | None
    not_before: str
    ends_at: str
    excluded: dict[str, str] | None
    removed: list[RemovedView] | None
    actions: list[str]
    version: int


class BoardList(TypedDict):
    """Boards of a village, newest first."""

    items: list[BoardView]
    next_cursor: str | None


class AssessmentView(TypedDict):
    """An impact assessment of the village."""

    id: str
    village: str
    purpose: str
    effects: str
    measures: str
    acceptable: bool
    carried_out_on: str
    by: str
    at: str


class AssessmentList(TypedDict):
    """One page of assessments, newest first."""

    items: list[AssessmentView]
    next_cursor: str | None


class RankView(TypedDict):
    """A household's place in the snapshot."""

    household: str
    rank: int
    earned: int
    lost: int


class RankList(TypedDict):
    """A page of a snapshot, best first."""

    items: list[RankView]
    next_cursor: str | None


class ConsentView(TypedDict):
    """Who consented, and when."""

    by: str
    at: str


class AbsenceView(TypedDict):
    """Days in which nobody lived there."""

    since: str
    until: str | None


class StandingView(TypedDict):
    """What is noted of a household for boards."""

    household: str
    consent: ConsentView | None
    away: list[AbsenceView]
    care: bool
    version: int


def board_view(seen: BoardSeen, language: Language) -> BoardView:
    """Return a board as it is answered."""
    board, staff = seen.board, seen.staff
    return {
        "id": board.id,
        "village": board.village,
        "period": board.period,
        "status": str(board.status),
        "status_name": STATUS_NAMES[board.status].say(language),
        "taken_at": local(board.taken_at),
        "households": board.households,
        "red": [_line(line, staff=staff) for line in board.red],
        "improvement": [_line(line, staff=staff) for line in board.improvement],
        "none_because": board.none_because,
        "named": board.named,
        "assessment_id": board.assessment_id,
        "resolution_id": board.resolution_id,
        "not_before": local(board.not_before),
        "ends_at": local(board.ends_at),
        "excluded": dict(board.excluded) if staff else None,
        "removed": [_removed(one) for one in board.removed] if staff else None,
        "actions": [str(action) for action in seen.actions],
        "version": board.version,
    }


def _line(line: Mapping[str, Any], *, staff: bool) -> BoardLine:
    return {
        "household": line["household"] if staff else None,
        "rank": line["rank"],
        "net": line["net"],
        "name": line["name"],
        "named": line["named"],
    }


def _removed(one: Mapping[str, Any]) -> RemovedView:
    return {
        "household": one["household"],
        "reason": one["reason"],
        "note": one["note"],
        "by": one["by"],
        "at": one["at"],
    }


def assessment_view(one: Assessment) -> AssessmentView:
    """Return an impact assessment as it is answered."""
    return {
        "id": one.id,
        "village": one.village,
        "purpose": one.purpose,
        "effects": one.effects,
        "measures": one.measures,
        "acceptable": one.acceptable,
        "carried_out_on": one.carried_out_on.isoformat(),
        "by": one.by,
        "at": local(one.at),
    }


def rank_view(ranked: Ranked) -> RankView:
    """Return a household's place as it is answered."""
    score = ranked.score
    return {
        "household": score.household,
        "rank": ranked.rank,
        "earned": score.earned,
        "lost": score.lost,
    }


def standing_view(household: str, noted: Standing) -> StandingView:
    """Return what is noted of a household as it is answered."""
    consent = noted.consent
    return {
        "household": household,
        "consent": {"by": consent["by"], "at": consent["at"]} if consent else None,
        "away": [{"since": span.since, "until": span.until} for span in noted.away],
        "care": noted.care,
        "version": noted.version,
    }

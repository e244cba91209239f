"""What clients are answered about boards."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

from typing_extensions import TypedDict

from kernel.texts import Language
from points.model.shown import each, shown
from points.rules.assessment import Assessment
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
    in_public: bool
    away: list[AbsenceView]
    care: bool
    version: int


def board_view(seen: BoardSeen, language: Language) -> BoardView:
    """Return a board as it is answered; households, exclusions and who left are for staff."""
    board, staff = seen.board, seen.staff
    hidden = {} if staff else {"household": None}
    return shown(
        BoardView,
        board,
        language,
        status_name=board.status.said,
        red=[shown(BoardLine, {**line, **hidden}) for line in board.red],
        improvement=[shown(BoardLine, {**line, **hidden}) for line in board.improvement],
        excluded=board.excluded if staff else None,
        removed=each(RemovedView, board.removed) if staff else None,
        actions=seen.actions,
    )


def assessment_view(one: Assessment) -> AssessmentView:
    """Return an impact assessment as it is answered."""
    return shown(AssessmentView, one)


def rank_view(ranked: Ranked) -> RankView:
    """Return a household's place as it is answered."""
    return shown(RankView, ranked.score, rank=ranked.rank)


def standing_view(household: str, noted: Standing) -> StandingView:
    """Return what is noted of a household as it is answered."""
    return shown(
        StandingView,
        noted,
        household=household,
        consent=shown(ConsentView, noted.consent) if noted.consent else None,
        away=each(AbsenceView, noted.away),
    )

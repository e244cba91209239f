"""The grade of a file, what is shut in a liability, and the ten systems."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from enforcement.rules.case_steps import Holder
from enforcement.rules.figures import YearNotOver, refuse_running, refuse_unexplained
from enforcement.rules.file_review import FileGrade, Sheet, outcome, scored_items
from enforcement.rules.file_vetoes import FileVeto, Finding
from enforcement.rules.liability_states import (
    LIABILITIES,
    FaultCause,
    FoundWrongBy,
    LiabilityAction,
    LiabilityMeasure,
    LiabilityStatus,
    WrongIn,
)
from enforcement.rules.numbers import document, law_of
from enforcement.rules.separation import Part
from enforcement.rules.systems import System, known_systems
from enforcement.rules.wrong_cases import (
    HOLDER_ROLES,
    Liability,
    LiabilityCommand,
    TookPart,
    actions_of,
    exemptions,
    move,
)
from kernel.access import Caller, Post, Role
from kernel.problems import InvalidFields, Problem
from kernel.texts import Text

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TOWN = "140426106"


def sheet(total: int, *defects: str) -> Sheet:
    """A reviewer's sheet that comes to a total."""
    return Sheet("CASE#c", "p", ("evidence",), (total,), defects, "", NOW)


def test_all_items_together_are_a_hundred_points_twenty_of_them_for_the_cover() -> None:
    parts = {name: said["points"] for name, said in document("file_review")["parts"].items()}

    assert parts == {"cover": 20, "content": 80}
    for part, points in parts.items():
        assert sum(one.points for one in scored_items().values() if one.part == part) == points


@pytest.mark.parametrize(
    ("totals", "grade"),
    [
        ([59], FileGrade.FAIL),
        ([60], FileGrade.PASS),
        ([89], FileGrade.PASS),
        ([90], FileGrade.EXCELLENT),
        ([100, 79], FileGrade.PASS),
        ([100, 80], FileGrade.EXCELLENT),
        ([0, 100], FileGrade.FAIL),
    ],
)
def test_a_grade_begins_at_its_points(totals: list[int], grade: FileGrade) -> None:
    assert outcome([], [sheet(total) for total in totals]).grade is grade


def test_with_a_basic_defect_no_file_is_excellent() -> None:
    assert outcome([], [sheet(100), sheet(100, "缺签名")]).grade is FileGrade.PASS
    assert outcome([], [sheet(59, "缺签名")]).grade is FileGrade.FAIL


@pytest.mark.parametrize("veto", sorted(FileVeto))
def test_a_veto_is_nothing_and_fails(veto: FileVeto) -> None:
    found = outcome([Finding(veto, Text("", ""), law_of("evidence"))], [sheet(100)])

    assert (found.score, found.grade) == (0, FileGrade.FAIL)


def test_a_file_nobody_has_reviewed_has_no_grade() -> None:
    assert outcome([], []).grade is None


# Liability

TOOK_PART = {Part.INVESTIGATION: frozenset({"eo1", "eo2"}), Part.DECISION: frozenset({"boss"})}
OPEN = Liability(
    "l-1", "CASE#c", TOWN, "eo1", Part.INVESTIGATION, WrongIn.LAW, FoundWrongBy.ITSELF, "justice",
    NOW, NOW,
)  # fmt: skip
SAID = {
    "statement": "无", "cause": FaultCause.SLIGHT, "harm": "无", "correction": "已纠正", "reason": "综合认定",
    "measure": LiabilityMeasure.CRITICISM, "ground": "misled",
}  # fmt: skip
OF = {Role.JUSTICE_SUPERVISOR: TOWN[:6], Role.COUNTY_OFFICER: TOWN[:6], Role.COUNTY_ADMIN: TOWN[:6]}


def caller(role: Role, name: str = "somebody", unit: str | None = None) -> Caller:
    return Caller(name, name, (Post(role, unit or OF.get(role, TOWN), date(2020, 1, 1)),))


def at(status: LiabilityStatus) -> Liability:
    return replace(OPEN, status=status)


@pytest.mark.parametrize("role", sorted(Role))
@pytest.mark.parametrize("action", sorted(LiabilityAction))
@pytest.mark.parametrize("status", sorted(LiabilityStatus))
def test_what_is_offered_in_a_liability_is_just_what_can_be_done(
    status: LiabilityStatus, action: LiabilityAction, role: Role
) -> None:
    one, who = at(status), caller(role)
    legal = LIABILITIES.find(status, action) is not None
    may = any(role in HOLDER_ROLES[holder] for holder in (Holder.HEAD, Holder.SUPERVISOR))

    try:
        move(one, LiabilityCommand(action, **SAID), who, TOOK_PART, NOW)
    except Problem:
        done = False
    else:
        done = True

    assert done == (legal and may)
    assert (action in actions_of(one, who, TOOK_PART)) == done


@pytest.mark.parametrize("name", ["eo1", "eo2", "boss"])
def test_nobody_who_took_part_decides_on_anybody(name: str) -> None:
    who = caller(Role.ENFORCEMENT_HEAD, name)

    assert actions_of(OPEN, who, TOOK_PART) == []
    with pytest.raises(TookPart):
        move(OPEN, LiabilityCommand(LiabilityAction.HEAR, **SAID), who, TOOK_PART, NOW)


def test_the_head_of_another_town_decides_nothing() -> None:
    assert actions_of(OPEN, caller(Role.ENFORCEMENT_HEAD, unit="140426107"), TOOK_PART) == []


@pytest.mark.parametrize("ground", sorted(exemptions()))
@pytest.mark.parametrize("cause", [FaultCause.SLIGHT, FaultCause.NONE])
def test_each_ground_exempts_where_there_is_no_grave_fault(ground: str, cause: FaultCause) -> None:
    said = LiabilityCommand(LiabilityAction.EXEMPT, **SAID | {"ground": ground, "cause": cause})

    after = move(at(LiabilityStatus.HEARD), said, caller(Role.JUSTICE_SUPERVISOR), TOOK_PART, NOW)

    assert (after.status, after.ground) == (LiabilityStatus.EXEMPT, ground)


# Systems and years


def test_there_are_ten_systems_and_the_article_names_six() -> None:
    assert len(known_systems()) == 10
    assert sum(one.named for one in known_systems().values()) == 6


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-12-31", True), ("2027-01-01", False)],
)
def test_a_system_holds_by_its_document_from_a_day_to_a_day(day: str, holds: bool) -> None:
    one = System(
        TOWN, "disclosure", "公示", "洪政发〔2026〕3号",
        valid_from=date(2026, 3, 1), valid_to=date(2026, 12, 31),
    )  # fmt: skip

    assert one.holds_on(date.fromisoformat(day)) == holds
    assert not System(TOWN, "disclosure", "公示").holds_on(date.fromisoformat(day))


def test_the_figures_of_a_year_are_published_from_its_first_day_after() -> None:
    with pytest.raises(YearNotOver):
        refuse_running(2026, date(2026, 12, 31))
    refuse_running(2026, date(2027, 1, 1))


def test_a_second_edition_says_why() -> None:
    refuse_unexplained(1, None)
    refuse_unexplained(2, "更正")
    with pytest.raises(InvalidFields):
        refuse_unexplained(2, None)

"""A claim: the combined evaluation, recusal, and what objections do."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from kernel.access import Role
from kernel.problems import InvalidFields
from points.rules import book as books
from points.rules import claim_moves as claims
from points.rules import evaluation, objections
from points.rules.book import Sign
from points.rules.claim import Checker, Claim
from points.rules.claim_states import ClaimStatus
from points.rules.objections import Answer, ObjectionTooLate
from points.rules.recusal import Recused
from points.store.books import packaged

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BOOK = books.parse(packaged(), 1)
PARAMETERS = BOOK.parameters
YARD = BOOK.item("clean_yard")
WORK = BOOK.item("half_day_work")


def a_claim(item: books.Item = YARD, quantity: int = 1, **more) -> Claim:
    return Claim(
        id="c-1",
        village="v",
        household="h-1",
        unit="g",
        sign=item.sign,
        item=item.code,
        book_version=1,
        quantity=quantity,
        happened_on=date(2026, 11, 23),
        description="",
        evidence=(),
        submitted_by="p-1",
        submitted_role=None,
        created_at=NOW,
        updated_at=NOW,
        **more,
    )


def person(name: str, home: str | None = None, relatives=(), role=Role.POINTS_VERIFIER) -> Checker:
    return Checker(name, name, role, home or f"home of {name}", frozenset(relatives))


def checked(claim: Claim, *quantities: int) -> Claim:
    for number, quantity in enumerate(quantities):
        claim = claims.verified(claim, person(f"v{number}"), quantity, None, NOW)
    return claim


def recognised(claim: Claim, *endorsements: bool) -> Claim:
    for number, word in enumerate(endorsements):
        who = person(f"n{number}")
        claim = claims.recognised(claim, who, in_favour=word, note=None, now=NOW)
    return claim


def visited(claim: Claim, grade: int) -> Claim:
    return claims.visited(claim, person("visitor"), grade, "", NOW)


def test_two_verifiers_two_neighbours_and_a_visit_confirm_a_claim_in_full():
    claim = visited(recognised(checked(a_claim(), 1, 1), True, True), 100)

    judged = evaluation.judged(claim, YARD, PARAMETERS, None, NOW)

    assert (judged.status, judged.points) == (ClaimStatus.CONFIRMED, 5)


def test_the_parts_can_be_read_back():
    claim = visited(recognised(checked(a_claim(), 1, 1), True, True, False), 80)

    result = evaluation.evaluate(claim, YARD, PARAMETERS)

    assert result.parts == {
        "facts": {"share": 100, "weight": 50, "verifiers": 2, "confirmed": 1},
        "neighbours": {"share": 66, "weight": 30, "in_favour": 2, "against": 1},
        "visit": {"share": 80, "weight": 20},
    }
    assert result.points == 5 * (50 * 100 + 30 * 66 + 20 * 80) // 10_000


@pytest.mark.parametrize(
    ("quantities", "endorsements", "grade", "missing"),
    [
        ((1,), (True, True), 100, 1),
        ((1, 1), (True,), 100, 1),
        ((1, 1), (True, True), None, 1),
        ((), (), None, 3),
    ],
)
def test_one_part_short_nothing_is_decided(quantities, endorsements, grade, missing):
    claim = recognised(checked(a_claim(), *quantities), *endorsements)
    claim = claim if grade is None else visited(claim, grade)

    result = evaluation.evaluate(claim, YARD, PARAMETERS)

    assert result.decided is None
    assert len(result.missing) == missing


def test_the_most_cautious_verifier_counts():
    claim = recognised(checked(a_claim(WORK, quantity=4), 4, 3), True, True)

    result = evaluation.evaluate(claim, WORK, PARAMETERS)

    assert result.points == 12 * (50 * 75 + 30 * 100) // 8000


def test_a_verifier_who_finds_nothing_refuses_the_claim():
    claim = recognised(checked(a_claim(WORK), 1, 0), True, True)

    assert evaluation.judged(claim, WORK, PARAMETERS, None, NOW).status is ClaimStatus.REFUSED


def test_more_neighbours_against_than_for_refuse_the_claim():
    claim = recognised(checked(a_claim(WORK), 1, 1), True, False, False)

    assert evaluation.judged(claim, WORK, PARAMETERS, None, NOW).status is ClaimStatus.REFUSED


def test_what_is_above_the_cap_is_cut_and_told():
    claim = visited(recognised(checked(a_claim(), 1, 1), True, True), 100)

    judged = evaluation.judged(claim, YARD, PARAMETERS, 2, NOW)

    assert (judged.points, judged.evaluation["points"], judged.evaluation["cap_left"]) == (2, 5, 2)


@pytest.mark.parametrize(
    ("who", "ground"),
    [
        (person("v", "h-1"), "own_household"),
        (person("v", "h-2", relatives=["h-2"]), "near_relative"),
        (person("p-1", "h-3"), "own_claim"),
        (Checker("v", "v", Role.POINTS_VERIFIER, None, frozenset()), "relations_unknown"),
    ],
)
def test_whoever_is_near_is_recused(who: Checker, ground: str):
    with pytest.raises(Recused) as refused:
        claims.verified(a_claim(), who, 1, None, NOW)

    assert refused.value.more["ground"] == ground


def test_nobody_takes_part_twice_nor_in_two_roles():
    claim = recognised(checked(a_claim(), 1), True)

    for again in (
        lambda: claims.verified(claim, person("v0"), 1, None, NOW),
        lambda: claims.visited(claim, person("v0"), 100, "", NOW),
        lambda: claims.recognised(claim, person("n0"), in_favour=True, note=None, now=NOW),
        lambda: claims.recognised(
            claim, person("other", "home of v0"), in_favour=True, note=None, now=NOW
        ),
    ):
        with pytest.raises(Recused):
            again()


def published() -> Claim:
    claim = visited(recognised(checked(a_claim(), 1, 1), True, True), 100)
    confirmed = evaluation.judged(claim, YARD, PARAMETERS, None, NOW)
    return objections.published(confirmed, "pub", PARAMETERS, NOW)


END = datetime(2026, 11, 28, 16, tzinfo=UTC)
"""24:00 in Beijing, on the fifth day after the day of publication."""
MILLISECOND = timedelta(milliseconds=1)


def objected(claim: Claim, at: datetime = NOW, by: str = "o") -> Claim:
    return objections.objected(claim, person(by), "不实", PARAMETERS, at)


def test_the_period_is_five_whole_days_after_the_day_of_publication_to_the_millisecond():
    assert not objections.is_ripe(published(), END - MILLISECOND)
    assert objections.is_ripe(published(), END)
    assert objected(published(), END - MILLISECOND).status is ClaimStatus.OBJECTED
    with pytest.raises(ObjectionTooLate):
        objected(published(), END)


def test_an_open_objection_keeps_points_from_posting_however_long_it_takes():
    assert not objections.is_ripe(objected(published()), NOW + timedelta(days=400))


def test_a_second_objection_does_not_lengthen_the_first_ones_answer():
    first = objected(published())
    second = objected(first, NOW + timedelta(days=2), by="o2")

    assert second.due_at == first.due_at == datetime(2026, 11, 26, 16, tzinfo=UTC)
    with pytest.raises(ObjectionTooLate):
        objected(first, END, by="o3")


@pytest.mark.parametrize("who", ["v0", "n0", "visitor", "p-1", "o"])
def test_an_objection_is_answered_by_people_not_in_the_first_check(who: str):
    claim = objected(published())

    with pytest.raises(Recused):
        objections.answered(claim, person(who), Answer(1, False, "属实"), PARAMETERS, NOW)


def test_a_rejected_objection_lets_the_claim_go_on_where_it_was():
    claim = objected(published())

    after = objections.answered(claim, person("v9"), Answer(1, False, "属实"), PARAMETERS, NOW)

    assert (after.status, after.points, after.due_at) == (ClaimStatus.PUBLISHED, 5, END)


def test_an_upheld_objection_changes_the_points_and_they_are_public_again():
    claim = objected(published())
    later = NOW + timedelta(days=2)

    after = objections.answered(
        claim, person("v9"), Answer(1, True, "数量有误", 3), PARAMETERS, later
    )

    assert (after.status, after.points) == (ClaimStatus.PUBLISHED, 3)
    assert after.due_at == datetime(2026, 11, 30, 16, tzinfo=UTC)
    assert after.objections[0]["points_before"] == 5


def test_an_objection_upheld_in_full_refuses_the_claim():
    claim = objected(published())

    after = objections.answered(claim, person("v9"), Answer(1, True, "不实", 0), PARAMETERS, NOW)

    assert (after.status, after.due_at) == (ClaimStatus.REFUSED, None)


@pytest.mark.parametrize("points", [None, 5, 9])
def test_an_upheld_objection_must_lower_the_points(points):
    claim = objected(published())

    with pytest.raises(InvalidFields):
        objections.answered(claim, person("v9"), Answer(1, True, "x", points), PARAMETERS, NOW)


def test_with_two_objections_both_are_answered_before_anything_goes_on():
    claim = objected(objected(published()), by="o2")

    once = objections.answered(claim, person("v9"), Answer(1, False, "x"), PARAMETERS, NOW)
    twice = objections.answered(once, person("v9"), Answer(2, False, "x"), PARAMETERS, NOW)

    assert (once.status, twice.status) == (ClaimStatus.OBJECTED, ClaimStatus.PUBLISHED)


def test_one_person_objects_to_one_claim_five_times_and_stops_nobody_else():
    claim = published()
    for number in range(1, 6):
        answer = Answer(number, False, "属实")
        claim = objections.answered(objected(claim), person("v9"), answer, PARAMETERS, NOW)

    with pytest.raises(objections.ObjectedEnough):
        objected(claim)
    assert objected(claim, by="o2").status is ClaimStatus.OBJECTED


def test_a_deduction_needs_its_neighbours_too():
    assert PARAMETERS.neighbours(Sign.MINUS) == 2

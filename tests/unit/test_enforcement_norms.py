"""By which norm an act is judged, within which range, and with what reasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from enforcement.rules.choice_of_law import (
    Fine,
    NoNorm,
    Norm,
    NotInForce,
    choose,
    ended,
    norms_of,
    refuse_out_of_force,
)
from enforcement.rules.liability import (
    Leniency,
    PartyKind,
)
from enforcement.rules.numbers import document
from enforcement.rules.reasoning import (
    Grade,
    NotReasoned,
    OutsideTheRange,
    Reasoning,
    refuse_outside,
    refuse_unreasoned,
)
from kernel.law import reference
from kernel.texts import Text

# Old or new law

WASTE = norms_of("dumping-household-waste")
OLD, NEW = (one.law.statute.id for one in WASTE)


@pytest.mark.parametrize(
    ("done_on", "statute", "most"),
    [
        (date(2026, 8, 14), OLD, 50000),
        (date(2026, 8, 15), NEW, 100000),
        (date(2026, 8, 16), NEW, 100000),
    ],
)
def test_an_act_is_judged_by_the_law_of_its_day_when_the_new_one_is_heavier(
    done_on, statute, most
) -> None:
    chosen = choose(WASTE, PartyKind.PERSON, done_on, date(2026, 10, 1))

    assert chosen.norm.law.statute.id == statute
    assert chosen.fine.most == most


def test_an_act_is_judged_by_the_new_law_when_it_is_lighter() -> None:
    old, new = WASTE
    lighter = [replace(old, person=Fine(10000, 200000)), new]

    assert choose(lighter, PartyKind.PERSON, date(2026, 8, 14), date(2026, 10, 1)).norm is new


def test_with_the_same_fines_the_old_law_stays() -> None:
    straw = norms_of("burning-straw")

    for done_on, norm in ((date(2026, 8, 14), straw[0]), (date(2026, 8, 16), straw[1])):
        assert choose(straw, PartyKind.PERSON, done_on, date(2026, 10, 1)).norm == norm


def test_of_two_norms_in_force_the_higher_fine_is_taken() -> None:
    other = Norm(
        reference({"law": "forest-fire-regulation-2026", "articles": ["54"]}),
        Fine(30000, 500000),
        None,
        optional=False,
    )

    chosen = choose(
        [*norms_of("burning-straw"), other],
        PartyKind.PERSON,
        date(2026, 9, 1),
        date(2026, 10, 1),
    )

    assert chosen.norm is other


@pytest.mark.parametrize(
    ("code", "kind", "day", "fine"),
    [
        ("burning-straw", PartyKind.PERSON, date(2026, 8, 15), Fine(50000, 200000)),
        ("burning-straw", PartyKind.ORGANISATION, date(2026, 8, 14), Fine(50000, 200000)),
        ("dumping-household-waste", PartyKind.PERSON, date(2026, 8, 14), Fine(10000, 50000)),
        ("dumping-household-waste", PartyKind.PERSON, date(2026, 8, 15), Fine(10000, 100000)),
        ("dumping-solid-waste", PartyKind.ORGANISATION, date(2026, 8, 15), Fine(10**7, 10**8)),
        ("wild-fire", PartyKind.PERSON, date(2026, 1, 1), Fine(30000, 500000)),
        ("wild-fire", PartyKind.ORGANISATION, date(2026, 1, 1), Fine(2 * 10**6, 10**7)),
    ],
)
def test_a_norm_of_the_catalogue_fines_what_its_statute_says(code, kind, day, fine) -> None:
    assert choose(norms_of(code), kind, day, day).fine == fine


@pytest.mark.parametrize("code", [one["code"] for one in document("acts")["acts"]])
def test_a_norm_holds_no_longer_than_its_statute(code: str) -> None:
    for norm in norms_of(code):
        for day in (norm.valid_from, norm.valid_to):
            assert day is None or norm.law.statute.holds_on(day)


def test_a_norm_holds_from_its_first_to_its_last_day() -> None:
    year = replace(
        norms_of("wild-fire")[0], valid_from=date(2026, 3, 1), valid_to=date(2026, 10, 31)
    )

    days = [date(2026, 2, 28), date(2026, 3, 1), date(2026, 10, 31), date(2026, 11, 1)]

    assert [year.holds_on(day) for day in days] == [False, True, True, False]


def test_what_no_norm_fined_that_day_is_not_fined() -> None:
    solid = norms_of("dumping-solid-waste")

    with pytest.raises(NoNorm):
        choose(solid, PartyKind.ORGANISATION, date(2026, 8, 14), date(2026, 10, 1))
    with pytest.raises(NoNorm):
        choose(solid, PartyKind.PERSON, date(2026, 9, 1), date(2026, 10, 1))
    assert norms_of("nothing") == []


def test_an_article_is_not_cited_for_a_day_it_does_not_hold() -> None:
    code, old = WASTE[1].law, WASTE[0].law

    refuse_out_of_force([old], date(2026, 8, 14))
    refuse_out_of_force([code], date(2026, 8, 15))
    for cited, day in ((code, date(2026, 8, 14)), (old, date(2026, 8, 15))):
        with pytest.raises(NotInForce):
            refuse_out_of_force([cited], day)


def test_a_panel_is_flagged_the_day_after_its_statute_ended() -> None:
    cited = [one.law for one in WASTE]

    assert ended(cited, date(2026, 8, 14)) == []
    assert ended(cited, date(2026, 8, 15)) == [WASTE[0].law]


# Grades and reasons

GRADE = Grade(
    "mild", Text("较轻", "mild"), Fine(10000, 30000), date(2026, 1, 1), date(2026, 12, 31)
)
WEIGHED = Reasoning("过失", "首次、面积小", "无明显后果", GRADE)
DAY = date(2026, 9, 1)


@pytest.mark.parametrize("fine", [10000, 30000])
def test_a_fine_within_its_grade_is_reasoned_by_it(fine: int) -> None:
    refuse_unreasoned(WEIGHED, fine, DAY)


@pytest.mark.parametrize(
    ("changed", "fine", "day", "missing"),
    [
        ({"fault": " "}, 20000, DAY, "fault"),
        ({"circumstances": ""}, 20000, DAY, "circumstances"),
        ({"harm": ""}, 20000, DAY, "harm"),
        ({}, 9999, DAY, "grade"),
        ({}, 30001, DAY, "grade"),
        ({"grade": None}, 20000, DAY, "grade"),
        ({}, 20000, date(2027, 1, 1), "grade"),
        ({}, 20000, date(2025, 12, 31), "grade"),
    ],
)
def test_a_decision_that_does_not_say_why_is_refused(changed, fine, day, missing) -> None:
    with pytest.raises(NotReasoned) as refused:
        refuse_unreasoned(replace(WEIGHED, **changed), fine, day)

    assert [one.field for one in refused.value.more["errors"]] == [missing]


def test_a_grade_is_left_for_a_reason_that_the_text_tells() -> None:
    left = replace(WEIGHED, off_benchmark="主动修复")

    refuse_unreasoned(left, 5000, DAY)

    assert "主动修复" in left.text.zh
    assert all(word in left.text.zh for word in ("过失", "首次、面积小", "无明显后果", "较轻"))


RANGE = Fine(50000, 200000)


@pytest.mark.parametrize(
    ("fine", "leniency", "optional", "passes"),
    [
        (50000, Leniency.NONE, False, True),
        (49999, Leniency.NONE, False, False),
        (200000, Leniency.NONE, False, True),
        (200001, Leniency.NONE, False, False),
        (49999, Leniency.LIGHTER, False, True),
        (125000, Leniency.LIGHTER, False, True),
        (125001, Leniency.LIGHTER, False, False),
        (200001, Leniency.LIGHTER, False, False),
        (0, Leniency.NONE, True, True),
        (0, Leniency.NONE, False, False),
        (0, Leniency.MAY_BE_SPARED, False, True),
        (1, Leniency.MAY_BE_SPARED, False, False),
        (-1, Leniency.LIGHTER, False, False),
    ],
)
def test_a_fine_stays_within_what_the_norm_provides(fine, leniency, optional, passes) -> None:
    if passes:
        refuse_outside(fine, RANGE, leniency, optional=optional)
        return
    with pytest.raises(OutsideTheRange):
        refuse_outside(fine, RANGE, leniency, optional=optional)

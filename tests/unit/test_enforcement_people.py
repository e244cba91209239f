"""Certificates with their posts, the times of an item, firms, hours: pure rules, both sides of every bound."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from enforcement.rules.authority import Item, PowerKind
from enforcement.rules.benchmarks import Benchmark, GradeOfBenchmark, on
from enforcement.rules.certificates import (
    MOST_CERTIFICATES,
    CertificateAction,
    CertificateCommand,
    CertificateEvent,
    CertificateHeld,
    KeptCertificate,
    enter,
    move,
    see_to,
)
from enforcement.rules.choice_of_law import Fine
from enforcement.rules.firms import MOST_FIRMS, Firm, TooManyFirms, is_credit_code, refuse_full
from enforcement.rules.officers import Certificate, CertificateState, held_with_post
from enforcement.rules.power_moves import MOST_TIMES, ItemEnded, ItemHeld, agree, give, take_back
from enforcement.rules.reasoning import Grade
from enforcement.rules.training import MOST_SESSIONS, Hours, Session, SessionKind, TooManySessions
from kernel.access import Post, Role
from kernel.law import reference
from kernel.states import IllegalMove
from kernel.texts import Text

TOWN, NEXT_TOWN = "140426106", "140426107"
DAY = date(2026, 6, 1)
A_DAY = timedelta(days=1)
CERTIFICATE = Certificate(
    "A-1", "zhang", TOWN, (), date(2025, 1, 1), date(2029, 12, 31), frozenset({2026})
)
POST = Post(Role.ENFORCEMENT_OFFICER, TOWN, date(2020, 1, 1))
ITEM = Item(
    TOWN,
    "straw",
    Text("焚烧秸秆", "burning straw"),
    PowerKind.PENALTY,
    reference({"law": "county-rule"}),
    date(2022, 10, 1),
    "1号",
)


# A certificate and its holder's post


@pytest.mark.parametrize(
    ("posts", "day", "state"),
    [
        ([POST], DAY, CertificateState.VALID),
        ([], DAY, CertificateState.HANDED_IN),
        ([replace(POST, valid_to=DAY)], DAY, CertificateState.VALID),
        ([replace(POST, valid_to=DAY)], DAY + A_DAY, CertificateState.HANDED_IN),
        ([replace(POST, valid_from=DAY)], DAY, CertificateState.VALID),
        ([replace(POST, valid_from=DAY + A_DAY)], DAY, CertificateState.HANDED_IN),
        ([replace(POST, unit=NEXT_TOWN)], DAY, CertificateState.HANDED_IN),
        ([replace(POST, unit=TOWN[:6])], DAY, CertificateState.HANDED_IN),
        ([replace(POST, role=Role.TOWN_OFFICER)], DAY, CertificateState.HANDED_IN),
        ([replace(POST, role=Role.ENFORCEMENT_HEAD)], DAY, CertificateState.VALID),
        (
            [replace(POST, valid_to=DAY - A_DAY), replace(POST, valid_from=DAY)],
            DAY,
            CertificateState.VALID,
        ),
    ],
)
def test_a_certificate_is_held_with_a_post_at_its_organ(posts, day, state) -> None:
    assert held_with_post(CERTIFICATE, posts, day).state_on(day) is state


def test_what_was_revoked_is_not_merely_handed_in_when_the_post_ends() -> None:
    revoked = replace(CERTIFICATE, withdrawn=CertificateState.REVOKED, withdrawn_on=DAY)

    assert held_with_post(revoked, [], DAY).state_on(DAY) is CertificateState.REVOKED


def test_a_suspended_certificate_goes_with_the_post_and_is_not_restored_with_another() -> None:
    suspended = KeptCertificate(
        replace(CERTIFICATE, withdrawn=CertificateState.SUSPENDED, withdrawn_on=DAY)
    )
    left, back = replace(POST, valid_to=DAY + A_DAY), replace(POST, valid_from=DAY + A_DAY * 9)

    (step,) = see_to(suspended, [left], DAY + A_DAY * 2)

    assert step.event is CertificateEvent.POST_LEFT
    assert step.after.certificate.state_on(DAY) is CertificateState.HANDED_IN
    assert step.after.wakes_on is None
    restore = CertificateCommand(CertificateAction.RESTORE, "复职")
    with pytest.raises(IllegalMove):
        move(step.after, restore, [left, back], DAY + A_DAY * 9)


def test_the_day_after_the_post_is_the_first_without_the_certificate() -> None:
    (step,) = see_to(KeptCertificate(CERTIFICATE), [replace(POST, valid_to=DAY)], DAY + A_DAY * 5)

    assert step.event is CertificateEvent.POST_LEFT
    assert step.after.certificate.withdrawn_on == DAY + A_DAY
    assert step.after.wakes_on is None


def test_a_person_has_so_many_certificates_over_the_years() -> None:
    gone = replace(CERTIFICATE, withdrawn=CertificateState.VOID)
    new = replace(CERTIFICATE, number="A-9")
    how = {"on_establishment": True, "posts": [POST], "today": DAY}

    assert enter(new, others=[gone] * (MOST_CERTIFICATES - 1), **how).wakes_on == DAY + A_DAY
    with pytest.raises(CertificateHeld):
        enter(new, others=[gone] * MOST_CERTIFICATES, **how)


def test_a_restored_certificate_counts_from_that_day_as_before() -> None:
    kept = KeptCertificate(CERTIFICATE)
    command = CertificateCommand(CertificateAction.SUSPEND, "调查")
    suspended = move(kept, command, [POST], DAY).after

    restored = move(
        suspended, command._replace(action=CertificateAction.RESTORE), [POST], DAY
    ).after

    assert suspended.certificate.state_on(DAY) is CertificateState.SUSPENDED
    assert restored.certificate.state_on(DAY) is CertificateState.VALID
    assert restored.steps == 3


# The times of an item


@pytest.mark.parametrize(
    ("first", "last", "fits"),
    [
        ("2020-01-01", "2022-09-30", True),
        ("2020-01-01", "2022-10-01", False),
        ("2024-06-30", None, False),
        ("2024-07-01", None, True),
        ("2020-01-01", None, False),
        ("2023-01-01", "2023-12-31", False),
    ],
)
def test_times_of_an_item_touch_but_do_not_overlap(first, last, fits) -> None:
    held = [replace(ITEM, valid_to=date(2024, 6, 30))]
    days = {"valid_from": date.fromisoformat(first), "valid_to": last and date.fromisoformat(last)}
    new = replace(ITEM, **days)

    if fits:
        assert new in give(held, new)
        return
    with pytest.raises(ItemHeld):
        give(held, new)


def test_an_item_comes_and_goes_so_many_times() -> None:
    year = [
        replace(ITEM, valid_from=date(1970 + one, 1, 1), valid_to=date(1970 + one, 6, 30))
        for one in range(MOST_TIMES)
    ]
    new = replace(ITEM, valid_from=date(2030, 1, 1))

    assert len(give(year[1:], new)) == MOST_TIMES
    with pytest.raises(ItemHeld):
        give(year, new)


def test_a_line_says_a_time_anew_or_nothing() -> None:
    ended = replace(ITEM, valid_to=date(2026, 6, 30))

    assert agree([ITEM], ITEM) is None
    assert agree([ITEM], ended) == [ended]
    assert take_back([ITEM], TOWN, "straw", PowerKind.PENALTY, date(2026, 6, 30)) == [ended]


def test_an_older_line_does_not_give_back_what_was_taken_back() -> None:
    ended = replace(ITEM, valid_to=date(2026, 6, 30))
    anew = replace(ITEM, valid_from=date(2026, 7, 1))

    for line in (ITEM, replace(ITEM, valid_to=date(2026, 7, 1))):
        with pytest.raises(ItemEnded) as refused:
            agree([ended], line)
        assert refused.value.more["last_day"] == "2026-06-30"
    shorter = replace(ITEM, valid_to=date(2026, 6, 29))
    assert agree([ended], shorter) == [shorter]
    assert agree([ended], anew) == [ended, anew]


# Firms, hours, benchmarks


@pytest.mark.parametrize(
    ("code", "good"),
    [
        ("91140426MA0000001B", True),
        ("91140426MA0000001C", False),
        ("91140426MA0000001", False),
        ("91140426MA0000001BB", False),
        ("91140426MI0000001B", False),
        ("91140426ma0000001b", False),
    ],
)
def test_a_credit_code_has_eighteen_characters_that_the_last_one_checks(code, good) -> None:
    assert is_credit_code(code) is good


def test_a_full_list_takes_no_new_firm_but_keeps_the_known_ones() -> None:
    known = Firm(TOWN, "91140426MA0000001B", "砖厂")

    refuse_full(None, MOST_FIRMS - 1)
    refuse_full(known, MOST_FIRMS)
    with pytest.raises(TooManyFirms):
        refuse_full(None, MOST_FIRMS)


def session(number: int) -> Session:
    return Session(f"s{number}", TOWN, SessionKind.LECTURE, f"处罚法{number}", DAY, 2, "head")


def test_a_year_of_training_counts_each_session_once_and_has_an_end() -> None:
    hours = Hours("zhang", 2026)
    for number in range(MOST_SESSIONS):
        after = hours.attend(session(number))
        assert after is not None
        hours = after

    assert hours.hours == 2 * MOST_SESSIONS
    assert hours.attend(session(0)) is None
    with pytest.raises(TooManySessions):
        hours.attend(session(MOST_SESSIONS))


def test_a_session_that_was_entered_twice_counts_once() -> None:
    first = session(1)
    hours = Hours("zhang", 2026).attend(first)
    assert hours is not None

    by_the_county = replace(first, id="s9", organ=TOWN[:6], theme="《处罚法1》")
    assert hours.attend(by_the_county) is None
    assert hours.attend(replace(first, id="s9", held_on=DAY + A_DAY)) is not None


def test_a_benchmark_holds_from_its_first_day_until_another_begins_or_its_last() -> None:
    grade = Grade("mild", Text("较轻", "mild"), Fine(0, 1), DAY)
    law = reference({"law": "county-rule"})
    old = Benchmark("straw", None, law, DAY, None, (GradeOfBenchmark(grade, ("初次",)),))
    new = replace(old, valid_from=DAY + A_DAY * 10, valid_to=DAY + A_DAY * 20)
    found = [(DAY - A_DAY, None), (DAY, old), (DAY + A_DAY * 9, old), (DAY + A_DAY * 10, new)]

    for day, wanted in [*found, (DAY + A_DAY * 20, new), (DAY + A_DAY * 21, None)]:
        assert on([new, old], day) == wanted

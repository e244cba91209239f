"""The rules of errands at both sides of every number: authority, papers, limits, originals."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from kernel.access import Caller, Post, Role
from kernel.figures import more_than
from kernel.problems import InvalidFields
from kernel.states import IllegalMove
from kernel.working_time import remaining
from services.errands.rules import authority, coming_about, moves, opening
from services.errands.rules.catalogue import Matter
from services.errands.rules.errand import (
    Errand,
    Place,
    Power,
    Principal,
    Signature,
    StopGround,
)
from services.errands.rules.errand_states import ErrandAction, ErrandStatus
from services.errands.rules.opening import Entrusted
from services.errands.rules.refusals import (
    AuthorityTooLong,
    NoAgent,
    SelfDealing,
    TooLateToTell,
    TooMuchForOne,
)
from services.errands.rules.standing import ErrandCommand, To
from services.errands.rules.stepping import Facts
from services.errands.store.catalogue import CATALOGUE

GRID = "140426106201001"
VILLAGE = GRID[:12]
TOWN = VILLAGE[:9]
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
PAPER = Signature.PAPER


def caller(*posts: tuple[Role, str], person: str = "agent") -> Caller:
    held = tuple(Post(role, unit, date(2020, 1, 1)) for role, unit in posts)
    return Caller(person, person, held)


AGENT = caller((Role.ERRAND_AGENT, VILLAGE))
PRINCIPAL = Principal("h-1", "李桂花", "resident")


def matter(code: str = "pension_certification") -> Matter:
    return CATALOGUE.packaged().value.require(code, date(2026, 11, 23))


def entrusted(agent: Caller = AGENT, **more: Any) -> Errand:
    asked: dict[str, Any] = {
        "id": "e-1",
        "unit": GRID,
        "village": VILLAGE,
        "matter": matter(),
        "catalogue": 0,
        "received_at": NOW,
        "principal": PRINCIPAL,
        "powers": tuple(Power),
        "last_day": date(2027, 3, 31),
        "signature": PAPER,
        "signed_on": date(2026, 11, 23),
        "id_number": None,
    }
    return opening.entrust(Entrusted(**(asked | more)), agent, agent, NOW).after


def step(
    errand: Errand, action: ErrandAction, at: datetime = NOW, by: Caller = AGENT, **said: Any
) -> Errand:
    command = ErrandCommand(action, at, **said)
    return moves.move(errand, command, by, Facts(matter(errand.matter), at)).after


def local(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.mark.parametrize(
    ("exact", "said"), [(3, "3"), (10, "10"), (11, "10余"), (12, "10余"), (20, "20"), (0, "0")]
)
def test_a_round_figure_has_its_rest_only_where_there_is_one(exact: int, said: str) -> None:
    assert more_than(exact).zh == said


def test_an_authority_is_for_a_year_and_a_day_longer_is_none() -> None:
    entrusted(last_day=NOW.date() + timedelta(days=366))

    with pytest.raises(AuthorityTooLong):
        entrusted(last_day=NOW.date() + timedelta(days=367))


def test_an_authority_may_end_today_and_not_yesterday() -> None:
    entrusted(last_day=NOW.date())

    with pytest.raises(InvalidFields):
        entrusted(last_day=NOW.date() - timedelta(days=1))


def test_a_paper_is_signed_today_at_the_latest() -> None:
    with pytest.raises(InvalidFields):
        entrusted(signed_on=date(2026, 11, 24))


def test_who_has_a_post_in_the_office_that_decides_is_no_agent_of_its_matters() -> None:
    both = caller((Role.ERRAND_AGENT, VILLAGE), (Role.TOWN_OFFICER, TOWN))

    with pytest.raises(SelfDealing):
        entrusted(both)
    entrusted(both, matter=matter("disability_subsidy"))


def test_an_agent_of_another_village_is_none_here() -> None:
    with pytest.raises(NoAgent):
        entrusted(caller((Role.ERRAND_AGENT, TOWN + "202")))


def test_a_principal_who_is_the_agent_deals_with_himself() -> None:
    with pytest.raises(SelfDealing):
        entrusted(caller((Role.ERRAND_AGENT, VILLAGE), person="resident"))


def test_missing_papers_are_told_until_the_close_of_the_fifth_working_day() -> None:
    errand = entrusted()
    told = step(
        errand,
        ErrandAction.TELL_MISSING,
        local("2026-11-30T18:00:00"),
        papers=("household_register",),
    )
    assert told.status is ErrandStatus.SHORT

    with pytest.raises(TooLateToTell):
        step(
            errand,
            ErrandAction.TELL_MISSING,
            local("2026-11-30T18:00:01"),
            papers=("household_register",),
        )


def test_silence_accepts_on_the_day_the_papers_came() -> None:
    errand = entrusted()
    assert coming_about.come_about(errand, local("2026-11-30T18:00:00")) is None

    settled = coming_about.come_about(errand, local("2026-11-30T18:00:01"))

    assert settled is not None
    assert settled.after.accepted_at == NOW
    assert coming_about.wakes_at(errand) == local("2026-11-30T18:00:01")


def test_a_term_ends_with_its_last_day() -> None:
    errand = entrusted(last_day=date(2026, 11, 24))

    assert authority.lapses_at(errand) == local("2026-11-25T00:00:00")
    assert coming_about.come_about(errand, local("2026-11-24T23:59:59")) is None
    lapsed = coming_about.come_about(errand, local("2026-11-25T00:00:00"))
    assert lapsed is not None
    assert lapsed.after.status is ErrandStatus.VOID


def test_a_delivered_errand_does_not_lapse() -> None:
    errand = replace(entrusted(last_day=date(2026, 11, 24)), status=ErrandStatus.DELIVERED)

    assert coming_about.come_about(errand, local("2026-12-25T00:00:00")) is None


def test_a_clock_stops_for_ninety_days_at_most() -> None:
    errand = replace(entrusted(), status=ErrandStatus.HANDLING, due_at=NOW + timedelta(days=2))
    ground = ErrandAction.STOP_CLOCK
    most = NOW + timedelta(days=90)
    stopped = step(errand, ground, stop_ground=StopGround.HEARING, until=most)
    assert stopped.stop
    for until in (NOW, most + timedelta(seconds=1)):
        with pytest.raises(InvalidFields):
            step(errand, ground, stop_ground=StopGround.HEARING, until=until)


def test_a_stopped_clock_runs_on_with_what_was_left() -> None:
    errand = step(step(entrusted(), ErrandAction.ACCEPT), ErrandAction.SUBMIT)
    left = remaining(NOW, errand.due_at or NOW, "working_days")
    until = local("2026-12-14T09:00:00")
    stopped = step(errand, ErrandAction.STOP_CLOCK, stop_ground=StopGround.TEST, until=until)

    runs = step(stopped, ErrandAction.RESUME, local("2026-12-07T10:00:00"))

    assert remaining(local("2026-12-07T10:00:00"), runs.due_at or NOW, "working_days") == left


def test_an_errand_that_is_full_still_brings_its_originals_home() -> None:
    errand = step(
        entrusted(), ErrandAction.TAKE_ORIGINAL, paper="household_register", signature=PAPER
    )
    full = replace(errand, version=300)
    with pytest.raises(TooMuchForOne):
        step(full, ErrandAction.SUBSTITUTE, agent=full.agent, signature=PAPER)
    home = step(full, ErrandAction.HAND_OVER, original=1, signature=PAPER, to=To(Place.PRINCIPAL))
    assert home.out == []


def test_nothing_is_taken_once_it_is_delivered() -> None:
    errand = replace(entrusted(), status=ErrandStatus.DELIVERED, delivered_at=NOW)

    with pytest.raises(IllegalMove):
        step(errand, ErrandAction.TAKE_ORIGINAL, paper="household_register", signature=PAPER)


@pytest.mark.parametrize("one", CATALOGUE.packaged().value.matters, ids=lambda one: one.code)
def test_every_packaged_matter_keeps_what_it_promises_within_the_statute(one: Matter) -> None:
    assert one.promised_days <= one.statutory_days
    assert not one.office_fee or one.fee_basis

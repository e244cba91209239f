"""The environment under many hands at once, on a store whose transactions are exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.actors import Actor
from kernel.problems import Problem
from kernel.storage.unit_of_work import SomebodyWasFaster, UnitOfWork, carry_out
from services.environment.rules import courtyard_moves
from services.environment.rules.courtyard_moves import Facts, YardCommand
from services.environment.rules.courtyard_states import YardAction, YardStatus
from services.environment.rules.courtyards import Courtyard, Who
from services.environment.rules.lines import Line, LineKind, duty_of
from services.environment.service.keep_courtyard import keep
from services.environment.service.keep_lines import wake_line
from services.environment.service.keep_tallies import count, year_of
from services.environment.service.move_courtyard import wake_courtyard
from services.environment.service.see_courtyards import criteria_of
from services.environment.store.things import LINES, PLATES, VILLAGES, YARDS
from tests.support.county import table_of

VILLAGE = "140426106221"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
CROWD = 8
SCORES = {"layout": 10, "clean": 20, "tidy": 20, "green": 20, "front": 10}


@pytest.fixture(scope="module")
def store(exact_store: LocalCloud) -> Iterator[None]:
    for table in ("services", "registry", "obligations"):
        exact_store.client("dynamodb").create_table(**table_of(table))
    with clock.told_by(lambda: NOW):
        yield


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(lambda act: act(), acts))


def officer(number: int) -> Caller:
    post = Post(Role.TOWN_OFFICER, VILLAGE[:9], date(2026, 1, 1))
    return Caller(f"town-{number}", f"town-{number}", (post,))


def put(yard: Courtyard) -> None:
    carry_out(lambda work: YARDS.save(work, yard))


def step(yard_id: str, caller: Caller, command: YardCommand) -> str:
    """Take a step as its use case does, and say what came of it."""

    def decide(work: UnitOfWork) -> str:
        yard = YARDS.require(work, yard_id)
        criteria = criteria_of(yard).value
        facts = Facts(Who(caller), criteria, yard.criteria, NOW, work.change_id)
        change = courtyard_moves.move(yard, command, facts)
        keep(work, change, Actor.of(caller), NOW)
        return "done"

    while True:
        try:
            return str(carry_out(decide).result)
        except SomebodyWasFaster:
            continue
        except Problem as problem:
            return problem.slug


def yard(yard_id: str, **more: Any) -> Courtyard:
    return Courtyard(yard_id, VILLAGE, f"{VILLAGE}001", f"h-{yard_id}", 0, NOW, **more)


def test_of_many_visits_at_once_one_posts_the_courtyard(store: None) -> None:
    put(yard("visited", status=YardStatus.AT_TOWN))
    command = YardCommand(YardAction.VISIT, scores=SCORES)

    came = at_once([lambda n=n: step("visited", officer(n), command) for n in range(CROWD)])

    assert Counter(came) == {"done": 1, "illegal-move": CROWD - 1}
    assert YARDS.get("visited").version == 2


def test_of_a_loss_and_a_reprieve_at_once_one_stands_and_the_stars_add_up(store: None) -> None:
    warned = yard(
        "warned", status=YardStatus.WARNED, stars=4, mend_until=NOW, warned_by="somebody",
        plate="p" * 22,
    )  # fmt: skip
    put(warned)
    said = [YardCommand(YardAction.RECHECK, reason="x", sound=bool(n % 2)) for n in range(CROWD)]

    came = at_once([lambda n=n: step("warned", officer(n), said[n]) for n in range(CROWD)])

    assert Counter(came)["done"] == 1
    after = YARDS.get("warned")
    tally = VILLAGES.load(VILLAGE)
    # A reprieve leaves them as they were; a loss takes four.
    lost = after.status is YardStatus.LOST
    assert (after.stars, after.plate is None) == ((0, True) if lost else (4, False))
    assert (tally.stars if tally else 0) in ((-4,) if lost else (0,))


def test_a_courtyard_is_awarded_once_however_many_clocks_run(store: None) -> None:
    put(yard("posted", status=YardStatus.POSTED, proposed=5, posted_until=NOW - timedelta(hours=1)))
    before = VILLAGES.load(VILLAGE)

    at_once([lambda: wake_courtyard("posted")] * CROWD)

    after, tally = YARDS.get("posted"), VILLAGES.get(VILLAGE)
    assert (after.status, after.stars, after.version) == (YardStatus.STARRED, 5, 2)
    assert tally.five - (before.five if before else 0) == 1
    assert after.plate
    assert PLATES.get(after.plate).courtyard == "posted"


def test_a_line_is_owed_once_however_many_clocks_run(store: None) -> None:
    line = Line(
        "late", VILLAGE, LineKind.LANE, "巷", 10, duty_of(LineKind.LANE), 7, date(2026, 11, 1)
    )
    carry_out(lambda work: LINES.save(work, line))

    at_once([lambda: wake_line("late")] * CROWD)

    after = LINES.get("late")
    assert after.version == 2
    assert after.owed


def test_nothing_that_many_enter_at_once_is_lost_from_the_year(store: None) -> None:
    def enter() -> None:
        while True:
            try:
                carry_out(lambda work: count(work, VILLAGE, 2026, work_days=1, heads=3))
            except SomebodyWasFaster:
                continue
            return

    at_once([enter] * CROWD)

    tally = year_of(UnitOfWork(), VILLAGE, 2026)
    assert (tally.work_days, tally.heads) == (CROWD, 3 * CROWD)

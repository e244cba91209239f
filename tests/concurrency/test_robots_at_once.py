"""Many senders at once: a robot is sent twenty messages a minute and no more, each notice once, in order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest

from infra.local.cloud import LocalCloud
from kernel import clock
from kernel.ids import new_case_code
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Tier
from notices.rules.entries import Addressee, read_entry
from notices.rules.robot_limits import RobotIsBusy
from notices.service import send_to_robots as sender
from notices.service.line_up_at_robots import line_up_at_robots
from notices.service.see_robot import RobotSeen
from notices.service.try_robot import send_test
from notices.store import deliveries, keys, robots, wecom
from notices.store.deliveries import Target
from notices.store.robots import RobotRow
from tests.integration.notices_world import Incidents, forget_clients
from tests.support.county import table_of
from tests.support.wecom import Wecom
from tests.unit.test_notices_rules import COUNTY, VILLAGE, history_row

KEY = "693a91f6-7a3c-4bc4-97a0-0ec2b1fa5aaa"
SENDERS = 8


class Moment:
    """The time, which stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture
def moment() -> Iterator[Moment]:
    moment = Moment()
    with clock.told_by(lambda: moment.now):
        yield moment


@pytest.fixture
def group(
    exact_store: LocalCloud, moment: Moment, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Wecom]:
    """WeCom, and the notices' table on a store whose transactions are exact."""
    key = exact_store.client("kms").create_key()["KeyMetadata"]["Arn"]
    monkeypatch.setenv("NOTICES_KEY", key)
    monkeypatch.setenv("CASE_LINK_BASE", "")
    forget_clients()
    database = exact_store.client("dynamodb")
    if "notices" not in database.list_tables()["TableNames"]:
        database.create_table(**table_of("notices"))
    queue = exact_store.client("sqs").create_queue(QueueName="robots")["QueueUrl"]
    monkeypatch.setenv("ROBOT_QUEUE_URL", queue)
    with Wecom(KEY, now=lambda: moment.now).running() as server:
        monkeypatch.setenv("WECOM_URL", server.url)
        yield server
    wecom._pool.cache_clear()
    forget_clients()


def a_robot() -> str:
    """Enter a robot as a robot of the village; earlier tests' robots give their webhook up."""

    def leave(work: UnitOfWork, robot_id: str) -> None:
        other = robots.find_in(work, robot_id).robot
        assert other is not None
        robots.take_out(work, other)

    for other in robots.at_unit(VILLAGE):
        carry_out(lambda work, other=other: leave(work, other.id))
    robot_id = os.urandom(8).hex()
    place = RobotRow.key(robot_id)
    entered = RobotRow(
        place.pk,
        place.sk,
        id=robot_id,
        unit=VILLAGE,
        name="群",
        format="text",
        key_hint=KEY[-4:],
        webhook=robots.hash_of(KEY),
        created_at=clock.iso(clock.now()),
        created_by="officer",
    )
    key = keys.seal(robot_id, KEY)

    def enter(work: UnitOfWork) -> None:
        robots.add(work, entered)
        work.write(key)

    carry_out(enter)
    return robot_id


EVENTS = {"reported": "新事件", "resolved": "待核查", "rejected": "退回", "confirmed": "已办结"}


def line_up(robot_id: str, incident: str, case_code: str, seq: int) -> None:
    said = {"incident_id": incident, "case_code": case_code, "seq": str(seq)}
    entry = read_entry(history_row(event=list(EVENTS)[seq - 1], **said))
    target = Target(Addressee(Tier.VILLAGE, VILLAGE), robot_id)
    line_up_at_robots(deliveries.around(entry, [target]).rows, entry)


def at_once(work) -> None:
    with ThreadPoolExecutor(SENDERS) as crowd:
        for done in [crowd.submit(work) for _ in range(SENDERS)]:
            done.result()


def test_the_minute_is_counted_exactly_whoever_sends(group: Wecom, moment: Moment) -> None:
    robot_id = a_robot()

    def send_while_there_is_room() -> None:
        while True:
            robot, channel = robots.find(robot_id)
            assert robot is not None
            if channel.health.ready_at(moment.now) > moment.now:
                return
            if not channel.is_busy(moment.now):
                try:
                    send_test(RobotSeen(robot, channel))
                except RobotIsBusy:
                    continue

    at_once(send_while_there_is_room)
    first_minute = list(group.answers)
    moment.now += timedelta(seconds=60)
    at_once(send_while_there_is_room)

    assert first_minute == [0] * 20
    assert group.answers == [0] * 40


def test_each_notice_is_told_once_and_in_order_however_many_senders_run(
    group: Wecom, moment: Moment
) -> None:
    robot_id = a_robot()
    cases = {f"{robot_id}-{number}": new_case_code(COUNTY, moment.now) for number in range(6)}
    waiting = list(cases)

    def line_up_and_send() -> None:
        while waiting:
            try:
                incident = waiting.pop()
            except IndexError:
                return
            for seq in range(1, 5):
                line_up(robot_id, incident, cases[incident], seq)
                sender.send_at([robot_id], Incidents())

    at_once(line_up_and_send)
    for _ in range(3):
        moment.now += timedelta(minutes=1)
        sender.send_due(Incidents())

    lines = [line for message in group.groups[KEY] for line in message.splitlines()]
    for incident, case_code in cases.items():
        about = [line.split("】")[0].split("【")[1] for line in lines if case_code in line]
        rows, _ = deliveries.page_of(incident, 10, None)
        assert about == list(EVENTS.values())
        assert [(row.state, int(row.tries)) for row in rows] == [("sent", 1)] * 4
    assert set(group.answers) == {0}

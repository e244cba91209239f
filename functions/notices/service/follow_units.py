"""Let what tells a unit of its work follow it to the unit that takes its place, or end with word to the county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kernel import clock
from kernel.directory import UnitRow, find_units
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.units import Tier, path_of
from notices.rules.ended_channels import Kind, ended_notice
from notices.rules.filters import TooManySubscriptions, Wanted
from notices.rules.robot_limits import MOST_OF_A_UNIT
from notices.service.end_subscription import end_subscription
from notices.service.subscribe_endpoint import subscribe
from notices.store import keys, robots, subscriptions, topics, wakes
from notices.store.robots import RobotRow
from notices.store.subscriptions import Asked, SubscriptionRow

_A_PAGE = 100

Followed = tuple[str, str, str, str | None]
"""A kind, an id, the unit it told of, and the one it tells of now (none: it has ended)."""


def follow_units(heirs: Mapping[str, str | None], *, dry_run: bool) -> Iterator[Followed]:
    """Let group robots and subscriptions of units that are no more follow; what cannot ends, and the county is told.

    A robot that finds no place at the heir ends; so does a subscription that its endpoint cannot carry there. Each is done once, however
    often this runs.
    """
    for unit, heir in heirs.items():
        for robot in robots.at_unit(unit):
            goes_to = heir if heir and len(robots.at_unit(heir)) < MOST_OF_A_UNIT else None
            if not dry_run:
                _move(robot.id, goes_to) if goes_to else _end(robot.id, unit)
            yield "robot", robot.id, unit, goes_to
        for row in _subscriptions_of(unit):
            goes_to = heir if dry_run else _subscribed_anew(row, heir)
            yield "subscription", row.id, unit, goes_to


def _move(robot_id: str, heir: str) -> None:
    """Give a robot to another unit, with what waits for it: that is lined up by the robot."""

    def decide(work: UnitOfWork) -> None:
        robot = robots.find_in(work, robot_id).robot
        if robot is not None and not robot.removed and robot.unit != heir:
            robots.give_to(work, robot, heir)

    carry_out(decide)


def _end(robot_id: str, unit: str) -> None:
    def decide(work: UnitOfWork) -> RobotRow | None:
        robot = robots.find_in(work, robot_id).robot
        if robot is None or robot.removed:
            return None
        robots.take_out(work, robot)
        work.write(*wakes.wakes([robot_id]), keys.gone(robot_id))
        return robot

    ended = carry_out(decide).result
    if ended is not None:
        _tell_the_county(Kind.ROBOT, robot_id, unit, ended.key_hint)


def _subscriptions_of(unit: str) -> Iterator[SubscriptionRow]:
    """Give the subscriptions to a unit of whoever holds or held a post at it or above it."""
    people = {
        person_id for row in find_units(path_of(unit)).values() for person_id in _everybody_of(row)
    }
    for person in sorted(people):
        cursor: str | None = None
        while True:
            page = subscriptions.page_of(person, _A_PAGE, cursor)
            yield from (kept.row for kept in page.rows if kept.row.unit == unit)
            cursor = page.next_cursor
            if cursor is None:
                break


def _everybody_of(row: UnitRow) -> set[str]:
    staff: Mapping[str, Mapping[str, object]] = row.staff or {}
    return {person_id for holders in staff.values() for person_id in holders}


def _subscribed_anew(row: SubscriptionRow, heir: str | None) -> str | None:
    """Subscribe the endpoint to the heir and end what it had; return the heir, None where it ends."""
    goes_to = heir
    if heir:
        wanted = Wanted(heir, frozenset(row.events), frozenset(row.severities))
        try:
            subscribe(Asked(row.person_id, row.protocol, row.endpoint, wanted))
        except (topics.EndpointRejected, TooManySubscriptions):
            goes_to = None
    end_subscription(row)
    if goes_to is None:
        _tell_the_county(Kind.SUBSCRIPTION, row.id, row.unit, row.protocol)
    return goes_to


def _tell_the_county(kind: Kind, channel_id: str, unit: str, hint: str) -> None:
    found = find_units([unit]).get(unit)
    notice = ended_notice(kind, channel_id, unit, found.name if found else unit, hint, clock.now())
    topics.publish(Tier.COUNTY, notice)

"""From the stream of history to the tiers' topics and the lines of robots: at least once, in order."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Protocol

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from kernel import clock
from kernel.directory import find_units
from kernel.observability import count, log, log_fault
from kernel.problems import TryAgain
from kernel.storage import dynamo
from kernel.storage.rows import ConditionFailed
from kernel.texts import Text
from notices import rules, topics
from notices.inbox import delivery as inbox
from notices.rules import Addressee, Delivery, Entry, MalformedEntry, Notice, Severity, quiet
from notices.rules import robots as robot_rules
from notices.store import deliveries, robots
from notices.store.deliveries import DeliveryRow, Line, Target, Wait
from notices.store.settings import current

# The index shows by then what was lined up.
_HINT_DELAY_SECONDS = 2


class Incidents(inbox.Incidents, Protocol):
    """What notices need of the incidents: where one stands now, and what its category is called."""

    def present_state(self, thing_id: str) -> rules.Present | None:
        """Return where the incident or follow-up stands now (consistent read); None when there is none."""
        ...

    def category_name(self, code: str) -> Text | None:
        """Return what a category is called in the policy in force; None if it is not in it."""
        ...


def follow(event: Mapping[str, Any], incidents: Incidents) -> dict[str, Any]:
    """Publish what the records of a stream batch have to tell.

    The first record that fails is reported and the rest left alone: Lambda hands the batch out
    again from there, so that an incident's notices keep their order. What was sent before is
    recognised by its delivery record and not sent again.

    Returns
    -------
    dict
        The partial batch response: the sequence number of the record to go on from, or nothing.
    """
    for record in event["Records"]:
        if not _is_history(record):
            continue
        log.set_correlation_id(_about(record["dynamodb"]["Keys"])[1])
        try:
            row = plain(record["dynamodb"]["NewImage"])
            # Reporters first: their inboxes do not wait for a topic that is out of reach.
            inbox.tell(row, incidents)
            deliver(rules.read_entry(row), incidents)
        except (MalformedEntry, topics.TopicUnavailable, ConditionFailed, TryAgain) as fault:
            sequence_number = record["dynamodb"]["SequenceNumber"]
            # The message of a fault might quote what the entry holds.
            log.error(  # noqa: TRY400
                "notice not delivered", fault=type(fault).__name__, sequence_number=sequence_number
            )
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
    return {"batchItemFailures": []}


def _is_history(record: Mapping[str, Any]) -> bool:
    keys = record["dynamodb"]["Keys"]
    return record["eventName"] == "INSERT" and keys["sk"]["S"].startswith("HIST#")


def plain(image: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the texts and numbers of a stream image, with what it is about and its id from its key."""
    texts = {name: value.get("S", value.get("N")) for name, value in image.items()}
    subject, thing_id = _about(image)
    return {**texts, "incident_id": thing_id, "subject": subject}


def _about(keys: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    subject, _, thing_id = keys["pk"]["S"].partition("#")
    return subject.lower(), thing_id


def deliver(entry: Entry, incidents: Incidents) -> None:
    """Publish an entry to all its addressees who have not been told yet, or hold it for them.

    Raises
    ------
    topics.TopicUnavailable
        SNS did not take a notice; the record says `failed`, and the next try goes on with it.
    ConditionFailed
        Another consumer is at the same notice.
    TryAgain
        The store is busy.
    """
    if not entry.addressees:
        return
    rows, held = deliveries.around(entry, _targets(entry))
    # What stands in a queue is looked after there.
    waiting = [row for row in rows if not row.is_final and not row.queue]
    if not waiting:
        return
    if rules.may_go_stale(entry) and rules.is_stale(
        entry, incidents.present_state(entry.incident_id)
    ):
        for row in waiting:
            deliveries.end_try(row, state=Delivery.STALE)
            count("NoticesStale", tier=row.tier)
        return
    now = [row for row in waiting if not _hold(entry, row, held)]
    if for_robots := [row for row in now if row.robot_id]:
        line_up(for_robots, entry)
    composer = Composer(incidents)
    for row in now:
        if not row.robot_id:
            publish([row], composer.compose(entry, row.addressee))


def _targets(entry: Entry) -> list[Target]:
    """Return whom an entry is told to: each addressee through its topic, each robot once."""
    heard: dict[str, Target] = {}
    for addressee in entry.addressees:
        for unit in robot_rules.heard_at(addressee):
            for robot in robots.at_unit(unit):
                if robot_rules.wants(robot.events, robot.severities, entry):
                    heard.setdefault(robot.id, Target(addressee, robot.id))
    return [*(Target(addressee) for addressee in entry.addressees), *heard.values()]


def line_up(rows: Sequence[DeliveryRow], entry: Entry | None = None) -> None:
    """Let deliveries wait for their robots, and wake these.

    Raises
    ------
    ConditionFailed
        Somebody else is at one of the deliveries.
    """
    robot_ids = sorted({row.robot_id for row in rows if row.robot_id})
    dynamo.write([*deliveries.line_up(rows, entry), *robots.wakes(robot_ids)])
    hint(robot_ids)


def hint(robot_ids: Sequence[str]) -> None:
    """Say through the queue that robots have something to do; if it gets lost, the next run finds out."""
    try:
        queues().send_message(
            QueueUrl=os.environ["ROBOT_QUEUE_URL"],
            MessageBody=json.dumps(list(robot_ids)),
            DelaySeconds=_HINT_DELAY_SECONDS,
        )
    except (BotoCoreError, ClientError) as fault:
        log_fault("robots not hinted at", fault)


@cache
def queues() -> Any:
    """Return the process's SQS client, made at first use."""
    config = Config(
        connect_timeout=1, read_timeout=2, retries={"total_max_attempts": 2, "mode": "standard"}
    )
    return botocore.session.get_session().create_client("sqs", config=config)


def _hold(entry: Entry, row: DeliveryRow, held: Mapping[Line, DeliveryRow]) -> bool:
    """Hold a notice for the quiet hours of its tier, or behind an earlier one that is still held."""
    settings = current().settings
    until = quiet.held_until(settings, row.addressee.tier, entry.severity, clock.now())
    earlier = None if entry.severity is Severity.URGENT else held.get(row.line)
    if until is None and earlier is None:
        return False
    wait = Wait(row, until or clock.now(), settings.version)
    deliveries.hold([wait.behind(earlier)], entry)
    count("NoticesHeld", tier=row.tier)
    return True


class Composer:
    """Composes notices; what categories and units are called is asked once."""

    def __init__(self, incidents: Incidents) -> None:
        self._incidents = incidents
        self._categories: dict[str, str] = {}
        self._names: dict[str, str] = {}

    def compose(self, entry: Entry, addressee: Addressee) -> Notice:
        """Return the notice of an entry to an addressee."""
        if entry.category not in self._categories:
            named = self._incidents.category_name(entry.category)
            self._categories[entry.category] = named.zh if named else entry.category
        unknown = rules.places(entry, addressee) - self._names.keys()
        if unknown:
            found = find_units(sorted(unknown))
            self._names |= {code: found[code].name if code in found else code for code in unknown}
        return rules.compose(entry, addressee, self._categories[entry.category], self._names)


def publish(rows: Sequence[DeliveryRow], notice: Notice) -> None:
    """Publish one message for one or several deliveries to a unit, and record how that went.

    Raises
    ------
    topics.TopicUnavailable
        SNS did not take it; the records say `failed`.
    ConditionFailed
        Somebody else is at one of them; nothing was sent.
    """
    tier = rows[0].addressee.tier
    deliveries.begin_try(*rows)
    try:
        message_id = topics.publish(tier, notice)
    except topics.TopicUnavailable as fault:
        deliveries.end_try(*rows, state=Delivery.FAILED, fault=fault.code)
        count("NoticesFailed", len(rows), tier=str(tier))
        raise
    deliveries.end_try(*rows, state=Delivery.SENT, message_id=message_id)
    count("NoticesSent", len(rows), tier=str(tier))

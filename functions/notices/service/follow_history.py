"""From the stream of history to the tiers' topics and the lines of robots: at least once, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from escalation.rules.clocked import Severity
from kernel import aws, clock
from kernel.observability import log, note
from kernel.problems import TryAgain
from notices.inbox.rules.entries import is_told
from notices.inbox.service.tell_addressees import tell_addressees, tell_offices
from notices.inbox.service.tell_followers import tell_followers
from notices.inbox.store import histories
from notices.inbox.store.histories import EntryRow
from notices.rules import entries, quiet, robots, staleness
from notices.rules.delivery import Delivery
from notices.rules.entries import Entry
from notices.service.line_up_at_robots import line_up_at_robots
from notices.service.publish_notice import Composer, publish_notice
from notices.service.things import Incidents
from notices.store import deliveries, queues
from notices.store import robots as kept_robots
from notices.store.deliveries import DeliveryRow, Line, NoticeMoved, Target
from notices.store.queues import Wait
from notices.store.set_aside import set_aside
from notices.store.settings import SETTINGS
from notices.store.topics import TopicUnavailable

_PASSING = (TryAgain, NoticeMoved, *aws.FAULTS)
"""What another try may help."""


def follow_history(event: Mapping[str, Any], incidents: Incidents) -> dict[str, Any]:
    """Publish what the records of a stream batch have to tell.

    A record that cannot be read is set aside alone. One that another try may help is reported and the
    rest left alone: Lambda hands the batch out again from there, so that an incident's notices keep
    their order. What was sent before is recognised by its delivery record and not sent again. What
    a topic does not take waits for the releaser, and so holds up nobody.

    Parameters
    ----------
    event
        `redriven`: its records were set aside before, and are reported if they fail again.

    Returns
    -------
    dict
        The partial batch response: the sequence number of the record to go on from, or nothing.
    """
    topics = Topics()
    for record in event["Records"]:
        if record["eventName"] != "INSERT":
            continue
        log.set_correlation_id(_about(record["dynamodb"]["Keys"])[1])
        try:
            _follow(record, incidents, topics)
        except Exception as fault:  # noqa: BLE001 - whatever stops one must not keep the others
            passes = isinstance(fault, _PASSING)
            if not (passes or event.get("redriven")) and _is_set_aside(record, fault):
                continue
            sequence_number = record["dynamodb"]["SequenceNumber"]
            # The message of a fault might quote what the entry holds.
            log.error(  # noqa: TRY400
                "notice not delivered", fault=type(fault).__name__, sequence_number=sequence_number
            )
            return {"batchItemFailures": [{"itemIdentifier": sequence_number}]}
    return {"batchItemFailures": []}


def _follow(record: Mapping[str, Any], incidents: Incidents, topics: Topics) -> None:
    keys = record["dynamodb"]["Keys"]
    model = histories.model_of(record.get("eventSourceARN", ""))
    if model is not None:
        _tell(model, keys["pk"]["S"], keys["sk"]["S"])
    elif keys["sk"]["S"].startswith("HIST#"):
        _publish(plain(record["dynamodb"]["NewImage"]), incidents, topics)


def _is_set_aside(record: Mapping[str, Any], fault: Exception) -> bool:
    try:
        set_aside(record)
    except TryAgain:
        return False
    sequence_number = record["dynamodb"]["SequenceNumber"]
    log.error("notice set aside", fault=type(fault).__name__, sequence_number=sequence_number)
    note("NoticesSetAside")
    return True


class Topics:
    """The topics during one batch: once one did not answer, what follows waits without being tried."""

    def __init__(self) -> None:
        self._are_away = False

    def tell(self, row: DeliveryRow, entry: Entry, composer: Composer) -> None:
        """Publish a notice, or leave it to the releaser, which tells it when the topic is back."""
        if not self._are_away:
            try:
                publish_notice([row], composer.compose(entry, row.addressee))
            except TopicUnavailable:
                self._are_away = True
            else:
                return
        wait = Wait(row, clock.now(), SETTINGS.current().version)
        queues.hold([wait], entry, state=Delivery.FAILED)


def _tell(model: type[EntryRow], pk: str, sk: str) -> None:
    """Tell what an entry of points or self-government says to those it names."""
    if not is_told(pk, sk):
        return
    (row,) = histories.read_entries(model, [(pk, sk)])
    if row is not None:
        tell_addressees(row)


def _publish(row: Mapping[str, Any], incidents: Incidents, topics: Topics) -> None:
    """Tell what an entry of an incident or an obligation says to reporters and units."""
    # People first: their inboxes do not wait for a topic that is out of reach.
    if row["subject"] == entries.FOLLOW_UP:
        tell_offices(row, incidents)
    else:
        tell_followers(row, incidents)
    deliver(entries.read_entry(row), incidents, topics)


def plain(image: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the texts and numbers of a stream image, with what it is about and its id from its key."""
    texts = {name: value.get("S", value.get("N")) for name, value in image.items()}
    subject, thing_id = _about(image)
    return {**texts, "incident_id": thing_id, "subject": subject}


def _about(keys: Mapping[str, Mapping[str, Any]]) -> tuple[str, str]:
    subject, _, thing_id = keys["pk"]["S"].partition("#")
    return subject.lower(), thing_id


def deliver(entry: Entry, incidents: Incidents, topics: Topics) -> None:
    """Publish an entry to all its addressees who have not been told yet, or hold it for them.

    Raises
    ------
    NoticeMoved
        Another consumer is at the same notice.
    TryAgain
        The store is busy.
    """
    if not entry.addressees:
        return
    rows, held = deliveries.facts_of(entry, _targets(entry))
    # What stands in a queue is looked after there.
    waiting = [row for row in rows if not row.is_final and not row.queue]
    if not waiting:
        return
    if staleness.may_go_stale(entry) and staleness.is_stale(
        entry, incidents.present_state(entry.incident_id)
    ):
        for row in waiting:
            deliveries.end_try(row, state=Delivery.STALE)
            note("NoticesStale", tier=row.tier)
        return
    now = [row for row in waiting if not _hold(entry, row, held)]
    if for_robots := [row for row in now if row.robot_id]:
        line_up_at_robots(for_robots, entry)
    composer = Composer(incidents)
    for row in now:
        if not row.robot_id:
            topics.tell(row, entry, composer)


def _targets(entry: Entry) -> list[Target]:
    """Return whom an entry is told to: each addressee through its topic, each robot once."""
    heard: dict[str, Target] = {}
    for addressee in entry.addressees:
        for unit in robots.heard_at(addressee):
            for robot in kept_robots.at_unit(unit):
                if robots.wants(robot.events, robot.severities, entry):
                    heard.setdefault(robot.id, Target(addressee, robot.id))
    return [*(Target(addressee) for addressee in entry.addressees), *heard.values()]


def _hold(entry: Entry, row: DeliveryRow, held: Mapping[Line, DeliveryRow]) -> bool:
    """Hold a notice for the quiet hours of its tier, or behind an earlier one that is still held."""
    settings = SETTINGS.current()
    until = quiet.held_until(settings.value, row.addressee.tier, entry.severity, clock.now())
    earlier = None if entry.severity is Severity.URGENT else held.get(row.line)
    if until is None and earlier is None:
        return False
    wait = Wait(row, until or clock.now(), settings.version)
    queues.hold([wait.behind(earlier)], entry)
    note("NoticesHeld", tier=row.tier)
    return True

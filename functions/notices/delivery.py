"""From the stream of history to the tiers' topics: at least once, in each incident's order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kernel.directory import find_units
from kernel.dynamo import ConditionFailed
from kernel.observability import count, log
from kernel.problems import TryAgain
from kernel.texts import Text
from notices import rules, topics
from notices.rules import Addressee, Delivery, Entry, MalformedEntry
from notices.store import deliveries


class Incidents(Protocol):
    """What notices need of the incidents: where one stands now, and what its category is called."""

    def present_state(self, incident_id: str) -> rules.Present | None:
        """Return where the incident stands now (consistent read); None when there is none."""
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
        log.set_correlation_id(_incident_id(record["dynamodb"]["Keys"]))
        try:
            deliver(rules.read_entry(_plain(record["dynamodb"]["NewImage"])), incidents)
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


def _plain(image: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Return the texts and numbers of a stream image, with the incident's id from its key."""
    plain = {name: value.get("S", value.get("N")) for name, value in image.items()}
    return {**plain, "incident_id": _incident_id(image)}


def _incident_id(keys: Mapping[str, Mapping[str, Any]]) -> str:
    return keys["pk"]["S"].removeprefix("INC#")


def deliver(entry: Entry, incidents: Incidents) -> None:
    """Publish an entry to all its addressees who have not been told yet.

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
    waiting = [row for row in deliveries.deliveries_of(entry) if not row.is_final]
    if not waiting:
        return
    if rules.may_go_stale(entry) and rules.is_stale(
        entry, incidents.present_state(entry.incident_id)
    ):
        for row in waiting:
            deliveries.end_try(row, Delivery.STALE)
            count("NoticesStale", tier=row.tier)
        return
    named = incidents.category_name(entry.category)
    category = named.zh if named else entry.category
    names = {code: unit.name for code, unit in find_units(sorted(rules.places(entry))).items()}
    for row in waiting:
        _send(entry, row, category, names)


def _send(
    entry: Entry, row: deliveries.DeliveryRow, category: str, names: Mapping[str, str]
) -> None:
    addressee = Addressee(rules.Tier(row.tier), row.unit)
    notice = rules.compose(entry, addressee, category, names)
    deliveries.begin_try(row)
    try:
        message_id = topics.publish(addressee.tier, notice)
    except topics.TopicUnavailable as fault:
        deliveries.end_try(row, Delivery.FAILED, fault=fault.code)
        count("NoticesFailed", tier=row.tier)
        raise
    deliveries.end_try(row, Delivery.SENT, message_id=message_id)
    count("NoticesSent", tier=row.tier)

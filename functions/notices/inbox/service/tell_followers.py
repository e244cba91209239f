"""From an entry of an incident's history to the inboxes of those who follow it: at least once delivered, once written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.directory import unit_name
from notices.inbox.rules import steps
from notices.inbox.rules.messages import Message
from notices.inbox.rules.texts import render
from notices.inbox.rules.told import About
from notices.inbox.service.write_messages import write_messages
from notices.inbox.store.texts import TEXTS
from notices.service.things import Incidents


def tell_followers(row: Mapping[str, Any], incidents: Incidents) -> None:
    """Write the message of a history entry to everybody who follows the incident now, and has not got it yet.

    Parameters
    ----------
    row
        The entry as plain values: texts and numbers.

    Raises
    ------
    MalformedEntry
        The entry lacks what a message is made of.
    TryAgain
        The store is busy; the next try goes on where this one stopped.
    """
    step = steps.read_step(row)
    following = incidents.following(step.incident_id) if step else None
    if step is None or following is None:
        return
    people = steps.audience(step, following)
    if not people:
        return
    texts = TEXTS.current().value
    message = Message(
        About.INCIDENT,
        step.incident_id,
        f"{step.seq:06d}",
        step.told,
        step.at,
        render(
            texts.of(step.told, step.category), steps.values(step, following, unit_name(step.unit))
        ),
        step.case_code,
        step.category,
        steps.question(step, following),
    )
    write_messages(people, message, texts.keep_days)

"""From an entry of an incident's history to the inboxes of those who follow it: at least once delivered, once written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kernel.directory import find_units
from kernel.observability import count
from kernel.storage.unit_of_work import carry_out
from kernel.texts import Text
from notices.inbox.rules import steps
from notices.inbox.rules.steps import Question, Step
from notices.inbox.rules.texts import render
from notices.inbox.store import messages
from notices.inbox.store.texts import TEXTS
from notices.service.things import Incidents

# A transaction takes a hundred rows; half of them leave it small enough to be quick.
_AT_ONCE = 50


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
    words = render(
        texts.of(step.told, step.category), steps.values(step, following, _name_of(step.unit))
    )
    write_messages(people, step, words, steps.question(step, following), texts.keep_days)


def write_messages(
    people: Sequence[str], step: Step, words: Text, asks: Question | None, keep_days: int
) -> None:
    """Write a message to each of several people who has not got it yet."""
    told = 0
    for first in range(0, len(people), _AT_ONCE):
        some = people[first : first + _AT_ONCE]
        told += (
            carry_out(
                lambda work, some=some: messages.add_new(work, some, step, words, asks, keep_days)
            ).result
            or 0
        )
    if told:
        count("MessagesTold", told)


def _name_of(unit: str) -> Text | None:
    row = find_units([unit]).get(unit)
    return Text(row.name, row.name_en or row.name) if row else None

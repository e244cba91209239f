"""From the stream of history to the reporters' inboxes: at least once delivered, once written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from kernel.directory import find_units
from kernel.observability import count
from kernel.texts import Text
from notices.inbox import rules, store


class Incidents(Protocol):
    """What the inbox needs of the incidents: who follows one."""

    def following(self, incident_id: str) -> rules.Following | None:
        """Return who hears what becomes of an incident; None when nobody does."""
        ...


def tell(row: Mapping[str, Any], incidents: Incidents) -> None:
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
    step = rules.read_step(row)
    following = incidents.following(step.incident_id) if step else None
    if step is None or following is None:
        return
    people = rules.audience(step, following)
    if not people:
        return
    texts = store.current().texts
    words = rules.render(
        texts.of(step.told, step.category), rules.values(step, following, _name_of(step.unit))
    )
    told = store.tell(people, step, words, rules.question(step, following), texts.keep_days)
    if told:
        count("MessagesTold", told)


def _name_of(unit: str) -> Text | None:
    row = find_units([unit]).get(unit)
    return Text(row.name, row.name_en or row.name) if row else None

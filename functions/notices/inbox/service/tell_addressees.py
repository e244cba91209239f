"""From an entry of a history of points, self-government or what is owed to the inboxes of those it names: at least once, written once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kernel.directory import unit_name
from kernel.texts import Text
from notices.inbox.rules import entries
from notices.inbox.rules.entries import Entry, Kept
from notices.inbox.rules.messages import Message
from notices.inbox.rules.texts import ANY_CATEGORY, render
from notices.inbox.rules.told import Told
from notices.inbox.service.find_people import find_people
from notices.inbox.service.write_messages import write_messages
from notices.inbox.store.texts import TEXTS
from notices.service.things import Incidents


def tell_addressees(row: Kept) -> None:
    """Write what an entry tells to everybody it names who has not got it yet.

    Raises
    ------
    MalformedEntry
        The entry lacks what a message is made of.
    TryAgain
        The store is busy; the next try goes on where this one stopped.
    """
    entry = entries.read_entry(row)
    if entry is None:
        return
    if entry.own:
        # Those whose own matter it is first: who is told so is not told as an office as well.
        _tell(entry, entry.own, office=False)
    if entry.office:
        _tell(entry, entry.office, office=True)


def tell_offices(row: Mapping[str, Any], incidents: Incidents) -> None:
    """Write what an entry of something owed tells to everybody in the offices it names who has not got it yet.

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
    entry = entries.read_obligation(row)
    if entry and entry.office and entry.addressees:
        named = incidents.category_name(entry.category, entry.thing_id) if entry.category else None
        _tell(entry, entry.office, office=True, category=named)


def _tell(entry: Entry, told: Told, *, office: bool, category: Text | None = None) -> None:
    people = find_people(one for one in entry.addressees if one.is_office is office)
    if office:
        people = [one for one in people if one != entry.actor]
    if not people:
        return
    texts = TEXTS.current().value
    given = entries.values(entry, unit_name(entry.village), category)
    words = render(texts.of(told, ANY_CATEGORY), given)
    message = Message(entry.about, entry.thing_id, entry.part, told, entry.at, words)
    write_messages(people, message, texts.keep_days)

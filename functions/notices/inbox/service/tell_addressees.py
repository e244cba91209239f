"""From an entry of a history of points or self-government to the inboxes of those it names: at least once delivered, once written."""

from __future__ import annotations

from kernel.directory import find_units
from kernel.texts import Text
from notices.inbox.rules import entries
from notices.inbox.rules.entries import Entry, Kept
from notices.inbox.rules.messages import Message
from notices.inbox.rules.texts import ANY_CATEGORY, render
from notices.inbox.rules.told import Told
from notices.inbox.service.find_people import find_people
from notices.inbox.service.write_messages import write_messages
from notices.inbox.store.texts import TEXTS


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


def _tell(entry: Entry, told: Told, *, office: bool) -> None:
    people = find_people(one for one in entry.addressees if one.is_office is office)
    if office:
        people = [one for one in people if one != entry.actor]
    if not people:
        return
    texts = TEXTS.current().value
    words = render(texts.of(told, ANY_CATEGORY), entries.values(entry, _name_of(entry.village)))
    message = Message(entry.about, entry.thing_id, entry.part, told, entry.at, words)
    write_messages(people, message, texts.keep_days)


def _name_of(village: str | None) -> Text | None:
    row = find_units([village]).get(village) if village else None
    return Text(row.name, row.name_en or row.name) if row else None

"""A message: about what, told when, in which words, and what it asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from kernel import ids
from kernel.record import record
from kernel.texts import Text
from notices.inbox.rules.told import About, Told


class Question(NamedTuple):
    """Asked with the result: satisfied or not, until when, with which answers."""

    until: datetime
    answers: Mapping[str, Text]


@record
class MessageSeen:
    """A message as its owner reads it.

    Attributes
    ----------
    told
        What it tells, by the name it had when it was written.
    """

    id: str
    about: About
    thing_id: str
    told: str
    words: Text
    happened_at: datetime
    is_read: bool
    case_code: str | None = None
    category: str | None = None
    question: Question | None = None


class Mark(NamedTuple):
    """Up to which message somebody has read, and when."""

    up_to: str
    read_at: datetime


class InboxSeen(NamedTuple):
    """One page of a person's messages, newest first.

    Attributes
    ----------
    unread
        How many of the newest messages are unread; None on later pages.
    is_more
        Whether there may be more unread ones than were counted.
    """

    messages: Sequence[MessageSeen]
    unread: int | None
    is_more: bool
    next_cursor: str | None


@record
class Message:
    """What one or many people are told.

    Attributes
    ----------
    part
        Which entry of the thing's history tells it: nobody is told of an entry twice.
    case_code, category
        Of an incident.
    """

    about: About
    thing_id: str
    part: str
    told: Told
    at: datetime
    words: Text
    case_code: str | None = None
    category: str | None = None
    asks: Question | None = None

    @property
    def id(self) -> str:
        """What tells it from others to the same person; text order is the order of events, and nobody takes it for a time."""
        return f"{ids.begin_of_ids(self.at)}.{self.thing_id}.{self.part}"

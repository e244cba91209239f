"""The record of a case, as it is answered."""

# Without postponed annotations: pydantic would compile each of them again at every cold start.

import json
from typing import Annotated, Any

from pydantic import Field
from typing_extensions import TypedDict

from enforcement.rules.case_moves import OPENED
from enforcement.rules.case_steps import ByLaw, CaseAction
from enforcement.rules.timeline import Entry, RecordEvent
from kernel import clock
from kernel.actors import CLOCK, CLOCK_NAME
from kernel.texts import Language, Text


class CaseWordView(TypedDict):
    """A word that was said with a step."""

    name: str
    value: Annotated[str, Field(description="A text, or JSON / 文字或 JSON")]


class CaseEntryView(TypedDict):
    """An entry of the record; the words and the person are for staff."""

    seq: int
    at: str
    event: str
    event_name: str
    actor: str | None
    role: str | None
    words: list[CaseWordView]
    seal: Annotated[str, Field(description="Hash over this and all before it / 链式校验值")]


class CaseTimeline(TypedDict):
    """One page of the record."""

    items: list[CaseEntryView]
    next_cursor: str | None


_OPENED = Text("登记线索", "the clue was given")


def _event_name(event: str) -> Text:
    if event == OPENED:
        return _OPENED
    for named in (CaseAction, ByLaw, RecordEvent):
        if event in set(named):
            return named(event).said
    return Text(event, event)


def entry_view(entry: Entry, *, insider: bool, language: Language) -> CaseEntryView:
    """Return an entry of the record as it is answered."""
    said: dict[str, Any] = clock.as_answered(json.loads(entry.details)) if insider else {}
    by_clock = entry.actor == CLOCK.person_id
    named = CLOCK_NAME.say(language) if by_clock else entry.actor_name
    return {
        "seq": entry.seq,
        "at": clock.local_iso(clock.from_iso(entry.at)),
        "event": entry.event,
        "event_name": _event_name(entry.event).say(language),
        "actor": named if insider or by_clock else None,
        "role": entry.actor_role,
        "words": [
            {
                "name": name,
                "value": value if isinstance(value, str) else json.dumps(value, ensure_ascii=False),
            }
            for name, value in said.items()
        ],
        "seal": entry.seal,
    }

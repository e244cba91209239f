"""How information takes part: visits recorded and events noted offline. They are not pulled: what is due in a grid is one request."""

from __future__ import annotations

import re

from services.store.table import AnswerRow
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.rules.batches import Way

_HOUSEHOLD, _VISIT = "household", "visit"


def _visit() -> Route:
    from services.information.api import visits
    from services.information.model.visits import RecordInformationVisit

    return Route(visits.API, visits.record_information_visit, RecordInformationVisit)


def _note() -> Route:
    from services.information.api import visits
    from services.information.model.visits import NoteInformationEvent

    return Route(visits.API, visits.note_information_event, NoteInformationEvent)


def _look() -> Look:
    from services.information.api import visits

    return Look(visits.API, visits.get_household_information)


_BASE = "/v1/services/information"

INFORMATION = Part(
    things=[
        Thing(
            *(_HOUSEHOLD, re.compile(r"[A-Za-z0-9][A-Za-z0-9_\-]{0,63}")),
            *(f"{_BASE}/households/{{}}", _look),
        )
    ],
    operations=[
        Operation(
            # What is held already is shown with the household, to be corrected with a reason or left.
            Way("visit", f"{_BASE}/visits", None, _VISIT, named_in_body=_HOUSEHOLD),
            AnswerRow,
            _visit,
        ),
        Operation(
            Way(
                *("information_event", f"{_BASE}/households/{{target}}/events"),
                *(_HOUSEHOLD, _HOUSEHOLD),
            ),
            AnswerRow,
            _note,
        ),
    ],
)

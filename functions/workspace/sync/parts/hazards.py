"""How hazards take part: places checked, hazards found and moved offline. They are not pulled: the screen of a grid is one request."""

from __future__ import annotations

import re

from kernel.ids import ID_PATTERN
from services.store.things import AnswerRow
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.rules.batches import Way

_HAZARD, _PLACE = "hazard", "hazard_place"


def _look_for_photos() -> None:
    from incidents.media import has_photo_of_hazard
    from services.hazards.service.photos import register

    register(has_photo_of_hazard)


def _find() -> Route:
    from services.hazards.api import findings
    from services.hazards.model.finding_requests import EnterFinding

    return Route(findings.API, findings.enter_hazard_finding, EnterFinding)


def _move() -> Route:
    from services.hazards.api import findings
    from services.hazards.model.finding_requests import MoveFinding

    _look_for_photos()
    return Route(findings.API, findings.move_hazard_finding, MoveFinding)


def _look() -> Look:
    from services.hazards.api import findings

    return Look(findings.API, findings.get_hazard_finding)


def _check() -> Route:
    from services.hazards.api import places
    from services.hazards.model.place_requests import MovePlace

    return Route(places.API, places.move_hazard_place, MovePlace)


def _look_at_place() -> Look:
    from services.hazards.api import places

    return Look(places.API, places.get_hazard_place)


_ID = re.compile(ID_PATTERN)
_FINDINGS = "/v1/services/hazards/findings"
_PLACES = "/v1/services/hazards/places"

HAZARDS = Part(
    things=[
        Thing(_HAZARD, _ID, f"{_FINDINGS}/{{}}", _look),
        Thing(_PLACE, _ID, f"{_PLACES}/{{}}", _look_at_place),
    ],
    operations=[
        Operation(
            # Found again while it is being seen to: what follows is done to that one.
            Way("hazard_finding", _FINDINGS, None, _HAZARD, "finding_id"),
            AnswerRow,
            _find,
        ),
        Operation(
            Way("move_hazard", f"{_FINDINGS}/{{target}}/transitions", _HAZARD, _HAZARD),
            AnswerRow,
            _move,
        ),
        Operation(
            Way("move_hazard_place", f"{_PLACES}/{{target}}/transitions", _PLACE, _PLACE),
            AnswerRow,
            _check,
        ),
    ],
)

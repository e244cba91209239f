"""How rounds take part: begun, found on and ended offline. They are not pulled: a worker's phone asks for the one under way."""

from __future__ import annotations

import re

from incidents.store.rows import AnswerRow
from kernel.ids import ID_PATTERN
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.parts.incidents import INCIDENT
from workspace.sync.rules.batches import Way

_ROUND = "round"


def _begin() -> Route:
    from incidents.field.base import API
    from incidents.patrols import api, model

    return Route(API, api.begin_round, model.BeginRound)


def _find() -> Route:
    from incidents.field.base import API
    from incidents.patrols import api, model

    return Route(API, api.report_finding, model.ReportFinding)


def _move() -> Route:
    from incidents.field.base import API
    from incidents.patrols import api, model

    return Route(API, api.move_round, model.MoveRound)


def _look() -> Look:
    from incidents.field.base import API
    from incidents.patrols import api

    return Look(API, api.get_round)


PATROLS = Part(
    things=[Thing(_ROUND, re.compile(rf"[1-9]\d{{11}}-{ID_PATTERN}"), "/v1/patrols/{}", _look)],
    operations=[
        Operation(Way("begin_round", "/v1/patrols", None, _ROUND, "patrol_id"), AnswerRow, _begin),
        Operation(
            Way("finding", "/v1/patrols/{target}/findings", _ROUND, INCIDENT), AnswerRow, _find
        ),
        Operation(
            Way("move_round", "/v1/patrols/{target}/transitions", _ROUND, _ROUND), AnswerRow, _move
        ),
    ],
)

"""How mediation takes part: disputes found on a round and moved offline. They are not pulled: who may read one is decided anew each time."""

from __future__ import annotations

import re

from kernel.ids import ID_PATTERN
from services.store.table import AnswerRow
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.rules.batches import Way

_DISPUTE = "dispute"


def _register() -> Route:
    from services.mediation.api import cases
    from services.mediation.model.requests import RegisterDispute

    return Route(cases.API, cases.register_dispute, RegisterDispute)


def _move() -> Route:
    from services.mediation.api import cases
    from services.mediation.model.moves import MoveMediation

    return Route(cases.API, cases.move_mediation, MoveMediation)


def _look() -> Look:
    from services.mediation.api import cases

    return Look(cases.API, cases.get_mediation)


_CASES = "/v1/services/mediation/cases"

MEDIATION = Part(
    things=[Thing(_DISPUTE, re.compile(ID_PATTERN), f"{_CASES}/{{}}", _look)],
    operations=[
        Operation(Way("dispute", _CASES, None, _DISPUTE), AnswerRow, _register),
        Operation(
            Way("move_dispute", f"{_CASES}/{{target}}/transitions", _DISPUTE, _DISPUTE),
            AnswerRow,
            _move,
        ),
    ],
)

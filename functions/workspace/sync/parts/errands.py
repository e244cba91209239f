"""How errands take part: entrusted and moved offline, at the door. They are not pulled: an agent's phone asks for the day's work."""

from __future__ import annotations

import re

from kernel.ids import ID_PATTERN
from services.store.table import AnswerRow
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.rules.batches import Way

_ERRAND = "errand"


def _entrust() -> Route:
    from services.errands.api import errands
    from services.errands.model.requests import OpenErrand

    return Route(errands.API, errands.entrust_errand, OpenErrand)


def _move() -> Route:
    from services.errands.api import errands
    from services.errands.model.requests import MoveErrand

    return Route(errands.API, errands.move_one_errand, MoveErrand)


def _look() -> Look:
    from services.errands.api import errands

    return Look(errands.API, errands.get_errand)


ERRANDS = Part(
    things=[Thing(_ERRAND, re.compile(ID_PATTERN), "/v1/services/errands/{}", _look)],
    operations=[
        Operation(Way("entrust", "/v1/services/errands", None, _ERRAND), AnswerRow, _entrust),
        Operation(
            Way("move_errand", "/v1/services/errands/{target}/transitions", _ERRAND, _ERRAND),
            AnswerRow,
            _move,
        ),
    ],
)

"""How the environment takes part: lines done, loads collected and work days entered offline. They are not pulled: a keeper's day is one request."""

from __future__ import annotations

import re

from kernel.ids import ID_PATTERN
from services.store.table import AnswerRow
from workspace.sync.parts.base import Look, Operation, Part, Route, Thing
from workspace.sync.rules.batches import Way

_LINE, _LOAD, _WORK_DAY = "line", "load", "work_day"


def _move_line() -> Route:
    from services.environment.api import lines
    from services.environment.model.line_requests import MoveLine

    return Route(lines.API, lines.move_line, MoveLine)


def _look_at_line() -> Look:
    from services.environment.api import lines

    return Look(lines.API, lines.get_line)


def _collect() -> Route:
    from services.environment.api import loads
    from services.environment.model.load_requests import CollectLoad

    return Route(loads.API, loads.collect_load, CollectLoad)


def _look_at_load() -> Look:
    from services.environment.api import loads

    return Look(loads.API, loads.get_load)


def _enter() -> Route:
    from services.environment.api import work_days
    from services.environment.model.work_requests import EnterWorkDay

    return Route(work_days.API, work_days.enter_work_day, EnterWorkDay)


def _count() -> Route:
    from services.environment.api import work_days
    from services.environment.model.work_requests import MoveWorkDay

    return Route(work_days.API, work_days.move_work_day, MoveWorkDay)


def _look_at_work_day() -> Look:
    from services.environment.api import work_days

    return Look(work_days.API, work_days.get_work_day)


_ID = re.compile(ID_PATTERN)
_BASE = "/v1/services/environment"

ENVIRONMENT = Part(
    things=[
        Thing(_LINE, _ID, f"{_BASE}/lines/{{}}", _look_at_line),
        Thing(_LOAD, _ID, f"{_BASE}/loads/{{}}", _look_at_load),
        Thing(_WORK_DAY, _ID, f"{_BASE}/work-days/{{}}", _look_at_work_day),
    ],
    operations=[
        Operation(
            Way("move_line", f"{_BASE}/lines/{{target}}/transitions", _LINE, _LINE),
            AnswerRow,
            _move_line,
        ),
        Operation(Way("collect_load", f"{_BASE}/loads", None, _LOAD), AnswerRow, _collect),
        Operation(Way("work_day", f"{_BASE}/work-days", None, _WORK_DAY), AnswerRow, _enter),
        Operation(
            Way("move_work_day", f"{_BASE}/work-days/{{target}}/transitions", _WORK_DAY, _WORK_DAY),
            AnswerRow,
            _count,
        ),
    ],
)

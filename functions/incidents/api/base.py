"""The incidents' `Api` and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path, Query

from incidents.service.answers import ANSWERS
from kernel.access import ALL_ROLES, Access
from kernel.http import Api
from kernel.http.parts import Parts
from kernel.ids import ID_PATTERN

API = Api(
    "incidents",
    # A report need not wait for what it does not need.
    parts=Parts(
        "/v1",
        {
            "incidents.api.counts": ("incidents/queue/counts",),
            "incidents.api.hints": ("incidents/similar",),
            "incidents.api.policies": ("incidents/categories", "incidents/policies"),
            "incidents.api.track": ("track",),
            "incidents.clients.api": ("incidents/clients",),
        },
    ),
    answers=ANSWERS,
)

SIGNED_IN = Access(ALL_ROLES)

IncidentId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]
UnitQuery = Annotated[
    str | None,
    Query(
        max_length=15,
        pattern=r"^[0-9A-Z-]+$",
        description="A unit or department / 单位或部门代码",
    ),
]
CategoryQuery = Annotated[str, Query(min_length=1, max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]

"""The `Api` of the field, and what its routes share."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.openapi.params import Path

from incidents.service.answers import ANSWERS
from kernel.http import Api
from kernel.ids import ID_PATTERN

API = Api("field", answers=ANSWERS)

IncidentId = Annotated[
    str, Path(pattern=f"^{ID_PATTERN}$", examples=["01M8323B80ZASBGN3Q5V2DNX65"])
]

"""The `Api` of reports, and which module holds which of its routes."""

from __future__ import annotations

from kernel.http import Api
from kernel.http.parts import Parts
from reports.service.answers import ANSWERS

API = Api(
    "reports",
    parts=Parts(
        "/v1/reports",
        {
            "reports.api.figures": ["figures", "counts", "public/figures"],
            "reports.api.briefings": ["briefings"],
            "reports.stars.api.ratings": ["stars"],
            "reports.stars.api.public": ["public/stars"],
            "reports.tracking.api": ["tracking"],
            "reports.public_data.api": ["datasets", "public/datasets"],
        },
    ),
    answers=ANSWERS,
)

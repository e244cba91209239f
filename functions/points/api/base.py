"""The points' `Api`, which module holds which of its routes, and what they share."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Access
from kernel.http import Api
from kernel.http.parts import Parts
from points.service.answers import ANSWERS

API = Api(
    "points",
    parts=Parts(
        "/v1/points",
        {
            "points.api.boards": ("villages/{}/assessments", "villages/{}/boards"),
            "points.api.books": (
                *("rule-books", "villages/{}/rule-book", "villages/{}/rule-books"),
            ),
            "points.api.claims": ("claims",),
            "points.api.households": ("households", "plates"),
            "points.api.ledger": ("villages/{}/ledger",),
            "points.api.public": ("public",),
            "points.api.publications": ("villages/{}/publications",),
            "points.api.redemptions": ("redemptions",),
            "points.api.settlements": ("villages/{}/settlements",),
            "points.api.shop": (
                *("villages/{}/goods", "villages/{}/movements", "villages/{}/shop"),
            ),
        },
    ),
    answers=ANSWERS,
)

SIGNED_IN = Access(ALL_ROLES)

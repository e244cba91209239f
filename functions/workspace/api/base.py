"""The workspace's `Api`, and what its routes share."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Access
from kernel.http import Api
from kernel.http.parts import Parts
from workspace.data_requests.service.answers import ANSWERS

API = Api(
    "workspace",
    answers=ANSWERS,
    parts=Parts("/v1/workspace", {"workspace.conversions.api": ("conversions",)}),
)

SIGNED_IN = Access(ALL_ROLES)

"""What the routes of the environment share."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Access
from services.environment.rules.courtyard_states import STAFF_OF_PLACE

BASE = "/v1/services/environment"
PUBLIC_BASE = "/v1/services/public/environment"
SIGNED_IN = Access(ALL_ROLES)
STAFFED = Access(STAFF_OF_PLACE)

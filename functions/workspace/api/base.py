"""The workspace's `Api`, and what its routes share."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Access
from kernel.http import Api

API = Api("workspace")

SIGNED_IN = Access(ALL_ROLES)

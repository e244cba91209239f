"""The `Api` of offline sync, apart from the workspace's: what phones did offline needs the contexts they did it in, and little else."""

from __future__ import annotations

from kernel.access import ALL_ROLES, Access
from kernel.http import Api

API = Api("workspace")

SIGNED_IN = Access(ALL_ROLES)

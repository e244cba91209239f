"""Routes of the incidents: report, follow, move; the policy they run under."""

from incidents.api import lists, moves, policies, reports, track
from incidents.api.base import API

__all__ = ["API", "lists", "moves", "policies", "reports", "track"]

"""Routes of the incidents: report, follow, move; the policy they run under."""

from incidents.api import hints, lists, moves, policies, reports, track
from incidents.api.base import API

__all__ = ["API", "hints", "lists", "moves", "policies", "reports", "track"]

"""Routes of the incidents: report, follow, move; the policy they run under."""

from incidents.api import hints, lists, moves, policies, reports, track
from incidents.api.base import API
from incidents.clients import api as clients

__all__ = ["API", "clients", "hints", "lists", "moves", "policies", "reports", "track"]

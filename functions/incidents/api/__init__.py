"""Routes of the incidents: report, follow, move; what else there is loads when it is asked for."""

from incidents.api import lists, moves, reports
from incidents.api.base import API

__all__ = ["API", "lists", "moves", "reports"]

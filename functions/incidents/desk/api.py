"""The routes of the desk, one module per thing; importing them registers them on `API`."""

from incidents.desk.base import API
from incidents.exports import api as exports
from incidents.followups import api as followups
from incidents.supervision import api as supervision

__all__ = ["API", "exports", "followups", "supervision"]

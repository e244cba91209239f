"""The routes of the desk, one module per thing; importing them registers them on `API`."""

from escalation.api import obligations
from escalation.api import settings as obligation_settings
from escalation.api.base import API
from incidents.exports import api as exports
from incidents.supervision import api as supervision

__all__ = ["API", "exports", "obligation_settings", "obligations", "supervision"]

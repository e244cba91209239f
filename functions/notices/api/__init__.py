"""The routes of the notices, one module per thing; importing them registers them on `API`."""

from notices.api import deliveries, robots, settings, subscriptions
from notices.api.base import API
from notices.inbox import api as inbox

__all__ = ["API", "deliveries", "inbox", "robots", "settings", "subscriptions"]

"""The routes of enforcement, a module per thing; importing them registers them on `API`."""

from enforcement.api import cases, inspections, officers, plans, powers, supervision
from enforcement.api.base import API
from enforcement.outreach import api as outreach

__all__ = ["API", "cases", "inspections", "officers", "outreach", "plans", "powers", "supervision"]

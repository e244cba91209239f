"""The routes of enforcement, a module per thing; importing them registers them on `API`."""

from enforcement.api import (
    cases,
    disclosure,
    files,
    inspections,
    officers,
    papers,
    plans,
    powers,
    public,
    record,
    supervision,
)
from enforcement.api.base import API
from enforcement.outreach import api as outreach

__all__ = [
    "API",
    "cases",
    "disclosure",
    "files",
    "inspections",
    "officers",
    "outreach",
    "papers",
    "plans",
    "powers",
    "public",
    "record",
    "supervision",
]

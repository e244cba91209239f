"""The routes of GeoReport v2, a module per thing; importing them registers them on `API`."""

from incidents.open311.api import requests, services
from incidents.open311.api.base import API

__all__ = ["API", "requests", "services"]

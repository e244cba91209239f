"""The routes of the registry, one module per thing; importing them registers them on `API`."""

from registry.api import calendars, households, people, posts, public, units
from registry.api.base import API
from registry.imports import api as imports

__all__ = ["API", "calendars", "households", "imports", "people", "posts", "public", "units"]

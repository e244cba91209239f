"""The routes of the registry, one module per thing; importing them registers them on `API`."""

from registry.api import calendars, households, imports, people, posts, units
from registry.api.base import API

__all__ = ["API", "calendars", "households", "imports", "people", "posts", "units"]

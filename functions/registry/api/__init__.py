"""The routes of the registry, one module per thing; importing them registers them on `API`."""

from registry.api import households, imports, people, posts, units
from registry.api.base import API

__all__ = ["API", "households", "imports", "people", "posts", "units"]

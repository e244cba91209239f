"""The routes of the points, a module per thing, registered on `API` when a request may be for one of theirs."""

from points.api.base import API

__all__ = ["API"]

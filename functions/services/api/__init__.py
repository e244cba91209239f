"""The routes of the services of the grid, a module per thing, registered on `API` when a request may be for one of theirs."""

from services.api.base import API

__all__ = ["API"]

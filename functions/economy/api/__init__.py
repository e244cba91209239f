"""The routes of the collective economy, a module per thing, registered on `API` when a request may be for one of theirs."""

from economy.api.base import API

__all__ = ["API"]

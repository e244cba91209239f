"""The routes of enforcement, a module per thing, registered on `API` when a request may be for one of theirs."""

from enforcement.api.base import API

__all__ = ["API"]

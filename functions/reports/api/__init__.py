"""The routes of reports, a module per thing, registered on `API` when a request may be for one of theirs."""

from reports.api.base import API

__all__ = ["API"]

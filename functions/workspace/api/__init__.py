"""The routes of the workspace, a module per thing; importing them registers them on `API`."""

from workspace.api.base import API
from workspace.badges import api as badges
from workspace.data_requests import api as data_requests

__all__ = ["API", "badges", "data_requests"]

"""The routes of the workspace, a module per thing; importing them registers them on `API`."""

from workspace.api.base import API
from workspace.sync import api as sync

__all__ = ["API", "sync"]

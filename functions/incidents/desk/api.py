"""The routes of the desk, one module per thing; importing them registers them on `API`."""

from incidents.desk.base import API
from incidents.exports import api as exports

__all__ = ["API", "exports"]

"""The routes of the field, a module per thing; importing them registers them on `API`."""

from incidents.field.base import API
from incidents.media import api as media
from incidents.patrols import api as patrols

__all__ = ["API", "media", "patrols"]

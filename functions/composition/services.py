"""The routes of the services of the grid, with where photos of hazards are looked for; importing it registers that."""

from __future__ import annotations

from incidents.media import has_photo_of_hazard
from services.api import API
from services.hazards.service.photos import register

__all__ = ["API"]


register(has_photo_of_hazard)

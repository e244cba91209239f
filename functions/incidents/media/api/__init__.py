"""Routes of photos and voice, a module per kind of thing they are attached to; importing them registers them."""

from incidents.media.api import cases, courtyards, hazards, incidents, inspections

__all__ = ["cases", "courtyards", "hazards", "incidents", "inspections"]

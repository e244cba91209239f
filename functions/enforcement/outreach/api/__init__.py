"""The routes of law outreach, a module per thing; importing them registers them on the `API` of enforcement."""

from enforcement.outreach.api import activities, lessons, prompts, public, sites

__all__ = ["activities", "lessons", "prompts", "public", "sites"]

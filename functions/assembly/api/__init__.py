"""Routes of village self-government; importing this registers them all."""

from assembly.api import (
    bodies,
    ceremonies,
    ideas,
    matters,
    meetings,
    publications,
    reviews,
    village_rules,
    votes,
)
from assembly.api.base import API

__all__ = [
    "API",
    "bodies",
    "ceremonies",
    "ideas",
    "matters",
    "meetings",
    "publications",
    "reviews",
    "village_rules",
    "votes",
]

"""Routes of village self-government; importing this registers them all."""

from assembly.api import (
    ballots,
    boards,
    bodies,
    ceremonies,
    ideas,
    matters,
    meetings,
    minutes,
    objections,
    publications,
    reviews,
    village_rules,
    votes,
)
from assembly.api.shared import API

__all__ = [
    "API",
    "ballots",
    "boards",
    "bodies",
    "ceremonies",
    "ideas",
    "matters",
    "meetings",
    "minutes",
    "objections",
    "publications",
    "reviews",
    "village_rules",
    "votes",
]

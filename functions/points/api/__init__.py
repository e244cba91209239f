"""The routes of the points, one module per thing; importing them registers them on `API`."""

from points.api import (
    boards,
    books,
    claims,
    households,
    ledger,
    publications,
    redemptions,
    settlements,
    shop,
)
from points.api.base import API

__all__ = [
    "API",
    "boards",
    "books",
    "claims",
    "households",
    "ledger",
    "publications",
    "redemptions",
    "settlements",
    "shop",
]

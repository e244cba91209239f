"""积分: rule books, claims, ledger, shop and boards.

What other contexts may ask is here: whether the rule book in force has an item, which is all by which points may change.
"""

from __future__ import annotations

from datetime import date


def has_item(village: str, code: str, day: date) -> bool:
    """Tell whether the rule book in force in a village on a day has an item."""
    from points.rules.book import NoBookInForce
    from points.store import books

    try:
        return code in books.book_on(village, day).items
    except NoBookInForce:
        return False

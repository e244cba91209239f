"""The `Api` of the collective economy, and which module holds which of its routes."""

from __future__ import annotations

from economy.service.answers import ANSWERS
from kernel.http import Api
from kernel.http.parts import Parts

API = Api(
    "economy",
    parts=Parts(
        "/v1/economy",
        {
            "economy.api.assets": ["assets"],
            "economy.api.hires": ["machines", "hires"],
            "economy.api.projects": ["projects"],
            "economy.api.contracts": ["contracts"],
            "economy.api.vouchers": ["vouchers"],
            "economy.api.members": ["members", "member-rolls"],
            "economy.api.money": [
                "accounts",
                "statements",
                "charters",
                "budgets",
                "distributions",
                "distribution-plans",
                "book-publications",
            ],
            "economy.api.alerts": ["alerts", "alert-rules"],
            "economy.api.books": ["cash-boxes", "book-periods", "book-verifications"],
            "economy.api.open_books": ["open-books"],
            "economy.api.suits": ["suit-demands"],
            "economy.api.posted": ["public/machines", "public/contracts"],
        },
    ),
    answers=ANSWERS,
)

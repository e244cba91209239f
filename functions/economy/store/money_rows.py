"""Rows of the books: balances by month and year, the ledger's entries, the chart as a county replaced it."""

from __future__ import annotations

from typing import Final

from pynamodb.attributes import NumberAttribute

from economy.rules.chart import Chart, read_chart
from economy.rules.terms import DATA
from economy.store.table import EconomyMeta
from kernel.ledger import rows as ledger
from kernel.storage import settings
from kernel.storage.rows import Row
from kernel.storage.settings import Settings


class BalanceRow(Row):
    """What was entered on an account: `BALANCE#{village}` / `M#{month}#{account}` or `Y#{year}#{account}`, in fen."""

    debit = NumberAttribute(default=0)
    credit = NumberAttribute(default=0)

    class Meta(EconomyMeta):
        """The table of the collective economy."""


class EntryRow(ledger.EntryRow):
    """An entry of a collective's books."""

    class Meta(EconomyMeta):
        """The table of the collective economy."""


class HeadRow(ledger.HeadRow):
    """The end of a collective's chain."""

    class Meta(EconomyMeta):
        """The table of the collective economy."""


class ReportRow(ledger.ReportRow):
    """What the last verification of a collective's books found."""

    class Meta(EconomyMeta):
        """The table of the collective economy."""


class ChartRow(settings.VersionRow):
    """A version of the chart of accounts."""

    subject = "ACCOUNTS"

    class Meta(EconomyMeta):
        """The table of the collective economy."""


CHART: Final[Settings[Chart]] = Settings(
    ChartRow, DATA / "accounts.json", lambda document, _: read_chart(document)
)

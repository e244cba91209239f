"""The catalogue of matters as the county keeps it: packaged, and every version since."""

from __future__ import annotations

from pathlib import Path

from kernel.storage.settings import Settings, VersionRow
from services.errands.rules.catalogue import Catalogue, parse
from services.store.table import ServicesMeta


class CatalogueRow(VersionRow):
    """A version of the catalogue."""

    subject = "ERRAND_MATTERS"

    class Meta(ServicesMeta):
        """The table of the services of the grid."""


CATALOGUE: Settings[Catalogue] = Settings(
    CatalogueRow, Path(__file__).parents[1] / "data" / "matters.json", parse
)

"""The worker of imports, with the kinds of file that other contexts take; importing it registers them."""

from __future__ import annotations

from enforcement.service.import_items import LINES
from registry.imports.service.kinds import register
from registry.imports.service.work import work
from registry.model.requests import ImportKind

__all__ = ["work"]

register(ImportKind.AUTHORITY_ITEMS, LINES)

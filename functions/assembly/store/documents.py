"""The documents and numbers of the assemblies, in their table."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from assembly.store.rows import AssemblyMeta
from kernel import documents, numbering

TEMPLATES: Final = Path(__file__).parents[1] / "data" / "documents"


class DocumentRow(documents.DocumentRow):
    """A document of a village."""

    class Meta(AssemblyMeta):
        """The assemblies' table."""


class CounterRow(numbering.CounterRow):
    """The last number of a series of a village."""

    class Meta(AssemblyMeta):
        """The assemblies' table."""


class NumberRow(numbering.NumberRow):
    """A number of a village's document."""

    class Meta(AssemblyMeta):
        """The assemblies' table."""


NUMBERS: Final = numbering.Numbers(CounterRow, NumberRow)


def minutes_id(meeting: str) -> str:
    """Return the id of the document of a meeting's minutes: there is one."""
    return f"minutes-{meeting}"

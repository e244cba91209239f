"""Things that are kept whole, as the document of a record in one attribute (`kernel.storage.codec`), and the histories beside them."""

from __future__ import annotations

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from enforcement.store.table import EnforcementMeta
from kernel.storage import history
from kernel.storage.rows import Row, SparseDocumentAttribute


class KeptRow(Row):
    """A thing that is kept whole; what it says for an index stands beside its document."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

    document = SparseDocumentAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)


class StepRow(history.StepRow):
    """One step of a thing."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""

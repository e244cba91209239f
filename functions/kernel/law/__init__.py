"""Statutes and citations, once for all: what every rule rests on, and whether it is law here on a day."""

from kernel.law.citations import Citation, Reference, agreed, cite, reference, references
from kernel.law.statutes import (
    Confidence,
    Statute,
    StatuteKind,
    UnknownArticle,
    UnknownStatute,
    catalogue,
    statute,
)
from kernel.law.views import CitationView

__all__ = [
    "Citation",
    "CitationView",
    "Confidence",
    "Reference",
    "Statute",
    "StatuteKind",
    "UnknownArticle",
    "UnknownStatute",
    "agreed",
    "catalogue",
    "cite",
    "reference",
    "references",
    "statute",
]

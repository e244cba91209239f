"""Statutes and citations, once for all: what every rule rests on, and whether it is law here on a day."""

from kernel.law.citations import Citation, Reference, agreed, cite, reference, references
from kernel.law.statutes import (
    Confidence,
    Kind,
    Statute,
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
    "Kind",
    "Reference",
    "Statute",
    "UnknownArticle",
    "UnknownStatute",
    "agreed",
    "catalogue",
    "cite",
    "reference",
    "references",
    "statute",
]

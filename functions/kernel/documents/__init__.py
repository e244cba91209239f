"""Official documents: templates as data, filled in when they are asked for, written as DOCX by the worker that packs the library.

Nothing here but `kernel.documents.rendering` knows the library, and nothing but the worker imports that; charts are text of their own.
"""

from kernel.documents.rows import DocumentRow, DocumentStatus
from kernel.documents.templates import PlaceholdersDiffer, Template, load

__all__ = ["DocumentRow", "DocumentStatus", "PlaceholdersDiffer", "Template", "load"]

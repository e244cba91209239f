"""What a paper of the services says, once the worker has written it."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import Any

from docx import Document

from kernel import clock
from kernel.documents import load
from kernel.documents.rendering import render
from services.store.table import TEMPLATES


def text_of(row: dict[str, Any]) -> str:
    """Return what the file of a document's row says."""
    template = load(TEMPLATES, row["template"]["S"])
    content = render(template, json.loads(row["values"]["S"]), datetime.now(clock.SHANGHAI))
    file = Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for line in table.rows for cell in line.cells]
    return "\n".join([paragraph.text for paragraph in file.paragraphs] + cells)

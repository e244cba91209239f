"""What citations say beside source and article, in both languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from kernel.texts import Text


def note_of(said: str) -> Text:
    """Return a packaged note in both languages; what a county or village wrote itself stays as it was written."""
    return _packaged().get(said, Text(said, said))


@cache
def _packaged() -> dict[str, Text]:
    path = Path(__file__).parent / "notes.json"
    notes = [Text(**one) for one in json.loads(path.read_text(encoding="utf-8"))]
    return {said: note for note in notes for said in (note.zh, note.en)}

"""The texts of messages: versioned data, the packaged ones until the county sets its own."""

from __future__ import annotations

from pathlib import Path

from kernel.storage.settings import Settings, VersionRow
from notices.inbox.rules import texts
from notices.inbox.rules.texts import Texts
from notices.store.rows import NoticesMeta


class TextsRow(VersionRow):
    """A version of the texts."""

    subject = "MESSAGE_TEXTS"

    class Meta(NoticesMeta):
        """The notices' table."""


TEXTS: Settings[Texts] = Settings(
    TextsRow, Path(__file__).parents[1] / "default_texts.json", texts.parse, texts.complete
)

"""Words to a household, kind by kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from kernel.texts import Text
from points.rules.standing import Note, grouped

NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


def note(kind: str, days_ago: int) -> Note:
    return Note(NOON - timedelta(days=days_ago), kind, Text(f"{days_ago}天前", f"{days_ago}d"))


def test_words_of_one_kind_are_one_line_with_the_newest_of_them():
    notes = [note("expiring", 1), note("posted", 2), note("expiring", 8), note("expiring", 30)]

    expiring, posted = grouped(notes)

    assert (expiring.kind, expiring.number, posted.kind) == ("expiring", 3, "posted")
    assert expiring.newest.text.zh == "1天前"
    assert expiring.since == NOON - timedelta(days=30)


def test_no_word_is_no_line():
    assert grouped([]) == []

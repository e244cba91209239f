"""What the village notes of a household for boards: its consent to be named, absences, that care is due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from kernel.problems import InvalidFields
from kernel.record import record
from kernel.texts import Named, Text
from points.rules.board import Removal

if TYPE_CHECKING:
    from points.model.board_requests import NoteStanding

_MOST_ABSENCES = 20


class Action(Named):
    """What is noted."""

    CONSENT = "consent", "同意公示户名", "consent to being named"
    WITHDRAW_CONSENT = "withdraw_consent", "撤回同意", "consent withdrawn"
    NOTE_AWAY = "note_away", "登记外出", "note away"
    END_AWAY = "end_away", "外出结束", "end of absence"
    NOTE_CARE = "note_care", "登记照护", "note care"
    END_CARE = "end_care", "照护结束", "end of care"


BY_THE_HOUSEHOLD = frozenset({Action.CONSENT, Action.WITHDRAW_CONSENT})
LEAVES_BOARDS = {
    Action.WITHDRAW_CONSENT: Removal.CONSENT_WITHDRAWN,
    Action.NOTE_CARE: Removal.EXEMPT,
}
"""What takes a household off the boards that are live."""


class Absence(NamedTuple):
    """Days (ISO) in which nobody lived there; no end: until further notice."""

    since: str
    until: str | None


@record
class Standing:
    """What is noted; `consent` says by whom and when, `in_public` whether it goes for readers without login too."""

    consent: dict[str, str] | None
    away: tuple[Absence, ...]
    care: bool
    version: int
    in_public: bool = False


NOTHING_NOTED = Standing(None, (), care=False, version=0)


def noted(before: Standing, command: NoteStanding, by: str, at: str, today: date) -> Standing:
    """Return what is noted afterwards.

    Parameters
    ----------
    by, at
        Who says so, and when, for a consent.

    Raises
    ------
    InvalidFields
        An absence without a first day, or one that ends before it begins.
    """
    after = replace(before, version=before.version + 1)
    match command.action:
        case Action.CONSENT:
            in_public = bool(command.in_public)
            return replace(after, consent={"by": by, "at": at}, in_public=in_public)
        case Action.WITHDRAW_CONSENT:
            return replace(after, consent=None, in_public=False)
        case Action.NOTE_AWAY:
            return replace(after, away=(*before.away, _absence(command))[-_MOST_ABSENCES:])
        case Action.END_AWAY:
            until = command.until or today.isoformat()
            away = tuple(Absence(span.since, span.until or until) for span in before.away)
            return replace(after, away=away)
        case Action.NOTE_CARE | Action.END_CARE:
            return replace(after, care=command.action is Action.NOTE_CARE)


def _absence(command: NoteStanding) -> Absence:
    if command.since is None:
        raise InvalidFields.one(
            "since", Text("此操作必须填写此项。", "This step takes this field.")
        )
    if command.until is not None and command.until < command.since:
        raise InvalidFields.one("until", Text("不得早于开始日期。", "Not before `since`."))
    return Absence(command.since, command.until)


class Note(NamedTuple):
    """A word to a household."""

    at: datetime
    kind: str
    text: Text


class NoteGroup(NamedTuple):
    """Words of one kind to a household, as one line of its page: the newest, how many there are, and since when."""

    kind: str
    number: int
    since: datetime
    newest: Note


def grouped(notes: Sequence[Note]) -> list[NoteGroup]:
    """Return words of one kind together, what was said last on top.

    Parameters
    ----------
    notes
        Newest first.
    """
    kinds: dict[str, list[Note]] = {}
    for note in notes:
        kinds.setdefault(note.kind, []).append(note)
    return [NoteGroup(kind, len(some), some[-1].at, some[0]) for kind, some in kinds.items()]


@record
class Plate:
    """Which household a door plate's code leads to."""

    token: str
    household: str
    village: str

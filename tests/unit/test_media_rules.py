"""Who may attach what to an incident, who sees it, and when it goes away."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from incidents.media import rules
from incidents.media.rules.attaching import (
    IncidentClosed,
    NeededForConfirmation,
    NotTheUploader,
    TooManyMedia,
    actions_of,
    announce,
    delete,
)
from incidents.media.rules.checking import accept, not_arrived, refuse
from incidents.media.rules.limits import limits
from incidents.media.rules.media import (
    Announcement,
    Attached,
    Cleaned,
    Kind,
    Media,
    moved,
)
from incidents.media.rules.refusals import REFUSALS, Refusal
from incidents.media.rules.seeing import is_after_photo, may_see
from incidents.media.rules.upload_states import UPLOADS, Action, State
from incidents.rules.incident import Incident
from incidents.rules.states import Status
from kernel.access import Caller
from kernel.law import references
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove
from tests.support.incidents import (
    MONDAY,
    NEIGHBOUR,
    OFFICER,
    RESIDENT,
    WORKER,
    caller,
    reported,
    resolved,
)
from tests.support.states import without_row

NOTHING = Attached((), 0)
OTHER = caller("other")
OPEN = reported()


def announced(
    kind: Kind = Kind.BEFORE,
    content_type: str = "image/jpeg",
    size: int = 1000,
    *,
    by: Caller = RESIDENT,
    attached: Attached = NOTHING,
    incident: Incident = OPEN,
    number: int = 0,
) -> Media:
    return announce(
        Announcement(kind, content_type, size),
        media_id=f"m{number}",
        incident=incident,
        caller=by,
        attached=attached,
        now=MONDAY,
        allowed=limits(),
    )


def ready(kind: Kind = Kind.BEFORE, by: Caller = RESIDENT, **how: Any) -> Media:
    return accept(announced(kind, by=by, **how), Cleaned(b"x"), MONDAY).after


def many(number: int, by: str, state: State = State.READY) -> list[Media]:
    one = announced()
    return [replace(one, id=f"m{n}", uploader=by, state=state) for n in range(number)]


@pytest.mark.parametrize(
    ("kind", "content_type", "fits"),
    [
        (Kind.BEFORE, "image/jpeg", True),
        (Kind.BEFORE, "image/png", True),
        (Kind.BEFORE, "audio/amr", False),
        (Kind.VOICE, "audio/amr", True),
        (Kind.VOICE, "audio/mp4", True),
        (Kind.VOICE, "image/jpeg", False),
        (Kind.OTHER, "image/png", True),
        (Kind.OTHER, "audio/ogg", True),
        (Kind.OTHER, "video/mp4", False),
    ],
)
def test_a_photo_is_a_picture_and_voice_is_sound(
    kind: Kind, content_type: str, *, fits: bool
) -> None:
    if fits:
        assert announced(kind, content_type).state is State.PENDING
    else:
        with pytest.raises(InvalidFields):
            announced(kind, content_type)


@pytest.mark.parametrize("content_type", list(limits().types))
def test_a_file_is_as_large_as_its_type_may_be_and_no_larger(content_type: str) -> None:
    most = limits().types[content_type].most_bytes

    assert announced(Kind.OTHER, content_type, most).size == most
    for size in (0, most + 1):
        with pytest.raises(InvalidFields):
            announced(Kind.OTHER, content_type, size)


def test_the_photo_of_a_solution_comes_from_those_who_work_for_the_place() -> None:
    assert announced(Kind.AFTER, by=WORKER).kind is Kind.AFTER

    for stranger in (RESIDENT, NEIGHBOUR):
        with pytest.raises(NotAllowed):
            announced(Kind.AFTER, by=stranger)


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.CANCELLED])
def test_nothing_is_attached_to_or_taken_from_a_closed_incident(status: Status) -> None:
    closed = replace(OPEN, status=status)

    with pytest.raises(IncidentClosed):
        announced(incident=closed)
    with pytest.raises(IncidentClosed):
        delete(ready(), closed, RESIDENT, MONDAY)


@pytest.mark.parametrize(
    ("present", "today"),
    [
        (lambda: many(limits().by_a_person_on_it, RESIDENT.person_id), 0),
        (lambda: many(limits().on_an_incident, "somebody"), 0),
        (lambda: many(limits().ever_by_a_person_on_it, RESIDENT.person_id, State.REFUSED), 0),
        (list, limits().by_a_person_a_day),
    ],
    ids=["by a person on it", "on an incident", "ever", "by a person a day"],
)
def test_every_bound_lets_the_last_one_in_and_no_more(present: Any, today: int) -> None:
    full = Attached(present(), today)
    one_less = Attached(full.present[1:], max(0, today - 1))

    assert announced(attached=one_less)
    with pytest.raises(TooManyMedia):
        announced(attached=full)


def test_what_was_refused_or_deleted_leaves_its_place_free() -> None:
    mine = RESIDENT.person_id
    gone = (
        many(9, mine, State.REFUSED) + many(9, mine, State.EXPIRED) + many(9, mine, State.DELETED)
    )

    assert announced(attached=Attached(gone, 0))


@pytest.mark.parametrize(
    "there",
    [
        many(100, "a", State.DELETED) + many(100, "b", State.DELETED),
        many(10, "a") + many(10, "b") + many(10, "c"),
    ],
    ids=["deleted", "there still"],
)
def test_whatever_others_announced_the_photo_of_the_solution_finds_room(there: list[Media]) -> None:
    attached = Attached(there, 0)

    assert announced(Kind.AFTER, by=WORKER, attached=attached).kind is Kind.AFTER


def test_what_one_person_announces_and_deletes_leaves_another_the_own_share() -> None:
    attached = Attached(many(limits().ever_by_a_person_on_it, "somebody", State.DELETED), 0)

    assert announced(attached=attached)


@pytest.mark.parametrize(
    ("media", "who", "seen"),
    [
        (ready(), OTHER, True),
        (ready(Kind.AFTER, WORKER), OTHER, True),
        (ready(Kind.VOICE, content_type="audio/amr"), OTHER, False),
        (ready(Kind.OTHER), OTHER, False),
        (ready(Kind.VOICE, content_type="audio/amr"), RESIDENT, True),
        (ready(Kind.VOICE, content_type="audio/amr"), OFFICER, True),
        (announced(), OFFICER, False),
        (announced(), RESIDENT, True),
        (refuse(announced(), Refusal.DAMAGED, MONDAY).after, OFFICER, False),
        (refuse(announced(), Refusal.DAMAGED, MONDAY).after, RESIDENT, True),
        (delete(ready(), OPEN, RESIDENT, MONDAY).after, RESIDENT, False),
        (delete(ready(), OPEN, RESIDENT, MONDAY).after, OFFICER, True),
    ],
)
def test_who_may_read_the_incident_sees_of_it(media: Media, who: Caller, *, seen: bool) -> None:
    assert may_see(media, OPEN, who) is seen


def test_only_the_uploader_takes_a_file_away() -> None:
    media = ready()

    with pytest.raises(NotTheUploader):
        delete(media, OPEN, OFFICER, MONDAY)
    assert delete(media, OPEN, RESIDENT, MONDAY).after.state is State.DELETED


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("action", Action)
def test_an_upload_that_was_taken_away_or_decided_stays_so(state: State, action: Action) -> None:
    media = replace(announced(), state=state)
    is_open = state is State.PENDING or (action is Action.DELETE and state is not State.DELETED)

    assert (UPLOADS.find(state, action) is not None) is is_open
    if action is Action.DELETE:
        assert (actions_of(media, OPEN, RESIDENT) == [action]) is is_open
        assert actions_of(media, OPEN, OFFICER) == []
    if not is_open:
        with pytest.raises(IllegalMove):
            moved(media, action, MONDAY)


def test_without_its_row_a_file_is_neither_offered_to_be_taken_away_nor_is_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = actions_of(ready(), OPEN, RESIDENT)

    without_row(monkeypatch, UPLOADS, Action.DELETE)

    assert before == [Action.DELETE]
    assert actions_of(ready(), OPEN, RESIDENT) == []
    with pytest.raises(IllegalMove):
        delete(ready(), OPEN, RESIDENT, MONDAY)


def test_the_photo_of_a_solution_stays_while_the_solution_waits_to_be_confirmed() -> None:
    photo = ready(Kind.AFTER, WORKER)

    assert actions_of(photo, resolved(), WORKER) == []
    with pytest.raises(NeededForConfirmation):
        delete(photo, resolved(), WORKER, MONDAY)
    assert actions_of(photo, OPEN, WORKER) == [Action.DELETE]
    assert actions_of(ready(), resolved(), RESIDENT) == [Action.DELETE]


def test_an_announcement_is_looked_for_once_and_lapses_at_its_limit() -> None:
    media = announced()
    look_at, until = MONDAY + timedelta(minutes=30), MONDAY + timedelta(hours=24)
    second = timedelta(seconds=1)

    assert not_arrived(media, look_at - second) is None
    change = not_arrived(media, look_at)
    assert change is not None
    looked = change.after
    assert (looked.state, looked.wake_at) == (State.PENDING, until)
    assert not_arrived(looked, until - second) is None
    change = not_arrived(looked, until)
    assert change is not None
    lapsed = change.after
    assert (lapsed.state, lapsed.wake_at) == (State.EXPIRED, None)


def test_a_photo_of_the_solution_counts_from_the_instant_it_was_announced() -> None:
    photo = ready(Kind.AFTER, WORKER)

    assert is_after_photo(photo, MONDAY)
    assert not is_after_photo(photo, MONDAY + timedelta(milliseconds=1))
    assert not is_after_photo(announced(Kind.AFTER, by=WORKER), MONDAY)
    assert not is_after_photo(ready(), MONDAY)


def test_every_refusal_has_words() -> None:
    assert set(REFUSALS) == set(Refusal)


def test_no_number_stands_without_a_source() -> None:
    said = json.loads((Path(rules.__file__).parent / "limits.json").read_text(encoding="utf-8"))

    assert {of for of, _ in references(said["sources"])} >= {"all numbers of this file"}

"""How an incident stood ended, as its history tells it."""

from __future__ import annotations

import pytest

from incidents.rules.ended import Stood, ended_after, stood_after
from incidents.rules.states import Status


@pytest.mark.parametrize(
    ("events", "ended"),
    [
        (["reported", "accepted", "resolved"], None),
        (["reported", "resolved", "confirmed", "rated"], Status.CONFIRMED),
        (["reported", "confirmed", "reopened"], None),
        (["reported", "confirmed", "reopened", "cancelled"], Status.CANCELLED),
        (["reported", "merged"], Status.MERGED),
        (["reported", "merged", "separated"], None),
        (["reported", "converted", "taken_back"], None),
    ],
)
def test_an_end_holds_until_it_is_taken_back(events: list[str], ended: Status | None) -> None:
    assert ended_after(events) is ended


def test_what_another_was_separated_from_stays_confirmed() -> None:
    assert ended_after(["reported", "absorbed", "confirmed", "separated"]) is Status.CONFIRMED


def test_what_befell_it_stays_with_it_once_it_did() -> None:
    returned = ["reported", "returned", "accepted", "confirmed"]
    reopened = ["reported", "confirmed", "reopened"]

    assert stood_after(["reported"]) == Stood()
    assert stood_after(returned) == Stood(Status.CONFIRMED, returned=True)
    assert stood_after(reopened) == Stood(reopened=True)

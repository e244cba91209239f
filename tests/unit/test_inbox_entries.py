"""What people are told of the histories of points and self-government: who, in which words, and what never reaches a message."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assembly.rules.states.ideas import IdeaStatus
from assembly.rules.states.meetings import MeetingAction
from assembly.rules.states.village_rules import RulesAction
from assembly.store.rows import Kind
from kernel import addressees
from kernel.access import Role
from kernel.addressees import Addressee, household, person, role, unit
from kernel.texts import Text
from notices.inbox.rules import entries, texts
from notices.inbox.rules.entries import ABOUT
from notices.inbox.rules.told import NEWS, TELLS, About, Told
from notices.inbox.store.texts import TEXTS
from notices.rules.entries import MalformedEntry
from points.rules.claim_states import Event
from points.rules.redemption_states import RedemptionStatus

VILLAGE = "140426106201"
NAME = Text("庄头村", "Zhuangtou")


def kept(**changes: Any) -> Any:
    said: dict[str, Any] = {
        "pk": "CLAIM#01K",
        "sk": "HIST#000003",
        "event": "published",
        "kind": None,
        "at": "2026-11-23T02:00:00.000Z",
        "actor": "v1",
        "village": None,
        "due_at": None,
        "details": json.dumps({"publication": "01P", "until": "2026-11-29T16:00:00.000Z"}),
        "addressees": addressees.write([household("h-01")]),
    }
    return SimpleNamespace(**said | changes)


def told(row: Any, *, office: bool = False) -> Text:
    entry = entries.read_entry(row)
    assert entry is not None
    which = entry.office if office else entry.own
    assert which is not None
    return texts.render(TEXTS.packaged().value.of(which, "*"), entries.values(entry, NAME))


@pytest.mark.parametrize(
    "named",
    [
        person("p-1"),
        person("oidc:4711:x"),
        household("h-01"),
        unit(VILLAGE),
        role(Role.POINTS_VERIFIER, VILLAGE),
    ],
)
def test_whom_an_entry_names_is_read_as_it_was_written(named: Addressee) -> None:
    assert addressees.read(addressees.write([named, named])) == (named,)


def test_an_entry_that_names_nobody_keeps_nobody() -> None:
    assert addressees.write([]) is None
    assert addressees.read(None) == ()


def test_a_household_reads_until_when_its_score_may_be_objected_to() -> None:
    assert told(kept()).zh == "您户的一项积分事项正在公示，2026-11-30 00:00前可提出异议。"


def test_of_a_check_that_is_late_the_office_is_asked_and_the_household_told() -> None:
    late = kept(event="check_late", details=None)

    assert told(late, office=True).zh == "一项积分申报逾期未核验完成，请尽快核验。"
    assert told(late).zh.startswith("您户的一项积分申报逾期未核验完成")


def test_points_that_end_soon_are_told_with_their_number_and_last_day() -> None:
    note = kept(
        pk="NOTES#h-01",
        sk="01KNOTE",
        event=None,
        kind="expiry",
        details=json.dumps({"points": 12, "until": "2026-12-31"}),
    )

    assert told(note).en == "12 points of your household can be spent until 2026-12-31."


def test_a_period_that_was_not_published_is_named_to_the_village() -> None:
    missing = kept(
        pk=f"DUTY#{VILLAGE}~finance~2026-Q3",
        sk="HIST#01K#01",
        event="reminded",
        village=VILLAGE,
        details=json.dumps({"duty": "finance", "period": "2026-Q3"}),
        addressees=addressees.write([unit(VILLAGE)]),
    )

    assert told(missing, office=True).zh == "庄头村2026-Q3应公开的事项逾期未公开，请尽快公开。"


def test_an_invitation_says_when_it_begins() -> None:
    called = kept(
        pk="MEETING#01M",
        sk="HIST#01K#01",
        event="announced",
        details=json.dumps({"begins_at": "2026-12-05T01:30:00.000Z"}),
    )

    assert told(called).zh == "请于2026-12-05 09:30参加会议，议程可在会议中查看。"


@pytest.mark.parametrize(
    "row", [kept(addressees=None), kept(event="verified"), kept(event="withdrawn")]
)
def test_what_is_nothing_to_anybody_is_told_to_nobody(row: Any) -> None:
    assert entries.read_entry(row) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"addressees": "["},
        {"addressees": '["nobody:x"]'},
        {"at": "yesterday"},
        {"details": '{"until": "soon"}'},
        {"details": "[]"},
        {"details": '{"points": "many"}'},
    ],
)
def test_an_entry_that_breaks_its_grammar_is_set_aside(wrong: dict[str, str]) -> None:
    with pytest.raises(MalformedEntry):
        entries.read_entry(kept(**wrong))


@given(words=st.text(min_size=1).filter(lambda text: len(text.strip()) > 5))
def test_neither_persons_nor_the_words_people_wrote_reach_a_message(words: str) -> None:
    details = {"reason": words, "period": words, "title": words, "by": words}

    said = told(kept(event="objected", actor=words, details=json.dumps(details)))

    assert said == TEXTS.packaged().value.of(Told.CLAIM_OBJECTED, "*")


@pytest.mark.parametrize(
    ("keys", "is_told"),
    [
        (("CLAIM#01K", "HIST#000001"), True),
        (("NOTES#h-01", "01K"), True),
        (("DUTY#140426106201~finance~2026-Q3", "HIST#01K#01"), True),
        (("CLAIM#01K", "CLAIM"), False),
        (("LEDGER#140426106201", "E#01K"), False),
        (("SHARDS#01V", "ballots#03"), False),
        (("KEY#01V", "HIST#01K#01"), False),
    ],
)
def test_only_entries_of_what_people_hear_of_are_looked_at(
    keys: tuple[str, str], is_told: bool
) -> None:
    assert entries.is_told(*keys) is is_told


def test_everything_that_is_told_has_words_and_everything_with_words_is_told() -> None:
    said = {one for news in NEWS.values() for both in news.values() for one in both if one}

    assert said | set(TELLS.values()) == set(Told)
    assert {Told(entry["event"]) for entry in TEXTS.packaged().document["texts"]} == set(Told)


def test_everything_a_message_may_be_about_has_news() -> None:
    assert set(ABOUT.values()) == set(NEWS) == set(About) - {About.INCIDENT}


def test_the_events_are_those_that_points_and_assemblies_have() -> None:
    assert set(NEWS[About.CLAIM]) <= set(Event)
    assert set(NEWS[About.REDEMPTION]) <= set(RedemptionStatus)
    assert {"adopted", "declined"} <= set(IdeaStatus)
    assert "cancel" in set(MeetingAction)
    assert set(NEWS[About.VILLAGE_RULES]) <= set(RulesAction)
    assert set(ABOUT) - {"CLAIM", "BOARD", "REDEEM", "NOTES"} <= set(Kind)

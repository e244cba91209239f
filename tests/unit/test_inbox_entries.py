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
from assembly.store.things import RECORD_OF
from economy.rules.alert_states import AlertEvent
from economy.rules.contract_states import ContractEvent
from economy.rules.suits import SuitEvent
from enforcement.outreach.rules.prompts import PromptEvent
from enforcement.outreach.rules.site_states import SiteEvent
from enforcement.rules.case_hearers import TOLD_TO_OFFICES, TOLD_TO_PARTY, TOLD_TO_REPORTER
from enforcement.rules.case_moves import OPENED
from enforcement.rules.case_steps import ByLaw, CaseAction
from enforcement.rules.certificates import CertificateEvent
from enforcement.rules.supervision import SupervisionAction
from enforcement.rules.timeline import RecordEvent
from enforcement.rules.visit_states import VisitEvent
from escalation.rules.events import OwedEvent
from kernel import addressees
from kernel.access import Role
from kernel.addressees import Addressee, household, person, role, unit
from kernel.texts import Text
from notices.inbox.rules import entries, texts
from notices.inbox.rules.entries import ABOUT
from notices.inbox.rules.news import NEWS
from notices.inbox.rules.told import TELLS, About, Told
from notices.inbox.store.texts import TEXTS
from notices.rules.entries import MalformedEntry
from points.rules.claim_states import Event
from points.rules.redemption_states import RedemptionStatus
from reports.rules.briefings import BriefingEvent
from reports.rules.counts import CountStatus
from reports.stars.rules.rating_states import StarRatingEvent
from services.environment.rules.courtyard_states import YardEvent
from services.environment.rules.lines import LineEvent
from services.environment.rules.loads import LoadEvent
from services.environment.rules.work_days import WorkEvent
from services.errands.rules.errand_states import ErrandEvent
from services.feedback.rules.feedback import FeedbackEvent
from services.hazards.rules.finding_states import FindingEvent
from services.mediation.rules.case_states import CaseEvent
from tests.unit.test_notices_rules import history_row

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


def test_of_goods_set_aside_the_office_is_asked_and_the_household_told() -> None:
    held = kept(pk="REDEEM#01R", event="held")

    assert told(held, office=True).zh.startswith("有新的兑换待核销")
    assert told(held).zh.startswith("您户兑换的物品已预留")


def test_points_that_end_soon_are_told_with_their_number_and_last_day() -> None:
    note = kept(
        pk="NOTES#h-01",
        sk="01KNOTE",
        event=None,
        kind="expiry",
        details=json.dumps({"points": 12, "until": "2026-12-31"}),
    )

    assert told(note).en == "12 points of your household can be spent until 2026-12-31."


def test_a_period_that_is_to_be_published_is_named_to_the_village() -> None:
    missing = kept(
        pk=f"DUTY#{VILLAGE}~finance~2026-Q3",
        sk="HIST#01K#01",
        event="owed",
        village=VILLAGE,
        due_at="2026-10-10T16:00:00.000Z",
        details=json.dumps({"duty": "finance", "period": "2026-Q3"}),
        addressees=addressees.write([unit(VILLAGE)]),
    )

    assert told(missing, office=True).zh == "庄头村2026-Q3应公开的事项请在2026-10-11 00:00前公开。"


def test_an_invitation_says_when_it_begins() -> None:
    called = kept(
        pk="MEETING#01M",
        sk="HIST#01K#01",
        event="announced",
        details=json.dumps({"begins_at": "2026-12-05T01:30:00.000Z"}),
    )

    assert told(called).zh == "请于2026-12-05 09:30参加会议，议程可在会议中查看。"


def test_what_is_owed_is_told_to_the_offices_its_entry_names() -> None:
    row = history_row(
        event="escalated", category="idea", unit=VILLAGE, due_at="2026-11-30T10:00:00.000Z"
    )

    entry = entries.read_obligation(row)

    assert entry is not None
    assert entry.office is not None
    assert entry.addressees == (unit(VILLAGE),)
    given = entries.values(entry, NAME, Text("点子答复", "Answering an idea"))
    said = texts.render(TEXTS.packaged().value.of(entry.office, "*"), given)
    assert said.zh == (
        "庄头村的“点子答复”逾期未落实，已上报，请督促并尽快落实，期限2026-11-30 18:00。"
    )


@pytest.mark.parametrize("event", ["followed", "fulfilled", "dropped", "due_recounted"])
def test_of_what_is_owed_no_office_gets_what_asks_nothing_of_it(event: str) -> None:
    assert entries.read_obligation(history_row(event=event)) is None


@pytest.mark.parametrize("wrong", [{"seq": "x"}, {"unit": "here"}, {"addressees": "{}x"}])
def test_an_entry_of_what_is_owed_that_breaks_its_grammar_is_set_aside(wrong: Any) -> None:
    with pytest.raises(MalformedEntry):
        entries.read_obligation(history_row(event="reminded", **wrong))


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


def test_what_else_a_step_tells_under_these_names_stops_no_message() -> None:
    said = told(kept(event="confirmed", details='{"points": {"earned": 5}, "parts": []}'))

    assert said == TEXTS.packaged().value.of(Told.CLAIM_CONFIRMED, "*")


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
    assert set(NEWS) == set(About) - {About.INCIDENT}
    assert set(ABOUT.values()) == set(NEWS) - {About.OBLIGATION}


def test_the_events_are_those_that_their_contexts_have() -> None:
    assert set(NEWS[About.CLAIM]) <= set(Event)
    assert set(NEWS[About.REDEMPTION]) <= set(RedemptionStatus)
    assert {"adopted", "declined"} <= set(IdeaStatus)
    assert "cancel" in set(MeetingAction)
    assert set(NEWS[About.VILLAGE_RULES]) <= set(RulesAction)
    assert set(NEWS[About.OBLIGATION]) <= set(OwedEvent)
    assert set(NEWS[About.CASE]) <= {*CaseAction, *ByLaw, OPENED, *RecordEvent}
    assert set(NEWS[About.SUPERVISION]) <= {*SupervisionAction, "issued"}
    assert set(NEWS[About.OUTREACH_SITE]) <= set(SiteEvent)
    assert set(NEWS[About.OUTREACH_PROMPT]) <= set(PromptEvent)
    assert set(NEWS[About.HAZARD]) <= set(FindingEvent)
    assert set(NEWS[About.CERTIFICATE]) <= set(CertificateEvent)
    assert set(NEWS[About.INSPECTION]) <= set(VisitEvent)
    of_enforcement = {"CASE", "SUPERVISION", "SITE", "PROMPT", "LAWDAY"}
    of_enforcement |= {"CERT", "INSPECTION", "PLAN", "POWER"}
    assert set(NEWS[About.MEDIATION]) <= set(CaseEvent)
    assert set(NEWS[About.ERRAND]) <= set(ErrandEvent)
    assert set(NEWS[About.COURTYARD]) <= set(YardEvent)
    assert set(NEWS[About.KEPT_LINE]) <= set(LineEvent)
    assert set(NEWS[About.LOAD]) <= set(LoadEvent)
    assert set(NEWS[About.WORK_DAY]) <= set(WorkEvent)
    assert set(NEWS[About.FEEDBACK]) <= set(FeedbackEvent)
    of_services = {"HAZARD", "MEDIATION", "ERRAND", "YARD", "LINE", "LOAD", "WORKDAY", "FEEDBACK"}
    assert set(NEWS[About.ECONOMY_CONTRACT]) <= set(ContractEvent)
    assert set(NEWS[About.ECONOMY_ALERT]) <= set(AlertEvent)
    assert set(NEWS[About.ECONOMY_SUIT]) <= set(SuitEvent)
    of_economy = {"CONTRACT", "ALERT", "SUIT"}
    assert set(NEWS[About.STAR_RATING]) <= set(StarRatingEvent)
    assert set(NEWS[About.FIGURE_COUNT]) <= set(CountStatus)
    assert set(NEWS[About.BRIEFING]) <= set(BriefingEvent)
    of_reports = {"STARRATING", "COUNT", "BRIEFING"}
    of_points = {"CLAIM", "BOARD", "REDEEM", "NOTES"}
    elsewhere = of_enforcement | of_services | of_economy | of_points | of_reports
    assert set(ABOUT) - elsewhere <= set(RECORD_OF)


def test_every_step_of_a_case_that_names_somebody_is_told_to_them() -> None:
    for told_to in (TOLD_TO_PARTY, TOLD_TO_REPORTER):
        assert all(NEWS[About.CASE][event].own for event in told_to)
    assert all(NEWS[About.CASE][event].office for event in TOLD_TO_OFFICES)

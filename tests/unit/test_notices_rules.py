"""What notices say, when they are stale, what subscriptions let through."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from escalation.rules import climbing, readdressing
from escalation.rules.clocked import Severity
from escalation.rules.events import OwedEvent
from incidents.rules import pauses, ratings
from incidents.rules.states import Action, Event
from kernel.units import Tier, tier_of
from notices.rules import endpoints, entries, events, filters, messages, staleness, wordings
from notices.rules.endpoints import Channel
from notices.rules.entries import Addressee, MalformedEntry
from notices.rules.filters import Wanted
from notices.rules.wordings import Staleness
from tests.support import incidents

VILLAGE, TOWN, COUNTY, GRID = "140426106201", "140426106", "140426", "140426106201001"
TOPIC = "arn:aws-cn:sns:cn-north-1:123456789012:village"
NAMES = {COUNTY: "黎城县", TOWN: "洪井镇", VILLAGE: "庄头村", GRID: "第一网格"}


def history_row(**changes):
    row = {
        "pk": "INC#01JD",
        "incident_id": "01JD",
        "seq": "3",
        "at": "2026-11-23T02:00:00.000Z",
        "event": "reminded",
        "actor": "p-1",
        "actor_name": "某某",
        "from_status": "reported",
        "to_status": "reported",
        "from_tier": "village",
        "to_tier": "village",
        "responsible_unit": VILLAGE,
        "reason": None,
        "addressees": json.dumps([{"tier": "village", "unit": VILLAGE}]),
        "epoch": "1",
        "due_at": "2026-11-23T02:20:00.000Z",
        "unit": GRID,
        "category": "environment",
        "severity": "pressing",
        "case_code": a_case_code(),
    }
    return {**row, **changes}


def a_case_code():
    from stdnum.iso7064 import mod_37_36

    body = "140426267KQ2M9XD4"
    code = body + mod_37_36.calc_check_digit(body)
    return f"{code[:6]}-{code[6:8]}-{code[8:13]}-{code[13:]}"


@dataclass
class Now:
    status: str = "reported"
    tier: str = "village"
    epoch: int = 1
    responsible_unit: str = VILLAGE
    due_at: str | None = "2026-11-23T02:20:00.000Z"


def entry(**changes):
    return entries.read_entry(history_row(**changes))


def notice(*, to=VILLAGE, **changes):
    return messages.compose(entry(**changes), Addressee(tier_of(to), to), "生态环境", NAMES)


def line(label, told):
    (found,) = [one for one in told.text.splitlines() if one.startswith(label)]
    return found.removeprefix(f"{label}：")


def asked(**changes):
    return line("办理要求", notice(**changes))


def why(**changes):
    return line("通知原因", notice(**changes))


def awaiting(stage):
    return json.dumps({"evidence": ["井盖已换"], "confirm_stage": stage})


def test_notices_know_the_reasons_the_system_gives():
    assert set(events.REASONS) == {
        climbing.LIMIT_PASSED,
        climbing.NOBODY_HOLDS_POST,
        pauses.CAP_REACHED,
        ratings.REOPENED_OFTEN,
        climbing.HOLIDAYS_PUBLISHED,
        readdressing.UNIT_CLOSED,
    }


def test_every_event_but_acceptance_joining_and_its_undoing_has_its_words():
    of_follow_ups = {OwedEvent.FOLLOWED, OwedEvent.URGED, OwedEvent.FULFILLED, OwedEvent.DROPPED}

    assert (
        set(wordings.WORDINGS)
        == {*Event, *OwedEvent} - {Event.ACCEPTED, Event.JOINED, Event.LEFT} - of_follow_ups
    )


def test_every_event_an_obligation_tells_of_has_its_words():
    assert set(wordings.FOLLOW_UP_WORDINGS) == {
        OwedEvent.REMINDED,
        OwedEvent.ESCALATED,
        OwedEvent.TIER_SKIPPED,
        OwedEvent.SUPERVISED,
        OwedEvent.FOLLOWED,
        OwedEvent.EXTENDED,
        OwedEvent.URGED,
        OwedEvent.FULFILLED,
        OwedEvent.DROPPED,
        OwedEvent.DUE_RECOUNTED,
    }


def test_a_notice_of_an_obligation_names_the_unit_that_has_to_do_it():
    row = history_row(event="escalated", unit=VILLAGE, category="resolution", subject="obligation")

    told = messages.compose(
        entries.read_entry(row), Addressee(Tier.TOWN, TOWN), "村级决议落实", NAMES
    )

    assert told.subject == f"【上报】村级决议落实（较急）{a_case_code()}"
    assert "责任单位：洪井镇·庄头村" in told.text
    assert "办理要求：应办事项已上报，请上级督促、责任单位尽快落实并登记完成。" in told.text
    assert told.facts["obligation_id"] == "01JD"
    assert "incident_id" not in told.facts


def test_an_obligation_that_waits_for_the_morning_is_still_one():
    kept = entries.read_entry(history_row(event="escalated", subject="obligation"))

    again = entries.read_entry(entries.write_entry(kept))

    assert again == replace(kept, addressees=())


@pytest.mark.parametrize("status", ["fulfilled", "dropped"])
def test_nobody_is_told_to_push_what_is_done(status):
    told = entries.read_entry(history_row(event="escalated", subject="obligation"))

    assert staleness.is_stale(told, Now(status=status))


def test_nobody_is_told_of_an_acceptance():
    (accepted,) = incidents.move(incidents.reported(), Action.ACCEPT, incidents.OFFICER).entries

    assert (accepted.event, accepted.addressees) == (Event.ACCEPTED, ())


def test_an_acceptance_that_somebody_is_to_be_told_of_is_malformed():
    with pytest.raises(MalformedEntry):
        entry(event="accepted")


def test_an_acceptance_that_nobody_is_told_of_is_in_order():
    assert entry(event="accepted", addressees="[]").event is Event.ACCEPTED


def test_a_notice_tells_what_is_asked_where_and_by_when_in_beijing_time():
    told = notice()

    assert told.subject == f"【催办】生态环境（较急）{a_case_code()}"
    assert told.text.splitlines() == [
        told.subject,
        f"案件编号：{a_case_code()}",
        "发生地点：洪井镇·庄头村·第一网格",
        "办理层级：村级",
        "通知单位：洪井镇·庄头村",
        "办理要求：办理时限将至，请尽快办理。",
        "办理时限：2026-11-23 10:20（北京时间）",
        "详情请凭案件编号登录系统查看。",
    ]


def test_the_responsible_unit_is_asked_to_accept_a_new_incident():
    assert asked(event="reported") == "请在时限前受理。"


def test_a_village_below_the_responsible_town_is_asked_to_go_there_first():
    assert asked(event="reported", severity="urgent", to_tier="town") == (
        "已同时报乡镇级办理，请先行到场处置；危及人身安全的，请先组织撤离并拨打110、119、120。"
    )


def test_a_town_below_the_responsible_county_is_told_that_the_county_has_it():
    urgent = {"event": "reported", "severity": "urgent", "to_tier": "county"}

    assert asked(to=TOWN, **urgent).startswith("已同时报县级办理，")


def test_the_town_responsible_for_an_urgent_incident_is_asked_to_accept_it():
    urgent = {"event": "reported", "severity": "urgent", "to_tier": "town"}

    assert asked(to=TOWN, **urgent) == "请在时限前受理。"


CONFIRMERS = [("worker", "网格员"), ("chief", "网格长"), ("above", "上一级干部")]


@pytest.mark.parametrize(("stage", "who"), CONFIRMERS)
def test_a_solution_is_put_to_whoever_is_to_confirm_it(stage, who):
    told = asked(event="resolved", details=awaiting(stage))

    assert told == f"处置单位已提出办理结果，请{who}核查确认。"


@pytest.mark.parametrize(("stage", "who"), CONFIRMERS)
def test_a_reminder_to_confirm_names_whose_turn_it_is(stage, who):
    told = asked(event="confirmation_reminded", details=awaiting(stage))

    assert told == f"办理结果尚待核查确认，请{who}尽快核查。"


@pytest.mark.parametrize(("stage", "who"), CONFIRMERS[1:])
def test_a_confirmation_that_passes_on_names_whose_turn_it_is_now(stage, who):
    told = asked(event="confirmation_passed", details=awaiting(stage))

    assert told == f"现由{who}负责核查确认，请尽快核查。"


def test_what_the_county_solved_is_at_last_put_to_its_administrator():
    told = asked(to=COUNTY, event="resolved", to_tier="county", details=awaiting("above"))

    assert told == "处置单位已提出办理结果，请县管理员核查确认。"


@pytest.mark.parametrize(
    "details", [None, "{}", "[]", "1", "{", '{"confirm_stage": "张三"}', '{"confirm_stage": []}']
)
def test_without_a_known_turn_the_unit_that_is_told_is_asked_to_confirm(details):
    assert asked(event="resolved", details=details) == (
        "处置单位已提出办理结果，请收件单位核查确认。"
    )


def test_a_closed_incident_was_confirmed_by_whoever_it_was():
    assert asked(event="confirmed") == "核查确认通过，事件已办结，无需操作。"


@pytest.mark.parametrize("event", ["escalated", "supervised"])
def test_a_passed_limit_says_that_the_incident_is_not_settled_and_no_more(event):
    assert why(event=event, reason_code="limit_passed") == "时限已过，尚未办结。"


def test_a_passed_confirmation_says_that_the_limit_of_the_confirmation_passed():
    assert why(event="confirmation_passed", reason_code="limit_passed") == "核查时限已过。"


def test_a_tier_passed_over_says_that_nobody_holds_the_post_below():
    assert why(event="tier_skipped", reason_code="nobody_holds_post") == "下级暂无人在岗。"


@pytest.mark.parametrize("event", ["resolved", "confirmation_reminded", "confirmation_passed"])
def test_the_limit_of_a_confirmation_is_called_so(event):
    assert line("核查时限", notice(event=event)) == "2026-11-23 10:20（北京时间）"


@pytest.mark.parametrize(
    ("tier", "name"), [("village", "村级"), ("town", "乡镇级"), ("county", "县级")]
)
def test_a_notice_names_the_tier_that_has_the_incident(tier, name):
    assert line("办理层级", notice(to_tier=tier)) == name


def test_a_unit_the_registry_does_not_know_is_written_as_its_code():
    told = messages.compose(entry(), Addressee(Tier.VILLAGE, VILLAGE), "生态环境", {})

    assert f"通知单位：{TOWN}·{VILLAGE}" in told.text


def test_machines_get_the_same_facts_as_people():
    message = json.loads(notice().message)
    facts = json.loads(message["default"])

    assert message["email"] == facts["text"]
    assert facts["notice_id"] == f"01JD-000003-village-{VILLAGE}"
    assert (facts["event"], facts["tier"], facts["due_at"]) == (
        "reminded",
        "village",
        "2026-11-23T02:20:00.000Z",
    )


def test_machines_are_told_whose_turn_it_is_to_confirm():
    message = json.loads(notice(event="resolved", details=awaiting("chief")).message)

    assert json.loads(message["default"])["confirm_stage"] == "chief"


def test_subscriptions_can_filter_on_unit_origin_category_severity_event_and_case():
    assert notice().attributes == {
        "unit": VILLAGE,
        "origin": GRID,
        "category": "environment",
        "severity": "pressing",
        "event": "reminded",
        "case_code": a_case_code(),
        "notice_id": f"01JD-000003-village-{VILLAGE}",
    }


@pytest.mark.parametrize("event", wordings.WORDINGS)
@pytest.mark.parametrize("severity", Severity)
def test_a_subject_is_one_line_of_fewer_than_100_characters_and_has_an_ascii_twin(event, severity):
    told = messages.compose(
        entry(event=event, severity=severity),
        Addressee(Tier.TOWN, TOWN),
        "很长的类别名称" * 20,
        NAMES,
    )

    for subject in (told.subject, told.plain_subject):
        assert len(subject) < 100
        assert subject.isprintable()
        assert a_case_code() in subject
    assert told.plain_subject.isascii()


FREE_FIELDS = [
    "actor",
    "actor_name",
    "actor_unit",
    "reason",
    "reason_code",
    "note",
    "description",
    "handler",
    "details",
]
PERSONAL = ["张三丰", "13812345678", "140426199001011234", "p-gw-01"]


@given(
    event=st.sampled_from(list(wordings.WORDINGS)),
    spilt=st.dictionaries(
        st.sampled_from([*FREE_FIELDS, "reporter", "on_behalf_of", "name", "phone"]),
        st.sampled_from(PERSONAL),
        min_size=1,
    ),
)
def test_no_name_phone_id_or_words_of_a_person_reach_a_notice(event, spilt):
    told = notice(event=event, **spilt)

    everything = (
        told.subject + told.plain_subject + told.message + json.dumps(dict(told.attributes))
    )
    assert not [value for value in spilt.values() if value in everything]


@pytest.mark.parametrize(
    "spilt",
    [
        {"category": "张三丰"},
        {"unit": "13812345678"},
        {"case_code": "张三"},
        {"severity": "张三"},
        {"event": "张三"},
    ],
)
def test_a_personal_text_in_a_coded_field_is_refused_without_repeating_it(spilt):
    with pytest.raises(MalformedEntry) as refused:
        entry(**spilt)

    assert not any(value in str(refused.value) for value in spilt.values())


@pytest.mark.parametrize(
    "missing", ["seq", "at", "event", "unit", "category", "severity", "case_code"]
)
def test_an_entry_without_what_a_notice_is_made_of_is_malformed(missing):
    row = history_row()
    del row[missing]

    with pytest.raises(MalformedEntry):
        entries.read_entry(row)


@pytest.mark.parametrize(
    "addressees",
    ["{", '[{"tier": "grid", "unit": "140426"}]', '[{"tier": "town", "unit": "1404"}]', "[1]"],
)
def test_addressees_that_are_no_units_are_malformed(addressees):
    with pytest.raises(MalformedEntry):
        entry(addressees=addressees)


def test_an_addressee_named_twice_is_told_once():
    twice = json.dumps([{"tier": "town", "unit": TOWN}] * 2)

    assert entry(addressees=twice).addressees == (Addressee(Tier.TOWN, TOWN),)


def test_a_reminder_is_still_wanted_while_nothing_has_moved():
    assert not staleness.is_stale(entry(event="reminded"), Now())


NUDGES = [
    event for event, wording in wordings.WORDINGS.items() if wording.stale is Staleness.ONCE_MOVED
]


@pytest.mark.parametrize("event", NUDGES)
@pytest.mark.parametrize(
    "moved", [{"status": "accepted"}, {"status": "confirmed"}, {"tier": "town"}, {"epoch": 2}]
)
def test_a_nudge_is_stale_once_the_incident_has_moved(event, moved):
    assert staleness.is_stale(entry(event=event), Now(**moved))


@pytest.mark.parametrize("event", ["escalated", "tier_skipped"])
@pytest.mark.parametrize(
    ("status", "stale"),
    [("accepted", False), ("resolved", False), ("confirmed", True), ("cancelled", True)],
)
def test_an_escalation_is_stale_only_when_the_incident_is_closed(event, status, stale):
    assert staleness.is_stale(entry(event=event), Now(status=status)) is stale


@pytest.mark.parametrize("event", ["reported", "resolved", "rejected", "confirmed", "cancelled"])
def test_a_fact_is_never_stale(event):
    assert not staleness.is_stale(entry(event=event), Now(status="cancelled", epoch=9))
    assert not staleness.may_go_stale(entry(event=event))


@pytest.mark.parametrize(
    ("now", "asked"),
    [
        ({}, "请在时限前受理。"),
        ({"due_at": "2026-11-24T02:20:00.000Z"}, "已有进展"),
        ({"status": "accepted"}, "已有进展"),
        ({"tier": "town"}, "已有进展"),
        ({"status": "confirmed", "due_at": None}, "已结束，无需操作"),
    ],
)
def test_what_was_held_says_what_is_true_at_its_release(now, asked):
    present = Now(**now)

    released = staleness.as_it_stands(entry(event="reported"), present)
    told = messages.compose(released, Addressee(Tier.VILLAGE, VILLAGE), "生态环境", NAMES)

    assert asked in told.text
    assert (told.facts["due_at"], told.facts["to_tier"]) == (present.due_at, present.tier)


def test_a_reminder_of_an_incident_that_is_gone_is_stale():
    assert staleness.is_stale(entry(event="reminded"), None)


def test_the_same_entry_and_addressee_have_the_same_notice_id():
    told, again = entry(), replace(entry(), at=datetime(2027, 1, 1, tzinfo=UTC))

    assert messages.notice_id(told, told.addressees[0]) == messages.notice_id(
        again, again.addressees[0]
    )


@pytest.mark.parametrize(
    ("unit", "tier"),
    [
        (COUNTY, Tier.COUNTY),
        (TOWN, Tier.TOWN),
        (VILLAGE, Tier.VILLAGE),
        (GRID, Tier.VILLAGE),
        (COUNTY + "-SLJ", Tier.COUNTY),
        (TOWN + "-D01", Tier.TOWN),
    ],
)
def test_the_notices_of_a_unit_come_through_its_tier_and_a_grids_through_the_village(unit, tier):
    assert tier_of(unit) is tier


def test_a_filter_lets_a_unit_and_all_below_it_through():
    assert filters.filter_policy([Wanted(VILLAGE)]) == {"unit": [{"prefix": VILLAGE}]}


def test_a_filter_may_narrow_events_and_severities():
    policy = filters.filter_policy([Wanted(TOWN, frozenset({"escalated"}), frozenset({"urgent"}))])

    assert policy == {"unit": [{"prefix": TOWN}], "event": ["escalated"], "severity": ["urgent"]}


def test_choosing_every_event_that_is_told_is_choosing_none():
    everything = Wanted(TOWN, frozenset(map(str, wordings.TOLD)), frozenset(map(str, Severity)))

    assert filters.filter_policy([everything]) == filters.filter_policy([Wanted(TOWN)])


def test_units_with_the_same_narrowing_share_a_branch_and_a_covered_unit_adds_nothing():
    other = "140426106202"

    policy = filters.filter_policy([Wanted(other), Wanted(GRID), Wanted(VILLAGE)])

    assert policy == {"unit": [{"prefix": VILLAGE}, {"prefix": other}]}


def test_different_narrowings_are_alternatives():
    policy = filters.filter_policy(
        [Wanted(VILLAGE, severities=frozenset({"urgent"})), Wanted("140426106202")]
    )

    assert policy == {
        "$or": [
            {"unit": [{"prefix": "140426106202"}]},
            {"unit": [{"prefix": VILLAGE}], "severity": ["urgent"]},
        ]
    }


def test_an_endpoint_that_carries_nothing_has_no_filter():
    assert filters.filter_policy([]) is None


def test_a_filter_larger_than_sns_takes_is_refused():
    units = [Wanted(f"1404261062{number:02d}001") for number in range(1, 100)]
    narrow = frozenset({"urgent", "pressing"})

    assert filters.filter_policy(units) is not None
    with pytest.raises(filters.TooManySubscriptions):
        filters.filter_policy([replace(one, severities=narrow) for one in units])


GOOD = [
    (Channel.EMAIL, "office@licheng.gov.cn"),
    (Channel.EMAIL, "zhang.san+tz@mail.example-site.com"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn/notices?key=1"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn:8443/n"),
    (Channel.HTTPS, "https://[2400:3200::1]/n"),
    (Channel.HTTPS, "https://223.5.5.5/n"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:123456789012:town-notices"),
]
BAD = [
    (Channel.EMAIL, "office"),
    (Channel.EMAIL, "office@localhost"),
    (Channel.EMAIL, "a@b@licheng.gov.cn"),
    (Channel.EMAIL, "office@[10.0.0.1]"),
    (Channel.EMAIL, ".office@licheng.gov.cn"),
    (Channel.EMAIL, "办公室@licheng.gov.cn"),
    (Channel.EMAIL, "office@licheng.gov.cn\r\nBcc: x@y.cn"),
    (Channel.EMAIL, "a" * 65 + "@licheng.gov.cn"),
    (Channel.HTTPS, "http://hooks.licheng.gov.cn/"),
    (Channel.HTTPS, "https://user:pass@hooks.licheng.gov.cn/"),
    (Channel.HTTPS, "https://localhost/"),
    (Channel.HTTPS, "https://hooks.internal/"),
    (Channel.HTTPS, "https://printer.local/"),
    (Channel.HTTPS, "https://127.0.0.1/"),
    (Channel.HTTPS, "https://10.1.2.3/"),
    (Channel.HTTPS, "https://169.254.169.254/latest/meta-data"),
    (Channel.HTTPS, "https://[::1]/"),
    (Channel.HTTPS, "https://[::ffff:10.0.0.1]/"),
    (Channel.HTTPS, "https://[fd00::1]/"),
    (Channel.HTTPS, "https://2130706433/"),
    (Channel.HTTPS, "https://0x7f.1/"),
    (Channel.HTTPS, "https://127.1/"),
    (Channel.HTTPS, "https://224.0.0.1/"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn:99999/"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn/#x"),
    (Channel.HTTPS, "https://hooks.licheng.gov.cn\\@127.0.0.1/"),
    (Channel.HTTPS, "https://[oops/"),
    (Channel.HTTPS, "https://"),
    (Channel.SQS, "arn:aws:sqs:cn-north-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-northwest-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:12345:q"),
    (Channel.SQS, "arn:aws-cn:sns:cn-north-1:123456789012:q"),
    (Channel.SQS, "arn:aws-cn:sqs:cn-north-1:123456789012:q.fifo"),
    (Channel.SQS, "q"),
]


@pytest.mark.parametrize(("protocol", "endpoint"), GOOD)
def test_a_reachable_endpoint_is_taken(protocol, endpoint):
    assert endpoints.endpoint_fault(protocol, endpoint, TOPIC) is None


@pytest.mark.parametrize(("protocol", "endpoint"), BAD)
def test_an_endpoint_that_is_malformed_or_not_public_is_refused_with_a_reason(protocol, endpoint):
    fault = endpoints.endpoint_fault(protocol, endpoint, TOPIC)

    assert fault is not None
    assert fault.zh
    assert fault.en


@pytest.mark.parametrize(
    ("protocol", "spelled", "kept"),
    [
        ("email", "Office@LiCheng.gov.CN", "office@licheng.gov.cn"),
        ("https", "HTTPS://Hooks.LiCheng.gov.cn:443", "https://hooks.licheng.gov.cn/"),
        ("https", "https://hooks.licheng.gov.cn/?", "https://hooks.licheng.gov.cn/"),
        ("https", "https://a.gov.cn:8443/B?c=D", "https://a.gov.cn:8443/B?c=D"),
        ("https", "https://a.gov.cn:x/", "https://a.gov.cn:x/"),
        ("sqs", "arn:aws:sqs:x:1:Q", "arn:aws:sqs:x:1:Q"),
    ],
)
def test_an_endpoint_has_one_spelling(protocol, spelled, kept):
    assert endpoints.tidy_endpoint(protocol, spelled) == kept
    assert endpoints.tidy_endpoint(protocol, kept) == kept

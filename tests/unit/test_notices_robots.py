"""What group robots say and how often; when they are given up."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kernel.units import Tier
from notices.model.robots import RobotRequest
from notices.rules import channels, dead_robots, robots
from notices.rules.channels import Health, Outcome
from notices.rules.entries import Addressee
from notices.rules.quiet import Bundling
from notices.rules.robots import MessageFormat, Waiting, fit, next_message
from notices.rules.wordings import WORDINGS
from tests.unit.test_notices_rules import COUNTY, GRID, NAMES, TOWN, VILLAGE, a_case_code, entry

LINK = "https://sizhi.licheng.gov.cn/cases/"
KEY = "693a91f6-7a3c-4bc4-97a0-0ec2b1fa5aaa"
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
BUNDLING = Bundling(at_least=5, at_most=20)


def waiting(number, **changes):
    one = Waiting(entry(**changes), Addressee(Tier.VILLAGE, VILLAGE))
    return [one] * number


def message(
    number, kind=MessageFormat.TEXT, *, allowance=20, bundling=BUNDLING, link=LINK, **changes
):
    return next_message(
        waiting(number, **changes), kind, allowance=allowance, bundling=bundling, link_base=link
    )


def test_a_message_says_event_severity_case_code_limit_and_link():
    told = message(1)

    assert told.tells == 1
    assert told.content == (
        f"【催办】较急 {a_case_code()} 时限 2026-11-23 10:20 {LINK}{a_case_code()}\n"
        "办理时限将至，请尽快办理。"
    )


def test_markdown_has_a_link_to_press():
    assert f"[查看]({LINK}{a_case_code()})" in message(1, MessageFormat.MARKDOWN).content


def test_without_a_link_base_the_message_says_where_to_look():
    content = message(1, link="").content

    assert "http" not in content
    assert content.endswith("详情请凭案件编号登录系统查看。")


@pytest.mark.parametrize("event", list(WORDINGS))
@pytest.mark.parametrize("number", [1, 5])
def test_no_message_names_place_category_or_person(event, number):
    content = message(number, event=event, reason="张三 13800000000", done="李四").content

    told = {*NAMES.values(), "生态环境", "environment", "张三", "李四", "某某", GRID, VILLAGE}
    assert not [one for one in told if one in content]


@pytest.mark.parametrize(
    ("number", "allowance", "tells"),
    [(1, 20, 1), (4, 20, 1), (5, 20, 5), (2, 1, 2), (1, 1, 1), (21, 20, 12), (3, 2, 3)],
)
def test_many_or_more_than_the_minute_has_room_for_are_told_in_one(number, allowance, tells):
    assert message(number, allowance=allowance, link=LINK + "x" * 40).tells == tells


def test_a_bundle_numbers_its_cases_and_keeps_their_order():
    some = [
        Waiting(entry(event=event), Addressee(Tier.VILLAGE, VILLAGE))
        for event in ("reported", "reminded", "escalated", "resolved", "confirmed")
    ]

    told = next_message(some, MessageFormat.TEXT, allowance=20, bundling=BUNDLING, link_base=LINK)

    lines = told.content.splitlines()
    assert lines[0] == "共5条事件通知："
    assert [re.match(r"\d\. 【(.+?)】", line)[1] for line in lines[1:]] == [
        "新事件", "催办", "上报", "待核查", "已办结",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", list(MessageFormat))
@given(number=st.integers(1, 60), link=st.sampled_from(["", LINK, LINK + "路" * 60]))
def test_no_message_is_longer_than_a_robot_takes(kind, number, link):
    bundling = Bundling(at_least=2, at_most=50)

    told = message(number, kind, allowance=1, bundling=bundling, link=link)

    assert 1 <= told.tells <= number
    assert len(told.content.encode()) <= kind.most_bytes


def test_a_text_of_2049_bytes_is_cut_on_a_character_and_one_of_2048_is_not():
    # 683 characters of three bytes.
    just_too_long, just_fits = "汉" * 683, "汉" * 682 + "ab"
    assert (len(just_too_long.encode()), len(just_fits.encode())) == (2049, 2048)

    cut = fit(just_too_long, 2048)

    assert fit(just_fits, 2048) == just_fits
    assert cut == "汉" * 681 + "…"
    assert len(cut.encode()) <= 2048


@given(st.text(max_size=200), st.integers(3, 100))
def test_whatever_is_cut_stays_readable_and_within_its_bytes(text, most):
    cut = fit(text, most)

    assert len(cut.encode()) <= most
    assert cut == text or text.startswith(cut.removesuffix("…"))


def test_urgent_incidents_come_first_and_each_incident_in_order():
    def row(incident, seq, severity="general"):
        return SimpleNamespace(incident_id=incident, seq=seq, severity=severity)

    arrived = [row("a", 2), row("b", 1), row("a", 1), row("c", 1, "urgent"), row("b", 2, "urgent")]

    told = [(one.incident_id, one.seq) for one in robots.in_order(arrived)]

    assert told == [("b", 1), ("b", 2), ("c", 1), ("a", 1), ("a", 2)]


def after(*outcomes, at=NOW, pause=timedelta()):
    health = Health()
    for outcome in outcomes:
        health = health.sending(at).after(outcome, at)
        at += pause
    return health


def test_the_twenty_first_message_waits_until_the_first_is_a_minute_old():
    health = Health()
    for second in range(20):
        at = NOW + timedelta(seconds=second)
        assert health.ready_at(at) == at
        health = health.sending(at).after(Outcome.SENT, at)

    later = NOW + timedelta(seconds=20)

    assert health.allowance(later) == 0
    assert health.ready_at(later) == NOW + timedelta(seconds=60)
    assert health.allowance(NOW + timedelta(seconds=60)) == 1


def test_a_message_is_counted_from_its_answer_on_as_the_robot_may_have_counted_it_then():
    health = Health().sending(NOW)

    slow = health.after(Outcome.SENT, NOW + timedelta(seconds=9))

    assert slow.recent == (NOW + timedelta(seconds=9),)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=120))
def test_no_minute_ever_holds_more_than_twenty_messages(gaps):
    health, now, sent = Health(), NOW, []
    for gap in gaps:
        now = health.ready_at(now + timedelta(seconds=gap / 30))
        health = health.sending(now).after(Outcome.SENT, now)
        sent.append(now)

    for first, twenty_first in zip(sent, sent[20:], strict=False):
        assert twenty_first - first >= timedelta(seconds=60)


def test_a_robot_that_says_it_was_too_much_is_left_alone_for_65_seconds():
    assert after(Outcome.BUSY).paused_until == NOW + timedelta(seconds=65)


def test_pauses_after_failures_grow_to_a_quarter_of_an_hour():
    pauses = [after(*[Outcome.FAILED] * times).paused_until - NOW for times in range(1, 8)]

    assert [pause.total_seconds() for pause in pauses] == [15, 30, 60, 120, 240, 480, 900]


@pytest.mark.parametrize("outcome", [Outcome.BUSY, Outcome.FAILED])
@pytest.mark.parametrize("times", [8, 2_000])
def test_a_robot_is_never_dead_from_limits_or_an_outage(outcome, times):
    health = after(*[outcome] * times)

    assert not health.dead
    assert health.paused_until == NOW + timedelta(minutes=15)


@pytest.mark.parametrize("before", [0, 7])
def test_a_revoked_key_is_the_end_at_once(before):
    assert after(*[Outcome.FAILED] * before, Outcome.DEAD).dead


@pytest.mark.parametrize(
    ("errcode", "outcome"),
    [
        (0, Outcome.SENT),
        (45009, Outcome.BUSY),
        (93000, Outcome.DEAD),
        (40008, Outcome.REFUSED),
        (44004, Outcome.REFUSED),
        (-1, Outcome.FAILED),
        (99999, Outcome.FAILED),
    ],
)
def test_what_wecom_answers(errcode, outcome):
    assert channels.judge(errcode) is outcome


@pytest.mark.parametrize(
    ("tier", "unit", "heard"),
    [
        (Tier.VILLAGE, VILLAGE, [VILLAGE]),
        (Tier.VILLAGE, GRID, [VILLAGE, GRID]),
        (Tier.TOWN, TOWN, [TOWN]),
        (Tier.COUNTY, COUNTY, [COUNTY]),
    ],
)
def test_a_villages_robot_hears_its_grids_and_nobody_hears_other_tiers(tier, unit, heard):
    assert robots.heard_at(Addressee(tier, unit)) == heard


@pytest.mark.parametrize(
    ("unit", "tier", "above"),
    [
        (GRID, Tier.TOWN, TOWN),
        (VILLAGE, Tier.TOWN, TOWN),
        (TOWN, Tier.COUNTY, COUNTY),
        (COUNTY, Tier.COUNTY, COUNTY),
    ],
)
def test_the_death_of_a_robot_is_told_to_the_tier_above(unit, tier, above):
    assert dead_robots.told_of_death(unit) == Addressee(tier, above)


def test_the_warning_of_a_death_holds_neither_key_nor_name():
    told = dead_robots.death_notice("01R", VILLAGE, "庄头村", KEY[-4:], NOW, "wecom-93000")

    assert told.subject == "【通道失效】庄头村的群机器人（尾号5aaa）"
    assert KEY not in told.message
    assert told.attributes["unit"] == TOWN
    assert told.plain_subject.isascii()


@pytest.mark.parametrize(
    "given",
    [KEY, f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}"],
)
def test_a_webhook_is_taken_as_people_copy_it(given):
    assert channels.webhook_key(given) == KEY


@pytest.mark.parametrize(
    "given",
    [
        "",
        "short",
        f"http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={KEY}",
        f"https://qyapi.weixin.qq.com.evil.example/cgi-bin/webhook/send?key={KEY}",
        f"https://evil.example/?key={KEY}",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send",
        f"{KEY}&debug=1",
        f"{KEY}/../../x",
        "https://[",
    ],
)
def test_what_is_no_webhook_of_wecom_is_refused(given):
    assert channels.webhook_key(given) is None


def test_a_refused_webhook_is_not_repeated():
    with pytest.raises(ValidationError) as refused:
        RobotRequest.model_validate(
            {"unit": VILLAGE, "name": "群", "webhook": f"https://evil.example/?key={KEY}"}
        )

    assert KEY not in str([error["msg"] for error in refused.value.errors()])

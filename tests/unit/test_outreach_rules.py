"""Law outreach: what stands on the register, what was held, what a case teaches, who is reminded."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from enforcement.outreach.rules import activities, citing, days, lessons, prompts, sites
from enforcement.outreach.rules.activities import Activity, ActivityKind, ActivityStatus
from enforcement.outreach.rules.lessons import (
    CaseNotClosed,
    Lesson,
    LessonAction,
    LessonCommand,
    LessonStatus,
    NoLessonOfWrong,
    OwnLesson,
    TaughtCase,
    WordsToClear,
)
from enforcement.outreach.rules.prompts import (
    Assessment,
    OwnAnswer,
    Prompt,
    PromptAction,
    PromptCommand,
    PromptStatus,
)
from enforcement.outreach.rules.public_text import PartyNamed, PersonalNumberInText
from enforcement.outreach.rules.site_states import SITES, SiteAction, SiteEvent, SiteStatus
from enforcement.outreach.rules.sites import (
    NothingRenewed,
    NotItsKeeper,
    Site,
    SiteCommand,
    SiteKind,
    TooManySites,
    villages_in_use,
)
from enforcement.outreach.rules.terms import amount
from enforcement.rules.choice_of_law import NotInForce
from kernel import clock
from kernel.access import Caller, Post, Role
from kernel.law import statute
from kernel.problems import InvalidFields, NotAllowed
from kernel.states import IllegalMove, WordsMissing

VILLAGE, TOWN, COUNTY = "140426106221", "140426106", "140426"
NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TODAY = date(2026, 11, 23)
ENDED = "air-pollution-law-2018"
"""A statute whose end is known: the day before the code that took its place."""
LAST_DAY = statute(ENDED).valid_to
ID_NUMBER = "11010519491231002X"


def caller(role: Role, unit: str, name: str = "p") -> Caller:
    return Caller(name, name, (Post(role, unit, date(2020, 1, 1)),))


OFFICER = caller(Role.VILLAGE_OFFICER, VILLAGE)
SITE = Site(
    id="s",
    village=VILLAGE,
    kind=SiteKind.COLUMN,
    name="宣传栏",
    place="村部",
    keeper=VILLAGE,
    content="禁止露天焚烧秸秆。",
    cites=("ecological-code-2026#1131",),
    formats=(),
    entered_at=NOW,
)
CHECK = SiteCommand(SiteAction.CHECK, sound=True, finding="完好")
RENEW = SiteCommand(SiteAction.RENEW, content="新内容", cites=("civil-code",))
RETIRE = SiteCommand(SiteAction.RETIRE, reason="改建")


# What is cited


def test_a_citation_is_kept_and_read_as_it_was_said() -> None:
    (kept,) = citing.named([("ecological-code-2026", ["1131", "1169"])], TODAY)

    assert kept == "ecological-code-2026#1131,1169"
    assert citing.read(kept).articles == ("1131", "1169")
    assert citing.written(citing.read("civil-code")) == "civil-code"


def test_nothing_new_cites_what_has_ended_or_has_not_begun() -> None:
    begins = statute("ecological-code-2026").valid_from
    assert LAST_DAY
    assert begins

    assert citing.named([(ENDED, [])], LAST_DAY) == (ENDED,)
    for law, day in (
        (ENDED, LAST_DAY + timedelta(days=1)),
        ("ecological-code-2026", begins - timedelta(days=1)),
    ):
        with pytest.raises(NotInForce):
            citing.named([(law, [])], day)


@pytest.mark.parametrize("named", [("no-such-law", []), ("civil-code", ["99999"])])
def test_what_the_catalogue_does_not_have_is_not_cited(named) -> None:
    with pytest.raises(InvalidFields):
        citing.named([named], TODAY)


# Sites


@pytest.mark.parametrize(
    ("keeper", "may"),
    [
        (VILLAGE, True),
        (TOWN, True),
        (COUNTY, True),
        (f"{TOWN}-D01", True),
        (f"{COUNTY}-SFJ", True),
        ("140426106222", False),
        ("140426107", False),
        ("140426107-D01", False),
        (f"{VILLAGE}001", False),
    ],
)
def test_a_site_is_kept_by_its_village_or_a_unit_above_it(keeper, may) -> None:
    site = replace(SITE, keeper=keeper)

    if may:
        assert sites.set_up(site, standing=0).event is SiteEvent.SET_UP
    else:
        with pytest.raises(NotItsKeeper):
            sites.set_up(site, standing=0)


def test_a_village_has_at_most_forty_sites() -> None:
    most = amount("sites_of_a_village")

    assert most == 40
    assert sites.set_up(SITE, standing=most - 1)
    with pytest.raises(TooManySites):
        sites.set_up(SITE, standing=most)


@pytest.mark.parametrize("field", ["name", "place", "content"])
def test_a_panel_carries_nobodys_number(field) -> None:
    with pytest.raises(PersonalNumberInText) as refused:
        sites.set_up(replace(SITE, **{field: f"联系 {ID_NUMBER}"}), standing=0)

    assert [error.field for error in refused.value.more["errors"]] == [field]


def citing_what_ends() -> Site:
    return replace(SITE, cites=(ENDED, "civil-code"))


def test_a_panel_is_flagged_the_day_after_its_statute_ended_and_not_before() -> None:
    assert LAST_DAY

    assert sites.flag(citing_what_ends(), LAST_DAY, "o") is None
    flagged = sites.flag(citing_what_ends(), LAST_DAY + timedelta(days=1), "o")
    assert flagged is not None
    assert flagged.after.status is SiteStatus.TO_RENEW
    assert flagged.begins
    assert statute(ENDED).name.zh in (flagged.said or "")


def test_a_flagged_panel_is_not_flagged_again() -> None:
    flagged = sites.flag(citing_what_ends(), TODAY, "o")
    assert flagged

    assert sites.flag(flagged.after, TODAY, "o") is None


def test_a_flagged_site_still_stands_and_one_taken_down_does_not() -> None:
    stands = {status: replace(SITE, status=status).stands for status in SiteStatus}

    assert stands == {SiteStatus.IN_USE: True, SiteStatus.TO_RENEW: True, SiteStatus.RETIRED: False}


def test_a_check_that_finds_nothing_wrong_leaves_a_site_in_use() -> None:
    change = sites.move(SITE, CHECK, OFFICER, TODAY, "o")

    assert (change.after.status, change.after.checked_on) == (SiteStatus.IN_USE, TODAY)
    assert not change.begins


def test_a_check_that_finds_it_wrong_makes_its_renewal_owed() -> None:
    change = sites.move(SITE, CHECK._replace(sound=False), OFFICER, TODAY, "o")

    assert (change.event, change.after.status) == (SiteEvent.FOUND_WRONG, SiteStatus.TO_RENEW)
    assert change.begins


def test_an_ended_statute_is_found_whatever_a_check_says() -> None:
    change = sites.move(citing_what_ends(), CHECK, OFFICER, TODAY, "o")

    assert change.event is SiteEvent.FOUND_WRONG


def test_what_is_found_wrong_twice_is_owed_once_until_it_is_renewed() -> None:
    wrong = sites.move(SITE, CHECK._replace(sound=False), OFFICER, TODAY, "first")
    again = sites.move(wrong.after, CHECK._replace(sound=False), OFFICER, TODAY, "second")
    renewed = sites.move(again.after, RENEW, OFFICER, TODAY, "third")
    later = sites.move(renewed.after, CHECK._replace(sound=False), OFFICER, TODAY, "fourth")

    owed = [(one.begins, one.ends) for one in (wrong, again, renewed, later)]
    assert owed == [("first", None), (None, None), (None, "first"), ("fourth", None)]


def test_a_renewed_site_says_something_new_and_is_in_use() -> None:
    after = sites.move(replace(SITE, status=SiteStatus.TO_RENEW), RENEW, OFFICER, TODAY, "o").after

    assert (after.status, after.content, after.cites) == (
        SiteStatus.IN_USE,
        "新内容",
        ("civil-code",),
    )


def test_a_renewal_that_changes_nothing_ends_nothing_that_is_owed() -> None:
    wrong = sites.move(SITE, CHECK._replace(sound=False), OFFICER, TODAY, "owed").after
    same = RENEW._replace(content=SITE.content, cites=SITE.cites)

    with pytest.raises(NothingRenewed):
        sites.move(wrong, same, OFFICER, TODAY, "o")
    assert sites.move(wrong, same._replace(content="更正后"), OFFICER, TODAY, "o").ends == "owed"


@pytest.mark.parametrize(
    ("command", "missing"),
    [
        (SiteCommand(SiteAction.CHECK), ["sound", "finding"]),
        (SiteCommand(SiteAction.CHECK, sound=False), ["finding"]),
        (SiteCommand(SiteAction.RENEW), ["content", "cites"]),
        (SiteCommand(SiteAction.RETIRE, reason=" "), ["reason"]),
    ],
)
def test_a_step_says_what_was_done(command, missing) -> None:
    with pytest.raises(WordsMissing) as refused:
        sites.move(SITE, command, OFFICER, TODAY, "o")

    assert [error.field for error in refused.value.more["errors"]] == missing


@pytest.mark.parametrize("command", [CHECK, RENEW, RETIRE], ids=lambda one: one.action)
def test_nothing_is_done_with_a_site_that_was_taken_down(command) -> None:
    with pytest.raises(IllegalMove):
        sites.move(replace(SITE, status=SiteStatus.RETIRED), command, OFFICER, TODAY, "o")


def test_nobody_flags_a_site_by_hand() -> None:
    assert SiteAction.FLAG not in SITES.legal(SiteStatus.IN_USE)


@pytest.mark.parametrize(
    ("who", "may"),
    [
        (caller(Role.VILLAGE_OFFICER, VILLAGE), True),
        (caller(Role.TOWN_OFFICER, TOWN), True),
        (caller(Role.JUSTICE_SUPERVISOR, COUNTY), True),
        (caller(Role.TOWN_OFFICER, f"{TOWN}-D01"), True),
        (caller(Role.VILLAGE_OFFICER, "140426106222"), False),
        (caller(Role.TOWN_OFFICER, "140426107"), False),
        (caller(Role.COUNTY_OFFICER, f"{COUNTY}-SLJ"), False),
        (caller(Role.GRID_WORKER, f"{VILLAGE}001"), False),
        (caller(Role.ENFORCEMENT_OFFICER, TOWN), False),
    ],
)
def test_a_site_is_moved_by_who_keeps_it_or_answers_for_its_place(who, may) -> None:
    kept_by_a_department = replace(SITE, keeper=f"{TOWN}-D01")

    if may:
        assert sites.move(kept_by_a_department, CHECK, who, TODAY, "o")
    else:
        assert sites.actions_of(kept_by_a_department, who) == []
        with pytest.raises(NotAllowed):
            sites.move(kept_by_a_department, CHECK, who, TODAY, "o")


def test_a_site_is_looked_at_after_a_week_or_when_its_first_statute_has_ended() -> None:
    assert LAST_DAY
    before = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=clock.SHANGHAI)

    week = sites.wakes_at(SITE, NOW)
    end = sites.wakes_at(citing_what_ends(), before - timedelta(days=3))

    assert week == datetime(2026, 11, 30, tzinfo=clock.SHANGHAI)
    assert end == datetime.combine(
        LAST_DAY + timedelta(days=1), datetime.min.time(), clock.SHANGHAI
    )
    assert sites.wakes_at(replace(SITE, status=SiteStatus.TO_RENEW), NOW) is None


def test_a_village_counts_with_at_least_one_site() -> None:
    assert villages_in_use([3, 1, 0, 2]) == 3
    assert villages_in_use([]) == 0


# Activities


ACTIVITY = Activity(
    id="a",
    village=VILLAGE,
    kind=ActivityKind.LECTURE,
    held_on=TODAY,
    theme="禁烧",
    organ=TOWN,
    heads=60,
    cites=("civil-code",),
    entered_at=NOW,
)


def test_what_is_still_to_come_is_not_entered() -> None:
    assert activities.enter(ACTIVITY, lesson_is_public=False, today=TODAY)
    with pytest.raises(InvalidFields):
        activities.enter(ACTIVITY, lesson_is_public=False, today=TODAY - timedelta(days=1))


def test_an_occasion_is_one_of_the_days_that_matter() -> None:
    assert activities.enter(
        replace(ACTIVITY, occasion="constitution-day"), lesson_is_public=False, today=TODAY
    )
    with pytest.raises(InvalidFields):
        activities.enter(replace(ACTIVITY, occasion="my-day"), lesson_is_public=False, today=TODAY)


def test_only_a_public_lesson_is_taught() -> None:
    taught = replace(ACTIVITY, kind=ActivityKind.CASE_LESSON, lesson="l")

    assert activities.enter(taught, lesson_is_public=True, today=TODAY)
    with pytest.raises(InvalidFields):
        activities.enter(taught, lesson_is_public=False, today=TODAY)


def test_a_theme_carries_nobodys_number() -> None:
    with pytest.raises(PersonalNumberInText):
        activities.enter(
            replace(ACTIVITY, theme="张三 13800138000"), lesson_is_public=False, today=TODAY
        )


def test_an_activity_has_no_field_for_who_came() -> None:
    assert not {"names", "people", "attended", "participants"} & set(Activity.__annotations__)


def test_a_mistake_is_struck_once_and_with_what_was_wrong() -> None:
    with pytest.raises(WordsMissing):
        activities.strike(ACTIVITY, None)
    struck = activities.strike(ACTIVITY, "重复登记")
    assert struck.status is ActivityStatus.STRUCK
    with pytest.raises(IllegalMove):
        activities.strike(struck, "再次")


# Lessons


CASE = TaughtCase(
    "c", TOWN, is_closed=True, hidden=("王小明", "洪井镇某某合作社", "洪综执罚〔2026〕4号")
)
LESSON = Lesson(
    id="l",
    case="c",
    town=TOWN,
    title="露天焚烧秸秆被罚款",
    text="某村民在禁烧区焚烧秸秆，被处以罚款。",
    cites=("ecological-code-2026#1131",),
    author="author",
    drafted_at=NOW,
)
HEAD = caller(Role.ENFORCEMENT_HEAD, TOWN, "head")
PUBLISH = LessonCommand(LessonAction.PUBLISH)


def test_an_open_case_teaches_nothing_yet() -> None:
    with pytest.raises(CaseNotClosed):
        lessons.draft(LESSON, replace(CASE, is_closed=False))


@pytest.mark.parametrize(
    "told",
    [
        "王小明焚烧秸秆",
        "王 小 明焚烧秸秆",
        "王\u200b小明焚烧",
        "王·小明",
        "洪井镇某某合作社被罚",
        "见洪综执罚〔2026〕4号",
        "洪综执罚[2026]4号",
    ],
)
def test_a_lesson_tells_nobody_whose_case_it_was(told) -> None:
    for field in ("title", "text"):
        with pytest.raises(PartyNamed) as refused:
            lessons.draft(replace(LESSON, **{field: told}), CASE)
        assert [error.field for error in refused.value.more["errors"]] == [field]
        assert "王小明" not in refused.value.detail.zh


def test_a_wrong_decision_makes_no_lesson() -> None:
    wrong = replace(CASE, revoked=True)

    with pytest.raises(NoLessonOfWrong):
        lessons.draft(LESSON, wrong)
    with pytest.raises(NoLessonOfWrong):
        lessons.move(LESSON, PUBLISH, wrong, HEAD, NOW)


def test_a_lesson_carries_nobodys_number() -> None:
    with pytest.raises(PersonalNumberInText):
        lessons.draft(replace(LESSON, text=f"身份证号{ID_NUMBER}"), CASE)


def test_a_lesson_is_published_by_somebody_else_than_its_author() -> None:
    own = caller(Role.ENFORCEMENT_HEAD, TOWN, "author")

    with pytest.raises(OwnLesson):
        lessons.move(LESSON, PUBLISH, CASE, own, NOW)
    assert LessonAction.PUBLISH not in lessons.actions_of(LESSON, own)
    change = lessons.move(LESSON, PUBLISH, CASE, HEAD, NOW)
    assert (change.after.status, change.after.published_at) == (LessonStatus.PUBLISHED, NOW)


def test_a_lesson_is_not_published_on_a_statute_that_has_ended_since() -> None:
    assert LAST_DAY
    noon = datetime(LAST_DAY.year, LAST_DAY.month, LAST_DAY.day, 12, tzinfo=clock.SHANGHAI)
    lesson = replace(LESSON, cites=(ENDED,))

    assert lessons.move(lesson, PUBLISH, CASE, HEAD, noon)
    with pytest.raises(NotInForce):
        lessons.move(lesson, PUBLISH, CASE, HEAD, noon + timedelta(days=1))


def test_a_name_that_was_added_to_the_case_since_stops_its_lesson() -> None:
    later = replace(CASE, hidden=(*CASE.hidden, "某村民"))

    with pytest.raises(PartyNamed):
        lessons.move(LESSON, PUBLISH, later, HEAD, NOW)


def test_words_of_a_police_record_are_looked_at_before_they_are_public() -> None:
    points = replace(LESSON, text="某村民因治安管理处罚被拘留。")

    with pytest.raises(WordsToClear):
        lessons.move(points, PUBLISH, CASE, HEAD, NOW)
    cleared = lessons.move(points, PUBLISH._replace(cleared=True), CASE, HEAD, NOW)
    assert cleared.after.status is LessonStatus.PUBLISHED


def test_a_lesson_is_withdrawn_with_a_reason_and_for_good() -> None:
    with pytest.raises(WordsMissing):
        lessons.move(LESSON, LessonCommand(LessonAction.WITHDRAW), CASE, HEAD, NOW)
    withdrawn = lessons.move(
        LESSON, LessonCommand(LessonAction.WITHDRAW, "可能被认出"), CASE, HEAD, NOW
    ).after
    with pytest.raises(IllegalMove):
        lessons.move(withdrawn, PUBLISH, CASE, HEAD, NOW)


@pytest.mark.parametrize(
    "who",
    [
        caller(Role.ENFORCEMENT_OFFICER, TOWN),
        caller(Role.LEGAL_REVIEWER, TOWN),
        caller(Role.ENFORCEMENT_HEAD, "140426107"),
    ],
)
def test_nobody_else_publishes_a_lesson(who) -> None:
    with pytest.raises(NotAllowed):
        lessons.move(LESSON, PUBLISH, CASE, who, NOW)


# Prompts


WATER = f"{COUNTY}-SLJ"
PROMPT = Prompt("p", WATER, "今年尚未开展普法。", ("civil-code",), NOW, NOW + timedelta(days=21))
SUPERVISOR = caller(Role.JUSTICE_SUPERVISOR, COUNTY)
ADDRESSED = caller(Role.COUNTY_OFFICER, WATER, "organ")
ANSWER = PromptCommand(PromptAction.ANSWER, answer="下月开展。")
ASSESS = PromptCommand(PromptAction.ASSESS, assessment=Assessment.DONE, reason="已开展")


def test_the_organ_answers_and_the_justice_department_assesses() -> None:
    answered = prompts.move(PROMPT, ANSWER, ADDRESSED, NOW).after
    assessed = prompts.move(answered, ASSESS, SUPERVISOR, NOW).after

    assert (answered.status, answered.answer) == (PromptStatus.ANSWERED, "下月开展。")
    assert (assessed.status, assessed.assessment) == (PromptStatus.ASSESSED, Assessment.DONE)
    assert prompts.actions_of(assessed, SUPERVISOR) == []


def test_nobody_answers_or_assesses_for_the_other_side() -> None:
    answered = prompts.move(PROMPT, ANSWER, ADDRESSED, NOW).after

    with pytest.raises(NotAllowed):
        prompts.move(PROMPT, ANSWER, SUPERVISOR, NOW)
    with pytest.raises(NotAllowed):
        prompts.move(answered, ASSESS, ADDRESSED, NOW)
    with pytest.raises(NotAllowed):
        prompts.move(PROMPT, ANSWER, caller(Role.COUNTY_OFFICER, f"{COUNTY}-JTJ"), NOW)


def test_whoever_answered_a_prompt_does_not_assess_the_answer() -> None:
    posts = (*ADDRESSED.posts, *SUPERVISOR.posts)
    both, other = replace(ADDRESSED, posts=posts), replace(SUPERVISOR, person_id="another")

    answered = prompts.move(PROMPT, ANSWER, both, NOW).after

    with pytest.raises(OwnAnswer):
        prompts.move(answered, ASSESS, both, NOW)
    assert prompts.actions_of(answered, both) == []
    assert prompts.move(answered, ASSESS, other, NOW).after.status is PromptStatus.ASSESSED


def test_a_prompt_that_was_answered_is_not_taken_back() -> None:
    answered = prompts.move(PROMPT, ANSWER, ADDRESSED, NOW).after

    with pytest.raises(IllegalMove):
        prompts.move(answered, PromptCommand(PromptAction.WITHDRAW, reason="误发"), SUPERVISOR, NOW)


def test_an_answer_after_its_day_says_so_in_public() -> None:
    on_time = prompts.move(PROMPT, ANSWER, ADDRESSED, PROMPT.due_at).after
    late = prompts.move(PROMPT, ANSWER, ADDRESSED, PROMPT.due_at + timedelta(seconds=1)).after

    assert (on_time.was_late, late.was_late) == (False, True)


def test_prompt_and_answer_carry_nobodys_number() -> None:
    with pytest.raises(PersonalNumberInText):
        prompts.issue(replace(PROMPT, about=f"联系{ID_NUMBER}"))
    with pytest.raises(PersonalNumberInText):
        prompts.move(PROMPT, ANSWER._replace(answer="电话13800138000"), ADDRESSED, NOW)


# The days that matter


def on_of(year: int) -> dict[str, date]:
    return {one.day.id: one.on for one in days.of_year(year)}


def test_constitution_day_is_the_fourth_of_december_and_festivals_follow_the_moon() -> None:
    known = on_of(2026)

    assert known["constitution-day"] == date(2026, 12, 4)
    assert known["spring-festival"] == date(2026, 2, 17)
    assert known["mid-autumn"] == date(2026, 9, 25)
    assert on_of(2027)["spring-festival"] == date(2027, 2, 6)


def test_a_festival_whose_day_nobody_knows_is_left_out() -> None:
    assert "mid-autumn" not in on_of(2089)
    assert "spring-festival" not in on_of(2100)
    assert "constitution-day" in on_of(2100)


def test_a_day_is_reminded_of_ten_days_before_at_nine() -> None:
    (day,) = (one for one in days.of_year(2026) if one.day.id == "constitution-day")
    at = days.reminded_at(day)

    assert at == datetime(2026, 11, 24, 9, tzinfo=clock.SHANGHAI)
    assert day not in days.to_remind(NOW, at - timedelta(seconds=1))
    assert day in days.to_remind(NOW, at)
    assert day not in days.to_remind(at, at + timedelta(hours=1))


def test_nobody_is_reminded_of_what_is_over() -> None:
    since = datetime(2026, 11, 1, tzinfo=UTC)
    last = datetime(2026, 12, 4, 15, 59, tzinfo=UTC)

    assert "constitution-day" in [one.day.id for one in days.to_remind(since, last)]
    late = [one.day.id for one in days.to_remind(since, last + timedelta(minutes=1))]
    assert "constitution-day" not in late


def test_after_the_last_reminder_of_a_year_comes_the_first_of_the_next() -> None:
    assert days.next_reminder(datetime(2026, 11, 30, tzinfo=UTC)) == datetime(
        2027, 1, 27, 9, tzinfo=clock.SHANGHAI
    )


def test_what_is_only_practice_is_not_told_as_law() -> None:
    law = {one.id for one in days.days() if one.law.on(TODAY).is_law}

    assert "constitution-day" in law
    assert "consumers-day" not in law
    assert "national-security-day" not in law

"""The rows of law outreach.

Lists are by two indexes of the table: `by_list` (whose work it is, or in which village it is) and `by_subject` (what a thing belongs to),
both in the order of `place`. How many sites stand in a village, and what was held there in a year, is counted beside.
"""

from __future__ import annotations

from pynamodb.attributes import JSONAttribute, NumberAttribute, UnicodeAttribute

from enforcement.outreach.rules.activities import Activity, ActivityStatus
from enforcement.outreach.rules.lessons import Lesson, LessonStatus
from enforcement.outreach.rules.prompts import Prompt
from enforcement.outreach.rules.sites import Site
from enforcement.store.table import EnforcementMeta
from kernel import clock
from kernel.storage.codec import Codec
from kernel.storage.rows import Key, Row
from kernel.units import Level, ancestor

ALL_SITES, PUBLIC_LESSONS, PUBLIC_PROMPTS = "SITES", "LESSONS#published", "PROMPTS#assessed"


class OutreachRow(Row):
    """A row in the table of enforcement."""

    class Meta(EnforcementMeta):
        """The table of enforcement."""


class _ListedRow(OutreachRow):
    """A thing that lists show."""

    id = UnicodeAttribute()
    status = UnicodeAttribute()
    version = NumberAttribute()
    list = UnicodeAttribute(null=True)
    subject = UnicodeAttribute(null=True)
    place = UnicodeAttribute(null=True)


class SiteRow(_ListedRow):
    """A site: `SITE#{id}` / `SITE`; by its status in `by_list`, all that stand in `by_subject`, both by village; `by_wake` for the clock."""

    village = UnicodeAttribute()
    kind = UnicodeAttribute()
    name = UnicodeAttribute()
    site_place = UnicodeAttribute()
    keeper = UnicodeAttribute()
    content = UnicodeAttribute()
    cites = JSONAttribute()
    formats = JSONAttribute()
    entered_at = UnicodeAttribute()
    checked_on = UnicodeAttribute(null=True)
    finding = UnicodeAttribute(null=True)
    owed = UnicodeAttribute(null=True)
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, site_id: str) -> Key:
        """Return where the site of this id is."""
        return Key(cls, f"SITE#{site_id}", "SITE")


class ActivityRow(_ListedRow):
    """Something that was held: `ACTIVITY#{id}` / `ACTIVITY`; of its village in `by_list`, of its town in `by_subject`, by the day."""

    village = UnicodeAttribute()
    kind = UnicodeAttribute()
    held_on = UnicodeAttribute()
    theme = UnicodeAttribute()
    organ = UnicodeAttribute()
    heads = NumberAttribute()
    cites = JSONAttribute()
    entered_at = UnicodeAttribute()
    occasion = UnicodeAttribute(null=True)
    lesson = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, activity_id: str) -> Key:
        """Return where the activity of this id is."""
        return Key(cls, f"ACTIVITY#{activity_id}", "ACTIVITY")


class LessonRow(_ListedRow):
    """A lesson: `LESSON#{id}` / `LESSON`; those that are public, or a town's others, in `by_list`; those of a case in `by_subject`."""

    case = UnicodeAttribute()
    town = UnicodeAttribute()
    title = UnicodeAttribute()
    text = UnicodeAttribute()
    cites = JSONAttribute()
    author = UnicodeAttribute()
    drafted_at = UnicodeAttribute()
    published_at = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)
    owed = UnicodeAttribute(null=True)
    cleared_at = UnicodeAttribute(null=True)
    cleared = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, lesson_id: str) -> Key:
        """Return where the lesson of this id is."""
        return Key(cls, f"LESSON#{lesson_id}", "LESSON")


class TaughtRow(OutreachRow):
    """Which public lessons were drawn from a case: `CASE#{id}` / `LESSONS`; with a decision that was wrong they fall in its transaction."""

    lessons = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, case_id: str) -> Key:
        """Return where the public lessons of a case are named."""
        return Key(cls, f"CASE#{case_id}", "LESSONS")


class PromptRow(_ListedRow):
    """A prompt: `PROMPT#{id}` / `PROMPT`; by its status in `by_list`, of the unit it is addressed to in `by_subject`."""

    unit = UnicodeAttribute()
    about = UnicodeAttribute()
    cites = JSONAttribute()
    issued_at = UnicodeAttribute()
    due_at = UnicodeAttribute()
    answer = UnicodeAttribute(null=True)
    answered_at = UnicodeAttribute(null=True)
    answered_by = UnicodeAttribute(null=True)
    assessment = UnicodeAttribute(null=True)
    reason = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, prompt_id: str) -> Key:
        """Return where the prompt of this id is."""
        return Key(cls, f"PROMPT#{prompt_id}", "PROMPT")


class VillageCountRow(OutreachRow):
    """How many sites stand in a village: `OUTREACH#{county}` / `VILLAGE#{village}`."""

    standing = NumberAttribute()
    to_renew = NumberAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, village: str) -> Key:
        """Return where a village's sites are counted."""
        return Key(cls, counts_of(village), f"VILLAGE#{village}")


class YearCountRow(OutreachRow):
    """What was held in a village in a year, in all and by kind: `OUTREACH#{county}` / `YEAR#{year}#{village}`."""

    held = NumberAttribute()
    heads = NumberAttribute()
    kinds = JSONAttribute()
    version = NumberAttribute()

    @classmethod
    def key(cls, village: str, year: int) -> Key:
        """Return where a village's year is counted."""
        return Key(cls, counts_of(village), f"YEAR#{year}#{village}")


class OnceRow(OutreachRow):
    """Which activity of a village it is that looks so (`Activity.same`): `OUTREACH#{county}` / `ONCE#{village}#{same}`; none once it was struck."""

    activity = UnicodeAttribute(null=True)
    version = NumberAttribute()

    @classmethod
    def key(cls, village: str, same: str) -> Key:
        """Return where it stands which activity looks so."""
        return Key(cls, counts_of(village), f"ONCE#{village}#{same}")


def counts_of(unit: str) -> str:
    """Return the partition of the counts of the county a unit lies in."""
    return f"OUTREACH#{ancestor(unit, Level.COUNTY)}"


class LawDaysRow(OutreachRow):
    """Up to when a county was reminded of the days that matter, and when it is next: `LAWDAYS#{county}` / `LAWDAYS`."""

    reminded_to = UnicodeAttribute()
    version = NumberAttribute()
    change_id = UnicodeAttribute()
    clock = UnicodeAttribute(null=True)
    wake_at = UnicodeAttribute(null=True)

    @classmethod
    def key(cls, county: str) -> Key:
        """Return where a county's reminders are."""
        return Key(cls, f"LAWDAYS#{county}", "LAWDAYS")


SITE_CODEC = Codec(Site, kept_as={"place": "site_place"})
ACTIVITY_CODEC = Codec(Activity)
LESSON_CODEC = Codec(Lesson)
PROMPT_CODEC = Codec(Prompt)


def site_row(site: Site) -> SiteRow:
    """Return the row of a site, in the lists it belongs to."""
    key = SiteRow.key(site.id)
    row = SiteRow(key.pk, key.sk, list=f"SITES#{site.status}", place=f"{site.village}#{site.id}")
    row.subject = ALL_SITES if site.stands else None
    SITE_CODEC.put(row, site)
    return row


def activity_row(activity: Activity) -> ActivityRow:
    """Return the row of an activity; one that was struck is in a list of its own."""
    key, village = ActivityRow.key(activity.id), activity.village
    row = ActivityRow(key.pk, key.sk, list=activities_of(village, activity.status))
    row.place = f"{activity.held_on}#{activity.id}"
    held = activity.status is ActivityStatus.HELD
    row.subject = f"ACTIVITIES#{ancestor(village, Level.TOWN)}" if held else None
    ACTIVITY_CODEC.put(row, activity)
    return row


def activities_of(village: str, status: ActivityStatus) -> str:
    """Return the partition of a village's activities."""
    return f"ACTIVITIES#{village}#{status}"


def lesson_row(lesson: Lesson) -> LessonRow:
    """Return the row of a lesson, in the lists it belongs to."""
    key = LessonRow.key(lesson.id)
    row = LessonRow(key.pk, key.sk, list=lessons_of(lesson.town, lesson.status))
    row.subject, row.place = f"LESSONS#{lesson.case}", lesson.id
    LESSON_CODEC.put(row, lesson)
    return row


def lessons_of(town: str, status: LessonStatus) -> str:
    """Return the partition of lessons of a status: what is public is the whole county's."""
    return PUBLIC_LESSONS if status is LessonStatus.PUBLISHED else f"LESSONS#{town}#{status}"


def prompt_row(prompt: Prompt) -> PromptRow:
    """Return the row of a prompt, in the lists it belongs to."""
    key = PromptRow.key(prompt.id)
    row = PromptRow(key.pk, key.sk, list=f"PROMPTS#{prompt.status}")
    row.subject, row.place = f"PROMPTS#{prompt.unit}", f"{clock.iso(prompt.due_at)}#{prompt.id}"
    PROMPT_CODEC.put(row, prompt)
    return row

"""The rows of incidents."""

from __future__ import annotations

from datetime import timedelta

from pynamodb.attributes import BooleanAttribute, JSONAttribute, NumberAttribute, UnicodeAttribute

from escalation.store.rows import COUNTY, ClockedRow
from incidents.rules.incident import Note
from incidents.store.base import IncidentsMeta
from kernel.storage.idempotency import IdempotencyRow
from kernel.storage.rows import Key, Row
from kernel.storage.settings import VersionRow

CHANGES_KEPT = timedelta(days=30)
"""How long a feed holds a change; a phone that was away longer starts anew."""


PHOTOS = ("photos_before", "photos_after")
"""How many checked photos an incident has."""


class AnswerRow(IdempotencyRow):
    """The first answer to an idempotency key."""

    class Meta(IncidentsMeta):
        """The incidents' table."""


class IncidentRow(ClockedRow):
    """An incident as it is now: `INC#{id}` / `INCIDENT`. Attributes are those of `rules.incident.Incident`."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    county = UnicodeAttribute(null=True)
    town = UnicodeAttribute(null=True)
    village = UnicodeAttribute(null=True)
    category = UnicodeAttribute()
    severity = UnicodeAttribute()
    source = UnicodeAttribute()
    description = UnicodeAttribute()
    reporter = UnicodeAttribute()
    on_behalf_of = UnicodeAttribute(null=True)
    client_ref = UnicodeAttribute(null=True)
    location = JSONAttribute(null=True)
    turn = UnicodeAttribute(null=True, attr_name="queue")
    accepted_by = UnicodeAttribute(null=True)
    handler = UnicodeAttribute(null=True)
    self_handled = BooleanAttribute()
    done = UnicodeAttribute(null=True)
    evidence = JSONAttribute(null=True)
    allowances = JSONAttribute(null=True)
    held_since = UnicodeAttribute(null=True)
    running_since = UnicodeAttribute(null=True)
    working_seconds = NumberAttribute(null=True)
    natural_seconds = NumberAttribute(null=True)
    late = BooleanAttribute(null=True)
    tenures = JSONAttribute(null=True)
    returned_by = UnicodeAttribute(null=True)
    returned_at_all = JSONAttribute(null=True)
    final_assignment = BooleanAttribute(null=True)
    asked = UnicodeAttribute(null=True)
    dispatcher = UnicodeAttribute(null=True)
    parent = UnicodeAttribute(null=True)
    task_no = NumberAttribute(null=True)
    tasks = JSONAttribute(null=True)
    open_tasks = NumberAttribute(null=True)
    limit_passed_at = UnicodeAttribute(null=True)
    helpers = JSONAttribute(null=True)
    solvers = JSONAttribute(null=True)
    merged_into = UnicodeAttribute(null=True)
    conversions = JSONAttribute(null=True)
    origin = UnicodeAttribute(null=True)
    duplicates = NumberAttribute(null=True)
    joined = NumberAttribute(null=True)
    round = NumberAttribute(null=True)
    order_no = NumberAttribute(null=True)
    order_unit = UnicodeAttribute(null=True)
    order_due = UnicodeAttribute(null=True)
    open_in = UnicodeAttribute(null=True)
    ordered_in = UnicodeAttribute(null=True)
    confirm_stage = UnicodeAttribute(null=True)
    confirm_asked = NumberAttribute()
    confirmed_by = UnicodeAttribute(null=True)
    place_before = UnicodeAttribute(null=True)
    settles = UnicodeAttribute(null=True)
    settled_to = UnicodeAttribute(null=True)
    rejections = NumberAttribute()
    photos_before = NumberAttribute(null=True)
    photos_after = NumberAttribute(null=True)

    # A slow upload holds nothing up, and lists show photos without another read.
    counted_in_place = PHOTOS

    @classmethod
    def key(cls, incident_id: str) -> Key:
        """Return where the incident of this id is."""
        return Key(cls, f"INC#{incident_id}", "INCIDENT")


class ReporterRow(Row):
    """One more reporter of an incident: `INC#{id}` / `REPORTER#{person}`; in the index of what a person reported, too.

    Rows are never deleted: one that is `ended` (what brought the person here was separated) has no `reporter` any more and so has left
    the index.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    reporter = UnicodeAttribute(null=True)
    id = UnicodeAttribute()
    listed_in = UnicodeAttribute(attr_name="queue")
    place_in_list = UnicodeAttribute(attr_name="due_at")
    details = JSONAttribute(null=True)
    ended = BooleanAttribute(null=True)

    @classmethod
    def list_of(cls, person_id: str) -> str:
        """Return the partition of the index by queue that lists what a person joined, apart from what the person reported."""
        return f"JOINED#{person_id}"

    @classmethod
    def key(cls, incident_id: str, person_id: str) -> Key:
        """Return where it stands that a person is one of an incident's reporters."""
        return Key(cls, f"INC#{incident_id}", f"REPORTER#{person_id}")

    @property
    def counts(self) -> bool:
        """Whether the person is one of the incident's reporters now."""
        return not self.ended


class ChangeRow(Row):
    """That an incident changed, for one of its feeds: `FEED#{feed}` / `{change_id}#{n}`; in order of time, gone after `CHANGES_KEPT`."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    id = UnicodeAttribute()
    unit = UnicodeAttribute(null=True)
    expires_at = NumberAttribute()


class StandingRow(Row):
    """That an open incident stands in the feed of an office that its own row does not show: `INC#{id}` / `STANDS#{unit}`.

    An incident that climbed stands in its town's still, and in those of whoever had it. In the index of what is open, by feed; one that
    is closed, or has left the feed, has left the index and goes.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    unit = UnicodeAttribute()
    open_in = UnicodeAttribute(null=True)
    place_in_list = UnicodeAttribute(attr_name="due_at")
    expires_at = NumberAttribute(null=True)

    @classmethod
    def list_of(cls, feed: str) -> str:
        """Return the partition of the index of what is open that lists a feed's, apart from what is in the hands of its units."""
        return f"FEED#{feed}"


class NoteRow(Row):
    """What follows an incident, or who rated it how: `INC#{id}` / `DUPLICATE#{incident}`, `RATING#{round}#{person}`."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()
    kind = UnicodeAttribute()
    key_of = UnicodeAttribute()
    details = JSONAttribute(null=True)
    ended = BooleanAttribute(default=False)

    @classmethod
    def key(cls, note: Note) -> Key:
        """Return where a note is."""
        return Key(cls, f"INC#{note.incident_id}", f"{note.kind.upper()}#{note.key}")


class MonthRow(Row):
    """What a unit's settled tenures of a month come to: `PUNCTUALITY#{county}#{year}` / `{unit}#{month}`.

    Its numbers are those of `rules.punctuality.tally`. An ancestor is a prefix: a unit's year with all below it is one Query.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    @classmethod
    def year_of(cls, year: str) -> str:
        """Return the partition of a year."""
        return f"PUNCTUALITY#{COUNTY}#{year}"

    @classmethod
    def key(cls, unit: str, month: str) -> Key:
        """Return where a unit's month is."""
        return Key(cls, cls.year_of(month[:4]), f"{unit}#{month}")


class TallyRow(Row):
    """What a place's reports of a month come to: `TALLY#{county}#{year}` / `{village}#{month}`; what is open there, in year `open`.

    Its numbers are those of `rules.tallies`. An ancestor is a prefix: a unit's year with all below it is one Query.
    """

    class Meta(IncidentsMeta):
        """The incidents' table."""

    @classmethod
    def year_of(cls, year: str) -> str:
        """Return the partition of a year."""
        return f"TALLY#{COUNTY}#{year}"

    @classmethod
    def key(cls, unit: str, month: str) -> Key:
        """Return where a place's month is."""
        return Key(cls, cls.year_of(month[:4]), f"{unit}#{month}")


class CaseRow(Row):
    """Which incident a case code stands for: `CASE#{case_code}` / `CASE`; written once, so that no code is given twice."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    incident_id = UnicodeAttribute()

    @classmethod
    def key(cls, case_code: str) -> Key:
        """Return where the case of this code is."""
        return Key(cls, f"CASE#{case_code}", "CASE")


class ClientRefRow(Row):
    """Which incident a person's own number for a report stands for: `REF#{person}` / `REF#{client_ref}`; written once."""

    class Meta(IncidentsMeta):
        """The incidents' table."""

    written_once = True

    incident_id = UnicodeAttribute()

    @classmethod
    def key(cls, person_id: str, client_ref: str) -> Key:
        """Return where a person's report of this number is."""
        return Key(cls, f"REF#{person_id}", f"REF#{client_ref}")


class PolicyRow(VersionRow):
    """A version of the policy."""

    subject = "POLICY"

    class Meta(IncidentsMeta):
        """The incidents' table."""

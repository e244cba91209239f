"""See what is held: of a household by its grid worker, of oneself, of a grid by what is due; an unmasked reading is recorded first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kernel import clock
from kernel.access import not_allowed
from kernel.directory import PersonRow
from kernel.problems import InvalidFields, NotFound
from kernel.record import record
from kernel.scope import Scope
from kernel.storage.lists import Listed
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from kernel.texts import Text
from services.information.rules.forms import Form, InformationAbout
from services.information.rules.records import Record, record_id
from services.information.rules.visits import READERS, UNMASKED_READERS, Reading
from services.information.service.homes import Household, find_household, loaded, reached
from services.information.store import kept


@record
class HouseholdSeen:
    """A household with what is held of it and its people.

    Attributes
    ----------
    forms
        The forms by which it is held, and the one that is asked for.
    filled
        The form that is to be filled in; None: none was asked for.
    unmasked
        Whether what is sensitive is shown.
    """

    household: Household
    records: Sequence[Record]
    forms: Mapping[str, Form]
    filled: Form | None
    unmasked: bool

    @property
    def version(self) -> int:
        """The household's record's."""
        return self.records[0].version


def see_household(
    scope: Scope, household_id: str, form: str | None, *, unmasked: bool, reason: str | None
) -> HouseholdSeen:
    """Return a household of the caller's area.

    Raises
    ------
    NotFound
        There is no such household there, or no such form.
    NotAllowed, InvalidFields
        The caller's post reads masked only, or no reason is given.
    """
    household = reached(scope, household_id, READERS)
    if unmasked:
        _record_reading(scope, household, reason)
    records = loaded(household)
    forms = forms_behind(records, [form] if form else [])
    if form and form not in forms:
        raise NotFound
    return HouseholdSeen(household, records, forms, forms.get(form or ""), unmasked)


def forms_behind(records: Sequence[Record], more: Sequence[str] = ()) -> dict[str, Form]:
    """Return the forms by which values are held and consents given, in one read."""
    named = {held.form for one in records for held in one.held}
    named |= {old.held.form for one in records for old in one.old}
    named |= {consent.form for one in records for consent in one.consents} | set(more)
    found = kept.FORMS.load_all(sorted(named)) if named else []
    return {form.id: form for form in found if form is not None}


@record
class OwnSeen:
    """What is held of whoever asks, and of the own household; nothing is masked."""

    records: Sequence[Record]
    forms: Mapping[str, Form]


def own_records(scope: Scope) -> OwnSeen:
    """Return what is held of the caller (Arts. 44, 45); nothing where the registry knows no household of theirs."""
    ids = own_record_ids(scope)
    return seen_of([one for one in kept.RECORDS.load_all(ids) if one is not None] if ids else [])


def seen_of(records: Sequence[Record]) -> OwnSeen:
    """Return records with the forms behind them."""
    return OwnSeen(records, forms_behind(records))


def own_record_ids(scope: Scope) -> list[str]:
    """Return under which ids something may be held of the caller."""
    me: PersonRow = scope.recall([PersonRow.key(scope.person.person_id)])[0]
    own = [record_id(InformationAbout.PERSON, me.resident)] if me.resident else []
    return [*own, record_id(InformationAbout.HOUSEHOLD, me.household)] if me.household else own


def own_household(scope: Scope) -> tuple[Household, str]:
    """Return the caller's household, and who there the caller is.

    Raises
    ------
    NotFound
        The registry knows none.
    """
    me: PersonRow = scope.recall([PersonRow.key(scope.person.person_id)])[0]
    if not me.household or not me.resident:
        raise NotFound
    return find_household(me.household), me.resident


def due_in(unit: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of the households of a grid, or of those a village keeps itself, what is due first on top: one Query."""
    return kept.RECORDS.in_list(f"INFODUE#{unit}", limit, cursor)


def readings_of(household_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of who read a household unmasked, newest first."""
    return kept.READINGS.about(f"INFOREADS#{household_id}", limit, cursor, newest_first=True)


def visits_of(household_id: str, limit: int, cursor: str | None) -> Listed:
    """Return one page of a household's visits, newest first."""
    return kept.VISITS.about(f"INFOVISITS#{household_id}", limit, cursor, newest_first=True)


def _record_reading(scope: Scope, household: Household, reason: str | None) -> None:
    post = scope.person.post_over(household.home.unit, UNMASKED_READERS)
    if post is None:
        raise not_allowed(UNMASKED_READERS)
    if reason is None:
        said = Text("查看完整信息须填写事由。", "An unmasked reading needs a reason.")
        raise InvalidFields.one("reason", said)

    def decide(work: UnitOfWork) -> None:
        reading = Reading(
            work.change_id,
            household.id,
            scope.person.person_id,
            str(post.role),
            post.unit,
            reason,
            clock.now(),
        )
        kept.READINGS.save(work, reading)

    carry_out(decide)

"""What a step of a case is decided on besides the case itself and what is said: who acts, and what the rows of others know that day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, time

from enforcement.rules.authority import Item
from enforcement.rules.evidence import Evidence
from enforcement.rules.officers import Certificate, Present
from enforcement.rules.reasoning import Grade
from kernel.access import Role
from kernel.actors import Actor
from kernel.ages import Born
from kernel.clock import SHANGHAI, day_of
from kernel.record import record
from kernel.texts import Text


@record
class Facts:
    """What is known when a step is taken.

    Attributes
    ----------
    by
        Who takes it, by which post; the party by none.
    items
        The authority list of the town, for the item of the case.
    certificates
        By person: the certificates of those who handle the case, and of who acts.
    grades
        The benchmark of the item.
    staff
        By role: who holds it at the town today.
    fined
        The acts that decisions in force have fined, of those this case could fine.
    qualified
        Whether it is on record, by somebody else, that who acts may review legally.
    born, penalised_before
        What the registry and the decisions in force know of the party that is named.
    consents
        The numbers of the party's confirmations of electronic service in the file, where a step serves so.
    exhibit
        The piece of evidence a step is about, as the file has it afterwards.
    """

    now: datetime
    by: Actor
    county: Text
    items: Sequence[Item] = ()
    certificates: Mapping[str, Certificate] = field(default_factory=dict[str, Certificate])
    grades: Sequence[Grade] = ()
    staff: Mapping[Role, Collection[str]] = field(default_factory=dict[Role, Collection[str]])
    fined: frozenset[str] = frozenset()
    exhibit: Evidence | None = None
    qualified: bool = False
    consents: frozenset[str] = frozenset()
    born: Born | None = None
    penalised_before: bool = False

    @property
    def today(self) -> date:
        """The day, in Beijing."""
        return day_of(self.now)

    @property
    def begun(self) -> datetime:
        """When the day began, in Beijing: a paper that a step issues has its number since then, and nobody received it before."""
        return datetime.combine(self.today, time(), SHANGHAI)

    def present(self, persons: Iterable[str], *, shown: bool = True) -> tuple[Present, ...]:
        """Return persons who take part in a step, with the certificates they have."""
        everybody = dict.fromkeys(persons)
        return tuple(
            Present(one, self.certificates.get(one), on_establishment=True, shown=shown)
            for one in everybody
        )

    def holding(self, role: Role) -> Collection[str]:
        """Return who holds a role at the town."""
        return self.staff.get(role, ())

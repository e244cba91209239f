"""Papers as they were issued: numbered, their text fixed by its hash; a correction is a new paper that names the old one (处罚法 Art. 52, 59)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from enforcement.rules.forms import Form
from enforcement.rules.timeline import Entry, Fault, RecordEvent
from kernel import clock
from kernel.documents.templates import Values
from kernel.ledger.chain import canonical
from kernel.problems import Conflict, InvalidFields
from kernel.record import record
from kernel.texts import Text
from kernel.wording import folded


@record
class IssuedPaper:
    """A paper.

    Attributes
    ----------
    values
        What its template is filled in with: its text, which never changes.
    digest
        SHA-256 of form, template and values.
    corrects, corrected_by
        The paper it takes the place of, and the one that took its place.
    """

    id: str
    subject: str
    organ: str
    form: str
    template: str
    title: str
    number: str | None
    number_of: int | None
    number_year: int | None
    values: Values
    digest: str
    issued_at: datetime
    issued_by: str
    issued_by_name: str
    corrects: str | None = None
    corrected_by: str | None = None
    voided_at: datetime | None = None
    void_reason: str | None = None
    version: int = 1

    @property
    def is_good(self) -> bool:
        """Whether it stands: neither void nor corrected."""
        return self.voided_at is None and self.corrected_by is None


class PaperStands(Conflict):
    """A paper that was made void, or corrected, is corrected no more: the newest is."""

    slug = "paper-stands"
    said = Text("该文书已作废或者已更正。", "This paper is void, or corrected already.")


class NotTheSameForm(Conflict):
    """A correction is a paper of the same form and case."""

    slug = "not-the-same-form"
    said = Text("更正须用同一格式的文书。", "A correction is a paper of the same form.")


class NothingToCorrect(Conflict):
    """A paper of a step is corrected by hand once the case was decided; before that the step is taken again."""

    slug = "nothing-to-correct"
    said = Text(
        "案件作出决定后，随步骤制发的文书方可另行更正。",
        "A paper of a step is corrected by itself once the case was decided.",
    )


class VoidByMove(Conflict):
    """A paper of a step that was taken is not made void; the step is corrected or revoked."""

    slug = "void-by-move"
    said = Text(
        "随办案步骤制发的文书不能作废，只能更正或撤销。",
        "A paper of a step stays: correct it, or revoke what it says.",
    )


def digest_of(form: str, template: str, values: Values) -> str:
    """Return the hash that fixes a paper's text."""
    said = canonical({"form": form, "template": template, "values": dict(values)})
    return hashlib.sha256(said.encode()).hexdigest()


def day_in_chinese(instant: datetime) -> str:
    """Return a day as official papers write it: 2026年11月23日."""
    day = instant.astimezone(clock.SHANGHAI)
    return f"{day.year}年{day.month}月{day.day}日"


def refuse_correction(before: IssuedPaper, form: str) -> None:
    """Let a paper be corrected that stands, by one of its form.

    Raises
    ------
    PaperStands, NotTheSameForm
        It does not stand; or the other is of another form.
    """
    if not before.is_good:
        raise PaperStands
    if before.form != form:
        raise NotTheSameForm


def refuse_correction_by_hand(form: Form, *, decided: bool) -> None:
    """Let a paper of a step be corrected by a new one.

    Raises
    ------
    NothingToCorrect
        The case is not decided, or it is a paper of no case.
    """
    if not decided or form.about != "case":
        raise NothingToCorrect


def refuse_other_party(said: object, party: str | None) -> None:
    """Let a paper of a case be made that names the party of that case, or none yet.

    Raises
    ------
    InvalidFields
        It names somebody else in the party's place.
    """
    if isinstance(said, str) and party and _letters(party) not in _letters(said):
        text = Text("须与本案当事人一致。", "It is about the party of this case.")
        raise InvalidFields.one("texts.party", text)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, folded(text)))


def sealed_papers(entries: Iterable[Entry]) -> dict[str, str]:
    """Return by id the hash of each paper as the record keeps it; an entry that was spoilt names none, and its seal tells."""
    sealed: dict[str, str] = {}
    for entry in entries:
        if entry.event != str(RecordEvent.PAPER_ISSUED):
            continue
        try:
            said = json.loads(entry.details)
            sealed[said["paper"]] = said["digest"]
        except (ValueError, KeyError, TypeError):
            continue
    return sealed


def check_texts(papers: Iterable[IssuedPaper], sealed: Mapping[str, str]) -> list[Fault]:
    """Return which papers do not say any more what was issued.

    Parameters
    ----------
    sealed
        By id, the hash that the record of the case keeps of each.
    """
    faults: list[Fault] = []
    left = dict(sealed)
    for paper in papers:
        was = left.pop(paper.id, None)
        if was is None or digest_of(paper.form, paper.template, paper.values) != was:
            told = Text(
                f"{paper.number or paper.title}与制发时不一致。",
                f"{paper.number or paper.title} is not what was issued.",
            )
            faults.append(Fault(paper.id, told))
    faults += [Fault(one, Text("文书缺失。", "A paper is missing.")) for one in sorted(left)]
    return faults

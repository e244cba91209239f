"""What is missing is told once, comes later, or is promised; and the errand is accepted (行政许可法 Art. 32)."""

from __future__ import annotations

from dataclasses import replace

from kernel import clock
from kernel.access import Caller
from kernel.field_time import refuse_to_come
from kernel.problems import InvalidFields
from kernel.texts import Text
from services.errands.rules.catalogue import Matter
from services.errands.rules.coming_about import accepted
from services.errands.rules.errand import Errand
from services.errands.rules.errand_states import ErrandEvent, ErrandStatus
from services.errands.rules.refusals import NotMinor, UnknownPaper
from services.errands.rules.standing import ErrandChange, ErrandCommand, Happened
from services.errands.rules.stepping import Facts, lead_to


def tell_missing(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    """Tell once what is missing.

    Raises
    ------
    UnknownPaper
        The matter asks for no such paper.
    """
    refuse_unknown(facts.matter, command.papers)
    return lead_to(errand, command, missing=command.papers, check_by=None)


def supply(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    """Take in what was missing; with the last of it the errand is accepted.

    Raises
    ------
    UnknownPaper
        It was not missing.
    """
    if not set(command.papers) <= set(errand.missing):
        raise UnknownPaper
    left = tuple(one for one in errand.missing if one not in command.papers)
    came = replace(errand, missing=left)
    if errand.status is ErrandStatus.SHORT and not left:
        came = accepted(came, facts.now)
    return ErrandChange(errand, came, (Happened(ErrandEvent.SUPPLIED),))


def accept(errand: Errand, command: ErrandCommand, _: Caller, facts: Facts) -> ErrandChange:
    """Accept, with what is missing on a written promise where it is minor.

    Raises
    ------
    UnknownPaper, NotMinor, InvalidFields
        The matter asks for no such paper, the paper is not minor, or nothing was promised by now.
    """
    lacking = command.papers
    refuse_unknown(facts.matter, lacking)
    event = ErrandEvent.ACCEPTED_WITH_PROMISE if lacking else ErrandEvent.ACCEPTED
    # 临时救助: help comes first, whatever is missing (社会救助法 Art. 50).
    if lacking and not errand.urgent:
        papers = [facts.matter.paper(one) for one in lacking]
        if not all(one and one.minor for one in papers):
            raise NotMinor
        if command.promised_on is None:
            raise InvalidFields.one(
                "promised_on",
                Text(
                    "容缺受理须有书面承诺，请填写承诺日期。",
                    "A written promise is needed: say when it was signed.",
                ),
            )
    if command.promised_on is not None:
        refuse_to_come(command.promised_on, clock.day_of(facts.now), "promised_on")
    taken = replace(errand, missing=lacking, promised_on=command.promised_on)
    return ErrandChange(errand, accepted(taken, facts.now), (Happened(event),))


def refuse_unknown(matter: Matter, papers: tuple[str, ...]) -> None:
    """Let papers pass that the matter asks for.

    Raises
    ------
    UnknownPaper
    """
    if not all(matter.paper(one) for one in papers):
        raise UnknownPaper

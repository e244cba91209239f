"""What an errand refuses, each named after the promise it would break."""

from __future__ import annotations

from kernel.law.refusals import CitedRefusal
from kernel.problems import Conflict
from kernel.texts import Text
from services.errands.rules.terms import law_of


class ErrandRefused(CitedRefusal, Conflict):
    """A promise of errands would be broken; every one of them has its own type."""

    slug = "errand-refused"
    is_family = True
    title = Text("代办规则不允许", "Not allowed by the rules of errands")
    law_of = staticmethod(law_of)


class SelfDealing(ErrandRefused):
    """An agent stands for one side: neither for himself, nor where he decides (民法典 Art. 168)."""

    slug = "self-dealing"
    said = Text(
        "代办员不得代办本人的事项，也不得代办由本人所在单位决定的事项。",
        "An agent does neither his own matter nor one that his own office decides.",
    )
    rests_on = "own_dealing"


class NoAgent(ErrandRefused):
    """An errand is done by somebody with a post for it where the principal lives."""

    slug = "no-agent"
    said = Text(
        "该人员不是该村或该网格的代办员、网格员。",
        "This person is no errand agent or grid worker where the principal lives.",
    )


class ConsentMissing(ErrandRefused):
    """Whoever cannot sign in signs on paper; nobody consents in another's place (民法典 Arts. 165, 169)."""

    slug = "consent-missing"
    said = Text(
        "委托人没有登录账号，请在纸质委托书上签字并填写签字日期。",
        "The principal cannot sign in: have the letter signed on paper, and say when.",
    )
    rests_on = "authority"


class AuthorityTooLong(ErrandRefused):
    """An authority has a term; `most_days` says how long."""

    slug = "authority-too-long"
    rests_on = "authority"


class BeyondPowers(ErrandRefused):
    """The letter of authority does not hold this power (民法典 Art. 165)."""

    slug = "beyond-powers"
    said = Text("委托书未授予此项权限。", "The letter of authority does not give this power.")
    rests_on = "authority"


class MustComeInPerson(ErrandRefused):
    """What the applicant must come for himself cannot be entrusted (行政许可法 Art. 29)."""

    slug = "must-come-in-person"
    said = Text(
        "该事项须本人到场办理，不能委托代办。",
        "The applicant must come in person: this cannot be entrusted.",
    )
    rests_on = "in_person"


class IdNumberNotNeeded(ErrandRefused):
    """An identity number is taken only where the form needs it (个人信息保护法 Art. 6)."""

    slug = "id-number-not-needed"
    said = Text(
        "该事项不需要身份证号，请勿填写。",
        "This matter needs no identity number: leave it out.",
    )
    rests_on = "necessary"


class IdCardStaysHome(ErrandRefused):
    """Nobody may keep an identity card of another (居民身份证法 Art. 15)."""

    slug = "id-card-stays-home"
    said = Text(
        "居民身份证只能查验，不得收取、留存。",
        "An identity card is shown and never taken.",
    )
    rests_on = "id_card"


class TooLateToTell(ErrandRefused):
    """What is missing is told once, within the term; afterwards the application is accepted (行政许可法 Art. 32)."""

    slug = "too-late-to-tell"
    said = Text(
        "已超过一次性告知期限，自收到材料之日起视为受理。",
        "The term to tell what is missing is over: it counts as accepted on the day the papers came.",
    )
    rests_on = "papers"


class UnknownPaper(ErrandRefused):
    """Only papers of the matter are asked for, told missing or promised."""

    slug = "unknown-paper"
    said = Text(
        "事项材料清单中没有该材料，或该材料不欠缺。",
        "The matter has no such paper, or it is not missing.",
    )
    rests_on = "free"


class NotMinor(ErrandRefused):
    """Accepted with a promise is only what lacks minor papers (容缺受理)."""

    slug = "not-minor"
    said = Text(
        "主要材料欠缺，不能容缺受理。",
        "A main paper is missing: it cannot be accepted with a promise.",
    )


class LimitIsOver(ErrandRefused):
    """A clock that has run out cannot be stopped any more."""

    slug = "limit-is-over"
    said = Text(
        "承诺期限已过，不能再停止计时。", "The promised limit is over: its clock stops no more."
    )


class OriginalIsOut(ErrandRefused):
    """One original has one receipt at a time: it is out already."""

    slug = "original-is-out"
    said = Text(
        "该原件已被收取且尚未归还，不能重复收取。",
        "This original was taken already and is not back.",
    )


class NotWithYou(ErrandRefused):
    """Who hands an original over has it, and it is promised to nobody else."""

    slug = "original-not-with-you"
    said = Text(
        "该原件不在您手中，或已交接给他人待签收。",
        "This original is not with you, or it waits for another to sign for it.",
    )


class OriginalsOut(ErrandRefused):
    """An errand cannot close while an original is out; `originals` says which."""

    slug = "originals-out"
    said = Text(
        "仍有原件未归还，不能归档。",
        "An original is still out: the errand cannot be filed.",
    )


class TooMuchForOne(ErrandRefused):
    """What one errand holds is bounded; `most` says how much."""

    slug = "errand-is-full"
    said = Text("该代办事项的记录已达上限。", "This errand holds as much as one may.")


class RatedBefore(ErrandRefused):
    """An errand is rated once."""

    slug = "rated-before"
    said = Text("已评价过。", "It was rated before.")


class NothingEntrusted(ErrandRefused):
    """Where somebody was only advised there is no authority to write down."""

    slug = "nothing-entrusted"
    said = Text("该事项只是咨询，没有委托。", "This was advice; nothing was entrusted.")


class NoSuchMatter(ErrandRefused):
    """What is entrusted is in the catalogue, and holds on the day."""

    slug = "no-such-matter"
    said = Text(
        "代办目录中没有该事项，或当日不适用。", "The catalogue has no such matter on this day."
    )

"""Who may do what: roles, posts, and the one rule each route declares.

A post is (person, role, unit, validity); what a person may do follows from posts in the registry, not from the token, so that a
dismissal works within a minute (DESIGN 2). A route declares `Access`; the API does not start with a route that declares none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from kernel.problems import NotAllowed, OutsideYourArea
from kernel.record import record
from kernel.texts import Text
from kernel.units import Tier, is_within


class Role(StrEnum):
    """What a person is, at a unit."""

    RESIDENT = "resident"
    GRID_WORKER = "grid_worker"
    GRID_CHIEF = "grid_chief"
    VILLAGE_OFFICER = "village_officer"
    VILLAGE_REPRESENTATIVE = "village_representative"
    VILLAGE_SUPERVISOR = "village_supervisor"
    POINTS_VERIFIER = "points_verifier"
    SHOP_KEEPER = "shop_keeper"
    MEDIATOR = "mediator"
    ERRAND_AGENT = "errand_agent"
    COLLECTIVE_DIRECTOR = "collective_director"
    BOOKKEEPER = "bookkeeper"
    CASHIER = "cashier"
    COLLECTIVE_SUPERVISOR = "collective_supervisor"
    TOWN_OFFICER = "town_officer"
    ENFORCEMENT_OFFICER = "enforcement_officer"
    LEGAL_REVIEWER = "legal_reviewer"
    ENFORCEMENT_HEAD = "enforcement_head"
    HEARING_CHAIR = "hearing_chair"
    JUSTICE_SUPERVISOR = "justice_supervisor"
    COUNTY_OFFICER = "county_officer"
    COUNTY_ADMIN = "county_admin"


ROLE_NAMES: dict[Role, Text] = {
    Role.RESIDENT: Text("居民", "resident"),
    Role.GRID_WORKER: Text("网格员", "grid worker"),
    Role.GRID_CHIEF: Text("网格长", "grid chief"),
    Role.VILLAGE_OFFICER: Text("村干部", "village officer"),
    Role.VILLAGE_REPRESENTATIVE: Text("村民代表", "village representative"),
    Role.VILLAGE_SUPERVISOR: Text("村务监督委员", "village supervisor"),
    Role.POINTS_VERIFIER: Text("积分核验员", "points verifier"),
    Role.SHOP_KEEPER: Text("积分超市管理员", "shop keeper"),
    Role.MEDIATOR: Text("调解员", "mediator"),
    Role.ERRAND_AGENT: Text("代办员", "errand agent"),
    Role.COLLECTIVE_DIRECTOR: Text("集体经济组织理事长", "director of the collective"),
    Role.BOOKKEEPER: Text("集体经济组织会计", "bookkeeper of the collective"),
    Role.CASHIER: Text("集体经济组织出纳", "cashier of the collective"),
    Role.COLLECTIVE_SUPERVISOR: Text("集体经济组织监事", "supervisor of the collective"),
    Role.TOWN_OFFICER: Text("乡镇干部", "town officer"),
    Role.ENFORCEMENT_OFFICER: Text("执法人员", "enforcement officer"),
    Role.LEGAL_REVIEWER: Text("法制审核员", "legal reviewer"),
    Role.ENFORCEMENT_HEAD: Text("执法机关负责人", "head of enforcement"),
    Role.HEARING_CHAIR: Text("听证主持人", "chair of hearings"),
    Role.JUSTICE_SUPERVISOR: Text("县司法局执法监督人员", "county supervisor of enforcement"),
    Role.COUNTY_OFFICER: Text("县级干部", "county officer"),
    Role.COUNTY_ADMIN: Text("县管理员", "county administrator"),
}

TIER_OFFICER: dict[Tier, Role] = {
    Tier.VILLAGE: Role.VILLAGE_OFFICER,
    Tier.TOWN: Role.TOWN_OFFICER,
    Tier.COUNTY: Role.COUNTY_OFFICER,
}
"""The role that answers incidents at each tier."""

ALL_ROLES = frozenset(Role)
STAFF = ALL_ROLES - {Role.RESIDENT}
OFFICERS = frozenset(
    {Role.VILLAGE_OFFICER, Role.TOWN_OFFICER, Role.COUNTY_OFFICER, Role.COUNTY_ADMIN}
)
PLACE_STAFF = OFFICERS | {Role.GRID_WORKER, Role.GRID_CHIEF}
"""Who works for a place: its grid's worker and chief, and the officers over it."""
ENFORCERS = frozenset({Role.ENFORCEMENT_OFFICER, Role.ENFORCEMENT_HEAD})
"""Who enforces the law: the posts with which a certificate is held."""
ENFORCEMENT_READERS = ENFORCERS | {
    Role.LEGAL_REVIEWER,
    Role.HEARING_CHAIR,
    Role.JUSTICE_SUPERVISOR,
}
"""Who works with what is enforced."""


@record
class Post:
    """A role held at a unit from a day to a day (both included; no end: until further notice)."""

    role: Role
    unit: str
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the post is held on `day` (Asia/Shanghai)."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@record
class Caller:
    """The person who calls, with the posts held today."""

    person_id: str
    name: str
    posts: tuple[Post, ...]

    @property
    def roles(self) -> frozenset[Role]:
        """Every role the caller holds anywhere."""
        return frozenset(post.role for post in self.posts)

    def holds(self, roles: Iterable[Role]) -> bool:
        """Tell whether the caller holds one of `roles` anywhere."""
        return not self.roles.isdisjoint(roles)

    def post_over(self, unit: str, roles: Iterable[Role]) -> Post | None:
        """Return the caller's post with one of `roles` whose area contains `unit`; the nearest to it if several do."""
        wanted = frozenset(roles)
        fitting = [
            post for post in self.posts if post.role in wanted and is_within(unit, post.unit)
        ]
        return max(fitting, key=lambda post: len(post.unit), default=None)

    def post_at(self, unit: str, roles: Iterable[Role]) -> Post | None:
        """Return the caller's post with one of `roles` at exactly `unit`."""
        wanted = frozenset(roles)
        return next(
            (post for post in self.posts if post.role in wanted and post.unit == unit), None
        )


@record
class Access:
    """The access rule of a route.

    Attributes
    ----------
    roles
        Who may call at all; None: everybody, signed in or not.
    scoped
        Whether the route acts on something that belongs to a unit or a person. A scoped route must prove, before it answers, that
        the caller's post reaches that unit (`within`) or that the thing is the caller's own; one that forgets answers 500, and the
        test over all routes fails.
    """

    roles: frozenset[Role] | None
    scoped: bool = True

    @property
    def public(self) -> bool:
        """Whether nobody needs to sign in."""
        return self.roles is None

    def admit(self, caller: Caller) -> None:
        """Let a caller with one of the roles pass.

        Raises
        ------
        NotAllowed
            None of the caller's posts carries one of the roles; `allowed_roles` lists them.
        """
        if self.roles is not None and not caller.holds(self.roles):
            raise not_allowed(self.roles)


PUBLIC = Access(roles=None, scoped=False)


_NO_POST = Text(
    "您目前没有有效的登记（岗位或居民身份），请联系县管理员。",
    "You hold no post today; ask the county administrator to enter one.",
)


def not_allowed(roles: Iterable[Role], relations: Sequence[Text] = ()) -> NotAllowed:
    """Return the refusal that says which roles may, or in its words how those who may stand to the thing."""
    ordered = [role for role in Role if role in frozenset(roles)]
    if len(ordered) == len(Role):
        # Any post would do, so the caller holds none: a list of all of them would help nobody.
        return NotAllowed(_NO_POST, allowed_roles=[str(role) for role in ordered])
    named = relations or [ROLE_NAMES[role] for role in ordered]
    names = Text("、".join(one.zh for one in named), ", ".join(one.en for one in named))
    detail = Text(
        f"您不能进行此操作，须由以下人员办理：{names.zh}。",
        f"You may not do this; it takes: {names.en}.",
    )
    return NotAllowed(detail, allowed_roles=[str(role) for role in ordered])


def require_post_over(caller: Caller, unit: str, roles: Iterable[Role]) -> Post:
    """Return the caller's post that reaches `unit` with one of `roles`.

    Raises
    ------
    NotAllowed
        The caller holds none of the roles anywhere.
    OutsideYourArea
        The caller holds one, but for other units.
    """
    wanted = frozenset(roles)
    post = caller.post_over(unit, wanted)
    if post is None:
        raise OutsideYourArea() if caller.holds(wanted) else not_allowed(wanted)
    return post

"""Posts of a village that one person does not hold at once (集体法 Art. 34; 会计法 Art. 35)."""

from __future__ import annotations

from collections.abc import Iterable

from kernel.access import ROLE_NAMES, Post, Role
from kernel.law import reference
from kernel.problems import Conflict
from kernel.texts import Text

_WATCHES = {"law": "collective-economy-law-2024", "articles": ["34"]}
_KEEPS_MONEY = {"law": "accounting-law-2024", "articles": ["35"]}
_APART = {
    frozenset({Role.COLLECTIVE_SUPERVISOR, Role.COLLECTIVE_DIRECTOR}): _WATCHES,
    frozenset({Role.COLLECTIVE_SUPERVISOR, Role.BOOKKEEPER}): _WATCHES,
    frozenset({Role.COLLECTIVE_SUPERVISOR, Role.CASHIER}): _WATCHES,
    frozenset({Role.BOOKKEEPER, Role.CASHIER}): _KEEPS_MONEY,
}


class PostsApart(Conflict):
    """One person does not hold both posts at one unit at once; `citation` says by which article."""

    slug = "posts-apart"
    title = Text("两个岗位不得由一人兼任", "Posts apart")


class KinApart(Conflict):
    """Near relatives do not hold both posts at one unit at once; `citation` says by which article."""

    slug = "kin-apart"
    title = Text("近亲属不得任职监督岗位", "Kin apart")


def refuse_together(posts: Iterable[Post], new: Post) -> None:
    """Let somebody have a post who has none at this unit in that time that is kept apart from it.

    Raises
    ------
    PostsApart
        There is one.
    """
    for other in posts:
        cited = _APART.get(frozenset({other.role, new.role}))
        if cited is not None and other.unit == new.unit and _meet(other, new):
            law = reference(cited)
            first, second = ROLE_NAMES[other.role], ROLE_NAMES[new.role]
            raise PostsApart(
                Text(
                    f"{first.zh}不得兼任{second.zh}（{law.named.zh}）。",
                    f"The {first.en} is not the {second.en} as well ({law.named.en}).",
                ),
                citation=law,
            )


def watched_by(role: Role) -> frozenset[Role]:
    """Return the posts that are kept apart from one as who watches from who is watched: near relatives do not hold them either."""
    pairs = [pair for pair, cited in _APART.items() if cited is _WATCHES and role in pair]
    return frozenset[Role]().union(*pairs) - {role}


def refuse_kin(posts: Iterable[Post], new: Post) -> None:
    """Let somebody have a post whose near relatives hold none at this unit in that time that is kept apart from it.

    Parameters
    ----------
    posts
        Of near relatives, as far as the registry knows them.

    Raises
    ------
    KinApart
        There is one.
    """
    for other in posts:
        if other.role in watched_by(new.role) and other.unit == new.unit and _meet(other, new):
            law = reference(_WATCHES)
            first, second = ROLE_NAMES[other.role], ROLE_NAMES[new.role]
            raise KinApart(
                Text(
                    f"{second.zh}不得与{first.zh}有近亲属关系（{law.named.zh}）。",
                    f"A {second.en} is no near relative of a {first.en} ({law.named.en}).",
                ),
                citation=law,
            )


def _meet(one: Post, other: Post) -> bool:
    earlier, later = sorted((one, other), key=lambda post: post.valid_from)
    return earlier.valid_to is None or earlier.valid_to >= later.valid_from

"""Which statutes a panel, an activity or a lesson is about, and that all of them are in force."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from enforcement.rules.choice_of_law import ended, refuse_out_of_force
from kernel.law import Reference, reference
from kernel.problems import InvalidFields
from kernel.texts import Text

__all__ = ["ended", "first_end", "named", "read", "refuse_out_of_force", "written"]


def written(cited: Reference) -> str:
    """Return a citation as it is kept: `civil-code#1034,1035`."""
    articles = ",".join(cited.articles)
    return f"{cited.statute.id}#{articles}" if articles else cited.statute.id


def read(kept: str) -> Reference:
    """Return the citation that was kept."""
    law, _, articles = kept.partition("#")
    return reference({"law": law, "articles": articles.split(",") if articles else []})


def named(laws: Iterable[tuple[str, Iterable[str]]], day: date) -> tuple[str, ...]:
    """Return what is cited, by id and articles, as it is kept.

    Raises
    ------
    InvalidFields
        The catalogue does not have one of them.
    NotInForce
        One is not in force on `day`: nothing new is built on what has ended, or has not begun.
    """
    found: list[Reference] = []
    for law, articles in laws:
        try:
            found.append(reference({"law": law, "articles": list(articles)}))
        except ValueError as fault:
            raise InvalidFields.one(
                "cites",
                Text(
                    f"法规目录中没有：{law}。",
                    f"The catalogue has no such statute or article: {law}.",
                ),
            ) from fault
    refuse_out_of_force(found, day)
    return tuple(dict.fromkeys(map(written, found)))


def first_end(cites: Iterable[str], today: date) -> date | None:
    """Return the first day from tomorrow on on which one of them is not in force any more; None: no end is known."""
    ends = [one.statute.valid_to for one in map(read, cites)]
    return min((end + timedelta(days=1) for end in ends if end and end >= today), default=None)

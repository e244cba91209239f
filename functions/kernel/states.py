"""One type of state table: which action leads from where to where, who may take it, what it must say, what becomes owed by it.

Every thing with a life of its own (an incident, a claim, a meeting, a case) has one table of this type. From it come the 409 with the
legal moves, the 403 with who may, `actions` in answers, the words in the API description and the diagrams in `docs/states/`; the tests
walk it cell by cell. What a table cannot say, because it depends on more than the status, a rule says by shutting moves.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar

from kernel.access import ROLE_NAMES, Role, not_allowed
from kernel.problems import Conflict, FieldError, InvalidFields, NotAllowed
from kernel.record import record
from kernel.texts import Text

A = TypeVar("A", bound=StrEnum)
S = TypeVar("S", bound=StrEnum)
H = TypeVar("H", bound=StrEnum)


@record
class Move(Generic[A, S, H]):
    """One row of a state table.

    Attributes
    ----------
    origin
        From which statuses.
    to
        The status after the move; None: the rule decides, or it stays.
    by
        Who may: roles, or relations to the thing; the nearer one first. Empty: nobody by hand, only the clock or another move.
    needs
        What must be said with it, by the names of the request's fields.
    event
        What the history says of it; None: the rule decides.
    begins, ends
        The kinds of obligation that begin and end with it.
    """

    action: A
    origin: frozenset[S]
    to: S | None = None
    by: tuple[H, ...] = ()
    needs: tuple[str, ...] = ()
    event: StrEnum | None = None
    begins: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()

    @property
    def target(self) -> S:
        """The status after a move of which the table itself says where it leads."""
        assert self.to is not None, f"a rule decides where {self.action} leads"
        return self.to


_NOTHING = Text("", "")


class IllegalMove(Conflict):
    """The state table has no such move from here; `legal_actions` lists those it has."""

    slug = "illegal-move"
    title = Text("当前状态不允许此操作", "Illegal move")


class WordsMissing(InvalidFields):
    """Whoever does it must say why, or what was done, so that everybody can follow it later."""

    slug = "words-missing"
    title = Text("须说明情况", "Words missing")


class StateTable(Generic[A, S, H]):
    """The life of one kind of thing.

    Parameters
    ----------
    thing
        What it is called in a sentence: "事件", "The incident".
    moves
        The rows; one action may have several, from different statuses.
    statuses, actions, holders
        What each is called. Every action and every holder that a row names has a name here.
    words
        What is asked for, by the names of the fields in `needs`.

    Raises
    ------
    ValueError
        Two rows lead one action from one status, or something has no name: the table would not be one.
    """

    def __init__(
        self,
        thing: Text,
        moves: Iterable[Move[A, S, H]],
        *,
        statuses: Mapping[S, Text],
        actions: Mapping[A, Text],
        holders: Mapping[H, Text],
        words: Mapping[str, Text] | None = None,
    ) -> None:
        self.thing = thing
        self.moves = tuple(moves)
        self.statuses, self.actions, self.holders = statuses, actions, holders
        self.words = words or {}
        self._cells: dict[tuple[S, A], Move[A, S, H]] = {}
        for move in self.moves:
            self._refuse_nameless(move)
            for status in move.origin:
                if (status, move.action) in self._cells:
                    raise ValueError(f"{move.action} leads twice from {status}")
                self._cells[status, move.action] = move

    def legal(self, status: S, shut: Collection[A] = ()) -> tuple[A, ...]:
        """Return the actions that lead on from `status`, whoever asks.

        Parameters
        ----------
        shut
            Actions that something else than the status rules out.
        """
        return tuple(
            dict.fromkeys(
                move.action
                for move in self.moves
                if status in move.origin and move.by and move.action not in shut
            )
        )

    def open_to(self, status: S, holds: Callable[[H], bool], shut: Collection[A] = ()) -> list[A]:
        """Return the actions that lead on from `status` for somebody who stands to the thing in some ways."""
        legal = self.legal(status, shut)
        return [one for one in legal if any(map(holds, self._cells[status, one].by))]

    def find(self, status: S, action: A) -> Move[A, S, H] | None:
        """Return the row of an action from a status, or None; whoever takes it, the clock too."""
        return self._cells.get((status, action))

    def move(
        self,
        status: S,
        action: A,
        shut: Collection[A] = (),
        offered: Collection[str] | None = None,
    ) -> Move[A, S, H]:
        """Return the row of an action from a status.

        Parameters
        ----------
        offered
            What is open to whoever asks; None: not known here.

        Raises
        ------
        IllegalMove
            There is none, or it is shut; says which are open.
        """
        found = self._cells.get((status, action))
        if found is None or action in shut:
            raise self.refusal(status, action, shut, offered)
        return found

    def refusal(
        self,
        status: S,
        action: A,
        shut: Collection[A] = (),
        offered: Collection[str] | None = None,
    ) -> IllegalMove:
        """Return the refusal of a move, with what is possible instead: for whoever asks, where that is known."""
        legal = [one for one in self.legal(status, shut) if offered is None or one in offered]
        possible = Text(
            "、".join(self.actions[one].zh for one in legal),
            ", ".join(self.actions[one].en for one in legal),
        )
        instead = (
            Text(f"；可以：{possible.zh}", f"; possible: {possible.en}") if legal else _NOTHING
        )
        here, wanted = self.statuses[status], self.actions[action]
        detail = Text(
            f"{self.thing.zh}当前为“{here.zh}”，不能{wanted.zh}{instead.zh}。",
            f"{self.thing.en} is {here.en}: {wanted.en} is not possible{instead.en}.",
        )
        return IllegalMove(
            detail, present_status=str(status), legal_actions=[str(one) for one in legal]
        )

    def allow(
        self,
        move: Move[A, S, H],
        holds: Callable[[H], bool],
        roles: Callable[[H], Collection[Role]],
    ) -> H:
        """Return the nearest standing by which a person may take a move.

        Parameters
        ----------
        holds
            Whether the person stands to the thing in this way, and may use it for this move.
        roles
            Which roles stand in this way, for the refusal.

        Raises
        ------
        NotAllowed
            None of those the row names; says who may.
        """
        for holder in move.by:
            if holds(holder):
                return holder
        raise self.who_may(move, roles)

    def who_may(self, move: Move[A, S, H], roles: Callable[[H], Collection[Role]]) -> NotAllowed:
        """Return the refusal that says who may take a move."""
        whose = [_with_role(self.holders[holder], roles(holder)) for holder in move.by]
        refusal = not_allowed({role for holder in move.by for role in roles(holder)}, whose)
        refusal.more["allowed_relations"] = [self.holders[holder] for holder in move.by]
        return refusal

    def require_words(self, move: Move[A, S, H], said: Any) -> None:
        """Let a move pass only if all it must say was said.

        Parameters
        ----------
        said
            The command: an attribute for every field.

        Raises
        ------
        WordsMissing
            One line for each field that is missing, all at once.
        """
        missing = [field for field in move.needs if _is_nothing(getattr(said, field, None))]
        if missing:
            raise self.words_missing(*missing)

    def words_missing(self, *fields: str) -> WordsMissing:
        """Return the refusal of what was not said, one line for each field."""
        errors = [FieldError(field, self.words[field]) for field in fields]
        return WordsMissing(errors[0].message, errors=errors)

    def described(self) -> Text:
        """Return what can be done and what must be said with it, for the API description."""
        moves = {move.action: move for move in self.moves if move.by}.values()
        needs = ["、".join(move.needs) for move in moves]
        return Text(
            "；".join(
                f"{move.action} {self.actions[move.action].zh}" + (f"（{said}）" if said else "")
                for move, said in zip(moves, needs, strict=True)
            )
            + "。",
            "; ".join(
                f"`{move.action}`"
                + (f" ({', '.join(f'`{need}`' for need in move.needs)})" if move.needs else "")
                for move in moves
            )
            + ".",
        )

    def _refuse_nameless(self, move: Move[A, S, H]) -> None:
        nameless = [
            *([] if move.action in self.actions else [move.action]),
            *(holder for holder in move.by if holder not in self.holders),
            *(status for status in move.origin if status not in self.statuses),
            *(field for field in move.needs if field not in self.words),
        ]
        if nameless:
            raise ValueError(f"no name for {', '.join(map(str, nameless))}")


def _with_role(relation: Text, roles: Collection[Role]) -> Text:
    """Return how somebody stands to a thing, with the post that makes it so where it is one and not in the words already."""
    if len(roles) != 1 or Role.RESIDENT in roles:
        return relation
    role = ROLE_NAMES[next(iter(roles))]
    if role.zh in relation.zh:
        return relation
    return Text(f"{relation.zh}（{role.zh}）", f"{relation.en} ({role.en})")


def _is_nothing(value: Any) -> bool:
    """Tell whether nothing was said: False and 0 are words, an empty list and a blank text are none."""
    if isinstance(value, str):
        return not value.strip()
    return value is None or value in ((), [])

"""Two people at once in a collective: what one did, the other meets, however close they come."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from economy.model.voucher_requests import RecordVoucher
from economy.rules.carried import Act, DecisionUsed
from economy.rules.closing import PeriodClosed, closed_until
from economy.rules.deciding import Decided
from economy.rules.papers import PaperUsed
from economy.service.books_state import refuse_closed
from economy.service.decisions import use_decision
from economy.service.keep_vouchers import record_voucher
from economy.store import money
from kernel.access import Role, require_post_over
from kernel.directory import find_caller
from kernel.storage.unit_of_work import UnitOfWork, carry_out
from tests.support.county import VILLAGE, County, a_county
from tests.support.economy import settle_in
from tests.support.money import voucher_of

BY_COUNCIL = Decided("0" * 26, VILLAGE, "collective_lease", True, "collective_council", 3, 5)


@pytest.fixture
def county() -> Iterator[County]:
    with a_county() as made:
        settle_in(made)
        yield made


def with_another(
    first: Callable[[UnitOfWork], None], other: Callable[[UnitOfWork], None]
) -> Callable[[UnitOfWork], bool]:
    """Return a decision in whose first try another is taken and written, after it has read and before it is written."""
    tries: list[int] = []

    def decide(work: UnitOfWork) -> bool:
        first(work)
        if not tries:
            tries.append(1)
            carry_out(lambda beside: other(beside) is None)
        return True

    return decide


def test_of_two_who_carry_out_one_decision_at_once_one_meets_the_other(county: County):
    def used_by(thing: str) -> Callable[[UnitOfWork], None]:
        return lambda work: use_decision(work, BY_COUNCIL, Act.LEASE, "asset", thing)

    with county.quietly(), pytest.raises(DecisionUsed) as used:
        carry_out(with_another(used_by("first"), used_by("second")))

    assert used.value.more == {"act": "lease", "thing": "second"}


def test_what_enters_the_books_while_they_are_closed_is_refused(county: County):
    day = date(2026, 9, 30)

    with county.quietly(), pytest.raises(PeriodClosed):
        carry_out(
            with_another(
                lambda work: refuse_closed(work, VILLAGE, day, enters=True),
                lambda work: money.CLOSINGS.save(work, closed_until(None, VILLAGE, day)),
            )
        )


def test_of_two_vouchers_on_one_proof_at_once_one_meets_the_other(county: County):
    said = RecordVoucher.model_validate(voucher_of(paper="收据0007"))

    def record(work: UnitOfWork) -> None:
        bookkeeper = find_caller("bookkeeper")
        assert bookkeeper is not None
        post = require_post_over(bookkeeper, VILLAGE, {Role.BOOKKEEPER})
        record_voucher(work, said, bookkeeper, post)

    with county.quietly(), pytest.raises(PaperUsed):
        carry_out(with_another(record, record))

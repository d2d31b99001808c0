"""The reserve that the classes ask for beside the one in the books."""

from collections import Counter
from collections.abc import Iterable, Sequence

from danabergulir.domain.accounts import Chart, Role
from danabergulir.domain.journal import Transfer
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.collectability import reserve
from danabergulir.domain.policy.lateness import CollectabilityClass
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_difference, total


class Reserve(Struct, frozen=True):
    """The reserve that the classes ask for beside the one in the books, in rupiah."""

    needed: Rupiah
    booked: Rupiah

    @property
    def missing(self) -> Rupiah:
        """Return needed less booked; negative when too much is booked."""
        return self.needed - self.booked

    @property
    def gap(self) -> str:
        """Return in words how far the booked reserve is from the needed one."""
        return format_difference(-self.missing) if self.missing else "sudah cocok"


def needed_reserve(loans: Iterable[LoanBook], classes: Sequence[CollectabilityClass]) -> Rupiah:
    """Return the sum of the class reserves of these loans, in rupiah; each class is rounded by itself."""
    return total([reserve(balance(members), item.reserve_percent) for item, members in by_class(loans, classes)])


def by_class(
    loans: Iterable[LoanBook], classes: Sequence[CollectabilityClass]
) -> list[tuple[CollectabilityClass, list[LoanBook]]]:
    """Return every class with its open loans."""
    still_open = [book for book in loans if book.is_open]
    return [(item, [book for book in still_open if book.collectability == item]) for item in classes]


def groups_by_class(loans: Iterable[LoanBook]) -> Counter[int]:
    """Return how many KSM borrow in each class, by its number; a KSM with several loans counts by its worst one."""
    worst: dict[str, int] = {}
    for book in loans:
        if book.is_open:
            ksm, number = book.loan.ksm.code, book.collectability.number
            worst[ksm] = max(number, worst.get(ksm, number))
    return Counter(worst.values())


def balance(loans: Iterable[LoanBook]) -> Rupiah:
    """Return the principal outstanding of these loans together, in rupiah."""
    return total([book.outstanding for book in loans])


def written_up(cost: Role, contra: Role, difference: Rupiah, chart: Chart) -> Transfer:
    """Return the transfer that brings a contra account to its figure: up as a cost, down by giving the cost back.

    ``difference`` is what is missing, in rupiah; never nil.
    """
    cost_account, contra_account = chart.with_role(cost).code, chart.with_role(contra).code
    if difference > NIL:
        return Transfer(cost_account, contra_account, difference)
    return Transfer(contra_account, cost_account, -difference)

"""``MonthEnd``: the loans of the fund at the end of a month and the money of that month, to be compared over time."""

from functools import cached_property
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.loans.book import LoanBook
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, total

MONTHS_LOOKED_BACK: Final = 12
"""A year: long enough for what comes back every season."""


class MonthEnd(Struct, frozen=True, dict=True):
    """One month: ``loans`` are those with a balance on its last day, as they stood then; amounts in rupiah.

    ``repaid`` is the pokok that came back in the month, ``received`` and ``spent`` the money that came in and went out
    by its receipts and payments (U-1 and U-2) that were not taken back.
    """

    month: Month
    loans: tuple[LoanBook, ...]
    repaid: Rupiah
    received: Rupiah
    spent: Rupiah

    @cached_property
    def outstanding(self) -> Rupiah:
        """Return the principal outstanding."""
        return total([book.outstanding for book in self.loans])

    @cached_property
    def arrears(self) -> Rupiah:
        """Return the principal that was due by then and unpaid."""
        return total([book.position.arrears_principal for book in self.loans])

"""One day at the counter: what was recorded of it, what the cash box should hold, and its last count."""

from collections.abc import Mapping
from datetime import date

from danabergulir.domain.accounts import Chart
from danabergulir.domain.cash_count import CashCount, Explanation
from danabergulir.domain.journal import Voucher
from danabergulir.frozen import Struct, field
from danabergulir.money import NIL, Rupiah, total


class Day(Struct, frozen=True):
    """The vouchers dated on a day that count, and the money in the cash box before and after them, in rupiah.

    ``taken_back`` are the vouchers dated on that day or before that were taken back on it, each by the number of the
    one that takes it back; of one day's own neither counts among ``vouchers``. ``undone_later`` maps those
    of its vouchers that were taken back after the day to the ones that did: the figures of the day stay. ``count`` is
    the last count of the cash box by that day, beside what the book says of its day now; ``explained`` what may be
    behind its difference.
    """

    dated_on: date
    upk: str
    chart: Chart
    vouchers: tuple[Voucher, ...]
    taken_back: Mapping[str, Voucher]
    cash_before: Rupiah
    cash_after: Rupiah
    count: CashCount | None = None
    explained: tuple[Explanation, ...] = ()
    undone_later: Mapping[str, Voucher] = field(default_factory=dict)


def money_moved(voucher: Voucher, accounts: frozenset[str]) -> Rupiah:
    """Return what a voucher brings into some of the accounts of money, below nil for what it takes out of them."""
    moves = voucher.posting.transfers
    into = total([move.amount for move in moves if move.debit in accounts])
    return into - total([move.amount for move in moves if move.credit in accounts]) if moves else NIL

"""What came in at the counter on a day."""

from dataclasses import dataclass
from datetime import date

from danabergulir.domain.accounts import Account
from danabergulir.domain.journal import Voucher
from danabergulir.money import Rupiah


@dataclass(frozen=True, slots=True)
class Taken:
    """What came into one money account on a day: the rupiah of so many vouchers that stand."""

    account: Account
    amount: Rupiah
    count: int


@dataclass(frozen=True, slots=True)
class TakenVoucher:
    """A voucher by which money came in, the account that took it, and the number of what takes it back."""

    voucher: Voucher
    account: Account
    reversed_by: str | None


@dataclass(frozen=True, slots=True)
class TakenDay:
    """All that came in on a day: every voucher, also those taken back, and the sums of the others by account."""

    day: date
    lines: tuple[TakenVoucher, ...]
    taken: tuple[Taken, ...]

"""What came in at the counter on a day."""

from dataclasses import dataclass

from danabergulir.domain.accounts import Account
from danabergulir.money import Rupiah


@dataclass(frozen=True, slots=True)
class Taken:
    """What came into one money account on a day: the rupiah of so many vouchers that stand."""

    account: Account
    amount: Rupiah
    count: int

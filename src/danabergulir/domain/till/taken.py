"""What came in at the counter on a day."""

from danabergulir.domain.accounts import Account
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah


class Taken(Struct, frozen=True):
    """What came into one money account on a day: the rupiah of so many vouchers that stand."""

    account: Account
    amount: Rupiah
    count: int

"""What of the books was recorded by which rules: where a policy reaches back, these entries would read otherwise.

Rules that only reports go by (arrears, classes, risk, indicators, sanctions) reach nothing that was recorded, but for
the missed count that a new schedule remembers; what they change is shown when they are put in force.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from danabergulir.domain.journal import Event
from danabergulir.domain.policy.rules import Policy


@dataclass(frozen=True, slots=True)
class Reach:
    """Some rules, in the words of a treasurer, and the entries that were recorded by them.

    ``events`` are those of vouchers, ``agreements`` what was agreed afresh about a loan: a number of the schedule's
    ``kind``.
    """

    name: str
    rules: Callable[[Policy], object]
    events: tuple[Event, ...] = ()
    agreements: tuple[str, ...] = ()


_LAID_OUT: Final = (Event.REPAYMENT, Event.SAVINGS_USED, Event.REFUND)
_RESCHEDULED: Final = ("jadwal ulang", "jadwal ulang, tunggakan jasa dihapus")
_REACHES: Final = (
    Reach(
        "jasa, titipan dan cara angsuran",
        lambda policy: (
            policy.lending.jasa_percent,
            policy.lending.titipan_percent,
            policy.lending.method,
            policy.lending.frequency,
        ),
        (Event.DISBURSEMENT,),
    ),
    Reach("pembulatan", lambda policy: policy.rounding, (Event.DISBURSEMENT,), _RESCHEDULED),
    Reach("urutan pembagian setoran", lambda policy: policy.allocation, _LAID_OUT),
    # a contract keeps the denda of the day it was paid out on
    Reach("denda pinjaman yang dicairkan sejak hari itu", lambda policy: policy.penalty, (Event.DISBURSEMENT,)),
    Reach("jasa saat pelunasan", lambda policy: policy.settlement, agreements=("pelunasan",)),
    Reach("tabungan dari setoran", lambda policy: policy.savings.percent_of_receipt, _LAID_OUT),
    Reach("tabungan dari pinjaman", lambda policy: policy.savings.percent_of_loan, (Event.DISBURSEMENT,)),
    Reach("uang yang kembali sesudah hapus buku", lambda policy: policy.write_off, (Event.RECOVERY,)),
    Reach(
        "kali menunggak yang diingat jadwal ulang",
        lambda policy: (policy.arrears, policy.rescheduling),
        agreements=_RESCHEDULED,
    ),
)


def reaches(old: Policy, new: Policy) -> list[Reach]:
    """Return the rules by which vouchers are recorded and in which two policies differ."""
    return [reach for reach in _REACHES if reach.rules(old) != reach.rules(new)]

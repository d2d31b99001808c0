"""What of the books was recorded by which rules: where a policy reaches back, these vouchers would read otherwise."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from danabergulir.domain.journal import Event
from danabergulir.domain.policy.rules import Policy


@dataclass(frozen=True, slots=True)
class Reach:
    """Some rules, in the words of a treasurer, and the events that were recorded by them."""

    name: str
    events: tuple[Event, ...]
    rules: Callable[[Policy], object]


_REACHES: Final = (
    Reach(
        "jasa, titipan dan cara angsuran",
        (Event.DISBURSEMENT,),
        lambda policy: (
            policy.lending.jasa_percent,
            policy.lending.titipan_percent,
            policy.lending.method,
            policy.lending.frequency,
        ),
    ),
    Reach("pembulatan", (Event.DISBURSEMENT,), lambda policy: policy.rounding),
    Reach("urutan pembagian setoran", (Event.REPAYMENT,), lambda policy: policy.allocation),
    Reach("denda", (Event.REPAYMENT, Event.SETTLEMENT), lambda policy: policy.penalty),
    Reach("jasa saat pelunasan", (Event.SETTLEMENT,), lambda policy: policy.settlement),
    Reach("tabungan dari setoran", (Event.REPAYMENT,), lambda policy: policy.savings.percent_of_receipt),
    Reach("tabungan dari pinjaman", (Event.DISBURSEMENT,), lambda policy: policy.savings.percent_of_loan),
)


def reaches(old: Policy, new: Policy) -> list[Reach]:
    """Return the rules by which vouchers are recorded and in which two policies differ."""
    return [reach for reach in _REACHES if reach.rules(old) != reach.rules(new)]

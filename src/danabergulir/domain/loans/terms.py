"""The terms and facts of a group loan."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Final, NamedTuple

from danabergulir.dates import Frequency, nth_due
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Component
from danabergulir.domain.policy.choices import Method, RoundedPart
from danabergulir.frozen import Struct
from danabergulir.money import NIL, NO_RATE, Rate, Rounding, Rupiah

_DIGITS: Final = re.compile("[0-9]+")
_LONGEST_NUMBER: Final = 20
"""Digits; of longer ones, which nobody writes, the first decide."""


@cache
def number_order(number: str) -> tuple[str, str]:
    """Return what a loan's number is sorted by, its digits as numbers: ``2`` before ``10``, ``A-9`` before ``A-10``.

    Numbers taken over from elsewhere need not be padded.
    """
    return _DIGITS.sub(lambda digits: digits[0].zfill(_LONGEST_NUMBER), number), number


class LoanState(StrEnum):
    """The state of a loan at a date, derived and never stored; one that was rescheduled runs as well."""

    NOT_YET = "belum cair"
    RUNNING = "berjalan"
    RESCHEDULED = "dijadwal ulang"
    PAID_OFF = "lunas"
    CANCELLED = "batal"
    WRITTEN_OFF = "hapus buku"


LENT: Final = (LoanState.RUNNING, LoanState.RESCHEDULED, LoanState.PAID_OFF, LoanState.WRITTEN_OFF)
"""The states of a loan whose money went out: neither waiting for it nor cancelled."""


class LoanTerms(Struct, frozen=True):
    """What was agreed. ``term`` counts instalments, ``grace`` those at the start that carry no pokok.

    ``jasa_rate`` and ``titipan_rate`` are per month and collected side by side.
    """

    principal: Rupiah
    term: int
    jasa_rate: Rate
    disbursed_on: date
    rounding: Rounding
    titipan_rate: Rate = NO_RATE
    method: Method = Method.FLAT
    frequency: Frequency = Frequency.MONTHLY
    rounded_part: RoundedPart = RoundedPart.COMPONENT
    grace: int = 0
    first_due_on: date | None = None

    def due_on(self, number: int) -> date:
        """Return the due date of instalment ``number``, counted from the original day.

        The anchor is the disbursement date, or the agreed first due date where that is another day.
        """
        if self.first_due_on in (None, nth_due(self.disbursed_on, 1, self.frequency)):
            return nth_due(self.disbursed_on, number, self.frequency)
        assert self.first_due_on is not None
        return nth_due(self.first_due_on, number - 1, self.frequency)


class Paid(Struct, frozen=True):
    """What has been paid on a loan, in rupiah, by component."""

    principal: Rupiah = NIL
    jasa: Rupiah = NIL
    titipan: Rupiah = NIL
    penalty: Rupiah = NIL

    def __add__(self, other: "Paid") -> "Paid":
        return Paid(
            self.principal + other.principal,
            self.jasa + other.jasa,
            self.titipan + other.titipan,
            self.penalty + other.penalty,
        )

    def __sub__(self, other: "Paid") -> "Paid":
        return Paid(
            self.principal - other.principal,
            self.jasa - other.jasa,
            self.titipan - other.titipan,
            self.penalty - other.penalty,
        )


NOTHING_PAID: Final = Paid()


def paid_of(parts: Mapping[Component, Rupiah]) -> Paid:
    """Return what of ``parts`` pays a loan off: its pokok, jasa and titipan, and the denda."""
    return Paid(
        parts.get(Component.PRINCIPAL, NIL),
        parts.get(Component.JASA, NIL),
        parts.get(Component.TITIPAN, NIL),
        parts.get(Component.PENALTY, NIL),
    )


class Loan(Struct, frozen=True):
    """One loan to a KSM. ``paid_before`` is what an imported loan had repaid before the ledger was opened.

    ``decision`` is the number of the minutes that granted it; ``override`` that of the ones that set a rule aside.
    """

    number: str
    ksm: KSM
    terms: LoanTerms
    paid_before: Paid = NOTHING_PAID
    decision: str = ""
    override: str = ""
    remark: str = ""


class LoanEntry(NamedTuple):
    """A loan as the register tells of it: of most loans ever made that is all anybody still asks.

    Amounts in rupiah: ``repaid`` and ``outstanding`` are principal. ``cycle`` says the how-manieth loan of
    the KSM it is.
    """

    number: str
    ksm: KSM
    disbursed_on: date
    cycle: int
    principal: Rupiah
    jasa_rate: Rate
    term: int
    frequency: Frequency
    state: LoanState
    repaid: Rupiah
    outstanding: Rupiah = NIL

    @property
    def order(self) -> tuple[date, tuple[str, str]]:
        """Return what the register is sorted by: the day of disbursement, then the number."""
        return self.disbursed_on, number_order(self.number)

"""Denda: what lateness costs, metered day by day on what stood unpaid at the beginning of each day.

Choices where the sources are silent:

* the day of payment still counts; the base of a day is what stood before that day's receipts;
* a fee per instalment is fixed once, on the first day beyond the tolerance, with that day's base;
* every late instalment is charged on its own, whatever the base; rupiah never depends on the base;
* a fee is rounded to the rupiah per instalment after adding up, halves up; the ceiling holds per instalment;
* tolerance days are free for good unless `charge_tolerance` says that they are charged once exceeded, as far as the
  instalment was unpaid on them;
* the rule is that of the day of disbursement: a contract keeps its terms;
* a rescheduling ends the metering of the old rows and keeps what they were charged.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction

from model.allocation import open_rows
from model.schedules import round_to

LATE_PARTS = {"pokok": ("pokok",), "jasa": ("jasa",), "keduanya": ("pokok", "jasa")}


@dataclass(frozen=True)
class FeeRule:
    """The policy's section about late fees."""

    way: str = "tidak"  # tidak, per_hari, per_angsuran
    rupiah: int = 0
    percent: Fraction = Fraction(0)
    base: str = "tunggakan_pokok"  # tunggakan_pokok, tunggakan_pokok_dan_jasa, pokok_pinjaman, saldo_pokok
    tolerance: int = 0
    ceiling: int = 0  # per instalment; 0 = none
    component: str = "pokok"  # which unpaid part makes an instalment late: pokok, jasa, keduanya
    charge_tolerance: bool = False


@dataclass
class FeeMeter:
    """What each instalment has been charged so far, from the day of the disbursement, or of the opening, on."""

    charged: dict = field(default_factory=dict)  # (version, row number) -> Fraction
    metered_to: object = None
    unpaid_since: dict = field(default_factory=dict)  # (version, row number) -> day

    def run(self, day, rule, rows, paid, loan_principal, balance, version=0):
        """Meter every day up to and including this one, on what is unpaid now."""
        if self.metered_to is None or self.metered_to >= day:
            return
        since, self.metered_to = self.metered_to, day
        if rule.way == "tidak":
            return
        for row, unpaid in open_rows(rows, paid):
            self._one_row((version, row.number), rule, row, unpaid, since, day, loan_principal, balance)

    def _one_row(self, key, rule, row, unpaid, since, day, loan_principal, balance):
        """Meter one row for the days after `since` up to the day."""
        if not any(unpaid[part] for part in LATE_PARTS[rule.component]):
            self.unpaid_since.pop(key, None)
            return
        unpaid_since = self.unpaid_since.setdefault(key, since)
        days = (day - max(since, row.due + timedelta(days=rule.tolerance))).days
        if days <= 0:
            return
        if rule.way == "per_angsuran":
            if key in self.charged:
                return
            days = 1
        elif rule.charge_tolerance and key not in self.charged:
            days = (day - max(row.due, unpaid_since)).days
        base = {
            "tunggakan_pokok": unpaid["jasa"] if rule.component == "jasa" else unpaid["pokok"],
            "tunggakan_pokok_dan_jasa": unpaid["pokok"] + unpaid["jasa"],
            "pokok_pinjaman": loan_principal,
            "saldo_pokok": balance,
        }[rule.base]
        total = self.charged.get(key, Fraction(0)) + days * (rule.rupiah + base * Fraction(rule.percent) / 100)
        self.charged[key] = min(total, Fraction(rule.ceiling)) if rule.ceiling else total

    def total(self):
        """All that was charged, each instalment rounded to the rupiah."""
        return sum(round_to(amount, 1, "terdekat") for amount in self.charged.values())

"""How late a loan is: arrears, missed instalments, days, class and reserve.

Choices where the sources are silent (parameters of the functions):

* the worth of the arrears in instalments is rounded down (`rounding`), one instalment being the first row's principal;
* months since the oldest unpaid due date are whole months;
* `pokok_atau_jasa` looks at principal and jasa, not at titipan or savings;
* days and the date since when follow the same component as the count; a loan that owes jasa only is in arrears with
  count and days nil while the policy counts principal;
* `dari_hari` of a class, where given, is asked for beside the count; a count that is only remembered has no days;
* the reserve of a class is its whole balance times the rate, halves up to the rupiah, once per class.
"""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from model.allocation import PARTS, open_rows
from model.schedules import add_months, round_to


@dataclass(frozen=True)
class LoanClass:
    """One class of the collectability table."""

    number: int
    name: str
    start: int  # from this many missed instalments
    reserve_percent: Fraction
    start_weekly: int | None = None
    start_biweekly: int | None = None
    start_days: int | None = None


DEFAULT_CLASSES = (
    LoanClass(1, "Lancar", 0, Fraction(1)),
    LoanClass(2, "Dalam Perhatian Khusus", 1, Fraction(5)),
    LoanClass(3, "Kurang Lancar", 3, Fraction(15)),
    LoanClass(4, "Diragukan", 6, Fraction(50)),
    LoanClass(5, "Macet", 9, Fraction(100)),
)


def scheduled(rows, part, day):
    """What the schedule asked of a part up to and including the day."""
    return sum(row.asked(part) for row in rows if row.due <= day)


def arrears(rows, paid, day):
    """Per part, what was scheduled to the day less what was paid, never below nil."""
    return {part: max(0, scheduled(rows, part, day) - paid.get(part, 0)) for part in PARTS}


def unpaid_due_rows(rows, paid, day, component="pokok"):
    """The rows due on or before the day that the component calls unpaid, oldest first."""
    looked_at = {"pokok": ("pokok",), "jasa": ("jasa",)}.get(component, ("pokok", "jasa"))
    return [
        row for row, unpaid in open_rows(rows, paid) if row.due <= day and any(unpaid[part] > 0 for part in looked_at)
    ]


def whole_months(start, end):
    """How many whole months lie between two days."""
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def times_missed(rows, paid, day, count="angsuran_belum_lunas", component="pokok", rounding="bawah"):
    """How many instalments are missed at the day, in the policy's reading."""
    late = unpaid_due_rows(rows, paid, day, component)
    if count == "angsuran_belum_lunas":
        return len(late)
    if count == "bulan_berjalan":
        return whole_months(late[0].due, day) if late else 0
    looked_at = ("pokok",) if component == "pokok" else ("pokok", "jasa")
    one = sum(next((row.asked(part) for row in rows if row.asked(part) > 0), 0) for part in looked_at)
    owed = sum(arrears(rows, paid, day)[part] for part in looked_at)
    return round_to(Fraction(owed, one), 1, rounding) if one else 0


def oldest_unpaid(rows, paid, day, component="pokok"):
    """The due date of the oldest missed instalment, or None."""
    late = unpaid_due_rows(rows, paid, day, component)
    return late[0].due if late else None


def days_late(rows, paid, day, component="pokok"):
    """Days since the oldest missed due date; an instalment due today is not late yet."""
    oldest = oldest_unpaid(rows, paid, day, component)
    return (day - oldest).days if oldest else 0


def class_of(missed, days, classes=DEFAULT_CLASSES, frequency="bulanan"):
    """The worst class whose limit is reached."""
    reached = classes[0]
    for one in classes:
        own = {"mingguan": one.start_weekly, "dua-mingguan": one.start_biweekly}.get(frequency)
        by_count = missed >= (one.start if own is None else own)
        by_days = one.start_days is None or days is None or days >= one.start_days
        if by_count and by_days and one.number > reached.number:
            reached = one
    return reached


def reserve(balance, percent):
    """The reserve a balance of one class asks for."""
    return floor(balance * Fraction(percent) / 100 + Fraction(1, 2))

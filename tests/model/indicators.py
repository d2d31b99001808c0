"""The indicators of the programme (POB 2013) and the international ones by days, as exact fractions, and their grades.

Choices where the sources are silent:

* PAR1 takes loans at least one day late, PAR30, PAR60 and PAR90 those *more* than that many days late;
* LAR counts a group once, by its worst loan; PAR and RR take the loans, not all loans of a group at risk;
* a denominator of nil or less (cost below nil after a release of the reserve, capital eaten up) has no value and no
  grade, for a ratio to it would call good what is bad.
"""

from dataclasses import dataclass
from fractions import Fraction

LOWER_IS_BETTER = ("LAR", "PAR")
DEFAULT_BANDS = {
    "LAR": (Fraction(10), Fraction(20)),
    "PAR": (Fraction(10), Fraction(20)),
    "RR": (Fraction(90), Fraction(80)),
    "CCr": (Fraction(125), Fraction(100)),
    "ROI": (Fraction(10), Fraction(0)),
}
DAYS_LATE = {"PAR1": 1, "PAR30": 31, "PAR60": 61, "PAR90": 91}  # from this many days on


@dataclass(frozen=True)
class Standing:
    """Where one loan stands at the day of a report."""

    group: str
    balance: int
    arrears: int  # of principal
    missed: int
    days: int


def percent(numerator, denominator):
    """The exact percentage, or None when there is nothing to measure against."""
    return None if denominator <= 0 else Fraction(numerator) * 100 / Fraction(denominator)


def grade(name, value, bands=DEFAULT_BANDS):
    """Memuaskan, minimum or penundaan, from the exact value."""
    if value is None:
        return "tidak dapat dihitung"
    good, enough = bands[name]
    if name in LOWER_IS_BETTER:
        return "memuaskan" if value <= good else "minimum" if value < enough else "penundaan"
    return "memuaskan" if value >= good else "minimum" if value >= enough else "penundaan"


def portfolio(standings, limit=3):
    """LAR, PAR, RR and the PAR by days as (numerator, denominator)."""
    live = [one for one in standings if one.balance > 0]
    at_risk = [one for one in live if one.missed >= limit]
    total = sum(one.balance for one in live)
    figures = {
        "LAR": (len({one.group for one in at_risk}), len({one.group for one in live})),
        "PAR": (sum(one.balance for one in at_risk), total),
        "RR": (total - sum(one.arrears for one in at_risk), total),
    }
    for name, days in DAYS_LATE.items():
        figures[name] = (sum(one.balance for one in live if one.days >= days), total)
    return figures


def cost_coverage(income, cost, excepted_cost=0):
    """CCr: income over cost without the excepted accounts, January to date."""
    return income, cost - excepted_cost


def return_on_investment(profit, capital, month):
    """ROI: the profit January to date as of a whole year, over all capital."""
    return Fraction(profit * 12, month), capital


def indicators(standings, income, cost, capital, month, *, excepted_cost=0, limit=3, bands=DEFAULT_BANDS):
    """Every indicator as (numerator, denominator, percent, grade); those by days have no grade."""
    figures = portfolio(standings, limit)
    figures["CCr"] = cost_coverage(income, cost, excepted_cost)
    figures["ROI"] = return_on_investment(income - cost, capital, month)
    result = {}
    for name, (numerator, denominator) in figures.items():
        value = percent(numerator, denominator)
        result[name] = (numerator, denominator, value, grade(name, value, bands) if name in bands else None)
    return result

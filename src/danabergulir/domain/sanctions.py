"""The ladder: which level a late loan has reached and which one is due next."""

from collections.abc import Sequence
from datetime import date

from danabergulir.domain.arrears import LoanPosition
from danabergulir.domain.policy import Policy, SanctionLevel


def reached_level(
    position: LoanPosition, matures_on: date, as_of: date, ladder: Sequence[SanctionLevel]
) -> SanctionLevel | None:
    """Return the highest level whose conditions the loan meets at ``as_of``, or None.

    A level is met when both its missed count and its days late are reached, or when the loan is so many days past its
    last due date. A loan that owes nothing overdue has reached no level.
    """
    if not position.is_behind or position.late_since is None:
        return None
    days_past_maturity = (as_of - matures_on).days
    met = [
        level
        for level in ladder
        if (position.missed_count >= level.missed_from and position.days_late >= level.days_from)
        or (level.past_maturity_days and days_past_maturity >= level.past_maturity_days)
    ]
    return met[-1] if met else None


def level_due(reached: SanctionLevel, policy: Policy) -> SanctionLevel:
    """Return the level to propose for a loan without a running sanction.

    Levels are climbed one at a time, from the first, unless the policy allows going straight to the level reached.
    """
    return reached if policy.climbing.may_jump else policy.ladder[0]


def grounds(position: LoanPosition, matures_on: date, as_of: date, level: SanctionLevel) -> str:
    """Return why the level is reached, in the words of the sanction list."""
    if position.missed_count >= level.missed_from and position.days_late >= level.days_from:
        return f"menunggak {position.missed_count} kali, {position.days_late} hari"
    return f"lewat {(as_of - matures_on).days} hari dari jatuh tempo terakhir"

"""What a policy changes in what reports say of a day: each loan's lateness and class, and the fund's own figures."""

from collections.abc import Iterator, Sequence
from datetime import date

from danabergulir.domain.dunning.due import reached_by
from danabergulir.domain.fund.reserve import needed_reserve
from danabergulir.domain.groups import KSM
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.indicators import exposure_of, lending_risk
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import Struct
from danabergulir.money import format_percent, format_rupiah


class PolicyReading(Struct, frozen=True):
    """What a policy says of one loan or, without one, of the fund on a day: each figure in words, by its name."""

    day: date
    loan: str
    ksm: KSM | None
    figures: tuple[tuple[str, str], ...]


class PolicyChange(Struct, frozen=True):
    """A figure of a day that is another one under a new policy."""

    day: date
    loan: str
    ksm: KSM | None
    figure: str
    before: str
    after: str


def readings(loans: Sequence[LoanBook], policy: Policy, day: date) -> Iterator[PolicyReading]:
    """Yield what a policy says of the loans that are not paid off, and then of the fund."""
    for book in loans:
        if book.owes:
            stand, level = book.position, reached_by(book, policy)
            figures = (
                ("Kali menunggak", str(stand.missed_count)),
                ("Hari menunggak", str(stand.days_late)),
                ("Kelas", book.collectability.name),
                ("Tingkat sanksi", level.name if level else "-"),
            )
            yield PolicyReading(day, book.loan.number, book.ksm, figures)
    risk = lending_risk([exposure_of(book) for book in loans if book.is_open], policy)
    shown = [
        (item.name, item.category if item.percent is None else f"{format_percent(item.percent)} % ({item.category})")
        for item in risk
    ]
    reserve = format_rupiah(needed_reserve(loans, policy.classes))
    yield PolicyReading(day, "", None, (*shown, ("Cadangan risiko yang diperlukan", reserve)))


def changes(before: Sequence[PolicyReading], after: Sequence[PolicyReading]) -> tuple[PolicyChange, ...]:
    """Return the figures in which two readings of the same loans and days differ."""
    by_name = {(item.day, item.loan): dict(item.figures) for item in before}
    return tuple(
        PolicyChange(item.day, item.loan, item.ksm, figure, was, value)
        for item in after
        for figure, value in item.figures
        if (was := by_name.get((item.day, item.loan), {}).get(figure, "-")) != value
    )

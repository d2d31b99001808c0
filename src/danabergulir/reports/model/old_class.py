"""Rescheduled loans that keep the class of before: how many, which, and by which rule, in one wording everywhere.

Their days are those of the new schedule, so that nobody stands in the arrears list for what the class goes by.
"""

from collections.abc import Iterable, Sequence

from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.policy.rules import Policy
from danabergulir.reports import origins
from danabergulir.reports.model.sheet import Column, Kind


def at_risk_by_old_class(loans: Iterable[LoanBook], policy: Policy) -> list[LoanBook]:
    """Return the loans with a balance that LAR and PAR count by their old class alone."""
    limit = policy.risk.missed_from
    return [book for book in loans if book.is_open and book.position.missed_count < limit <= book.rated_missed_count]


def keeping_old_class(loans: Iterable[LoanBook]) -> list[LoanBook]:
    """Return the loans with a balance whose class goes by the missed count of before their rescheduling."""
    return [book for book in loans if book.is_open and book.keeps_old_class]


def counted(found: Sequence[LoanBook]) -> str:
    """Return how many such loans there are, in words."""
    return f"{len(found)} pinjaman dijadwal ulang yang masih memakai kelas lama"


def old_class_notes(what: str, found: Sequence[LoanBook], policy: Policy) -> tuple[str, ...]:
    """Return that ``what`` includes these loans, and until when they keep their old class; nothing of none."""
    if not found:
        return ()
    return (f"{what} termasuk {counted(found)}. {old_class_rule(policy)}",)


def old_class_rule(policy: Policy) -> str:
    """Return until when a rescheduled loan keeps its old class, by the policy in force."""
    return (
        "Kelas lama = kali menunggak sebelum dijadwal ulang, berlaku sampai "
        f"{policy.rescheduling.proving} angsuran jadwal baru lunas."
    )


def old_class_column(found: Sequence[LoanBook]) -> tuple[Column, ...]:
    """Return the column that marks these loans with the missed count that their class goes by; none without any."""
    if not found:
        return ()
    return (
        Column(
            "kali_kelas_lama",
            "Kelas Lama (Kali)",
            Kind.COUNT,
            of=_old_count,
            origin=lambda book: origins.loans.rated_missed_count(book),
        ),
    )


def _old_count(book: LoanBook) -> int | None:
    return book.rated_missed_count if book.keeps_old_class else None

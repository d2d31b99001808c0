"""What the lines of the register of loans are made of: the agreement, and what was booked on the loan."""

from danabergulir.domain.loans.terms import LoanEntry, LoanState
from danabergulir.money import NIL
from danabergulir.reports.origins import loans
from danabergulir.reports.origins.figure import Figure


def lent(entry: LoanEntry) -> Figure:
    """Return what went out of a loan."""
    if entry.state is LoanState.CANCELLED:
        return Figure("Pokok pinjaman", NIL, rule="Pencairannya dibatalkan, jadi tidak ada uang yang keluar.")
    return loans.agreed_principal(entry)


def cycle(entry: LoanEntry) -> Figure:
    """Return the how-manieth loan of the KSM it is."""
    rule = "Urutan pinjaman KSM itu menurut tanggal cair, lalu nomornya; yang dibatalkan tidak dihitung."
    return Figure("Pinjaman ke", entry.cycle, rule=rule, dated_on=entry.disbursed_on)


def rate(entry: LoanEntry) -> Figure:
    """Return the jasa of a month, in percent."""
    return loans.agreed("Jasa (% sebulan)", entry.jasa_rate.in_percent, entry)


def term(entry: LoanEntry) -> Figure:
    """Return in how many instalments the loan is repaid."""
    return loans.agreed("Jangka waktu (angsuran)", entry.term, entry)


def outstanding(entry: LoanEntry) -> Figure:
    """Return the principal on the books."""
    return loans.balance(entry.number, entry.outstanding)


def repaid(entry: LoanEntry) -> Figure:
    """Return the principal that came back of a loan, named by the loan."""
    return loans.repaid(entry.number, entry.repaid).named(named(entry))


def named(entry: LoanEntry) -> str:
    """Return a loan as a part of a sum is named."""
    return f"{entry.number} {entry.ksm.name}"

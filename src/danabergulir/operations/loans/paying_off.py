"""How a loan is paid off on a day on which somebody brings more than it owes: the command, and what it takes."""

from datetime import date

from danabergulir.domain.loans.layout import Layout
from danabergulir.domain.loans.schedule import Agreement
from danabergulir.domain.loans.settlement import running_month_end, settlement
from danabergulir.domain.loans.terms import Loan
from danabergulir.domain.policy.choices import SettlementJasa
from danabergulir.frozen import replace
from danabergulir.money import Rupiah, format_count, format_rupiah


def way_to_pay_off(loan: Loan, agreement: Agreement, layout: Layout, most: Rupiah, day: date) -> str:
    """Return what to do where more is brought than ``most``, all that the loan could still take on that day.

    ``layout`` has come to the receipt. A settlement asks for less than that: not for the jasa of the months to come.
    """
    number, dated = loan.number, f"--tanggal {day.isoformat()}"
    if not most:
        return "Pinjaman ini tidak punya kewajiban lagi. Periksa nomor pinjamannya."
    if not layout.is_over:
        return f"Periksa jumlah dan tanggalnya; ada catatan sesudahnya. Lihat: danabergulir pinjaman kartu {number}"
    rules = layout.debt.policy(day).settlement
    rule = rules.jasa if layout.outstanding else SettlementJasa.ALL
    running_to = running_month_end(loan.terms, agreement, day, rules.month)
    asked = settlement(layout.schedule, layout.paid, layout.outstanding, running_to, rule, due_by=day)
    if not asked.amount:  # denda or compulsory savings alone
        return f"Untuk melunasi: danabergulir terima {number} {format_count(most.value)} {dated}"
    asked = replace(asked, penalty=layout.penalties(day).owed)
    return f"Untuk melunasi, {format_rupiah(asked.amount)}: danabergulir pinjaman lunasi {number} {dated}"

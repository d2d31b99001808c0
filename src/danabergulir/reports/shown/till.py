"""What the counter says: who is there and what is asked of them, each answer, and what came in on the day."""

from collections.abc import Sequence
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import Reversed
from danabergulir.domain.loans.outcomes import Received
from danabergulir.domain.savings import Saved
from danabergulir.domain.till.asked import Caller, Owing
from danabergulir.domain.till.taken import Taken
from danabergulir.money import format_count, format_rupiah
from danabergulir.reports.model.sheet import Column, Section, rows_of
from danabergulir.reports.model.table import rupiah

_ANSWER: Final = (
    Column("bukti", "No. Bukti", of=lambda got: got.voucher.number),
    Column("pinjaman", "No. Pinjaman", of=lambda got: got.loan.number),
    Column("ksm", "KSM", of=lambda got: got.loan.ksm.name),
    rupiah("jumlah", "Jumlah", of=lambda got: got.allocation.amount),
    rupiah("pokok", "Pokok", of=lambda got: got.allocation.principal),
    rupiah("jasa", "Jasa", of=lambda got: got.allocation.jasa),
    rupiah("titipan", "Titipan", of=lambda got: got.allocation.titipan),
    rupiah("denda", "Denda", of=lambda got: got.allocation.penalty),
    rupiah("tabungan", "Tabungan", of=lambda got: got.allocation.savings),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda got: got.outstanding),
)


def answers(receipts: Sequence[Received]) -> Section:
    """Return a row for each receipt."""
    return Section(_ANSWER, rows_of(_ANSWER, receipts))


def caller_line(caller: Caller) -> str:
    """Return who it is and what is asked in all: ``K-05 Melati 2, RW 03: Rp690.000``."""
    return f"{caller.ksm.code} {caller.ksm.name}, RW {caller.ksm.rw}: {format_rupiah(caller.amount)}"


def loan_lines(caller: Caller) -> list[str]:
    """Return a line for each loan: since when it asks for what, and its balance."""
    return [f"  {_loan(item)}" for item in caller.loans] or ["  Tidak punya pinjaman yang berjalan."]


def _loan(item: Owing) -> str:
    balance = f"saldo {format_count(item.book.outstanding.value)}"
    asked = item.asked
    if not asked.amount or asked.due_on is None:
        return f"{item.number}  tidak ada yang ditagih, {balance}"
    parts = " + ".join(f"{part} {format_count(amount.value)}" for part, amount in asked.parts.parts())
    late = item.book.position.missed_count
    when = "berikut" if asked.ahead else "jatuh tempo"
    counted = f", {late} kali" if late > 1 else ""
    return f"{item.number}  {when} {format_form(asked.due_on)}{counted}: {parts}; {balance}"


def taken_line(taken: Sequence[Taken]) -> str:
    """Return the sums of the day: ``Hari ini: Kas 3.450.000 (5), Bank UPK 690.000 (1)``."""
    sums = [f"{item.account.name} {format_count(item.amount.value)} ({item.count})" for item in taken]
    return f"Uang masuk hari itu: {', '.join(sums) or 'belum ada'}"


def saved_line(saved: Saved) -> str:
    """Return savings just put in, in a line, with what the card holds now."""
    told = f"{saved.voucher.number}  {saved.ksm.name}  tabungan {format_rupiah(saved.amount)}"
    return f"{told}. Saldo tabungan {format_count(saved.balance.value)}."


def reversed_line(back: Reversed) -> str:
    """Return what was just taken back, in a line."""
    posting = back.voucher.posting
    return f"{posting.reverses} dibatalkan: {posting.party} {format_rupiah(posting.amount)} ({back.voucher.number})."

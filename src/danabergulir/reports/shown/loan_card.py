"""The loan card: what was agreed beside what came in, line by line, and every receipt."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import Component, Event, Voucher
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanState, Paid
from danabergulir.money import NIL, Rupiah, format_rupiah, shortest_percent, total
from danabergulir.reports.model.moved_days import moved_cell, moved_column, moved_notes
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, rows
from danabergulir.reports.model.table import rupiah
from danabergulir.reports.shown.loans import repaid_notes

_INSTALMENT, _SHOULD, _REALLY, _BEHIND, _PAYMENT = (
    "Angsuran",
    "Saldo - Harusnya",
    "Saldo - Realisasi",
    "Tunggakan",
    "Setoran",
)
_CARD: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True),
    rupiah("angsuran_pokok", "Pokok", _INSTALMENT),
    rupiah("angsuran_jasa", "Jasa", _INSTALMENT),
    rupiah("harusnya_pokok", "Pokok", _SHOULD),
    rupiah("harusnya_jasa", "Jasa", _SHOULD),
    rupiah("realisasi_pokok", "Pokok", _REALLY),
    rupiah("realisasi_jasa", "Jasa", _REALLY),
    rupiah("tunggakan_pokok", "Pokok", _BEHIND),
    rupiah("tunggakan_jasa", "Jasa", _BEHIND),
    Column("tanggal_bayar", "Tanggal", Kind.DATE, group=_PAYMENT),
    Column("bukti", "No. Bukti", group=_PAYMENT),
)


def loan_card(book: LoanBook, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> Report:
    """Return the loan card: the programme's nine columns, the day and voucher that paid a line, and all receipts.

    ``vouchers`` are the loan's up to the date of ``book``. A line not yet due has no arrears. The form's head speaks
    of a first instalment; the last one may differ by the rounding.
    """
    moved = moved_column(schedule)
    loan, terms, at = book.loan, book.loan.terms, next((at for at, line in enumerate(schedule) if line.number), 0)
    first, saved = schedule[at], book.saving.agreed(schedule)[at] if book.owes else NIL
    return Report(
        name="kartu-pinjaman",
        title="KARTU PINJAMAN",
        period=f"{book.as_of:%Y-%m}",
        as_of=book.as_of,
        section=Section((*_CARD, *moved), tuple(_card_rows(book, schedule, vouchers)), numbered=True),
        more=(receipts(loan, vouchers),),
        form_code="U-7B",
        date_line=f"{loan.ksm.name} ({loan.ksm.code}), keadaan {format_form(book.as_of)}",
        head={
            "Besar Pinjaman": format_rupiah(terms.principal),
            "Sistem Angsuran": terms.frequency,
            # Nothing is due any more on a loan that was written off.
            "Besar Angsuran": format_rupiah(first.amount + saved) if first.number else "-",
            "Angsuran Pokok": format_rupiah(first.principal) if first.number else "-",
            "Angsuran Jasa": format_rupiah(first.jasa) if first.number else "-",
            "Jangka Waktu": f"{terms.term} kali",
            "Jasa Pinjaman": f"{shortest_percent(terms.jasa_rate.per_month * 100)} % sebulan, {terms.method}",
            "No. Pinjaman": loan.number,
            "Tanggal Cair": format_form(terms.disbursed_on),
            "Tanggal Jatuh Tempo": format_form(book.matures_on),
        },
        notes=(
            f"Status: {book.state}. Saldo pokok {format_rupiah(book.outstanding)}.",
            *([f"Besar angsuran termasuk titipan {format_rupiah(first.titipan)}."] if first.titipan else []),
            *([f"Besar angsuran termasuk tabungan wajib {format_rupiah(saved)}."] if saved else []),
            *_savings_note(book),
            *repaid_notes(book),
            "Tunggakan hanya dihitung untuk angsuran yang sudah jatuh tempo.",
            *moved_notes(moved),
        ),
    )


def _savings_note(book: LoanBook) -> tuple[str, ...]:
    behind = book.savings_behind if book.owes else NIL
    return (f"Tabungan wajib yang tertinggal {format_rupiah(behind)}.",) if behind else ()


def _card_rows(book: LoanBook, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> Iterator[Row]:
    should = really = Paid(total([line.principal for line in schedule]), total([line.jasa for line in schedule]))
    behind = NOTHING_PAID
    nothing: tuple[Cell, ...] = (None, None)
    start = (should.principal, should.jasa, really.principal, really.jasa)
    moved = moved_column(schedule)
    yield Row((book.loan.terms.disbursed_on, *nothing, *start, *nothing, *nothing, *([None] * len(moved))))
    owed = still_owed(schedule, book.paid)
    payers = _payers(book.loan, schedule, vouchers)
    for line, left, (paid_on, numbers) in zip(schedule, owed, payers, strict=True):
        unpaid = Paid(left.principal, left.jasa)
        should -= Paid(line.principal, line.jasa)
        really = really - Paid(line.principal, line.jasa) + unpaid
        late = nothing
        if line.due_on <= book.as_of and book.state is not LoanState.CANCELLED:
            behind += unpaid
            late = (behind.principal, behind.jasa)
        yield Row(
            (
                line.due_on,
                line.principal,
                line.jasa,
                should.principal,
                should.jasa,
                really.principal,
                really.jasa,
                *late,
                paid_on,
                numbers,
                *moved_cell(moved, line),
            )
        )


def _payers(loan: Loan, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> list[tuple[date | None, str]]:
    """Return of each line the day of the last receipt that went into it, and the numbers of all that did."""
    taken_back = {voucher.posting.reverses for voucher in vouchers}
    numbers: list[list[str]] = [[] for _ in schedule]
    days: list[date | None] = [None] * len(schedule)
    paid, before = loan.paid_before, still_owed(schedule, loan.paid_before)
    for voucher in vouchers:
        if voucher.posting.event is not Event.REPAYMENT or voucher.number in taken_back:
            continue
        paid += _received(voucher)
        after = still_owed(schedule, paid)
        for index, (left, still) in enumerate(zip(before, after, strict=True)):
            if left != still:
                numbers[index].append(voucher.number)
                days[index] = voucher.posting.dated_on
        before = after
    return [(day, ", ".join(of_line)) for day, of_line in zip(days, numbers, strict=True)]


def _received(voucher: Voucher) -> Paid:
    parts = voucher.posting.parts
    return Paid(*(parts.get(part, NIL) for part in (Component.PRINCIPAL, Component.JASA, Component.TITIPAN)))


_RECEIVED: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)


def receipts(loan: Loan, vouchers: Sequence[Voucher]) -> Section:
    """Return what went out and came in on one loan, oldest first, with the principal owed after each voucher.

    Parts that never came in have no column.
    """
    table: list[tuple[date | None, str, str, dict[Component, Rupiah], Rupiah]] = []
    balance = NIL
    if not any(voucher.posting.event is Event.DISBURSEMENT for voucher in vouchers):
        before = loan.paid_before
        balance = loan.terms.principal - before.principal
        parts = {
            Component.PRINCIPAL: before.principal,
            Component.JASA: before.jasa,
            Component.TITIPAN: before.titipan,
        }
        table.append((None, "", "Dibayar sebelum buku ini dibuka", parts, balance))
    for voucher in vouchers:
        posting, parts = voucher.posting, voucher.posting.parts
        balance += parts.get(Component.DISBURSEMENT, NIL)
        balance -= parts.get(Component.PRINCIPAL, NIL) + parts.get(Component.WRITE_OFF, NIL)
        table.append((posting.dated_on, voucher.number, posting.memo, parts, balance))
    used = [part for part in _RECEIVED if any(parts.get(part) for _, _, _, parts, _ in table)]
    columns = (
        Column("tanggal", "Tanggal", Kind.DATE, identifies=True),
        Column("bukti", "No. Bukti", identifies=True),
        Column("keterangan", "Keterangan"),
        *(rupiah(part, part.capitalize()) for part in used),
        rupiah("jumlah", "Jumlah"),
        rupiah("saldo_pokok", "Saldo Pokok"),
    )
    lines: list[tuple[Cell, ...]] = []
    for day, number, memo, parts, left in table:
        came_in = [parts.get(part, NIL) for part in used]
        lines.append((day, number, memo, *came_in, total(came_in), left))
    return Section(columns, rows(lines), title="Pencairan dan setoran")

"""The loan card: what was agreed beside what came in, line by line, and every receipt."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate, groupby
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import PAID_IN, Component, Event, Voucher, as_events
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import Instalment, still_owed
from danabergulir.domain.loans.terms import NOTHING_PAID, Loan, LoanState, Paid, paid_of
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, shortest_percent, total
from danabergulir.reports.model.moved_days import moved_column, moved_notes
from danabergulir.reports.model.sheet import Column, Kind, Report, Section, rows_of
from danabergulir.reports.model.table import rupiah
from danabergulir.reports.shown.loans import repaid_notes

_INSTALMENT, _SHOULD, _REALLY, _BEHIND, _PAYMENT = (
    "Angsuran",
    "Saldo - Harusnya",
    "Saldo - Realisasi",
    "Tunggakan",
    "Setoran",
)


class _Line(Struct, frozen=True):
    """A line of the card: what was agreed for a day, beside what came in; the first is the loan itself.

    ``behind`` is None while the instalment is not due.
    """

    day: date
    should: Paid
    really: Paid
    agreed: Instalment | None = None
    behind: Paid | None = None
    paid_on: date | None = None
    vouchers: str | None = None

    @property
    def shifted_from(self) -> date | None:
        """Return the day agreed where that is a day off."""
        return self.agreed.shifted_from if self.agreed else None


_CARD: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True, of=lambda line: line.day),
    rupiah("angsuran_pokok", "Pokok", _INSTALMENT, of=lambda line: line.agreed and line.agreed.principal),
    rupiah("angsuran_jasa", "Jasa", _INSTALMENT, of=lambda line: line.agreed and line.agreed.jasa),
    rupiah("harusnya_pokok", "Pokok", _SHOULD, of=lambda line: line.should.principal),
    rupiah("harusnya_jasa", "Jasa", _SHOULD, of=lambda line: line.should.jasa),
    rupiah("realisasi_pokok", "Pokok", _REALLY, of=lambda line: line.really.principal),
    rupiah("realisasi_jasa", "Jasa", _REALLY, of=lambda line: line.really.jasa),
    rupiah("tunggakan_pokok", "Pokok", _BEHIND, of=lambda line: line.behind and line.behind.principal),
    rupiah("tunggakan_jasa", "Jasa", _BEHIND, of=lambda line: line.behind and line.behind.jasa),
    Column("tanggal_bayar", "Tanggal", Kind.DATE, group=_PAYMENT, of=lambda line: line.paid_on),
    Column("bukti", "No. Bukti", group=_PAYMENT, of=lambda line: line.vouchers),
)


def loan_card(book: LoanBook, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> Report:
    """Return the loan card: the programme's nine columns, the day and voucher that paid a line, and all receipts.

    ``vouchers`` are the loan's up to the date of ``book``. A line not yet due has no arrears. The form's head speaks
    of a first instalment; the last one may differ by the rounding.
    """
    moved = moved_column(schedule)
    columns = (*_CARD, *moved)
    loan, terms, at = book.loan, book.loan.terms, next((at for at, line in enumerate(schedule) if line.number), 0)
    first, saved = schedule[at], book.saving.agreed(schedule)[at] if book.owes else NIL
    return Report(
        name="kartu-pinjaman",
        title="KARTU PINJAMAN",
        period=f"{book.as_of:%Y-%m}",
        as_of=book.as_of,
        section=Section(columns, rows_of(columns, _card_lines(book, schedule, vouchers)), numbered=True),
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


def _card_lines(book: LoanBook, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> Iterator[_Line]:
    should = really = Paid(total([line.principal for line in schedule]), total([line.jasa for line in schedule]))
    behind = NOTHING_PAID
    yield _Line(book.loan.terms.disbursed_on, should, really)
    owed = still_owed(schedule, book.paid)
    payers = _payers(book.loan, schedule, vouchers)
    for line, left, (paid_on, numbers) in zip(schedule, owed, payers, strict=True):
        unpaid = Paid(left.principal, left.jasa)
        should -= Paid(line.principal, line.jasa)
        really = really - Paid(line.principal, line.jasa) + unpaid
        is_due = line.due_on <= book.as_of and book.state is not LoanState.CANCELLED
        behind += unpaid if is_due else NOTHING_PAID
        yield _Line(
            day=line.due_on,
            should=should,
            really=really,
            agreed=line,
            behind=behind if is_due else None,
            paid_on=paid_on,
            vouchers=numbers,
        )


def _payers(loan: Loan, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> list[tuple[date | None, str]]:
    """Return of each line the day of the last receipt that went into it, and the numbers of all that did.

    A line of which everything was paid back has none.
    """
    taken_back = {voucher.posting.reverses for voucher in vouchers}
    numbers: list[list[str]] = [[] for _ in schedule]
    days: list[date | None] = [None] * len(schedule)
    paid, before = loan.paid_before, still_owed(schedule, loan.paid_before)
    for voucher in vouchers:
        event = voucher.posting.event
        if event not in (Event.REPAYMENT, Event.REFUND) or voucher.number in taken_back:
            continue
        paid += paid_of(voucher.posting.parts)
        after = still_owed(schedule, paid)
        for index, (left, still) in enumerate(zip(before, after, strict=True)):
            if event is Event.REFUND:
                if left != still == schedule[index]:
                    numbers[index], days[index] = [], None
            elif left != still:
                numbers[index].append(voucher.number)
                days[index] = voucher.posting.dated_on
        before = after
    return [(day, ", ".join(of_line)) for day, of_line in zip(days, numbers, strict=True)]


class _Moved(Struct, frozen=True):
    """A voucher on a loan: what went out or came in, by component, and the principal owed after it."""

    memo: str
    parts: Mapping[Component, Rupiah]
    left: Rupiah
    voucher: Voucher | None = None


def _part(component: Component) -> Column:
    """Return the column of what came in of a component."""
    return rupiah(component, component.capitalize(), of=lambda moved: moved.parts.get(component, NIL))


def _raised(voucher: Voucher) -> Rupiah:
    """Return by how much a voucher raises the principal that is owed; below nil where it lowers it."""
    parts = voucher.posting.parts
    lowered = parts.get(Component.PRINCIPAL, NIL) + parts.get(Component.WRITE_OFF, NIL)
    return parts.get(Component.DISBURSEMENT, NIL) - lowered


def receipts(loan: Loan, vouchers: Sequence[Voucher]) -> Section:
    """Return what went out, came in and was paid back on one loan, oldest first, with the principal owed after each.

    A receipt and its correction are one event. What was taken back on its own day never moved what is owed, and says
    so; within a day what raises that comes first where the order of recording would take it below nil. Parts that never
    came in have no column.
    """
    table: list[_Moved] = []
    balance = NIL
    if not any(voucher.posting.event is Event.DISBURSEMENT for voucher in vouchers):
        before = loan.paid_before
        balance = loan.terms.principal - before.principal
        parts = {
            Component.PRINCIPAL: before.principal,
            Component.JASA: before.jasa,
            Component.TITIPAN: before.titipan,
        }
        table.append(_Moved("Dibayar sebelum buku ini dibuka", parts, balance))
    for _, of_day in groupby(as_events(vouchers), key=lambda voucher: voucher.posting.dated_on):
        day = list(of_day)
        taken_back = {voucher.posting.reverses: voucher.number for voucher in day if voucher.posting.reverses}
        undone = {number for voucher in day if (number := voucher.number) in taken_back}
        moves = [
            (voucher, NIL if {voucher.number, voucher.posting.reverses} & undone else _raised(voucher))
            for voucher in day
        ]
        if min(accumulate((raised for _, raised in moves), initial=balance)) < NIL:
            moves.sort(key=lambda move: move[1] <= NIL)
        for voucher, raised in moves:
            balance += raised
            memo = voucher.posting.memo
            if voucher.number in undone:
                memo = f"{memo} (dibatalkan {taken_back[voucher.number]})"
            table.append(_Moved(memo, voucher.posting.parts, balance, voucher))
    columns = (
        Column(
            "tanggal",
            "Tanggal",
            Kind.DATE,
            identifies=True,
            of=lambda moved: moved.voucher and moved.voucher.posting.dated_on,
        ),
        Column("bukti", "No. Bukti", identifies=True, of=lambda moved: moved.voucher.number if moved.voucher else ""),
        Column("keterangan", "Keterangan", of=lambda moved: moved.memo),
        *(_part(part) for part in PAID_IN if any(moved.parts.get(part) for moved in table)),
        rupiah("jumlah", "Jumlah", of=lambda moved: total([moved.parts.get(part, NIL) for part in PAID_IN])),
        rupiah("saldo_pokok", "Saldo Pokok", of=lambda moved: moved.left),
    )
    return Section(columns, rows_of(columns, table), title="Pencairan dan setoran")

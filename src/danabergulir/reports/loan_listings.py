"""What is shown of loans between the monthly reports: simulation, list, schedule, loan card, receipt."""

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.allocation import Allocation
from danabergulir.domain.arrears import LoanPosition, definition
from danabergulir.domain.books import LoanBook
from danabergulir.domain.journal import Component, Event, Voucher
from danabergulir.domain.loan import NOTHING_PAID, Loan, LoanState, LoanTerms, Paid, RoundedPart
from danabergulir.domain.schedule import Instalment, still_owed
from danabergulir.money import NIL, Direction, Rupiah, format_rupiah, shortest_percent, total
from danabergulir.reports.loan_table import KSM_CODE, KSM_NAME, RW, count, rupiah
from danabergulir.reports.sheet import Cell, Column, Kind, Report, Row, Section, rows

_NUMBER: Final = Column("ke", "Ke", Kind.COUNT, identifies=True)
_DUE: Final = Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, identifies=True)
_PARTS: Final = (
    rupiah("pokok", "Pokok"),
    rupiah("jasa", "Jasa"),
    rupiah("titipan", "Titipan"),
    rupiah("angsuran", "Angsuran"),
)
_SIMULATION: Final = (_NUMBER, _DUE, *_PARTS, rupiah("saldo_pokok", "Saldo Pokok"))


def simulation(terms: LoanTerms, schedule: Sequence[Instalment], effective_percent: Fraction) -> Section:
    """Return a schedule with the principal left after each line, and below it what the loan costs in plain words.

    ``effective_percent`` is the annual effective rate.
    """
    balance, lines = terms.principal, []
    for line in schedule:
        balance -= line.principal
        lines.append((*_line(line), balance))
    return Section(_SIMULATION, rows(lines), notes=tuple(_cost_notes(terms, schedule, effective_percent)))


def simulation_totals(schedule: Sequence[Instalment], effective_percent: Fraction) -> dict[str, Cell]:
    """Return what a program reads beside the lines of a simulation, by key."""
    return {
        "total_pokok": total([line.principal for line in schedule]),
        "total_jasa": total([line.jasa for line in schedule]),
        "total_titipan": total([line.titipan for line in schedule]),
        "bunga_efektif_persen_tahun": effective_percent,
    }


def _line(line: Instalment) -> tuple[Cell, ...]:
    return (line.number, line.due_on, line.principal, line.jasa, line.titipan, line.amount)


def _cost_notes(terms: LoanTerms, schedule: Sequence[Instalment], effective_percent: Fraction) -> Iterator[str]:
    titipan = total([line.titipan for line in schedule])
    yield (
        f"KSM membayar kembali {format_rupiah(total([line.amount for line in schedule]))}: "
        f"pokok {format_rupiah(terms.principal)}, jasa {format_rupiah(total([line.jasa for line in schedule]))}"
        + (f", titipan {format_rupiah(titipan)}." if titipan else ".")
    )
    yield (
        f"Bunga efektif {shortest_percent(effective_percent)} % setahun: bunga yang sungguh ditanggung, "
        "karena pokok yang dipakai makin lama makin kecil."
    )
    yield rounding_rule(terms)


_DIRECTIONS: Final = {
    Direction.UP: "ke atas menjadi kelipatan {step}",
    Direction.DOWN: "ke bawah menjadi kelipatan {step}",
    Direction.NEAREST: "ke kelipatan {step} terdekat",
}


def rounding_rule(terms: LoanTerms) -> str:
    """Return how the instalments of a loan are rounded, as one sentence."""
    what = (
        "pokok, jasa dan titipan masing-masing"
        if terms.rounded_part is RoundedPart.COMPONENT
        else "jumlah pokok dan jasa"
    )
    how = _DIRECTIONS[terms.rounding.direction].format(step=format_rupiah(Rupiah(terms.rounding.step)))
    return f"Pembulatan: {what} dibulatkan {how}; angsuran terakhir menampung sisa pokok."


_LIST: Final = (
    Column("nomor", "Nomor", identifies=True),
    KSM_NAME,
    RW,
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Tenor"),
    rupiah("saldo_pokok", "Saldo Pokok"),
    rupiah("tunggakan_pokok", "Tunggakan Pokok"),
    rupiah("tunggakan_jasa", "Tunggakan Jasa"),
    Column("kelas", "Kelas"),
    Column("status", "Status"),
    KSM_CODE,
)


def loan_list(books: Sequence[LoanBook]) -> Section:
    """Return one line per loan; only a running loan has a class."""
    owed = format_rupiah(total([book.outstanding for book in books]))
    return Section(
        _LIST,
        rows(
            (
                book.loan.number,
                book.loan.ksm.name,
                book.loan.ksm.rw,
                book.loan.terms.disbursed_on,
                book.loan.terms.principal,
                book.loan.terms.term,
                book.outstanding,
                book.position.arrears_principal,
                book.position.arrears_jasa,
                _class_name(book),
                book.state,
                book.loan.ksm.code,
            )
            for book in books
        ),
        notes=(f"{len(books)} pinjaman, saldo pokok seluruhnya {owed}.",) if books else (),
        empty_note="Tidak ada pinjaman.",
    )


def _class_name(book: LoanBook) -> str:
    return book.collectability.name if book.is_open else ""


_FACTS: Final = (
    Column("nomor", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("kode_ksm", "Kode KSM"),
    Column("rw", "RW"),
    Column("rt", "RT"),
    Column("pinjaman_ke", "Pinjaman ke", Kind.COUNT),
    Column("tanggal_cair", "Tanggal cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Jangka waktu (kali)"),
    Column("frekuensi", "Angsuran"),
    Column("jasa_persen", "Jasa (% sebulan)", Kind.PERCENT),
    Column("titipan_persen", "Titipan (% sebulan)", Kind.PERCENT),
    Column("metode", "Cara hitung jasa"),
    Column("berita_acara", "Berita acara"),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE),
    Column("per", "Keadaan pada", Kind.DATE),
    Column("status", "Status"),
    rupiah("bayar_pokok", "Pokok terbayar"),
    rupiah("bayar_jasa", "Jasa terbayar"),
    rupiah("bayar_titipan", "Titipan terbayar"),
    rupiah("saldo_pokok", "Saldo pokok"),
    rupiah("tunggakan_pokok", "Tunggakan pokok"),
    rupiah("tunggakan_jasa", "Tunggakan jasa"),
    rupiah("tunggakan_titipan", "Tunggakan titipan"),
    count("kali_menunggak", "Kali menunggak"),
    count("hari_menunggak", "Hari menunggak"),
    Column("menunggak_sejak", "Menunggak sejak", Kind.DATE),
    Column("kelas", "Kelas"),
)


def loan_facts(book: LoanBook) -> Section:
    """Return what was agreed on one loan and where it stands, as a record of one row."""
    loan, terms, stand = book.loan, book.loan.terms, book.position
    facts: tuple[Cell, ...] = (
        loan.number,
        loan.ksm.name,
        loan.ksm.code,
        loan.ksm.rw,
        loan.ksm.rt,
        book.cycle,
        terms.disbursed_on,
        terms.principal,
        terms.term,
        terms.frequency,
        terms.jasa_rate.per_month * 100,
        terms.titipan_rate.per_month * 100,
        terms.method,
        loan.decision,
        book.matures_on,
        book.as_of,
        book.state,
        book.paid.principal,
        book.paid.jasa,
        book.paid.titipan,
        book.outstanding,
        stand.arrears_principal,
        stand.arrears_jasa,
        stand.arrears_titipan,
        stand.missed_count,
        stand.days_late,
        stand.late_since,
        _class_name(book),
    )
    return Section(_FACTS, (Row(facts),), notes=(definition(book.policy.arrears),))


_PAID_SCHEDULE: Final = (
    _NUMBER,
    _DUE,
    *_PARTS,
    rupiah("dibayar", "Dibayar"),
    rupiah("sisa", "Sisa"),
    Column("status", "Status"),
)


def paid_schedule(book: LoanBook, schedule: Sequence[Instalment]) -> Section:
    """Return the schedule with what is paid and what is left of each line at the date of ``book``."""
    lines = [
        (*_line(line), line.amount - left.amount, left.amount, _line_status(line, left, book))
        for line, left in zip(schedule, still_owed(schedule, book.paid), strict=True)
    ]
    return Section(_PAID_SCHEDULE, rows(lines), notes=("Setoran menutup angsuran tertua lebih dulu.",))


def _line_status(line: Instalment, left: Instalment, book: LoanBook) -> str:
    if not left.amount:
        return "lunas"
    if book.state is LoanState.CANCELLED:
        return "batal"
    if line.due_on <= book.as_of:
        return "menunggak" if line.due_on < book.as_of else "jatuh tempo hari ini"
    return "dibayar sebagian" if left.amount < line.amount else "belum jatuh tempo"


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
    loan, terms, first = book.loan, book.loan.terms, schedule[0]
    return Report(
        name="kartu-pinjaman",
        title="KARTU PINJAMAN",
        period=f"{book.as_of:%Y-%m}",
        as_of=book.as_of,
        section=Section(_CARD, tuple(_card_rows(book, schedule, vouchers))),
        more=(receipts(loan, vouchers),),
        date_line=f"KSM {loan.ksm.name} ({loan.ksm.code}), keadaan {format_form(book.as_of)}",
        head={
            "Besar Pinjaman": format_rupiah(terms.principal),
            "Sistem Angsuran": terms.frequency,
            "Besar Angsuran": format_rupiah(first.amount),
            "Angsuran Pokok": format_rupiah(first.principal),
            "Angsuran Jasa": format_rupiah(first.jasa),
            "Jangka Waktu": f"{terms.term} kali",
            "Jasa Pinjaman": f"{shortest_percent(terms.jasa_rate.per_month * 100)} % sebulan, {terms.method}",
            "No. Pinjaman": loan.number,
            "Tanggal Cair": format_form(terms.disbursed_on),
            "Tanggal Jatuh Tempo": format_form(book.matures_on),
        },
        notes=(
            f"Status: {book.state}. Saldo pokok {format_rupiah(book.outstanding)}.",
            "Tunggakan hanya dihitung untuk angsuran yang sudah jatuh tempo.",
        ),
    )


def _card_rows(book: LoanBook, schedule: Sequence[Instalment], vouchers: Sequence[Voucher]) -> Iterator[Row]:
    should = really = Paid(total([line.principal for line in schedule]), total([line.jasa for line in schedule]))
    behind = NOTHING_PAID
    nothing: tuple[Cell, ...] = (None, None)
    start = (should.principal, should.jasa, really.principal, really.jasa)
    yield Row((book.loan.terms.disbursed_on, *nothing, *start, *nothing, *nothing))
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
    parts = _parts(voucher)
    return Paid(parts[Component.PRINCIPAL], parts[Component.JASA], parts[Component.TITIPAN])


def _parts(voucher: Voucher) -> dict[Component, Rupiah]:
    """Return the rupiah of each component of a voucher, below nil on a voucher that takes another back."""
    moves = voucher.posting.transfers
    sums = {part: total([move.amount for move in moves if move.component is part]) for part in Component}
    return {part: -amount for part, amount in sums.items()} if voucher.posting.reverses else sums


_RECEIVED: Final = (Component.PRINCIPAL, Component.JASA, Component.TITIPAN, Component.PENALTY, Component.SAVINGS)
_RECEIPTS: Final = (
    Column("tanggal", "Tanggal", Kind.DATE, identifies=True),
    Column("bukti", "No. Bukti", identifies=True),
    Column("keterangan", "Keterangan"),
    *(rupiah(part, part.capitalize()) for part in _RECEIVED),
    rupiah("jumlah", "Jumlah"),
    rupiah("saldo_pokok", "Saldo Pokok"),
)


def receipts(loan: Loan, vouchers: Sequence[Voucher]) -> Section:
    """Return what went out and came in on one loan, oldest first, with the principal owed after each voucher."""
    before = loan.paid_before
    balance = NIL
    table: list[tuple[Cell, ...]] = []
    if not any(voucher.posting.event is Event.DISBURSEMENT for voucher in vouchers):
        balance = loan.terms.principal - before.principal
        earlier = (before.principal, before.jasa, before.titipan, before.penalty, NIL)
        table.append((None, "", "Dibayar sebelum buku ini dibuka", *earlier, total(earlier), balance))
    for voucher in vouchers:
        parts = _parts(voucher)
        balance += parts[Component.DISBURSEMENT] - parts[Component.PRINCIPAL] - parts[Component.WRITE_OFF]
        came_in = [parts[part] for part in _RECEIVED]
        posting = voucher.posting
        table.append((posting.dated_on, voucher.number, posting.memo, *came_in, total(came_in), balance))
    return Section(_RECEIPTS, rows(table), title="Pencairan dan setoran")


_DISBURSED: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal cair", Kind.DATE),
    rupiah("pokok", "Pokok"),
    count("tenor", "Jangka waktu (kali)"),
    rupiah("angsuran", "Angsuran"),
    rupiah("angsuran_terakhir", "Angsuran terakhir"),
    rupiah("total_jasa", "Seluruh jasa"),
    Column("jatuh_tempo_pertama", "Jatuh tempo pertama", Kind.DATE),
    Column("jatuh_tempo_akhir", "Jatuh tempo terakhir", Kind.DATE),
    KSM_CODE,
)


def disbursement(loan: Loan, voucher: Voucher, schedule: Sequence[Instalment]) -> Section:
    """Return a loan just paid out, as a record of one row."""
    facts: tuple[Cell, ...] = (
        voucher.number,
        loan.number,
        loan.ksm.name,
        loan.terms.disbursed_on,
        loan.terms.principal,
        loan.terms.term,
        schedule[0].amount,
        schedule[-1].amount,
        total([line.jasa for line in schedule]),
        schedule[0].due_on,
        schedule[-1].due_on,
        loan.ksm.code,
    )
    return Section(_DISBURSED, (Row(facts),), notes=(rounding_rule(loan.terms),))


_RECEIPT: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal", Kind.DATE),
    rupiah("jumlah", "Jumlah diterima"),
    rupiah("denda", "Untuk denda"),
    rupiah("jasa", "Untuk jasa"),
    rupiah("titipan", "Untuk titipan"),
    rupiah("pokok", "Untuk pokok"),
    rupiah("tabungan", "Untuk tabungan"),
    rupiah("saldo_pokok", "Saldo pokok"),
    rupiah("tunggakan_pokok", "Tunggakan pokok"),
    rupiah("tunggakan_jasa", "Tunggakan jasa"),
    rupiah("tunggakan_titipan", "Tunggakan titipan"),
    count("kali_menunggak", "Kali menunggak"),
    Column("jatuh_tempo_berikut", "Jatuh tempo berikut", Kind.DATE),
    rupiah("angsuran_berikut", "Angsuran berikut"),
)


def receipt(
    loan: Loan,
    voucher: Voucher,
    allocation: Allocation,
    outstanding: Rupiah,
    position: LoanPosition,
    coming: Instalment | None,
) -> Section:
    """Return a receipt and where the loan stands after it, as a record of one row.

    ``coming`` is what is left of the next instalment, None when nothing is to come.
    """
    facts: tuple[Cell, ...] = (
        voucher.number,
        loan.number,
        loan.ksm.name,
        voucher.posting.dated_on,
        allocation.amount,
        allocation.penalty,
        allocation.jasa,
        allocation.titipan,
        allocation.principal,
        allocation.savings,
        outstanding,
        position.arrears_principal,
        position.arrears_jasa,
        position.arrears_titipan,
        position.missed_count,
        coming.due_on if coming else None,
        coming.amount if coming else None,
    )
    return Section(_RECEIPT, (Row(facts),))

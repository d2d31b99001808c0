"""LU-02: the balance of the loans by class, loan by loan, with the reserve the classes ask for and what is booked."""

from typing import Final

from danabergulir.domain.books import Books
from danabergulir.domain.fund.measures import measured, reserve_of
from danabergulir.domain.loans.arrears import definition as lateness
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.collectability import definition as class_limits
from danabergulir.domain.loans.collectability import reserve
from danabergulir.domain.loans.indicators import Indicator
from danabergulir.domain.loans.reserve import Reserve, balance, by_class, groups_by_class
from danabergulir.domain.policy.rules import CollectabilityClass, Policy
from danabergulir.money import NIL, format_count, format_percent, format_rupiah, shortest_percent
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, Style, rows
from danabergulir.reports.model.table import count, rupiah, total_row


def _by_class(books: Books) -> list[tuple[CollectabilityClass, list[LoanBook]]]:
    return by_class(books.open_loans, books.policy.classes)


_CLASSES: Final = (
    Column("kelas", "Kelas", Kind.COUNT, identifies=True),
    Column("nama", "Nama", identifies=True),
    count("jumlah_ksm", "Jumlah KSM"),
    rupiah("saldo_pokok", "Saldo Pokok"),
    Column("persen_cadangan", "Cadangan (%)", Kind.PERCENT),
    rupiah("cadangan", "Cadangan (Rp)"),
)


def collectability_report(books: Books) -> Report:
    """Return the balance and the reserve of every class, and below it LU-02 loan by loan.

    A group is counted once, by its worst loan; its other loans add to the balance of their own classes.
    """
    groups = groups_by_class(books.open_loans)
    lines: list[tuple[Cell, ...]] = [
        (
            item.number,
            item.name,
            groups[item.number],
            balance(loans),
            item.reserve_percent,
            reserve(balance(loans), item.reserve_percent),
        )
        for item, loans in _by_class(books)
    ]
    everything = total_row(_CLASSES, lines, summed=("jumlah_ksm", "saldo_pokok", "cadangan"), label_under="nama")
    found = {item.name: item for item in measured(books)}
    return framed(
        books,
        name="kolektibilitas",
        title="LAPORAN KOLEKTABILITAS / PERHITUNGAN LAR, PAR DAN NILAI RESIKO SALDO PINJAMAN",
        form_code="LU-02",
        section=Section(_CLASSES, (*rows(lines), everything), title="Rekap per kelas"),
        more=(_form(books),),
        notes=(
            _worked_out(found["PAR"]),
            _worked_out(found["LAR"]),
            f"Catatan: PAR = {found['PAR'].formula}. LAR = {found['LAR'].formula}.",
            class_limits(books.policy.classes, {book.loan.terms.frequency for book in books.open_loans}),
            lateness(books.policy.arrears),
            _reserve_note(reserve_of(books)),
        ),
    )


def _worked_out(item: Indicator) -> str:
    above, below = format_count(item.numerator.__floor__()), format_count(item.denominator.__floor__())
    if item.percent is None:
        return f"{item.name} : {item.category}"
    return f"{item.name} : {format_percent(item.percent)} % = {above} : {below} x 100 % ({item.category})"


def _reserve_note(found: Reserve) -> str:
    return (
        f"Cadangan yang diperlukan {format_rupiah(found.needed)}, "
        f"yang sudah dibukukan {format_rupiah(found.booked)}: {found.gap}."
    )


_BELOW, _FROM = "menunggak_di_bawah_batas", "menunggak_mulai_batas"
_MISSED: Final = {_BELOW, _FROM}


def _form_columns(policy: Policy) -> tuple[Column, ...]:
    limit, loan_dates, balance = policy.risk.missed_from, "Tanggal Pinjaman", "Saldo Pinjaman"
    return (
        Column("no", "No", Kind.COUNT, identifies=True),
        Column("ksm", "Nama KSM", identifies=True),
        Column("tanggal_cair", "Pencairan", Kind.DATE, group=loan_dates),
        Column("jatuh_tempo", "Jatuh Tempo", Kind.DATE, group=loan_dates),
        rupiah("pokok", "Besar Pinjaman"),
        rupiah("angsuran_pokok", "Angsuran Pokok"),
        rupiah("saldo_seharusnya", "Seharusnya", balance),
        rupiah("saldo_pokok", "Sesungguhnya", balance),
        count(_BELOW, f"< {limit} kali", "Tunggakan"),
        count(_FROM, f">= {limit} kali", "Tunggakan"),
        *(rupiah(f"kelas_{item.number}", item.name, "Kolektibilitas") for item in policy.classes),
    )


def _form(books: Books) -> Section:
    """Return LU-02 by group, with its total, percentage and risk rows."""
    columns, classes = _form_columns(books.policy), books.policy.classes
    lines = [_form_line(number, book, books.policy) for number, book in enumerate(books.open_loans, start=1)]
    summed = {column.key for column in columns if column.kind is Kind.RUPIAH} | _MISSED
    summed.remove("angsuran_pokok")
    by_class = {item.number: balance(loans) for item, loans in _by_class(books)}
    below: tuple[Row, ...] = ()
    if lines:
        blanks = (None,) * (len(columns) - len(classes) - 2)
        shares = (f"{shortest_percent(item.reserve_percent)} %" for item in classes)
        risks = (reserve(by_class[item.number], item.reserve_percent) for item in classes)
        below = (
            total_row(columns, lines, summed=summed, label_under="ksm"),
            Row((None, "Presentase Resiko Tunggakan", *blanks, *shares), Style.SUBTOTAL),
            Row((None, "Jumlah Resiko", *blanks, *risks), Style.SUBTOTAL),
        )
    return Section(
        columns,
        (*rows(lines), *below),
        title="Kolektibilitas per KSM",
        notes=("Jumlah resiko = jumlah kolom kolektibilitas x persen resiko.",),
        empty_note="Tidak ada pinjaman yang bersaldo.",
        numbered=True,
    )


def _form_line(number: int, book: LoanBook, policy: Policy) -> tuple[Cell, ...]:
    terms, stand = book.loan.terms, book.position
    missed = stand.missed_count or None
    at_risk = book.rated_missed_count >= policy.risk.missed_from
    return (
        number,
        book.loan.ksm.name,
        terms.disbursed_on,
        book.matures_on,
        terms.principal,
        next(line.principal for line in book.schedule if line.principal),
        terms.principal - stand.due.principal,
        book.outstanding,
        None if at_risk else missed,
        missed if at_risk else None,
        *(book.outstanding if book.collectability == item else NIL for item in policy.classes),
    )

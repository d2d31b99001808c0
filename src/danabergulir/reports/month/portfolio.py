"""The loans month by month: how they are repaid, who is late, and how each RW does."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.dunning.sanctions import Cause
from danabergulir.domain.fund.by_rw import RwFigures, ranked
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.terms import LoanEntry, LoanState
from danabergulir.domain.policy.rules import Policy
from danabergulir.frozen import replace
from danabergulir.money import NIL, format_percent
from danabergulir.reports import origins
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.old_class import keeping_old_class, old_class_column, old_class_notes
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style, rows_of
from danabergulir.reports.model.table import (
    BEHIND_SAVINGS,
    KSM_CODE,
    KSM_NAME,
    LOAN,
    RT,
    RW,
    count,
    rows_with_total,
    rupiah,
)
from danabergulir.reports.month.answering.visits import WHOLE, care_columns, visits_table

_TARGET, _BEFORE, _MONTH, _TO_DATE = (
    "Target s.d. Bulan Ini",
    "Realisasi s.d. Bulan Lalu",
    "Realisasi Bulan Ini",
    "Realisasi s.d. Bulan Ini",
)
_BALANCE: Final = rupiah(
    "saldo_pokok",
    "Saldo Pokok",
    of=lambda book: book.outstanding,
    origin=lambda thing: origins.loans.outstanding(thing),
)
_BEHIND: Final = rupiah(
    "tunggakan_pokok",
    "Tunggakan Pokok",
    of=lambda book: book.position.arrears_principal,
    origin=lambda book: origins.loans.arrears(book, origins.loans.PRINCIPAL),
)
_JASA_BEHIND: Final = rupiah(
    "tunggakan_jasa",
    "Tunggakan Jasa",
    of=lambda book: book.position.arrears_jasa,
    origin=lambda book: origins.loans.arrears(book, origins.loans.JASA),
)
_PROGRESS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    RT,
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE, of=lambda book: book.loan.terms.disbursed_on),
    count(
        "tenor", "Jangka Waktu", of=lambda book: book.loan.terms.term, origin=lambda thing: origins.loans.term(thing)
    ),
    rupiah(
        "pokok",
        "Besar Pinjaman",
        of=lambda book: book.loan.terms.principal,
        origin=lambda thing: origins.loans.principal(thing),
    ),
    rupiah(
        "target_pokok",
        "Pokok",
        _TARGET,
        of=lambda book: book.position.due.principal,
        origin=lambda book: origins.loans.due(book, origins.loans.PRINCIPAL),
    ),
    rupiah(
        "target_jasa",
        "Jasa",
        _TARGET,
        of=lambda book: book.position.due.jasa,
        origin=lambda book: origins.loans.due(book, origins.loans.JASA),
    ),
    rupiah(
        "real_pokok_sd_lalu",
        "Pokok",
        _BEFORE,
        of=lambda book: book.paid_before_month.principal,
        origin=lambda book: origins.loans.paid_before(book, origins.loans.PRINCIPAL),
    ),
    rupiah(
        "real_jasa_sd_lalu",
        "Jasa",
        _BEFORE,
        of=lambda book: book.paid_before_month.jasa,
        origin=lambda book: origins.loans.paid_before(book, origins.loans.JASA),
    ),
    rupiah(
        "real_pokok_bulan_ini",
        "Pokok",
        _MONTH,
        of=lambda book: book.paid.principal - book.paid_before_month.principal,
        origin=lambda book: origins.loans.paid_in_month(book, origins.loans.PRINCIPAL),
    ),
    rupiah(
        "real_jasa_bulan_ini",
        "Jasa",
        _MONTH,
        of=lambda book: book.paid.jasa - book.paid_before_month.jasa,
        origin=lambda book: origins.loans.paid_in_month(book, origins.loans.JASA),
    ),
    rupiah(
        "real_pokok",
        "Pokok",
        _TO_DATE,
        of=lambda book: book.paid.principal,
        origin=lambda book: origins.loans.paid(book, origins.loans.PRINCIPAL),
    ),
    rupiah(
        "real_jasa",
        "Jasa",
        _TO_DATE,
        of=lambda book: book.paid.jasa,
        origin=lambda book: origins.loans.paid(book, origins.loans.JASA),
    ),
    _BALANCE,
    _BEHIND,
    _JASA_BEHIND,
    rupiah(
        "target_titipan",
        "Target",
        "Titipan",
        of=lambda book: book.position.due.titipan,
        origin=lambda book: origins.loans.due(book, origins.loans.TITIPAN),
    ),
    rupiah(
        "real_titipan",
        "Realisasi",
        "Titipan",
        of=lambda book: book.paid.titipan,
        origin=lambda book: origins.loans.paid(book, origins.loans.TITIPAN),
    ),
    rupiah(
        "tunggakan_titipan",
        "Tunggakan",
        "Titipan",
        of=lambda book: book.position.arrears_titipan,
        origin=lambda book: origins.loans.arrears(book, origins.loans.TITIPAN),
    ),
    KSM_CODE,
)


def loan_progress(books: Books) -> Content:
    """Return the LPP: what should have been repaid by now beside what was, before this month and in it.

    It lists every loan that had a balance at the end of last month, is not paid off or moved in this one, so a loan
    paid off in the month shows once more.
    """
    living = [book for book in books.loans if _lived_in(books.month, book)]
    return Content(
        Section(
            _PROGRESS,
            rows_with_total(_PROGRESS, living, label_under="ksm"),
            empty_note="Tidak ada pinjaman yang berjalan bulan ini.",
        ),
        notes=(
            (
                "Target = angsuran yang jatuh tempo sampai tanggal laporan. "
                "Realisasi = yang sudah dibayar, termasuk sebelum buku ini dibuka."
            ),
            "Tunggakan = target dikurangi realisasi, pokok dan jasa sendiri-sendiri, tidak pernah di bawah nol.",
        ),
    )


def _lived_in(month: Month, book: LoanBook) -> bool:
    if book.paid != book.paid_before_month:
        return True
    if book.state is LoanState.CANCELLED:
        return False
    owed = book.outstanding_before != NIL or book.outstanding != NIL or book.owes
    return owed or Month.of(book.loan.terms.disbursed_on) == month


_LATE: Final = (
    LOAN,
    KSM_NAME,
    RW,
    RT,
    _BALANCE,
    _BEHIND,
    _JASA_BEHIND,
    count(
        "kali_menunggak",
        "Kali",
        "Menunggak",
        of=lambda book: book.position.missed_count,
        origin=lambda thing: origins.loans.missed_count(thing),
    ),
    count(
        "hari_menunggak",
        "Hari",
        "Menunggak",
        of=lambda book: book.position.days_late,
        origin=lambda thing: origins.loans.days_late(thing),
    ),
    Column("menunggak_sejak", "Sejak", Kind.DATE, group="Menunggak", of=lambda book: book.position.late_since),
    Column("kelas", "Kelas", of=lambda book: book.collectability.name),
    rupiah(
        "tunggakan_titipan",
        "Tunggakan Titipan",
        of=lambda book: book.position.arrears_titipan,
        origin=lambda book: origins.loans.arrears(book, origins.loans.TITIPAN),
    ),
    rupiah(
        "tunggakan",
        "Jumlah Tunggakan",
        of=lambda book: book.position.arrears,
        origin=lambda thing: origins.loans.all_arrears(thing),
    ),
    KSM_CODE,
)


_SAVINGS_NOTE: Final = (
    "Tabungan wajib yang tertinggal bukan tunggakan pinjaman. Yang hanya tertinggal tabungannya ditulis paling bawah "
    "dan tidak dihitung menunggak."
)


def arrears_section(loans: Iterable[LoanBook], policy: Policy) -> Section:
    """Return the table of the loans that are behind, worst first, with the reading of lateness in force.

    Those that are behind with their compulsory savings alone come last, without arrears.
    """
    known = tuple(loans)
    unsaved = [book for book in known if book.owes and book.savings_behind]
    late = late_loans(known)
    shown = (*late, *(book for book in unsaved if book not in late))
    remembered = keeping_old_class(shown)
    columns = (*_LATE, *([BEHIND_SAVINGS] if unsaved else []), *old_class_column(remembered))
    return Section(
        columns,
        rows_with_total(columns, shown, label_under="ksm"),
        notes=(
            definition(policy.arrears),
            *([_SAVINGS_NOTE] if unsaved else []),
            *old_class_notes("Kelas", remembered, policy),
        ),
        empty_note="Tidak ada pinjaman yang menunggak.",
    )


def arrears_list(books: Books) -> Content:
    """Return who is late, since when and by how much, worst first."""
    return Content(arrears_section(books.loans, books.policy))


def _late_by(cause: Cause | None, key: str, title: str) -> Column:
    return count(
        key,
        title,
        "KSM Menunggak menurut Sebab",
        of=lambda line: line.late[cause],
        origin=lambda line: origins.rw.late_by(line.loans, line.causes, cause),
    )


_BY_RW: Final = (
    Column("rw", "RW", identifies=True, of=lambda line: line.rw),
    count(
        "jumlah_ksm",
        "KSM Bersaldo",
        of=lambda line: line.open_count,
        origin=lambda line: origins.rw.borrowers(line.loans),
    ),
    rupiah(
        "disalurkan",
        "Disalurkan",
        of=lambda line: line.disbursed,
        origin=lambda line: origins.rw.disbursed(line.lent, line.settled_lent),
    ),
    rupiah(
        "kembali",
        "Pokok Kembali",
        of=lambda line: line.repaid,
        origin=lambda line: origins.rw.repaid(line.loans, line.settled),
    ),
    rupiah(
        "saldo_pokok",
        "Saldo Pokok",
        of=lambda line: line.outstanding,
        origin=lambda line: origins.rw.outstanding(line.loans),
    ),
    rupiah(
        "tunggakan",
        "Tunggakan Pokok",
        of=lambda line: line.arrears,
        origin=lambda line: origins.rw.arrears(line.lent),
    ),
    Column(
        "persen_kembali",
        "Kembali (%)",
        Kind.PERCENT,
        of=lambda line: line.percent,
        origin=lambda line: origins.rw.percent(line.lent, line.settled, line.percent),
    ),
    count(
        "peringkat",
        "Peringkat",
        of=lambda line: line.rank,
        origin=lambda line: origins.rw.rank(
            line.rank, origins.rw.percent(line.lent, line.settled, line.percent), line.lent
        ),
    ),
    rupiah(
        "target_pokok",
        "Pokok Jatuh Tempo",
        of=lambda line: line.due,
        origin=lambda line: origins.rw.due(line.lent, line.settled),
    ),
    rupiah("hapus_buku", "Hapus Buku", of=lambda line: line.lost, origin=lambda line: origins.rw.lost(line.loans)),
    *(_late_by(cause, cause.value.replace("-", "_"), cause.value.replace("-", " ").title()) for cause in Cause),
    _late_by(None, "sebab_belum_dicatat", "Belum Dicatat"),
)


def rw_standing(books: Books) -> Content:
    """Return how the loans of each RW stand, and its rank: the most repaid of what is due, then the least arrears.

    An RW where nothing has fallen due has neither a percentage nor a rank.
    """
    figures = _rw_figures(books)
    columns = (*_BY_RW, *care_columns(figures, books))
    return Content(
        Section(columns, _rw_rows(columns, figures, books), empty_note="Belum ada pinjaman."),
        notes=(
            *_best_and_worst(figures),
            (
                "Kembali (%) = pokok jatuh tempo yang sudah dibayar : pokok yang sudah jatuh tempo. "
                "Yang dibayar sebelum jatuh tempo belum ikut; pinjaman hapus buku ikut seluruhnya."
            ),
            "Disalurkan = pokok kembali + saldo pokok + hapus buku yang belum kembali.",
            (
                "Peringkat 1 = persen kembali tertinggi. Bila sama, tunggakan pokok yang lebih kecil, lalu nomor RW. "
                "RW yang belum punya jatuh tempo tidak diberi peringkat."
            ),
            "Tunggakan pokok = pokok yang sudah jatuh tempo dan belum dibayar.",
            "Sebab = yang terakhir dicatat untuk KSM itu.",
        ),
        more=visits_table(books),
    )


def _rw_figures(books: Books) -> list[RwFigures]:
    """Return the figures of every RW with its rank, in the order of their names."""
    loans: defaultdict[str, list[LoanBook]] = defaultdict(list)
    for book in books.loans:
        loans[book.ksm.rw].append(book)
    settled: defaultdict[str, list[LoanEntry]] = defaultdict(list)
    for entry in books.settled:
        settled[entry.ksm.rw].append(entry)
    causes = _causes(books)
    figures = [RwFigures.of(rw, loans[rw], settled[rw], causes) for rw in sorted(loans.keys() | settled.keys())]
    rank_of = {item.rw: rank for rank, item in enumerate(ranked(figures), start=1)}
    return [replace(item, rank=rank_of.get(item.rw)) for item in figures]


def _causes(books: Books) -> dict[str, Cause | None]:
    return {number: file.cause(books.as_of) for number, file in books.sanction_files.items()}


def _rw_rows(columns: Sequence[Column], figures: Sequence[RwFigures], books: Books) -> tuple[Row, ...]:
    if not figures:
        return ()
    everything = RwFigures.of(WHOLE, books.loans, books.settled, _causes(books))
    return (*rows_of(columns, figures), *rows_of(columns, [everything], Style.TOTAL))


def _best_and_worst(figures: Sequence[RwFigures]) -> tuple[str, ...]:
    """Return a line with the best and the worst RW; none while fewer than two have a rank."""
    in_order = ranked(figures)
    if len(in_order) < 2:  # noqa: PLR2004 - one alone is neither
        return ()
    best, worst = (
        f"RW {item.rw} ({format_percent(item.percent or Fraction())} %)" for item in (in_order[0], in_order[-1])
    )
    return (f"Terbaik: {best}. Terburuk: {worst}.",)

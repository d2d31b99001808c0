"""The loans month by month: how they are repaid, who is late, and how each RW does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.dunning.sanctions import Cause
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.terms import LoanState
from danabergulir.domain.policy.rules import Policy
from danabergulir.money import NIL, Rupiah, format_percent, total
from danabergulir.reports.model.frame import framed
from danabergulir.reports.model.sheet import Cell, Column, Kind, Report, Row, Section, Style, rows
from danabergulir.reports.model.table import (
    BEHIND_SAVINGS,
    KSM_CODE,
    KSM_NAME,
    LENT,
    LOAN,
    RT,
    RW,
    count,
    rows_with_total,
    rupiah,
)

_TARGET, _BEFORE, _MONTH, _TO_DATE = (
    "Target s.d. Bulan Ini",
    "Realisasi s.d. Bulan Lalu",
    "Realisasi Bulan Ini",
    "Realisasi s.d. Bulan Ini",
)
_PROGRESS: Final = (
    LOAN,
    KSM_NAME,
    RW,
    RT,
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE),
    count("tenor", "Jangka Waktu"),
    rupiah("pokok", "Besar Pinjaman"),
    rupiah("target_pokok", "Pokok", _TARGET),
    rupiah("target_jasa", "Jasa", _TARGET),
    rupiah("real_pokok_sd_lalu", "Pokok", _BEFORE),
    rupiah("real_jasa_sd_lalu", "Jasa", _BEFORE),
    rupiah("real_pokok_bulan_ini", "Pokok", _MONTH),
    rupiah("real_jasa_bulan_ini", "Jasa", _MONTH),
    rupiah("real_pokok", "Pokok", _TO_DATE),
    rupiah("real_jasa", "Jasa", _TO_DATE),
    rupiah("saldo_pokok", "Saldo Pokok"),
    rupiah("tunggakan_pokok", "Tunggakan Pokok"),
    rupiah("tunggakan_jasa", "Tunggakan Jasa"),
    rupiah("target_titipan", "Target", "Titipan"),
    rupiah("real_titipan", "Realisasi", "Titipan"),
    rupiah("tunggakan_titipan", "Tunggakan", "Titipan"),
    KSM_CODE,
)


def loan_progress(books: Books) -> Report:
    """Return the LPP: what should have been repaid by now beside what was, before this month and in it.

    It lists every loan that had a balance at the end of last month, is not paid off or moved in this one, so a loan
    paid off in the month shows once more.
    """
    lines = [_progress_line(book) for book in books.loans if _lived_in(books.month, book)]
    return framed(
        books,
        name="perkembangan",
        title="LAPORAN PERKEMBANGAN PINJAMAN",
        section=Section(
            _PROGRESS,
            rows_with_total(_PROGRESS, lines, label_under="ksm"),
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


def _progress_line(book: LoanBook) -> tuple[Cell, ...]:
    loan, now, before, stand = book.loan, book.paid, book.paid_before_month, book.position
    return (
        loan.number,
        loan.ksm.name,
        loan.ksm.rw,
        loan.ksm.rt,
        loan.terms.disbursed_on,
        loan.terms.term,
        loan.terms.principal,
        stand.due.principal,
        stand.due.jasa,
        before.principal,
        before.jasa,
        now.principal - before.principal,
        now.jasa - before.jasa,
        now.principal,
        now.jasa,
        book.outstanding,
        stand.arrears_principal,
        stand.arrears_jasa,
        stand.due.titipan,
        now.titipan,
        stand.arrears_titipan,
        loan.ksm.code,
    )


_LATE: Final = (
    LOAN,
    KSM_NAME,
    RW,
    RT,
    rupiah("saldo_pokok", "Saldo Pokok"),
    rupiah("tunggakan_pokok", "Tunggakan Pokok"),
    rupiah("tunggakan_jasa", "Tunggakan Jasa"),
    count("kali_menunggak", "Kali", "Menunggak"),
    count("hari_menunggak", "Hari", "Menunggak"),
    Column("menunggak_sejak", "Sejak", Kind.DATE, group="Menunggak"),
    Column("kelas", "Kelas"),
    rupiah("tunggakan_titipan", "Tunggakan Titipan"),
    rupiah("tunggakan", "Jumlah Tunggakan"),
    KSM_CODE,
)


def arrears_section(loans: Iterable[LoanBook], policy: Policy) -> Section:
    """Return the table of the loans that are behind, worst first, with the reading of lateness in force."""
    late = late_loans(loans)
    saving = any(book.savings_behind for book in late)
    columns = (*_LATE, BEHIND_SAVINGS) if saving else _LATE
    lines = [
        (
            book.loan.number,
            book.loan.ksm.name,
            book.loan.ksm.rw,
            book.loan.ksm.rt,
            book.outstanding,
            book.position.arrears_principal,
            book.position.arrears_jasa,
            book.position.missed_count,
            book.position.days_late,
            book.position.late_since,
            book.collectability.name,
            book.position.arrears_titipan,
            book.position.arrears,
            book.loan.ksm.code,
            *((book.savings_behind,) if saving else ()),
        )
        for book in late
    ]
    return Section(
        columns,
        rows_with_total(columns, lines, label_under="ksm"),
        notes=(definition(policy.arrears),),
        empty_note="Tidak ada pinjaman yang menunggak.",
    )


def arrears_list(books: Books) -> Report:
    """Return who is late, since when and by how much, worst first."""
    return framed(
        books,
        name="tunggakan",
        title="DAFTAR TUNGGAKAN",
        section=arrears_section(books.loans, books.policy),
    )


_CAUSES: Final = "KSM Menunggak menurut Sebab"
_BY_RW: Final = (
    Column("rw", "RW", identifies=True),
    count("jumlah_ksm", "KSM Bersaldo"),
    rupiah("disalurkan", "Disalurkan"),
    rupiah("kembali", "Pokok Kembali"),
    rupiah("saldo_pokok", "Saldo Pokok"),
    rupiah("tunggakan", "Tunggakan Pokok"),
    Column("persen_kembali", "Kembali (%)", Kind.PERCENT),
    count("peringkat", "Peringkat"),
    rupiah("target_pokok", "Pokok Jatuh Tempo"),
    rupiah("hapus_buku", "Hapus Buku"),
    *(count(cause.value.replace("-", "_"), cause.value.replace("-", " ").title(), _CAUSES) for cause in Cause),
    count("sebab_belum_dicatat", "Belum Dicatat", _CAUSES),
)


@dataclass(frozen=True, slots=True)
class _RwFigures:
    """Cumulative figures of one RW at the report date, in rupiah of principal."""

    rw: str
    open_count: int
    disbursed: Rupiah
    repaid: Rupiah
    outstanding: Rupiah
    arrears: Rupiah
    due: Rupiah
    due_repaid: Rupiah
    lost: Rupiah
    causes: tuple[int, ...]

    @classmethod
    def of(cls, rw: str, loans: Sequence[LoanBook], causes: Mapping[str, Cause | None]) -> "_RwFigures":
        # a KSM with several late loans is one, with the cause noted for the worst of them
        worst: dict[str, Cause | None] = {}
        for book in late_loans(loans):
            worst.setdefault(book.loan.ksm.code, causes.get(book.loan.number))
        late = Counter(worst.values())
        lent = [book for book in loans if book.state in LENT]
        return cls(
            rw,
            group_count(book for book in loans if book.is_open),
            total([book.loan.terms.principal for book in lent]),
            total([_came_back(book) for book in loans]),
            total([book.outstanding for book in loans]),
            total([book.position.arrears_principal for book in lent]),
            total([_fell_due(book) for book in lent]),
            total([min(_came_back(book), _fell_due(book)) for book in lent]),
            total([book.written_off - book.recovered for book in loans]),
            tuple(late[cause] for cause in (*Cause, None)),
        )

    @property
    def percent(self) -> Fraction | None:
        """Return what was repaid of the principal due by now, in percent, at most 100; None while nothing is due."""
        return Fraction(self.due_repaid.value * 100, self.due.value) if self.due else None

    def line(self, rank: int | None) -> tuple[Cell, ...]:
        return (
            self.rw,
            self.open_count,
            self.disbursed,
            self.repaid,
            self.outstanding,
            self.arrears,
            self.percent,
            rank,
            self.due,
            self.lost,
            *self.causes,
        )


def _came_back(book: LoanBook) -> Rupiah:
    """Return the principal that the KSM has paid back, after a write-off too."""
    return book.paid.principal + book.recovered


def _fell_due(book: LoanBook) -> Rupiah:
    """Return the principal due by now: of a loan that is settled or written off all of it."""
    return book.position.due.principal if book.is_open else book.paid.principal + book.written_off


def rw_standing(books: Books) -> Report:
    """Return how the loans of each RW stand, and its rank: the most repaid of what is due, then the least arrears.

    An RW where nothing has fallen due has neither a percentage nor a rank.
    """
    figures = _rw_figures(books)
    return framed(
        books,
        name="rekap-rw",
        title="REKAP PER RW",
        section=Section(_BY_RW, _rw_rows(figures, books), empty_note="Belum ada pinjaman."),
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
    )


def _rw_figures(books: Books) -> list[_RwFigures]:
    """Return the figures of every RW, in the order of their names."""
    by_rw: defaultdict[str, list[LoanBook]] = defaultdict(list)
    for book in books.loans:
        by_rw[book.loan.ksm.rw].append(book)
    return [_RwFigures.of(rw, by_rw[rw], _causes(books)) for rw in sorted(by_rw)]


def _causes(books: Books) -> dict[str, Cause | None]:
    return {number: file.cause(books.as_of) for number, file in books.sanction_files.items()}


def _ranked(figures: Iterable[_RwFigures]) -> list[_RwFigures]:
    """Return the RW that have a rank, the best first."""
    with_rank = [item for item in figures if item.percent is not None]
    return sorted(with_rank, key=lambda item: (-(item.percent or 0), item.arrears, item.rw))


def _rw_rows(figures: Sequence[_RwFigures], books: Books) -> tuple[Row, ...]:
    if not figures:
        return ()
    rank_of = {item.rw: rank for rank, item in enumerate(_ranked(figures), start=1)}
    lines = [item.line(rank_of.get(item.rw)) for item in figures]
    everything = _RwFigures.of("JUMLAH", books.loans, _causes(books)).line(None)
    return (*rows(lines), *rows([everything], Style.TOTAL))


def _best_and_worst(figures: Sequence[_RwFigures]) -> tuple[str, ...]:
    """Return a line with the best and the worst RW; none while fewer than two have a rank."""
    ranked = _ranked(figures)
    if len(ranked) < 2:  # noqa: PLR2004 - one alone is neither
        return ()
    best, worst = (f"RW {item.rw} ({format_percent(item.percent or Fraction())} %)" for item in (ranked[0], ranked[-1]))
    return (f"Terbaik: {best}. Terburuk: {worst}.",)

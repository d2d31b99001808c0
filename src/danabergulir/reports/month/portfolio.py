"""The loans month by month: how they are repaid, who is late, and how each RW does."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.books import Books
from danabergulir.domain.dunning.due import late_loans
from danabergulir.domain.dunning.sanctions import Cause
from danabergulir.domain.groups import RwHead
from danabergulir.domain.loans.arrears import definition
from danabergulir.domain.loans.book import LoanBook, group_count
from danabergulir.domain.loans.terms import LoanEntry, LoanState
from danabergulir.domain.policy.rules import Policy
from danabergulir.money import NIL, Rupiah, format_percent, total
from danabergulir.reports.model.frame import Content
from danabergulir.reports.model.old_class import keeping_old_class, old_class_column, old_class_notes
from danabergulir.reports.model.sheet import Column, Kind, Row, Section, Style, rows_of
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
    Column("tanggal_cair", "Tanggal Cair", Kind.DATE, of=lambda book: book.loan.terms.disbursed_on),
    count("tenor", "Jangka Waktu", of=lambda book: book.loan.terms.term),
    rupiah("pokok", "Besar Pinjaman", of=lambda book: book.loan.terms.principal),
    rupiah("target_pokok", "Pokok", _TARGET, of=lambda book: book.position.due.principal),
    rupiah("target_jasa", "Jasa", _TARGET, of=lambda book: book.position.due.jasa),
    rupiah("real_pokok_sd_lalu", "Pokok", _BEFORE, of=lambda book: book.paid_before_month.principal),
    rupiah("real_jasa_sd_lalu", "Jasa", _BEFORE, of=lambda book: book.paid_before_month.jasa),
    rupiah(
        "real_pokok_bulan_ini",
        "Pokok",
        _MONTH,
        of=lambda book: book.paid.principal - book.paid_before_month.principal,
    ),
    rupiah("real_jasa_bulan_ini", "Jasa", _MONTH, of=lambda book: book.paid.jasa - book.paid_before_month.jasa),
    rupiah("real_pokok", "Pokok", _TO_DATE, of=lambda book: book.paid.principal),
    rupiah("real_jasa", "Jasa", _TO_DATE, of=lambda book: book.paid.jasa),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda book: book.outstanding),
    rupiah("tunggakan_pokok", "Tunggakan Pokok", of=lambda book: book.position.arrears_principal),
    rupiah("tunggakan_jasa", "Tunggakan Jasa", of=lambda book: book.position.arrears_jasa),
    rupiah("target_titipan", "Target", "Titipan", of=lambda book: book.position.due.titipan),
    rupiah("real_titipan", "Realisasi", "Titipan", of=lambda book: book.paid.titipan),
    rupiah("tunggakan_titipan", "Tunggakan", "Titipan", of=lambda book: book.position.arrears_titipan),
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
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda book: book.outstanding),
    rupiah("tunggakan_pokok", "Tunggakan Pokok", of=lambda book: book.position.arrears_principal),
    rupiah("tunggakan_jasa", "Tunggakan Jasa", of=lambda book: book.position.arrears_jasa),
    count("kali_menunggak", "Kali", "Menunggak", of=lambda book: book.position.missed_count),
    count("hari_menunggak", "Hari", "Menunggak", of=lambda book: book.position.days_late),
    Column("menunggak_sejak", "Sejak", Kind.DATE, group="Menunggak", of=lambda book: book.position.late_since),
    Column("kelas", "Kelas", of=lambda book: book.collectability.name),
    rupiah("tunggakan_titipan", "Tunggakan Titipan", of=lambda book: book.position.arrears_titipan),
    rupiah("tunggakan", "Jumlah Tunggakan", of=lambda book: book.position.arrears),
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


@dataclass(frozen=True, slots=True)
class _RwFigures:
    """Cumulative figures of one RW at the report date, in rupiah of principal.

    ``late`` counts its late groups by the cause noted, under None those without one. ``rank`` is None where nothing
    has fallen due.
    """

    rw: str
    open_count: int
    disbursed: Rupiah
    repaid: Rupiah
    outstanding: Rupiah
    arrears: Rupiah
    due: Rupiah
    due_repaid: Rupiah
    lost: Rupiah
    late: Counter[Cause | None]
    rank: int | None = None

    @classmethod
    def of(
        cls, rw: str, loans: Sequence[LoanBook], settled: Sequence[LoanEntry], causes: Mapping[str, Cause | None]
    ) -> "_RwFigures":
        # a KSM with several late loans is one, with the cause noted for the worst of them
        worst: dict[str, Cause | None] = {}
        for book in late_loans(loans):
            worst.setdefault(book.ksm.code, causes.get(book.loan.number))
        lent = [book for book in loans if book.state in LENT]
        # of a settled loan all has fallen due, and all came back
        done = total([entry.repaid for entry in settled])
        return cls(
            rw=rw,
            open_count=group_count(book for book in loans if book.is_open),
            disbursed=total(
                [
                    *(book.loan.terms.principal for book in lent),
                    *(entry.principal for entry in settled if entry.state in LENT),
                ]
            ),
            repaid=total([_came_back(book) for book in loans]) + done,
            outstanding=total([book.outstanding for book in loans]),
            arrears=total([book.position.arrears_principal for book in lent]),
            due=total([_fell_due(book) for book in lent]) + done,
            due_repaid=total([min(_came_back(book), _fell_due(book)) for book in lent]) + done,
            lost=total([book.written_off - book.recovered for book in loans]),
            late=Counter(worst.values()),
        )

    @property
    def percent(self) -> Fraction | None:
        """Return what was repaid of the principal due by now, in percent, at most 100; None while nothing is due."""
        return Fraction(self.due_repaid.value * 100, self.due.value) if self.due else None


def _late_by(cause: Cause | None, key: str, title: str) -> Column:
    return count(key, title, "KSM Menunggak menurut Sebab", of=lambda line: line.late[cause])


_BY_RW: Final = (
    Column("rw", "RW", identifies=True, of=lambda line: line.rw),
    count("jumlah_ksm", "KSM Bersaldo", of=lambda line: line.open_count),
    rupiah("disalurkan", "Disalurkan", of=lambda line: line.disbursed),
    rupiah("kembali", "Pokok Kembali", of=lambda line: line.repaid),
    rupiah("saldo_pokok", "Saldo Pokok", of=lambda line: line.outstanding),
    rupiah("tunggakan", "Tunggakan Pokok", of=lambda line: line.arrears),
    Column("persen_kembali", "Kembali (%)", Kind.PERCENT, of=lambda line: line.percent),
    count("peringkat", "Peringkat", of=lambda line: line.rank),
    rupiah("target_pokok", "Pokok Jatuh Tempo", of=lambda line: line.due),
    rupiah("hapus_buku", "Hapus Buku", of=lambda line: line.lost),
    *(_late_by(cause, cause.value.replace("-", "_"), cause.value.replace("-", " ").title()) for cause in Cause),
    _late_by(None, "sebab_belum_dicatat", "Belum Dicatat"),
)


def _came_back(book: LoanBook) -> Rupiah:
    """Return the principal that the KSM has paid back, after a write-off too."""
    return book.paid.principal + book.recovered


def _fell_due(book: LoanBook) -> Rupiah:
    """Return the principal due by now: of a loan that is settled or written off all of it."""
    if book.is_open and not book.written_off:
        return book.position.due.principal
    return book.paid.principal + max(book.outstanding, NIL) + book.written_off


def rw_standing(books: Books) -> Content:
    """Return how the loans of each RW stand, and its rank: the most repaid of what is due, then the least arrears.

    An RW where nothing has fallen due has neither a percentage nor a rank.
    """
    figures = _rw_figures(books)
    columns = (*_BY_RW, *_rw_head_column(figures, books.rw_heads))
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
    )


def _rw_figures(books: Books) -> list[_RwFigures]:
    """Return the figures of every RW with its rank, in the order of their names."""
    loans: defaultdict[str, list[LoanBook]] = defaultdict(list)
    for book in books.loans:
        loans[book.ksm.rw].append(book)
    settled: defaultdict[str, list[LoanEntry]] = defaultdict(list)
    for entry in books.settled:
        settled[entry.ksm.rw].append(entry)
    causes = _causes(books)
    figures = [_RwFigures.of(rw, loans[rw], settled[rw], causes) for rw in sorted(loans.keys() | settled.keys())]
    rank_of = {item.rw: rank for rank, item in enumerate(_ranked(figures), start=1)}
    return [replace(item, rank=rank_of.get(item.rw)) for item in figures]


def _causes(books: Books) -> dict[str, Cause | None]:
    return {number: file.cause(books.as_of) for number, file in books.sanction_files.items()}


def _ranked(figures: Iterable[_RwFigures]) -> list[_RwFigures]:
    """Return the RW that have a rank, the best first."""
    with_rank = [item for item in figures if item.percent is not None]
    return sorted(with_rank, key=lambda item: (-(item.percent or 0), item.arrears, item.rw))


def _rw_head_column(figures: Iterable[_RwFigures], heads: Mapping[str, RwHead]) -> tuple[Column, ...]:
    """Return the column that names the head of each RW; none while nobody is written down."""
    if not any(item.rw in heads for item in figures):
        return ()
    return (Column("ketua_rw", "Ketua RW", of=lambda line: heads[line.rw].name if line.rw in heads else ""),)


def _rw_rows(columns: Sequence[Column], figures: Sequence[_RwFigures], books: Books) -> tuple[Row, ...]:
    if not figures:
        return ()
    everything = _RwFigures.of("JUMLAH", books.loans, books.settled, _causes(books))
    return (*rows_of(columns, figures), *rows_of(columns, [everything], Style.TOTAL))


def _best_and_worst(figures: Sequence[_RwFigures]) -> tuple[str, ...]:
    """Return a line with the best and the worst RW; none while fewer than two have a rank."""
    ranked = _ranked(figures)
    if len(ranked) < 2:  # noqa: PLR2004 - one alone is neither
        return ()
    best, worst = (f"RW {item.rw} ({format_percent(item.percent or Fraction())} %)" for item in (ranked[0], ranked[-1]))
    return (f"Terbaik: {best}. Terburuk: {worst}.",)

"""What is shown when a loan ends or changes: settlement, new schedule, write-off; and the denda of loans."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.domain.loans.penalty import PenaltyCard
from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.domain.loans.terms import Loan
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.reports.model.moved_days import moved_cell, moved_column, moved_notes
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, rows_with_total, rupiah
from danabergulir.reports.shown.schedule import DUE, NUMBER, PARTS, agreed_cells

_SETTLED: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal pelunasan", Kind.DATE),
    rupiah("pokok", "Pokok"),
    rupiah("jasa", "Jasa"),
    rupiah("titipan", "Titipan"),
    rupiah("denda", "Denda"),
    rupiah("jumlah", "Jumlah yang harus dibayar"),
    rupiah("tidak_ditagih", "Jasa dan titipan yang tidak ditagih"),
)


def settlement(
    loan: Loan, settled_on: date, owed: Allocation, let_go: Rupiah, voucher: Voucher | None, *, recorded: bool
) -> Section:
    """Return what pays off a loan, as a record of one row; recorded without a voucher where all of it is let go."""
    facts: tuple[Cell, ...] = (
        voucher.number if voucher else None,
        loan.number,
        loan.ksm.name,
        settled_on,
        owed.principal,
        owed.jasa,
        owed.titipan,
        owed.penalty,
        owed.amount,
        let_go,
    )
    note = "Baru dihitung, belum dicatat."
    if recorded:
        note = "" if voucher else "Jasa itu tidak ditagih lagi. Tidak ada uang yang diterima, jadi tidak ada bukti."
    return Section(_SETTLED, (Row(facts),), notes=(note,) if note else ())


_NEW_SCHEDULE: Final = (NUMBER, DUE, *PARTS)


def new_schedule(loan: Loan, agreement: Agreement, outstanding: Rupiah, overdue: Rupiah) -> Section:
    """Return the lines of a new agreement and, below them, what it stands on."""
    moved = moved_column(agreement.lines)
    lines = [(*agreed_cells(line), *moved_cell(moved, line)) for line in agreement.lines]
    notes = (
        (
            f"Pinjaman {loan.number}, {loan.ksm.name}: saldo pokok {format_rupiah(outstanding)}, "
            f"jasa dan titipan yang menunggak {format_rupiah(overdue)}."
        ),
        *version_notes(agreement),
        *moved_notes(moved),
        f"Kali menunggak sebelum jadwal ini: {agreement.missed_before}.",
    )
    return Section((*_NEW_SCHEDULE, *moved), tuple(Row(line) for line in lines), notes=notes)


def version_notes(agreement: Agreement) -> tuple[str, ...]:
    """Return which version of its schedule a loan follows, since when and by which decision; nothing of a contract."""
    if agreement.kind is AgreementKind.CONTRACT:
        return ()
    decision = f", berita acara {agreement.decision}" if agreement.decision else ""
    since = f"berlaku mulai {format_form(agreement.starts_on)}{decision}"
    version = f"Jadwal versi {agreement.version} ({agreement.kind}), {since}."
    if agreement.lines[0].number:
        return (version,)
    return (version, "Baris pertama = yang sudah dibayar sebelum jadwal ini, dan tunggakan jasa yang dipisah.")


_WRITTEN_OFF: Final = (
    Column("bukti", "No. Bukti"),
    Column("pinjaman", "No. Pinjaman"),
    Column("ksm", "KSM"),
    Column("tanggal", "Tanggal", Kind.DATE),
    rupiah("jumlah", "Pokok yang dihapus buku"),
    rupiah("dari_cadangan", "Ditanggung cadangan"),
    rupiah("menjadi_biaya", "Menjadi biaya"),
)


def write_off(loan: Loan, voucher: Voucher, from_reserve: Rupiah, cost: Rupiah) -> Section:
    """Return a write-off, as a record of one row."""
    facts: tuple[Cell, ...] = (
        voucher.number,
        loan.number,
        loan.ksm.name,
        voucher.posting.dated_on,
        from_reserve + cost,
        from_reserve,
        cost,
    )
    note = "KSM tetap berutang. Lihat: danabergulir laporan PERIODE --hanya register-hapus-buku"
    return Section(_WRITTEN_OFF, (Row(facts),), notes=(note,))


_PENALTIES: Final = (
    LOAN,
    KSM_NAME,
    RW,
    rupiah("timbul", "Denda Timbul"),
    rupiah("diterima", "Sudah Diterima"),
    rupiah("dihapuskan", "Dihapuskan"),
    rupiah("sisa", "Sisa Denda"),
    KSM_CODE,
)


def penalties(cards: Iterable[tuple[Loan, PenaltyCard]]) -> Section:
    """Return the denda of each loan and of all."""
    lines = [
        (
            loan.number,
            loan.ksm.name,
            loan.ksm.rw,
            card.accrued,
            card.received,
            card.waived,
            card.owed,
            loan.ksm.code,
        )
        for loan, card in cards
    ]
    return Section(
        _PENALTIES,
        rows_with_total(_PENALTIES, lines, label_under="ksm"),
        notes=(
            "Denda menurut kebijakan yang berlaku saat pinjaman cair. Denda baru menjadi pendapatan bila diterima.",
        ),
        empty_note="Tidak ada denda.",
    )

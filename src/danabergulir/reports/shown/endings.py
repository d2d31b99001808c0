"""What is shown when a loan ends or changes: settlement, new schedule, write-off; and the denda of loans."""

from collections.abc import Iterable
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.loans.outcomes import Rescheduled, Settled, WrittenOff
from danabergulir.domain.loans.penalty import LoanPenalty
from danabergulir.domain.loans.schedule import Agreement, AgreementKind
from danabergulir.money import format_rupiah
from danabergulir.reports.model.moved_days import moved_column, moved_notes
from danabergulir.reports.model.sheet import Column, Kind, Section, rows_of
from danabergulir.reports.model.table import KSM_CODE, KSM_NAME, LOAN, RW, rows_with_total, rupiah
from danabergulir.reports.shown.schedule import DUE, NUMBER, PARTS, planned

_SETTLED: Final = (
    Column("bukti", "No. Bukti", of=lambda settled: settled.voucher.number if settled.voucher else None),
    Column("pinjaman", "No. Pinjaman", of=lambda settled: settled.loan.number),
    Column("ksm", "KSM", of=lambda settled: settled.loan.ksm.name),
    Column("tanggal", "Tanggal pelunasan", Kind.DATE, of=lambda settled: settled.settled_on),
    rupiah("pokok", "Pokok", of=lambda settled: settled.allocation.principal),
    rupiah("jasa", "Jasa", of=lambda settled: settled.allocation.jasa),
    rupiah("titipan", "Titipan", of=lambda settled: settled.allocation.titipan),
    rupiah("denda", "Denda", of=lambda settled: settled.allocation.penalty),
    rupiah("jumlah", "Jumlah yang harus dibayar", of=lambda settled: settled.allocation.amount),
    rupiah("tidak_ditagih", "Jasa dan titipan yang tidak ditagih", of=lambda settled: settled.let_go),
)


def settlement(settled: Settled) -> Section:
    """Return what pays off a loan, as a record of one row; recorded without a voucher where all of it is let go."""
    note = "Baru dihitung, belum dicatat."
    if settled.recorded:
        without = "Jasa itu tidak ditagih lagi. Tidak ada uang yang diterima, jadi tidak ada bukti."
        note = "" if settled.voucher else without
    return Section(_SETTLED, rows_of(_SETTLED, [settled]), notes=(note,) if note else ())


def new_schedule(new: Rescheduled) -> Section:
    """Return the lines of a new agreement and, below them, what it stands on."""
    loan, agreement = new.loan, new.agreement
    moved = moved_column(agreement.lines)
    columns = (NUMBER, DUE, *PARTS, *moved)
    notes = (
        (
            f"Pinjaman {loan.number}, {loan.ksm.name}: saldo pokok {format_rupiah(new.outstanding)}, "
            f"jasa dan titipan yang menunggak {format_rupiah(new.overdue)}."
        ),
        *version_notes(agreement),
        *moved_notes(moved),
        f"Kali menunggak sebelum jadwal ini: {agreement.missed_before}.",
    )
    return Section(columns, rows_of(columns, planned(agreement.lines)), notes=notes)


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
    Column("bukti", "No. Bukti", of=lambda gone: gone.voucher.number),
    Column("pinjaman", "No. Pinjaman", of=lambda gone: gone.loan.number),
    Column("ksm", "KSM", of=lambda gone: gone.loan.ksm.name),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda gone: gone.voucher.posting.dated_on),
    rupiah("jumlah", "Pokok yang dihapus buku", of=lambda gone: gone.amount),
    rupiah("dari_cadangan", "Ditanggung cadangan", of=lambda gone: gone.from_reserve),
    rupiah("menjadi_biaya", "Menjadi biaya", of=lambda gone: gone.cost),
)


def write_off(gone: WrittenOff) -> Section:
    """Return a write-off, as a record of one row."""
    note = "KSM tetap berutang. Lihat: danabergulir laporan PERIODE --hanya register-hapus-buku"
    return Section(_WRITTEN_OFF, rows_of(_WRITTEN_OFF, [gone]), notes=(note,))


_PENALTIES: Final = (
    LOAN,
    KSM_NAME,
    RW,
    rupiah("timbul", "Denda Timbul", of=lambda penalty: penalty.card.accrued),
    rupiah("diterima", "Sudah Diterima", of=lambda penalty: penalty.card.received),
    rupiah("dihapuskan", "Dihapuskan", of=lambda penalty: penalty.card.waived),
    rupiah("sisa", "Sisa Denda", of=lambda penalty: penalty.card.owed),
    KSM_CODE,
)


def penalties(found: Iterable[LoanPenalty]) -> Section:
    """Return the denda of each loan and of all."""
    return Section(
        _PENALTIES,
        rows_with_total(_PENALTIES, found, label_under="ksm"),
        notes=(
            "Denda menurut kebijakan yang berlaku saat pinjaman cair. Denda baru menjadi pendapatan bila diterima.",
        ),
        empty_note="Tidak ada denda.",
    )

"""What is shown when a loan ends or changes: settlement, new schedule, write-off; and the denda of loans."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from danabergulir.dates import format_form
from danabergulir.domain.loans.outcomes import Rescheduled, Settled, WrittenOff
from danabergulir.domain.loans.penalty import LoanPenalty
from danabergulir.domain.loans.schedule import Agreement, AgreementKind, still_owed
from danabergulir.domain.loans.terms import Loan, Paid
from danabergulir.money import NIL, Rupiah, format_count, format_rupiah, total
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
    notes = []
    if not settled.recorded:
        notes.append("Baru dihitung, belum dicatat.")
    elif settled.voucher is None:
        notes.append("Jasa itu tidak ditagih lagi. Tidak ada uang yang diterima, jadi tidak ada bukti.")
    if settled.ahead:
        paid = f"Jasa dan titipan yang sudah dibayar di muka {format_rupiah(settled.ahead)} tidak mengurangi pokok."
        notes.append(f"{paid} {_give_back(settled.loan, settled.ahead, settled.settled_on)}")
    return Section(_SETTLED, rows_of(_SETTLED, [settled]), notes=tuple(notes))


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
        *_ahead_notes(new),
        *version_notes(agreement),
        *moved_notes(moved),
        f"Kali menunggak sebelum jadwal ini: {agreement.missed_before}.",
    )
    return Section(columns, rows_of(columns, planned(agreement.lines)), notes=notes)


def _ahead_notes(new: Rescheduled) -> tuple[str, ...]:
    """Return what becomes of jasa and titipan paid for instalments to come; nothing where none was."""
    if not new.ahead:
        return ()
    fresh = [line for line in new.agreement.lines if line.number]
    counted = min(new.ahead, total([line.jasa + line.titipan for line in fresh]))
    told = f"Jasa dan titipan yang sudah dibayar di muka {format_rupiah(new.ahead)}"
    if counted:
        told += f": {format_rupiah(counted)} diperhitungkan pada angsuran pertama jadwal ini dan berikutnya"
    if new.ahead > counted:
        rest = new.ahead - counted
        told += (
            f"; {format_rupiah(rest)} tidak ditagih jadwal ini. {_give_back(new.loan, rest, new.agreement.starts_on)}"
        )
    return (told,)


def _give_back(loan: Loan, amount: Rupiah, on: date) -> str:
    """Return how money that pays for nothing any more goes back to its KSM."""
    count = format_count(amount.value)
    return (
        f'Dapat dikembalikan: danabergulir kembalikan {loan.number} {count} --tanggal {on.isoformat()} --alasan "..."'
    )


def version_notes(agreement: Agreement, paid: Paid | None = None) -> tuple[str, ...]:
    """Return which version of its schedule a loan follows, since when and by which decision; nothing of a contract.

    ``paid`` is all that was paid by now, where that is looked at: what stands as paid may have been taken back since.
    """
    if agreement.kind is AgreementKind.CONTRACT:
        return ()
    decision = f", berita acara {agreement.decision}" if agreement.decision else ""
    since = f"berlaku mulai {format_form(agreement.starts_on)}{decision}"
    version = f"Jadwal versi {agreement.version} ({agreement.kind}), {since}."
    if agreement.lines[0].number:
        return (version,)
    first = "Baris pertama = yang sudah dibayar ketika jadwal ini dibuat, dan tunggakan jasa yang dipisah."
    left = NIL if paid is None else still_owed(agreement.lines, paid)[0].amount
    if not left:
        return (version, first)
    still = (
        f"Masih ditagih dari baris itu {format_rupiah(left)}: tunggakan jasa yang dipisah, atau setoran yang "
        "dibatalkan sesudah jadwal ini dibuat."
    )
    return (version, first, still)


_WRITTEN_OFF: Final = (
    Column("bukti", "No. Bukti", of=lambda gone: gone.voucher.number),
    Column("pinjaman", "No. Pinjaman", of=lambda gone: gone.loan.number),
    Column("ksm", "KSM", of=lambda gone: gone.loan.ksm.name),
    Column("tanggal", "Tanggal", Kind.DATE, of=lambda gone: gone.voucher.posting.dated_on),
    rupiah("jumlah", "Pokok yang dihapus buku", of=lambda gone: gone.amount),
    rupiah("dari_cadangan", "Ditanggung cadangan risiko", of=lambda gone: gone.from_reserve),
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

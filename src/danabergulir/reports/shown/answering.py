"""What is shown of the funds for social works and of the sources of capital when they are recorded."""

from collections.abc import Iterable
from typing import Final

from danabergulir.domain.accounts import Account, label
from danabergulir.domain.journal import Voucher
from danabergulir.domain.tridaya import TITLE_OF, ActivityKept, FundSource
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_difference, format_rupiah, total
from danabergulir.reports.model.sheet import Cell, Column, Kind, Row, Section, Style, rows_of
from danabergulir.reports.model.table import count, row_under, rupiah


class _ActivityTold(Struct, frozen=True):
    """An activity as it stands, what its fund holds, and the voucher that was just recorded for it."""

    kept: ActivityKept
    held: Rupiah
    voucher: str
    amount: Rupiah | None
    party: str = ""


_ACTIVITY: Final = (
    Column("bukti", "Bukti", of=lambda told: told.voucher),
    rupiah("jumlah", "Jumlah", of=lambda told: told.amount),
    Column("pihak", "Pihak", of=lambda told: told.party),
    Column("kegiatan", "Kegiatan", of=lambda told: told.kept.activity.number),
    Column("nama", "Nama", of=lambda told: told.kept.activity.name),
    Column("dana", "Dana", of=lambda told: told.kept.activity.fund.value),
    Column("rw", "RW", of=lambda told: told.kept.activity.rw),
    count("penerima", "Penerima", of=lambda told: told.kept.activity.recipients),
    rupiah("anggaran", "Anggaran", of=lambda told: told.kept.activity.budget),
    rupiah("dibayar", "Dibayar", of=lambda told: told.kept.paid),
    rupiah("sisa", "Sisa anggaran", of=lambda told: told.kept.left),
    Column("ba", "Berita acara", of=lambda told: told.kept.activity.minutes),
    rupiah("sisa_dana", "Sisa dana", of=lambda told: told.held),
)


def activity_record(kept: ActivityKept, held: Rupiah) -> Section:
    """Return an activity as it stands, as a record of one row."""
    return Section(_ACTIVITY, rows_of(_ACTIVITY, [_ActivityTold(kept, held, "", None)]))


def payment_record(kept: ActivityKept, held: Rupiah, voucher: Voucher, permit: str = "") -> Section:
    """Return a payment for an activity, and the activity after it, as a record of one row."""
    beyond = []
    if held < Rupiah(0):
        beyond.append(f"{TITLE_OF[kept.activity.fund]} sekarang kurang {format_rupiah(-held)}, menurut {permit}.")
    if kept.left < Rupiah(0):
        beyond.append(f"Anggaran kegiatan ini dilampaui {format_rupiah(-kept.left)}, menurut {permit}.")
    told = _ActivityTold(kept, held, voucher.number, voucher.posting.amount, voucher.posting.party)
    return Section(_ACTIVITY, rows_of(_ACTIVITY, [told]), notes=tuple(beyond))


_SOURCES: Final = (
    Column("nomor", "Nomor", identifies=True, of=lambda source: source.number),
    Column("akun", "Akun", identifies=True, of=lambda source: source.account),
    Column("jenis", "Jenis", of=lambda source: source.kind.value),
    Column("program", "Program", of=lambda source: source.programme),
    Column("tanggal", "Tanggal Diterima", Kind.DATE, of=lambda source: source.received_on),
    Column("dokumen", "Dokumen", of=lambda source: source.document),
    rupiah("jumlah", "Jumlah", of=lambda source: source.amount),
)


def sources_section(accounts: Iterable[tuple[Account, Rupiah, tuple[FundSource, ...]]]) -> Section:
    """Return the sources of the capital account by account, each with its sum beside what the book holds on it."""
    rows: list[Row] = []
    notes = []
    for account, booked, sources in accounts:
        told = total([source.amount for source in sources])
        if sources:
            rows += rows_of(_SOURCES, sources)
            sums: dict[str, Cell] = {"akun": account.code, "program": "JUMLAH", "jumlah": told}
            rows.append(row_under(_SOURCES, sums, Style.SUBTOTAL))
        sums_of = f"di neraca {format_rupiah(booked)}, menurut daftar ini {format_rupiah(told)}"
        notes.append(f"{label(account)}: {sums_of}, {format_difference(told - booked)}.")
    empty = "Belum ada sumber dana yang dicatat."
    return Section(_SOURCES, tuple(rows), notes=tuple(notes), empty_note=empty)


def source_record(account: Account, source: FundSource) -> Section:
    """Return one source as it was written down, as a record of one row."""
    note = f"Tidak mencatat uang. Bandingkan dengan {label(account)}: danabergulir sumber-dana daftar"
    return Section(_SOURCES, rows_of(_SOURCES, [source]), notes=(note,))

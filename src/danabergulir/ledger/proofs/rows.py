"""The chain of every row as checks: the rows themselves, and the clock by which they were recorded."""

import sqlite3
from typing import Final

from danabergulir.domain.checks import Checked, Place, Result, judged
from danabergulir.ledger.file import seal_check, seals
from danabergulir.ledger.file.seal_check import Chain, Fault, TimedRow
from danabergulir.ledger.proofs.integrity import UNSOUND, number_at
from danabergulir.money import format_count

_NAME: Final = "Rantai catatan"
_WORDS: Final = {
    seal_check.CHANGED: "tidak lagi seperti saat dicatat",
    seal_check.GONE: "hilang",
    seal_check.FORGED: "tidak dicatat oleh program",
    seal_check.MOVED: "tidak pada urutannya",
    seal_check.HEAD: "ditulis ulang",
}
_CLOCK: Final = "Periksa jam dan tanggal komputer. Catatan tetap berurut, hanya waktunya yang meragukan."


def entries(connection: sqlite3.Connection) -> Chain | None:
    """Return what the chain of every row says, or None where its tables cannot be read."""
    try:
        return seal_check.examine(connection)
    except seal_check.UNREADABLE:
        return None


def linked(connection: sqlite3.Connection, chain: Chain | None) -> Checked:
    """Return whether every row is the one that was recorded, and none is missing or was put in."""
    if chain is None:
        return Checked(_NAME, Result.WRONG, "Rantai catatan tidak terbaca.", UNSOUND)
    places = [_place(connection, fault) for fault in chain.faults]
    faults = [f"{where(place)} {_WORDS[fault.kind]}" for place, fault in zip(places, chain.faults, strict=True)]
    since = ""
    if chain.sealed_to:
        since = f" {format_count(chain.sealed_to)} yang pertama disegel saat buku diperbarui, bukan saat dicatat."
    sentence = (
        f"{format_count(chain.entries)} catatan di semua tabel masih seperti saat dicatat ({chain.head.hex()[:16]})."
    )
    voucher = next((place.voucher for place in places if place.voucher), "")
    return judged(_NAME, sentence + since, faults, UNSOUND, voucher=voucher, places=places)


def _place(connection: sqlite3.Connection, fault: Fault) -> Place:
    voucher = number_at(connection, int(fault.row)) if fault.table == "voucher" and fault.row.isdigit() else ""
    return Place(fault.kind, fault.table, fault.row, voucher=voucher)


def where(place: Place) -> str:
    """Return a place in words, ``tabel ksm baris 3 kolom name``; without a row the whole table."""
    row = f" baris {place.row}" if place.row else ""
    column = f" kolom {place.column}" if place.column else ""
    voucher = f" ({place.voucher})" if place.voucher else ""
    return f"tabel {place.table}{row}{voucher}{column}"


def masks(connection: sqlite3.Connection) -> list[Checked]:
    """Return that a ledger was made from masked packages, so that nobody takes it for the UPK's own; else nothing."""
    if not seals.identity_of(connection).is_masked:
        return []
    sentence = "Buku ini disusun dari paket yang disamarkan: NIK, telepon dan nama orang tidak ada, hanya untuk dibaca."
    return [Checked("Isi pribadi", Result.NOTE, sentence)]


def clock(connection: sqlite3.Connection, chain: Chain | None) -> Checked:
    """Return whether nothing was recorded at an earlier time than what was recorded before it."""
    back = chain.back if chain else []
    faults = [
        f"{_told(connection, after)}, padahal {_told(connection, before)} lebih dulu dicatat" for before, after in back
    ]
    places = [Place("jam mundur", after.table, after.row) for _, after in back]
    sentence = "Waktu catatan tidak pernah mundur."
    return judged("Jam saat mencatat", sentence, faults, _CLOCK, otherwise=Result.NOTE, places=places)


def _told(connection: sqlite3.Connection, entry: TimedRow) -> str:
    moment = f"{entry.recorded_at[8:10]}-{entry.recorded_at[5:7]}-{entry.recorded_at[:4]} {entry.recorded_at[11:16]}"
    name = number_at(connection, int(entry.row)) if entry.table == "voucher" else ""
    return f"{name or f'tabel {entry.table} baris {entry.row}'} dicatat {moment}"

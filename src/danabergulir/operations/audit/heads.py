"""A head from any old page, looked for in the chain of the ledger: what it stands for, and what came after it."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from danabergulir.errors import FaultyDataError, UsageError
from danabergulir.ledger.file import seals, store
from danabergulir.ledger.proofs import integrity, rows
from danabergulir.ledger.read.finding import heads
from danabergulir.ledger.read.finding.heads import FoundHead
from danabergulir.money import format_count
from danabergulir.reports.model.sheet import Cell, Column, Kind, Section, rows_of
from danabergulir.text import quoted

_LETTERS: Final = re.compile(r"[0-9a-f]{8,64}")
_TABLES: Final = {
    "account": "akun",
    "asset": "inventaris",
    "book": "awal buku",
    "closing": "tutup buku",
    "ksm": "KSM",
    "loan": "pinjaman",
    "member": "anggota",
    "policy": "kebijakan",
    "profile": "profil",
    "reminder": "pengingat",
    "reopening": "buka lagi",
    "sanction": "surat sanksi",
    "schedule": "jadwal",
}


_RECORD: Final = (
    Column("kepala", "Kepala rantai", identifies=True, of=lambda item: item.letters),
    Column("tabel", "Tabel", of=lambda item: item.table),
    Column("catatan", "Catatan terakhir", of=lambda item: item.voucher or item.key),
    Column("bukti_sesudah", "Bukti sesudah itu", Kind.COUNT, of=lambda item: item.vouchers_after),
    Column("catatan_sesudah", "Catatan lain sesudah itu", Kind.COUNT, of=lambda item: item.others_after),
)


@dataclass(frozen=True, slots=True)
class HeadFound:
    """What a head stands for."""

    found: FoundHead

    @property
    def record(self) -> Section:
        """Return it for other programs."""
        return Section(_RECORD, rows_of(_RECORD, [self.found]))

    @property
    def facts(self) -> tuple[tuple[str, Cell], ...]:
        """Return it as a person reads it, label and value."""
        item = self.found
        name = item.voucher or f"{_TABLES.get(item.table, item.table)} {item.key}"
        after = f"{format_count(item.vouchers_after)} bukti, {format_count(item.others_after)} catatan lain"
        return (
            ("Kepala rantai", item.letters),
            ("Catatan terakhir", f"bukti {name}" if item.table == seals.VOUCHER else name),
            ("Sesudah itu", after),
        )


def find_head(path: Path, letters: str) -> HeadFound:
    """Return what a head stands for, typed as on paper or in full, once the chain itself is found to hold.

    Raises ``UsageError`` for what is no head, and ``FaultyDataError`` for one that is not in the chain, or where the
    chain does not hold.
    """
    typed = re.sub(r"[\s-]", "", letters).lower()
    if not _LETTERS.fullmatch(typed):
        raise UsageError(
            f"kepala rantai tidak dapat dibaca: {quoted(letters, 80)}",
            "Tulis 16 huruf di bawah laporan, misalnya --kepala 4342d17d5c8c4ce2",
        )
    with store.reading(path) as connection:
        chain = rows.entries(connection)
        if chain is None or chain.faults or integrity.links(connection).voucher:
            raise FaultyDataError(
                "rantai buku ini sendiri rusak, jadi kepala di kertas tidak dapat dicocokkan",
                "Lihat yang salah: danabergulir periksa",
            )
        found = heads.starting_with(connection, typed)
    if not found:
        raise FaultyDataError(
            f"kepala {typed[:16]} tidak ada di rantai buku ini",
            "Periksa hurufnya. Bila benar, kertas itu dicetak dari buku lain, atau isi buku sudah ditulis ulang: "
            "simpan kertasnya dan minta bantuan pemeriksa.",
        )
    return HeadFound(found[0])

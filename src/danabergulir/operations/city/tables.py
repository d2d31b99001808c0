"""The tables that a city keeps: their columns with the types of SQL, beside the month, which is the partition."""

from collections.abc import Mapping, Sequence
from typing import Final

from danabergulir.operations.city.handed_in import TAKEN_IN, kept_columns

NO_MONTH: Final = "tanpa-bulan"
"""The partition of what was found in a package that does not say which month it is of."""

_PACKAGE: Final[Mapping[str, str]] = {
    "id_upk": "VARCHAR",
    "upk": "VARCHAR",
    "bkm": "VARCHAR",
    "kelurahan": "VARCHAR",
    "kecamatan": "VARCHAR",
    "kota": "VARCHAR",
    "provinsi": "VARCHAR",
    "dari": "DATE",
    "sampai": "DATE",
    "saldo_awal_buku": "DATE",
    "diterima": "DATE",
    "sidik": "VARCHAR",
    "susunan": "INTEGER",
    "program": "VARCHAR",
    "urutan_sebelum": "BIGINT",
    "kepala_sebelum": "VARCHAR",
    "urutan": "BIGINT",
    "kepala": "VARCHAR",
    "catatan_sebelum": "BIGINT",
    "kepala_catatan_sebelum": "VARCHAR",
    "catatan": "BIGINT",
    "kepala_catatan": "VARCHAR",
    "kunci_kota": "VARCHAR",
    "batas_risiko": "INTEGER",
    "tanpa_akun": "VARCHAR",
    "hitung_biasa": "BOOLEAN",
}
_FINDING: Final[Mapping[str, str]] = {
    "id_upk": "VARCHAR",
    "upk": "VARCHAR",
    "kelurahan": "VARCHAR",
    "kecamatan": "VARCHAR",
    "folder": "VARCHAR",
    "sidik": "VARCHAR",
    "hasil": "VARCHAR",
    "nomor": "INTEGER",
    "pemeriksaan": "VARCHAR",
    "perihal": "VARCHAR",
    "keterangan": "VARCHAR",
    "saran": "VARCHAR",
    "tingkat": "VARCHAR",
    "diterima": "DATE",
}

TABLES: Final[Mapping[str, Mapping[str, str]]] = {
    **{
        name: {"id_upk": "VARCHAR", **{column: kind for column, (kind, _) in kept_columns(name).items()}}
        for name in TAKEN_IN
    },
    "temuan": _FINDING,
    "paket": _PACKAGE,
}
"""Every table; ``paket`` is written last, and says which rows of the others count."""

_KEYS: Final[Mapping[str, Sequence[str]]] = {
    "akun": ("kode",),
    "ksm": ("kode",),
    "anggota": ("ksm", "nomor"),
    "tanda_anggota": ("ksm", "nomor"),
    "pinjaman": ("nomor",),
    "jadwal": ("pinjaman", "versi", "ke"),
    "bukti": ("urutan",),
    "transaksi": ("bukti", "urut"),
    "tunggakan": ("pinjaman",),
    "sanksi": ("pinjaman", "tingkat", "tanggal"),
    "saldo": ("akun",),
    "kinerja": ("indikator",),
    "tutup": ("nomor",),
    "temuan": ("sidik", "folder", "nomor"),
    "paket": (),
}


def keys_of(table: str) -> Sequence[str]:
    """Return the columns that tell one row of a table and month from every other, in the order of the files."""
    return ("id_upk", *_KEYS[table])

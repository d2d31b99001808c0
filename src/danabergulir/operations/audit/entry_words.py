"""Entries of the chain as a treasurer calls them: what kind of thing was recorded, and which one."""

import json
from typing import Final

from danabergulir.ledger.file import seals

_WORDS: Final = {
    "account": "akun",
    "activity": "kegiatan",
    "activity_payment": "pembayaran kegiatan",
    "alembic_version": "versi buku",
    "asset": "inventaris",
    "book": "awal buku",
    "cash_count": "hitung kas",
    "closing": "tutup buku",
    "complaint": "aduan",
    "complaint_answer": "jawaban aduan",
    "decision": "putusan pengajuan",
    "fund_source": "sumber dana",
    "identity": "id buku",
    "import_file": "file impor",
    "imported_voucher": "bukti dari impor",
    "instalment": "angsuran",
    "ksm": "KSM",
    "loan": "pinjaman",
    "loan_share": "bagian anggota atas pinjaman",
    "logo": "logo",
    "member": "anggota",
    "minutes": "berita acara",
    "penalty_waiver": "penghapusan denda",
    "policy": "kebijakan",
    "profile": "profil",
    "proposal": "pengajuan",
    "receipt_share": "bagian anggota atas setoran",
    "reminder": "pengingat",
    "reopening": "buka lagi",
    "report_receipt": "laporan diterima",
    "review": "keputusan tentang temuan",
    "rw_head": "ketua RW",
    "sanction": "surat sanksi",
    "sanction_event": "kejadian sanksi",
    "schedule": "jadwal",
    "seal": "rantai catatan",
    "transfer": "transaksi",
    "trial_draw": "undian kalimat",
    "visit": "kunjungan",
    seals.VOUCHER: "bukti",
}
"""The words of the columns and commands of the program for its tables."""


def entry_words(table: str, key: str) -> str:
    """Return an entry in words: its kind, and its number or name; a kind that no program has stays as it is."""
    return f"{_WORDS.get(table, table)} {_key(key)}".strip()


def _key(key: str) -> str:
    """Return a key as it is read aloud; one of several columns is written as a list."""
    try:
        parts = json.loads(key) if key.startswith("[") else [key]
    except ValueError:
        return key
    return " ".join(map(str, parts))

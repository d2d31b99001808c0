"""The page that goes along with an audit package: what is in it, and how to check it without this program."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from danabergulir.dates import format_long
from danabergulir.money import format_count
from danabergulir.reports.exports.audit_schema import TABLES

CHAIN_CHECK: Final = """\
import csv, hashlib, json
def baca(file):
    return ({nama: isi.removeprefix("'") if isi else None for nama, isi in baris.items()}
            for baris in csv.DictReader(open(file, encoding="utf-8-sig", newline=""), delimiter=";"))
gerak, digest = {}, {}
for t in baca("transaksi.csv"):
    gerak.setdefault(t["bukti"], []).append(
        [t["debit"], t["kredit"], int(t["jumlah"]), t["komponen"], t["pinjaman"], t["ksm"]])
for b in baca("bukti.csv"):
    data = [digest.get(int(b["urutan"]) - 1, b["digest_sebelum"]), b["nomor"], b["jenis"], b["kejadian"],
            b["tanggal"], b["dicatat"], b["pihak"] or "", b["keterangan"] or "", b["pinjaman"],
            b["bukti_luar"], b["membatalkan"], gerak[b["nomor"]]]
    lagi = [b["membetulkan"], b["pembagian"]]
    data += lagi if any(lagi) else []
    teks = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    digest[int(b["urutan"])] = hashlib.sha256(teks).hexdigest()
    if digest[int(b["urutan"])] != b["digest"]: raise SystemExit("Tidak cocok mulai bukti " + b["nomor"])
print("Cocok:", len(digest), "bukti")
"""
"""A dozen statements of Python that work the chain out again, for the folder they are run in."""


@dataclass(frozen=True, slots=True)
class PackageFacts:
    """What the page says of this very package; ``rows`` counts lines by table, ``moved`` is the sum of transaksi."""

    upk: str
    program: str
    first: date
    last: date
    head: str
    rows: Mapping[str, int]
    moved: int
    delimiter: str
    full: bool


def readme(facts: PackageFacts) -> str:
    """Return the page, in lines that end in CRLF as Windows wants them."""
    width = max(len(table.name) for table in TABLES) + len(".csv")
    listed = [
        f"  {table.name + '.csv':{width}}  {format_count(facts.rows[table.name]):>9}  {table.description}"
        for table in TABLES
    ]
    delimiter = {"\t": "tab"}.get(facts.delimiter, facts.delimiter)
    personal = (
        "NIK dan telepon ditulis lengkap: simpan folder ini baik-baik."
        if facts.full
        else ("Dari NIK dan telepon hanya empat angka terakhir yang ditulis.")
    )
    text = f"""\
PAKET AUDIT DANA BERGULIR
{facts.upk}, {format_long(facts.first)} sampai {format_long(facts.last)}
Dibuat dengan {facts.program}. Memeriksanya tidak memerlukan program itu.

1. ISI FOLDER (nama file, banyaknya baris, isi)
{chr(10).join(listed)}
  datapackage.json: arti setiap kolom, kunci, ukuran, SHA-256 dan jumlah kontrol setiap file
  (Tabular Data Package; periksa dengan: frictionless validate datapackage.json)
  SHA256SUMS: SHA-256 setiap file lain, juga halaman ini (periksa dengan: sha256sum -c SHA256SUMS)
{personal}

2. MEMBUKA DI EXCEL ATAU LIBREOFFICE
Pemisah kolom: {delimiter}  Huruf: UTF-8. Tanggal: tahun-bulan-hari. Uang: rupiah bulat.
Tanda petik ' di awal teks menjaga agar teks tidak dijalankan sebagai rumus. Isi aslinya adalah
teks itu tanpa satu petik di depan.

3. MEMERIKSA JUMLAH
a. Jumlah kolom "jumlah" di transaksi.csv = {format_count(facts.moved)}, sama dengan di bukti.csv.
b. Di saldo.csv setiap baris: saldo_awal + debit - kredit = saldo_akhir.
   Jumlah kolom saldo_awal = 0 dan jumlah kolom saldo_akhir = 0.
c. Kolom debit di saldo.csv = jumlah transaksi.csv yang kolom debitnya kode akun itu (rumus SUMIF).
   Begitu pula kolom kredit.
d. Jumlah setiap kolom uang ada di datapackage.json pada "jumlah_kontrol".

4. MEMERIKSA RANTAI
Setiap bukti punya digest: SHA-256 atas isi bukti, transaksinya, dan digest bukti sebelumnya.
Satu huruf saja diubah, digest-nya tidak cocok lagi. Bukti pertama dari buku memakai 64 angka nol.
Kalau kolom urutan melompat, bukti di antaranya bertanggal di luar masa ini; bila tidak, bukti hilang.
Digest terakhir: {facts.head}
Bukti yang dicetak membawa 16 huruf pertama digest-nya. Kepala rantai pada laporan membuktikan semua
catatan di buku, bukan bukti saja: di buku, danabergulir periksa --kepala HURUF mencarinya.
Jalankan baris Python ini di folder ini (bahasa lain juga bisa):

{chain_check(facts.delimiter)}"""
    return text.replace("\n", "\r\n")


def chain_check(delimiter: str) -> str:
    """Return the lines of Python that check the chain of a package whose columns are parted by ``delimiter``."""
    return CHAIN_CHECK.replace('delimiter=";"', f"delimiter={json.dumps(delimiter)}")

"""The page that goes along with an audit package: what is in it, and how to check it without this program."""

import json
from datetime import date
from textwrap import fill
from typing import Final

from danabergulir.dates import format_long
from danabergulir.frozen import Struct
from danabergulir.money import format_count

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
isi, kepala = {}, {}
for v in baca("versi.csv"):
    isi[v["urutan"]] = isi.get(v["urutan"], "") + (v["isi"] or "")
    kepala[v["urutan"]] = v["kepala"]
paket = json.load(open("datapackage.json", encoding="utf-8"))["danabergulir"]
lalu = bytes.fromhex(paket["catatan"]["kepala_sebelum"])
for n in isi:
    lalu = hashlib.sha256(lalu + hashlib.sha256(isi[n].encode()).digest()).digest()
    if lalu.hex() != kepala[n]: raise SystemExit("Tidak cocok mulai catatan " + n)
print("Cocok:", len(isi), "catatan")
"""
"""Some statements of Python that work both chains out again, for the folder they are run in."""


class PackageFacts(Struct, frozen=True):
    """What the page says of this very package.

    ``head`` is that of the vouchers, ``newest`` that of all entries; ``tables`` have file, lines and what they hold;
    ``moved`` is the sum of transaksi. ``alone`` says that the package holds the chain from its beginning; else
    ``unproved`` names what it takes an earlier package to prove; ``marked``, that its members have marks for a city.
    """

    upk: str
    program: str
    first: date
    last: date
    head: str
    newest: str
    tables: tuple[tuple[str, int, str], ...]
    moved: int
    delimiter: str
    full: bool
    alone: bool
    unproved: tuple[str, ...]
    marked: bool


def readme(facts: PackageFacts) -> str:
    """Return the page, in lines that end in CRLF as Windows wants them."""
    width = max(len(name) for name, _, _ in facts.tables)
    listed = [f"  {name:{width}}  {format_count(rows):>9}  {words}" for name, rows, words in facts.tables]
    delimiter = {"\t": "tab"}.get(facts.delimiter, facts.delimiter)
    personal = (
        "NIK, telepon dan nama ditulis lengkap, dan rahasia buku ikut: simpan folder ini baik-baik."
        if facts.full
        else ("NIK, telepon, nama anggota dan nama ketua disamarkan. Rantai tetap dapat dihitung: isinya diganti hmac.")
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

4. MEMERIKSA RANTAI BUKTI
Setiap bukti punya sidik (kolom digest): SHA-256 atas isinya, transaksinya, dan sidik sebelumnya.
Satu huruf saja diubah, sidiknya tidak cocok lagi. Bukti pertama dari buku memakai 64 angka nol.
Kalau kolom urutan melompat, bukti di antaranya bertanggal di luar masa ini; bila tidak, bukti hilang.
Sidik bukti terakhir (kepala bukti): {facts.head}
Bukti yang dicetak membawa 16 huruf pertama sidiknya.

5. MEMERIKSA RANTAI CATATAN
versi.csv memuat setiap catatan yang membuat buku ini: KSM, anggota, akun, kebijakan, pinjaman, setiap
versi jadwal, surat, tutup buku, bukti. Kepala buku = SHA-256 atas kepala sebelumnya dan sidik catatan.
Kepala buku terakhir: {facts.newest}
Enam belas huruf pertama kepala buku tercetak di laporan dan di cadangan/kepala.txt: cocokkan.
danabergulir periksa --paket FOLDER menyusun buku dari versi.csv, lalu menghitung lagi setiap daftar
(pinjaman, jadwal, tunggakan, sanksi, saldo, kinerja) dan membandingkannya dengan isi folder ini.
danabergulir --buku BARU.db impor paket FOLDER menyimpan buku itu.
{_reach(facts)}

6. MENGHITUNG KEDUA RANTAI TANPA PROGRAM INI
Jalankan baris Python ini di folder ini (bahasa lain juga bisa):

{chain_check(facts.delimiter)}"""
    return text.replace("\n", "\r\n")


def _reach(facts: PackageFacts) -> str:
    """Return what the package proves by itself, and what it does not."""
    recomputed = "Siapa yang menghitung ulang seluruh rantai hanya ketahuan dari kepala buku di kertas atau paket lama."
    if facts.alone:
        marks = "Tanda anggota hanya dapat dihitung lagi dengan kunci kota dan NIK-nya.\n" if facts.marked else ""
        return f"Yang tidak dibuktikan paket ini: nama program yang membuatnya.\n{marks}{recomputed}"
    return (
        "Paket ini sambungan paket sebelumnya. Tanpa paket itu yang belum terbukti:\n"
        f"{fill(', '.join(facts.unproved), 100, initial_indent='  ', subsequent_indent='  ')}\n"
        f"Bersama paket itu semuanya: danabergulir periksa --paket LAMA --paket INI.\n{recomputed}"
    )


def chain_check(delimiter: str) -> str:
    """Return the lines of Python that check the chain of a package whose columns are parted by ``delimiter``."""
    return CHAIN_CHECK.replace('delimiter=";"', f"delimiter={json.dumps(delimiter)}")

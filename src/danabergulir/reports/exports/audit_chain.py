"""The tables that prove an audit package and make a ledger again of it, beside those that an auditor reads."""

from typing import Final

from danabergulir.money import WHOLE_RUPIAH, format_percent
from danabergulir.reports.exports.audit_schema import TABLES, Field, FieldType, Table

CHAIN_TABLES: Final = (
    Table(
        "kinerja",
        "Indikator kinerja pada akhir bulan terakhir yang utuh dalam masa ini.",
        (
            Field("indikator", "LAR, PAR, RR, CCr, ROI, dan PAR menurut hari", of=lambda item: item.indicator.name),
            Field(
                "pembilang",
                "Pembilang, rupiah atau banyaknya KSM",
                FieldType.WHOLE,
                of=lambda item: WHOLE_RUPIAH.round(item.indicator.numerator).value,
            ),
            Field(
                "penyebut",
                "Penyebut, rupiah atau banyaknya KSM",
                FieldType.WHOLE,
                of=lambda item: WHOLE_RUPIAH.round(item.indicator.denominator).value,
            ),
            Field(
                "nilai_persen",
                "Pembilang dibagi penyebut, persen; kosong bila tidak dapat dihitung",
                FieldType.DECIMAL,
                optional=True,
                of=lambda item: None if item.indicator.percent is None else format_percent(item.indicator.percent),
            ),
            Field("kategori", "Kategori menurut kebijakan", optional=True, of=lambda item: item.indicator.category),
            Field("bulan", "Bulan yang diukur", of=lambda item: str(item.month)),
        ),
        ("indikator",),
    ),
    Table(
        "tutup",
        "Tutup buku sampai akhir masa, juga yang dibuka lagi.",
        (
            Field("nomor", "Nomor tutup buku, mulai dari 1", FieldType.WHOLE, of=lambda past: past.closing.id),
            Field("jenis", "bulan atau tahun", of=lambda past: past.closing.kind.value),
            Field("periode", "Bulan atau tahun yang ditutup", of=lambda past: past.closing.period),
            Field("sampai", "Hari terakhir yang ditutup", FieldType.DAY, of=lambda past: past.closing.locked_to),
            Field("dicatat", "Waktu pencatatan", FieldType.MOMENT, of=lambda past: past.recorded_at),
            Field(
                "urutan_bukti", "Urutan bukti terakhir saat itu", FieldType.WHOLE, of=lambda past: past.closing.sequence
            ),
            Field("digest_bukti", "Sidik bukti terakhir saat itu (kepala bukti)", of=lambda past: past.closing.head),
            Field(
                "kepala",
                "Kepala buku sesudah tutup buku ini; kosong bila lebih tua dari rantai catatan",
                optional=True,
                of=lambda past: past.closing.seal or "",
            ),
            Field("dibuka_lagi", "Tanggal dibuka lagi", FieldType.DAY, optional=True, of=lambda past: past.reopened_on),
            Field("alasan", "Alasan dibuka lagi", optional=True, of=lambda past: past.reason),
        ),
        ("nomor",),
    ),
    Table(
        "versi",
        "Setiap catatan yang membuat buku ini, menurut urutan dicatatnya: rantai catatan.",
        (
            Field("urutan", "Urutan catatan, tanpa lompatan", FieldType.WHOLE, of=lambda part: part.seq),
            Field("bagian", "Potongan isi yang panjang, mulai dari 1", FieldType.WHOLE, of=lambda part: part.number),
            Field("tabel", "Tabel di buku", of=lambda part: part.table),
            Field("kunci", "Kunci catatan dalam tabelnya", of=lambda part: part.key),
            Field(
                "isi",
                "Isi catatan sebagai JSON; SHA-256-nya adalah sidik catatan. Isi pribadi hanya berupa hmac",
                optional=True,
                of=lambda part: part.content,
            ),
            Field(
                "kepala", "Kepala buku: SHA-256 atas kepala sebelumnya dan sidik catatan ini", of=lambda part: part.head
            ),
        ),
        ("urutan", "bagian"),
    ),
    Table(
        "gambar",
        "Logo yang pernah dipakai.",
        (
            Field("sidik", "SHA-256 gambar", of=lambda part: part.digest),
            Field("bagian", "Potongan gambar, mulai dari 1", FieldType.WHOLE, of=lambda part: part.number),
            Field("isi", "Isi gambar sebagai base64", of=lambda part: part.content),
        ),
        ("sidik", "bagian"),
    ),
    Table(
        "pribadi",
        "Isi pribadi dan garamnya, untuk mencocokkan hmac di versi.csv. Simpan baik-baik.",
        (
            Field("urutan", "Urutan catatan di versi.csv", FieldType.WHOLE, of=lambda opened: opened.seq),
            Field("kolom", "Kolom catatan itu", of=lambda opened: opened.column),
            Field("isi", "Isinya", of=lambda opened: opened.value),
            Field("garam", "Garam: kunci HMAC-SHA-256 atas isi itu", of=lambda opened: opened.salt),
        ),
        ("urutan", "kolom"),
        private=True,
    ),
    Table(
        "tanda_anggota",
        "Tanda anggota yang NIK-nya tercatat, dibuat dengan kunci rahasia kota: untuk melihat orang yang sama.",
        (
            Field("ksm", "Kode KSM", of=lambda mark: mark.ksm),
            Field("nomor", "Nomor anggota dalam KSM", FieldType.WHOLE, of=lambda mark: mark.number),
            Field("tanda", "HMAC-SHA-256 atas NIK dengan kunci kota", of=lambda mark: mark.mark),
        ),
        ("ksm", "nomor"),
        (("ksm", "ksm"),),
        marked=True,
    ),
)
"""The tables that packages of ``susunan`` 2 have beside those of ``susunan`` 1."""

ALL_TABLES: Final = (*TABLES, *CHAIN_TABLES)


def tables_of(version: int, *, full: bool, marked: bool = False) -> tuple[Table, ...]:
    """Return the tables of a package of that ``susunan``, with all personal data or not, with marked members or not."""
    if version == 1:
        return TABLES
    return tuple(table for table in ALL_TABLES if (full or not table.private) and (marked or not table.marked))

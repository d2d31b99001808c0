"""The ten tables of an audit package: what each column holds, what is unique, and what points where."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

Value = str | int | bool | date | None
"""A cell: text, whole number (rupiah or count), yes or no, day; a decimal is text with a comma. None is empty."""

Line = tuple[Value, ...]


class FieldType(StrEnum):
    """The types of Table Schema that are used."""

    TEXT = "string"
    WHOLE = "integer"
    DECIMAL = "number"
    DAY = "date"
    MOMENT = "datetime"
    YES_NO = "boolean"


@dataclass(frozen=True, slots=True)
class Field:
    """One column. ``optional`` cells may be empty; ``summed`` ones are added up as a control total.

    In a ``nullable`` column an empty text is not the same as nothing: the digest of a voucher tells them apart.
    """

    name: str
    description: str
    type: FieldType = FieldType.TEXT
    optional: bool = False
    summed: bool = False
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """One table; ``points_to`` maps a column to the table whose only key column it names."""

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    points_to: tuple[tuple[str, str], ...] = ()

    @property
    def summed(self) -> tuple[str, ...]:
        """Return the names of the columns that have a control total."""
        return tuple(field.name for field in self.fields if field.summed)


def _text(name: str, description: str) -> Field:
    return Field(name, description, optional=True)


def _word(name: str, description: str) -> Field:
    return Field(name, description, optional=True, nullable=True)


def _rupiah(name: str, description: str) -> Field:
    return Field(name, f"{description} (rupiah)", FieldType.WHOLE, summed=True)


def _whole(name: str, description: str, *, optional: bool = False) -> Field:
    return Field(name, description, FieldType.WHOLE, optional=optional)


def _day(name: str, description: str, *, optional: bool = False) -> Field:
    return Field(name, description, FieldType.DAY, optional=optional)


_LOAN: Final = Field("pinjaman", "Nomor pinjaman")
_LOAN_IF_ANY: Final = _word("pinjaman", "Nomor pinjaman, bila ada")

TABLES: Final = (
    Table(
        "akun",
        "Bagan akun.",
        (
            Field("kode", "Kode akun"),
            _text("nama", "Nama akun"),
            Field("golongan", "Aset, kewajiban, modal, pendapatan atau biaya"),
            Field("lawan", "Akun pengurang dalam golongannya", FieldType.YES_NO),
            _text("peran", "Kegunaan akun bagi program"),
        ),
        ("kode",),
    ),
    Table(
        "ksm",
        "Daftar KSM.",
        (
            Field("kode", "Kode KSM"),
            _text("nama", "Nama KSM"),
            _text("rw", "RW"),
            _text("rt", "RT"),
            _text("ketua", "Nama ketua"),
            _text("telepon", "Nomor telepon"),
            _text("alamat", "Alamat"),
            _day("tanggal_bentuk", "Tanggal KSM dibentuk", optional=True),
            _whole("jumlah_anggota", "Banyaknya anggota menurut KSM", optional=True),
            _whole("jumlah_perempuan", "Banyaknya anggota perempuan menurut KSM", optional=True),
        ),
        ("kode",),
    ),
    Table(
        "anggota",
        "Anggota setiap KSM.",
        (
            Field("ksm", "Kode KSM"),
            _whole("nomor", "Nomor anggota dalam KSM"),
            _text("nama", "Nama anggota"),
            _text("jenis_kelamin", "L atau P"),
            Field("miskin", "Tercatat sebagai keluarga miskin", FieldType.YES_NO, optional=True),
            _text("nik", "NIK"),
            _text("usaha", "Usaha"),
            _whole("omset", "Omset usaha (rupiah)", optional=True),
            _day("keluar", "Tanggal keluar dari KSM", optional=True),
        ),
        ("ksm", "nomor"),
        (("ksm", "ksm"),),
    ),
    Table(
        "pinjaman",
        "Semua pinjaman: syarat akad, dan keadaannya pada akhir masa.",
        (
            Field("nomor", "Nomor pinjaman"),
            Field("ksm", "Kode KSM"),
            _day("tanggal_cair", "Tanggal pencairan"),
            _rupiah("pokok", "Pokok pinjaman"),
            _whole("tenor", "Banyaknya angsuran"),
            Field("frekuensi", "Angsuran bulanan, mingguan atau dua-mingguan"),
            Field("metode", "Cara menghitung jasa"),
            Field("jasa_persen", "Jasa (% sebulan)", FieldType.DECIMAL),
            Field("titipan_persen", "Titipan (% sebulan)", FieldType.DECIMAL),
            _whole("masa_tenggang", "Banyaknya angsuran awal tanpa pokok"),
            _whole("kelipatan", "Angsuran dibulatkan ke kelipatan ini (rupiah)"),
            Field("arah_pembulatan", "Arah pembulatan"),
            Field("bagian_dibulatkan", "Yang dibulatkan: komponen atau angsuran"),
            _day("jatuh_tempo_pertama", "Jatuh tempo pertama, bila disepakati lain", optional=True),
            _rupiah("pokok_sebelum_buku", "Pokok yang dibayar sebelum buku dibuka"),
            _rupiah("jasa_sebelum_buku", "Jasa yang dibayar sebelum buku dibuka"),
            _rupiah("titipan_sebelum_buku", "Titipan yang dibayar sebelum buku dibuka"),
            _text("berita_acara", "Berita acara keputusan"),
            _text("berita_acara_pengecualian", "Berita acara pengecualian aturan"),
            _text("keterangan", "Keterangan"),
            Field("keadaan", "Keadaan pada akhir masa"),
            _rupiah("pokok_terbayar", "Seluruh pokok yang sudah dibayar"),
            _rupiah("jasa_terbayar", "Seluruh jasa yang sudah dibayar"),
            _rupiah("titipan_terbayar", "Seluruh titipan yang sudah dibayar"),
            _rupiah("denda_terbayar", "Seluruh denda yang sudah dibayar"),
            _rupiah("saldo_pokok", "Sisa pokok pada akhir masa"),
        ),
        ("nomor",),
        (("ksm", "ksm"),),
    ),
    Table(
        "jadwal",
        "Jadwal angsuran setiap pinjaman, semua versi yang berlaku sampai akhir masa.",
        (
            _LOAN,
            _whole("versi", "Versi jadwal; 1 adalah akad"),
            _day("berlaku_mulai", "Versi ini berlaku mulai tanggal ini"),
            Field("jenis", "Sebab versi ini dibuat"),
            _whole("ke", "Angsuran ke; 0 adalah yang dibayar menurut versi sebelumnya"),
            _day("jatuh_tempo", "Tanggal jatuh tempo menurut perjanjian"),
            _rupiah("pokok", "Pokok"),
            _rupiah("jasa", "Jasa"),
            _rupiah("titipan", "Titipan"),
            _day("jatuh_tempo_geser", "Jatuh tempo yang berlaku, bila digeser karena hari libur", optional=True),
        ),
        ("pinjaman", "versi", "ke"),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "bukti",
        "Bukti bertanggal dalam masa ini, urut menurut rantai, dengan digest-nya.",
        (
            _whole("urutan", "Urutan dalam rantai, mulai dari 1"),
            Field("nomor", "Nomor bukti"),
            Field("jenis", "BKM uang masuk, BKK uang keluar, BPB pindah buku, BSA saldo awal"),
            Field("kejadian", "Kejadian yang dicatat"),
            _day("tanggal", "Tanggal bukti"),
            Field("dicatat", "Waktu pencatatan", FieldType.MOMENT),
            _text("pihak", "Yang menyerahkan atau menerima"),
            _text("keterangan", "Keterangan"),
            _LOAN_IF_ANY,
            _word("bukti_luar", "Nomor bukti dari bendahara"),
            _word("membatalkan", "Nomor bukti yang dibatalkan oleh bukti ini"),
            _rupiah("jumlah", "Jumlah semua transaksi bukti ini"),
            _word("membetulkan", "Nomor bukti setoran yang dibetulkan pembagiannya oleh bukti ini"),
            _word("pembagian", "Setoran pinjaman: dibagi menurut aturan, atau diketik"),
            Field("digest_sebelum", "Digest bukti sebelumnya dalam rantai"),
            Field("digest", "SHA-256 atas isi bukti ini dan digest sebelumnya"),
        ),
        ("nomor",),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "transaksi",
        "Isi setiap bukti: satu jumlah dari akun kredit ke akun debit.",
        (
            Field("bukti", "Nomor bukti"),
            _whole("urut", "Urutan dalam bukti, mulai dari 1"),
            _day("tanggal", "Tanggal bukti"),
            Field("debit", "Kode akun debit"),
            Field("kredit", "Kode akun kredit"),
            _rupiah("jumlah", "Jumlah"),
            _word("komponen", "Bagian pinjaman: pokok, jasa, titipan dan lain-lain"),
            _LOAN_IF_ANY,
            _word("ksm", "Kode KSM, bila ada"),
        ),
        ("bukti", "urut"),
        (("bukti", "bukti"), ("debit", "akun"), ("kredit", "akun"), ("pinjaman", "pinjaman"), ("ksm", "ksm")),
    ),
    Table(
        "tunggakan",
        "Pinjaman yang menunggak pada akhir masa.",
        (
            _LOAN,
            _rupiah("saldo_pokok", "Sisa pokok"),
            _rupiah("tunggakan_pokok", "Tunggakan pokok"),
            _rupiah("tunggakan_jasa", "Tunggakan jasa"),
            _rupiah("tunggakan_titipan", "Tunggakan titipan"),
            _rupiah("tunggakan", "Seluruh tunggakan"),
            _whole("kali_menunggak", "Banyaknya angsuran yang menunggak"),
            _whole("hari_menunggak", "Banyaknya hari menunggak"),
            _day("menunggak_sejak", "Menunggak sejak", optional=True),
            Field("kelas", "Kolektibilitas"),
        ),
        ("pinjaman",),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "sanksi",
        "Sanksi yang diusulkan menurut aturan pada akhir masa, lalu semua surat yang pernah terbit.",
        (
            _LOAN,
            _whole("tingkat", "Tingkat sanksi"),
            Field("tindakan", "Nama sanksi"),
            _text("dasar", "Sebabnya"),
            Field("status", "diusulkan, terbit, dipenuhi, naik, atau dicabut"),
            _day("tanggal", "Tanggal"),
            _day("batas_tanggapan", "Batas tanggapan KSM", optional=True),
            _whole("tingkat_tercapai", "Tingkat tertinggi yang syaratnya terpenuhi pada akhir masa", optional=True),
        ),
        ("pinjaman", "tingkat", "tanggal"),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "saldo",
        "Saldo setiap akun; debit positif, kredit negatif.",
        (
            Field("akun", "Kode akun"),
            _rupiah("saldo_awal", "Saldo sehari sebelum masa ini"),
            _rupiah("debit", "Jumlah debit dalam masa ini"),
            _rupiah("kredit", "Jumlah kredit dalam masa ini"),
            _rupiah("saldo_akhir", "Saldo pada akhir masa"),
        ),
        ("akun",),
        (("akun", "akun"),),
    ),
)
"""Every table; one that is pointed to stands before those that point to it."""

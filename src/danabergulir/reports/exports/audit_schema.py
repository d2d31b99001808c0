"""The tables of an audit package: what each column holds, what is unique, and what points where."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final

from danabergulir.frozen import Struct
from danabergulir.money import shortest_percent

Value = str | int | bool | date | None
"""A cell: text, whole number (rupiah or count), yes or no, day; a decimal is text with a comma. None is empty."""


Of = Callable[[Any], Value]


def _empty(_: object) -> None:
    return None


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

    In a ``nullable`` column an empty text is not the same as nothing: the digest of a voucher tells them apart. ``of``
    says what stands in it for one thing that the table lists.
    """

    name: str
    description: str
    type: FieldType = FieldType.TEXT
    optional: bool = False
    summed: bool = False
    nullable: bool = False
    of: Of = field(default=_empty, compare=False, repr=False)


class Table(Struct, frozen=True):
    """One table; ``points_to`` maps a column to the table whose only key column it names.

    Packages that were written before there was a ``newer`` one are sound without it. A ``private`` one is in packages
    with all personal data alone, and one of ``marked`` members where a city has given its key.
    """

    name: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    points_to: tuple[tuple[str, str], ...] = ()
    newer: bool = False
    private: bool = False
    marked: bool = False

    @property
    def summed(self) -> tuple[str, ...]:
        """Return the names of the columns that have a control total."""
        return tuple(field.name for field in self.fields if field.summed)


def _text(name: str, description: str, *, of: Of) -> Field:
    return Field(name, description, optional=True, of=of)


def _word(name: str, description: str, *, of: Of) -> Field:
    return Field(name, description, optional=True, nullable=True, of=of)


def _rupiah(name: str, description: str, *, of: Of) -> Field:
    return Field(name, f"{description} (rupiah)", FieldType.WHOLE, summed=True, of=of)


def _whole(name: str, description: str, *, of: Of, optional: bool = False) -> Field:
    return Field(name, description, FieldType.WHOLE, optional=optional, of=of)


def _day(name: str, description: str, *, of: Of, optional: bool = False) -> Field:
    return Field(name, description, FieldType.DAY, optional=optional, of=of)


TABLES: Final = (
    Table(
        "akun",
        "Bagan akun.",
        (
            Field("kode", "Kode akun", of=lambda account: account.code),
            _text("nama", "Nama akun", of=lambda account: account.name),
            Field(
                "golongan",
                "Aset, kewajiban, modal, pendapatan atau biaya",
                of=lambda account: account.account_class.value,
            ),
            Field("lawan", "Akun pengurang dalam golongannya", FieldType.YES_NO, of=lambda account: account.contra),
            _text("peran", "Kegunaan akun bagi program", of=lambda account: " ".join(sorted(account.roles))),
        ),
        ("kode",),
    ),
    Table(
        "ksm",
        "Daftar KSM.",
        (
            Field("kode", "Kode KSM", of=lambda ksm: ksm.code),
            _text("nama", "Nama KSM", of=lambda ksm: ksm.name),
            _text("rw", "RW", of=lambda ksm: ksm.rw),
            _text("rt", "RT", of=lambda ksm: ksm.rt),
            _text("ketua", "Nama ketua", of=lambda ksm: ksm.chair),
            _text("telepon", "Nomor telepon", of=lambda ksm: ksm.phone),
            _text("alamat", "Alamat", of=lambda ksm: ksm.address),
            _day("tanggal_bentuk", "Tanggal KSM dibentuk", optional=True, of=lambda ksm: ksm.formed_on),
            _whole("jumlah_anggota", "Banyaknya anggota menurut KSM", optional=True, of=lambda ksm: ksm.member_count),
            _whole(
                "jumlah_perempuan",
                "Banyaknya anggota perempuan menurut KSM",
                optional=True,
                of=lambda ksm: ksm.women_count,
            ),
        ),
        ("kode",),
    ),
    Table(
        "ketua_rw",
        "Ketua RW pada akhir masa.",
        (
            Field("rw", "Nomor RW", of=lambda head: head.rw),
            Field("nama", "Nama ketua RW", of=lambda head: head.name),
            _text("telepon", "Nomor telepon", of=lambda head: head.phone),
            _text("alamat", "Alamat", of=lambda head: head.address),
        ),
        ("rw",),
        newer=True,
    ),
    Table(
        "anggota",
        "Anggota setiap KSM.",
        (
            Field("ksm", "Kode KSM", of=lambda member: member.ksm),
            _whole("nomor", "Nomor anggota dalam KSM", of=lambda member: member.number),
            _text("nama", "Nama anggota", of=lambda member: member.name),
            _text("jenis_kelamin", "L atau P", of=lambda member: member.gender),
            Field(
                "miskin",
                "Tercatat sebagai keluarga miskin",
                FieldType.YES_NO,
                optional=True,
                of=lambda member: member.poor,
            ),
            _text("nik", "NIK", of=lambda member: member.nik),
            _text("usaha", "Usaha", of=lambda member: member.business),
            _whole(
                "omset",
                "Omset usaha (rupiah)",
                optional=True,
                of=lambda member: None if member.turnover is None else member.turnover.value,
            ),
            _day("keluar", "Tanggal keluar dari KSM", optional=True, of=lambda member: member.left_on),
        ),
        ("ksm", "nomor"),
        (("ksm", "ksm"),),
    ),
    Table(
        "pinjaman",
        "Semua pinjaman: isi perjanjian, dan keadaannya pada akhir masa.",
        (
            Field("nomor", "Nomor pinjaman", of=lambda book: book.loan.number),
            Field("ksm", "Kode KSM", of=lambda book: book.ksm.code),
            _day("tanggal_cair", "Tanggal pencairan", of=lambda book: book.loan.terms.disbursed_on),
            _rupiah("pokok", "Pokok pinjaman", of=lambda book: book.loan.terms.principal.value),
            _whole("tenor", "Banyaknya angsuran", of=lambda book: book.loan.terms.term),
            Field(
                "frekuensi",
                "Angsuran bulanan, mingguan atau dua-mingguan",
                of=lambda book: book.loan.terms.frequency.value,
            ),
            Field("metode", "Cara menghitung jasa", of=lambda book: book.loan.terms.method.value),
            Field(
                "jasa_persen",
                "Jasa (% sebulan)",
                FieldType.DECIMAL,
                of=lambda book: shortest_percent(book.loan.terms.jasa_rate.in_percent),
            ),
            Field(
                "titipan_persen",
                "Titipan (% sebulan)",
                FieldType.DECIMAL,
                of=lambda book: shortest_percent(book.loan.terms.titipan_rate.in_percent),
            ),
            _whole("masa_tenggang", "Banyaknya angsuran awal tanpa pokok", of=lambda book: book.loan.terms.grace),
            _whole(
                "kelipatan",
                "Angsuran dibulatkan ke kelipatan ini (rupiah)",
                of=lambda book: book.loan.terms.rounding.step,
            ),
            Field("arah_pembulatan", "Arah pembulatan", of=lambda book: book.loan.terms.rounding.direction.value),
            Field(
                "bagian_dibulatkan",
                "Yang dibulatkan: komponen atau angsuran",
                of=lambda book: book.loan.terms.rounded_part.value,
            ),
            _day(
                "jatuh_tempo_pertama",
                "Jatuh tempo pertama, bila disepakati lain",
                optional=True,
                of=lambda book: book.loan.terms.first_due_on,
            ),
            _rupiah(
                "pokok_sebelum_buku",
                "Pokok yang dibayar sebelum buku dibuka",
                of=lambda book: book.loan.paid_before.principal.value,
            ),
            _rupiah(
                "jasa_sebelum_buku",
                "Jasa yang dibayar sebelum buku dibuka",
                of=lambda book: book.loan.paid_before.jasa.value,
            ),
            _rupiah(
                "titipan_sebelum_buku",
                "Titipan yang dibayar sebelum buku dibuka",
                of=lambda book: book.loan.paid_before.titipan.value,
            ),
            _text("berita_acara", "Berita acara keputusan", of=lambda book: book.loan.decision),
            _text(
                "berita_acara_pengecualian",
                "Berita acara yang mengesampingkan syarat",
                of=lambda book: book.loan.override,
            ),
            _text("keterangan", "Keterangan", of=lambda book: book.loan.remark),
            Field("keadaan", "Keadaan pada akhir masa", of=lambda book: book.state.value),
            _rupiah("pokok_terbayar", "Seluruh pokok yang sudah dibayar", of=lambda book: book.paid.principal.value),
            _rupiah("jasa_terbayar", "Seluruh jasa yang sudah dibayar", of=lambda book: book.paid.jasa.value),
            _rupiah("titipan_terbayar", "Seluruh titipan yang sudah dibayar", of=lambda book: book.paid.titipan.value),
            _rupiah("denda_terbayar", "Seluruh denda yang sudah dibayar", of=lambda book: book.paid.penalty.value),
            _rupiah("saldo_pokok", "Saldo pokok pada akhir masa", of=lambda book: book.outstanding.value),
        ),
        ("nomor",),
        (("ksm", "ksm"),),
    ),
    Table(
        "jadwal",
        "Jadwal angsuran setiap pinjaman, semua versi yang berlaku sampai akhir masa.",
        (
            Field("pinjaman", "Nomor pinjaman", of=lambda item: item.loan),
            _whole("versi", "Versi jadwal; 1 menurut perjanjian", of=lambda item: item.version),
            _day("berlaku_mulai", "Versi ini berlaku mulai tanggal ini", of=lambda item: item.starts_on),
            Field("jenis", "Sebab versi ini dibuat", of=lambda item: item.kind.value),
            _whole(
                "ke", "Angsuran ke; 0 adalah yang dibayar menurut versi sebelumnya", of=lambda item: item.line.number
            ),
            _day("jatuh_tempo", "Tanggal jatuh tempo menurut perjanjian", of=lambda item: item.line.agreed_on),
            _rupiah("pokok", "Pokok", of=lambda item: item.line.principal.value),
            _rupiah("jasa", "Jasa", of=lambda item: item.line.jasa.value),
            _rupiah("titipan", "Titipan", of=lambda item: item.line.titipan.value),
            _day(
                "jatuh_tempo_geser",
                "Jatuh tempo yang berlaku, bila digeser karena hari libur",
                optional=True,
                of=lambda item: item.line.due_on if item.line.shifted_from else None,
            ),
        ),
        ("pinjaman", "versi", "ke"),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "bukti",
        "Bukti bertanggal dalam masa ini, urut menurut rantai, dengan sidiknya.",
        (
            _whole("urutan", "Urutan dalam rantai, mulai dari 1", of=lambda link: link.voucher.sequence),
            Field("nomor", "Nomor bukti", of=lambda link: link.voucher.number),
            Field(
                "jenis",
                "BKM uang masuk, BKK uang keluar, BPB pindah buku, BSA saldo awal",
                of=lambda link: link.voucher.posting.kind.value,
            ),
            Field("kejadian", "Kejadian yang dicatat", of=lambda link: link.voucher.posting.event.value),
            _day("tanggal", "Tanggal bukti", of=lambda link: link.voucher.posting.dated_on),
            Field("dicatat", "Waktu pencatatan", FieldType.MOMENT, of=lambda link: link.voucher.recorded_at),
            _text("pihak", "Yang menyerahkan atau menerima", of=lambda link: link.voucher.posting.party),
            _text("keterangan", "Keterangan", of=lambda link: link.voucher.posting.memo),
            _word("pinjaman", "Nomor pinjaman, bila ada", of=lambda link: link.voucher.posting.loan),
            _word("bukti_luar", "Nomor bukti dari bendahara", of=lambda link: link.voucher.posting.external_ref),
            _word(
                "membatalkan",
                "Nomor bukti yang dibatalkan oleh bukti ini",
                of=lambda link: link.voucher.posting.reverses,
            ),
            _rupiah("jumlah", "Jumlah semua transaksi bukti ini", of=lambda link: link.voucher.posting.amount.value),
            _word(
                "membetulkan",
                "Nomor bukti setoran yang dibetulkan pembagiannya oleh bukti ini",
                of=lambda link: link.voucher.posting.corrects,
            ),
            _word(
                "pembagian",
                "Setoran pinjaman: dibagi menurut aturan, atau diketik",
                of=lambda link: link.voucher.posting.split and link.voucher.posting.split.value,
            ),
            Field("digest_sebelum", "Sidik bukti sebelumnya dalam rantai", of=lambda link: link.previous),
            Field(
                "digest", "Sidik: SHA-256 atas isi bukti ini dan sidik sebelumnya", of=lambda link: link.voucher.digest
            ),
        ),
        ("nomor",),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "transaksi",
        "Isi setiap bukti: satu jumlah dari akun kredit ke akun debit.",
        (
            Field("bukti", "Nomor bukti", of=lambda moved: moved.voucher.number),
            _whole("urut", "Urutan dalam bukti, mulai dari 1", of=lambda moved: moved.number),
            _day("tanggal", "Tanggal bukti", of=lambda moved: moved.voucher.posting.dated_on),
            Field("debit", "Kode akun debit", of=lambda moved: moved.transfer.debit),
            Field("kredit", "Kode akun kredit", of=lambda moved: moved.transfer.credit),
            _rupiah("jumlah", "Jumlah", of=lambda moved: moved.transfer.amount.value),
            _word(
                "komponen",
                "Bagian pinjaman: pokok, jasa, titipan dan lain-lain",
                of=lambda moved: moved.transfer.component and moved.transfer.component.value,
            ),
            _word("pinjaman", "Nomor pinjaman, bila ada", of=lambda moved: moved.transfer.loan),
            _word("ksm", "Kode KSM, bila ada", of=lambda moved: moved.transfer.ksm),
        ),
        ("bukti", "urut"),
        (("bukti", "bukti"), ("debit", "akun"), ("kredit", "akun"), ("pinjaman", "pinjaman"), ("ksm", "ksm")),
    ),
    Table(
        "tunggakan",
        "Pinjaman yang menunggak pada akhir masa.",
        (
            Field("pinjaman", "Nomor pinjaman", of=lambda book: book.loan.number),
            _rupiah("saldo_pokok", "Saldo pokok", of=lambda book: book.outstanding.value),
            _rupiah("tunggakan_pokok", "Tunggakan pokok", of=lambda book: book.position.arrears_principal.value),
            _rupiah("tunggakan_jasa", "Tunggakan jasa", of=lambda book: book.position.arrears_jasa.value),
            _rupiah("tunggakan_titipan", "Tunggakan titipan", of=lambda book: book.position.arrears_titipan.value),
            _rupiah("tunggakan", "Seluruh tunggakan", of=lambda book: book.position.arrears.value),
            _whole("kali_menunggak", "Banyaknya angsuran yang menunggak", of=lambda book: book.position.missed_count),
            _whole("hari_menunggak", "Banyaknya hari menunggak", of=lambda book: book.position.days_late),
            _day("menunggak_sejak", "Menunggak sejak", optional=True, of=lambda book: book.position.late_since),
            Field("kelas", "Kolektibilitas", of=lambda book: book.collectability.name),
        ),
        ("pinjaman",),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "sanksi",
        "Sanksi yang diusulkan menurut aturan pada akhir masa, lalu semua surat yang pernah terbit.",
        (
            Field("pinjaman", "Nomor pinjaman", of=lambda told: told.loan),
            _whole("tingkat", "Tingkat sanksi", of=lambda told: told.level),
            Field("tindakan", "Nama sanksi", of=lambda told: told.name),
            _text("dasar", "Sebabnya", of=lambda told: told.why),
            Field("status", "diusulkan, terbit, dipenuhi, naik, atau dicabut", of=lambda told: told.state),
            _day("tanggal", "Tanggal", of=lambda told: told.dated_on),
            _day("batas_tanggapan", "Batas tanggapan KSM", optional=True, of=lambda told: told.answer_by),
            _whole(
                "tingkat_tercapai",
                "Tingkat tertinggi yang syaratnya terpenuhi pada akhir masa",
                optional=True,
                of=lambda told: told.reached,
            ),
        ),
        ("pinjaman", "tingkat", "tanggal"),
        (("pinjaman", "pinjaman"),),
    ),
    Table(
        "saldo",
        "Saldo setiap akun; debit positif, kredit negatif.",
        (
            Field("akun", "Kode akun", of=lambda balance: balance.account),
            _rupiah("saldo_awal", "Saldo sehari sebelum masa ini", of=lambda balance: balance.opening),
            _rupiah("debit", "Jumlah debit dalam masa ini", of=lambda balance: balance.debit),
            _rupiah("kredit", "Jumlah kredit dalam masa ini", of=lambda balance: balance.credit),
            _rupiah("saldo_akhir", "Saldo pada akhir masa", of=lambda balance: balance.closing),
        ),
        ("akun",),
        (("akun", "akun"),),
    ),
)
"""Every table; one that is pointed to stands before those that point to it."""

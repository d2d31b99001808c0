"""The catalog is complete: every report by name, with the columns that other programs rely on."""

from datetime import date

import pytest

from danabergulir.domain.entries import SavingsFigures
from danabergulir.errors import UsageError
from danabergulir.money import Rupiah
from danabergulir.reports.model.sheet import empty
from danabergulir.reports.month.catalog import CATALOG, ON_REQUEST, ReportEntry, find
from reports.small_books import books, ksm, loan_book, move, paid, posting

COLUMNS = {
    "ringkasan": "butir;nilai",
    "neraca": "kode;akun;kelompok;saldo",
    "laba-rugi": "kode;akun;kelompok;sd_bulan_lalu;bulan_ini;sd_bulan_ini",
    "neraca-saldo": "kode;akun;saldo_awal;debit;kredit;saldo_akhir",
    "uang-masuk": "tanggal;bukti;pihak;akun;jumlah;keterangan",
    "uang-keluar": "tanggal;bukti;pihak;akun;jumlah;keterangan",
    "pindah-buku": "tanggal;bukti;pihak;akun;debit;kredit;keterangan",
    "pembatalan": "bukti;tanggal;jumlah;pihak;dibatalkan_oleh;tanggal_batal;alasan",
    "buku-kas": "tanggal;uraian;bukti;debit;kredit;saldo",
    "buku-bank": "tanggal;uraian;bukti;debit;kredit;saldo",
    "inventaris": (
        "nomor;nama;tanggal_beli;jumlah;tempat;harga;umur_bulan;penyusutan_bulan_ini;penyusutan_sd_bulan_ini;nilai_buku"
    ),
    "perkembangan": (
        "pinjaman;ksm;rw;rt;tanggal_cair;tenor;pokok;target_pokok;target_jasa;real_pokok_sd_lalu;real_jasa_sd_lalu;"
        "real_pokok_bulan_ini;real_jasa_bulan_ini;real_pokok;real_jasa;saldo_pokok;tunggakan_pokok;tunggakan_jasa"
    ),
    "tunggakan": (
        "pinjaman;ksm;rw;rt;saldo_pokok;tunggakan_pokok;tunggakan_jasa;kali_menunggak;hari_menunggak;menunggak_sejak;"
        "kelas"
    ),
    "kolektibilitas": "kelas;nama;jumlah_ksm;saldo_pokok;persen_cadangan;cadangan",
    "kinerja": "indikator;pembilang;penyebut;nilai_persen;kategori",
    "sanksi": ("pinjaman;ksm;rw;tingkat;tindakan;dasar;kali_menunggak;tunggakan;status;tanggal;batas_tanggapan"),
    "pembayar-baik": "pinjaman;ksm;rw;jatuh_tempo;tepat_waktu;pokok;jasa;saldo_pokok;status",
    "rencana-penagihan": "pinjaman;ksm;rw;jatuh_tempo;pokok;jasa;tunggakan",
    "rekap-rw": "rw;jumlah_ksm;disalurkan;kembali;saldo_pokok;tunggakan;persen_kembali;peringkat",
    "register-pinjaman": (
        "no;ksm;kode_ksm;pinjaman;tanggal_cair;pinjaman_ke;pokok;jasa_persen;tenor;frekuensi;status;saldo_pokok"
    ),
    "register-hapus-buku": "pinjaman;ksm;rw;tanggal;berita_acara;dihapus;kembali;masih_terutang",
    "register-tabungan": "no;ksm;debit;kredit;saldo",
    "keputusan": "tanggal;nomor;ksm;rw;pokok;tenor;putusan;berita_acara;dikesampingkan;catatan",
    "pengaruh": "jenis;kelompok;dikirim;lunas_tepat;persen;beda;batas_bawah;batas_atas;kesimpulan",
    "sasaran": (
        "rw;jumlah_ksm;anggota;perempuan;miskin;belum_tercatat;peminjam_baru;persen_perempuan;persen_miskin;omset_awal;"
        "omset_kini"
    ),
    "dana-sosial": "kegiatan;nama;dana;rw;penerima;anggaran;dibayar;sisa;ba",
    "berita-acara": "tanggal;tindakan;tentang;berita_acara;keadaan",
    "rekonsiliasi": "pemeriksaan;nilai_a;nilai_b;selisih;hasil",
}
"""The published columns, in order; more may follow them."""

EMPTY = books("2023-01", opened_on=date(2023, 1, 31))
LIVELY = books(
    "2023-01",
    posting(date(2023, 1, 16), move("11010", "11030", 100_000, "P-0001"), move("11010", "41010", 18_000, "P-0001")),
    posting(date(2023, 1, 17), move("11021", "11010", 118_000)),
    posting(date(2023, 1, 31), move("51010", "11010", 40_000)),
    opening={"11010": 500_000, "11030": 2_400_000, "31010": -2_900_000},
    loans=[
        loan_book(paid_all=paid(100_000, 18_000), paid_before_month=paid()),
        loan_book("P-0002", borrower=ksm("K-02", "Mawar", "02"), disbursed_on=date(2022, 10, 15)),
    ],
    savings=[SavingsFigures("K-01", "Anggrek", "05", deposited=Rupiah(10_000))],
)


EVERY = (*CATALOG, *ON_REQUEST)


def test_the_catalog_holds_every_published_report_in_order():
    """The summary comes first, the reconciliation last."""
    assert [entry.name for entry in CATALOG] == list(COLUMNS)


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.name)
@pytest.mark.parametrize("picture", [EMPTY, LIVELY], ids=["empty", "lively"])
def test_every_report_is_what_the_catalog_says(entry: ReportEntry, picture):
    """Name, title, form code and the leading columns agree, with loans and without."""
    report = entry.report(picture)
    published = COLUMNS.get(entry.name, "tanggal;bukti;pihak").split(";")
    assert (report.name, report.title, report.form_code) == (entry.name, entry.title, entry.form_code)
    assert [column.key for column in report.section.columns][: len(published)] == published
    assert (report.period, report.as_of) == ("2023-01", date(2023, 1, 31))


@pytest.mark.parametrize("entry", EVERY, ids=lambda entry: entry.name)
def test_every_column_of_a_report_has_its_own_key(entry: ReportEntry):
    """No two columns of a table share a key, so JSON loses none, and each knows what stands in its cell."""
    report = entry.report(LIVELY)
    for section in report.tables:
        keys = [column.key for column in section.columns]
        assert len(keys) == len(set(keys))
        assert [column.key for column in section.columns if column.of is empty] == []


def test_a_report_is_found_by_its_name_in_any_case():
    """Capital letters and blanks around a name do no harm."""
    assert find(" Buku-Kas ").name == "buku-kas"


def test_a_misspelt_report_is_refused_with_the_nearest_names():
    """The hint names what was probably meant."""
    with pytest.raises(UsageError) as refusal:
        find("nerca")
    assert (refusal.value.message, refusal.value.hint) == (
        'tidak ada laporan bernama "nerca"',
        "Mungkin maksudnya neraca.",
    )


def test_a_name_like_no_report_is_refused_with_all_names():
    """Where nothing is near, every report is named."""
    with pytest.raises(UsageError) as refusal:
        find("xyzw")
    assert refusal.value.hint == f"Pilih: {', '.join(entry.name for entry in EVERY)}"

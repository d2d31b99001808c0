"""The year's catalog is complete: every report by name, with the columns that other programs rely on."""

import re

import pytest

from danabergulir.dates import Year
from danabergulir.errors import UsageError
from danabergulir.operations.year import yearly_books
from danabergulir.reports.model.sheet import empty
from danabergulir.reports.month.catalog import CATALOG as MONTH
from danabergulir.reports.month.catalog import OF_YEARS_ONLY
from danabergulir.reports.month.catalog import find as find_of_month
from danabergulir.reports.year.catalog import CATALOG, YearEntry, find

COLUMNS = {
    "ringkasan-tahun": "butir;nilai;tahun_lalu",
    "neraca": "kode;akun;kelompok;saldo;tahun_lalu",
    "laba-rugi": "kode;akun;kelompok;sd_bulan_lalu;bulan_ini;sd_bulan_ini;tahun_lalu",
    "pembagian-laba": "bagian;akun;persen;jumlah",
    "arus-dana": "kelompok;kode;uraian;jumlah;tahun_lalu",
    "kinerja-bulanan": "bulan;lar;par;rr;ccr;roi;par30",
    "tunggakan": (
        "pinjaman;ksm;rw;rt;saldo_pokok;tunggakan_pokok;tunggakan_jasa;kali_menunggak;hari_menunggak;menunggak_sejak;"
        "kelas;sebab;tindakan"
    ),
    "rekap-rw": "rw;jumlah_ksm;disalurkan;kembali;saldo_pokok;tunggakan;persen_kembali;peringkat;tahun_lalu",
    "sanksi-tahun": (
        "tingkat;tindakan;surat;masih_ditunggu;dibayar_dalam_batas;persen;dibayar;persen_dibayar;tahun_lalu;"
        "tunggakan_surat;diterima"
    ),
    "pembayar-baik": "pinjaman;ksm;rw;jatuh_tempo;tepat_waktu;pokok;jasa;saldo_pokok;status",
    "pengaruh": "jenis;kelompok;dikirim;lunas_tepat;persen;beda;batas_bawah;batas_atas;kesimpulan",
    "sasaran": (
        "rw;jumlah_ksm;anggota;perempuan;miskin;belum_tercatat;peminjam_baru;persen_perempuan;persen_miskin;"
        "omset_awal;omset_kini"
    ),
    "dana-sosial": "kegiatan;nama;dana;rw;penerima;anggaran;dibayar;sisa;ba",
    "keputusan": "tanggal;nomor;ksm;rw;pokok;tenor;putusan;berita_acara;dikesampingkan;catatan",
}
"""The published columns, in order; more may follow them."""


@pytest.fixture(scope="module")
def year(closed_year):
    """Return the picture of the closed year."""
    return yearly_books(closed_year, Year(2022))


@pytest.fixture(scope="module")
def first(closed_year):
    """Return the picture of the year in which the ledger was opened: there is none before it."""
    return yearly_books(closed_year, Year(2021))


def test_the_year_has_every_published_report_in_order():
    """The summary comes first, the decisions last."""
    assert [entry.name for entry in CATALOG] == list(COLUMNS)


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
@pytest.mark.parametrize("picture", ["year", "first"])
def test_every_report_of_a_year_is_what_the_catalog_says(entry: YearEntry, picture, request):
    """Name, title, form code, period and the leading columns agree, with a year before and without."""
    books = request.getfixturevalue(picture)
    report = entry.report(books)
    published = COLUMNS[entry.name].split(";")
    assert (report.name, report.title, report.form_code) == (entry.name, entry.title, entry.form_code)
    assert [column.key for column in report.section.columns][: len(published)] == published
    assert (report.period, report.as_of) == (str(books.year), books.year.last_on)
    for section in report.tables:
        keys = [column.key for column in section.columns]
        assert len(keys) == len(set(keys))
        assert [column.key for column in section.columns if column.of is empty] == []


def test_a_report_that_a_month_has_too_keeps_its_columns_for_other_programs():
    """What reads the month's file by name reads the year's as well."""
    names = {entry.name for entry in MONTH} & set(COLUMNS)
    assert names == {
        "pengaruh",
        "neraca",
        "laba-rugi",
        "tunggakan",
        "rekap-rw",
        "pembayar-baik",
        "sasaran",
        "dana-sosial",
        "keputusan",
    }


def test_a_misspelt_report_of_a_year_is_refused_with_the_nearest_name():
    """The hint names what was probably meant."""
    with pytest.raises(UsageError) as refusal:
        find("arus-dna")
    assert (refusal.value.message, refusal.value.hint) == (
        'tidak ada laporan tahun bernama "arus-dna"',
        "Mungkin maksudnya arus-dana.",
    )


@pytest.mark.parametrize("entry", CATALOG, ids=lambda entry: entry.name)
def test_every_report_of_a_year_is_named_in_the_help(entry: YearEntry, run):
    """The help of ``laporan`` names it, and it has a line of help of its own."""
    assert entry.help.endswith(".")
    assert entry.name in re.findall(r"[\w-]+", run("laporan", "--help").stdout.partition("Nama laporan tahun")[2])


def test_a_month_points_to_the_year_for_what_a_year_alone_has():
    """The list of the month's room is that of this one."""
    of_month = {entry.name for entry in MONTH}
    assert sorted(OF_YEARS_ONLY) == sorted(entry.name for entry in CATALOG if entry.name not in of_month)
    with pytest.raises(UsageError) as refused:
        find_of_month("arus-dana")
    assert "danabergulir laporan 2026 --hanya arus-dana" in refused.value.hint

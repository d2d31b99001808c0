"""The year says what its months say: as of its end, month by month, and what moved the money between."""

import shutil
from datetime import date

import pytest

from danabergulir.dates import END_OF_TIME, Month, Year
from danabergulir.domain.closing import ClosingKind
from danabergulir.errors import RefusedError
from danabergulir.money import Rupiah, format_rupiah, total
from danabergulir.operations.cash import cash_in, cash_out, deposit
from danabergulir.operations.closing import reopen
from danabergulir.operations.explaining.figures import explain
from danabergulir.operations.loans.endings import write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.year import yearly_books, yearly_reports
from danabergulir.reports.model.sheet import Style
from operations.lent_ledger import NOW, NUMBER, lend

YEAR = Year(2022)
INDICATORS = ("LAR", "PAR", "RR", "CCr", "ROI", "PAR30")


def _report(path, year, name, **options):
    (report,) = yearly_reports(path, year, [name], **options)
    return report


def _rows(report):
    keys = [column.key for column in report.section.columns]
    return [dict(zip(keys, row.cells, strict=True)) for row in report.section.data]


def _month(path, month, name):
    (report,) = monthly_reports(path, month, [name])
    return _rows(report)


def test_each_of_the_twelve_months_has_the_indicators_of_its_own_report(closed_year):
    """LAR, PAR, RR, CCr, ROI and PAR30 of a month are those that its set was printed with."""
    found = _rows(_report(closed_year, YEAR, "kinerja-bulanan"))

    assert [row["bulan"] for row in found] == [f"2022-{number:02d}" for number in range(1, 13)]
    for row, month in zip(found, YEAR.months, strict=True):
        printed = {line["indikator"]: line["nilai_persen"] for line in _month(closed_year, month, "kinerja")}
        assert {name: row[name.lower()] for name in INDICATORS} == {name: printed[name] for name in INDICATORS}


@pytest.mark.parametrize(
    ("name", "key", "column"),
    [("neraca", "kode", "saldo"), ("laba-rugi", "kode", "sd_bulan_ini"), ("rekap-rw", "rw", "persen_kembali")],
)
def test_two_years_stand_beside_each_other_as_their_decembers_say(closed_year, name, key, column):
    """Every figure is the one of the month's report, this year's and last year's."""
    by_name = {row[key]: row for row in _rows(_report(closed_year, YEAR, name)) if row[key]}
    now, before = (
        {line[key].replace("LABA-2021", "LABA-2022"): line[column] for line in _month(closed_year, month, name)}
        for month in (Month(2022, 12), Month(2021, 12))
    )

    assert {code: row[column] for code, row in by_name.items()} == {code: now[code] for code in by_name}
    assert {code: row["tahun_lalu"] for code, row in by_name.items()} == {code: before.get(code) for code in by_name}


def test_sources_less_uses_are_what_the_money_grew_by(closed_year):
    """The money at the beginning and at the end is that of the balance sheets."""
    lines = _rows(_report(closed_year, YEAR, "arus-dana"))
    groups = {
        group: total([row["jumlah"] for row in lines if row["kelompok"] == group])
        for group in ("saldo awal", "sumber", "penggunaan", "saldo akhir")
    }
    balances = {row["kode"]: row for row in _rows(_report(closed_year, YEAR, "neraca"))}
    held = [row["kode"] for row in lines if row["kelompok"] == "saldo akhir"]

    assert groups["saldo awal"] + groups["sumber"] - groups["penggunaan"] == groups["saldo akhir"]
    assert groups["saldo akhir"] == total([balances[code]["saldo"] for code in held])
    assert groups["saldo awal"] == total([balances[code]["tahun_lalu"] for code in held])


def test_what_was_taken_back_is_neither_a_source_nor_a_use(tmp_path):
    """A receipt and a payment that were taken back leave nothing; money brought to the bank is no use of it."""
    path = lend(tmp_path / "upk.db")
    kept = receive(path, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    gone = receive(path, NUMBER, Rupiah(118_000), date(2023, 3, 10), NOW)
    reverse_voucher(path, gone.voucher.number, "milik KSM lain", date(2023, 3, 12), NOW)
    paid = cash_out(path, "51030", Rupiah(40_000), "Kertas", date(2023, 4, 1), NOW)
    reverse_voucher(path, paid.voucher.number, "tidak jadi", date(2023, 4, 2), NOW)
    cash_in(path, "41020", Rupiah(7_000), "Bunga bank", date(2023, 5, 1), NOW)
    deposit(path, Rupiah(1_000_000), "", date(2023, 5, 2), NOW)

    flows = [
        (row["kelompok"], row["kode"], row["jumlah"].value)
        for row in _rows(_report(path, Year(2023), "arus-dana"))
        if row["kelompok"] in ("sumber", "penggunaan")
    ]

    assert kept.voucher.posting.amount == Rupiah(118_000)
    assert flows == [
        ("sumber", "11030", 100_000),
        ("sumber", "41010", 18_000),
        ("sumber", "41020", 7_000),
        ("penggunaan", "11030", 1_200_000),
    ]


def test_a_receipt_of_last_year_that_is_taken_back_lessens_the_sources_of_this_one(tmp_path):
    """What came in then did come in; it is given back now."""
    path = lend(tmp_path / "upk.db")
    gone = receive(path, NUMBER, Rupiah(118_000), date(2023, 12, 10), NOW)
    reverse_voucher(path, gone.voucher.number, "milik KSM lain", date(2024, 1, 12), NOW)
    receive(path, NUMBER, Rupiah(236_000), date(2024, 2, 12), NOW)

    picture = yearly_books(path, Year(2024))

    assert (picture.money_before.came, picture.money.came) == (Rupiah(118_000), Rupiah(118_000))
    assert (picture.money.went, picture.money.unexplained) == (Rupiah(0), Rupiah(0))


def test_the_closed_result_is_divided_as_the_meeting_agreed(closed_year):
    """Names, percentages and rupiah of the shares, and nothing left over."""
    report = _report(closed_year, YEAR, "pembagian-laba")

    assert [(row["bagian"], row["persen"], row["jumlah"].value) for row in _rows(report)][-1] == (
        "Tidak dibagi (laba ditahan)",
        0,
        0,
    )
    assert [row["bagian"] for row in _rows(report)][:-1] == ["UPL", "UPS", "Pemupukan modal"]
    profit = next(row for row in _rows(_report(closed_year, YEAR, "laba-rugi")) if row["akun"] == "LABA (RUGI)")
    assert total([row["jumlah"] for row in _rows(report)]) == profit["sd_bulan_ini"]
    assert any("Dicatat tanggal 31-01-2023" in note for note in report.notes)


def test_a_year_closed_without_a_division_keeps_all_of_it(closed_year):
    """2021 was closed without shares."""
    (line,) = _rows(_report(closed_year, Year(2021), "pembagian-laba"))

    assert (line["bagian"], line["jumlah"].value) == ("Tidak dibagi (laba ditahan)", 93_149_312)


def test_a_year_that_is_not_closed_says_so_on_every_page(demonstration):
    """Each report names the command; nothing is divided yet."""
    reports = yearly_reports(demonstration.ledger, YEAR)

    words = "Tahun 2022 belum ditutup. Tutup dengan: danabergulir tutup tahun 2022"
    assert [report.name for report in reports if words not in report.notes] == []
    assert _rows(_report(demonstration.ledger, YEAR, "pembagian-laba")) == []


def test_a_year_that_was_opened_again_is_not_closed(closed_year, tmp_path):
    """The entries that were taken back divide nothing."""
    path = tmp_path / "upk.db"
    shutil.copyfile(closed_year, path)
    reopen(path, ClosingKind.YEAR, "2022", "salah bagi", NOW.replace(year=2026))

    assert yearly_books(path, YEAR).result is None
    assert yearly_books(path, Year(2021)).result is not None


def test_a_year_that_is_not_over_is_shown_as_of_the_running_month(demonstration):
    """The figures are those of the month's report, the months to come are empty, and every page says so."""
    today = date(2022, 5, 20)
    months = _report(demonstration.ledger, YEAR, "kinerja-bulanan", today=today)
    balance = _report(demonstration.ledger, YEAR, "neraca", today=today)

    assert months.as_of == date(2022, 5, 31)
    assert [row["bulan"] for row in _rows(months) if row["rr"] is None] == [f"2022-{n:02d}" for n in range(6, 13)]
    assert months.notes[0] == "Tahun 2022 belum berakhir; angkanya sampai Mei 2022 dan masih dapat berubah."
    by_code = {row["kode"]: row["saldo"] for row in _month(demonstration.ledger, Month(2022, 5), "neraca")}
    assert {row["kode"]: row["saldo"] for row in _rows(balance)} == by_code


@pytest.mark.parametrize(
    ("today", "over"), [(date(2022, 12, 31), False), (date(2023, 1, 1), True), (END_OF_TIME, True)]
)
def test_a_year_is_over_with_its_last_day(demonstration, today, over):
    """On 31 December there may still be a receipt."""
    assert yearly_books(demonstration.ledger, YEAR, today=today).is_over is over


def test_months_that_nobody_recorded_are_named(demonstration):
    """Who forgets eleven months of books sees why everybody is late."""
    note = "Tidak ada uang masuk atau keluar yang dicatat sejak Februari 2023; mungkin belum dibukukan."

    assert note in _report(demonstration.ledger, Year(2023), "tunggakan").notes
    assert note not in _report(demonstration.ledger, YEAR, "tunggakan").notes


def test_a_year_before_the_ledger_is_refused(demonstration):
    """The first year that can be shown is named."""
    with pytest.raises(RefusedError) as refusal:
        yearly_reports(demonstration.ledger, Year(2020))

    assert refusal.value.hint == "Laporan tahun pertama yang dapat dibuat: danabergulir laporan 2021"


def test_stuck_groups_stand_by_rw_with_cause_and_what_was_done(closed_year):
    """The cause last written down, the letters, the visits, the promise."""
    report = _report(closed_year, YEAR, "tunggakan")
    found = {row["ksm"]: (row["rw"], row["sebab"], row["tindakan"]) for row in _rows(report)}

    assert found == {
        "Usaha Bersama": (
            "03",
            "usaha bangkrut",
            (
                "4 surat, terakhir Surat Panggilan Lurah 30-11-2022 (terbit); 1 kunjungan, terakhir 20-07-2022; "
                "janji 15-09-2022 Rp1.000.000, ditepati"
            ),
        ),
        "Bina Usaha": (
            "06",
            "enggan",
            "2 surat, terakhir Surat Teguran I 30-11-2022 (terbit); 1 kunjungan, terakhir 12-12-2022",
        ),
        "Mawar Merah": ("07", "belum dicatat", "belum ada"),
    }
    headings = [row.cells[0] for row in report.section.rows if row.style is Style.HEADING]
    assert headings[0] == "RW 03 (Ketua RW: Pak Ruslan Daeng Ngalle)"
    assert [heading[:5] for heading in headings] == ["RW 03", "RW 06", "RW 07"]


def test_the_letters_of_the_year_are_counted_by_level_with_what_came_back(closed_year):
    """Six letters: three of level 1, of which one was paid after its days were over."""
    lines = _rows(_report(closed_year, YEAR, "sanksi-tahun"))

    assert [(row["tingkat"], row["surat"], row["dibayar"], row["diterima"].value) for row in lines] == [
        (1, 3, 1, 5_050_000),
        (2, 1, 0, 500_000),
        (3, 1, 0, 750_000),
        (4, 1, 0, 350_000),
    ]
    assert yearly_books(closed_year, Year(2021)).books.sanctions == ()
    assert _rows(_report(closed_year, Year(2023), "sanksi-tahun")) == []


def test_the_decisions_of_all_months_stand_in_the_year(closed_year):
    """The year's list is that of its months, one below the other."""
    of_months = [row for month in YEAR.months for row in _month(closed_year, month, "keputusan")]

    assert _rows(_report(closed_year, YEAR, "keputusan")) == of_months
    assert [row["berita_acara"] for row in of_months] == ["04/BA/2022"]


def test_what_was_let_go_within_the_year_stands_in_it(tmp_path):
    """A write-off of June is among the decisions of the year."""
    path = lend(tmp_path / "upk.db")
    write_off(path, NUMBER, date(2023, 6, 30), NOW, decision="9/BA/2023")

    assert [row["berita_acara"] for row in _rows(_report(path, Year(2023), "keputusan"))] == ["9/BA/2023"]


@pytest.mark.parametrize("column", ["nilai", "tahun_lalu"])
@pytest.mark.parametrize(
    "words",
    [
        *("Kas", "Bank UPK", "Uang masuk setahun", "Uang keluar setahun", "Pendapatan setahun", "Biaya setahun"),
        *("Laba setahun", "Modal", "Saldo pinjaman", "Disalurkan setahun", "Pokok kembali setahun"),
        *("Jasa diterima setahun", "Cadangan risiko yang sudah dibukukan"),
    ],
)
def test_what_the_summary_says_in_words_unfolds_to_the_same_figure(closed_year, words, column):
    """A citizen's question about the page that is read out is answered from the vouchers, of last year too."""
    found = explain(closed_year, YEAR, "ringkasan-tahun", words, column)

    assert found.unfolded.holds
    assert str(found.asked.cell).endswith(format_rupiah(found.unfolded.figure.value))


def test_the_capital_is_told_by_its_sources_to_the_rupiah(closed_year):
    """Three sources, and what the meeting added since without one, come to the capital of the balance sheet."""
    (capital,) = _report(closed_year, Year(2023), "arus-dana").more
    keys = [column.key for column in capital.columns]
    lines = [dict(zip(keys, row.cells, strict=True)) for row in capital.rows]
    booked = {row["kode"]: row["saldo"] for row in _month(closed_year, Month(2023, 1), "neraca")}

    assert [line["nomor"] for line in lines] == ["D-001", "", "D-002", "D-003", None]
    assert (lines[0]["jumlah"], lines[1]["program"]) == (Rupiah(390_000_000), "Belum dicatat sumbernya")
    assert lines[0]["jumlah"] + lines[1]["jumlah"] == booked["31010"]
    assert lines[-1]["jumlah"] == booked["31010"] + booked["31020"]


def test_the_letters_are_held_against_each_other_by_level(closed_year):
    """None was paid within its days to answer, and a few letters are too few to conclude."""
    lines = _rows(_report(closed_year, YEAR, "pengaruh"))

    assert [(row["jenis"], row["kelompok"].partition(":")[0]) for row in lines] == [
        *(("surat sanksi", level) for level in ("1", "2", "3", "4")[: len(lines)])
    ]
    assert {row["kesimpulan"] for row in lines} == {"pembanding", "belum cukup untuk menyimpulkan"}
    assert [row["lunas_tepat"] for row in lines] == [0] * len(lines)

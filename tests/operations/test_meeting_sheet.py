"""A meeting sheet that comes back filled in: each line once, all of it or nothing, and every odd cell named."""

import shutil
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest

from danabergulir.domain.journal import Component, Event
from danabergulir.domain.meeting import SheetField
from danabergulir.errors import FaultyDataError, NotFoundError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import savings, vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.imports.meeting.reading import read_filled
from danabergulir.operations.imports.meeting.recording import import_filled
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.members import loan_members
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.meeting import meeting_sheet
from danabergulir.operations.savings import save
from danabergulir.render.xlsx import meeting
from ledger.small_ledger import written
from meeting_sheets import (
    DAY,
    FROM_SAVINGS,
    OWN_NUMBER,
    PAID,
    VOLUNTARY,
    asked_of,
    columns_of,
    fill,
    head_of,
    rearranged,
    rows_of,
)
from properties.small_fund import start_fund

NOW = datetime(2026, 4, 30, 20, 0, tzinfo=timezone(timedelta(hours=7)))
EVENING = date(2026, 3, 5)
"""MAWAR (P-0001) fell due on the 15th; MELATI and DAHLIA on the 5th, for the second time."""
LENT_ON = date(2026, 1, 5)


@pytest.fixture(scope="module")
def lent(tmp_path_factory):
    """Return a fund with three loans; that of MELATI is shared by two members, and DAHLIA has savings."""
    path = start_fund(tmp_path_factory.mktemp("dana"))
    for ksm in ("MELATI", "DAHLIA"):
        disburse(path, ksm, Wish(Rupiah(2_000_000), 10), LENT_ON, NOW, permit="01/BA")
    with written(path) as writer:
        writer.add_shares("P-0002", [(1, Rupiah(1_500_000)), (2, Rupiah(500_000))])
    save(path, "DAHLIA", Rupiah(400_000), LENT_ON, NOW)
    return path


@pytest.fixture
def fund(lent, tmp_path):
    """Return a copy of that fund."""
    return Path(shutil.copyfile(lent, tmp_path / "upk.db"))


@pytest.fixture
def sheet(fund):
    """Return the empty sheet of the evening."""
    path = fund.with_name("lembar.xlsx")
    path.write_bytes(meeting.render(*meeting_sheet(fund, EVENING)))
    return path


def _take(fund, path, **how):
    return import_filled(fund, read_filled(path), NOW, **how)


def _findings(fund, path, **how):
    """Return what is wrong with a sheet, and that nothing of it was recorded."""
    before = _recorded(fund)
    with pytest.raises(FaultyDataError) as caught:
        _take(fund, path, **how)
    assert _recorded(fund) == before
    error = caught.value
    return [f"{item.subject}: {item.message}. {item.hint}" for item in error.findings] or [error.message]


def _recorded(fund):
    """Return event, loan, amount and own number of every voucher of the evening."""
    with store.reading(fund) as connection:
        found = vouchers.dated_between(connection, EVENING, NOW.date())
        return [
            (item.posting.event, item.posting.loan, item.posting.amount.value, item.posting.external_ref)
            for item in found
        ]


def test_a_sheet_asks_for_what_is_due_on_the_evening(fund, sheet):
    """Two instalments of 230,000 of those who never paid, one of them in arrears; MAWAR's arrears since January."""
    made, _ = meeting_sheet(fund, EVENING)
    assert asked_of(sheet) == {"P-0001": 590_000, "P-0002": 460_000, "P-0003": 460_000}
    assert [(line.loan, line.arrears.value, line.parts.amount.value) for line in made.lines] == [
        ("P-0001", 590_000, 0),
        ("P-0002", 230_000, 230_000),
        ("P-0003", 230_000, 230_000),
    ]


def test_the_parts_of_members_are_those_of_their_ksm(fund):
    """Three quarters and one quarter of each part, so that they come to the line of the KSM."""
    line = next(line for line in meeting_sheet(fund, EVENING)[0].lines if line.members)
    assert [member.asked.value for member in line.members] == [345_000, 115_000]
    assert sum(member.parts.jasa.value for member in line.members) == line.parts.jasa.value


def test_a_sheet_keeps_to_the_rw_and_the_ksm_asked_for(fund):
    """A KSM that is named stands on it without a loan too; nobody at all is not found."""
    by_rw, _ = meeting_sheet(fund, EVENING, rw="2")
    named, _ = meeting_sheet(fund, EVENING, named=["KENANGA", "dahlia"])
    assert [line.ksm.code for line in by_rw.lines] == ["MELATI"]
    assert [(line.ksm.code, line.loan) for line in named.lines] == [("DAHLIA", "P-0003"), ("KENANGA", None)]
    with pytest.raises(NotFoundError):
        meeting_sheet(fund, EVENING, rw="09")


def test_the_code_names_the_day_and_stays_the_same(fund, sheet):
    """However often a sheet is printed, also after something was recorded; another day is another code."""
    code = meeting_sheet(fund, EVENING)[0].code
    _take(fund, fill(sheet, sheet, {"P-0001": {PAID: "v"}}))
    assert code.startswith("L260305-")
    assert meeting_sheet(fund, EVENING, rw="02")[0].code == code
    assert meeting_sheet(fund, date(2026, 3, 6))[0].code[8:] != code[8:]


def test_a_mark_is_what_is_asked_and_everything_is_recorded_as_at_the_counter(fund, sheet):
    """Money, voluntary savings and arrears from savings, with the treasurer's own number on one voucher each."""
    fill(
        sheet,
        sheet,
        {
            "P-0001": {PAID: "V", OWN_NUMBER: "KW-7"},
            "P-0002": {PAID: 230_000, VOLUNTARY: "25rb", OWN_NUMBER: "KW-8"},
            "P-0003": {PAID: "Rp 60.000,-", FROM_SAVINGS: 170_000},
        },
        Nomor_berita_acara="07/BA/2026",
    )
    done = _take(fund, sheet, counted=Rupiah(905_000))
    assert (done.lines, done.skipped) == (3, 0)
    assert _recorded(fund) == [
        (Event.REPAYMENT, "P-0001", 590_000, "KW-7"),
        (Event.SAVINGS_IN, None, 25_000, None),
        (Event.REPAYMENT, "P-0002", 230_000, "KW-8"),
        (Event.REPAYMENT, "P-0003", 60_000, None),
        (Event.SAVINGS_USED, "P-0003", 170_000, None),
    ]
    with store.reading(fund) as connection:
        memos = [item.posting.memo for item in vouchers.dated_between(connection, EVENING, EVENING)]
    assert memos[1].endswith("/P-0002, bukti luar KW-8")
    assert "BA 07/BA/2026" in memos[4]


def test_a_sheet_sent_again_adds_only_what_is_new(fund, sheet):
    """The same file, then with a line more; a number written in later changes nothing, which is said."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}})
    assert _take(fund, sheet).lines == 1
    again = _take(fund, sheet)
    assert (again.lines, again.skipped) == (0, 1)
    fill(sheet, sheet, {"P-0001": {OWN_NUMBER: "KW-1"}, "P-0003": {PAID: 230_000}, "P-0002": {VOLUNTARY: 10_000}})
    more = _take(fund, sheet, counted=Rupiah(590_000 + 230_000 + 10_000))
    assert (more.lines, more.skipped) == (2, 1)
    told = 'baris 10 KSM MAWAR: Bukti luar "KW-1" ditulis sesudah BKM-2026-0002 dicatat; nomornya tidak ikut dicatat'
    assert [item.message for item in more.warnings] == [told]
    assert [amount for _, _, amount, _ in _recorded(fund)] == [590_000, 10_000, 230_000]


def test_a_number_changed_after_recording_is_a_finding_that_names_both(fund, sheet):
    """However it is written it is the same number; one taken off stays in the book, which is said."""
    fill(sheet, sheet, {"P-0001": {PAID: "v", VOLUNTARY: 10_000, OWN_NUMBER: "KW-01"}})
    _take(fund, sheet)
    fill(sheet, sheet, {"P-0001": {OWN_NUMBER: "kw 1"}})
    assert _take(fund, sheet).warnings == ()

    fill(sheet, sheet, {"P-0001": {OWN_NUMBER: "KW-9"}})
    (said,) = _findings(fund, sheet)
    assert said == (
        'lembar "Lembar" sel N10: Bukti luar KSM MAWAR "KW-9", padahal BKM-2026-0003 sudah dicatat dengan nomor '
        '"KW-01". Tulis lagi "KW-01"; bila nomor itu salah: danabergulir batal BKM-2026-0003 --alasan '
        '"salah nomor kuitansi", lalu danabergulir terima P-0001 590.000 --tanggal 2026-03-05 --bukti-luar "KW-9"'
    )
    fill(sheet, sheet, {"P-0001": {OWN_NUMBER: None}})
    assert [item.message for item in _take(fund, sheet).warnings] == [
        'baris 10 KSM MAWAR: Bukti luar kosong; BKM-2026-0003 tetap bernomor "KW-01"'
    ]


def test_what_was_taken_back_is_recorded_anew_by_the_command_of_its_kind(fund, sheet):
    """A receipt, savings put in, savings used."""
    fill(sheet, sheet, {"P-0003": {PAID: 60_000, VOLUNTARY: 10_000, FROM_SAVINGS: 170_000}})
    _take(fund, sheet)
    for number in ("BPB-2026-0001", "BKM-2026-0003", "BKM-2026-0002"):
        reverse_voucher(fund, number, "salah", None, NOW)
    ways = [item.message.partition("Bila memang dibayar: danabergulir ")[2] for item in _take(fund, sheet).warnings]
    assert ways == [
        "tabungan setor DAHLIA 10.000 --tanggal 2026-03-05",
        "terima P-0003 60.000 --tanggal 2026-03-05",
        "tabungan pakai DAHLIA 170.000 --tanggal 2026-03-05 --ba NOMOR",
    ]


def test_minutes_that_are_missing_are_asked_for_in_the_cell_that_has_them(fund, sheet):
    """The option of another command is no way out here."""
    fill(sheet, sheet, {"P-0003": {FROM_SAVINGS: 100_000}})
    (said,) = [item.message for item in _take(fund, sheet).warnings]

    assert said.startswith('lembar "Lembar" sel E4: Nomor berita acara kosong, padahal ada yang dibayar dari tabungan')
    assert "--ba" not in said


def test_sums_of_money_count_no_savings_that_are_used(fund, sheet):
    """What was recorded before, is now and was taken back comes to the money of the sheet."""
    fill(sheet, sheet, {"P-0003": {PAID: 60_000, FROM_SAVINGS: 100_000}})
    names = ("Jumlah uang lembar", "Sudah dicatat sebelumnya", "Dicatat sekarang")
    for expected in ((60_000, 0, 60_000), (60_000, 60_000, 0)):
        totals = dict(_take(fund, sheet).totals)
        assert tuple(totals[name].value for name in names) == expected
        assert totals["Dari tabungan"] == Rupiah(100_000)


def test_a_trial_records_nothing(fund, sheet):
    """It says what would be recorded."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}})
    assert _take(fund, sheet, trial=True).lines == 1
    assert _recorded(fund) == []


def test_an_amount_changed_after_recording_is_a_finding_with_the_command(fund, sheet):
    """After the voucher is taken back the right amount is recorded, and the wrong one never again."""
    wrong, right = sheet.with_name("salah.xlsx"), sheet.with_name("benar.xlsx")
    _take(fund, fill(sheet, wrong, {"P-0002": {PAID: 320_000}}))
    fill(sheet, right, {"P-0002": {PAID: 230_000}})
    (said,) = _findings(fund, right)
    assert "sel K11: Dibayar KSM MELATI 230.000, padahal sudah dicatat BKM-2026-0002 sebesar 320.000" in said
    assert "danabergulir betulkan BKM-2026-0002 --jumlah 230.000" in said
    reverse_voucher(fund, "BKM-2026-0002", "salah jumlah", None, NOW)
    again = _take(fund, wrong)
    assert (again.lines, again.skipped) == (0, 0)
    totals = dict(again.totals)
    assert (totals["Sudah dicatat sebelumnya"], totals["Dibatalkan, tidak dicatat lagi"]) == (
        Rupiah(0),
        Rupiah(320_000),
    )
    assert "dibatalkan" in again.warnings[0].message
    assert _take(fund, right).lines == 1


def test_an_amount_taken_off_a_sheet_already_recorded_is_a_finding(fund, sheet):
    """Before the count is held against the rest; after the voucher is taken back the rest is taken."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}, "P-0003": {PAID: 230_000, VOLUNTARY: 10_000}})
    _take(fund, sheet)
    fill(sheet, sheet, {"P-0001": {PAID: None}, "P-0003": {VOLUNTARY: None}})
    said = _findings(fund, sheet, counted=Rupiah(230_000))
    assert len(said) == 2
    assert "baris 10: Dibayar KSM MAWAR kosong, padahal sudah dicatat BKM-2026-0002 sebesar 590.000" in said[0]
    assert "danabergulir batal BKM-2026-0002 --alasan" in said[0]
    assert "Tab. sukarela KSM DAHLIA kosong" in said[1]
    for number in ("BKM-2026-0002", "BKM-2026-0003"):
        reverse_voucher(fund, number, "tidak jadi", None, NOW)
    assert _take(fund, sheet, counted=Rupiah(230_000)).skipped == 1


@pytest.mark.parametrize(
    ("key", "cells", "said"),
    [
        ("P-0001", {SheetField.MONEY: 590_000}, 'Jumlah uang KSM MAWAR "590.000", padahal isian barisnya kosong'),
        ("P-0001", {SheetField.MONEY: "590rb", PAID: 500_000}, "padahal isian barisnya 500.000"),
        ("P-0002", {SheetField.MONEY: 460_000}, "padahal isian barisnya kosong"),
        ("P-0002 #1", {SheetField.MONEY: 345_000, PAID: 300_000}, "padahal isian barisnya 300.000"),
    ],
)
def test_money_typed_where_it_is_added_up_is_a_finding(fund, sheet, key, cells, said):
    """It is neither passed over nor taken for what was paid."""
    fill(sheet, sheet, {"P-0003": {PAID: "v"}, key: cells})
    (found,) = _findings(fund, sheet)
    assert said in found
    assert "sel O1" in found
    assert "Tulis uangnya pada kolom Dibayar" in found


@pytest.mark.parametrize(
    ("key", "cells", "added"),
    [
        ("P-0001", {PAID: "v", VOLUNTARY: 10_000}, 600_000),
        ("P-0001", {PAID: "ok", VOLUNTARY: 10_000}, 10_000),
        ("P-0001", {PAID: "590rb", VOLUNTARY: "10rb"}, 0),
        ("P-0002 #1", {PAID: "v"}, 345_000),
    ],
)
def test_a_sum_that_the_workbook_added_up_is_no_finding(fund, sheet, key, cells, added):
    """Its formula takes text for nothing."""
    fill(sheet, sheet, {key: {**cells, SheetField.MONEY: added}})
    assert _take(fund, sheet).lines == 1


def test_savings_that_go_to_the_bank_are_to_be_deposited(fund, sheet):
    """The cash box holds the rest alone, so a count of it would differ by them."""
    fill(sheet, sheet, {"P-0003": {PAID: 230_000, VOLUNTARY: 10_000}})
    (said,) = _take(fund, sheet, counted=Rupiah(240_000)).to_do
    assert said.startswith("Setorkan Rp10.000 dari uang ini ke 11022")
    assert _take(fund, sheet).to_do == ()


def test_a_day_written_anew_moves_nothing_that_is_recorded(fund, sheet):
    """It says on which day that stands, and how to move it; only what is new has the day written."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}})
    _take(fund, sheet)
    fill(sheet, sheet, {}, **{DAY: date(2026, 3, 7)})
    again = _take(fund, sheet)
    said = " ".join(item.message for item in again.warnings)
    assert again.lines == 0
    assert "bertanggal" not in said
    assert "Dibayar tetap pada 05-03-2026, BKM-2026-0002" in said
    assert "danabergulir betulkan BKM-2026-0002 --tanggal 2026-03-07" in said
    fill(sheet, sheet, {"P-0003": {PAID: "v"}})
    more = [item.message for item in _take(fund, sheet).warnings]
    assert "yang dicatat sekarang bertanggal 07-03-2026 seperti tertulis" in more


@pytest.mark.parametrize("memo", [None, "dihitung ulang"])
def test_a_voucher_put_right_is_its_line_still(fund, sheet, memo):
    """Whatever its memo says now: the right amount is known, the wrong one told."""
    wrong, right = sheet.with_name("salah.xlsx"), sheet.with_name("benar.xlsx")
    _take(fund, fill(sheet, wrong, {"P-0003": {PAID: 320_000}}))
    amend(fund, "BKM-2026-0002", Right(amount=Rupiah(230_000), memo=memo), "salah jumlah", NOW)
    assert _take(fund, fill(sheet, right, {"P-0003": {PAID: 230_000}})).skipped == 1
    (said,) = _findings(fund, wrong)
    assert "sudah dicatat BKM-2026-0003 sebesar 230.000" in said


def test_a_receipt_moved_to_another_loan_is_on_the_line_of_that_loan(fund, sheet):
    """Sent again as it was, or with the amount on the right line, nothing is recorded twice and nothing is missing."""
    wrong, right, both = (sheet.with_name(f"{name}.xlsx") for name in ("salah", "benar", "dua"))
    _take(fund, fill(sheet, wrong, {"P-0003": {PAID: 230_000}}))
    moved = amend(fund, "BKM-2026-0002", Right(loan="P-0002"), "salah KSM", NOW).voucher
    code = meeting_sheet(fund, EVENING)[0].code

    assert moved.posting.memo == f"Angsuran pinjaman P-0002, lembar {code}/P-0002 (pengganti BKM-2026-0002)"
    for path in (wrong, fill(sheet, right, {"P-0002": {PAID: 230_000}})):
        again = _take(fund, path)
        assert (again.lines, again.skipped, again.warnings) == (0, 1, ())
    fill(sheet, both, {"P-0002": {PAID: 230_000}, "P-0003": {PAID: 230_000}})
    again = _take(fund, both)
    assert (again.lines, again.skipped) == (0, 1)
    assert "Dibayar 230.000 pernah dicatat BKM-2026-0002 dan dibatalkan" in again.warnings[0].message


def test_savings_moved_to_another_ksm_are_of_no_line_of_the_wrong_one(fund, sheet):
    """The memo names their own KSM; the sheet as it was is known still."""
    _take(fund, fill(sheet, sheet, {"P-0003": {VOLUNTARY: 20_000}}))
    moved = amend(fund, "BKM-2026-0002", Right(ksm="MELATI"), "salah KSM", NOW).voucher

    assert moved.posting.memo == "Tabungan KSM MELATI (pengganti BKM-2026-0002)"
    assert (_take(fund, sheet).lines, _take(fund, sheet).skipped) == (0, 1)


def test_savings_used_are_taken_back_and_recorded_anew(fund, sheet):
    """No voucher of another kind stands for them."""
    _take(fund, fill(sheet, sheet, {"P-0003": {FROM_SAVINGS: 100_000}}))
    fill(sheet, sheet, {"P-0003": {FROM_SAVINGS: 50_000}})
    assert "danabergulir batal BPB-2026-0001" in _findings(fund, sheet)[0]


@pytest.mark.parametrize(
    ("counted", "said"),
    [
        (460_000, "kurang Rp590.000 dari jumlah lembar, Rp1.050.000; tepat sebesar baris 10 KSM MAWAR"),
        (1_510_000, "lebih Rp460.000 dari jumlah lembar, Rp1.050.000; tepat sebesar tagihan baris 14 KSM DAHLIA"),
        (1_049_000, "kurang Rp1.000 dari jumlah lembar, Rp1.050.000"),
    ],
)
def test_money_that_is_not_that_of_the_sheet_stops_it(fund, sheet, counted, said):
    """By how much, and which line is just that; whether the count was typed or stands on the sheet."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}, "P-0002": {PAID: "v"}})
    assert said in _findings(fund, sheet, counted=Rupiah(counted))[0]
    fill(sheet, sheet, {}, Uang_dihitung=counted)
    assert said in _findings(fund, sheet)[0]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({PAID: 690}, 'sel K10: Dibayar KSM MAWAR "690": terbaca 690 rupiah, kurang dari seribu. Tulis lengkap'),
        ({PAID: "seratus"}, 'sel K10: Dibayar KSM MAWAR "seratus": '),
        ({PAID: "1,250,000"}, "koma dibaca sebagai pemisah ribuan, titik sebagai sen, terbaca 1.250.000"),
        ({PAID: -5_000}, "angka negatif"),
        ({PAID: 1250.5}, "bukan rupiah bulat"),
        ({PAID: "=200000+30000"}, "rumus tanpa nilai. Tulis jumlahnya sebagai angka"),
        ({VOLUNTARY: "v"}, "tanda hanya untuk Dibayar"),
        ({PAID: date(2026, 3, 5)}, "bukan jumlah uang"),
        ({SheetField.ASKED: 100_000}, 'Ditagih "100.000": bukan jumlah bagiannya, 590.000; sel ini bukan isian'),
        ({PAID: 99_000_000}, "lebih besar daripada"),
        ({FROM_SAVINGS: 100_000}, "sel M10: Dari tabungan KSM MAWAR: tabungannya kurang Rp100.000"),
    ],
)
def test_a_cell_that_cannot_be_taken_is_named_with_value_and_remedy(fund, sheet, cells, said):
    """By sheet and cell; the rest of the sheet is not recorded either."""
    fill(sheet, sheet, {"P-0002": {PAID: "v"}, "P-0001": cells})
    (found,) = _findings(fund, sheet)
    assert said in found


def test_every_wrong_cell_is_named_at_once(fund, sheet):
    """So that one round of mending is enough."""
    fill(sheet, sheet, {"P-0001": {PAID: "abc"}, "P-0002": {PAID: "xyz"}, "P-0003": {VOLUNTARY: "?"}})
    assert len(_findings(fund, sheet)) == 3


def test_two_lines_for_one_receipt_are_named(fund, sheet):
    """However the number is written."""
    fill(sheet, sheet, {"P-0001": {PAID: "v", OWN_NUMBER: "KW-01"}, "P-0003": {PAID: "v", OWN_NUMBER: "kw 1"}})
    (said,) = _findings(fund, sheet)
    assert 'sel N14: Bukti luar "kw 1" sudah dipakai untuk KSM MAWAR, lembar "Lembar" sel N10' in said


def test_a_receipt_number_of_another_voucher_is_refused(fund, sheet):
    """What was typed at the counter with it stands."""
    receive(fund, "P-0001", Rupiah(590_000), EVENING, NOW, external_ref="KW-1")
    fill(sheet, sheet, {"P-0003": {PAID: "v", OWN_NUMBER: "KW 1"}})
    assert "sudah dicatat pada BKM-2026-0002" in _findings(fund, sheet)[0]


def test_a_line_written_twice_is_named(fund, sheet):
    """As when a row was copied and both were filled in; an empty copy does no harm."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}})
    book = openpyxl.load_workbook(sheet)
    page, columns = book.active, columns_of(openpyxl.load_workbook(sheet).active)
    last = page.max_row + 1
    for column in columns.values():
        page.cell(last, column).value = page.cell(10, column).value
    page.cell(last, columns[PAID]).value = None
    page.cell(last, columns[SheetField.MONEY]).value = None
    book.save(sheet)
    assert read_filled(sheet).money == Rupiah(590_000)
    page.cell(last, columns[PAID]).value = 100_000
    book.save(sheet)
    (said,) = _findings(fund, sheet)
    assert "P-0001 KSM MAWAR ditulis dua kali, juga pada baris 10" in said


@pytest.mark.parametrize("order", [[4, 0, 1, 2, 3], [1, 2, 3, 4, 0]])
def test_rows_in_another_order_stay_what_they_are(sheet, order):
    """Each is read by its loan, and the change is told."""
    fill(sheet, sheet, {"P-0001": {PAID: 11_000}, "P-0002": {PAID: 22_000}, "P-0003": {PAID: 33_000}})
    read = read_filled(rearranged(sheet, order))
    assert [(line.key, line.money.value) for line in read.lines] == [
        ("P-0001", 11_000),
        ("P-0002", 22_000),
        ("P-0003", 33_000),
    ]
    assert any("urutan baris berubah" in text for text in read.warnings)


def test_columns_sorted_without_the_others_are_named(fund, sheet):
    """The loan of one KSM beside the code of another."""
    fill(sheet, sheet, {"P-0001": {PAID: "v", SheetField.CODE: "DAHLIA"}})
    (said,) = _findings(fund, sheet)
    assert 'baris 10: pinjaman P-0001 milik KSM MAWAR, padahal di baris ini tertulis "DAHLIA"' in said


def test_a_moved_column_is_read_by_its_heading_and_told(sheet):
    """The two columns of savings exchanged."""
    fill(sheet, sheet, {"P-0003": {PAID: 230_000, VOLUNTARY: 15_000}})
    book = openpyxl.load_workbook(sheet)
    page, columns = book.active, columns_of(book.active)
    one, other = columns[VOLUNTARY], columns[FROM_SAVINGS]
    for row in range(head_of(page), page.max_row + 1):
        left, right = page.cell(row, one), page.cell(row, other)
        left.value, right.value = right.value, left.value
    book.save(sheet)
    read = read_filled(sheet)
    assert read.money == Rupiah(245_000)
    assert any("dipindah ke" in text for text in read.warnings)


def test_a_missing_or_doubled_column_is_named(fund, sheet):
    """Without the money there is nothing to read; twice, nobody knows which."""
    book = openpyxl.load_workbook(sheet)
    heading = book.active.cell(head_of(book.active), columns_of(book.active)[PAID])
    heading.value = "Tab. sukarela"
    book.save(sheet)
    said = _findings(fund, sheet)
    assert 'sel L9: kolom "Tab. sukarela" ada dua kali, juga di K9. Hapus salah satunya' in said[0]
    assert 'kolom "Dibayar" tidak ada' in said[1]


def test_deleted_rows_are_told_by_their_numbers(fund, sheet):
    """The rest is recorded."""
    fill(sheet, sheet, {"P-0003": {PAID: "v"}})
    book = openpyxl.load_workbook(sheet)
    book.active.delete_rows(rows_of(book.active)["P-0001"])
    book.save(sheet)
    done = _take(fund, sheet)
    assert done.lines == 1
    assert [item.message for item in done.warnings] == ["1 dari 3 baris lembar sudah dihapus: No 1"]


def test_an_amount_beside_no_ksm_is_named(fund, sheet):
    """As in the line of the sums."""
    book = openpyxl.load_workbook(sheet)
    page = book.active
    page.cell(max(rows_of(page).values()) + 1, columns_of(page)[PAID]).value = 50_000
    book.save(sheet)
    assert "barisnya tanpa kode KSM" in _findings(fund, sheet)[0]


@pytest.mark.parametrize(
    ("written_day", "read"),
    [
        (date(2026, 3, 5), EVENING),
        ("5 Maret 2026", EVENING),
        ("05/03/2026", EVENING),
        (None, EVENING),
        (date(2026, 3, 7), date(2026, 3, 7)),
    ],
)
def test_the_day_may_be_a_date_or_text_or_another_day(sheet, written_day, read):
    """A meeting held later is recorded on its own day, and that is told."""
    fill(sheet, sheet, {}, **{DAY: written_day})
    found = read_filled(sheet)
    assert found.day == read
    assert (found.warnings == ()) == (read == EVENING)


@pytest.mark.parametrize("written_day", [date(2026, 5, 3), "03/05/2026", "3 Mei 2026"][:2])
def test_a_swapped_day_is_named(fund, sheet, written_day):
    """The code knows which day was meant."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}}, **{DAY: written_day})
    (said,) = _findings(fund, sheet)
    assert "sel E3: Tanggal rapat" in said
    assert "padahal lembar ini untuk 05-03-2026: hari dan bulan tertukar. Tulis 2026-03-05" in said


@pytest.mark.parametrize("written_day", [date(2026, 7, 3), "03/07/2026"])
def test_a_day_that_is_nearer_when_swapped_is_asked_about(fund, sheet, written_day):
    """A meeting two days late, which an English spreadsheet puts into July: with both readings."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}}, **{DAY: date(2026, 3, 7)})
    assert read_filled(sheet).day == date(2026, 3, 7)

    fill(sheet, sheet, {"P-0001": {PAID: "v"}}, **{DAY: written_day})
    (said,) = _findings(fund, sheet)
    assert "dapat dibaca 03-07-2026 atau 07-03-2026, dan lembar ini untuk 05-03-2026" in said
    assert said.endswith("Tulis nama bulannya, dengan tanda petik di depan: '7 Maret 2026 atau '3 Juli 2026")

    for text, day in (("'7 Maret 2026", date(2026, 3, 7)), ("'3 Juli 2026", date(2026, 7, 3))):
        fill(sheet, sheet, {}, **{DAY: text})
        assert read_filled(sheet).day == day


def test_a_day_that_is_none_is_named(fund, sheet):
    """With the value and what to write."""
    fill(sheet, sheet, {}, **{DAY: "31/02/2026"})
    assert 'Tanggal rapat "31/02/2026": tanggal tidak ada di kalender. Tulis 2026-03-05' in _findings(fund, sheet)[0]


def test_a_sheet_of_another_day_that_is_closed_or_to_come_is_refused(fund, sheet):
    """By the same rule as at the counter."""
    fill(sheet, sheet, {"P-0001": {PAID: "v"}}, **{DAY: date(2026, 12, 1)})
    with pytest.raises(RefusedError):
        _take(fund, sheet)


def test_what_members_brought_is_the_receipt_of_their_ksm(fund, sheet):
    """One receipt, and it is written down who paid what of it."""
    fill(sheet, sheet, {"P-0002 #1": {PAID: "v", VOLUNTARY: 5_000}, "P-0002 #2": {PAID: 100_000, VOLUNTARY: 5_000}})
    _take(fund, sheet, counted=Rupiah(455_000))
    assert [(event, amount) for event, _, amount, _ in _recorded(fund)] == [
        (Event.SAVINGS_IN, 10_000),
        (Event.REPAYMENT, 445_000),
    ]
    stands = loan_members(fund, "P-0002", EVENING)
    assert [part.standing.paid.value for part in stands.members] == [345_000, 100_000]
    assert _take(fund, sheet).skipped == 1


def test_members_that_come_to_another_sum_than_their_ksm_are_named(fund, sheet):
    """A cell of the KSM beside those of its members has to agree."""
    fill(sheet, sheet, {"P-0002": {PAID: 460_000}, "P-0002 #1": {PAID: "v"}})
    assert "Dibayar KSM MELATI 460.000, padahal jumlah anggotanya 345.000" in _findings(fund, sheet)[0]
    fill(sheet, sheet, {"P-0002 #2": {PAID: "v"}})
    assert read_filled(sheet).money == Rupiah(460_000)


def test_savings_and_numbers_of_members_belong_to_the_line_of_the_ksm(fund, sheet):
    """They are not passed over in silence."""
    fill(sheet, sheet, {"P-0002 #1": {PAID: "v", FROM_SAVINGS: 10_000, OWN_NUMBER: "KW-1"}})
    said = _findings(fund, sheet)
    assert [text.rpartition(". ")[2] for text in said] == ["Tulis pada baris KSM-nya"] * 2


def test_a_ksm_without_a_loan_saves_by_its_line(fund, sheet):
    """Known again by its code."""
    sheet.write_bytes(meeting.render(*meeting_sheet(fund, EVENING, named=["KENANGA"])))
    fill(sheet, sheet, {"KENANGA": {VOLUNTARY: 50_000}})
    assert (_take(fund, sheet).lines, _take(fund, sheet).lines) == (1, 0)
    with store.reading(fund) as connection:
        assert savings.card_balances(connection, "21020", EVENING)["KENANGA"] == Rupiah(50_000)


def test_a_sheet_of_another_book_is_refused(fund, sheet):
    """Its code does not fit, whatever its loans are called."""
    book = openpyxl.load_workbook(sheet)
    book.active.cell(2, 5).value = "L260305-AAAA"
    book.save(sheet)
    assert "kode lembar L260305-AAAA bukan dari buku ini" in _findings(fund, sheet)[0]


def test_a_workbook_without_a_code_is_no_sheet(fund, tmp_path):
    """And one with two sheets of a code is asked about."""
    path = tmp_path / "lain.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = "Pinjaman"
    book.save(path)
    assert "tidak ada kode lembar" in _findings(fund, path)[0]


def test_what_the_counter_took_the_same_evening_is_warned_of(fund, sheet):
    """It has no mark of the sheet, so it may be the same money or other money."""
    receive(fund, "P-0001", Rupiah(590_000), EVENING, NOW)
    done = _take(fund, fill(sheet, sheet, {"P-0001": {PAID: 590_000}}))
    assert done.lines == 1
    assert any("BKM-2026-0002" in item.message for item in done.warnings)


def test_the_same_sheet_gives_the_same_bytes(fund):
    """No clock and no name of a machine."""
    one, other = (meeting.render(*meeting_sheet(fund, EVENING)) for _ in range(2))
    assert one == other


def test_printing_a_sheet_records_nothing(fund):
    """The ledger is the same file as before."""
    before = fund.read_bytes()
    meeting_sheet(fund, EVENING)
    assert fund.read_bytes() == before


def test_vouchers_follow_the_order_of_the_sheet(fund, sheet):
    """So that paper and vouchers are compared from top to bottom."""
    fill(sheet, sheet, {key: {PAID: 20_000} for key in ("P-0003", "P-0001", "P-0002")})
    _take(fund, rearranged(sheet, [4, 3, 2, 1, 0]))
    assert all(one[1] < other[1] for one, other in pairwise(_recorded(fund)))


def test_parts_are_laid_out_by_the_rules(fund, sheet):
    """As for a receipt typed without parts."""
    _take(fund, fill(sheet, sheet, {"P-0003": {PAID: 230_000}}))
    with store.reading(fund) as connection:
        (voucher,) = vouchers.dated_between(connection, EVENING, EVENING)
    assert voucher.posting.parts == {Component.JASA: Rupiah(60_000), Component.PRINCIPAL: Rupiah(170_000)}

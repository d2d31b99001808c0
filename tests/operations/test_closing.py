"""Closing months and years, the figures a close keeps, and opening the newest one again."""

import json
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from danabergulir.dates import Month
from danabergulir.domain.assets import FixedAsset
from danabergulir.domain.closing import ClosingKind, Share, closing_transfers, divided
from danabergulir.domain.journal import Event
from danabergulir.errors import NotFoundError, RefusedError, UnsoundBooksError, UsageError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import accounts, closings, registers
from danabergulir.ledger.read import books as reader
from danabergulir.ledger.write import Writer
from danabergulir.money import NIL, Rupiah, total
from danabergulir.operations.assets import add_asset, change_asset
from danabergulir.operations.cash import cash_in, cash_out, count_cash, enter
from danabergulir.operations.closing import close_month, close_year, list_closings, reopen
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.month import monthly_reports
from danabergulir.operations.reserving import adjust_reserve
from danabergulir.reports.month.statements import balance_sheet, income_statement
from danabergulir.reports.month.trial_balance import trial_balance
from ledger.small_ledger import execute, fetch, record, start
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import lines, move, posting

MONTH, YEAR = ClosingKind.MONTH, ClosingKind.YEAR
AGREED = [
    Share("UPL", Fraction(10), "21050"),
    Share("UPS", Fraction(30), "21040"),
    Share("Modal", Fraction(60), "31010"),
]
LATE, SPLIT = date(2024, 2, 1), date(2023, 1, 20)
"""Days on which a year is closed: after every month of the tests, and in the January after 2022."""
REAL = (9_402_185, 28_206_554, 56_413_109)
"""The shares of Rp94,021,848 at 10, 30 and 60 percent in a real urban UPK."""


@pytest.fixture
def lent(tmp_path):
    """Return a ledger opened on 31 December 2022 with one loan of January 2023."""
    return lend(tmp_path / "upk.db")


@pytest.fixture
def carried(tmp_path):
    """Return a ledger whose opening balances of 31 December 2022 carry the year's income and cost."""
    path = tmp_path / "upk.db"
    start(path)
    opened = date(2022, 12, 31)
    opening = posting(
        opened,
        move("11021", "00000", 401_500_000),
        move("51010", "00000", 143_978_152),
        move("00000", "41010", 238_000_000),
        move("00000", "31010", 307_478_152),
        event=Event.OPENING,
    )
    record(path, [opening])
    return path


def _moment(day):
    """Return the moment of the tests on another day."""
    return NOW.replace(year=day.year, month=day.month, day=day.day)


def _sheet(path, month):
    with store.reading(path) as connection:
        books = reader.books(connection, Month.parse(month))
    return {row[0]: row[3] for row in lines(balance_sheet(books).section)}, lines(income_statement(books).section)[-1]


def _reports(path, month):
    return monthly_reports(path, Month.parse(month))


def _trial(path, month, *codes):
    """Return the figures of these accounts in the trial balance, or of all of them."""
    with store.reading(path) as connection:
        section = trial_balance(reader.books(connection, Month.parse(month))).section
    figures = {row[0]: row[2:] for row in lines(section) if row[0]}
    return {code: figures[code] for code in codes if code in figures} if codes else figures


def _balance(path, code, day):
    with store.reading(path) as connection:
        return accounts.balance(connection, code, day).value


def _kept(path):
    """Return for each close in force whether its figures still follow from the journal."""
    with store.reading(path) as connection:
        chart = registers.chart(connection, NOW.date())
        return [
            (dict(item.accounts), dict(item.loans))
            == closings.figures_at(connection, item.locked_to, item.sequence, chart)
            for item in closings.closings(connection)
        ]


def test_a_closed_month_takes_nothing_more(lent):
    """Neither a voucher nor a reversal dated in it; the day after it does."""
    voucher = cash_in(lent, "41020", Rupiah(5_000), "Bunga bank", date(2023, 1, 20), NOW).voucher
    close_month(lent, Month(2023, 1), NOW)
    with pytest.raises(RefusedError, match="sudah ditutup"):
        cash_in(lent, "41020", Rupiah(5_000), "Bunga bank", date(2023, 1, 31), NOW)
    with pytest.raises(RefusedError, match="sudah ditutup"):
        reverse_voucher(lent, voucher.number, "salah", date(2023, 1, 31), NOW)
    correction = reverse_voucher(lent, voucher.number, "salah", date(2023, 2, 1), NOW)
    assert correction.voucher.posting.dated_on == date(2023, 2, 1)


def test_months_are_closed_in_order_from_any_first_one(lent):
    """After March comes April, neither May nor February."""
    close_month(lent, Month(2023, 3), NOW)
    with pytest.raises(RefusedError, match="April 2023 belum ditutup") as refusal:
        close_month(lent, Month(2023, 5), NOW)
    assert refusal.value.hint == "Tutup dulu: danabergulir tutup bulan 2023-04"
    with pytest.raises(RefusedError, match="Februari 2023 sudah ditutup"):
        close_month(lent, Month(2023, 2), NOW)
    assert close_month(lent, Month(2023, 4), NOW).closing.locked_to == date(2023, 4, 30)


@pytest.mark.parametrize(("month", "words"), [("2022-11", "sebelum saldo awal"), ("2024-12", "belum berakhir")])
def test_a_month_before_the_opening_or_still_running_is_not_closed(lent, month, words):
    """On its last day a month is still running."""
    with pytest.raises(RefusedError, match=words):
        close_month(lent, Month.parse(month), NOW)


def test_a_failing_check_stops_the_close_and_is_told(tmp_path):
    """Opening balances that are not complete."""
    path = tmp_path / "upk.db"
    start(path)
    record(path, [posting(date(2022, 12, 31), move("11010", "00000", 500), event=Event.OPENING)])
    with pytest.raises(UnsoundBooksError) as refusal:
        close_month(path, Month(2023, 1), NOW)
    assert refusal.value.exit_status == 4
    assert [finding.check for finding in refusal.value.findings] == ["saldo-awal"]
    assert list_closings(path) == []


def test_what_is_only_worth_a_look_is_told_and_closes_the_month(lent):
    """The cash box is below nil."""
    told: list[str] = []
    cash_out(lent, "51010", Rupiah(90_000_000), "Insentif", date(2023, 1, 25), NOW, insist=told.append)
    closed = close_month(lent, Month(2023, 1), NOW)
    assert [warning.partition(":")[0] for warning in closed.end.warnings] == ["11010 Kas"]
    assert told == ["saldo 11010 Kas menjadi -Rp41.200.000 pada 25 Januari 2023; dicatat karena --tetap"]


def test_a_close_keeps_the_balances_and_the_head_of_its_moment(lent):
    """Accounts debit positive, principal by loan, the newest voucher."""
    received = receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW).voucher
    closing = close_month(lent, Month(2023, 2), NOW).closing
    assert closing.loans == {NUMBER: 1_100_000}
    assert closing.accounts == {"11010": 48_918_000, "11030": 1_100_000, "31010": -50_000_000, "41010": -18_000}
    assert (closing.sequence, closing.head) == (received.sequence, received.digest)


def test_what_is_recorded_later_never_changes_what_a_close_says(lent):
    """Later months, a later-recorded close of the year and one taken back leave the figures derivable."""
    close_month(lent, Month(2023, 1), NOW)
    receive(lent, NUMBER, Rupiah(118_000), date(2023, 2, 10), NOW)
    for number in range(2, 13):
        close_month(lent, Month(2023, number), NOW)
    close_year(lent, 2023, AGREED, NOW, dated_on=LATE, insist=True)
    assert _kept(lent) == [True] * 13
    reopen(lent, YEAR, "2023", "bagian berubah", NOW)
    close_year(lent, 2023, [], NOW, dated_on=LATE)
    assert _kept(lent) == [True] * 13


def test_figures_that_were_tampered_with_no_longer_follow_from_the_journal(lent):
    """A transfer is changed behind the program's back."""
    close_month(lent, Month(2023, 1), NOW)
    execute(lent, "DROP TRIGGER transfer_no_update")
    execute(lent, "UPDATE transfer SET amount = amount + 1 WHERE id = 1")
    assert _kept(lent) == [False]


def test_depreciation_is_booked_on_the_last_day_and_catches_up_with_late_assets(lent):
    """Two chairs bought in January, registered in March: the close of March books both months."""
    close_month(lent, Month(2023, 2), NOW)
    chairs = FixedAsset("", "Kursi", date(2023, 1, 5), Rupiah(480_000), 48, 2)
    add_asset(lent, chairs, date(2023, 3, 1), NOW)
    (voucher,) = [close_month(lent, Month(2023, 3), NOW).end.depreciation]
    transfer = voucher.posting.transfers[0]
    assert (voucher.posting.dated_on, voucher.posting.event) == (date(2023, 3, 31), Event.DEPRECIATION)
    assert (transfer.debit, transfer.credit, transfer.amount) == ("51070", "12021", Rupiah(20_000))


def test_depreciation_of_what_the_books_never_bought_is_doubted(lent):
    """A chair whose purchase was taken back is still written down by the close, which says by how much too far."""
    add_asset(lent, FixedAsset("", "Kursi", date(2023, 1, 5), Rupiah(480_000), 48), date(2023, 1, 5), NOW)
    bought = cash_out(lent, "12020", Rupiah(480_000), "Beli kursi", date(2023, 1, 5), NOW)
    reverse_voucher(lent, bought.voucher.number, "tidak jadi", date(2023, 3, 2), NOW)
    (doubt,) = [said for said in close_month(lent, Month(2023, 2), NOW).end.doubts if "inventaris" in said]
    assert "menjadi -Rp10.000 pada 2 Maret 2023: yang disusutkan lebih dari yang tercatat dibeli" in doubt
    assert "danabergulir aset lepas" in doubt


def test_depreciation_before_the_opening_balances_is_not_booked_again(lent):
    """An asset of 2021 is carried forward written down; only the new month is booked."""
    old = FixedAsset("", "Lemari", date(2021, 12, 1), Rupiah(2_400_000), 24)
    added = add_asset(lent, old, date(2023, 1, 5), NOW)
    assert (added.carried, added.asset.depreciated_before) == (True, Rupiah(1_200_000))
    assert close_month(lent, Month(2023, 1), NOW).end.depreciation.posting.amount == Rupiah(100_000)


def test_a_month_opened_and_closed_again_books_only_the_difference(lent):
    """A life is corrected in between: some of the depreciation comes back."""
    add_asset(lent, FixedAsset("", "Laptop", date(2023, 1, 5), Rupiah(4_800_000), 24), date(2023, 1, 5), NOW)
    close_month(lent, Month(2023, 2), NOW)
    reopen(lent, MONTH, "2023-02", "umur salah", NOW)
    assert close_month(lent, Month(2023, 2), NOW).end.depreciation is None
    reopen(lent, MONTH, "2023-02", "umur salah", NOW)
    change_asset(lent, "inv-001", date(2023, 2, 28), NOW, {"life_months": 48})
    transfer = close_month(lent, Month(2023, 2), NOW).end.depreciation.posting.transfers[0]
    assert (transfer.debit, transfer.credit, transfer.amount) == ("12021", "51070", Rupiah(100_000))


def test_depreciation_without_an_account_names_the_command_that_sets_the_role(lent):
    """And nothing is closed."""
    execute(lent, "DROP TRIGGER account_no_update")
    execute(lent, "UPDATE account SET roles = '' WHERE code = '12021'")
    add_asset(lent, FixedAsset("", "Laptop", date(2023, 1, 5), Rupiah(4_800_000), 24), date(2023, 1, 5), NOW)
    with pytest.raises(NotFoundError) as refusal:
        close_month(lent, Month(2023, 2), NOW)
    assert "akun ubah KODE --peran akumulasi_penyusutan" in refusal.value.hint
    assert list_closings(lent) == []


def test_the_reserve_is_adjusted_by_the_close_only_if_asked(lent):
    """One percent of a loan on schedule."""
    tried = close_month(lent, Month(2023, 1), NOW, trial=True).end
    assert (tried.adjustment, tried.reserve.gap, list_closings(lent)) == (None, "kurang Rp12.000", [])
    asked = close_month(lent, Month(2023, 1), NOW, adjust_reserve=True).end
    assert (asked.adjustment.posting.amount, asked.reserve.missing) == (Rupiah(12_000), NIL)
    left = close_month(lent, Month(2023, 2), NOW).end
    assert (left.adjustment, left.reserve.booked) == (None, Rupiah(12_000))


def test_a_cash_box_that_was_not_counted_is_told(lent):
    """Nothing is said once it was, with the same amount as the book."""
    closed = close_month(lent, Month(2023, 1), NOW, trial=True)
    assert closed.end.doubts[0].startswith("kas belum dihitung pada Januari 2023, menurut buku Rp48.800.000.")
    count_cash(lent, Rupiah(48_800_000), "", date(2023, 1, 31), NOW)
    assert close_month(lent, Month(2023, 1), NOW).end.doubts == ()


def test_a_difference_of_the_cash_box_is_told_until_it_is_explained(lent):
    """By a remark, by what was forgotten, or by an entry of the difference."""

    def doubt():
        return " ".join(close_month(lent, Month(2023, 1), NOW, trial=True).end.doubts)

    count_cash(lent, Rupiah(48_795_000), "", date(2023, 1, 30), NOW)
    assert "kurang Rp5.000, belum dijelaskan" in doubt()
    count_cash(lent, Rupiah(48_795_000), "dicari", date(2023, 1, 30), NOW)
    assert doubt() == ""
    count_cash(lent, Rupiah(48_795_000), "", date(2023, 1, 30), NOW)
    cash_out(lent, "51030", Rupiah(5_000), "Selisih kas", date(2023, 1, 31), NOW)
    assert doubt() == ""
    count_cash(lent, Rupiah(48_794_000), "", date(2023, 1, 31), NOW)
    assert "kurang Rp1.000" in doubt()
    cash_out(lent, "51030", Rupiah(1_000), "Terlewat", date(2023, 1, 31), NOW)
    assert doubt() == ""


def test_a_cash_box_that_held_nothing_need_not_be_counted(carried):
    """Nor one of a month of opening balances alone."""
    assert close_month(carried, Month(2022, 12), NOW).end.doubts == ()
    assert close_month(carried, Month(2023, 1), NOW).end.doubts == ()


def test_a_year_carried_by_the_opening_balances_is_closed_to_the_rupiah(carried):
    """The real case: Rp94,021,848 at 10, 30 and 60 percent, divided in January."""
    closed = close_year(carried, 2022, AGREED, NOW, dated_on=SPLIT)
    assert closed.profit == Rupiah(94_021_848)
    assert tuple(amount.value for _, amount in closed.parts) == REAL
    assert closed.undivided == NIL
    assert {voucher.posting.dated_on for voucher in closed.vouchers} == {SPLIT}
    sheet, _ = _sheet(carried, "2023-01")
    assert (sheet["21050"], sheet["21040"], sheet["31010"] - 307_478_152) == REAL
    assert sheet["31030"] == 0


def test_the_close_of_a_year_leaves_the_reports_of_the_year_as_they_were(carried):
    """Its income, its cost and its indicators stay; January shows the result of last year until it is divided."""
    close_month(carried, Month(2022, 12), NOW)
    close_month(carried, Month(2023, 1), NOW)
    before = [_reports(carried, month) for month in ("2022-12", "2023-01")]
    assert _sheet(carried, "2023-01")[0]["LABA-LALU"] == 94_021_848
    close_year(carried, 2022, AGREED, NOW, dated_on=date(2023, 2, 20))
    assert [_reports(carried, month) for month in ("2022-12", "2023-01")] == before


def test_the_new_year_starts_from_nil_before_the_old_one_is_closed_and_after(carried):
    """Its income and cost are January to date; last year's result is one row of modal until it is divided."""
    cash_in(carried, "41020", Rupiah(500), "Bunga bank", date(2023, 1, 5), NOW)
    sheet, income = _sheet(carried, "2023-01")
    assert (sheet["LABA-2023"], sheet["LABA-LALU"], income[3:]) == (500, 94_021_848, (0, 500, 500))
    assert _trial(carried, "2023-01", "41020", "41010", "LABA-LALU") == {
        "41020": (0, 0, 500, -500), "41010": (0, 0, 0, 0), "LABA-LALU": (-94_021_848, 0, 0, -94_021_848),
    }  # fmt: skip
    close_year(carried, 2022, AGREED, NOW, dated_on=SPLIT)
    sheet, income = _sheet(carried, "2023-01")
    assert (sheet["LABA-LALU"], sheet["LABA-2023"], income[3:]) == (0, 500, (0, 500, 500))
    assert _trial(carried, "2023-01", "41020", "41010", "LABA-LALU") == {
        "41020": (0, 0, 500, -500), "41010": (0, 0, 0, 0), "LABA-LALU": (-94_021_848, 238_000_000, 143_978_152, 0),
    }  # fmt: skip
    assert "LABA-LALU" not in _trial(carried, "2023-02")


def test_what_is_not_divided_stays_retained(carried):
    """Ten percent are given away."""
    closed = close_year(carried, 2022, AGREED[:1], NOW, dated_on=SPLIT)
    assert closed.undivided == Rupiah(94_021_848 - 9_402_185)
    assert _sheet(carried, "2023-01")[0]["31030"] == 94_021_848 - 9_402_185


def test_a_year_may_be_closed_on_its_last_day_while_that_is_open(carried):
    """December then shows the division, as the books of older versions do."""
    closed = close_year(carried, 2022, AGREED, NOW, dated_on=date(2022, 12, 31))
    assert closed.dated_on == date(2022, 12, 31)
    sheet, income = _sheet(carried, "2022-12")
    assert (sheet["21050"], sheet["31030"], sheet["LABA-2022"], income[-1]) == (9_402_185, 0, 0, 94_021_848)
    assert _trial(carried, "2022-12", "41010") == {"41010": (-238_000_000, 238_000_000, 0, 0)}


def test_a_december_closed_by_an_older_version_reads_as_it_did(lent):
    """Its entries were dated on 31 December after that month was closed: they close their own year."""
    cash_in(lent, "41020", Rupiah(500_000), "Bunga bank", date(2023, 12, 5), NOW)
    close_month(lent, Month(2023, 12), NOW)
    record(lent, [posting(date(2023, 12, 31), move("41020", "31030", 500_000), event=Event.YEAR_CLOSE)])
    sheet, income = _sheet(lent, "2023-12")
    assert (sheet["31030"], sheet["LABA-2023"], income[-1]) == (500_000, 0, 500_000)
    assert "LABA-LALU" not in _sheet(lent, "2024-01")[0]


@pytest.mark.parametrize(
    ("day", "words", "earliest"),
    [
        (date(2022, 6, 30), "tahunnya belum berakhir", "2023-03-01"),
        (date(2023, 2, 28), "sudah ditutup", "2023-03-01"),
        (date(2023, 12, 31), "hari tutup tahun 2023", "Pilih tanggal lain"),
        (date(2025, 1, 1), "belum tiba", "Periksa tanggalnya"),
    ],
)
def test_a_year_is_closed_on_an_open_day_after_it(carried, day, words, earliest):
    """The hint names the earliest day."""
    for month in (Month(2022, 12), Month(2023, 1), Month(2023, 2)):
        close_month(carried, month, NOW)
    with pytest.raises(RefusedError, match=words) as refusal:
        close_year(carried, 2022, [], NOW, dated_on=day)
    assert earliest in refusal.value.hint


def test_a_year_is_closed_today_unless_told_otherwise(carried):
    """Months after it may be open or closed."""
    moment = _moment(date(2023, 5, 3))
    assert close_year(carried, 2022, AGREED, moment).dated_on == date(2023, 5, 3)
    assert _sheet(carried, "2023-04")[0]["LABA-LALU"] == 94_021_848
    assert _sheet(carried, "2023-05")[0]["LABA-LALU"] == 0
    assert "LABA-LALU" not in _sheet(carried, "2023-06")[0]


def test_a_year_closed_in_december_leaves_the_result_of_that_year_alone(carried):
    """What was divided is last year's; the year that ends then is still to be closed."""
    cash_in(carried, "41020", Rupiah(700), "Bunga bank", date(2023, 3, 5), NOW)
    close_year(carried, 2022, [], NOW, dated_on=date(2023, 12, 30))
    sheet, income = _sheet(carried, "2023-12")
    assert (sheet["31030"], sheet["LABA-2023"], income[-1]) == (94_021_848, 700, 700)
    assert close_year(carried, 2023, [], NOW, dated_on=LATE).profit == Rupiah(700)


def test_a_closed_year_takes_nothing_more(lent):
    """Only its own entries were recorded, on a day after it."""
    cash_in(lent, "41020", Rupiah(500_000), "Bunga bank", date(2023, 12, 5), NOW)
    close_month(lent, Month(2023, 12), NOW)
    closed = close_year(lent, 2023, [], NOW, dated_on=LATE)
    assert (closed.end, closed.dated_on, closed.undivided) == (None, LATE, Rupiah(500_000))
    with pytest.raises(RefusedError, match="sudah ditutup"):
        enter(lent, "31030", "21050", Rupiah(1), "Tambahan", date(2023, 12, 31), NOW)


def test_a_month_of_the_new_year_says_that_the_old_one_is_open(carried):
    """Until it is closed."""
    warnings = close_month(carried, Month(2023, 1), NOW).end.warnings
    assert any("tahun 2022 belum ditutup" in warning for warning in warnings)
    close_year(carried, 2022, AGREED, NOW, dated_on=date(2023, 2, 1))
    assert close_month(carried, Month(2023, 2), NOW).end.warnings == ()


def test_a_profit_is_not_divided_while_the_reserve_is_short(lent):
    """The reserve at the end of the year counts: what is set aside later is a cost of the next year."""
    cash_in(lent, "41020", Rupiah(5_000_000), "Hibah", date(2023, 12, 5), NOW)
    with pytest.raises(RefusedError, match=r"cadangan risiko kurang Rp1\.200\.000 pada 31-12-2023") as refusal:
        close_year(lent, 2023, AGREED, NOW, dated_on=LATE)
    assert "--sesuaikan-cadangan" in refusal.value.hint
    assert (
        close_year(lent, 2023, AGREED, NOW, dated_on=LATE, adjust_reserve=True, trial=True).end.reserve.missing == NIL
    )
    assert close_year(lent, 2023, AGREED, NOW, dated_on=LATE, insist=True, trial=True).profit == Rupiah(5_000_000)
    close_month(lent, Month(2023, 12), NOW)
    with pytest.raises(RefusedError, match="cadangan risiko kurang") as refusal:
        close_year(lent, 2023, AGREED, NOW, dated_on=LATE)
    assert "danabergulir buka bulan 2023-12" in refusal.value.hint
    adjust_reserve(lent, LATE, NOW)
    with pytest.raises(RefusedError, match=r"cadangan risiko kurang Rp1\.200\.000 pada 31-12-2023"):
        close_year(lent, 2023, AGREED, NOW, dated_on=LATE)


def test_a_year_is_closed_without_a_division_whatever_the_reserve_is(lent):
    """Nothing leaves the fund."""
    cash_in(lent, "41020", Rupiah(5_000_000), "Hibah", date(2023, 12, 5), NOW)
    assert close_year(lent, 2023, [], NOW, dated_on=LATE).undivided == Rupiah(5_000_000)


def test_years_are_closed_in_order_and_once(carried):
    """2022 before 2023, and neither twice; a year before the opening or still running never."""
    with pytest.raises(RefusedError, match="tahun 2022 belum ditutup"):
        close_year(carried, 2023, [], NOW, dated_on=LATE)
    close_year(carried, 2022, [], NOW, dated_on=SPLIT)
    for year, words in ((2022, "sudah ditutup"), (2021, "sebelum saldo awal"), (2024, "belum berakhir")):
        with pytest.raises(RefusedError, match=words):
            close_year(carried, year, [], NOW, dated_on=LATE)
    assert close_year(carried, 2023, [], NOW, dated_on=LATE).vouchers == ()


def test_a_year_waits_for_the_months_before_december(carried):
    """Once months are closed, none is left out."""
    close_month(carried, Month(2023, 5), NOW)
    with pytest.raises(RefusedError, match="Juni 2023 belum ditutup"):
        close_year(carried, 2023, [], NOW, dated_on=LATE)


def test_a_loss_is_not_divided(lent):
    """Without shares it goes to the retained results."""
    cash_out(lent, "51010", Rupiah(700_000), "Insentif", date(2023, 6, 1), NOW)
    with pytest.raises(RefusedError, match=r"rugi Rp700\.000"):
        close_year(lent, 2023, AGREED, NOW, dated_on=LATE)
    assert close_year(lent, 2023, [], NOW, dated_on=LATE).profit == Rupiah(-700_000)
    assert _balance(lent, "31030", LATE) == 700_000


@pytest.mark.parametrize("code", ["11010", "41010", "31030", "21020", "00000"])
def test_a_share_goes_to_a_debt_or_to_capital_only(carried, code):
    """Not to money, income, the retained results themselves, savings cards or the technical account."""
    with pytest.raises(RefusedError, match="tidak dapat menerima bagian laba"):
        close_year(carried, 2022, [Share("X", Fraction(10), code)], NOW, dated_on=SPLIT)


def test_more_than_the_whole_profit_is_not_given_away(carried):
    """One hundred and ten percent."""
    with pytest.raises(UsageError, match="110 persen"):
        close_year(carried, 2022, [*AGREED, Share("X", Fraction(10), "21010")], NOW, dated_on=SPLIT)


@given(st.integers(1, 10**12), st.lists(st.integers(0, 3_300).map(lambda each: Fraction(each, 100)), max_size=3))
def test_shares_add_up_with_what_is_left(profit, percents):
    """Each within a rupiah of its percentage."""
    parts = divided(Rupiah(profit), [Share("", percent, "") for percent in percents])
    left = Rupiah(profit) - total(parts)
    rest = 100 - sum(percents, Fraction(0))
    for part, percent in zip([*parts, left], [*percents, rest], strict=True):
        assert abs(part.value - profit * percent / 100) < 1


@given(st.dictionaries(st.sampled_from(["41010", "41020", "51010", "51030"]), st.integers(-(10**9), 10**9)))
def test_the_entries_of_a_close_bring_every_result_to_nil(results):
    """And the retained results get what they carried together."""
    balances = {**results, "31030": 0}
    for transfer in closing_transfers(results, "31030"):
        balances[transfer.debit] += transfer.amount.value
        balances[transfer.credit] -= transfer.amount.value
    assert balances == {**dict.fromkeys(results, 0), "31030": sum(results.values())}


def test_only_the_newest_close_is_opened_and_only_with_a_reason(lent):
    """The hint names the one that can be."""
    close_month(lent, Month(2023, 1), NOW)
    close_month(lent, Month(2023, 2), NOW)
    with pytest.raises(UsageError, match="alasan belum diisi"):
        reopen(lent, MONTH, "2023-02", "  ", NOW)
    with pytest.raises(RefusedError, match="bukan yang terakhir ditutup") as refusal:
        reopen(lent, MONTH, "2023-01", "terlewat", NOW)
    assert "buka bulan 2023-02" in refusal.value.hint
    with pytest.raises(RefusedError, match="tidak sedang ditutup"):
        reopen(lent, MONTH, "2023-07", "terlewat", NOW)
    reopen(lent, MONTH, "2023-02", "terlewat", NOW)
    cash_in(lent, "41020", Rupiah(5_000), "Bunga bank", date(2023, 2, 1), NOW)


def test_an_opened_close_leaves_its_trace(lent):
    """The list shows both closes and why the first was opened."""
    close_month(lent, Month(2023, 1), NOW)
    reopen(lent, MONTH, "2023-01", "kuitansi terlewat", NOW)
    close_month(lent, Month(2023, 1), NOW)
    shown = [(past.closing.period, past.reopened_on, past.reason) for past in list_closings(lent)]
    assert shown == [("2023-01", NOW.date(), "kuitansi terlewat"), ("2023-01", None, "")]


@pytest.mark.parametrize("january_closed", [False, True])
def test_opening_a_year_takes_its_entries_back_as_closing_entries(carried, january_closed):
    """Every report reads as before the close, and the year can be closed again."""
    if january_closed:
        close_month(carried, Month(2023, 1), NOW)
    before = [_sheet(carried, month) for month in ("2022-12", "2023-01", "2023-02", "2023-03")]
    closed = close_year(carried, 2022, AGREED, NOW, dated_on=date(2023, 2, 10))
    reopened = reopen(carried, YEAR, "2022", "bagian berubah", NOW)
    assert [voucher.posting.reverses for voucher in reopened.vouchers] == [item.number for item in closed.vouchers]
    assert {voucher.posting.event for voucher in reopened.vouchers} == {Event.YEAR_CLOSE}
    assert {voucher.posting.dated_on for voucher in reopened.vouchers} == {closed.dated_on}
    assert [_sheet(carried, month) for month in ("2022-12", "2023-01", "2023-02", "2023-03")] == before
    assert close_year(carried, 2022, [], NOW, dated_on=date(2023, 2, 10)).undivided == Rupiah(94_021_848)


def test_opening_a_year_of_an_older_version_leaves_its_closed_december(carried):
    """The entries of 31 December are taken back on the first open day: the result stands as last year's again."""
    close_month(carried, Month(2022, 12), NOW)
    with store.writing(carried) as connection:
        writer = Writer(connection, NOW.isoformat())
        writer.record(posting(date(2022, 12, 31), move("41010", "31030", 94_021_848), event=Event.YEAR_CLOSE))
        writer.flush()
        chart = registers.chart(connection, NOW.date())
        writer.close(closings.close_now(connection, YEAR, "2022", date(2022, 12, 31), chart))
    december = _reports(carried, "2022-12")
    (taken_back,) = reopen(carried, YEAR, "2022", "bagian berubah", NOW).vouchers
    assert taken_back.posting.dated_on == date(2023, 1, 1)
    assert _reports(carried, "2022-12") == december
    assert _sheet(carried, "2023-01")[0]["LABA-LALU"] == 94_021_848


def test_opening_a_year_leaves_the_one_before_closed(carried):
    """Only its own entries are taken back."""
    close_year(carried, 2022, AGREED, NOW, dated_on=SPLIT)
    cash_in(carried, "41020", Rupiah(1_000), "Bunga bank", date(2023, 5, 1), NOW)
    second = close_year(carried, 2023, [], NOW, dated_on=date(2024, 2, 2))
    reopened = reopen(carried, YEAR, "2023", "terlewat", NOW)
    assert [voucher.posting.reverses for voucher in reopened.vouchers] == [item.number for item in second.vouchers]
    assert _sheet(carried, "2024-02")[0]["21040"] == REAL[1]


def test_what_a_close_booked_is_not_taken_back_as_a_voucher(carried):
    """A year is opened again, depreciation is put right by the register."""
    add_asset(carried, FixedAsset("", "Laptop", date(2022, 1, 5), Rupiah(4_800_000), 24), date(2023, 1, 5), NOW)
    year = close_year(carried, 2022, AGREED, NOW, dated_on=SPLIT).vouchers[0]
    month = close_month(carried, Month(2023, 1), NOW).end.depreciation
    for voucher, words in ((year, "tutup tahun"), (month, "tutup bulan")):
        with pytest.raises(RefusedError, match=f"dibuat oleh {words}"):
            reverse_voucher(carried, voucher.number, "salah", date(2023, 3, 1), NOW)


def test_the_figures_of_a_close_are_kept_in_the_file_as_plain_numbers(lent):
    """Readable without the program."""
    close_month(lent, Month(2023, 1), NOW)
    ((text,),) = fetch(lent, "SELECT figures FROM closing")
    figures = json.loads(text)
    assert {name: figures[name] for name in ("akun", "pinjaman")} == {
        "akun": {"11010": 48_800_000, "11030": 1_200_000, "31010": -50_000_000},
        "pinjaman": {NUMBER: 1_200_000},
    }


def test_the_last_day_of_the_year_is_not_over_before_midnight(carried):
    """On 31 December the year cannot be closed, on 1 January it can."""
    eve = _moment(date(2023, 12, 31))
    close_year(carried, 2022, [], eve, dated_on=SPLIT)
    with pytest.raises(RefusedError, match="belum berakhir"):
        close_year(carried, 2023, [], eve, dated_on=eve.date())
    assert close_year(carried, 2023, [], _moment(date(2024, 1, 1))).closing.period == "2023"


def test_profit_that_was_taken_back_since_is_not_divided(lent):
    """Of 20,500,000 in the books of 2023, reversals in January took 19,960,000: 540,000 are left to divide."""
    cash_in(lent, "41020", Rupiah(1_740_000), "Bunga bank", date(2023, 3, 1), NOW)
    wrong = cash_in(lent, "41020", Rupiah(20_000_000), "Bunga bank", date(2023, 12, 20), NOW).voucher.number
    spent = cash_out(lent, "51030", Rupiah(40_000), "Kertas", date(2023, 12, 21), NOW).voucher.number
    close_month(lent, Month(2023, 12), NOW, adjust_reserve=True)
    reverse_voucher(lent, wrong, "salah", date(2024, 1, 5), NOW)
    reverse_voucher(lent, spent, "salah", date(2024, 1, 5), NOW)

    def divide(percent: int, *, insist: bool = False):
        return close_year(lent, 2023, [Share("UPS", Fraction(percent), "21040")], NOW, dated_on=LATE, insist=insist)

    with pytest.raises(RefusedError) as refusal:
        divide(10)
    assert refusal.value.message == (
        "laba 2023 menurut buku Rp20.500.000, tetapi Rp19.960.000 di antaranya sudah dibatalkan atau dibetulkan "
        "sesudah tahun itu; sisanya Rp540.000, dan yang dibagi Rp2.050.000"
    )
    assert refusal.value.hint.endswith("ulangi dengan --tetap")
    assert divide(2).parts[0][1] == Rupiah(410_000)
    reopen(lent, ClosingKind.YEAR, "2023", "bagian lain", NOW)
    assert divide(100, insist=True).parts[0][1] == Rupiah(20_500_000)

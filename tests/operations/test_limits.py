"""No balance that cannot be below nil is below nil at the end of any day, whatever is recorded in whatever order."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from danabergulir.domain.accounts import Role
from danabergulir.domain.checks import Result
from danabergulir.domain.closing import ClosingKind, Share
from danabergulir.domain.journal import Component, Event, Transfer
from danabergulir.domain.limits import HELD, Limit
from danabergulir.errors import FaultyDataError, RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import limits, registers, vouchers
from danabergulir.money import Rupiah
from danabergulir.operations.amending.act import Right
from danabergulir.operations.amending.amend import amend
from danabergulir.operations.audit.examination import check_ledger
from danabergulir.operations.book import change_account
from danabergulir.operations.cash import cash_in, cash_out, deposit, enter
from danabergulir.operations.closing import close_year, reopen
from danabergulir.operations.desk import recording
from danabergulir.operations.groups import add_ksm
from danabergulir.operations.imports.transactions import import_transactions
from danabergulir.operations.loans.disbursement import disburse
from danabergulir.operations.loans.endings import write_off
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish
from danabergulir.operations.reserving import adjust_reserve
from danabergulir.operations.savings import save, withdraw
from ledger.small_ledger import ANGGREK, record
from operations.lent_ledger import NOW, NUMBER, lend
from reports.small_books import move, posting

JUNE, SEPTEMBER = date(2023, 6, 28), date(2023, 9, 8)
ALL = {Component.PRINCIPAL: Rupiah(1_200_000)}


@pytest.fixture
def lent(tmp_path):
    """Return a ledger with 50,000,000 in the cash box and 1,200,000 lent on 10 January 2023."""
    return lend(tmp_path / "upk.db")


def _dips(path, of=HELD):
    with store.reading(path) as connection:
        chart = registers.chart(connection, NOW.date())
        return [(dip.code, dip.balance.value, dip.above_from) for dip in limits.dips(connection, chart, of=of)]


def _count(path):
    with store.reading(path) as connection:
        return vouchers.newest(connection)


def _paid_back(path, day):
    return receive(path, NUMBER, Rupiah(1_200_000), day, NOW, typed=ALL).voucher.number


def test_who_records_no_voucher_is_not_made_to_wait_for_a_look_at_the_days(lent, monkeypatch):
    """No balance can have moved; with a voucher every day that it changes is looked at."""
    looked = []
    monkeypatch.setattr(limits, "dips", lambda *_, **__: looked.append(True) or ())
    add_ksm(lent, replace(ANGGREK, code="K-77", name="Kenanga"), JUNE, NOW)
    assert not looked
    cash_in(lent, "41020", Rupiah(5_000), "Bunga", JUNE, NOW)
    assert looked


def test_a_receipt_before_the_reversal_of_another_is_refused_with_the_day_from_which_it_fits(lent):
    """The loan would have been paid back twice from June to September; nothing is recorded."""
    reverse_voucher(lent, _paid_back(lent, JUNE), "salah tanggal", SEPTEMBER, NOW)
    before = _count(lent)
    with pytest.raises(RefusedError) as refusal:
        _paid_back(lent, JUNE)
    assert refusal.value.message == "pokok Rp1.200.000 lebih besar daripada saldo pinjaman P-0001, Rp0"
    assert refusal.value.hint.endswith("Isi --tanggal 2023-09-08 atau sesudahnya.")
    assert _count(lent) == before
    assert _paid_back(lent, SEPTEMBER)
    assert _dips(lent) == []


def test_the_ordinary_correction_just_works(lent):
    """Taken back on its own day, and typed again with the true date, earlier or later."""
    for day in (date(2023, 7, 3), date(2023, 6, 20)):
        reverse_voucher(lent, _paid_back(lent, JUNE), "salah tanggal", JUNE, NOW)
        reverse_voucher(lent, _paid_back(lent, day), "salah tanggal", day, NOW)
    assert _dips(lent) == []


def test_a_disbursement_is_taken_back_only_from_the_day_on_which_its_receipts_are(lent):
    """The receipt of June was taken back in September: before that the card would owe less than nothing."""
    reverse_voucher(lent, _paid_back(lent, JUNE), "salah pinjaman", SEPTEMBER, NOW)
    with store.reading(lent) as connection:
        (lent_by,) = (
            item.number
            for item in vouchers.of_loan(connection, NUMBER, NOW.date())
            if item.posting.event is Event.DISBURSEMENT
        )
    with pytest.raises(RefusedError, match=r"menjadi -Rp1\.200\.000 pada 28 Juni 2023") as refusal:
        reverse_voucher(lent, lent_by, "tidak jadi", date(2023, 1, 10), NOW)
    assert "--tanggal 2023-09-08" in refusal.value.hint
    assert reverse_voucher(lent, lent_by, "tidak jadi", SEPTEMBER, NOW)


def test_nobody_insists_on_a_card_below_nil(lent):
    """Not on a loan paid back by more than was lent, whatever was decided."""
    _paid_back(lent, JUNE)
    more = Transfer("11010", "11030", Rupiah(1), Component.PRINCIPAL, NUMBER, ANGGREK.code)
    told: list[str] = []
    with pytest.raises(RefusedError, match="saldo pokok") as refusal, recording(lent, NOW, insist=told.append) as desk:
        desk.record(replace(posting(SEPTEMBER, more, event=Event.REPAYMENT), loan=NUMBER))
    assert (told, "--tetap" in refusal.value.hint) == ([], False)


def test_money_that_is_not_in_the_box_cannot_leave_it(lent):
    """It is refused with the day from which there is enough; who insists is told, and it is recorded."""
    cash_in(lent, "31010", Rupiah(20_000_000), "Hibah", date(2023, 5, 2), NOW)
    with pytest.raises(RefusedError) as refusal:
        cash_out(lent, "51010", Rupiah(60_000_000), "Insentif", date(2023, 4, 3), NOW)
    assert refusal.value.message == "saldo 11010 Kas menjadi -Rp11.200.000 pada 3 April 2023"
    assert refusal.value.hint == (
        "Catat dulu uang masuk yang terlewat, atau isi --tanggal 2023-05-02 atau sesudahnya. "
        "Bila memang begitu, ulangi dengan --tetap."
    )
    told: list[str] = []
    cash_out(lent, "51010", Rupiah(60_000_000), "Insentif", date(2023, 4, 3), NOW, insist=told.append)
    assert told == ["saldo 11010 Kas menjadi -Rp11.200.000 pada 3 April 2023; dicatat karena --tetap"]


@pytest.mark.parametrize("role", [Role.TITIPAN, Role.SOCIAL_FUND, Role.NEIGHBOURHOOD_FUND])
def test_money_held_for_others_is_not_spent_beyond_what_is_held(lent, role):
    """Titipan, Dana Sosial and Dana Lingkungan, each on its own account."""
    code = {Role.TITIPAN: "21030", Role.SOCIAL_FUND: "21040", Role.NEIGHBOURHOOD_FUND: "21050"}[role]
    change_account(lent, code, date(2022, 12, 31), NOW, roles=frozenset({role}))
    cash_in(lent, code, Rupiah(500_000), "Bagian", date(2023, 2, 1), NOW)
    cash_out(lent, code, Rupiah(500_000), "Santunan", date(2023, 3, 1), NOW)
    with pytest.raises(RefusedError, match=f"saldo {code} .* menjadi -Rp1 pada 1 Maret 2023"):
        cash_out(lent, code, Rupiah(1), "Santunan", date(2023, 2, 1), NOW)
    told: list[str] = []
    cash_out(lent, code, Rupiah(1), "Santunan", date(2023, 3, 1), NOW, insist=told.append)
    assert len(told) == 1


@pytest.mark.parametrize(
    ("debit", "credit"),
    [
        ("12021", "51070"),  # depreciation that was never written down
        ("12010", "51080"),  # the reserve, released before any was set aside
        ("21010", "11010"),  # a debt that nobody has
        ("51070", "12020"),  # an asset that is not there
    ],
)
def test_no_other_account_passes_to_the_other_side(lent, debit, credit):
    """Neither other assets and debts nor what lessens them; who insists is told."""
    before = _count(lent)
    with pytest.raises(RefusedError, match=r"menjadi -Rp9\.000\.000 pada 1 Maret 2023") as refusal:
        enter(lent, debit, credit, Rupiah(9_000_000), "Salah akun", date(2023, 3, 1), NOW)
    assert refusal.value.hint.startswith("Periksa akun, sisi debit atau kredit, dan jumlahnya")
    assert refusal.value.hint.endswith("ulangi dengan --tetap.")
    assert _count(lent) == before
    told: list[str] = []
    enter(lent, debit, credit, Rupiah(9_000_000), "Salah akun", date(2023, 3, 1), NOW, insist=told.append)
    assert len(told) == 1


def test_a_debt_is_paid_back_and_an_asset_sold_as_far_as_they_go(lent):
    """What was bought may go, what was owed may be paid; a rupiah more may not, on any day."""
    enter(lent, "12020", "21010", Rupiah(5_000_000), "Lemari, dibayar kemudian", date(2023, 2, 1), NOW)
    cash_out(lent, "21010", Rupiah(5_000_000), "Bayar lemari", date(2023, 3, 1), NOW)
    cash_in(lent, "12020", Rupiah(5_000_000), "Lemari dijual", date(2023, 4, 3), NOW)
    for debit, credit in (("21010", "11010"), ("11010", "12020")):
        with pytest.raises(RefusedError, match=r"menjadi -Rp1 pada 3 April 2023|menjadi -Rp1 pada 1 Maret 2023"):
            enter(lent, debit, credit, Rupiah(1), "Lebih", date(2023, 3, 1), NOW)


def test_income_cost_and_capital_have_no_side(lent):
    """A loss, a cost taken back, and capital that was eaten up are books as well."""
    enter(lent, "11010", "51010", Rupiah(3), "Insentif kembali", date(2023, 3, 1), NOW)
    enter(lent, "31030", "11010", Rupiah(3), "Rugi", date(2023, 3, 1), NOW, insist=[].append)
    enter(lent, "41020", "11010", Rupiah(3), "Bunga salah", date(2023, 3, 1), NOW)
    assert _dips(lent) == []


@pytest.mark.parametrize(
    ("fewer", "more", "account"),
    [
        (("41020", "11010"), ("11010", "41020"), "41020 Pendapatan Non Operasional"),
        (("11010", "51030"), ("51030", "11010"), "51030 ATK / Biaya Kantor"),
    ],
)
def test_income_and_cost_below_nil_since_january_are_told(lent, fewer, more, account):
    """A warning at once and a look at every check, until as much came in; what is of last year is no help."""
    day, told = date(2023, 3, 1), f"jumlah {account} sejak Januari 2023"
    assert enter(lent, *more, Rupiah(400), "Ada", date(2023, 2, 1), NOW).warnings == ()
    assert enter(lent, *fewer, Rupiah(400), "Kembali", day, NOW).warnings == ()
    booked = enter(lent, *fewer, Rupiah(5), "Kembali lagi", day, NOW)
    (warning,) = booked.warnings
    assert warning.startswith(f"{told} menjadi -Rp5 pada 1 Maret 2023")
    (seen,) = [item for item in check_ledger(lent, day).checks if item.name == "Pendapatan dan biaya"]
    assert (seen.result, seen.voucher) == (Result.NOTE, booked.voucher.number)
    assert f"{told} -Rp5 dari 1 Maret 2023 sampai 31 Desember 2023" in seen.sentence
    enter(lent, *more, Rupiah(5), "Datang kemudian", day, NOW)
    (seen,) = [item for item in check_ledger(lent, day).checks if item.name == "Pendapatan dan biaya"]
    assert seen.result is Result.SOUND
    enter(lent, *more, Rupiah(900), "Desember", date(2023, 12, 30), NOW)
    (warning,) = enter(lent, *fewer, Rupiah(7), "Januari", date(2024, 1, 3), NOW).warnings
    assert warning.startswith(f"jumlah {account} sejak Januari 2024 menjadi -Rp7 pada 3 Januari 2024")


def test_what_closes_a_year_is_no_income_below_nil(lent):
    """Nor is a reopening, whatever day they are dated."""
    enter(lent, "11010", "41020", Rupiah(900), "Bunga", date(2023, 3, 1), NOW)
    close_year(lent, 2023, [], NOW, dated_on=date(2024, 1, 5), insist=True)
    assert _dips(lent, (Limit.RESULT,)) == []
    reopen(lent, ClosingKind.YEAR, "2023", "salah", NOW)
    assert _dips(lent, (Limit.RESULT,)) == []


def test_a_write_off_takes_from_the_reserve_no_more_than_stays_there(lent):
    """What was released later is not there any more: the rest is cost, and no day ends with a reserve below nil."""
    enter(lent, "51080", "12010", Rupiah(900_000), "Cadangan", date(2023, 2, 1), NOW)
    enter(lent, "12010", "51080", Rupiah(700_000), "Dilepas", date(2023, 4, 1), NOW)
    enter(lent, "51080", "12010", Rupiah(700_000), "Cadangan lagi", date(2023, 5, 1), NOW)
    gone = write_off(lent, NUMBER, date(2023, 3, 1), NOW, decision="BA-1")
    assert (gone.from_reserve, gone.cost) == (Rupiah(200_000), Rupiah(1_000_000))
    assert _dips(lent) == []


def test_a_command_that_has_no_way_to_insist_names_none(lent):
    """The reserve is not released on a day after which it was used; the refusal says from when it can be."""
    enter(lent, "51080", "12010", Rupiah(900_000), "Cadangan", date(2023, 1, 11), NOW)
    write_off(lent, NUMBER, date(2023, 3, 1), NOW, decision="BA-1")
    with pytest.raises(RefusedError, match="12010 Cadangan Risiko Pinjaman menjadi") as refusal:
        adjust_reserve(lent, date(2023, 1, 12), NOW)
    assert "--tetap" not in refusal.value.hint


def test_savings_told_apart_by_nobody_are_an_account(lent):
    """What is taken from it without a KSM may not exceed what no KSM has a card for."""
    save(lent, ANGGREK.code, Rupiah(300_000), date(2023, 2, 1), NOW)
    with pytest.raises(RefusedError, match="yang belum dirinci per KSM menjadi -Rp1 pada 1 Maret 2023"):
        cash_out(lent, "21020", Rupiah(1), "Tabungan", date(2023, 3, 1), NOW)


def test_what_is_recovered_of_a_loan_written_off_is_no_more_than_was_written_off(lent):
    """Not on any day: a write-off taken back and made again does not count the days between."""
    write_off(lent, NUMBER, date(2023, 3, 1), NOW, decision="BA-1")
    recovery = Transfer("11010", "12010", Rupiah(1_300_000), Component.RECOVERY, NUMBER, ANGGREK.code)
    record(lent, [replace(posting(date(2023, 4, 1), recovery, event=Event.RECOVERY), loan=NUMBER)])
    assert _dips(lent) == [("hapus-buku:P-0001:2023-04-01", -100_000, None)]


def test_a_day_that_was_below_nil_before_blocks_nothing_that_does_not_lower_it(lent):
    """An old slip of 2 to 4 March: what comes in, and what goes out after it, is recorded."""
    record(
        lent,
        [
            posting(date(2023, 3, 2), move("51010", "11010", 60_000_000)),
            posting(date(2023, 3, 5), move("11010", "31010", 60_000_000)),
        ],
    )
    assert _dips(lent) == [("uang:11010:2023-03-02", -11_200_000, date(2023, 3, 5))]
    cash_in(lent, "41020", Rupiah(1), "Bunga", date(2023, 2, 1), NOW)
    cash_out(lent, "51010", Rupiah(1_000), "Insentif", date(2023, 3, 5), NOW)
    with pytest.raises(RefusedError, match=r"menjadi -Rp11\.200\.000 pada 2 Maret 2023"):
        cash_out(lent, "51010", Rupiah(1), "Insentif", date(2023, 2, 3), NOW)


def _import(path, tmp_path, *rows, trial=False):
    file = tmp_path / "transaksi.csv"
    file.write_text("\n".join(("tanggal;jenis;jumlah;akun;keterangan", *rows)), encoding="utf-8")
    return import_transactions(path, file, NOW, trial=trial)


def test_an_import_is_judged_after_the_whole_file(lent, tmp_path):
    """A day may dip, and rows may stand in any order, as long as each day ends above nil."""
    rows = "2023-04-03;keluar;60000000;51010;Insentif", "2023-04-03;masuk;12000000;31010;Hibah"
    assert _import(lent, tmp_path, *rows).lines == 2
    assert _dips(lent) == []


@pytest.mark.parametrize("trial", [True, False])
def test_a_day_below_nil_is_a_finding_of_an_import(lent, tmp_path, trial):
    """The first bad day of each account, when it is only tried too; nothing is recorded."""
    before = _count(lent)
    rows = "2023-04-03;keluar;60000000;51010;Insentif", "2023-04-05;masuk;12000000;31010;Hibah"
    with pytest.raises(FaultyDataError, match="kurang dari nol") as refusal:
        _import(lent, tmp_path, *rows, trial=trial)
    (finding,) = refusal.value.findings
    assert (finding.message, finding.hint) == (
        "saldo 11010 Kas menjadi -Rp11.200.000 pada 3 April 2023",
        "Cukup lagi mulai 5 April 2023.",
    )
    assert _count(lent) == before


_DAYS = st.integers(1, 9).map(lambda day: date(2023, 2, day))
_ACTS = st.lists(
    st.tuples(st.sampled_from(["lend", "receive", "back", "save", "take", "out", "bank"]), _DAYS, st.integers(1, 40)),
    max_size=12,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=_ACTS)
def test_no_day_ends_below_nil_whatever_is_recorded_in_whatever_order(acts, tmp_path_factory):
    """Loans, receipts, reversals, savings and money, dated back and forth within nine days."""
    path = lend(tmp_path_factory.mktemp("batas") / "upk.db")
    cash_out(path, "51010", Rupiah(48_000_000), "Hampir semua", date(2023, 1, 11), NOW)
    recorded = []
    for kind, day, size in acts:
        amount = Rupiah(size * 50_000)
        try:
            match kind:
                case "lend":
                    made = disburse(path, ANGGREK.code, Wish(amount, 5), day, NOW, permit="BA-1").voucher
                case "receive":
                    made = receive(path, NUMBER, amount, day, NOW).voucher
                case "back":
                    made = (
                        reverse_voucher(path, recorded[size % len(recorded)], "salah", day, NOW).voucher
                        if recorded
                        else None
                    )
                case "save":
                    made = save(path, ANGGREK.code, amount, day, NOW, into="11010").voucher
                case "take":
                    made = withdraw(path, ANGGREK.code, amount, day, NOW, out_of="11010").voucher
                case "out":
                    made = cash_out(path, "51010", amount, "Biaya", day, NOW).voucher
                case _:
                    made = deposit(path, amount, "", day, NOW).voucher
        except RefusedError:
            continue
        recorded += [made.number] if made else []
    assert _dips(path) == []


def test_every_limit_is_looked_at(lent):
    """One slip of each kind, written behind the program's back, is found on its day."""
    day = date(2023, 2, 1)
    slips = [
        Transfer("11010", "11030", Rupiah(1_300_000), Component.PRINCIPAL, NUMBER, ANGGREK.code),
        replace(move("21020", "11010", 7), ksm=ANGGREK.code),
        move("21030", "11010", 3),
        move("51010", "11021", 5),
        Transfer("11010", "12010", Rupiah(9), Component.RECOVERY, NUMBER, ANGGREK.code),
        move("21010", "31010", 4),
    ]
    record(lent, [replace(posting(day, slip), loan=slip.loan) for slip in slips])
    with store.reading(lent) as connection:
        found = limits.dips(connection, registers.chart(connection, day))
    assert {dip.limit: dip.balance.value for dip in found} == {
        Limit.PRINCIPAL: -100_000,
        Limit.SAVINGS: -7,
        Limit.EARMARKED: -3,
        Limit.MONEY: -5,
        Limit.WRITTEN_OFF: -9,
        Limit.ACCOUNT: -4,
    }
    assert {dip.first_on for dip in found} == {day}


@pytest.mark.parametrize(
    ("debit", "credit", "why"),
    [
        ("31030", "21040", "akun 31030 Laba Ditahan tidak dikurangi langsung"),
        ("31030", "31010", "akun 31030 Laba Ditahan tidak dikurangi langsung"),
        ("31030", "11010", "akun 31030 Laba Ditahan tidak dikurangi langsung"),
        ("31010", "11010", "akun 31010 Modal Awal Dana Bergulir adalah modal"),
        ("31010", "41020", "akun 31010 Modal Awal Dana Bergulir adalah modal"),
        ("31010", "21040", "akun 31010 Modal Awal Dana Bergulir adalah modal"),
        ("41020", "31010", "akun 41020 Pendapatan Non Operasional adalah pendapatan"),
        ("41020", "31030", "akun 41020 Pendapatan Non Operasional adalah pendapatan"),
        ("12020", "41020", "akun 12020 Inventaris dan Harta Tetap bukan uang"),
        ("12021", "41020", "akun 12021 Akumulasi Penyusutan bukan uang"),
        ("12010", "41020", "akun 12010 Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("12010", "11010", "akun 12010 Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("11010", "12010", "akun 12010 Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("12010", "51030", "akun 12010 Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("51030", "12010", "akun 12010 Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("51080", "11010", "akun 51080 Biaya Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("11010", "51080", "akun 51080 Biaya Cadangan Risiko Pinjaman hanya berubah oleh penyesuaian cadangan"),
        ("12021", "11010", "akun 12021 Akumulasi Penyusutan hanya berubah oleh penyusutan"),
        ("11010", "12021", "akun 12021 Akumulasi Penyusutan hanya berubah oleh penyusutan"),
        ("12021", "51030", "akun 12021 Akumulasi Penyusutan hanya berubah oleh penyusutan"),
        ("41030", "11010", "akun 41030 Denda dan Pendapatan Lain dari Pinjaman diisi oleh setoran KSM"),
    ],
)
def test_what_accounts_cannot_mean_is_not_entered_by_hand(lent, tmp_path, debit, credit, why):
    """Who insists is told, and every look at the books says it; an import and a correction are none the freer."""
    enter(lent, "51080", "12010", Rupiah(900_000), "Cadangan", date(2023, 2, 1), NOW)
    enter(lent, "12020", "11010", Rupiah(90_000), "Lemari", date(2023, 2, 1), NOW)
    enter(lent, "51070", "12021", Rupiah(9_000), "Susut", date(2023, 2, 1), NOW)
    day = date(2023, 3, 1)
    before = _count(lent)
    with pytest.raises(RefusedError, match=why) as refusal:
        enter(lent, debit, credit, Rupiah(5_000), "Bagi", day, NOW)
    assert refusal.value.hint.endswith("ulangi dengan --tetap.")
    sheet = tmp_path / "harian.csv"
    row = f"2023-03-01;pindah;5.000;{debit};{credit};Bagi\n"
    sheet.write_text(f"tanggal;jenis;jumlah;akun;lawan;keterangan\n{row}", encoding="utf-8")
    with pytest.raises(FaultyDataError) as faulty:
        import_transactions(lent, sheet, NOW)
    assert why in faulty.value.findings[0].message
    assert _count(lent) == before
    booked = enter(lent, debit, credit, Rupiah(5_000), "Bagi", day, NOW, insist=[].append)
    assert any(warning.endswith("; dicatat karena --tetap") for warning in booked.warnings)
    (seen,) = [item for item in check_ledger(lent, day).checks if item.name == "Akun yang dicatat langsung"]
    assert (seen.result, seen.voucher) == (Result.NOTE, booked.voucher.number)
    bought = enter(lent, "51010", "21010", Rupiah(5_000), "Kertas", day, NOW).voucher.number
    with pytest.raises(RefusedError, match=why):
        amend(lent, bought, Right(into=debit, out_of=credit), "salah akun", NOW)


@pytest.mark.parametrize(
    ("debit", "credit"),
    [
        ("11010", "31010"),
        ("31010", "31030"),
        ("12020", "31010"),
        ("51010", "31010"),
        ("11010", "41020"),
        ("11010", "41030"),
        ("51080", "12010"),
        ("12010", "51080"),
        ("51070", "12021"),
        ("12021", "51070"),
        ("12021", "12020"),
    ],
)
def test_what_accounts_mean_is_entered_by_hand(lent, debit, credit):
    """Capital as money or goods, income as money, reserve and depreciation with their cost: nobody has to insist."""
    for debit_before, credit_before in (("51080", "12010"), ("12020", "11010"), ("51070", "12021")):
        enter(
            lent,
            debit_before,
            credit_before,
            Rupiah(9_000 if debit_before == "51070" else 90_000),
            "Dulu",
            date(2023, 2, 1),
            NOW,
        )
    assert enter(lent, debit, credit, Rupiah(5_000), "Masuk", date(2023, 3, 1), NOW).warnings == ()


def test_a_close_opened_again_over_money_already_spent_is_told_what_goes_first(lent):
    """The command has no amount and no day: the voucher that spent the share is to be taken back before it."""
    cash_in(lent, "41020", Rupiah(500_000), "Bunga bank", date(2023, 3, 1), NOW)
    change_account(lent, "21040", date(2022, 12, 31), NOW, roles=frozenset({Role.SOCIAL_FUND}))
    close_year(lent, 2023, [Share("UPS", Fraction(100), "21040")], NOW, dated_on=date(2024, 1, 20), insist=True)
    spent = cash_out(lent, "21040", Rupiah(500_000), "Santunan", date(2024, 2, 1), NOW).voucher.number
    with pytest.raises(RefusedError, match="21040") as refusal:
        reopen(lent, ClosingKind.YEAR, "2023", "salah", NOW)
    assert refusal.value.hint.startswith("Batalkan dulu bukti sesudahnya yang memakai saldo itu. Lihat: ")
    reverse_voucher(lent, spent, "salah", None, NOW)
    reopen(lent, ClosingKind.YEAR, "2023", "salah", NOW)

"""The demonstration ledger: it is what it says it is, believable, in balance, and the same every time."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import groupby
from statistics import median

import pytest

from conftest import NOW
from danabergulir.dates import Month, months_through
from danabergulir.demonstration.build import POLICY, build
from danabergulir.demonstration.facts import LAST, OPENED_ON, PROFILE
from danabergulir.domain.assets import depreciated_to
from danabergulir.domain.books import Books
from danabergulir.domain.fund.measures import measured
from danabergulir.domain.journal import Event, VoucherKind
from danabergulir.errors import LedgerUnusableError, RefusedError
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.ledger.read.vouchers import head
from danabergulir.operations.book import show_profile, start_book
from danabergulir.operations.cash import account_sheet
from danabergulir.operations.groups import list_ksm
from danabergulir.operations.imports.members import import_members
from danabergulir.operations.imports.registers import import_ksm, import_loans, import_opening_balances
from danabergulir.operations.month import monthly_books
from danabergulir.render.pdf import file
from danabergulir.reports.model.paper import signers
from danabergulir.reports.month.portfolio import rw_standing
from danabergulir.reports.month.reconciliation import checks
from reports.table_reading import lines_of

MONTHS = tuple(months_through(Month(2021, 12), Month(2023, 1)))


@pytest.fixture(scope="module")
def ledger(demonstration):
    """Return the path of the demonstration ledger."""
    return demonstration.ledger


def test_its_paper_is_complete(ledger):
    """The logo can be printed, and every post that signs is held by somebody."""
    profile = show_profile(ledger, LAST.last_on)

    assert [post for post, name in signers(profile) if not name] == []
    assert (profile.logo, profile.signers) == (PROFILE.logo, ("Koordinator BKM", "Pengawas UPK", "Manajer UPK"))
    assert file.refuse_unprintable(profile.logo) is None


@pytest.fixture(scope="module")
def books_by_month(ledger) -> dict[Month, Books]:
    """Return the books of each of its months."""
    return {month: monthly_books(ledger, month) for month in MONTHS}


@pytest.fixture(scope="module")
def last(books_by_month) -> Books:
    """Return the books of its last month."""
    return books_by_month[LAST]


@pytest.fixture(scope="module")
def vouchers(books_by_month):
    """Return all its vouchers but the opening balances, in the order of their days."""
    return [voucher for books in books_by_month.values() for voucher in books.vouchers]


def _percents(books):
    return {item.name: item.percent for item in measured(books)}


def _cash_by_day(ledger):
    sheet = account_sheet(ledger, "11010", MONTHS[0].first_on, LAST.last_on)
    left = sheet.opening.value
    for day, lines in groupby(sheet.lines, key=lambda line: line.dated_on):
        left += sum(line.debit.value - line.credit.value for line in lines)
        yield day, left


def test_demonstration_has_24_ksm_in_8_rw_with_one_open_loan_each(ledger, last):
    """Twenty-four KSM in eight RW have one open loan each, of Rp14 to 170 million, half of them below 39 million."""
    amounts = [book.loan.terms.principal.value for book in last.open_loans]
    assert len({book.loan.ksm.code for book in last.open_loans}) == len(amounts) == 24
    assert len({group.ksm.rw for group in list_ksm(ledger, LAST.last_on)}) == 8
    assert (min(amounts), median(amounts), max(amounts)) == (14_000_000, 39_000_000, 170_000_000)
    assert Counter(book.loan.terms.term for book in last.open_loans) == {12: 23, 10: 1}


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_month_of_the_demonstration_is_believable(books_by_month, month):
    """A month has about fifty vouchers, one to five loans, 22 to 24 receipts, and a small sum left in the cash box."""
    books = books_by_month[month]
    events = Counter(voucher.posting.event for voucher in books.vouchers)
    assert 45 <= len(books.vouchers) <= 60
    assert 1 <= events[Event.DISBURSEMENT] <= 5
    assert 22 <= events[Event.REPAYMENT] - events[Event.REVERSAL] <= 24
    assert 5 <= events[Event.DEPOSIT] <= 6
    assert 300_000 <= books.by_code["11010"].net <= 1_000_000


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_every_check_of_the_demonstration_agrees(books_by_month, month):
    """All figures that must be the same are the same, in every month."""
    assert [check.name for check in checks(books_by_month[month]) if check.difference] == []


def test_indicators_of_the_demonstration_lie_where_a_real_upk_has_them(last):
    """LAR about 4 %, PAR 5 to 6 %, CCr about 165 %, ROI about 9 %."""
    found = _percents(last)
    assert 3 <= found["LAR"] <= 5
    assert 5 <= found["PAR"] <= 6.5
    assert 140 <= found["CCr"] <= 190
    assert 7 <= found["ROI"] <= 11


def test_a_year_of_the_demonstration_earns_and_costs_what_a_real_upk_does(books_by_month):
    """In 2022 it earns about 238 million, spends about 144 million, and its capital is about a billion."""
    year = {item.name: item for item in measured(books_by_month[Month(2022, 12)])}
    assert 230e6 <= year["CCr"].numerator <= 246e6
    assert 138e6 <= year["CCr"].denominator <= 150e6
    assert 0.95e9 <= year["ROI"].denominator <= 1.05e9


def test_demonstration_ends_with_20_ksm_on_schedule_and_4_of_every_kind_behind(last):
    """Twenty KSM owe nothing that is due; one is stuck, one two instalments behind, two a little short."""
    behind = {
        book.loan.ksm.code: book.position.missed_count for book in last.open_loans if book.position.arrears_principal
    }
    assert behind == {"K-08": 8, "K-17": 2, "K-12": 1, "K-20": 1}


def test_rw_of_the_stuck_ksm_stands_last(last):
    """Loans settled long ago count as due as well as paid, so that no RW has repaid more than a little over 100 %."""
    lines = lines_of(rw_standing(last).section, "rw", "persen_kembali", "peringkat")
    percents = {rw: percent for rw, percent, _ in lines}
    assert [rw for rw, percent in percents.items() if not 80 <= percent <= 101] == []
    assert [rw for rw, _, rank in lines if rank == 8] == ["03"]


def test_stuck_ksm_pays_a_little_now_and_then(vouchers):
    """The KSM that is stuck has paid Rp350,000 to 900,000 at a time since it stopped paying its instalments."""
    small = [
        voucher.posting.amount.value
        for voucher in vouchers
        if voucher.posting.event is Event.REPAYMENT
        and voucher.posting.party == "Usaha Bersama"
        and voucher.posting.dated_on >= date(2022, 6, 1)
    ]
    assert small == [900_000, 500_000, 750_000, 350_000, 600_000]


def test_cash_of_the_demonstration_is_never_below_nil(ledger):
    """No day ends with less than nothing in the cash box."""
    assert [day for day, left in _cash_by_day(ledger) if left < 0] == []


def test_receipts_of_a_day_are_banked_that_day(vouchers):
    """What KSM paid on a day is what was taken to the bank on it, slips left out."""
    slips = {voucher.posting.reverses for voucher in vouchers}
    received, banked = Counter(), Counter()
    for voucher in vouchers:
        posting = voucher.posting
        if posting.event is Event.REPAYMENT and voucher.number not in slips:
            received[posting.dated_on] += posting.amount.value
        if posting.event is Event.DEPOSIT:
            banked[posting.dated_on] += posting.amount.value
    assert received == banked


def test_money_moves_the_right_way(vouchers):
    """A loan raises the receivable and lowers the bank; a receipt raises cash; a cost lowers it."""
    ways = {
        event: {(move.debit, move.credit) for item in vouchers if item.posting.event is event
                for move in item.posting.transfers}
        for event in (Event.DISBURSEMENT, Event.REPAYMENT, Event.DEPOSIT, Event.WITHDRAWAL)
    }  # fmt: skip
    assert ways == {
        Event.DISBURSEMENT: {("11030", "11021")},
        Event.REPAYMENT: {("11010", "11030"), ("11010", "41010"), ("11010", "21030")},
        Event.DEPOSIT: {("11021", "11010")},
        Event.WITHDRAWAL: {("11010", "11021")},
    }
    paid = [item for item in vouchers if item.posting.event is Event.CASH_OUT]
    assert {item.posting.kind for item in paid} == {VoucherKind.PAYMENT}
    assert {move.credit for item in paid for move in item.posting.transfers} == {"11010", "11021"}


def test_slip_is_taken_back_and_received_anew(vouchers):
    """Each mistyped receipt is reversed and followed on the same day by the right one."""
    by_number = {voucher.number: voucher for voucher in vouchers}
    reversals = [voucher for voucher in vouchers if voucher.posting.event is Event.REVERSAL]
    assert [voucher.posting.memo.count("salah ketik jumlah") for voucher in reversals] == [1, 1]
    for reversal in reversals:
        wrong = by_number[reversal.posting.reverses].posting
        assert wrong.dated_on == reversal.posting.dated_on
        right = [
            voucher.posting.amount
            for voucher in vouchers
            if (voucher.posting.event, voucher.posting.loan) == (Event.REPAYMENT, wrong.loan)
            and voucher.posting.dated_on == wrong.dated_on
            and voucher.posting.amount != wrong.amount
        ]
        assert len(right) == 1


def test_every_ksm_of_the_demonstration_has_members_of_its_own(ledger):
    """A KSM has 5 to 12 members, 30 % women or more; no name comes twice and no NIK is given."""
    with store.reading(ledger) as connection:
        members = registers.members(connection, LAST.last_on)
    sizes = Counter(member.ksm for member in members)
    women = Counter(member.ksm for member in members if member.gender == "P")
    assert len(sizes) == 24
    assert all(5 <= size <= 12 for size in sizes.values())
    assert all(women[ksm] * 100 >= 30 * size for ksm, size in sizes.items())
    assert len({member.name for member in members}) == len(members)
    assert {member.nik for member in members} == {""}


def test_vouchers_are_recorded_on_the_afternoon_of_their_own_day(vouchers):
    """The time of recording comes from the voucher's date, never from the clock."""
    assert {v.recorded_at for v in vouchers} == {f"{v.posting.dated_on}T16:00:00+07:00" for v in vouchers}
    assert all(v.recorded_at.startswith(str(v.posting.dated_on)) for v in vouchers)


def test_demonstration_is_the_same_each_time(ledger, tmp_path):
    """Built again on another day, it ends in the same head of the chain."""
    again = build(tmp_path, NOW + timedelta(days=1000))
    heads = []
    for path in (ledger, again.ledger):
        with store.reading(path) as connection:
            heads.append(head(connection, LAST.last_on))
    assert heads[0] == heads[1]


def test_lists_beside_the_demonstration_can_be_taken_over_again(ledger, tmp_path):
    """The CSV files that lie beside it are a complete and balanced opening of another ledger."""
    other, started = tmp_path / "lain.db", datetime.combine(OPENED_ON, NOW.timetz())
    start_book(other, PROFILE, OPENED_ON, started, policy=POLICY)
    folder = ledger.parent
    assert import_opening_balances(other, folder / "saldo-awal.csv", started).warnings == ()
    assert import_ksm(other, folder / "ksm.csv", started).lines == 24
    assert import_members(other, folder / "anggota.csv", started).warnings == ()
    assert import_loans(other, folder / "pinjaman.csv", started).lines == 24


def test_demonstration_overwrites_no_ledger(tmp_path):
    """Where a file named ``upk.db`` stands, nothing is built and the file stays as it is."""
    (tmp_path / "upk.db").write_bytes(b"milik bendahara")
    with pytest.raises(LedgerUnusableError, match="file sudah ada"):
        build(tmp_path, NOW)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("upk.db", b"milik bendahara")]


def test_demonstration_overwrites_no_list(tmp_path):
    """Where one of its lists already stands, nothing is built and the list stays as it is."""
    (tmp_path / "ksm.csv").write_bytes(b"milik bendahara")
    with pytest.raises(RefusedError, match="file sudah ada"):
        build(tmp_path, NOW)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("ksm.csv", b"milik bendahara")]


def test_demonstration_is_refused_while_the_clock_is_behind(tmp_path):
    """On a computer whose clock stands before the last voucher, every later entry would be refused; so is this."""
    with pytest.raises(RefusedError, match="jam komputer"):
        build(tmp_path, datetime(2022, 1, 1, 8, 0, tzinfo=NOW.tzinfo))
    assert list(tmp_path.iterdir()) == []


def test_every_rw_of_the_demonstration_has_a_head(ledger):
    """Letters and the recap of the RW name somebody."""
    with store.reading(ledger) as connection:
        heads = registers.rw_heads(connection, LAST.last_on)
    assert set(heads) == {group.ksm.rw for group in list_ksm(ledger, LAST.last_on)}


@pytest.mark.parametrize("month", MONTHS, ids=str)
def test_the_inventory_of_the_demonstration_is_what_its_accounts_say(ledger, books_by_month, month):
    """The list costs what the one account holds and has lost what the other says, month by month."""
    with store.reading(ledger) as connection:
        assets = registers.assets(connection, month.last_on)
    balances = books_by_month[month].by_code
    assert sum(asset.cost.value for asset in assets) == balances["12020"].net == 18_900_000
    written_down = sum(depreciated_to(asset, month).value for asset in assets)
    assert written_down == -balances["12021"].net == 7_770_000 + 210_000 * (MONTHS.index(month) + 1)


def test_a_demonstration_broken_off_leaves_nothing_behind(run, monkeypatch):
    """Ctrl-C in the middle of it: the folder can be taken again at once."""

    def interrupted(*_words):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("danabergulir.demonstration.build.answer_for", interrupted)
        broken = run("contoh", "--ke", "belajar")
    left = [*(run.folder / "belajar").iterdir()]

    assert (broken.status, broken.stdout, broken.stderr) == (130, "", "Dihentikan.\n")
    assert left == []

"""The register of fixed assets."""

from datetime import date

import pytest

from danabergulir.dates import Month
from danabergulir.domain.assets import FixedAsset
from danabergulir.errors import NotFoundError, RefusedError
from danabergulir.frozen import replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import books
from danabergulir.money import NIL, Rupiah
from danabergulir.operations.assets import add_asset, change_asset, list_assets, retire_asset
from danabergulir.operations.cash import cash_out
from danabergulir.operations.closing import close_month
from danabergulir.reports.month.inventory import inventory, late_note
from ledger.small_ledger import execute
from operations.lent_ledger import NOW, lend
from reports.small_books import lines

LAPTOP = FixedAsset("", "Laptop", date(2023, 1, 5), Rupiah(4_800_000), 48, place="Kantor")
DAY = date(2023, 1, 5)


@pytest.fixture
def lent(tmp_path):
    """Return a ledger opened on 31 December 2022."""
    return lend(tmp_path / "upk.db")


def _inventory(path, month):
    with store.reading(path) as connection:
        return inventory(books.books(connection, Month.parse(month)))


def _listed(path, month):
    return [line[0] for line in lines(_inventory(path, month).section) if line[0]]


def test_assets_are_numbered_one_after_the_other(lent):
    """Also after one is gone."""
    numbers = [add_asset(lent, LAPTOP, DAY, NOW).asset.number for _ in range(2)]
    retire_asset(lent, "INV-002", date(2023, 2, 1), NOW)
    assert [*numbers, add_asset(lent, LAPTOP, date(2023, 3, 1), NOW).asset.number] == ["INV-001", "INV-002", "INV-003"]


@pytest.mark.parametrize(("stated", "expected"), [(None, 1_200_000), (NIL, 0), (Rupiah(2_000_000), 2_000_000)])
def test_what_was_written_down_before_the_opening_is_stated_or_the_straight_line(lent, stated, expected):
    """Bought twelve months before it, for forty-eight."""
    old = replace(LAPTOP, bought_on=date(2021, 12, 20))
    added = add_asset(lent, old, DAY, NOW, depreciated_before=stated)
    assert added.asset.depreciated_before == Rupiah(expected)


def test_an_asset_bought_since_the_opening_has_nothing_written_down_before_it(lent):
    """What is stated all the same is refused."""
    assert add_asset(lent, LAPTOP, DAY, NOW).asset.depreciated_before == NIL
    with pytest.raises(RefusedError, match="sesudah saldo awal"):
        add_asset(lent, LAPTOP, DAY, NOW, depreciated_before=Rupiah(1))


def test_facts_that_contradict_each_other_are_refused(lent):
    """Bought after the day it is written down; written down by more than it cost."""
    with pytest.raises(RefusedError, match="tanggal beli"):
        add_asset(lent, LAPTOP, date(2023, 1, 4), NOW)
    with pytest.raises(RefusedError, match="lebih besar daripada harganya"):
        add_asset(lent, replace(LAPTOP, bought_on=date(2022, 1, 1)), DAY, NOW, depreciated_before=Rupiah(4_800_001))


def test_changed_facts_leave_the_others(lent):
    """The number is found in any case."""
    add_asset(lent, LAPTOP, DAY, NOW)
    changed = change_asset(lent, "inv-001", date(2023, 2, 1), NOW, {"place": "Balai RW"})
    assert changed.thing.asset == replace(LAPTOP, number="INV-001", place="Balai RW")
    assert list_assets(lent, date(2023, 1, 31))[0].place == "Kantor"


def test_an_unknown_number_is_not_found(lent):
    """The hint says where the numbers stand."""
    with pytest.raises(NotFoundError) as refusal:
        change_asset(lent, "INV-009", DAY, NOW, {"place": "x"})
    assert refusal.value.hint == "Lihat nomornya: danabergulir aset daftar"


def test_an_asset_that_is_gone_leaves_the_list_and_stops_being_written_down(lent):
    """Gone in April: March is the last share. Once gone, it cannot go again."""
    add_asset(lent, LAPTOP, DAY, NOW)
    assert retire_asset(lent, "INV-001", date(2023, 4, 2), NOW).written_down == Rupiah(200_000)
    assert [len(list_assets(lent, day)) for day in (date(2023, 4, 1), date(2023, 4, 2))] == [1, 0]
    assert close_month(lent, Month(2023, 6), NOW).end.depreciation.posting.amount == Rupiah(200_000)
    with pytest.raises(RefusedError, match="sudah dilepas"):
        retire_asset(lent, "INV-001", date(2023, 7, 1), NOW)


def test_the_inventory_shows_cost_depreciation_and_book_value(lent):
    """With the month's share and the sum so far."""
    add_asset(lent, replace(LAPTOP, quantity=2), DAY, NOW)
    assert lines(_inventory(lent, "2023-03").section)[0] == (
        *("INV-001", "Laptop", DAY, 2, "Kantor", 4_800_000, 48),
        *(100_000, 200_000, 4_600_000),
    )


def test_the_inventory_says_where_the_balance_sheet_differs(lent):
    """Until the buying is booked and the month is closed."""
    add_asset(lent, LAPTOP, DAY, NOW)
    assert [note.split(" di neraca ")[0] for note in _inventory(lent, "2023-02").notes[:-1]] == [
        "Akun 12020 Inventaris dan Harta Tetap",
        "Akun 12021 Akumulasi Penyusutan",
    ]
    cash_out(lent, "12020", LAPTOP.cost, "Beli laptop", DAY, NOW)
    close_month(lent, Month(2023, 2), NOW)
    assert len(_inventory(lent, "2023-02").notes) == 1


def test_an_asset_is_not_in_the_inventory_before_it_is_bought(lent):
    """Whenever it was written down."""
    add_asset(lent, LAPTOP, DAY, NOW)
    assert lines(_inventory(lent, "2022-12").section) == []


def test_an_asset_is_in_no_report_of_a_day_before_it_was_registered(lent):
    """Bought a year before; the month that is open when it is registered shows it only where its day has come."""
    add_asset(lent, replace(LAPTOP, bought_on=date(2023, 1, 7)), date(2024, 2, 10), NOW)
    assert [_listed(lent, month) for month in ("2023-02", "2024-01", "2024-02")] == [[], [], ["INV-001"]]
    assert [len(list_assets(lent, date(2024, 2, day))) for day in (9, 10)] == [0, 1]
    assert close_month(lent, Month(2024, 1), NOW).end.depreciation is None
    assert _listed(lent, "2024-01") == []


def test_depreciation_of_earlier_months_is_told_when_it_is_registered_and_before_it_is_booked(lent):
    """Registered a year late, twelve months of it come at once; the month after it is an ordinary one."""
    added = add_asset(lent, replace(LAPTOP, bought_on=date(2023, 1, 7)), date(2024, 2, 10), NOW)
    assert late_note(added.late, added.month) == (
        "Penyusutannya sampai Januari 2024, Rp1.200.000, dicatat sekaligus saat Februari 2024 ditutup.",
    )
    february = close_month(lent, Month(2024, 2), NOW, trial=True).end
    assert february.doubts[0].split(". ")[0] == (
        "penyusutan Februari 2024 Rp1.300.000, padahal untuk bulan itu sendiri Rp100.000; sisanya dari bulan-bulan "
        "sebelumnya dan dicatat sekaligus"
    )
    assert close_month(lent, Month(2024, 2), NOW).end.depreciation.posting.amount == Rupiah(1_300_000)
    assert not [doubt for doubt in close_month(lent, Month(2024, 3), NOW).end.doubts if "penyusutan" in doubt]


def test_a_month_closed_by_an_older_program_keeps_the_assets_that_it_showed(lent):
    """It knew of no such rule: what was registered for a later day stands in it, as it was booked."""
    add_asset(lent, LAPTOP, date(2023, 3, 10), NOW)
    close_month(lent, Month(2023, 2), NOW)
    assert _listed(lent, "2023-02") == []
    execute(lent, "DROP TRIGGER closing_no_update")
    execute(lent, "UPDATE closing SET figures = json_remove(figures, '$.cara')")
    assert _listed(lent, "2023-02") == ["INV-001"]

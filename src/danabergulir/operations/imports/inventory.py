"""The inventory from a file: what the UPK owned when the ledger was opened, or bought since."""

from datetime import date, datetime

from danabergulir.dates import DayOrder, parse_date
from danabergulir.domain.accounts import Role
from danabergulir.domain.assets import FixedAsset
from danabergulir.errors import RefusedError, UsageError
from danabergulir.ledger.read.accounts import balance
from danabergulir.money import NIL, Rupiah, format_difference, format_rupiah, parse_rupiah, total
from danabergulir.operations.assets import add_asset
from danabergulir.operations.csv_table import Faults, Table, read_lines
from danabergulir.operations.desk import Book, Desk
from danabergulir.operations.imports.day_order import refuse_two_readings, two_readings
from danabergulir.operations.imports.once import Imported, dated_totals, importing_once
from danabergulir.operations.imports.values import read_count, read_name, read_paid, read_text
from danabergulir.text import quoted

_REQUIRED = ("nama", "tanggal_beli", "harga", "umur_bulan")
_OPTIONAL = ("sudah_disusutkan", "jumlah", "tempat")
INVENTORY_COLUMNS = (*_REQUIRED, *_OPTIONAL)


def import_inventory(
    path: Book, file: Table, now: datetime, *, trial: bool = False, order: DayOrder | None = None
) -> Imported:
    """Register every asset of a file, all or none; nothing is booked. Raises ``FaultyDataError``.

    Without ``sudah_disusutkan`` an asset bought before the opening has been written down by the straight line. Where
    the sums are not those of the two accounts at the opening, that is a warning.
    """
    if order is None:
        refuse_two_readings(two_readings(file, INVENTORY_COLUMNS, "tanggal_beli", now.date()))
    faults = Faults("inventaris")
    added: list[FixedAsset] = []
    with importing_once(path, file, "inventaris", now, trial=trial) as desk:
        for line in read_lines(file, _REQUIRED, _OPTIONAL, faults):
            before = faults.errors
            if not line.require(*_REQUIRED):
                continue
            asset = FixedAsset(
                number="",
                name=line.read("nama", read_name, "-"),
                bought_on=line.read(
                    "tanggal_beli", lambda word: parse_date(word, order or DayOrder.DAY_FIRST), desk.opened_on
                ),
                cost=line.read("harga", parse_rupiah, Rupiah(1)),
                life_months=line.read("umur_bulan", read_count, 0),
                quantity=line.read("jumlah", _read_quantity, 1),
                place=line.read("tempat", read_text, ""),
            )
            written_down = line.read("sudah_disusutkan", read_paid, None)
            if faults.errors > before:
                continue
            try:
                done = add_asset(
                    desk, asset, max(desk.first_open_on, asset.bought_on), now, depreciated_before=written_down
                )
            except RefusedError as error:
                faults.error(line.number, error.message, error.hint.replace("Hapus --", "Kosongkan "))
            else:
                added.append(done.asset)
        faults.raise_if_any()
        _compare(desk, [asset for asset in added if asset.bought_on <= desk.opened_on], faults)
        written = total([asset.depreciated_before for asset in added])
    totals: tuple[tuple[str, Rupiah | int | date], ...] = (
        ("Jumlah barang", len(added)),
        ("Harga beli", total([asset.cost for asset in added])),
        ("Sudah disusutkan", written),
        *dated_totals(asset.bought_on for asset in added),
    )
    return Imported(len(added), totals, tuple(faults.findings))


def _read_quantity(word: str) -> int:
    """Return how many things of a kind there are. Raises ``UsageError``."""
    quantity = read_count(word)
    if not quantity:
        raise UsageError(f"jumlah barang paling sedikit 1: {quoted(word)}", "Hapus barisnya bila barangnya tidak ada.")
    return quantity


def _compare(desk: Desk, carried: list[FixedAsset], faults: Faults) -> None:
    """Warn where the assets held at the opening are not what the opening balances say of them."""
    listed = (
        (Role.INVENTORY, 1, total([asset.cost for asset in carried]), "harga beli"),
        (Role.DEPRECIATION, -1, total([asset.depreciated_before for asset in carried]), "yang sudah disusutkan"),
    )
    for role, sign, amount, what in listed:
        accounts = desk.chart.all_with(role)
        booked = total([balance(desk.connection, account.code, desk.opened_on) for account in accounts] or [NIL])
        booked = booked if sign > 0 else -booked
        if accounts and booked != amount:
            faults.warning(
                None,
                f"{what} {format_rupiah(amount)}, padahal saldo awal akun {accounts[0].code} {accounts[0].name} "
                f"{format_rupiah(booked)}: {format_difference(amount - booked)}",
            )

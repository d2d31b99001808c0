"""The register of fixed assets. It books nothing: buying is a voucher of its own, depreciation comes with the close."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from re import fullmatch
from typing import Any

from danabergulir.dates import Month, format_form
from danabergulir.domain.accounts import Chart
from danabergulir.domain.assets import FixedAsset, depreciated_to
from danabergulir.errors import NotFoundError, RefusedError, perhaps
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.file import store
from danabergulir.ledger.read import registers
from danabergulir.money import Rupiah, format_rupiah
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.versions import Changed, check_version
from danabergulir.text import quoted


class Registered(Struct, frozen=True):
    """An asset as registered, and the chart that says where its vouchers are booked.

    ``carried`` tells whether its cost is already in the opening balances; ``written_down`` is its depreciation by now,
    ``late`` that of the months before the day of registering, which is booked with its month all at once.
    """

    asset: FixedAsset
    chart: Chart
    carried: bool
    written_down: Rupiah
    late: Rupiah
    month: Month


def add_asset(
    path: Book, asset: FixedAsset, dated_on: date, now: datetime, *, depreciated_before: Rupiah | None = None
) -> Registered:
    """Register an asset under the next number.

    One bought by the day of the opening balances has been written down before them: by ``depreciated_before``, or,
    where that is None, by what the straight line says. Raises ``RefusedError``.
    """
    with recording(path, now) as desk:
        desk.check_date(dated_on)
        carried = asset.bought_on <= desk.opened_on
        if depreciated_before is None and carried:
            depreciated_before = depreciated_to(asset, Month.of(desk.opened_on))
        elif depreciated_before and not carried:
            raise RefusedError(
                f"aset dibeli {format_form(asset.bought_on)}, sesudah saldo awal {format_form(desk.opened_on)}",
                "Hapus --sudah-disusutkan; penyusutannya dihitung saat tutup bulan.",
            )
        new = replace(asset, number=_next_number(desk, now.date()), depreciated_before=depreciated_before or Rupiah(0))
        _refuse(new, dated_on)
        desk.writer.add_asset(new, dated_on)
        return _registered(desk, new, dated_on)


def change_asset(
    path: Path, number: str, dated_on: date, now: datetime, changes: Mapping[str, Any]
) -> Changed[Registered]:
    """Put changed facts of an asset in force; the next close books what they change in the depreciation.

    Raises ``NotFoundError`` and ``RefusedError``.
    """
    with recording(path, now) as desk:
        old = _find(desk.connection, number, now.date())
        _check_version(desk, old, dated_on)
        new = replace(old, **changes)
        _refuse(new, dated_on)
        if new != old:
            desk.writer.add_asset(new, dated_on)
        return Changed(_registered(desk, new, dated_on), new != old)


def retire_asset(path: Path, number: str, gone_on: date, now: datetime) -> Registered:
    """Write down that an asset is gone, and return it with what it is written down by then.

    Raises ``NotFoundError``, and ``RefusedError`` when it is gone already or not yet bought.
    """
    with recording(path, now) as desk:
        old = _find(desk.connection, number, now.date())
        if old.gone_on is not None:
            raise RefusedError(
                f"aset {old.number} sudah dilepas {format_form(old.gone_on)}", "Lihat: danabergulir aset daftar"
            )
        _check_version(desk, old, gone_on)
        new = replace(old, gone_on=gone_on)
        _refuse(new, gone_on)
        desk.writer.add_asset(new, gone_on)
        return _registered(desk, new, gone_on)


def list_assets(path: Path, as_of: date) -> list[FixedAsset]:
    """Return the assets held on a day, in the order of their numbers."""
    with store.reading(path) as connection:
        return [asset for asset in registers.assets(connection, as_of) if asset.is_held(as_of)]


def _next_number(desk: Desk, as_of: date) -> str:
    numbers = (fullmatch(r"INV-(\d{3,})", asset.number) for asset in registers.assets(desk.connection, as_of))
    return f"INV-{1 + max((int(match[1]) for match in numbers if match), default=0):03d}"


def _find(connection: store.Connection, number: str, as_of: date) -> FixedAsset:
    for asset in registers.assets(connection, as_of):
        if asset.number.casefold() == number.strip().casefold():
            return asset
    near = perhaps(number, ((item.number, item.number) for item in registers.assets(connection, as_of)))
    raise NotFoundError(f"tidak ada aset nomor {quoted(number)}", f"{near}Lihat nomornya: danabergulir aset daftar")


def _check_version(desk: Desk, asset: FixedAsset, dated_on: date) -> None:
    days = registers.version_days(desk.connection, "aset", number=asset.number)
    check_version(desk, dated_on, days[-1], f"keterangan aset {asset.number} yang sekarang")


def _refuse(asset: FixedAsset, dated_on: date) -> None:
    """Raise ``RefusedError`` for facts that contradict each other."""
    if asset.bought_on > dated_on:
        raise RefusedError(
            f"tanggal beli {format_form(asset.bought_on)} sesudah {format_form(dated_on)}", "Periksa kedua tanggalnya."
        )
    if asset.depreciated_before > asset.cost:
        raise RefusedError(
            f"yang sudah disusutkan {format_rupiah(asset.depreciated_before)} lebih besar daripada harganya, "
            f"{format_rupiah(asset.cost)}",
            "Periksa kedua jumlahnya.",
        )


def _registered(desk: Desk, asset: FixedAsset, dated_on: date) -> Registered:
    month = Month.of(dated_on)
    return Registered(
        asset,
        desk.chart,
        carried=asset.bought_on <= desk.opened_on,
        written_down=depreciated_to(asset, month),
        late=depreciated_to(asset, month.shifted(-1)) - asset.depreciated_before,
        month=month,
    )

"""Straight-line depreciation of fixed assets, month by month, to the rupiah."""

from collections.abc import Iterable, Sequence
from datetime import date

from danabergulir.dates import Month
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, total


class FixedAsset(Struct, frozen=True):
    """One thing in the inventory (form U-5). ``life_months`` nought means it is not depreciated.

    ``cost`` is for the whole quantity. ``depreciated_before`` is what had been written down before the ledger was
    opened, in rupiah.
    """

    number: str
    name: str
    bought_on: date
    cost: Rupiah
    life_months: int
    quantity: int = 1
    place: str = ""
    depreciated_before: Rupiah = NIL
    gone_on: date | None = None

    def is_held(self, as_of: date) -> bool:
        """Return whether it is bought and not gone at the end of that day."""
        return self.bought_on <= as_of and (self.gone_on is None or self.gone_on > as_of)


def depreciated_to(asset: FixedAsset, month: Month) -> Rupiah:
    """Return what is written down by the end of a month, in rupiah, never more than the cost.

    The month after buying is the first, the month before going the last. Each month's share is the difference of two
    exact sums rounded down, so the shares add up to the cost.
    """
    if not asset.life_months:
        return asset.depreciated_before
    months = months_written_down(asset, month)
    return max(Rupiah(asset.cost.value * months // asset.life_months), asset.depreciated_before)


def months_written_down(asset: FixedAsset, month: Month) -> int:
    """Return how many months of its life are over by the end of a month."""
    bought = Month.of(asset.bought_on)
    until = min(month, Month.of(asset.gone_on).shifted(-1)) if asset.gone_on else month
    months = (until.year - bought.year) * 12 + until.number - bought.number
    return min(max(months, 0), asset.life_months)


def depreciation_due(assets: Iterable[FixedAsset], month: Month, booked: Rupiah) -> Rupiah:
    """Return what a close of ``month`` books as depreciation, in rupiah; negative where too much was booked.

    It is what all assets ever registered are written down since the ledger was opened, less ``booked``: what closes
    have booked so far. So an asset registered late catches up in the next close, one whose life is changed is put
    right by it, and a month that is opened and closed again books nothing twice.
    """
    return total([depreciated_to(asset, month) - asset.depreciated_before for asset in assets]) - booked


def late_doubt(assets: Sequence[FixedAsset], month: Month, due: Rupiah) -> tuple[str, str] | None:
    """Return what is doubtful about what a close of ``month`` books, and where to look; None where it is the month's.

    An asset that was registered late, or whose life is changed, brings the depreciation of earlier months with it.
    """
    share = total([depreciated_to(asset, month) - depreciated_to(asset, month.shifted(-1)) for asset in assets])
    if due <= share:
        return None
    told = f"penyusutan {month.long_name} {format_rupiah(due)}, padahal untuk bulan itu sendiri"
    return (
        f"{told} {format_rupiah(share)}; sisanya dari bulan-bulan sebelumnya dan dicatat sekaligus",
        f"Periksa tanggal beli, umur, dan yang sudah disusutkan: danabergulir aset daftar --per {month.last_on}",
    )

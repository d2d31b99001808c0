"""Straight-line depreciation of fixed assets, month by month, to the rupiah."""

from dataclasses import dataclass
from datetime import date

from danabergulir.dates import Month
from danabergulir.money import NIL, Rupiah


@dataclass(frozen=True, slots=True)
class FixedAsset:
    """One thing in the inventory (form U-5). ``life_months`` nought means it is not depreciated.

    ``depreciated_before`` is what had been written down before the ledger was opened, in rupiah.
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


def depreciated_to(asset: FixedAsset, month: Month) -> Rupiah:
    """Return what is written down by the end of a month, in rupiah, never more than the cost.

    The month after buying is the first; each month's share is the difference of two exact sums rounded down, so that
    the shares add up to the cost.
    """
    if not asset.life_months:
        return asset.depreciated_before
    bought = Month.of(asset.bought_on)
    until = min(month, Month.of(asset.gone_on).shifted(-1)) if asset.gone_on else month
    months = (until.year - bought.year) * 12 + until.number - bought.number
    months = min(max(months, 0), asset.life_months)
    return max(Rupiah(asset.cost.value * months // asset.life_months), asset.depreciated_before)

"""What the figures of an asset are made of: its price, its life, and the months that are over."""

from fractions import Fraction

from danabergulir.dates import Month
from danabergulir.domain.assets import FixedAsset, depreciated_to, months_written_down
from danabergulir.money import Rupiah
from danabergulir.reports.origins.figure import Figure, Relation, less, rounding

_RULE = "Penyusutan garis lurus per bulan, mulai bulan sesudah dibeli, sampai habis umurnya."


def _registered(asset: FixedAsset, words: str, value: Rupiah | int) -> Figure:
    return Figure(words, value, rule=f"Menurut daftar inventaris {asset.number}.", dated_on=asset.bought_on)


def quantity(asset: FixedAsset) -> Figure:
    """Return how many things there are."""
    return _registered(asset, "Jumlah barang", asset.quantity)


def cost(asset: FixedAsset) -> Figure:
    """Return what was paid for it."""
    return _registered(asset, "Harga beli", asset.cost)


def life(asset: FixedAsset) -> Figure:
    """Return over how many months it is written down."""
    return _registered(asset, "Umur (bulan)", asset.life_months)


def before(asset: FixedAsset) -> Figure:
    """Return what had been written down before the ledger was opened."""
    return _registered(asset, "Disusutkan sebelum buku ini dibuka", asset.depreciated_before)


def depreciated(asset: FixedAsset, month: Month) -> Figure:
    """Return what is written down by the end of a month: price times months over life, rounded down."""
    value = depreciated_to(asset, month)
    words = f"Disusutkan sampai {month.long_name}"
    taken = before(asset)
    if not asset.life_months:
        return Figure(words, value, Relation.SUM, lambda _: (taken,), rule="Barang ini tidak disusutkan.")
    months = months_written_down(asset, month)
    whole = Figure(
        "Harga beli x bulan yang sudah disusutkan",
        asset.cost * months,
        Relation.PRODUCT,
        lambda _: (cost(asset), Figure("Bulan yang sudah disusutkan", months, rule=_RULE)),
    )
    exact = Fraction(asset.cost.value * months, asset.life_months)
    shares = Figure(
        "Harga beli x bulan : umur",
        Rupiah(exact.__floor__()),
        Relation.QUOTIENT,
        lambda _: (whole, life(asset), *rounding(exact, exact.__floor__())),
        formula="dibulatkan ke bawah",
    )
    if not asset.depreciated_before:
        return shares.named(words)
    return Figure(words, value, Relation.MOST, lambda _: (shares, taken), rule=_RULE)


def depreciated_in(asset: FixedAsset, month: Month) -> Figure:
    """Return what a month writes down: the sum to its end less that to the end of the month before."""
    return less("Penyusutan bulan ini", depreciated(asset, month), depreciated(asset, month.shifted(-1)))

"""The class of a loan by its missed count, and the reserve the classes ask for."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

from danabergulir.dates import Frequency
from danabergulir.domain.policy.lateness import CollectabilityClass
from danabergulir.money import WHOLE_RUPIAH, Rupiah


def class_of(
    missed_count: int,
    classes: Sequence[CollectabilityClass],
    *,
    frequency: Frequency = Frequency.MONTHLY,
    days_late: int | None = None,
) -> CollectabilityClass:
    """Return the class of a loan with instalments as often as ``frequency``, of which ``missed_count`` are missed.

    ``classes`` start at nought and rise (see the policy). Where a class asks for days as well, ``days_late`` must reach
    them too; None where there are no days, as for a count that is only remembered.
    """
    reached = [
        item
        for item in classes
        if item.limit(frequency) <= missed_count and (days_late is None or days_late >= (item.days_from or 0))
    ]
    return reached[-1]


def reserve(balance: Rupiah, reserve_percent: Fraction) -> Rupiah:
    """Return the reserve for a class: its whole outstanding principal times its percentage, to the nearest rupiah.

    P2KP training book for economic facilitators: 50, 10, 3, 2 and 0.5 million give 2,950,000.
    """
    return WHOLE_RUPIAH.round(balance.value * reserve_percent / 100)


def definition(classes: Sequence[CollectabilityClass], frequencies: Iterable[Frequency] = ()) -> str:
    """Return the class limits in force, as printed under the collectability report.

    Those of ``frequencies`` other than monthly are named as well: how often the loans of the report are repaid.
    """
    others = sorted({item for item in frequencies if item is not Frequency.MONTHLY})
    more = "".join(f" Pinjaman {item}: {_limits(classes, item)}." for item in others)
    return (
        f"Kelas menurut kali menunggak: {_limits(classes, Frequency.MONTHLY)}.{more} "
        "Cadangan risiko dihitung dari seluruh saldo pokok."
    )


def _limits(classes: Sequence[CollectabilityClass], frequency: Frequency) -> str:
    limits = []
    for item, following in zip(classes, [*classes[1:], None], strict=True):
        first, last = item.limit(frequency), following.limit(frequency) - 1 if following else None
        count = f"{first} kali ke atas" if last is None else f"{first} kali"
        if last is not None and last > first:
            count = f"{first}-{last} kali"
        limits.append(f"{item.name} {count}")
    return "; ".join(limits)

"""The class of a loan by its missed count, and the reserve the classes ask for."""

from collections.abc import Sequence
from fractions import Fraction

from danabergulir.domain.policy.rules import CollectabilityClass
from danabergulir.money import WHOLE_RUPIAH, Rupiah


def class_of(missed_count: int, classes: Sequence[CollectabilityClass]) -> CollectabilityClass:
    """Return the class that ``missed_count`` falls in; ``classes`` start at nought and rise (see the policy)."""
    return max((item for item in classes if item.missed_from <= missed_count), key=lambda item: item.missed_from)


def reserve(balance: Rupiah, reserve_percent: Fraction) -> Rupiah:
    """Return the reserve for a class: its whole outstanding principal times its percentage, to the nearest rupiah.

    P2KP training book for economic facilitators: 50, 10, 3, 2 and 0.5 million give 2,950,000.
    """
    return WHOLE_RUPIAH.round(balance.value * reserve_percent / 100)


def definition(classes: Sequence[CollectabilityClass]) -> str:
    """Return the class limits in force, as printed under the collectability report."""
    limits = []
    for item, following in zip(classes, [*classes[1:], None], strict=True):
        last = following.missed_from - 1 if following else None
        count = f"{item.missed_from} kali ke atas" if last is None else f"{item.missed_from} kali"
        if last is not None and last > item.missed_from:
            count = f"{item.missed_from}-{last} kali"
        limits.append(f"{item.name} {count}")
    return f"Kelas menurut kali menunggak: {'; '.join(limits)}. Cadangan dihitung dari seluruh saldo pokok."

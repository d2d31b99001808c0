"""What the figures of savings are made of: the vouchers on each card."""

from collections.abc import Callable, Iterable

from danabergulir.domain.entries import SavingsFigures, SavingsMove
from danabergulir.money import Rupiah
from danabergulir.reports.origins.figure import Figure, Relation, Source, entry, sum_of


def _figure(
    card: SavingsFigures, words: str, value: Rupiah, amount: Callable[[SavingsMove], int], *, carried: bool
) -> Figure:
    def parts(source: Source) -> Iterable[Figure]:
        for item in source.of_savings(card.ksm):
            if item.carried is carried and amount(item):
                yield entry(item.dated_on, item.number, item.memo, amount(item))

    return Figure(words, value, Relation.SUM, parts)


def opening(card: SavingsFigures) -> Figure:
    """Return what was saved by the end of last month."""
    words = "Saldo akhir bulan lalu"
    return _figure(card, words, card.opening, lambda item: item.deposited - item.withdrawn, carried=True)


def deposited(card: SavingsFigures) -> Figure:
    """Return what was put in this month."""
    return _figure(card, "Disetor bulan ini", card.deposited, lambda item: item.deposited, carried=False)


def withdrawn(card: SavingsFigures) -> Figure:
    """Return what was taken out this month."""
    return _figure(card, "Diambil bulan ini", card.withdrawn, lambda item: item.withdrawn, carried=False)


def carried_and_deposited(card: SavingsFigures) -> Figure:
    """Return what was carried forward and put in."""
    return sum_of(
        "Saldo bulan lalu dan setoran", [opening(card), deposited(card)], formula="saldo bulan lalu + setoran"
    )


def balance(card: SavingsFigures) -> Figure:
    """Return what is saved."""
    parts = [opening(card), deposited(card), withdrawn(card).less()]
    return sum_of("Saldo tabungan", parts, formula="saldo bulan lalu + disetor - diambil")

"""What the figures of voucher lists and running books are made of: the amounts on each voucher."""

from collections.abc import Iterable, Sequence

from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.journal import Transfer, Voucher
from danabergulir.money import NIL, Rupiah, total
from danabergulir.reports.origins import accounts
from danabergulir.reports.origins.figure import Figure, Relation, sum_of


def of_voucher(voucher: Voucher, moves: Iterable[Transfer]) -> Figure:
    """Return what some of the amounts of a voucher come to."""
    some = tuple(moves)
    return Figure(
        voucher.posting.memo,
        total([move.amount for move in some]),
        Relation.SUM,
        lambda _: [_amount(voucher, move) for move in some],
        voucher=voucher.number,
        dated_on=voucher.posting.dated_on,
    )


def _amount(voucher: Voucher, move: Transfer) -> Figure:
    part = f", {move.component.value.replace('_', ' ')}" if move.component else ""
    words = f"Debit {move.debit}, kredit {move.credit}{part}"
    return Figure(words, move.amount, voucher=voucher.number, dated_on=voucher.posting.dated_on)


def carried_forward(item: AccountFigures, name: str) -> Figure:
    """Return what the first line of a running book is made of."""
    return accounts.net(item, accounts.CARRIED, 1, "Saldo Awal") if name == "balance" else Figure("Belum ada", NIL)


def _moved(item: AccountFigures, vouchers: Sequence[Voucher], name: str) -> list[Figure]:
    """Return what vouchers put into an account (``debit``), took out of it (``credit``) or both (``balance``)."""
    found = []
    for voucher in vouchers:
        for side, sign in (("debit", 1), ("credit", -1)):
            moves = [move for move in voucher.posting.transfers if getattr(move, side) == item.account.code]
            if moves and name in (side, "balance"):
                figure = of_voucher(voucher, moves)
                found.append(figure.less() if name == "balance" and sign < 0 else figure)
    return found


def running(item: AccountFigures, vouchers: Sequence[Voucher], count: int, name: str) -> Figure:
    """Return what a figure of the line of the voucher number ``count`` of a running book is made of."""
    if name != "balance":
        return all_of(name, _moved(item, vouchers[count - 1 : count], name))
    opening = carried_forward(item, "balance")  # its vouchers stand at its own line, not at each line below it
    return _balance(Figure(opening.words, opening.value, rule="Diurai pada baris Saldo Awal."), item, vouchers[:count])


def whole_book(item: AccountFigures, vouchers: Sequence[Voucher], name: str) -> Figure:
    """Return what a figure of the last line of a running book is made of."""
    if name != "balance":
        return all_of(name, _moved(item, vouchers, name))
    return _balance(carried_forward(item, name), item, vouchers)


def _balance(opening: Figure, item: AccountFigures, vouchers: Sequence[Voucher]) -> Figure:
    parts = [opening, *_moved(item, vouchers, "balance")]
    return sum_of("Saldo", parts, formula="saldo awal + debit - kredit sampai baris ini")


def all_of(name: str, parts: Sequence[Figure]) -> Figure:
    """Return the sum of the amounts on one side."""
    found = sum_of({"debit": "Debet", "credit": "Kredit"}[name], parts)
    assert isinstance(found.value, Rupiah)
    return found

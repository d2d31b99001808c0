"""The journal as hledger and Ledger read it: plain text, one transaction per voucher, a proof at each month's end."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Account, AccountClass, Chart
from danabergulir.domain.journal import Event, Voucher
from danabergulir.text import one_line

_TYPES: Final = {
    AccountClass.ASSET: "A",
    AccountClass.LIABILITY: "L",
    AccountClass.EQUITY: "E",
    AccountClass.INCOME: "R",
    AccountClass.COST: "X",
}
_MONEY: Final = "C"
CLOSING_TAG: Final = "tutup-tahun"
"""The tag of the entries of a year's close: ``not:tag:tutup-tahun`` leaves them out."""
_SEPARATORS: Final = str.maketrans({";": ",", "|": "/"})
"""What would start a comment, and what would part the payee from the note."""


def journal_lines(title: str, chart: Chart, vouchers: Iterable[Voucher]) -> Iterator[str]:
    """Yield the lines of the journal, without line ends; ``vouchers`` come in the order of their dates.

    Amounts are whole rupiah, credits negative. After the last voucher of a month the balance of every account that
    moved in it is asserted. Only the balances are held in memory.
    """
    names = {account.code: account_name(account) for account in chart.accounts}
    yield f"; {undivided(title)}"
    yield "commodity Rp"
    yield "    format Rp1000."
    for account in chart.accounts:
        yield f"account {names[account.code]}"
        yield f"    ; type: {_MONEY if account.holds_money else _TYPES[account.account_class]}"
    balances = dict.fromkeys(names, 0)
    moved: set[str] = set()
    month: Month | None = None
    for voucher in vouchers:
        now = Month.of(voucher.posting.dated_on)
        if month is not None and month != now:
            yield from _proof(month, {code: balances[code] for code in sorted(moved)}, names)
            moved.clear()
        month = now
        parts = _parts(voucher)
        yield from _transaction(voucher, parts, names)
        moved.update(parts)
        for code, amount in parts.items():
            balances[code] += amount
    if month is not None:
        yield from _proof(month, {code: balances[code] for code in sorted(moved)}, names)


def account_name(account: Account) -> str:
    """Return ``aset:11010 Kas``: one name below its class, in which nothing parts or ends it."""
    words = undivided(f"{account.code} {account.name}").replace(":", "-")
    return f"{account.account_class.value}:{words}"


def undivided(text: str) -> str:
    """Return ``text`` on one line, single blanks between its words, and nothing in it that starts a comment."""
    return " ".join(one_line(text, instead=" ").translate(_SEPARATORS).split())


def _parts(voucher: Voucher) -> dict[str, int]:
    """Return what the voucher puts on each account, debit positive, in the order of its transfers."""
    parts: dict[str, int] = {}
    for move in voucher.posting.transfers:
        parts[move.debit] = parts.get(move.debit, 0) + move.amount.value
        parts[move.credit] = parts.get(move.credit, 0) - move.amount.value
    return parts


def _transaction(voucher: Voucher, parts: Mapping[str, int], names: Mapping[str, str]) -> Iterator[str]:
    yield ""
    tag = f"  ; {CLOSING_TAG}:" if voucher.posting.event is Event.YEAR_CLOSE else ""
    yield f"{voucher.posting.dated_on} ({voucher.number}) {undivided(voucher.posting.memo)}".rstrip() + tag
    for code, amount in parts.items():
        yield f"    {names[code]}  Rp{amount}"


def _proof(month: Month, balances: Mapping[str, int], names: Mapping[str, str]) -> Iterator[str]:
    yield ""
    yield f"{month.last_on} Saldo akhir {month.long_name}"
    for code, balance in balances.items():
        yield f"    {names[code]}  Rp0 = Rp{balance}"

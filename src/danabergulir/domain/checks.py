"""What must hold before a month is closed: named checks over the books of the month.

A ``galat`` stops the close; a ``peringatan`` is worth a look and stops nothing.
"""

from collections.abc import Callable, Iterator
from typing import Final

from danabergulir.domain.accounts import Role
from danabergulir.domain.books import Books
from danabergulir.errors import Finding
from danabergulir.money import NIL, Rupiah, format_rupiah, total

Check = Callable[[Books], Iterator[Finding]]


def findings(books: Books) -> list[Finding]:
    """Return what every check finds, in the order of the checks; none where all is well."""
    return [finding for check in CHECKS for finding in check(books)]


def _trial_balance(books: Books) -> Iterator[Finding]:
    """The balances of all accounts add up to nil."""
    difference = sum(item.net for item in books.figures)
    if difference:
        yield Finding(
            "neraca-saldo",
            "neraca saldo",
            f"saldo debit dan kredit berselisih {format_rupiah(Rupiah(abs(difference)))}",
            "Cari sebabnya: danabergulir periksa",
        )


def _opening(books: Books) -> Iterator[Finding]:
    """The opening balances are complete: the technical account is nil."""
    left = Rupiah(sum(item.net for item in books.figures_with(Role.OPENING)))
    if left:
        yield Finding(
            "saldo-awal",
            "saldo awal",
            f"belum lengkap, selisih {format_rupiah(max(left, -left))}",
            "Lengkapi: danabergulir impor saldo-awal, lalu impor pinjaman",
        )


def _loan_cards(books: Books) -> Iterator[Finding]:
    """The loan cards together are the receivable on the balance sheet."""
    booked = Rupiah(sum(item.net for item in books.figures_with(Role.RECEIVABLE)))
    cards = total([book.outstanding for book in books.loans])
    if booked != cards:
        yield Finding(
            "kartu-pinjaman",
            "pinjaman di neraca",
            f"{format_rupiah(booked)}, padahal jumlah kartu pinjaman {format_rupiah(cards)}",
            "Lihat laporan rekonsiliasi.",
        )


def _overpaid(books: Books) -> Iterator[Finding]:
    """No loan is paid back by more than was lent."""
    for book in books.loans:
        if book.outstanding < NIL:
            yield Finding(
                "lebih-bayar",
                f"pinjaman {book.loan.number}",
                f"pokok terbayar lebih {format_rupiah(-book.outstanding)}",
                f"Periksa kartunya: danabergulir pinjaman kartu {book.loan.number}",
            )


def _savings_cards(books: Books) -> Iterator[Finding]:
    """The savings cards together are the liability on the balance sheet, and none is below nil."""
    owed = Rupiah(-sum(item.net for item in books.figures_with(Role.SAVINGS)))
    cards = total([card.balance for card in books.savings])
    if owed != cards:
        yield Finding(
            "kartu-tabungan",
            "tabungan di neraca",
            f"{format_rupiah(owed)}, padahal jumlah kartu tabungan {format_rupiah(cards)}",
            "Lihat laporan rekonsiliasi.",
        )
    for card in books.savings:
        if card.balance < NIL:
            yield Finding(
                "tabungan-kurang",
                f"tabungan {card.ksm} {card.name}".replace("  ", " "),
                f"saldonya {format_rupiah(card.balance)}",
                "Periksa kartunya: danabergulir tabungan daftar",
            )


def _savings_bank(books: Books) -> Iterator[Finding]:
    """What is owed on savings lies on the savings bank account, where there is one."""
    banks = books.figures_with(Role.SAVINGS_BANK)
    owed = Rupiah(-sum(item.net for item in books.figures_with(Role.SAVINGS)))
    banked = Rupiah(sum(item.net for item in banks))
    if banks and owed != banked:
        yield Finding(
            "bank-tabungan",
            "tabungan KSM",
            f"{format_rupiah(owed)}, sedangkan saldo bank tabungan {format_rupiah(banked)}",
            "Pindahkan uangnya antara kas atau bank dan bank tabungan.",
            severity="peringatan",
        )


def _money(books: Books) -> Iterator[Finding]:
    """No cash box and no bank account is below nil."""
    for item in books.figures:
        if item.account.holds_money and item.net < 0:
            yield Finding(
                "kas-dan-bank",
                f"{item.account.code} {item.account.name}",
                f"saldonya {format_rupiah(Rupiah(item.net))}",
                "Periksa apakah ada uang masuk yang belum dicatat.",
                severity="peringatan",
            )


CHECKS: Final[tuple[Check, ...]] = (
    _trial_balance,
    _opening,
    _loan_cards,
    _overpaid,
    _savings_cards,
    _savings_bank,
    _money,
)
"""Every check, in the order in which they are made."""

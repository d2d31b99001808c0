"""What must hold in the books: before a month is closed, and whenever the ledger is looked through.

A ``galat`` stops the close; a ``peringatan`` is worth a look and stops nothing.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final

from danabergulir.dates import Month
from danabergulir.domain.accounts import Role
from danabergulir.domain.books import Books
from danabergulir.domain.entries import AccountFigures
from danabergulir.domain.limits import is_one_sided
from danabergulir.errors import Finding
from danabergulir.frozen import Struct
from danabergulir.money import NIL, Rupiah, format_rupiah, total
from danabergulir.text import first_few

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
                f"Lihat: danabergulir pinjaman kartu {book.loan.number}. Cara memperbaiki: danabergulir periksa",
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
                "Lihat: danabergulir tabungan daftar. Cara memperbaiki: danabergulir periksa",
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


def _below_nil(books: Books) -> Iterator[Finding]:
    """No cash box and no bank account is below nil, nor any other account that cannot pass to the other side."""
    for item in books.figures:
        account = item.account
        balance = Rupiah(item.net if account.is_debit else -item.net)
        if balance < NIL and (account.holds_money or is_one_sided(account)):
            missing = "ada uang masuk yang belum dicatat" if account.holds_money else "akunnya benar"
            yield Finding(
                "kas-dan-bank" if account.holds_money else "sisi-akun",
                f"{account.code} {account.name}",
                f"saldonya {format_rupiah(balance)}",
                f"Periksa apakah {missing}. Lihat: danabergulir buku-besar {account.code}",
                severity="peringatan",
            )


CHECKS: Final[tuple[Check, ...]] = (
    _trial_balance,
    _opening,
    _loan_cards,
    _overpaid,
    _savings_cards,
    _savings_bank,
    _below_nil,
)
"""Every check, in the order in which they are made."""


class Result(StrEnum):
    """What a check came to; only ``WRONG`` makes the books unsound."""

    SOUND = "baik"
    WRONG = "salah"
    NOTE = "lihat"


class Place(Struct, frozen=True):
    """Where something is wrong, for other programs: what kind of fault, in which table, row and column, or voucher."""

    kind: str
    table: str = ""
    row: str = ""
    column: str = ""
    voucher: str = ""


class Checked(Struct, frozen=True):
    """One invariant that was looked at: what was compared, with both figures, and what to do where they differ.

    ``voucher`` is the number of the first voucher that the result is about, ``places`` is where the faults stand.
    """

    name: str
    result: Result
    sentence: str
    hint: str = ""
    voucher: str = ""
    places: tuple[Place, ...] = ()


_FAULTS_SHOWN: Final = 3


def judged(
    name: str,
    sentence: str,
    faults: Iterable[str],
    hint: str,
    *,
    voucher: str = "",
    otherwise: Result = Result.WRONG,
    places: Iterable[Place] = (),
) -> Checked:
    """Return ``sentence`` as sound when there are no ``faults``, else the first of these and how many more there are.

    ``otherwise`` is what faults come to.
    """
    every = list(faults)
    if not every:
        return Checked(name, Result.SOUND, sentence)
    return Checked(name, otherwise, f"{first_few(every, _FAULTS_SHOWN, '; ')}.", hint, voucher, tuple(places))


class JournalSums(Struct, frozen=True):
    """What the journal says at the end of a month, in whole rupiah: by account, and by card.

    ``debit`` and ``credit`` are the balances of the accounts on either side; ``jasa`` is income from the opening of the
    ledger on, without opening balances and year closes; ``jasa_by_hand`` is what of it was booked without a loan.
    """

    month: Month
    debit: int = 0
    credit: int = 0
    receivable: int = 0
    loan_cards: int = 0
    jasa: int = 0
    jasa_cards: int = 0
    jasa_by_hand: int = 0


def at_month_ends(standings: Sequence[JournalSums]) -> Iterator[Checked]:
    """Yield the checks that hold at the end of every month, oldest first: trial balance, loans, jasa.

    Jasa is compared at the end of the last month only: an entry that was put right later stays in the months before.
    """
    yield _tied(
        "Neraca saldo tiap akhir bulan",
        ("jumlah saldo debit", "jumlah saldo kredit"),
        [(item.month, item.debit, item.credit) for item in standings],
        "Ada transaksi pada akun yang tidak ada di bagan akun. Lihat: danabergulir akun daftar",
    )
    yield _tied(
        "Kartu pinjaman tiap akhir bulan",
        ("pinjaman di neraca", "jumlah kartu pinjaman"),
        [(item.month, item.receivable, item.loan_cards) for item in standings],
        "Bila saldo awal belum lengkap: danabergulir impor pinjaman. Lihat juga laporan rekonsiliasi.",
    )
    by_hand = any(item.jasa_by_hand for item in standings[-1:])
    beside = " di luar yang dicatat tanpa pinjaman" if by_hand else ""
    yield _tied(
        "Jasa di kartu pinjaman",
        (f"pendapatan jasa di buku besar{beside}", "jasa di kartu pinjaman"),
        [(item.month, item.jasa - item.jasa_by_hand, item.jasa_cards) for item in standings[-1:]],
        "Lihat laporan rekonsiliasi.",
    )


def _tied(name: str, words: tuple[str, str], figures: Sequence[tuple[Month, int, int]], hint: str) -> Checked:
    """Return whether two figures are the same in every month."""

    def told(month: Month, here: int, there: int) -> str:
        return f"{month.long_name}: {words[0]} {in_rupiah(here)}, {words[1]} {in_rupiah(there)}"

    if not figures:
        return Checked(name, Result.SOUND, "Belum ada transaksi.")
    sentence = f"{told(*figures[-1])}."
    if len(figures) > 1:
        sentence = f"{len(figures)} akhir bulan cocok. {sentence}"
    return judged(name, sentence, [told(*item) for item in figures if item[1] != item[2]], hint)


def carried_forward(before: Sequence[AccountFigures], now: Sequence[AccountFigures], month: Month) -> Checked:
    """Return whether each account starts ``month`` with what it ended the month before with, and the year so far too.

    ``before`` are the figures of the month before. In January the year starts from nil.
    """
    faults = []
    starts_afresh = month.first_on == month.year_first_on
    known = {item.account.code: item for item in before}
    for item in now:
        former = known[item.account.code]
        ends = [(former.net, item.opening_net)]
        if not starts_afresh:
            ends.append((former.year_to_date, item.year_before_month.net))
        faults += [
            f"{item.account.code} {item.account.name}: akhir bulan lalu {in_rupiah(old)}, dibawa {in_rupiah(new)}"
            for old, new in ends
            if old != new
        ]
    sentence = f"{len(now)} akun: saldo akhir {month.shifted(-1).long_name} = saldo awal {month.long_name}."
    return judged("Saldo bulan lalu dibawa ke bulan ini", sentence, faults, "Lihat: danabergulir buku-besar AKUN")


def in_rupiah(amount: int) -> str:
    """Return a sum made by SQL as amounts are written in sentences."""
    return format_rupiah(Rupiah(amount))

"""Savings of a KSM."""

from datetime import date

from danabergulir.domain.accounts import Account
from danabergulir.domain.groups import KSM
from danabergulir.domain.journal import Voucher
from danabergulir.domain.loans.allocation import Allocation
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah


class SavingsLine(Struct, frozen=True):
    """One movement on a savings card, in rupiah."""

    dated_on: date
    voucher: str
    memo: str
    deposited: Rupiah
    withdrawn: Rupiah


class Saved(Struct, frozen=True):
    """A voucher on a savings card, what the card holds on that day, and what the treasurer should look at."""

    voucher: Voucher
    ksm: KSM
    amount: Rupiah
    balance: Rupiah
    warnings: tuple[str, ...] = ()


class Used(Struct, frozen=True):
    """Arrears paid from savings: how it was laid out, and what is left of card, loan and arrears, in rupiah.

    ``moved`` is the voucher that moved the money from the savings bank to the bank, if it was moved; ``corrected`` says
    which later receipts are split anew because of it.
    """

    voucher: Voucher
    ksm: KSM
    allocation: Allocation
    balance: Rupiah
    outstanding: Rupiah
    arrears: Rupiah
    moved: Voucher | None
    savings_bank: Account | None
    warnings: tuple[str, ...] = ()
    corrected: tuple[str, ...] = ()


class SavingsCard(Struct, frozen=True):
    """One KSM's savings up to a day: carried forward before ``lines``, in rupiah."""

    ksm: KSM
    opening: Rupiah
    lines: tuple[SavingsLine, ...]
    as_of: date


class CardBalance(Struct, frozen=True):
    """What one card holds, in rupiah; of no KSM is what the books do not tell apart."""

    ksm: KSM | None
    balance: Rupiah


class SavingsList(Struct, frozen=True):
    """What every card holds, beside the liability and the savings bank (None where there is no such account)."""

    cards: tuple[CardBalance, ...]
    owed: Rupiah
    banked: Rupiah | None

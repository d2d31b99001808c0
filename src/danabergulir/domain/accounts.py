"""The chart of accounts, and the roles that tie the program to any chart."""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Final

from danabergulir.errors import Finding, NotFoundError, perhaps
from danabergulir.frozen import Struct
from danabergulir.text import first_few, quoted


class AccountClass(StrEnum):
    """The five classes of the programme's chart."""

    ASSET = "aset"
    LIABILITY = "kewajiban"
    EQUITY = "modal"
    INCOME = "pendapatan"
    COST = "biaya"

    @property
    def is_result(self) -> bool:
        """Return whether the class starts each January from nil."""
        return self in (AccountClass.INCOME, AccountClass.COST)


class Role(StrEnum):
    """What the program needs an account for."""

    CASH = "kas"
    BANK = "bank"
    SAVINGS_BANK = "bank_tabungan"
    RECEIVABLE = "piutang"
    RESERVE = "cadangan"
    SAVINGS = "tabungan"
    TITIPAN = "titipan"
    CAPITAL = "modal"
    RETAINED_RESULT = "laba_ditahan"
    JASA_INCOME = "pendapatan_jasa"
    PENALTY_INCOME = "pendapatan_denda"
    RESERVE_COST = "biaya_cadangan"
    INVENTORY = "inventaris"
    DEPRECIATION = "akumulasi_penyusutan"
    DEPRECIATION_COST = "biaya_penyusutan"
    SOCIAL_FUND = "dana_sosial"
    NEIGHBOURHOOD_FUND = "dana_lingkungan"
    REWARDS = "penghargaan"
    CASH_DIFFERENCE = "selisih_kas"
    OPENING = "saldo_awal"


REQUIRED_ROLES: Final = (
    Role.CASH,
    Role.BANK,
    Role.RECEIVABLE,
    Role.RESERVE,
    Role.JASA_INCOME,
    Role.RESERVE_COST,
    Role.CAPITAL,
)
MONEY_ROLES: Final = frozenset({Role.CASH, Role.BANK, Role.SAVINGS_BANK})
ADDED_LATER: Final = frozenset(
    {
        Role.RETAINED_RESULT,
        Role.INVENTORY,
        Role.DEPRECIATION,
        Role.DEPRECIATION_COST,
        Role.SOCIAL_FUND,
        Role.NEIGHBOURHOOD_FUND,
        Role.REWARDS,
        Role.CASH_DIFFERENCE,
    }
)
"""Roles that an account in use may still be given: no report's figures rest on them, only entries to come."""
_SEVERAL_ALLOWED: Final = frozenset({Role.CAPITAL})
_CLASSES_OF_ROLE: Final = {
    Role.CASH: (AccountClass.ASSET,),
    Role.BANK: (AccountClass.ASSET,),
    Role.SAVINGS_BANK: (AccountClass.ASSET,),
    Role.RECEIVABLE: (AccountClass.ASSET,),
    Role.RESERVE: (AccountClass.ASSET,),
    Role.SAVINGS: (AccountClass.LIABILITY,),
    Role.TITIPAN: (AccountClass.LIABILITY,),
    Role.CAPITAL: (AccountClass.EQUITY,),
    Role.RETAINED_RESULT: (AccountClass.EQUITY,),
    Role.JASA_INCOME: (AccountClass.INCOME,),
    Role.PENALTY_INCOME: (AccountClass.INCOME,),
    Role.RESERVE_COST: (AccountClass.COST,),
    Role.INVENTORY: (AccountClass.ASSET,),
    Role.DEPRECIATION: (AccountClass.ASSET,),
    Role.DEPRECIATION_COST: (AccountClass.COST,),
    Role.SOCIAL_FUND: (AccountClass.LIABILITY,),
    Role.NEIGHBOURHOOD_FUND: (AccountClass.LIABILITY,),
    Role.REWARDS: (AccountClass.COST,),
    Role.CASH_DIFFERENCE: (AccountClass.INCOME, AccountClass.COST),
    Role.OPENING: (AccountClass.EQUITY,),
}


class Account(Struct, frozen=True):
    """One account. ``contra`` marks an account that lessens its class, such as the reserve among the assets."""

    code: str
    name: str
    account_class: AccountClass
    contra: bool = False
    roles: frozenset[Role] = frozenset()

    @property
    def holds_money(self) -> bool:
        """Return whether it is cash in hand or a bank account."""
        return not MONEY_ROLES.isdisjoint(self.roles)

    @property
    def is_debit(self) -> bool:
        """Return whether its balance as a rule stands on the debit side, by its class and ``contra``."""
        return (self.account_class in (AccountClass.ASSET, AccountClass.COST)) is not self.contra


OPENING_ACCOUNT: Final = Account(
    "00000", "Saldo Awal (perantara)", AccountClass.EQUITY, roles=frozenset({Role.OPENING})
)
"""Stands opposite every opening balance; it is nil as soon as the opening balances and the loans are complete."""


@dataclass(frozen=True)
class Chart(Mapping[str, Account]):
    """All accounts by code, in the order of their codes."""

    accounts: tuple[Account, ...]
    _by_code: dict[str, Account] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ordered = tuple(sorted(self.accounts, key=lambda account: account.code))
        object.__setattr__(self, "accounts", ordered)
        object.__setattr__(self, "_by_code", {account.code: account for account in ordered})

    def __hash__(self) -> int:
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash(self.accounts)  # what follows from a chart is looked up by it thousands of times

    def __getitem__(self, code: str) -> Account:
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_code)

    def __len__(self) -> int:
        return len(self._by_code)

    def find(self, words: str) -> Account:
        """Return the account with that code, or the only one that its name or a part of it fits.

        Raises ``NotFoundError``, which lists the candidates when several fit.
        """
        return self._by_code.get(words.strip()) or the_account(self.accounts, words)

    def near(self, code: str) -> str:
        """Return which accounts nearly have that code or name, in a sentence; nothing where none does."""
        return perhaps(code, ((spelt, label(item)) for item in self.accounts for spelt in (item.code, item.name)))

    @cached_property
    def headings(self) -> Mapping[str, Account]:
        """Return the accounts that stand over others, each with the first below it."""
        found = {account.code: self.below(account) for account in self.accounts}
        return {code: under[0] for code, under in found.items() if under}

    def below(self, account: Account) -> tuple[Account, ...]:
        """Return the accounts of its class that an account stands over as a heading, by their codes.

        ``1.100`` stands over ``1.101`` to ``1.199``, ``1`` over ``1.1`` and ``11``, ``5.0`` over ``5.1``; ``1.110``
        over ``1.111`` where a heading stands over both. An account with a role is no heading, nor is one whose code
        only counts on (``1.109``, ``1.110``, ``1.111``); one that lessens its class stands beside another, not under
        it.
        """
        of_class = [item for item in self.accounts if item.account_class is account.account_class and not item.contra]
        if account.roles or account not in of_class:
            return ()
        others = [item for item in of_class if item.code != account.code]
        idle = 2 - any(not item.roles and _stands_over(item.code, account.code, 2) for item in others)
        under = tuple(item for item in others if _stands_over(account.code, item.code, idle))
        return (
            () if any(_counts_on(code, self) for code in (account.code, *(item.code for item in under[:1]))) else under
        )

    def all_with(self, role: Role) -> tuple[Account, ...]:
        """Return every account with the role."""
        return self._by_role.get(role, ())

    @cached_property
    def _by_role(self) -> Mapping[Role, tuple[Account, ...]]:
        return {role: tuple(account for account in self.accounts if role in account.roles) for role in Role}

    def with_role(self, role: Role) -> Account:
        """Return the account that has the role. Raises ``NotFoundError`` when none has it."""
        found = self.all_with(role)
        if not found:
            raise NotFoundError(
                f'belum ada akun dengan peran "{role}"',
                f"Beri peran itu pada satu akun: danabergulir akun ubah KODE --peran {role}",
            )
        return found[0]


def fitting(accounts: Iterable[Account], words: str) -> list[Account]:
    """Return the accounts that words name: the one with that code, else of that name, else all whose name holds them.

    Case and blanks do not count. Digits alone are a code, and no part of a name.
    """
    known, wanted = list(accounts), _folded(words)
    exact = [item for item in known if _folded(item.code) == wanted]
    exact = exact or [item for item in known if _folded(item.name) == wanted]
    if exact or not re.search("[a-z]{2}", wanted):
        return exact
    return [item for item in known if wanted in _folded(item.name)]


def the_account(accounts: Iterable[Account], words: str) -> Account:
    """Return the only account that words name. Raises ``NotFoundError``, which lists the candidates if several fit."""
    known = list(accounts)
    found = fitting(known, words)
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(
            f"ada {len(found)} akun yang cocok dengan {quoted(words)}: {first_few([*map(label, found)], _LISTED)}",
            "Tulis kodenya.",
        )
    near = perhaps(words, ((spelt, label(item)) for item in known for spelt in (item.code, item.name)))
    raise NotFoundError(
        f"tidak ada akun dengan kode atau nama {quoted(words)}",
        f"{near}Lihat kode yang ada: danabergulir akun daftar",
    )


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


_LISTED: Final = 8
"""Accounts named in one line."""


def chart_findings(accounts: Iterable[Account]) -> list[Finding]:
    """Return what is wrong with a chart: missing or doubled roles, roles on an account of the wrong class."""
    listed = list(accounts)
    findings = [
        Finding("bagan-akun", role, f'belum ada akun dengan peran "{role}"', "Isi kolom peran pada satu akun.")
        for role in REQUIRED_ROLES
        if not any(role in account.roles for account in listed)
    ]
    for role in Role:
        codes = [account.code for account in listed if role in account.roles]
        if len(codes) > 1 and role not in _SEVERAL_ALLOWED:
            findings.append(
                Finding(
                    "bagan-akun",
                    role,
                    f'peran "{role}" dipakai lebih dari satu akun: {", ".join(codes)}',
                    "Pilih satu akun saja.",
                )
            )
    findings.extend(
        Finding(
            "bagan-akun",
            account.code,
            f'peran "{role}" tidak cocok untuk akun {account.code} (golongan {account.account_class})',
            f"Peran itu hanya untuk golongan {' atau '.join(_CLASSES_OF_ROLE[role])}.",
        )
        for account in listed
        for role in sorted(account.roles)
        if account.account_class not in _CLASSES_OF_ROLE[role]
    )
    return findings


def with_opening_account(accounts: Iterable[Account]) -> tuple[Account, ...]:
    """Return the accounts, and the technical opening account where none has that role."""
    listed = tuple(accounts)
    return listed if any(Role.OPENING in account.roles for account in listed) else (*listed, OPENING_ACCOUNT)


def _account(
    code: str, name: str, account_class: AccountClass, role: Role | None = None, *, contra: bool = False
) -> Account:
    return Account(code, name, account_class, contra, frozenset({role}) if role else frozenset())


URBAN_CHART: Final = (
    _account("11010", "Kas", AccountClass.ASSET, Role.CASH),
    _account("11021", "Bank UPK", AccountClass.ASSET, Role.BANK),
    _account("11022", "Bank Tabungan/TR", AccountClass.ASSET, Role.SAVINGS_BANK),
    _account("11030", "Pinjaman KSM", AccountClass.ASSET, Role.RECEIVABLE),
    _account("12010", "Cadangan Risiko Pinjaman", AccountClass.ASSET, Role.RESERVE, contra=True),
    _account("12020", "Inventaris dan Harta Tetap", AccountClass.ASSET, Role.INVENTORY),
    _account("12021", "Akumulasi Penyusutan", AccountClass.ASSET, Role.DEPRECIATION, contra=True),
    _account("21010", "Hutang", AccountClass.LIABILITY),
    _account("21020", "Tabungan KSM / Tanggung Renteng", AccountClass.LIABILITY, Role.SAVINGS),
    _account("21030", "Titipan BOP", AccountClass.LIABILITY, Role.TITIPAN),
    _account("21040", "Dana Sosial (UPS)", AccountClass.LIABILITY, Role.SOCIAL_FUND),
    _account("21050", "Dana Lingkungan (UPL)", AccountClass.LIABILITY, Role.NEIGHBOURHOOD_FUND),
    _account("31010", "Modal Awal Dana Bergulir", AccountClass.EQUITY, Role.CAPITAL),
    _account("31020", "Modal PNPM", AccountClass.EQUITY, Role.CAPITAL),
    _account("31030", "Laba Ditahan", AccountClass.EQUITY, Role.RETAINED_RESULT),
    _account("41010", "Jasa Pinjaman", AccountClass.INCOME, Role.JASA_INCOME),
    _account("41020", "Pendapatan Non Operasional", AccountClass.INCOME),
    _account("41030", "Denda dan Pendapatan Lain dari Pinjaman", AccountClass.INCOME, Role.PENALTY_INCOME),
    _account("51010", "Insentif UPK", AccountClass.COST),
    _account("51030", "ATK / Biaya Kantor", AccountClass.COST),
    _account("51040", "Transport", AccountClass.COST),
    _account("51050", "Biaya Rapat / Alokasi", AccountClass.COST),
    _account("51060", "Penghargaan KSM", AccountClass.COST, Role.REWARDS),
    _account("51070", "Biaya Penyusutan", AccountClass.COST, Role.DEPRECIATION_COST),
    _account("51080", "Biaya Cadangan Risiko Pinjaman", AccountClass.COST, Role.RESERVE_COST),
    _account("52010", "Biaya Non Operasional", AccountClass.COST),
)
"""The built-in chart: five-digit codes seen in real urban UPK books, e.g. UPK-BKM Lestari, Kudu, 2018. The codes
21030, 21040, 21050, 31030, 41030, 51060 and 51070 are ours."""


def _stands_over(heading: str, code: str, idle: int) -> bool:
    """Return whether a code is a longer form of the heading's, or of it less ``idle`` or more noughts at the end.

    One nought is enough where it stands alone behind a point or stroke.
    """
    if code.startswith(heading):
        return True
    stem = heading.rstrip("0")
    enough = len(heading) - len(stem) >= idle or not stem[-1:].isalnum()
    return bool(stem) and stem != heading and enough and len(code) == len(heading) and code.startswith(stem)


def _counts_on(code: str, known: Container[str]) -> bool:
    """Return whether a code that ends in a nought comes right after a known one: ``1.109``, or ``9`` before ``10``."""
    tail = re.search("[0-9]*0$", code)
    if tail is None or not int(tail[0]):
        return False
    before = str(int(tail[0]) - 1)
    return any(code[: tail.start()] + before.rjust(width, "0") in known for width in (len(before), len(tail[0])))


def label(account: Account) -> str:
    """Return an account as the lists name it: ``11030 - Pinjaman KSM``."""
    return f"{account.code} - {account.name}"

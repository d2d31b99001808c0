"""Balances that cannot be below nil at the end of any day, what to say of one that is or would be, and odd entries.

Inside a day money may come in after it went out: a real January dips within a day and ends every day above nil.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Final

from danabergulir.dates import days_after, format_long
from danabergulir.domain.accounts import Account, AccountClass, Chart, Role, label
from danabergulir.frozen import Struct
from danabergulir.money import Rupiah, format_rupiah


class Limit(StrEnum):
    """What cannot be below nil: three cards of the fund, three sorts of accounts, and assets less depreciation.

    And what hardly ever is: income and cost since January.
    """

    PRINCIPAL = "pokok"
    WRITTEN_OFF = "hapus-buku"
    SAVINGS = "tabungan"
    MONEY = "uang"
    EARMARKED = "dana"
    ACCOUNT = "akun"
    BOOK_VALUE = "nilai-buku"
    RESULT = "hasil"

    @property
    def is_hard(self) -> bool:
        """Return whether nobody may insist: a card below nil is no card, whatever was decided."""
        return self in (Limit.PRINCIPAL, Limit.WRITTEN_OFF, Limit.SAVINGS)


HELD: Final = tuple(limit for limit in Limit if limit is not Limit.RESULT)
"""What no recording may bring below nil. Money spent last year may come back this year: a result is only doubted."""
EARMARKED_ROLES: Final = (Role.SAVINGS, Role.TITIPAN, Role.SOCIAL_FUND, Role.NEIGHBOURHOOD_FUND)
"""Money that the fund holds for others. Savings count here as far as they are not told apart by KSM."""


def book_value_accounts(chart: Chart) -> dict[str, bool]:
    """Return the accounts of the fixed assets and of their depreciation, each whether it is the depreciation.

    None where the chart has not both: nothing is known then of what is written down.
    """
    assets, written_down = chart.all_with(Role.INVENTORY), chart.all_with(Role.DEPRECIATION)
    if not assets or not written_down:
        return {}
    return {**{item.code: False for item in assets}, **{item.code: True for item in written_down}}


def is_one_sided(account: Account) -> bool:
    """Return whether an account cannot pass to the other side, and is no money, earmarked money or receivable.

    Those are the other assets and liabilities, and what lessens either, such as the reserve and the depreciation:
    nobody owes less than nothing, and no more is written down than was written up.
    """
    if account.account_class not in (AccountClass.ASSET, AccountClass.LIABILITY) or account.holds_money:
        return False
    return account.roles.isdisjoint((*EARMARKED_ROLES, Role.RECEIVABLE))


def is_told_below_nil(account: Account) -> bool:
    """Return whether an income or a cost that is below nil since January is worth a look.

    Not of what loans, reserve and depreciation move: that gives back what was booked in an earlier year.
    """
    return account.account_class.is_result and account.roles.isdisjoint(
        (Role.JASA_INCOME, Role.PENALTY_INCOME, Role.RESERVE_COST, Role.DEPRECIATION_COST, Role.CASH_DIFFERENCE)
    )


_FIRST: Final = {
    Limit.BOOK_VALUE: "Catat dulu pembelian inventarisnya, atau kurangi jumlahnya",
    Limit.ACCOUNT: "Periksa akun, sisi debit atau kredit, dan jumlahnya",
    Limit.EARMARKED: "Kurangi jumlahnya",
}
"""What is done first about a balance of an account that would be below nil."""


class Dip(Struct, frozen=True):
    """Days on end on which one balance is below nil: of a loan, a savings card (by its KSM) or an account.

    ``balance`` is that of the first day, ``least`` the lowest one; ``voucher`` the last one that lowered it that day.
    ``above_from`` is the day on which it is nil or more again, None while it is not.
    """

    limit: Limit
    subject: str
    first_on: date
    above_from: date | None
    balance: Rupiah
    least: Rupiah
    voucher: str

    @property
    def code(self) -> str:
        """Return what a decision about it names it by, ``pokok:P-0001:2023-06-28``."""
        return f"{self.limit}:{self.subject}:{self.first_on.isoformat()}"

    def holds(self, part: "Dip") -> bool:
        """Return whether it is about the balance of another one, and the first day of that one is among its days."""
        same = (self.limit, self.subject) == (part.limit, part.subject)
        return same and self.first_on <= part.first_on and (self.above_from is None or part.first_on < self.above_from)

    def of_what(self, chart: Chart) -> str:
        """Return whose balance it is."""
        match self.limit:
            case Limit.PRINCIPAL:
                return f"saldo pokok pinjaman {self.subject}"
            case Limit.WRITTEN_OFF:
                return f"sisa hapus buku pinjaman {self.subject}"
            case Limit.SAVINGS:
                return f"tabungan KSM {self.subject}"
        account = chart[self.subject]
        if self.limit is Limit.BOOK_VALUE:
            return f"nilai inventaris setelah dikurangi {account.code} {account.name}"
        if self.limit is Limit.RESULT:
            return f"jumlah {account.code} {account.name} sejak Januari {self.first_on.year}"
        untold = " yang belum dirinci per KSM" if Role.SAVINGS in account.roles else ""
        return f"saldo {account.code} {account.name}{untold}"

    def refusal(self, chart: Chart) -> str:
        """Return what is refused: the balance on its first bad day."""
        return f"{self.of_what(chart)} menjadi {format_rupiah(self.balance)} pada {format_long(self.first_on)}"

    def way(self, right_from: date | None, *, takes_back: bool = False) -> str:
        """Return the way that is right; from ``right_from`` on, where there is such a day, it would do as asked.

        Of what ``takes_back`` a voucher nobody chooses the amount: what was built on that goes first.
        """
        day = f"isi --tanggal {right_from.isoformat()} atau sesudahnya" if right_from else ""
        if self.limit is Limit.MONEY:
            return f"Catat dulu uang masuk yang terlewat{f', atau {day}' if day else ''}."
        look = f"Lihat: danabergulir {self.where}"
        first = _FIRST.get(self.limit, "" if day else "Kurangi jumlahnya, atau batalkan dulu bukti sesudahnya")
        if first and takes_back:
            first = "Batalkan dulu bukti sesudahnya yang memakai saldo itu"
        if first:
            return f"{first}{f', atau {day}' if day else ''}. {look}"
        return (
            f"{day[0].upper()}{day[1:]}. Bukti yang salah dibatalkan pada tanggalnya sendiri: danabergulir batal "
            f"BUKTI, tanpa --tanggal. {look}"
        )

    @property
    def where(self) -> str:
        """Return the command that shows the balance, without the program's name."""
        subject = f'"{self.subject}"' if " " in self.subject else self.subject
        match self.limit:
            case Limit.PRINCIPAL | Limit.WRITTEN_OFF:
                return f"pinjaman kartu {subject}"
            case Limit.SAVINGS:
                return f"tabungan kartu {subject}"
            case _:
                return f"buku-besar {subject}"

    def story(self, chart: Chart) -> str:
        """Return from when to when it was below nil, and by how much."""
        first = format_long(self.first_on)
        if self.above_from is None:
            days = f"sejak {first} sampai sekarang"
        elif self.above_from == days_after(self.first_on, 1):
            days = f"pada {first}"
        else:
            days = f"dari {first} sampai {format_long(days_after(self.above_from, -1))}"
        lowest = f", paling rendah {format_rupiah(self.least)}" if self.least != self.balance else ""
        return f"{self.of_what(chart)} {format_rupiah(self.balance)} {days}{lowest}"


def in_words(code: str, chart: Chart) -> str:
    """Return what a decision is about, in words for paper: "Dana Sosial (UPS) kurang sejak 7 Februari 2026"."""
    sort, _, rest = code.partition(":")
    subject, _, day = rest.rpartition(":")
    if subject and sort in tuple(Limit):
        first_on = date.fromisoformat(day)
        nil = Rupiah(0)
        dip = Dip(Limit(sort), subject, first_on=first_on, above_from=None, balance=nil, least=nil, voucher="")
        what = dip.of_what(chart).removeprefix(f"saldo {subject} ")
        return f"{what} kurang sejak {format_long(first_on)}"
    return f"{_SORTS.get(sort, sort)} {rest}"


_SORTS: Final = {
    "ganda": "mungkin dua kali:",
    "jasa": "jasa belum dibayar, pinjaman",
    "jasa-langsung": "jasa tanpa kartu pinjaman:",
    "akun-langsung": "akun dicatat langsung:",
}
"""The other sorts of findings that a decision may be about."""


class Unfit(Struct, frozen=True):
    """Two accounts that do not stand against each other by hand: why, what is right, and when a person may insist.

    ``told`` is said of what was recorded all the same; ``sort`` is what a decision about it names it by, before the
    number of its voucher.
    """

    why: str
    way: str
    unless: str
    told: str
    sort: str = "akun-langsung"


def unfit_by_hand(debit: Account, credit: Account, amount: Rupiah) -> Unfit | None:
    """Return what is wrong about an entry by hand that debits one account and credits the other; None where nothing is.

    Jasa and denda stand on the loan cards too; the reserve and the depreciation go with a cost of their own, and that
    cost with nothing else; profit is divided by the close of a year alone, and becomes capital by that; capital is
    neither spent nor earned; and income comes as money.
    """
    return next((rule for rules in (_of_loans, _set_aside, _of_result) for rule in rules(debit, credit, amount)), None)


def _of_loans(debit: Account, credit: Account, amount: Rupiah) -> Iterator[Unfit]:
    sum_of = format_rupiah(amount)
    for account in (debit, credit):
        if Role.JASA_INCOME in account.roles:
            yield Unfit(
                f"akun {account.code} {account.name} diisi oleh setoran KSM; dicatat langsung, jasa ini tidak ada di "
                "kartu pinjaman",
                "Setoran KSM dicatat dengan: danabergulir terima KSM JUMLAH. Untuk pendapatan lain, pilih akun lain.",
                "Bila memang tanpa pinjaman",
                f"jasa {sum_of} tidak ada di kartu pinjaman mana pun",
                "jasa-langsung",
            )
    if Role.PENALTY_INCOME in debit.roles:
        yield Unfit(
            f"akun {debit.code} {debit.name} diisi oleh setoran KSM; dikurangi langsung, denda ini masih ada di kartu "
            "pinjaman",
            "Setoran yang salah dibetulkan dengan: danabergulir betulkan BUKTI. Uang yang lebih dikembalikan dengan: "
            "danabergulir kembalikan KSM JUMLAH.",
            "Bila memang tanpa pinjaman",
            f"{label(debit)} berkurang {sum_of}, kartu pinjaman tidak",
        )


def _set_aside(debit: Account, credit: Account, amount: Rupiah) -> Iterator[Unfit]:
    for account, other in ((debit, credit), (credit, debit)):
        named, change = f"akun {account.code} {account.name}", f"{label(account)} berubah {format_rupiah(amount)}"
        if (Role.RESERVE in account.roles and Role.RESERVE_COST not in other.roles) or (
            Role.RESERVE_COST in account.roles and Role.RESERVE not in other.roles
        ):
            yield Unfit(
                f"{named} hanya berubah oleh penyesuaian cadangan risiko dan hapus buku, bukan bersama akun "
                f"{other.code} {other.name}",
                "Sesuaikan dengan: danabergulir cadangan sesuaikan. Untuk uang masuk dan pengeluaran, pilih "
                "akun lain: danabergulir akun daftar.",
                "Bila rapat memutuskan lain",
                f"{change} tanpa penyesuaian cadangan risiko atau hapus buku",
            )
        gives_back = other is credit and other.account_class is AccountClass.COST
        if Role.DEPRECIATION in account.roles and (
            other.holds_money or (gives_back and Role.DEPRECIATION_COST not in other.roles)
        ):
            yield Unfit(
                f"{named} hanya berubah oleh penyusutan dan oleh barang yang dilepas, bukan bersama akun "
                f"{other.code} {other.name}",
                "Untuk uang masuk dan pengeluaran, pilih akun lain: danabergulir akun daftar.",
                "Bila rapat memutuskan lain",
                f"{change} tanpa penyusutan atau barang yang dilepas",
            )


def _of_result(debit: Account, credit: Account, amount: Rupiah) -> Iterator[Unfit]:
    sum_of = format_rupiah(amount)
    if Role.RETAINED_RESULT in debit.roles:
        yield Unfit(
            f"akun {debit.code} {debit.name} tidak dikurangi langsung; laba dibagi waktu tutup tahun",
            "Bagi laba dengan: danabergulir tutup tahun TAHUN --bagi NAMA=PERSEN=AKUN.",
            "Bila rapat memutuskan lain",
            f"{label(debit)} berkurang {sum_of} tanpa tutup tahun",
        )
    if debit.account_class is AccountClass.EQUITY and credit.account_class is not AccountClass.EQUITY:
        yield Unfit(
            f"akun {debit.code} {debit.name} adalah modal; modal tidak dipakai untuk pengeluaran dan tidak menjadi "
            "pendapatan",
            "Pilih akun yang benar: danabergulir akun daftar.",
            "Bila rapat memutuskan modal berkurang, atau saldo awalnya salah",
            f"{label(debit)} berkurang {sum_of}",
        )
    if debit.account_class is AccountClass.INCOME and credit.account_class is AccountClass.EQUITY:
        yield Unfit(
            f"akun {debit.code} {debit.name} adalah pendapatan; pendapatan tidak dipindah ke modal, laba dibagi waktu "
            "tutup tahun",
            "Bagi laba dengan: danabergulir tutup tahun TAHUN --bagi NAMA=PERSEN=AKUN.",
            "Bila yang dicatat dulu memang modal, bukan pendapatan",
            f"{label(debit)} berkurang {sum_of} tanpa tutup tahun",
        )
    is_asset = debit.account_class is AccountClass.ASSET and not debit.holds_money
    if is_asset and credit.account_class is AccountClass.INCOME:
        yield Unfit(
            f"akun {debit.code} {debit.name} bukan uang; pendapatan {credit.code} {credit.name} dicatat waktu uangnya "
            "diterima",
            "Catat dengan: danabergulir kas masuk AKUN JUMLAH KETERANGAN.",
            "Bila memang bukan uang",
            f"{label(credit)} bertambah {sum_of} tanpa uang yang diterima",
        )

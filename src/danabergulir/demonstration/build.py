"""The demonstration ledger: fourteen months of an invented UPK, recorded through the program's own operations.

Nothing in it hangs on the clock: every voucher is recorded on the afternoon of its own day, so the ledger and the
head of its chain are the same each time it is built.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from functools import cache, partial
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

from danabergulir.dates import Month, days_after, format_form, months_through
from danabergulir.demonstration import facts as data
from danabergulir.demonstration.answering import answer_for
from danabergulir.domain.loans.book import LoanBook
from danabergulir.domain.loans.schedule import build_schedule
from danabergulir.domain.policy.rules import DEFAULT_POLICY
from danabergulir.errors import RefusedError
from danabergulir.files import discard
from danabergulir.frozen import Struct, replace
from danabergulir.ledger.read import accounts
from danabergulir.ledger.read.loans import loan_books_of
from danabergulir.money import Rupiah, shortest_percent
from danabergulir.operations.book import start_book
from danabergulir.operations.cash import cash_in, cash_out, count_cash, deposit, enter, withdraw
from danabergulir.operations.closing import depreciate
from danabergulir.operations.desk import Book, Desk, recording
from danabergulir.operations.imports import inventory, members, registers, rw_heads
from danabergulir.operations.loans import disbursement
from danabergulir.operations.loans.receipts import receive, reverse_voucher
from danabergulir.operations.loans.simulation import Wish, terms_of

POLICY: Final = replace(
    DEFAULT_POLICY,
    lending=replace(
        DEFAULT_POLICY.lending, jasa_percent=Fraction("1.45"), titipan_percent=Fraction("0.05"), ceilings=()
    ),
)
"""Of the usual 1.5 % a month, 0.05 is held for the board, as in a real urban UPK; its ceilings are its own affair."""

_CASH: Final = "11010"
_BANK: Final = "11021"
_RECEIVABLE: Final = "11030"
_TITIPAN: Final = "21030"
_RETAINED: Final = "31030"
_CENT: Final = 100_000
"""Rupiah: cash is fetched from the bank in whole hundred thousands."""


class Demonstration(Struct, frozen=True):
    """Where the demonstration ledger stands, and its last month."""

    ledger: Path
    month: Month


def build(folder: Path, now: datetime) -> Demonstration:
    """Create the demonstration ledger ``upk.db`` in ``folder``, beside the lists that its opening came from.

    Raises ``LedgerUnusableError`` when a ledger already stands there, and ``RefusedError`` when one of the lists does
    or when the clock of the computer stands before the last of the vouchers.
    """
    if now.date() < data.LAST.last_on:
        raise RefusedError(
            f"jam komputer menunjuk {format_form(now.date())}, sebelum akhir buku contoh "
            f"({format_form(data.LAST.last_on)})",
            "Betulkan dulu tanggal dan jam komputer ini.",
        )
    taken = [folder / f"{name}.csv" for name, *_ in _LISTS if (folder / f"{name}.csv").exists()]
    if taken:
        raise RefusedError(f"file sudah ada: {taken[0]}", "Pilih folder lain dengan --ke.")
    ledger = folder / "upk.db"
    start_book(ledger, data.PROFILE, data.OPENED_ON, _afternoon(data.OPENED_ON), policy=POLICY)
    try:
        _lead(ledger, folder)
    except BaseException:  # whatever breaks it off, nothing half made stays
        for made in (ledger, *(folder / f"{name}.csv" for name, *_ in _LISTS)):
            discard(made)
        raise
    return Demonstration(ledger, data.LAST)


def _lead(ledger: Path, folder: Path) -> None:
    """Record the fourteen months, all at once, for speed; write the lists that the opening comes from."""
    started = _afternoon(data.OPENED_ON)
    with recording(ledger, _afternoon(data.LAST.last_on), whole_file=True) as desk:
        for name, columns, rows, take_over in _LISTS:
            _write_list(folder / f"{name}.csv", columns, rows())
            take_over(desk, folder / f"{name}.csv", started)
        for month in months_through(data.FIRST, data.LAST):
            for step in sorted(_month(desk, month), key=attrgetter("day", "turn")):
                step.use_case(book=desk, day=step.day, now=_afternoon(step.day))
            answer_for(desk, month, _afternoon(month.last_on))


def _afternoon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, tzinfo=timezone(timedelta(hours=7)))


def _write_list(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";").writerows([columns, *rows])


def _opening_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``saldo-awal.csv``: what earlier years left undivided is what makes it balance."""
    balances = {**data.OPENING_BALANCES, _RECEIVABLE: sum(group.loans[0] - _repaid(group)[0] for group in data.GROUPS)}
    balances[_RETAINED] = -sum(balances.values())
    for code, balance in sorted(balances.items()):
        yield code, max(balance, 0), max(-balance, 0)


def _group_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``ksm.csv``; the first member leads the group. The telephone numbers belong to nobody."""
    for number, group in enumerate(data.GROUPS, start=1):
        members = _members(group)
        formed_on = days_after(group.lent_on, -400 - 30 * (number % 7))
        women = sum(gender == "P" for _, gender in members)
        phone = f"0800000000{number:02d}"
        place = f"Gang Contoh {number}", formed_on.isoformat()
        yield group.code, group.name, group.rw, group.rt, members[0][0], phone, *place, len(members), women


def _members(group: data.FundGroup) -> list[tuple[str, str]]:
    """Return name and gender of the members of a group; nobody in the whole list has the same name."""
    before = sum(other.members for other in data.GROUPS[: data.GROUPS.index(group)])
    return [_person(number) for number in range(before, before + group.members)]


def _person(number: int) -> tuple[str, str]:
    turn, place = divmod(number, len(data.REGIONS))
    region = data.REGIONS[place]
    woman = (number + turn) % 3 != 0  # two of three
    given, step = (region.women, turn) if woman else (region.men, turn // 3)
    second = region.second[(step + step // len(region.second)) % len(region.second)]
    name = f"{given[step % len(given)]} {second}"
    return name.strip(), "P" if woman else "L"


def _member_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``anggota.csv``. The NIK stays empty: it is private, and the import does not ask for it."""
    for group in data.GROUPS:
        for number, (name, gender) in enumerate(_members(group), start=len(group.name)):
            poor = "tidak" if number % 4 == 0 else "ya"
            turnover = 600_000 + 150_000 * (number * 7 % 13)
            yield group.code, name, gender, poor, "", data.BUSINESSES[number % len(data.BUSINESSES)], turnover


def _head_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``rw.csv``. The telephone numbers belong to nobody."""
    for number, (rw, head) in enumerate(data.RW_HEADS.items(), start=1):
        yield rw, head, f"0800000001{number:02d}", f"Gang Contoh RW {rw}"


def _asset_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``inventaris.csv``."""
    for asset in data.ASSETS:
        yield asset.name, asset.bought_on.isoformat(), asset.cost, asset.life_months, asset.quantity, asset.place


def _loan_rows() -> Iterator[tuple[str | int, ...]]:
    """Yield ``pinjaman.csv``: the loans running at the opening, the oldest first, all paid up to the day."""
    lending_rules = POLICY.lending
    rates = shortest_percent(lending_rules.jasa_percent), shortest_percent(lending_rules.titipan_percent)
    for number, group in enumerate(sorted(data.GROUPS, key=attrgetter("lent_on")), start=1):
        terms = f"P-{number:04d}", group.code, group.lent_on.isoformat(), group.loans[0], _FIRST_TERM, *rates
        yield *terms, *_repaid(group)


_FIRST_TERM: Final = 12


@cache
def _repaid(group: data.FundGroup) -> tuple[int, int, int]:
    """Return pokok, jasa and titipan that the first loan of a group had repaid at the opening."""
    terms = terms_of(Wish(Rupiah(group.loans[0]), _FIRST_TERM), group.lent_on, POLICY)
    paid = [line for line in build_schedule(terms) if line.due_on <= data.OPENED_ON]
    return (
        sum(line.principal.value for line in paid),
        sum(line.jasa.value for line in paid),
        sum(line.titipan.value for line in paid),
    )


_List = tuple[
    str, tuple[str, ...], Callable[[], Iterator[tuple[str | int, ...]]], Callable[[Book, Path, datetime], Any]
]
_LISTS: Final[tuple[_List, ...]] = (
    ("saldo-awal", ("kode", "debit", "kredit"), _opening_rows, registers.import_opening_balances),
    (
        "ksm",
        (
            *("kode", "nama", "rw", "rt", "ketua", "telepon", "alamat", "tanggal_bentuk"),
            *("jumlah_anggota", "jumlah_perempuan"),
        ),
        _group_rows,
        registers.import_ksm,
    ),
    (
        "anggota",
        ("ksm", "nama", "jenis_kelamin", "miskin", "nik", "usaha", "omset"),
        _member_rows,
        members.import_members,
    ),
    (
        "pinjaman",
        (
            *("nomor", "ksm", "tanggal_cair", "pokok", "tenor", "jasa_persen", "titipan_persen"),
            *("pokok_terbayar", "jasa_terbayar", "titipan_terbayar"),
        ),
        _loan_rows,
        registers.import_loans,
    ),
    ("rw", ("rw", "ketua", "telepon", "alamat"), _head_rows, rw_heads.import_rw_heads),
    (
        "inventaris",
        ("nama", "tanggal_beli", "harga", "umur_bulan", "jumlah", "tempat"),
        _asset_rows,
        inventory.import_inventory,
    ),
)
"""The opening lists: file, columns, rows, and the operation that takes them over."""


class _Step(Struct, frozen=True):
    """One use case of one day; ``turn`` orders the day: cash fetched, received, spent, banked, then lent."""

    day: date
    turn: int
    use_case: Callable[..., object]


_FETCH, _RECEIVE, _SPEND, _BANKING, _LEND, _CLOSE = range(6)


def _month(desk: Desk, month: Month) -> Iterator[_Step]:
    """Yield what happens in a month, worked out from the ledger as it stood at the end of the month before."""
    days = [date(month.year, month.number, day) for day in data.COLLECTION_DAYS[str(month)]]
    receipts = [
        receipt
        for book in loan_books_of(desk.connection, days_after(month.first_on, -1))
        if book.is_open
        for receipt in _receipts(book, month, days)
    ]
    for receipt in receipts:
        yield _Step(receipt.day, _RECEIVE, receipt.record)
        if receipt.settles:
            following = receipt.group.loans[receipt.running.cycle]
            yield _Step(receipt.day, _LEND, partial(_lend, group=receipt.group, amount=following))
    for day in sorted({receipt.day for receipt in receipts}):
        banked = sum(receipt.amount for receipt in receipts if receipt.day == day)
        yield _Step(day, _BANKING, partial(_deposit, amount=banked))
    yield from _cash_costs(month, days, _balance(desk, _CASH, month))
    yield from _bank_lines(month, days, _balance(desk, _BANK, month), -_balance(desk, _TITIPAN, month))
    if month in data.CASH_COUNTS:
        yield _Step(month.last_on, _CLOSE, _count)


def _balance(desk: Desk, code: str, month: Month) -> int:
    """Return what an account carries into a month, debit positive, in rupiah."""
    return accounts.balance(desk.connection, code, days_after(month.first_on, -1)).value


class _Receipt(Struct, frozen=True):
    """One receipt to be made; ``typed_first`` is the wrong amount that was typed before it."""

    running: LoanBook
    group: data.FundGroup
    day: date
    amount: int
    settles: bool
    typed_first: int | None

    def record(self, *, book: Book, day: date, now: datetime) -> None:
        """Receive it; a slip is taken back first."""
        number = self.running.loan.number
        if self.typed_first is not None:
            slip = receive(book, number, Rupiah(self.typed_first), day, now)
            reverse_voucher(book, slip.voucher.number, "salah ketik jumlah", day, now)
        receive(book, number, Rupiah(self.amount), day, now)


def _receipts(book: LoanBook, month: Month, days: Sequence[date]) -> Iterator[_Receipt]:
    """Yield what a KSM pays in a month: the instalment due in it, or what is said of it in ``PAYMENTS``."""
    place = next(index for index, group in enumerate(data.GROUPS) if group.code == book.loan.ksm.code)
    group = data.GROUPS[place]
    for line in book.schedule:
        amount = data.PAYMENTS.get((group.code, str(month)), line.amount.value)
        if Month.of(line.due_on) == month and amount:
            settles = line is book.schedule[-1]  # who wants the next loan does not wait
            wait = 0 if settles else data.DAYS_LATE[(5 * place + month.number) % len(data.DAYS_LATE)]
            coming = days_after(line.due_on, wait)
            day = next((day for day in days if day >= coming), days[-1])
            yield _Receipt(book, group, day, amount, settles, data.SLIPS.get((group.code, str(month))))


def _cash_costs(month: Month, days: Sequence[date], cash: int) -> Iterator[_Step]:
    """Yield the costs paid from the cash box, and the cash fetched for them: on the first day and on the last."""
    least = data.LEAST_CASH[month.number % len(data.LEAST_CASH)]
    costs = [(days[cost.slot], cost, _swung(cost, index, month)) for index, cost in enumerate(data.CASH_COSTS)]
    for day, cost, amount in costs:
        yield _Step(day, _SPEND, partial(_pay, account=cost.account, memo=cost.memo, party=cost.party, amount=amount))
    for day, spent in (
        (days[0], sum(amount for day, _, amount in costs if day < days[-1])),
        (days[-1], sum(amount for day, _, amount in costs if day == days[-1])),
    ):
        fetched = -((cash - spent - least) // _CENT) * _CENT
        cash += fetched - spent
        yield _Step(day, _FETCH, partial(_withdraw, amount=fetched))


def _swung(cost: data.CashCost, index: int, month: Month) -> int:
    return cost.amount + cost.step * data.SWINGS[(3 * month.number + 2 * index) % len(data.SWINGS)]


def _bank_lines(month: Month, days: Sequence[date], bank: int, titipan: int) -> Iterator[_Step]:
    """Yield what the bank pays and charges, what is paid from it, and the entries without money."""
    from_bank = partial(_pay, out_of=_BANK)
    for account, memo, party, amount in data.BANK_COSTS.get(str(month), ()):
        yield _Step(days[-2], _SPEND, partial(from_bank, account=account, memo=memo, party=party, amount=amount))
    allocation = partial(from_bank, account="51050", memo="Alokasi kegiatan BKM", party=f"BKM {data.PROFILE.board}")
    yield _Step(days[1], _SPEND, partial(allocation, amount=data.ALLOCATION))
    if month.number % 3 == 0:
        handed_over = partial(from_bank, account=_TITIPAN, memo="Serah terima titipan BOP", party="Kasir BKM")
        yield _Step(days[2], _SPEND, partial(handed_over, amount=titipan))
    interest = bank // 1_000
    yield _Step(month.last_on, _CLOSE, partial(_bank_interest, amount=interest))
    charged = partial(from_bank, account="52010", memo="Biaya administrasi dan pajak bunga bank", party="Bank")
    yield _Step(month.last_on, _CLOSE, partial(charged, amount=data.BANK_FEE + interest // 5))
    yield _Step(month.last_on, _CLOSE, _write_down)
    reserve = partial(_enter, debit="51080", credit="12010", memo="Cadangan risiko pinjaman")
    yield _Step(month.last_on, _CLOSE, partial(reserve, amount=_reserve_addition(month)))


def _reserve_addition(month: Month) -> int:
    return data.RESERVE_ADDITIONS.get(month, data.USUAL_RESERVE_ADDITION)


def _lend(*, group: data.FundGroup, amount: int, book: Book, day: date, now: datetime) -> None:
    wish = Wish(Rupiah(amount), group.term)
    decision = f"Berita acara putusan {format_form(days_after(day, -2))}"
    disbursement.disburse(book, group.code, wish, day, now, from_account=_BANK, decision=decision)


def _deposit(*, amount: int, book: Book, day: date, now: datetime) -> None:
    deposit(book, Rupiah(amount), "Setor penerimaan hari ini", day, now)


def _withdraw(*, amount: int, book: Book, day: date, now: datetime) -> None:
    withdraw(book, Rupiah(amount), "Tarik tunai untuk biaya", day, now)


def _pay(
    *,
    account: str,
    memo: str,
    party: str,
    amount: int,
    book: Book,
    day: date,
    now: datetime,
    out_of: str | None = None,
) -> None:
    cash_out(book, account, Rupiah(amount), memo, day, now, out_of=out_of, party=party)


def _bank_interest(*, amount: int, book: Book, day: date, now: datetime) -> None:
    cash_in(book, "41020", Rupiah(amount), "Bunga bank", day, now, into=_BANK, party="Bank")


def _enter(*, debit: str, credit: str, memo: str, amount: int, book: Book, day: date, now: datetime) -> None:
    enter(book, debit, credit, Rupiah(amount), memo, dated_on=day, now=now)


def _write_down(*, book: Book, day: date, now: datetime) -> None:
    """Write the inventory down by a month, as a close does."""
    with recording(book, now) as desk:
        depreciate(desk, Month.of(day))


def _count(*, book: Book, day: date, now: datetime) -> None:
    """Count the cash box; it holds what the book says."""
    with recording(book, now) as desk:
        counted = accounts.balance(desk.connection, _CASH, day)
    count_cash(book, counted, "Kas opname akhir bulan", day, now)
